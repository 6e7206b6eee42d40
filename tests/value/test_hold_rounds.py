"""The command that holds rounds: what it says, what it goes on with, and that it stops."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.value.holding import hold, rounds_to_hold
from mandorla.value.models import Elicitation
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def atlas() -> Community:
    return make.community("Atlas", sponsor=make.person(), members=make.members(8))


def asked_for() -> list[list[Any]]:
    """Which letters a worker is asked to write, in order."""
    waiting = DBTaskResult.objects.order_by("enqueued_at")
    return [result.args_kwargs["args"] for result in waiting]


def run(**options: Any) -> tuple[str, str]:
    """What the command said, and what it complained about."""
    out, err = StringIO(), StringIO()
    call_command("hold_rounds", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def past(community: Community) -> Elicitation:
    """A round whose time is over."""
    now = timezone.now()
    return make.elicitation(
        community, opens_at=now - 9 * DAY, at=now - 9 * DAY, closes_at=now - DAY
    )


def test_command_says_what_it_did_and_that_nothing_waits_the_second_time(atlas):
    past(atlas)

    assert run() == ("round 1 of Atlas: closed and counted.\n", "")
    assert run() == ("No round waits for anything.\n", "")


def test_command_names_a_round_that_fails_and_goes_on_with_the_others(atlas, caplog):
    broken, fine = past(atlas), past(make.community("Bees"))
    broken.urn.delete()
    out, err = StringIO(), StringIO()

    with pytest.raises(Refused, match=r"^1 round could not be held\.$"):
        call_command("hold_rounds", stdout=out, stderr=err)

    assert out.getvalue() == "round 1 of Bees: closed and counted.\n"
    assert err.getvalue().startswith("round 1 of Atlas could not be held: ")
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == ("open", "closed")
    assert "round 1 of Atlas could not be held" in caplog.text


def test_command_refuses_minutes_that_make_no_sense():
    with pytest.raises(Refused, match="minutes"):
        run(every=-1)


class Interrupting(StringIO):
    """Asks the program to stop as soon as it has said something."""

    def write(self, text: str) -> int:
        signal.raise_signal(signal.SIGTERM)
        return super().write(text)


@pytest.fixture
def signals_given_back() -> Any:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals_given_back")
def test_command_goes_on_until_it_is_stopped(atlas):
    past(atlas)
    out = Interrupting()

    call_command("hold_rounds", every=600, stdout=out)

    assert out.getvalue() == "round 1 of Atlas: closed and counted.\n"


@pytest.mark.django_db(transaction=True)
def test_round_is_invited_and_closed_once_when_several_look_at_once(atlas):
    now = timezone.now()
    past(atlas)
    make.elicitation(
        make.community("Bees", members=make.members(8)),
        opens_at=now - DAY,
        at=now - DAY,
        closes_at=now + 9 * DAY,
    )
    found = rounds_to_hold(at=now)
    done: list[str] = []
    begin = threading.Barrier(4)

    def look() -> None:
        begin.wait()
        try:
            done.extend(hold(elicitation, at=now) for elicitation in found)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=look) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == [*[""] * 6, "closed", "invited"]
    assert len(asked_for()) == 1
