"""Access tokens: a personal key that is shown once and kept as a fingerprint."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.people.models import AccessToken, Person
from tests import make

pytestmark = pytest.mark.django_db


def _issue(person: Person, *, scope: str = "read", days: int = 30) -> tuple[AccessToken, str]:
    return AccessToken.issue(person=person, name="Laptop", scope=scope, days=days, at=make.AT)


def test_token_opens_what_its_owner_may_and_notes_the_day():
    ana = make.person("Ana")
    token, secret = _issue(ana)
    assert token.used_on is None
    found = AccessToken.behind(secret=secret, at=make.AT)
    assert found is not None
    assert (found.person, found.used_on) == (ana, make.AT.date())
    token.refresh_from_db()
    assert token.used_on == make.AT.date()


def test_secret_is_not_kept_and_can_be_recognized():
    _token, secret = _issue(make.person())
    assert secret.startswith("mdl_")
    assert secret not in repr(AccessToken.objects.values())


def test_token_is_dead_when_run_out_revoked_or_unknown():
    ana = make.person("Ana")
    token, secret = _issue(ana, days=1)
    assert AccessToken.behind(secret=secret, at=make.AT + timedelta(days=1)) is None
    assert AccessToken.behind(secret=secret + "x", at=make.AT) is None
    token.revoke(by=ana, at=make.AT)
    assert AccessToken.behind(secret=secret, at=make.AT) is None
    with pytest.raises(Stale):
        token.revoke(by=ana, at=make.AT)


def test_token_sleeps_while_its_owner_is_inactive():
    karin, ana = make.program_manager(), make.person("Ana")
    _token, secret = _issue(ana)
    ana.deactivate(by=karin, at=make.AT)
    assert AccessToken.behind(secret=secret, at=make.AT) is None


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_token_is_refused_when_it_would_last_too_long_or_not_at_all(days):
    with pytest.raises(Refused, match="between one day and one year"):
        _issue(make.person(), days=days)


def test_token_is_refused_when_its_scope_is_unknown():
    with pytest.raises(Refused, match="no scope called “admin”"):
        _issue(make.person(), scope="admin")


def test_tokens_are_visible_to_their_owner_only():
    ana = make.person("Ana")
    _issue(ana)
    viewers = [ana, make.program_manager(), make.auditor()]
    assert [AccessToken.objects.visible_to(who).count() for who in viewers] == [1, 0, 0]
