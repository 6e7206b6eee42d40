"""The digest of a gathering: written from what was caught, read once, sent once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from mandorla.base.errors import Refused, Stale
from mandorla.communities.models import Membership
from mandorla.gatherings.models import Commitment, Subscription
from mandorla.people.models import Person
from mandorla.work.digest import read_digest
from mandorla.work.jobs import write_digest_now
from mandorla.work.models import AgendaItem, Digest, Insight, Issue, Outcome, Problem
from tests import make
from tests.work.running import Hall, hall, signed_in

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
END = make.AT + timedelta(hours=1)


@pytest.fixture
def atlas() -> Hall:
    made = hall()
    made.gathering.end(by=made.ana, at=END)
    return made


@pytest.fixture
def ana(atlas: Hall) -> Client:
    return signed_in(atlas.ana)


@pytest.fixture
def marek(atlas: Hall) -> Client:
    return signed_in(atlas.marek)


def address(atlas: Hall) -> str:
    return atlas.address.replace("/run/", "/digest/")


def catch(atlas: Hall, kind: str, text: str, **facts: Any) -> Outcome:
    return Outcome.catch(
        gathering=atlas.gathering,
        kind=kind,
        text=text,
        key=uuid4(),
        by=atlas.ana,
        at=make.AT,
        **facts,
    )


def filled(atlas: Hall) -> None:
    catch(atlas, "decision", "We close them")
    catch(atlas, "commitment", "Close them", owner=atlas.marek, due_on=(make.AT + WEEK).date())
    catch(atlas, "issue", "Training comes too late")


def sent(atlas: Hall, words: str = "") -> Digest:
    return Digest.send(gathering=atlas.gathering, words=words, by=atlas.ana, at=END)


def test_digest_tells_what_was_caught(atlas: Hall):
    filled(atlas)

    told = read_digest(atlas.gathering)

    assert [one.words for one in told.decisions] == ["We close them"]
    assert [(one.text, one.owner) for one in told.commitments] == [("Close them", atlas.marek)]
    assert [one.words for one in told.issues] == ["Training comes too late"]
    assert told.changed.is_empty
    assert told.sent is None


def test_digest_leads_from_what_cropped_up_to_the_issue(atlas: Hall, marek: Client):
    filled(atlas)

    page = marek.get(address(atlas)).content.decode()

    issue = Issue.objects.get()
    assert f'<a href="{issue.get_absolute_url()}">Training comes too late</a>' in page


def test_digest_tells_what_was_heard_asked_and_kept_without_saying_who_brought_it(
    atlas: Hall, marek: Client
):
    south = make.unit("Plant South")
    brought: dict[str, Any] = {"community": atlas.community, "unit": south, "by": atlas.ana}
    before = Insight.bring(text="It takes a week", at=make.AT - WEEK, **brought)
    item = AgendaItem.objects.create(gathering=atlas.gathering, position=9, insight=before)
    item.finish(by=atlas.ana, at=make.AT)
    catch(atlas, "insight", "Nobody opens them", units=[south])
    catch(atlas, "ask", "Who knows C#?", owner=atlas.marek)
    catch(atlas, "lesson", "Trainers first", owner=atlas.marek)

    told = read_digest(atlas.gathering)

    assert [(one.text, str(one.unit)) for one in told.insights] == [
        ("It takes a week", "Plant South"),
        ("Nobody opens them", "Plant South"),
    ]
    assert [one.words for one in told.asks] == ["Who knows C#?"]
    assert [one.words for one in told.lessons] == ["Trainers first"]
    assert not told.is_empty
    page = marek.get(address(atlas)).content.decode()
    part = page.partition("Heard in the units")[2].partition("</section>")[0]
    assert "from Plant South" in part
    assert "Ana" not in part


def test_digest_leaves_out_what_was_dropped_or_taken_back(atlas: Hall):
    filled(atlas)
    Commitment.objects.get().drop(because="Not needed", by=atlas.ana, at=END)
    Issue.objects.get().withdraw(by=atlas.ana, at=END)

    told = read_digest(atlas.gathering)

    assert (told.commitments, told.issues) == ((), ())


def test_digest_tells_what_changed_since_the_gathering_before(atlas: Hall):
    series = atlas.gathering.series
    later = make.gathering(
        series,
        planned_on=(make.AT + WEEK).date(),
        state="held",
        started_at=make.AT + WEEK,
        ended_at=END + WEEK,
    )
    done, too_early, too_late = (
        Commitment.make(
            community=atlas.community,
            text=text,
            owner=atlas.marek,
            due_on=make.AT.date(),
            by=None,
            at=make.AT,
        )
        for text in ("In between", "Before", "After")
    )
    done.finish(came_of_it="In six units", by=atlas.marek, at=END + WEEK / 2)
    too_early.finish(came_of_it="", by=atlas.marek, at=END - timedelta(minutes=5))
    too_late.finish(came_of_it="", by=atlas.marek, at=END + 2 * WEEK)
    Problem.objects.create(
        community=atlas.community,
        statement="Old lists",
        state="solved",
        gathered_at=make.AT,
        solved_at=END + WEEK / 2,
    )

    changed = read_digest(later).changed

    assert changed.since == END
    assert [one.text for one in changed.done] == ["In between"]
    assert [one.statement for one in changed.solved] == ["Old lists"]
    assert changed.adopted == ()


def test_digest_is_sent_once(atlas: Hall):
    digest = sent(atlas, "  A good   hour. ")

    with pytest.raises(Stale) as second:
        sent(atlas)
    assert second.value.sentence == "This digest was sent before. It goes out once."
    assert Digest.objects.get() == digest
    assert digest.words == "A good hour."


def test_digest_waits_for_the_end_of_the_gathering(atlas: Hall):
    atlas.gathering.resume(by=atlas.ana, at=END)

    with pytest.raises(Refused):
        sent(atlas)
    assert signed_in(atlas.ana).get(address(atlas)).status_code == 404


# --- its page ---


def test_page_is_for_those_in_the_community(atlas: Hall, marek: Client):
    assert marek.get(address(atlas)).status_code == 200
    for stranger in (make.person(), make.auditor()):
        assert signed_in(stranger).get(address(atlas)).status_code == 404


def test_page_sends_it_once_by_who_leads(atlas: Hall, ana: Client, marek: Client):
    assert marek.post(address(atlas), {"words": "x"}).status_code == 404
    first = ana.post(address(atlas), {"words": "A good hour."})
    second = ana.post(address(atlas), {"words": "Again"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert b"It goes out once." in second.content or b"was sent before" in second.content
    assert b"A good hour." in marek.get(address(atlas)).content


def test_page_renders_notes_as_safe_html(atlas: Hall, marek: Client):
    text = "**bold** <script>alert(1)</script>"
    atlas.gathering.write_notes(seen="", text=text, by=None, at=END)

    page = marek.get(address(atlas)).content.decode()

    assert "<strong>bold</strong>" in page
    assert "<script>alert" not in page


# --- by mail ---


def test_mail_goes_to_those_who_want_it_and_are_in_the_community(atlas: Hall, settings):
    settings.BASE_URL = "https://mandorla.example"
    filled(atlas)
    outside, gone = make.person("Outside"), make.person("Gone")
    Membership.join(community=atlas.community, person=gone, at=make.AT)
    for person in (atlas.marek, outside, gone):
        Subscription.begin(person=person, community=atlas.community)
    Membership.leave(community=atlas.community, person=gone, at=make.AT)

    assert write_digest_now(sent(atlas, "A good hour.").pk) == 1

    (letter,) = mail.outbox
    assert letter.to == [atlas.marek.email]
    assert letter.subject == f"{atlas.community}: what came of 2 March"
    assert letter.body == (
        "A good hour.\n\nDecided\n- We close them\n\n"
        "Who does what, by when\n- Marek: Close them (9 March 2026)\n\n"
        "Cropped up\n- Training comes too late\n\n"
        f"Read it, or stop these letters: https://mandorla.example{address(atlas)}"
    )


def test_mail_is_wanted_and_stopped_by_one_click(atlas: Hall, marek: Client):
    assert marek.post(f"{address(atlas)}mail/", {}).status_code == 302
    assert marek.post(f"{address(atlas)}mail/", {}).status_code == 302
    assert [row.person for row in Subscription.objects.all()] == [atlas.marek]
    marek.post(f"{address(atlas)}mail/", {"end": "1"})
    assert not Subscription.objects.exists()
    stranger: Person = make.person()
    assert signed_in(stranger).post(f"{address(atlas)}mail/", {}).status_code == 404
