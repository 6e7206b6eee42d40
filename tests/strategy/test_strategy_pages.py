"""The pages on which program managers keep the strategy, and bring it in from a file."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mandorla.people.models import Person
from mandorla.strategy.models import Objective
from mandorla.strategy.models.facts import mark_of
from tests import make
from tests.strategy.files import HEAD

pytestmark = pytest.mark.django_db

FACTS = {"name": "Grow", "kind": "objective"}


def client_of(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


@pytest.fixture
def client(karin: Person) -> Client:
    return client_of(karin)


def upload(client: Client, text: str, *, head: str = HEAD, name: str = "strategy.csv"):
    return client.post(
        "/strategy/import/", {"file": SimpleUploadedFile(name, (head + text).encode())}
    )


def sent_on(answer) -> dict[str, str]:
    """What the page with the plan sends on."""
    return {name: answer.context["form"][name].value() for name in ("packed", "shown")}


@pytest.mark.parametrize(
    ("method", "address", "answer"),
    [
        ("get", "/strategy/new/", 200),
        ("post", "/strategy/new/", 302),
        ("get", "/strategy/{pk}/edit/", 200),
        ("post", "/strategy/{pk}/edit/", 302),
        ("post", "/strategy/{pk}/parent/", 302),
        ("post", "/strategy/{pk}/retirement/", 302),
        ("post", "/strategy/{pk}/resumption/", 409),
        ("get", "/strategy/import/", 200),
        ("post", "/strategy/import/", 422),
        ("post", "/strategy/import/application/", 302),
    ],
)
def test_strategy_is_kept_by_program_managers_only(karin, method, address, answer):
    address = address.format(pk=make.objective("Old").pk)
    before = list(Objective.objects.values())

    for who, expected in ((make.auditor(), 404), (make.person(), 404), (None, 302)):
        assert getattr(client_of(who), method)(address, FACTS).status_code == expected
    assert list(Objective.objects.values()) == before
    assert getattr(client_of(karin), method)(address, FACTS).status_code == answer


def test_objective_that_is_not_there_cannot_be_changed(client):
    assert client.get("/strategy/999/edit/").status_code == 404
    assert client.post("/strategy/999/retirement/").status_code == 404
    assert client.get("/strategy/1/retirement/").status_code == 405


def test_objective_is_added_with_everything(client):
    ana, top = make.person("Ana", employee_number="H17"), make.objective("Top")
    sent = {
        "name": "Answer within a day",
        "kind": "operation",
        "parent": top.pk,
        "owner": "H17",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "description": "Every request",
    }

    assert client.post("/strategy/new/", sent).status_code == 302

    made = Objective.objects.get(parent=top)
    assert (made.name, made.kind, made.owner, made.description) == (
        "Answer within a day",
        "operation",
        ana,
        "Every request",
    )
    assert (made.starts_on, made.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_part_is_added_where_it_was_asked_for(client):
    top = make.objective("Top")

    page = client.get(f"/strategy/new/?of={top.pk}").content.decode()

    assert f'<option value="{top.pk}" selected>Top</option>' in page


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"name": ""}, 422, "Fill this in."),
        ({"kind": "dream"}, 422, "Select a valid choice."),
        ({"parent": "999"}, 422, "Select a valid choice."),
        ({"name": "Top"}, 409, "There is something called “Top” in that place already."),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, 422, "cannot end before it starts"),
        ({"owner": "nobody@else.example"}, 422, "Nobody who is active here"),
        ({"owner": "gone@halden.example"}, 422, "Nobody who is active here"),
        ({"owner": "Ana"}, 422, "Several people could be meant: Ana A (H1), Ana B (H2)."),
    ],
)
def test_refusal_is_said_and_what_was_typed_is_kept(client, sent, status, sentence):
    make.objective("Top")
    make.person("Gone", email="gone@halden.example", is_active=False)
    for letter, number in (("A", "H1"), ("B", "H2")):
        make.person(f"Ana {letter}", email="", employee_number=number)

    answer = client.post("/strategy/new/", {**FACTS, "description": "Mine", **sent})

    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert "Mine</textarea>" in page
    assert Objective.objects.count() == 1


@pytest.mark.parametrize("typed", ["ana@halden.example", "H17", "Ana Marković", "markovic"])
def test_owner_is_found_by_address_number_or_name(client, typed):
    ana = make.person("Ana Marković", email="ana@halden.example", employee_number="H17")

    client.post("/strategy/new/", {**FACTS, "owner": typed})

    assert Objective.objects.get().owner == ana


def test_owner_who_left_stays_until_somebody_else_is_named(client):
    made = make.objective("Grow", owner=make.person("Gone", email="g@h.example", is_active=False))
    sent = {"name": "Grow", "kind": "operation", "owner": "g@h.example", "seen": mark_of(made)}

    assert client.post(f"/strategy/{made.pk}/edit/", sent).status_code == 302

    made.refresh_from_db()
    assert (made.kind, str(made.owner)) == ("operation", "Gone")
    client.post(f"/strategy/{made.pk}/edit/", {**sent, "owner": "", "seen": mark_of(made)})
    assert Objective.objects.get().owner is None


def test_second_of_two_who_change_it_sees_what_the_first_wrote(client, karin):
    made = make.objective("Grow")
    sent = {**FACTS, "name": "Shrink", "seen": mark_of(made)}
    made.describe(name="Grow faster", by=karin, at=make.AT)

    answer = client.post(f"/strategy/{made.pk}/edit/", sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It is called Grow faster now" in page
    assert 'value="Shrink"' in page
    again = {**sent, "seen": mark_of(Objective.objects.get())}
    assert f'value="{again["seen"]}"' in page
    assert client.post(f"/strategy/{made.pk}/edit/", again).status_code == 302
    assert Objective.objects.get().name == "Shrink"


def test_objective_is_moved_and_not_below_itself(client):
    top = make.objective("Top")
    part, other = make.objective("Part", parent=top), make.objective("Other")
    page = client.get(f"/strategy/{top.pk}/edit/")

    offered = [label for _key, label in page.context["place_form"]["parent"].field.widget.choices]
    assert offered == ["nothing: it stands at the top", "Other"]
    assert (
        client.post(f"/strategy/{part.pk}/parent/", {"place-parent": other.pk}).status_code == 302
    )
    assert Objective.objects.get(pk=part.pk).parent == other
    answer = client.post(f"/strategy/{other.pk}/parent/", {"place-parent": part.pk})
    assert answer.status_code == 409
    assert "Other cannot be a part of itself." in answer.content.decode()


def test_objective_is_retired_and_resumed(client):
    made = make.objective("Grow")
    make.objective("Part", parent=made)

    client.post(f"/strategy/{made.pk}/retirement/")
    assert not Objective.objects.current().exists()
    again = client.post(f"/strategy/{made.pk}/retirement/")
    assert (again.status_code, "is retired already" in again.content.decode()) == (409, True)
    client.post(f"/strategy/{made.pk}/resumption/")
    assert Objective.objects.current().count() == 2


def test_file_is_shown_then_imported_and_a_second_time_changes_nothing(client):
    shown = upload(client, "Grow,,,,,,\nAnswer,operation,Grow,,,,\n")

    assert [change.path for change in shown.context["plan"].new] == ["Grow", "Grow > Answer"]
    assert not Objective.objects.exists()
    done = client.post("/strategy/import/application/", sent_on(shown), follow=True)
    assert "strategy.csv is imported: 2 new, 0 changed, 0 left out." in done.content.decode()
    assert Objective.objects.count() == 2
    again = upload(client, "Grow,,,,,,\nAnswer,operation,Grow,,,,\n").content.decode()
    assert "everything in this file is here already" in again
    assert "Import it" not in again


def test_nothing_is_imported_until_all_is_right_or_rows_are_left_out(client):
    shown = upload(client, "Grow,dream,,,,,\nSave,,,,,,\n")
    page = shown.content.decode()
    assert "“dream” is neither “objective” nor “operation”." in page

    refused = client.post("/strategy/import/application/", sent_on(shown))
    assert refused.status_code == 409
    assert "choose to leave them out" in refused.content.decode()
    assert not Objective.objects.exists()
    sent = {**sent_on(refused), "leave_out": "on"}
    assert client.post("/strategy/import/application/", sent).status_code == 302
    assert [made.name for made in Objective.objects.all()] == ["Save"]


def test_what_changed_in_the_meantime_is_shown_again(client):
    shown = upload(client, "Grow,operation,,,,,\n")
    make.objective("Grow")

    again = client.post("/strategy/import/application/", sent_on(shown))

    assert again.status_code == 409
    assert "changed in the meantime" in again.content.decode()
    assert [change.what for change in again.context["plan"].changed] == [("the kind",)]
    assert client.post("/strategy/import/application/", sent_on(again)).status_code == 302
    assert Objective.objects.get().kind == "operation"


def test_file_that_is_no_strategy_is_refused_at_the_field(client):
    answer = upload(client, "x", head="color\n")

    assert answer.status_code == 409
    assert "No column is called “name”." in answer.content.decode()


def test_made_up_plan_is_refused(client):
    answer = client.post("/strategy/import/application/", {"packed": "x", "shown": "y"})

    assert answer.status_code == 409
    assert "Choose the file again" in answer.content.decode()


def test_strategy_of_five_hundred_rows_goes_through_the_page(client):
    text = "Top,,,,,,\n" + "".join(f"Part {n},operation,Top,,2026,,Words\n" for n in range(499))

    shown = upload(client, text)
    assert client.post("/strategy/import/application/", sent_on(shown)).status_code == 302

    assert Objective.objects.count() == 500
