"""Who could help with what: stated, shown, suggested with the reason, and reminded once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.work.helping import could_help, remind_helpers, why_words
from mandorla.work.models import Expertise, Nudge
from tests import make
from tests.api.caller import Caller
from tests.work.asking import answered, helped, knows, opened

pytestmark = pytest.mark.django_db
WEEK = make.AT + timedelta(days=7)


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def tom() -> Person:
    return make.person("Tom Technician")


@pytest.fixture
def guild(mia: Person, tom: Person) -> Community:
    return make.community("Guild", members=(mia, tom))


def test_skill_stated_twice_stands_once(tom):
    knows(tom, "Price lists", "price  LISTS")
    assert [one.text for one in Expertise.objects.all()] == ["Price lists"]


@pytest.mark.parametrize("text", [" ", "x" * 81])
def test_skill_is_refused_when_it_is_empty_or_too_long(tom, text):
    with pytest.raises(Refused):
        knows(tom, text)


def test_thirty_skills_are_enough(tom):
    knows(tom, *(f"Skill {number}" for number in range(30)))
    with pytest.raises(Refused, match="take one away"):
        knows(tom, "One more")


def test_only_who_helped_shows_it_and_what_few_were_asked_stays_among_them(guild, mia, tom):
    contribution = helped(guild, tom)
    open_one = answered(opened(guild, mia), tom)
    few = answered(opened(guild, mia, "A secret", of=[tom]), tom)
    with pytest.raises(Refused, match="Only who helped"):
        Expertise.show(contribution=contribution, by=mia, at=make.AT)
    with pytest.raises(Refused, match="Only who answered"):
        Expertise.show(answer=open_one, by=mia, at=make.AT)
    with pytest.raises(Refused, match="stays among them"):
        Expertise.show(answer=few, by=tom, at=make.AT)
    for _time in range(2):
        Expertise.show(contribution=contribution, by=tom, at=make.AT)
        Expertise.show(answer=open_one, by=tom, at=make.AT)
    assert [one.words for one in Expertise.objects.order_by("pk")] == [
        "One price list",
        "A hand with C#",
    ]


def test_nobody_takes_anothers_skill_away(mia, tom):
    knows(tom, "C#")
    Expertise.hide(which=Expertise.objects.get().pk, by=mia)
    assert Expertise.objects.exists()


def test_helpers_are_suggested_with_why_and_those_in_the_community_first(guild, mia, tom):
    far = make.person("Far Expert")
    knows(far, "C#", "Visual Studio")
    knows(tom, "c#")
    Expertise.show(contribution=helped(guild, tom, "C# builds once a night"), by=tom, at=make.AT)
    found = could_help("C# builds are slow", community=guild, without={mia.pk})
    assert [(one.person, one.why) for one in found] == [
        (tom, "skill: c#; solved one like this"),
        (far, "skill: C#"),
    ]
    assert why_words({"solved": 2}) == "solved 2 like this"


def test_what_somebody_solved_suggests_them_only_when_they_show_it(guild, mia, tom):
    helped(guild, tom, "C# builds once a night")
    assert could_help("C# builds are slow", community=guild) == ()


def test_inactive_person_is_not_suggested(guild, mia, tom):
    knows(tom, "C#")
    tom.is_active = False
    tom.save()
    assert could_help("C#", community=guild) == ()


def test_two_helpers_are_reminded_once_after_a_week(guild, mia, tom):
    others = make.members(3)
    for person in (tom, *others):
        knows(person, "C#")
    ask = opened(guild, mia)
    assert remind_helpers(at=WEEK - timedelta(seconds=1)) == 0
    assert (remind_helpers(at=WEEK), remind_helpers(at=WEEK)) == (1, 0)
    found = Nudge.objects.filter(ask=ask).order_by("pk")
    assert [nudge.why for nudge in found] == [{"skills": ["C#"], "solved": 0}] * 2
    assert tom in {nudge.person for nudge in found}


def test_helpers_online_are_reminded_after_a_day(mia, tom):
    online = make.community("Ask Service", archetype="helping_network", members=(mia, tom))
    knows(tom, "C#")
    opened(online, mia)
    assert remind_helpers(at=make.AT + timedelta(days=1)) == 1
    assert Nudge.objects.get().person == tom


def test_those_who_were_asked_are_reminded_and_nobody_else(guild, mia, tom):
    knows(make.person(), "C#")
    opened(guild, mia, of=[tom])
    remind_helpers(at=WEEK)
    assert [nudge.person for nudge in Nudge.objects.all()] == [tom]


def test_nobody_is_reminded_of_what_was_answered_or_has_ended(guild, mia, tom):
    knows(tom, "C#")
    answered(opened(guild, mia), tom)
    opened(guild, mia, "Another hand with C#").give_up(by=mia, at=make.AT)
    assert remind_helpers(at=WEEK) == 0


# --- pages ---


def test_page_states_shows_and_takes_away(client, guild, mia, tom):
    contribution = helped(guild, tom)
    client.force_login(tom)
    page = "/account/expertise/"
    assert client.post(page, {"text": ""}).status_code == 422
    assert client.post(page, {"text": "C#"}).status_code == 302
    assert "One price list" in client.get(page).content.decode()
    shown = client.post(f"{page}showing/", {"solution": str(contribution.pk)})
    assert shown.status_code == 302
    for wrong in ({"solution": "999999"}, {"solution": "x"}, {"answer": "9" * 40}, {}):
        assert client.post(f"{page}showing/", wrong).status_code == 404
    trust = client.get("/communities/guild/work/brain-trust/").content.decode()
    assert ("Tom Technician" in trust, "One price list" in trust, "C#" in trust) == (True,) * 3
    for one in Expertise.objects.all():
        client.post(f"{page}{one.pk}/hiding/")
    assert not Expertise.objects.exists()


def test_brain_trust_finds_by_words_and_shows_no_auditor(client, guild, mia, tom):
    knows(tom, "C#", "Price lists")
    knows(mia, "Welding")
    client.force_login(mia)
    address = "/communities/guild/work/brain-trust/"
    assert [one.person for one in client.get(address, {"q": "c#"}).context["known"]] == [tom]
    assert "Nobody here has said" in client.get(address, {"q": "zzz"}).content.decode()
    client.force_login(make.auditor())
    assert client.get(address).status_code == 404


def test_brain_trust_takes_as_many_queries_for_many_as_for_one(client, guild, mia, tom):
    knows(tom, "C#")
    client.force_login(mia)
    address = "/communities/guild/work/brain-trust/"
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    knows(mia, "Welding", "Cooking")
    Expertise.show(contribution=helped(guild, mia), by=mia, at=make.AT)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_expertise_is_stated_and_hidden_by_the_api(guild, mia, tom):
    caller = Caller(tom)
    made = caller.post("/me/expertise", {"text": "C#"}).json()
    assert (made["text"], made["is_solved"]) == ("C#", False)
    assert caller.get("/me/expertise").json()["items"] == [made]
    assert Caller(mia).get("/communities/guild/brain-trust").json()["items"] == [made]
    assert Caller(mia).call("DELETE", f"/me/expertise/{made['id']}").status_code == 204
    assert caller.get("/me/expertise").json()["items"] == [made]
    assert caller.call("DELETE", f"/me/expertise/{made['id']}").status_code == 204
    assert caller.get("/me/expertise").json()["items"] == []
