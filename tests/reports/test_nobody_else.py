"""Nobody else opens what somebody brought: each attempt here is to fail."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.people.models import Person
from mandorla.reports.models import Choice, Consent, Share
from tests import make
from tests.api.caller import Caller
from tests.ledger.telling import story
from tests.reports.bringing import World, answered, everything, page_of, world

pytestmark = pytest.mark.django_db
OWN = "Only Priya wrote these words"
PAGES = ("", "taking/", "links/", "helpers/", "brought.json")


@pytest.fixture
def at() -> World:
    found = world()
    everything(found)
    make.issue(found.guild, OWN, by=found.priya)
    return found


def others(at: World) -> list[Person]:
    """Everybody who might want to: manager, leader, sponsor, auditor, colleague, and one with all."""
    sponsor, auditor, all_of_it = make.person(), make.auditor(), make.program_manager("All Of It")
    Membership.appoint(community=at.guild, person=sponsor, role="sponsor", by=None, at=make.AT)
    Membership.appoint(community=at.guild, person=all_of_it, role="leader", by=None, at=make.AT)
    return [at.karin, at.ben, at.sam, sponsor, auditor, all_of_it]


def words(answer) -> str:
    """The page as text."""
    return answer.content.decode()


def test_addresses_name_no_person():
    """There is no address at which one could put somebody else's number."""
    routes = [
        str(pattern.pattern)
        for group in get_resolver().url_patterns
        for pattern in getattr(group, "url_patterns", [])
        if str(pattern.pattern).startswith("me/")
    ]

    assert [route for route in routes if "<" in route] == ["me/brought/links/<int:pk>/end/"]


def test_pages_of_others_show_nothing_of_it(at):
    for person in others(at):
        client = Client()
        client.force_login(person)
        for page in PAGES:
            for query in ("", f"?person={at.priya.pk}", f"?pk={at.priya.pk}&by={at.priya.pk}"):
                found = words(client.get(f"/me/brought/{page}{query}"))
                assert OWN not in found, (person, page)
                if page != "helpers/":  # where who asked reads who answered
                    assert "Priya Shah" not in found, (person, page)


def test_pages_ask_who_one_is(at):
    for page in PAGES:
        assert "/accounts/login" in Client().get(f"/me/brought/{page}")["Location"]
    assert Client().post("/me/brought/paper.pdf").status_code == 302


def test_links_of_somebody_are_seen_and_ended_by_nobody_else(at):
    share, _secret = Share.make(name="Secret name", days=7, by=at.priya, at=timezone.now())

    for person in others(at):
        client = Client()
        client.force_login(person)
        assert "Secret name" not in words(client.get("/me/brought/links/"))
        assert client.post(f"/me/brought/links/{share.pk}/end/").status_code == 404
        assert Caller(person).call("DELETE", f"/me/brought/links/{share.pk}").status_code == 404
    share.refresh_from_db()
    assert share.ended_at is None


def test_api_gives_everybody_their_own(at):
    for person in others(at):
        caller = Caller(person)
        assert OWN not in words(caller.get("/me/brought"))
        assert caller.get("/me/brought/links").json()["items"] == []
        line = next(line.key for line in page_of(at.priya).lines if line.kind == "story")
        sent = {"lines": [{"line": line, "goes": False}]}
        assert caller.call("PUT", "/me/brought/lines", sent).status_code == 422
    assert not Choice.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "me/brought", []),
        ("POST", "me/brought/paper", []),
        ("POST", "me/brought/badges", []),
        ("GET", "me/brought/links", []),
        ("POST", "me/brought/links", ["name=Ben"]),
        ("PUT", "me/brought/lines", ["lines:=[]"]),
    ],
)
def test_shell_of_the_instance_is_refused_in_somebodys_name(at, method, path, sent):
    with pytest.raises(CommandError, match="theirs alone"):
        call_command("api", method, path, *sent, "--as", at.priya.email)
    assert not Share.objects.exists()


def test_pages_of_the_person_and_of_the_community_tell_nothing_of_it(at):
    answered(at, "A question nobody else saw", of=[at.priya])
    story(at.guild, at.priya, title="Told to sponsors", seen_by="sponsor")
    Share.make(name="Secret name", days=7, by=at.priya, at=timezone.now())

    for person in (at.karin, at.ben, at.sam):
        client = Client()
        client.force_login(person)
        found = words(client.get(f"/people/{at.priya.pk}/"))
        found += words(client.get("/events/", follow=True)) if person == at.karin else ""
        for text in (OWN, "Secret name", "We hear late 0"):
            assert text not in found


def test_trail_leads_from_nobody_to_a_paper_badges_or_a_link(at):
    client = Client()
    client.force_login(at.priya)
    client.post("/me/brought/paper.pdf")
    client.post("/me/brought/badges/")
    client.post("/me/brought/links/", {"name": "Ben", "days": "7"})

    told = Event.objects.filter(verb__in=["paper.signed", "badges.signed", "brought.shared"])

    assert told.count() == 3
    for event in told:
        assert (event.by_id, event.about_id, event.about_name, event.details) == (
            None,
            None,
            "",
            {},
        )
        assert (event.at.hour, event.at.minute) == (0, 0)


def test_what_is_kept_has_no_door_but_the_persons_own(at):
    """No back office: a person's own rows are visible to that person alone."""
    Share.make(name="x", days=7, by=at.priya, at=timezone.now())
    Choice.keep_all({"issue": False}, usual={"issue": True}, by=at.priya)
    answer = answered(at, "Anybody?")
    Consent.give(answer=answer, by=at.ben, at=make.AT)

    for person in others(at):
        assert not Share.objects.visible_to(person).exists()
        assert not Choice.objects.visible_to(person).exists()
        assert Consent.objects.visible_to(person).exists() == (person == at.ben)
    assert not apps.is_installed("django.contrib.admin")


def test_deactivated_person_has_no_page_and_no_links(at):
    client = Client()
    client.force_login(at.priya)
    _share, secret = Share.make(name="x", days=7, by=at.priya, at=timezone.now())
    at.priya.deactivate(by=at.karin, at=timezone.now())

    assert client.get("/me/brought/").status_code in {302, 404}
    assert Client().get(f"/shared/{secret}/").status_code == 404
    at.priya.refresh_from_db()
    assert not Share.objects.visible_to(at.priya).exists()


def test_anonymous_issue_is_in_no_page_file_paper_or_badge_of_its_person(at):
    said = "Nobody dares to say this"
    make.issue(at.guild, said, by=at.priya, is_anonymous=True)
    story(at.guild, at.priya, title="Nameless story", is_nameless=True, seen_by="organization")
    client = Client()
    client.force_login(at.priya)
    _share, secret = Share.make(name="x", days=7, by=at.priya, at=timezone.now())

    found = [
        words(client.get("/me/brought/")),
        words(client.get("/me/brought/taking/")),
        words(client.get("/me/brought/brought.json")),
        words(client.post("/me/brought/badges/")),
        words(Caller(at.priya).get("/me/brought")),
        words(Client().get(f"/shared/{secret}/")),
    ]

    assert [text for text in (said, "Nameless story") for page in found if text in page] == []
