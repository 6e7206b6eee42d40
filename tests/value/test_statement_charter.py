"""What the charter does with an agreed value statement: it carries it, and loses nothing."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.base.errors import Stale
from mandorla.communities.models import Charter
from mandorla.communities.models.charter import SAID_BEFORE
from mandorla.value.models import ValueStatement
from tests import make
from tests.value.rounds import AFTER, Group, agreed, group, published, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas() -> Group:
    return group()


def test_next_charter_is_drafted_with_the_statement_when_there_is_no_draft(atlas):
    make.charter(atlas.community, state="published", by=atlas.ana)

    statement = agreed(atlas)

    first, second = Charter.objects.order_by("version")
    assert (first.value_statement, second.value_statement) == ("", statement.text)
    assert (second.state, statement.carried_in) == ("draft", second)
    assert second.purpose == first.purpose
    assert verbs(atlas, "charter")[-2:] == ["charter.drafted", "charter.carries"]


def test_draft_of_the_charter_gets_the_statement_and_keeps_what_it_said(atlas):
    charter = make.charter(atlas.community, by=atlas.ana)
    texts = {"value_statement": "Our own words", "norms": "Be kind"}
    charter.write(texts=texts, forces={}, review_on=date(2027, 1, 1), edits=charter.edits)

    statement = agreed(atlas)

    (charter,) = Charter.objects.all()
    assert (charter.value_statement, charter.norms) == (statement.text, "Be kind")
    assert charter.extra == [{"heading": str(SAID_BEFORE), "text": "Our own words"}]
    assert (charter.review_on, charter.forces.count()) == (date(2027, 1, 1), 3)
    assert verbs(atlas, "charter")[-1] == "charter.carries"


def test_charter_keeps_no_second_copy_of_what_a_published_version_says(atlas):
    first = make.charter(atlas.community, by=atlas.ana)
    texts = {"value_statement": "Our own words"}
    first.write(texts=texts, forces={}, review_on=None, edits=first.edits)
    first.publish(by=atlas.ana, at=AFTER)
    Charter.draft(community=atlas.community, by=atlas.ana, at=AFTER)

    agreed(atlas)

    first, second = Charter.objects.order_by("version")
    assert (first.value_statement, second.extra) == ("Our own words", [])


def test_writer_of_the_charter_notices_that_the_statement_came_in(atlas):
    charter = make.charter(atlas.community, by=atlas.ana)
    agreed(atlas)
    with pytest.raises(Stale):
        charter.write(
            texts={"value_statement": "mine"}, forces={}, review_on=None, edits=charter.edits
        )


def test_charter_of_a_closed_community_stays_as_it_is(atlas):
    statement = published(atlas)
    atlas.community.close(reason="Done", by=atlas.ana, at=AFTER, on=AFTER.date())
    statement = ValueStatement.objects.get()
    statement.sign(side="members", by=atlas.ana, at=AFTER)
    statement.sign(side="organization", by=atlas.ben, at=AFTER)
    assert (statement.state, statement.carried_in) == ("agreed", None)
    assert not Charter.objects.exists()


def test_statement_stays_when_the_draft_of_the_charter_is_discarded(atlas):
    statement = agreed(atlas)
    Charter.objects.get().discard(by=atlas.ana, at=AFTER)
    statement.refresh_from_db()
    assert (statement.state, statement.carried_in) == ("agreed", None)
