"""The page on which a survey is brought: looked at first, counted when somebody says so."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.models import Elicitation, SponsorAnswer
from mandorla.value.survey.sheet import LARGEST_BYTES
from tests import make
from tests.value.surveys import ITEMS, P, Q, points_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def welding(ana) -> Community:
    community = make.community("Welding", leader=ana)
    make.expectations(community)
    return community


def address(community: Community, name: str = "survey") -> str:
    return reverse(f"value:{name}", args=[community.slug])


def sent(client: Client, community: Community, *, members: str, organization: str = ""):
    texts = {"organization": organization or points_csv(P), "members": members}
    files = {
        side: SimpleUploadedFile(f"{side}.csv", text.encode(), "text/csv")
        for side, text in texts.items()
    }
    return client.post(address(community), files)


def test_survey_is_shown_before_it_is_counted(client, welding, ana):
    client.force_login(ana)
    page = sent(client, welding, members=points_csv(*[Q] * 6).replace("r3", "Ana Weld"))
    assert page.status_code == 200
    assert [len(side.rows) for side, _method in page.context["sides"]] == [1, 6]
    assert "Every row can be used. Nothing is counted yet." in page.content.decode()
    assert "Ana Weld" not in page.content.decode()
    assert not Elicitation.objects.exists()


def test_survey_is_a_round_when_what_was_shown_is_counted(client, welding, ana):
    client.force_login(ana)
    page = sent(client, welding, members=points_csv(*[Q] * 6))
    answer = client.post(
        address(welding, "survey_round"), {"sealed": page.context["form"]["sealed"].value()}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, address(welding, "value"))
    elicitation = Elicitation.objects.get()
    assert (elicitation.opened_by, elicitation.urn.count) == (ana, 6)
    welding.refresh_from_db()
    assert welding.overlap_share == pytest.approx(0.6)


def test_survey_shows_each_problem_and_counts_the_rest_when_asked(client, welding, ana):
    client.force_login(ana)
    page = sent(client, welding, members=points_csv((1, 2, 3, 4, 5, 6), *[Q] * 5))
    assert "Leave out this row and count the rest" in page.content.decode()
    assert [(p.file, p.row) for p in page.context["problems"]] == [("members.csv", 2)]
    client.post(
        address(welding, "survey_round"), {"sealed": page.context["form"]["sealed"].value()}
    )
    assert Elicitation.objects.get().urn.count == 5


def test_survey_cannot_be_counted_when_its_items_are_others(client, welding, ana):
    client.force_login(ana)
    page = sent(client, welding, members=points_csv(*[Q] * 5).replace(ITEMS[0], "Tea"))
    assert page.context["form"] is None
    assert [(p.row, p.column, p.what) for p in page.context["problems"]] == [
        (1, "Tea", "Welding has no such item."),
        (1, ITEMS[0], "There is no column for this item, which Welding has."),
    ]


def test_survey_is_refused_when_a_file_is_forgotten_or_too_large(client, welding, ana):
    client.force_login(ana)
    assert client.post(address(welding), {}).status_code == 422
    large = sent(client, welding, members="x" * (LARGEST_BYTES + 1))
    assert large.status_code == 422
    assert large.context["form"].errors["members"] == ["The file is larger than 10 MB."]


def test_survey_says_the_file_is_empty_when_it_is(client, welding, ana):
    client.force_login(ana)
    page = sent(client, welding, members="")
    assert [str(problem) for problem in page.context["problems"]] == [
        "members.csv: The file is empty."
    ]


def test_survey_is_refused_when_a_round_is_open(client, welding, ana):
    client.force_login(ana)
    make.elicitation(welding)
    page = sent(client, welding, members=points_csv(*[Q] * 5))
    assert page.status_code == 409
    assert "Round 1 is open." in page.content.decode()


def test_survey_is_refused_when_it_is_not_what_was_shown(client, welding, ana):
    client.force_login(ana)
    assert client.post(address(welding, "survey_round"), {"sealed": "x"}).status_code == 409
    assert client.post(address(welding, "survey_round"), {}).status_code == 302
    assert not Elicitation.objects.exists()


def test_survey_has_a_file_with_headings_to_fill_in(client, welding, ana):
    client.force_login(ana)
    text = client.get(address(welding, "survey_blank")).content.decode("utf-8-sig")
    assert text.strip() == "respondent," + ",".join(ITEMS)
    client.force_login(ana)
    page = client.get(address(welding))
    assert page.context["items"] == list(ITEMS)


@pytest.mark.parametrize("role", ["sponsor", "member", "guest"])
def test_survey_is_for_those_who_hold_rounds(client, welding, role):
    person = make.person()
    Membership.appoint(community=welding, person=person, role=role, by=None, at=make.AT)
    client.force_login(person)
    answers = [
        client.get(address(welding)),
        client.post(address(welding), {}),
        client.post(address(welding, "survey_round"), {"sealed": "x"}),
        client.get(address(welding, "survey_blank")),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_survey_asks_for_its_token(welding, ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert sent(client, welding, members=points_csv(Q)).status_code == 403


def test_survey_says_how_to_begin_when_there_are_no_expectations(client, ana):
    community = make.community(leader=ana)
    client.force_login(ana)
    page = client.get(address(community))
    assert "This community has no expectations yet." in page.content.decode()
    assert SponsorAnswer.objects.count() == 0
