"""What time brings is done by one program, each duty for itself."""

from __future__ import annotations

import signal
from io import StringIO

import pytest
from django.core.management import call_command

from mandorla.base.errors import DomainError
from mandorla.config.management.commands import keep_time
from mandorla.config.processes import commands
from mandorla.gatherings.models import Attendance
from tests import make

pytestmark = pytest.mark.django_db


def test_time_forgets_attendance_and_holds_rounds():
    gathering = make.gathering(make.series(make.community()))
    Attendance.note(gathering=gathering, person=make.person(), way="tap", at=make.AT)
    out = StringIO()

    call_command("keep_time", stdout=out)

    assert out.getvalue() == "Who was at 1 gathering is forgotten; how many were there stays.\n"
    assert not Attendance.objects.exists()


def test_time_says_nothing_when_nothing_is_due():
    out = StringIO()

    call_command("keep_time", stdout=out)

    assert out.getvalue() == ""


def test_duty_that_fails_is_named_and_the_others_go_on(monkeypatch):
    monkeypatch.setattr(keep_time, "DUTIES", ("no_such_duty", *keep_time.DUTIES))
    gathering = make.gathering(make.series(make.community()))
    Attendance.note(gathering=gathering, person=make.person(), way="tap", at=make.AT)
    err = StringIO()

    with pytest.raises(DomainError, match="Not done: no_such_duty"):
        call_command("keep_time", stdout=StringIO(), stderr=err)

    assert "no_such_duty failed" in err.getvalue()
    assert not Attendance.objects.exists()


def test_time_takes_minutes():
    with pytest.raises(DomainError, match="takes minutes"):
        call_command("keep_time", every=-1)


def test_installation_runs_the_clock():
    assert commands(host="127.0.0.1", port=8000)["time"][-3:] == ["keep_time", "--every", "5"]


class Interrupting(StringIO):
    """Output during which the program is told to stop."""

    def write(self, text: str) -> int:
        signal.raise_signal(signal.SIGTERM)
        return super().write(text)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_signals_as_before")
def test_time_goes_on_until_it_is_stopped():
    gathering = make.gathering(make.series(make.community()))
    Attendance.note(gathering=gathering, person=make.person(), way="tap", at=make.AT)
    out = Interrupting()

    call_command("keep_time", every=600, stdout=out)

    assert out.getvalue() == "Who was at 1 gathering is forgotten; how many were there stays.\n"


@pytest.fixture
def _signals_as_before():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
