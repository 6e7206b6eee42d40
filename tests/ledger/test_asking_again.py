"""A promised step: asked for once, on its day, in the news and on Today, and never again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.base.models import Notification
from mandorla.communities.models import Community
from mandorla.dashboards.today import read_today
from mandorla.ledger.asking_again import ask_again
from mandorla.ledger.models import Story
from mandorla.people.models import Person
from tests import make
from tests.ledger.telling import claim, story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


def promised(guild: Community, mia: Person, *, days: int = 30, **facts: object) -> Story:
    on = make.AT.date() + days * DAY
    return story(guild, mia, promised_on=on, **facts)


def test_teller_is_asked_on_the_day_once_and_never_again(guild, mia):
    told = promised(guild, mia)

    asked = [ask_again(at=make.AT + days * DAY) for days in (29, 30, 30, 31, 400)]

    assert asked == [0, 1, 0, 0, 0]
    news = [(one.person, one.sentence) for one in Notification.objects.all()]
    assert news == [(mia, "You wanted to be asked now: how did it go on? “One price list”")]
    told.refresh_from_db()
    with pytest.raises(Refused, match="not asked again"):
        told.promise(on=make.AT.date() + 90 * DAY, by=mia, at=make.AT + 31 * DAY)


def test_nobody_is_asked_who_told_it_went_took_it_back_or_whose_community_closed(guild, mia):
    promised(guild, mia).withdraw(by=mia, at=make.AT)
    promised(guild, mia).add_step(step="useful", text="A list", by=mia, at=make.AT)
    promised(guild, make.person(is_active=True), days=31)
    gone = promised(guild, make.person("Gone Gina"))
    Person.objects.filter(pk=gone.teller_id).update(is_active=False)

    assert ask_again(at=make.AT + 30 * DAY) == 0
    Community.objects.update(status="closed")
    assert ask_again(at=make.AT + 40 * DAY) == 0


def test_today_asks_for_a_week_and_whoever_can_confirm_a_gain(guild, mia, ana):
    told = promised(guild, mia)
    page = told.get_absolute_url()

    def waits(person: Person, *, days: int) -> list[str]:
        found = read_today(person, at=make.AT + days * DAY)
        return [task.address for task in found if task.address.startswith(page)]

    assert [waits(mia, days=days) for days in (29, 30, 36, 37)] == [
        [],
        [f"{page}#on"],
        [f"{page}#on"],
        [],
    ]
    found = claim(told, ana)
    assert (waits(mia, days=1), waits(ana, days=1)) == ([f"{page}#claim"], [])
    found.confirm(by=mia, at=make.AT)
    assert waits(mia, days=1) == []


def test_command_says_whether_somebody_is_asked(guild, mia, capsys):
    call_command("ask_again")
    call_command("ask_again", quiet=True)
    promised(guild, mia)
    Story.objects.update(promised_on=make.AT.date())
    call_command("ask_again", quiet=True)

    assert capsys.readouterr().out.splitlines() == [
        "Nobody has to be asked today.",
        "1 person is asked how their story went on.",
    ]
