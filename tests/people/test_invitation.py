"""Invitations: one link, one person, once, for two weeks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.people.models import Invitation, Person
from tests import make

pytestmark = pytest.mark.django_db


def _invite(role: str = "", email: str = "New@Halden.example", by: Person | None = None):
    return Invitation.invite(email=email, name="Nora New", role=role, by=by, at=make.AT)


def test_invited_person_can_sign_in_when_they_accepted():
    make.organization()
    invitation, secret = _invite(by=make.program_manager())
    found = Invitation.behind(secret=secret, at=make.AT)
    assert found == invitation
    person = invitation.accept(name="Nora N.", password=make.PASSWORD, at=make.AT)
    assert (person.email, person.name) == ("new@halden.example", "Nora N.")
    assert person.check_password(make.PASSWORD)
    assert Invitation.behind(secret=secret, at=make.AT) is None


def test_secret_is_not_kept():
    invitation, secret = _invite()
    assert secret not in repr(Invitation.objects.values())
    assert len(secret) >= 43
    assert invitation.secret_hash != secret


def test_link_is_dead_after_two_weeks():
    invitation, secret = _invite()
    late = make.AT + timedelta(days=14)
    assert Invitation.behind(secret=secret, at=late - timedelta(seconds=1)) == invitation
    assert Invitation.behind(secret=secret, at=late) is None
    with pytest.raises(Stale):
        invitation.accept(name="Nora", password=make.PASSWORD, at=late)


def test_second_use_is_refused():
    invitation, _secret = _invite()
    invitation.accept(name="Nora", password=make.PASSWORD, at=make.AT)
    with pytest.raises(Stale, match="used or withdrawn"):
        invitation.accept(name="Eve", password=make.PASSWORD, at=make.AT)
    assert Person.objects.get(email="new@halden.example").name == "Nora"


def test_earlier_link_dies_when_the_person_is_invited_again():
    _first, old = _invite()
    second, new = _invite()
    later = make.AT + timedelta(minutes=1)
    assert Invitation.behind(secret=old, at=later) is None
    assert Invitation.behind(secret=new, at=later) == second


def test_withdrawn_link_is_dead():
    karin = make.program_manager()
    invitation, secret = _invite()
    invitation.withdraw(by=karin, at=make.AT)
    assert Invitation.behind(secret=secret, at=make.AT) is None
    with pytest.raises(Stale):
        invitation.withdraw(by=karin, at=make.AT)
    assert Event.objects.by_person(karin).get().sentence == (
        "Karin Lindqvist withdrew an invitation to Halden Works."
    )


def test_role_comes_with_the_invitation_and_the_inviter_answers_for_it():
    karin = make.program_manager()
    invitation, _secret = _invite("auditor", by=karin)
    person = invitation.accept(name="Vera", password=make.PASSWORD, at=make.AT)
    assert person.is_auditor
    assert not person.is_program_manager
    assert [e.sentence for e in Event.objects.by_person(karin).order_by("pk")] == [
        "Karin Lindqvist invited somebody to Halden Works.",
        "Karin Lindqvist made Vera auditor.",
    ]


def test_unknown_role_is_refused():
    with pytest.raises(Refused, match="no role called “active”"):
        _invite("active")


def test_person_from_a_roster_gets_in_by_invitation_and_stays_the_same_person():
    make.organization()
    known = Person.enter(
        name="Nora New", email="new@halden.example", at=make.AT, job_title="Welder"
    )
    invitation, _secret = _invite()
    person = invitation.accept(name="Nora New", password=make.PASSWORD, at=make.AT)
    assert (person.pk, person.job_title) == (known.pk, "Welder")


def test_person_with_an_account_is_not_invited():
    ana = make.person("Ana")
    with pytest.raises(Refused, match="Ana has an account already"):
        _invite(email=str(ana.email))


def test_inactive_person_is_not_let_in_by_an_older_link():
    make.organization()
    karin = make.program_manager()
    known = Person.enter(name="Nora", email="new@halden.example", at=make.AT)
    invitation, _secret = _invite()
    known.deactivate(by=karin, at=make.AT)
    with pytest.raises(Refused, match="not active"):
        invitation.accept(name="Nora", password=make.PASSWORD, at=make.AT)
    with pytest.raises(Refused, match="not active"):
        _invite()
    assert not Person.objects.get(pk=known.pk).has_usable_password()
    assert Invitation.objects.open_at(make.AT).get() == invitation


def test_invitations_are_visible_to_program_managers_only():
    _invite()
    viewers = [make.program_manager(), make.auditor(), make.person()]
    assert [Invitation.objects.visible_to(who).count() for who in viewers] == [1, 0, 0]


@pytest.mark.parametrize("end", ["relieved", "deactivated"])
def test_invitation_gives_no_role_when_the_inviter_may_no_longer_give_one(end: str) -> None:
    karin, other = make.program_manager(), make.program_manager("Olga")
    invitation, _secret = Invitation.invite(
        email="back@door.example", name="", role="program_manager", by=karin, at=make.AT
    )
    if end == "relieved":
        karin.relieve(role="program_manager", by=other, at=make.AT)
    else:
        karin.deactivate(by=other, at=make.AT)
    invitation.refresh_from_db()

    person = invitation.accept(name="Nora", password=make.PASSWORD, at=make.AT)

    assert (person.is_program_manager, person.has_usable_password()) == (False, True)
