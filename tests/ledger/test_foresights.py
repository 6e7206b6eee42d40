"""Who leads commits to odds; they are scored later, and everybody sees their own only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.ledger.models import Foresight, Measure, Reading
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.ledger.measure_pages import words
from tests.ledger.measuring import DUE, FAR, measured

pytestmark = pytest.mark.django_db
OVER = FAR.replace(year=2027)


def led() -> tuple[Person, Measure]:
    ana = make.person("Ana")
    return ana, measured(make.community(leader=ana))


def commit(measure: Measure, person: Person, probability: float = 0.7) -> Foresight:
    return Foresight.commit(measure=measure, probability=probability, by=person, at=make.AT)


def read_on(measure: Measure, value: float, *, days: int = 0) -> Reading:
    on = DUE + timedelta(days=days)
    return Reading.read(measure=measure, on=on, value=value, by=None, at=OVER)


# --- committing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan")])
def test_foresight_is_refused_when_it_is_no_probability(probability: float):
    ana, measure = led()

    with pytest.raises(Refused):
        commit(measure, ana, probability)


def test_foresight_is_said_once_and_before_the_day():
    ana, measure = led()
    commit(measure, ana)

    with pytest.raises(Refused, match="What is said stays"):
        commit(measure, ana, 0.9)
    with pytest.raises(Refused, match="nothing is left to foresee"):
        Foresight.commit(measure=measure, probability=0.5, by=make.person(), at=OVER)

    assert [one.probability for one in Foresight.objects.all()] == [0.7]


# --- scoring ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "came_true", "score"), [(61, True, 0.09), (59, False, 0.49)])
def test_foresight_is_scored_by_the_first_reading_on_its_day_or_after(
    value: float, came_true: bool, score: float
):
    ana, measure = led()
    said = commit(measure, ana)
    read_on(measure, 100, days=-1)
    said.refresh_from_db()
    assert said.score is None

    read_on(measure, value, days=3)
    read_on(measure, 0, days=4)

    said.refresh_from_db()
    assert said.came_true is came_true
    found = said.score
    assert found == score


def test_foresight_is_scored_anew_when_the_reading_is_corrected_or_taken_back():
    ana, measure = led()
    said = commit(measure, ana)
    reading = read_on(measure, 61).correct(value=10, by=None, at=OVER)
    said.refresh_from_db()
    assert said.came_true is False

    reading.take_back(by=None, at=OVER)

    now = Foresight.objects.get()
    assert (now.came_true, now.scored_at) == (None, None)


def test_foresight_is_held_against_the_target_as_it_was_then():
    ana, measure = led()
    said = commit(measure, ana)
    Measure.objects.filter(pk=measure.pk).update(target=1000)
    measure.refresh_from_db()

    read_on(measure, 61)

    said.refresh_from_db()
    assert said.came_true is True


# --- own ones only ------------------------------------------------------------------------------


def test_nobody_finds_what_somebody_else_foresaw(client: Client):
    ana, measure = led()
    commit(measure, ana, 0.37)
    read_on(measure, 61)
    slug = measure.community.slug
    others = [make.person("Ben"), make.program_manager(), make.auditor()]
    places = [
        measure.get_absolute_url(),
        "/foresights/",
        f"/communities/{slug}/measures/",
        f"/communities/{slug}/history/",
        f"/people/{ana.pk}/",
        "/events/",
    ]
    for person in others:
        client.force_login(person)
        for place in places:
            shown = words(client.get(place).content.decode())
            assert "37%" not in shown, (person.name, place)
            assert "0.40" not in shown, (person.name, place)
        call = Caller(person)
        for place in ("", "/1", "/1/forecast", "/1/readings"):
            answer = call.get(f"/communities/{slug}/measures{place}")
            assert b"0.37" not in answer.content
        assert not Foresight.objects.visible_to(person).exists()
    assert not Event.objects.filter(verb__startswith="foresight").exists()


def test_who_foresaw_reads_their_own_score(client: Client):
    ana, measure = led()
    commit(measure, ana)
    read_on(measure, 61)
    client.force_login(ana)

    assert "You said 70% for the due date. It scored 0.09" in words(
        client.get(measure.get_absolute_url()).content.decode()
    )
    own = words(client.get("/foresights/").content.decode())
    assert "1 of them is scored, 0.09 on average." in own


def test_foresight_is_committed_from_the_page_by_who_leads(client: Client):
    ana, member = make.person("Ana"), make.person()
    due_on = timezone.localdate() + timedelta(days=90)
    measure = measured(make.community(leader=ana, members=(member,)), due_on=due_on)
    place = f"{measure.get_absolute_url()}foresight/"

    client.force_login(member)
    assert client.post(place, {"percent": "70"}).status_code == 404
    client.force_login(ana)
    assert client.post(place, {"percent": "170"}).status_code == 422
    assert client.post(place, {"percent": "70"}).status_code == 302
    again = client.post(place, {"percent": "80"})

    assert again.status_code == 422
    assert Foresight.objects.get().probability == pytest.approx(0.7)


def test_foresight_is_committed_by_the_api_and_listed_to_who_said_it():
    ana, member = make.person("Ana"), make.person()
    due_on = timezone.localdate() + timedelta(days=90)
    measure = measured(make.community(leader=ana, members=(member,)), due_on=due_on)
    place = f"/communities/{measure.community.slug}/measures/1/foresight"

    refused = Caller(member).post(place, {"probability": 0.7})
    said = Caller(ana).post(place, {"probability": 0.7})

    assert (refused.status_code, said.status_code) == (403, 201)
    (found,) = Caller(ana).get("/foresights").json()["items"]
    assert (found["community"], found["measure"]) == (measure.community.slug, 1)
    assert (found["probability"], found["score"]) == (0.7, None)
    assert Caller(member).get("/foresights").json()["items"] == []
