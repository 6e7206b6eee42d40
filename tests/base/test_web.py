"""What every page does the same way: who may open it, how it refuses, how a list is paged."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from mandorla.base.errors import NotAllowed, Refused, Stale
from mandorla.base.web import RefusalMiddleware, allow, done, page_number, paged, signed_in
from mandorla.people.models import Person
from tests import make


@allow(lambda person: person.is_auditor)
def for_auditors(request, *args, **kwargs):
    return HttpResponse("inside")


def _ask(view, user):
    request = RequestFactory().get("/somewhere/?a=b")
    request.user = user
    return view(request)


@pytest.mark.django_db
def test_rule_lets_in_whom_it_names_and_hides_the_page_from_others():
    assert _ask(for_auditors, make.auditor()).content == b"inside"
    with pytest.raises(Http404):
        _ask(for_auditors, make.person())


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back():
    answer = _ask(for_auditors, AnonymousUser())
    assert answer["Location"] == "/accounts/login/?next=/somewhere/%3Fa%3Db"


@pytest.mark.django_db
def test_inactive_person_is_not_signed_in():
    assert signed_in(make.person())
    assert not signed_in(make.person(is_active=False))


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("3", 3),
        ("", 1),
        ("0", 1),
        ("-2", 1),
        ("x", 1),
        ("²", 1),
        ("٣", 1),
        ("1e3", 1),
        ("9999999", 1),
        ("999999", 999999),
    ],
)
def test_page_number_is_the_first_when_it_makes_no_sense(asked, number):
    assert page_number(RequestFactory().get("/", {"page": asked})) == number


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "asked", "seen"),
    [
        (0, 1, (1, 0, 0, 0, None, None)),
        (0, 7, (1, 0, 0, 0, None, None)),
        (50, 1, (1, 50, 1, 50, None, None)),
        (51, 1, (1, 51, 1, 50, None, 2)),
        (51, 2, (2, 51, 51, 51, 1, None)),
        (51, 99, (2, 51, 51, 51, 1, None)),
        (150, 2, (2, 150, 51, 100, 1, 3)),
    ],
)
def test_page_knows_where_it_is(count, asked, seen):
    make.organization()
    Person.objects.bulk_create(Person.unsaved(name=f"P {n}", at=make.AT) for n in range(count))
    page = paged(Person.objects.listed(), number=asked)
    assert (page.number, page.total, page.first, page.last, page.previous, page.next) == seen


class _NameForm(forms.Form):
    name = forms.CharField()


def test_verb_is_called_only_for_a_valid_form():
    called: list[str] = []
    assert not done(_NameForm({}), lambda: called.append("never"))
    assert done(_NameForm({"name": "Ana"}), lambda: called.append("once"))
    assert called == ["once"]


def test_refusal_of_a_verb_stands_above_the_form():
    def refuse() -> None:
        raise Refused("There is one already. Choose another name.")

    form = _NameForm({"name": "Ana"})
    assert not done(form, refuse)
    assert form.non_field_errors() == ["There is one already. Choose another name."]
    assert form["name"].value() == "Ana"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "status"),
    [(Refused("No, because."), 409), (Stale("Too late."), 409), (NotAllowed("Not you."), 403)],
)
def test_refusal_gets_its_own_page_with_the_sentence(refusal, status):
    make.organization()
    request = RequestFactory().get("/", HTTP_REFERER="http://testserver/people/")
    request.user = AnonymousUser()
    answer = RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, refusal)
    assert answer is not None
    assert answer.status_code == status
    assert refusal.sentence in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "offered"),
    [
        ("http://testserver/people/", True),
        ("http://testserver.evil.example/", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_refusal_leads_back_within_this_site_only(referer, offered):
    make.organization()
    request = RequestFactory().get("/", HTTP_REFERER=referer)
    request.user = AnonymousUser()
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    answer = middleware.process_exception(request, Refused("No."))
    assert answer is not None
    assert (f'href="{referer}"' in answer.content.decode()) == offered


def test_other_problems_are_left_to_the_framework():
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None


@pytest.mark.django_db
def test_form_without_its_token_is_refused_in_words():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person())
    answer = client.post("/account/", {"name": "X"})
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()
