"""The pages of what one brought: read, tick, take along, share, and let others name one."""

from __future__ import annotations

import json
import re
from io import BytesIO

import jwt
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from mandorla.reports.models import Choice, Consent, Share, SigningKey
from tests import make
from tests.reports.bringing import World, answered, everything, one_of_each, page_of, world

pytestmark = pytest.mark.django_db
PAGE = "/me/brought/"


@pytest.fixture
def at() -> World:
    return world()


@pytest.fixture
def priya(at: World) -> Client:
    """Priya's browser."""
    return browser(at.priya)


def browser(person) -> Client:
    """Somebody's browser."""
    made = Client()
    made.force_login(person)
    return made


def words(answer) -> str:
    """The page as text."""
    return answer.content.decode()


def test_page_is_reached_from_the_menu_and_from_the_own_page(at, priya):
    assert f'href="{PAGE}"' in words(priya.get("/account/"))
    assert f'href="{PAGE}"' in words(priya.get(f"/people/{at.priya.pk}/"))
    assert words(priya.get(f"/people/{at.sam.pk}/")).count(f'href="{PAGE}"') == 1  # the menu


def test_page_shows_every_line_and_is_not_kept_by_browsers(at, priya):
    everything(at)

    answer = priya.get(PAGE)

    for line in page_of(at.priya).lines:
        assert f'value="{line.key}"' in words(answer)
    assert "no-store" in answer["Cache-Control"]
    page = page_of(at.priya)
    assert f"{page.count} lines, {page.going} of them ticked" in words(answer)
    assert 0 < page.going < page.count


def test_page_of_somebody_who_brought_nothing_says_what_belongs_here(at):
    page = words(browser(at.karin).get(PAGE))

    assert "Nothing yet, as far as Mandorla knows." in page
    assert "three units took up" in page


def test_ticks_are_kept(at, priya):
    everything(at)
    page = page_of(at.priya)
    lines = [line.key for line in page.lines if not line.waits]
    ticked = [line.key for line in page.lines if line.kind in {"insight", "role"}]

    answer = priya.post(PAGE, {"line": lines, "goes": ticked}, follow=True)

    assert "Links that you shared follow at once." in words(answer)
    assert [line.key for line in page_of(at.priya).lines if line.goes] == ticked


def test_lines_of_others_cannot_be_ticked(at, priya):
    issue = make.issue(at.guild, "Of Sam", by=at.sam)

    priya.post(PAGE, {"line": [f"issue-{issue.pk}", "x" * 500], "goes": [f"issue-{issue.pk}"]})

    assert not Choice.objects.exists()


def test_only_what_differs_from_the_usual_is_kept(at, priya):
    make.issue(at.guild, "Lists differ", by=at.priya)
    [line] = [line.key for line in page_of(at.priya).lines if line.kind == "issue"]
    priya.post(PAGE, {"line": [line], "goes": []})
    left = list(Choice.objects.values_list("line", "goes"))
    priya.post(PAGE, {"line": [line], "goes": [line]})

    assert (left, Choice.objects.count()) == ([(line, False)], 0)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Here", "Elsewhere"}),
        ("?community=other", {"Elsewhere"}),
        ("?since=2027-01-01", set()),
        ("?community=no-such", {"Here", "Elsewhere"}),
        ("?since=never", {"Here", "Elsewhere"}),
        ("?since=2027-01-01&until=2026-01-01", {"Here", "Elsewhere"}),
    ],
)
def test_page_is_narrowed(at, priya, query, shown):
    other = make.community("Other", members=(at.priya,))
    make.issue(other, "Elsewhere", by=at.priya)
    make.issue(at.guild, "Here", by=at.priya)

    page = words(priya.get(PAGE + query))

    assert {text for text in ("Here", "Elsewhere") if f">{text}<" in page} == shown


def test_page_takes_as_many_queries_for_three_of_each_as_for_one(at, priya):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            priya.get(PAGE)
        return len(caught)

    everything(at)
    priya.get(PAGE)
    one = queries()
    for number in (1, 2):
        one_of_each(at, number)

    assert queries() == one


# --- taking it along ---


def test_paper_is_taken(at, priya):
    everything(at)

    answer = priya.post(f"{PAGE}paper.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="what-i-brought.pdf"'
    assert len(PdfFileReader(BytesIO(answer.content)).embedded_signatures) == 1


def test_paper_is_not_signed_by_a_visit_alone(priya):
    assert priya.get(f"{PAGE}paper.pdf").status_code == 405
    assert priya.get(f"{PAGE}badges/").status_code == 405
    assert not SigningKey.objects.exists()


def test_file_is_taken_with_what_goes_along(at, priya):
    everything(at)

    told = json.loads(priya.get(f"{PAGE}brought.json").content)
    said = [line["text"] for s in told["sections"] for g in s["groups"] for line in g["lines"]]

    assert said == [line.text for line in page_of(at.priya).lines if line.goes]


def test_file_holds_one_community_when_that_is_shown(at, priya):
    other = make.community("Other", members=(at.priya,))
    make.issue(other, "Elsewhere", by=at.priya)

    told = json.loads(priya.get(f"{PAGE}brought.json?community=other").content)

    assert told["community"] == "Other"
    assert {
        line["community"] for s in told["sections"] for g in s["groups"] for line in g["lines"]
    } == {"Other"}


def test_badges_are_taken_one_by_one_and_together(at, priya):
    everything(at)
    key = next(line.key for line in page_of(at.priya).lines if line.kind == "story_became")

    one = priya.post(f"{PAGE}badges/", {"badge": key})
    every = json.loads(priya.post(f"{PAGE}badges/").content)["badges"]

    assert one["Content-Disposition"] == f'attachment; filename="badge-{key}.jwt"'
    assert jwt.get_unverified_header(one.content.decode())["alg"] == "RS256"
    assert len(every) == 5
    assert priya.post(f"{PAGE}badges/", {"badge": "story_became-0"}).status_code == 404


def test_keys_that_badges_name_are_found_by_anybody(at, priya):
    [made] = json.loads(priya.post(f"{PAGE}badges/").content)["badges"]
    named = jwt.get_unverified_header(made["credential"])["kid"]
    anybody = Client()

    answer = anybody.get(named)

    assert answer["Content-Type"] == "application/jwk+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = jwt.decode(made["credential"], jwt.PyJWK(answer.json()), algorithms=["RS256"])
    profile = anybody.get(told["issuer"]["id"]).json()
    assert {name: profile[name] for name in told["issuer"]} == told["issuer"]
    assert anybody.get("/issuer/keys.json").json() == {"keys": [answer.json()]}
    assert "d" not in answer.json()


def test_public_name_of_the_instance_stands_in_badges(settings, at, priya):
    settings.BASE_URL = "https://mandorla.halden.example"
    [made] = json.loads(priya.post(f"{PAGE}badges/").content)["badges"]

    named = jwt.get_unverified_header(made["credential"])["kid"]

    assert named.startswith("https://mandorla.halden.example/issuer/keys/")


def test_issuer_tells_how_papers_are_checked(at, priya):
    before = words(Client().get("/issuer/"))
    priya.post(f"{PAGE}badges/")
    key = SigningKey.objects.get()
    page = words(Client().get("/issuer/"))

    assert "Nothing has been signed here yet." in before
    assert key.shown_fingerprint in page
    assert Client().get(f"/issuer/certificates/{key.name}.pem").content.decode() == key.certificate
    assert Client().get("/issuer/keys/other.json").status_code == 404


# --- links ---


def test_link_is_made_and_shown_once(at, priya):
    everything(at)

    page = words(priya.post(f"{PAGE}links/", {"name": "For Ben", "days": "7"}))
    [link] = re.findall(r"<code>http://testserver(/shared/[^<]+)</code>", page)

    assert "What Priya Shah brought" in words(Client().get(link))
    again = words(priya.get(f"{PAGE}links/"))
    assert ("For Ben" in again, link in again, "opened once" in again) == (True, False, True)
    share = Share.objects.get()
    assert (share.ends_at - share.made_at).days == 7


@pytest.mark.parametrize("sent", [{"name": "", "days": "7"}, {"name": "Ben", "days": "400"}, {}])
def test_link_is_not_made_when_something_is_missing(priya, sent):
    assert priya.post(f"{PAGE}links/", sent).status_code in {200, 422}
    assert not Share.objects.exists()


def test_link_is_of_what_is_shown(at, priya):
    other = make.community("Other", members=(at.priya,))

    page = words(priya.get(f"{PAGE}links/?community=other"))
    priya.post(f"{PAGE}links/?community=other", {"name": "Ben", "days": "7"})

    assert "It shows what is of Other." in page
    assert Share.objects.get().community == other


def test_link_is_ended_at_once(at, priya):
    share, secret = Share.make(name="Ben", days=7, by=at.priya, at=timezone.now())

    page = words(priya.post(f"{PAGE}links/{share.pk}/end/", follow=True))

    assert "works no more" in page
    assert Client().get(f"/shared/{secret}/").status_code == 404


# --- who helped me ---


def test_who_asked_says_who_may_name_them(at):
    answer, ben = answered(at), browser(at.ben)
    before = words(ben.get(f"{PAGE}helpers/"))
    ben.post(f"{PAGE}helpers/", {"answer": answer.pk, "may": "yes"})
    after = words(ben.get(f"{PAGE}helpers/"))

    assert ("does not name you" in before, "may name you" in after) == (True, True)
    assert Consent.objects.count() == 1
    ben.post(f"{PAGE}helpers/", {"answer": answer.pk, "may": "no"})
    assert not Consent.objects.exists()


@pytest.mark.parametrize("sent", ["own", "0", "x", ""])
def test_nobody_says_it_for_who_asked(at, priya, sent):
    answer = answered(at)
    sent = str(answer.pk) if sent == "own" else sent

    assert priya.post(f"{PAGE}helpers/", {"answer": sent, "may": "yes"}).status_code == 404
    assert not Consent.objects.exists()


def test_what_was_asked_of_a_few_is_not_offered(at):
    answer, ben = answered(at, of=[at.priya]), browser(at.ben)

    assert "Who knows lists?" not in words(ben.get(f"{PAGE}helpers/"))
    assert ben.post(f"{PAGE}helpers/", {"answer": answer.pk, "may": "yes"}).status_code == 409
