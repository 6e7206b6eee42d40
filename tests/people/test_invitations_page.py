"""Inviting somebody and coming in: the link is shown once, works once, and is kept by nobody."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from mandorla.base.errors import DomainError
from mandorla.people.models import AccessToken, Invitation, Person
from tests import make

pytestmark = pytest.mark.django_db
URL = "/invitations/"
LINK = re.compile(r"https?://testserver(/invitation/[\w-]{43}/)")


def _client(person: Person | None = None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.fixture
def karin() -> Person:
    return make.program_manager()


def _invite(karin: Person, **data: str) -> str:
    """The path of the link that the page shows."""
    form = {"email": "nora@halden.example", "name": "Nora New", "role": "", **data}
    page = _client(karin).post(URL, form).content.decode()
    found = LINK.search(page)
    assert found, page
    return found[1]


def _accept(path: str, client: Client, **data: str):
    return client.post(path, {"name": "Nora N.", "password": make.PASSWORD, **data})


def test_invitations_are_for_program_managers(karin):
    viewers = [karin, make.auditor(), make.person(), None]
    form = {"email": "eve@evil.example"}
    seen = [
        (_client(who).get(URL).status_code, _client(who).post(URL, form).status_code)
        for who in viewers
    ]
    assert seen == [(200, 200), (404, 404), (404, 404), (302, 302)]
    assert Invitation.objects.count() == 1


def test_invited_person_comes_in_by_the_link_and_is_signed_in(karin):
    path, client = _invite(karin), _client()
    page = client.get(path).content.decode()
    assert "Karin Lindqvist invites you" in page
    assert "nora@halden.example" in page
    assert 'value="Nora New"' in page
    assert _accept(path, client)["Location"] == "/"
    assert client.get("/account/").context["profile"].person.email == "nora@halden.example"
    assert _accept(path, _client()).status_code == 404


def test_session_gets_another_key_when_somebody_comes_in(karin):
    path, client = _invite(karin), _client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = str(session.session_key)
    client.cookies["sessionid"] = before
    _accept(path, client)
    assert client.cookies["sessionid"].value != before


def test_letter_brings_the_link(karin):
    path = _invite(karin)
    (letter,) = mail.outbox
    assert letter.to == ["nora@halden.example"]
    assert letter.subject == "Your invitation to the communities of Halden Works"
    assert f"http://testserver{path}" in str(letter.body)
    assert "Karin Lindqvist invites you to Mandorla" in str(letter.body)


@pytest.mark.parametrize("backend", ["console.EmailBackend", "smtp.EmailBackend"])
def test_link_is_given_by_hand_when_no_letter_can_be_sent(karin, settings, capsys, backend):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    form = {"email": "nora@halden.example", "name": "", "role": ""}
    page = _client(karin).post(URL, form).content.decode()
    link = LINK.search(page)
    assert "Give them this link yourself." in page
    assert link
    assert link[1] not in capsys.readouterr().out


def test_link_is_shown_once_and_never_cached(karin):
    client = _client(karin)
    form = {"email": "nora@halden.example", "name": "", "role": ""}
    answer = client.post(URL, form)
    assert "no-store" in answer["Cache-Control"]
    assert LINK.search(client.get(URL).content.decode()) is None


def test_role_is_told_to_the_invited_person(karin):
    path, client = _invite(karin, role="auditor"), _client()
    assert "For the whole organization you will be auditor." in client.get(path).content.decode()
    _accept(path, client)
    assert client.get("/events/").status_code == 200


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"email": "nora"}, "Enter a valid email address."),
        ({"email": ""}, "Fill this in."),
        ({"role": "king"}, "Select a valid choice."),
        ({"email": "ana@halden.example"}, "Ana has an account already."),
        ({"email": "INA@halden.example"}, "Ina is not active. Reactivate the account first."),
    ],
)
def test_invitation_that_makes_no_sense_is_refused_and_the_words_stay(karin, data, sentence):
    make.person("Ana", email="ana@halden.example")
    make.person("Ina", email="ina@halden.example", is_active=False)
    form = {"email": "nora@halden.example", "name": "Kept words", "role": "", **data}
    answer = _client(karin).post(URL, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Kept words"' in page
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": " "}, "Fill this in."),
        ({"password": "short"}, "This password is too short."),
        ({"password": "nora@halden.example"}, "too similar to the"),
    ],
)
def test_link_stays_usable_when_the_answer_was_wrong(karin, data, sentence):
    path, client = _invite(karin), _client()
    answer = _accept(path, client, **data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert _accept(path, client).status_code == 302


def test_open_invitations_are_listed_and_withdrawn(karin):
    path, client = _invite(karin), _client(karin)
    assert "nora@halden.example" in client.get(URL).content.decode()
    pk = Invitation.objects.get().pk
    answers = [
        _client(who).post(f"/invitations/{pk}/withdrawal/").status_code
        for who in (make.auditor(), make.person(), None)
    ]
    assert answers == [404, 404, 302]
    page = client.post(f"/invitations/{pk}/withdrawal/", follow=True).content.decode()
    assert "The link for nora@halden.example no longer works." in page
    assert "Nobody has an open invitation." in page
    assert _client().get(path).status_code == 404
    assert client.post(f"/invitations/{pk}/withdrawal/").status_code == 409


@pytest.mark.parametrize("secret", ["x", "a" * 43, "..", "%00", "é"])
def test_made_up_link_does_not_exist(karin, secret):
    answer = _client().get(f"/invitation/{secret}/")
    assert answer.status_code == 404


def test_form_is_filled_for_somebody_from_the_roster(karin):
    eva = Person.enter(name="Eva Roster", email="eva@halden.example", at=make.AT)
    page = _client(karin).get(URL, {"person": eva.pk}).content.decode()
    assert 'value="eva@halden.example"' in page
    assert 'value="Eva Roster"' in page
    for nonsense in ("x", "9" * 30, "-1", "²"):
        assert _client(karin).get(URL, {"person": nonsense}).status_code == 200


def test_query_count_is_the_same_with_one_and_three(karin, django_assert_max_num_queries):
    client, counts = _client(karin), []
    for number in (1, 2):
        for _ in range(number):
            email = f"p{Invitation.objects.count()}@halden.example"
            Invitation.invite(email=email, name="", role="", by=karin, at=timezone.now())
        with django_assert_max_num_queries(8) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- the same from the command line ---


def test_command_prints_a_link_that_works(capsys, settings):
    make.organization()
    settings.BASE_URL = "https://m.example"
    call_command("invite", "Nora@halden.example", name="Nora", role="program-manager")
    link = capsys.readouterr().out.strip()
    assert link.startswith("https://m.example/invitation/")
    client = _client()
    assert _accept(link.removeprefix("https://m.example"), client).status_code == 302
    assert Person.objects.get().is_program_manager


def test_command_says_what_is_missing_without_an_address_of_its_own(capsys):
    make.organization()
    call_command("invite", "nora@halden.example")
    told = capsys.readouterr()
    assert told.out.startswith("/invitation/")
    assert "MANDORLA_URL" in told.err


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["invite", "nora"], "“nora” is not an e-mail address."),
        (["invite", "nora@halden.example", "--role", "king"], "There is no role called “king”."),
        (["appoint", "nobody@halden.example", "auditor"], "Nobody here has the address"),
        (["appoint", "ana@halden.example", "king"], "There is no role called “king”."),
        (["token", "nobody@halden.example"], "Nobody here has the address"),
        (["token", "ana@halden.example", "--scope", "all"], "There is no scope called “all”."),
        (["token", "ana@halden.example", "--days", "0"], "between one day and one year"),
    ],
)
def test_commands_refuse_in_a_sentence(command, sentence):
    make.person("Ana", email="ana@halden.example")
    with pytest.raises(DomainError, match=re.escape(sentence)):
        call_command(*command)


def test_command_appoints_and_relieves(capsys):
    ana = make.person("Ana", email="ana@halden.example")
    call_command("appoint", "Ana@halden.example", "auditor")
    assert Person.objects.get(pk=ana.pk).is_auditor
    call_command("appoint", "ana@halden.example", "auditor", end=True)
    assert not Person.objects.get(pk=ana.pk).is_auditor
    assert capsys.readouterr().out == "Ana is auditor from now on.\nAna is no longer auditor.\n"


def test_command_prints_a_token_that_works(capsys):
    ana = make.person("Ana", email="ana@halden.example")
    call_command("token", "ana@halden.example", name="Robot", scope="write", days=7)
    secret = capsys.readouterr().out.strip()
    token = AccessToken.behind(secret=secret, at=timezone.now())
    assert token is not None
    assert (token.person, token.name, token.scope) == (ana, "Robot", "write")
