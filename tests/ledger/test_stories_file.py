"""Stories come in as they go out; what a reader may not know does not go out."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mandorla.base.models import Event, Notification
from mandorla.communities.models import Community, Membership
from mandorla.ledger.bringing_stories import bring_file
from mandorla.ledger.models import Claim, Story
from mandorla.ledger.named_in_file import Named
from mandorla.ledger.stories_file import COLUMNS, read_stories_file
from mandorla.ledger.stories_out import stories_out
from mandorla.ledger.table_out import as_csv, as_workbook
from mandorla.people.models import Person
from tests import make
from tests.ledger.story_rows import GAIN, GOOD, table
from tests.ledger.telling import claim, proposed, story

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 2)
LATER = make.AT + timedelta(days=31)
FILE = "/communities/guild/stories/file/"


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


def read(guild: Community, by: Person, *rows: dict[str, str]):
    return read_stories_file(table(*rows), file="in.csv", named=Named(guild, by=by), latest=TODAY)


def bring(guild: Community, by: Person, *rows: dict[str, str], data: bytes = b""):
    return bring_file(data or table(*rows), name="in.csv", community=guild, by=by, at=LATER)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"told on": "soon"}, "told on"),
        ({"told on": "2026-04-03"}, "told on"),
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"teller": ""}, "teller"),
        ({"teller": "Nobody Here"}, "teller"),
        ({"teller": "mia@example.org"}, "teller"),
        ({"with name": "perhaps"}, "with name"),
        ({"with name": "no"}, "teller"),
        ({"read by": "nobody"}, "read by"),
        ({"happened": "", "used": ""}, "happened"),
        ({"used": "x" * 2001}, "used"),
        ({"solution": "Another one"}, "solution"),
        ({"expectations": "Not expected"}, "expectations"),
        ({"objectives": "Not pursued"}, "objectives"),
        ({"low": "3"}, "gain"),
        ({**GAIN, "gain": "joy"}, "gain"),
        ({**GAIN, "low": ""}, "low"),
        ({**GAIN, "high": "0.005"}, "high"),
        ({**GAIN, "share": "2"}, "share"),
        ({**GAIN, "confidence": ""}, "confidence"),
        ({**GAIN, "counted in": ""}, "counted in"),
        ({**GAIN, "counted in": "beans"}, "counted in"),
        ({**GAIN, "until": "never"}, "until"),
        ({**GAIN, "unit": "Nowhere"}, "unit"),
        ({**GAIN, "beneficiary": "Nobody Here"}, "beneficiary"),
        ({**GAIN, "state of gain": "sure"}, "state of gain"),
        ({**GAIN, "high": "1000000000"}, "high"),
        ({**GAIN, "high": "1e16"}, "high"),
    ],
)
def test_bad_row_is_named_with_row_and_column_and_nothing_is_used(guild, ana, change, column):
    found = read(guild, ana, GOOD, {**GOOD, **change})

    assert found.rows == ()
    assert [(one.file, one.row, one.column) for one in found.problems] == [("in.csv", 3, column)]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({**GAIN, "low": "7"}, "gain"),
        ({**GAIN, "until": "2027-12-31"}, "gain"),
        ({**GAIN, "gain": "cashable"}, "gain"),
        ({**GAIN, "beneficiary": "Ana Leader"}, "gain"),
        ({**GAIN, "title": "Another"}, "gain"),
        ({**GAIN, "title": "Another", "gain of": "members"}, "gain"),
    ],
)
def test_row_that_a_verb_refuses_is_named_and_nothing_is_kept(guild, ana, change, column):
    come = bring(guild, ana, {**GOOD, **GAIN}, {**GOOD, **change, "told on": "2026-03-10"})

    assert [(one.row, one.column) for one in come.problems] == [(3, column)]
    assert (Story.objects.count(), Event.objects.filter(verb="story.brought").count()) == (0, 0)


def test_story_is_brought_with_what_it_claims_and_its_teller_is_told(guild, ana, mia):
    expectation, objective = make.expectations(guild, count=1)[0], make.objective("Grow")
    solution = proposed(guild)
    named = {"solution": solution.proposal, "objectives": "grow"}
    row = {**GOOD, **GAIN, **named, "expectations": expectation.text, "beneficiary": "Mia Member"}

    come = bring(guild, ana, row, {**GOOD, "title": "Quietly", "teller": "", "with name": "no"})

    told, quiet = Story.objects.order_by("number")
    assert (come.brought.new, come.brought.same, come.brought.claims) == (2, 0, 1)
    assert (told.teller, told.solution, str(told.told_at.date())) == (mia, solution, "2026-03-09")
    assert (*told.expectations.all(), *told.objectives.all()) == (expectation, objective)
    assert (quiet.teller, quiet.is_nameless) == (None, True)
    assert (told.claim.state, told.claim.claimed_by, told.claim.asked) == ("claimed", ana, mia)
    kinds = Notification.objects.filter(person=mia).order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["claim.asked", "story.brought"]
    told_of = Event.objects.get(verb="story.brought")
    assert told_of.plain_sentence == "Ana Leader brought 2 stories from a file."


def test_story_stays_as_it_is_here_when_it_comes_again(guild, ana):
    bring(guild, ana, GOOD, GOOD)
    come = bring(guild, ana, {**GOOD, "used": "Other words."}, GOOD, {**GOOD, "title": "New"})

    assert (come.brought.new, come.brought.same, Story.objects.count()) == (1, 2, 3)
    assert [one.used for one in Story.objects.filter(title=GOOD["title"])] == [GOOD["used"]] * 2


def test_story_that_was_taken_back_does_not_come_again(guild, ana, mia):
    bring(guild, ana, GOOD)
    Story.objects.get().withdraw(by=mia, at=LATER)

    assert (bring(guild, ana, GOOD).brought.new, Story.objects.get().state) == (0, "withdrawn")


def test_gain_that_was_refused_is_not_claimed_anew(guild, ana):
    bring(guild, ana, {**GOOD, **GAIN, "state of gain": "refused"})

    assert (Story.objects.count(), Claim.objects.count()) == (1, 0)


def as_table(write: str, rows) -> bytes:
    if write == "csv":
        return as_csv(COLUMNS, rows).encode()
    return as_workbook("stories", COLUMNS, rows)


@pytest.mark.parametrize("write", ["csv", "xlsx"])
@pytest.mark.parametrize("words", ["Two\nlines, “北”; 3", "=1+1", "'=1+1", "-5 °C\x07"])
def test_what_goes_out_comes_in_as_the_same(guild, ana, mia, write, words):
    unit = make.unit("Sales", parent=make.unit("Europe"))
    objective = make.objective("Grow", parent=make.objective("All | of us"))
    expectation = make.expectations(guild, count=1)[0]
    steps = {"happened": words, "success": "It did."}
    ties = {"expectations": [expectation], "objectives": [objective], "solution": proposed(guild)}
    claim(story(guild, mia, steps=steps, **ties), ana, unit=unit)
    story(guild, mia, title="Quietly", is_nameless=True, seen_by="organization")
    out = stories_out(guild, reader=ana)
    other = make.community("Other", leader=ana, members=(mia,))
    make.expectations(other, count=1)
    proposed(other)

    again = bring(guild, ana, data=as_table(write, out))
    Claim.objects.get().withdraw(by=ana, at=LATER)  # a gain is claimed once, also elsewhere
    come = bring(other, ana, data=as_table(write, out))

    assert (again.problems, again.brought.new, again.brought.same) == ([], 0, 2)
    assert (come.problems, come.brought.new) == ([], 2)
    gone_through = [[str(cell).replace("\x07", "") for cell in row] for row in out]
    back = [[str(cell) for cell in row] for row in stories_out(other, reader=ana)]
    assert back == gone_through
    assert not Story.objects.get(community=other, number=2).teller


def test_story_for_sponsors_alone_does_not_go_out_to_those_who_may_not_read_it(guild, ana, mia):
    ben = make.person("Ben Sponsor")
    Membership.enter(community=guild, seats=[{"person": ben, "role": "sponsor"}])
    story(guild, mia, seen_by="sponsor")
    karin = make.program_manager()

    assert stories_out(guild, reader=ana) == stories_out(guild, reader=karin) == []
    assert [row[1] for row in stories_out(guild, reader=ben)] == ["One price list"]


def test_addresses_go_out_to_program_managers_alone_and_are_found_by_them_alone(guild, ana, mia):
    mia.email = "mia@halden.example"
    mia.save()
    karin = make.program_manager()
    story(guild, mia)

    out = [stories_out(guild, reader=who)[0][2] for who in (ana, karin)]
    row = {**GOOD, "teller": "Mia@halden.example"}

    assert out == ["Mia Member", "mia@halden.example"]
    assert [one.column for one in read(guild, ana, row).problems] == ["teller"]
    assert read(guild, karin, row).rows[0].teller == mia


def test_nobody_is_named_whom_the_page_does_not_name(guild, ana, mia):
    quiet = story(guild, mia, is_nameless=True)
    made = claim(quiet, ana, asked=mia)
    asked = [stories_out(guild, reader=who)[0][-3] for who in (ana, make.program_manager())]
    made.confirm(by=mia, at=LATER)

    row = stories_out(guild, reader=ana)[0]

    assert asked == ["Mia Member", ""]
    assert "Mia" not in " ".join(map(str, row))


# --- the pages ---


def send(client: Client, *rows: dict[str, str]):
    return client.post(FILE, {"file": SimpleUploadedFile("in.csv", table(*rows))})


def test_leader_brings_stories_on_the_page_and_takes_them_along(client, guild, ana):
    client.force_login(ana)

    answer = send(client, GOOD)
    out = client.get("/communities/guild/stories/stories.csv").content.decode()
    book = client.get("/communities/guild/stories/stories.xlsx").content

    assert (answer.status_code, answer["Location"]) == (302, "/communities/guild/stories/")
    assert out.splitlines()[1].startswith("2026-03-09,One price list,Mia Member,yes,community,")
    sheet = openpyxl.load_workbook(io.BytesIO(book))["stories"]
    assert [cell.value for cell in sheet[2]][1] == "One price list"
    assert FILE in client.get("/communities/guild/stories/").content.decode()


def test_page_says_what_cannot_be_used_and_nothing_is_kept(client, guild, ana):
    client.force_login(ana)

    answer = send(client, GOOD, {**GOOD, "teller": "Nobody Here"})

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "One thing in the file cannot be used, so no story was kept." in page
    assert "Nobody here is called “Nobody Here”." in page
    assert not Story.objects.exists()


@pytest.mark.parametrize("rest", ["file/", "stories.csv", "stories.xlsx"])
def test_page_is_not_there_for_those_who_do_not_run_the_community(client, guild, mia, rest):
    client.force_login(mia)

    assert client.get(f"/communities/guild/stories/{rest}").status_code == 404
    assert send(client, GOOD).status_code == 404


def test_form_without_a_file_is_refused(client, guild, ana):
    client.force_login(ana)

    assert client.post(FILE).status_code == 422
