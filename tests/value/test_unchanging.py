"""What a round weighs, and how, cannot be altered: every door is tried, and the database itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from mandorla.base.errors import Refused
from mandorla.value.counting import close
from mandorla.value.models import Catalogue, CatalogueItem, Elicitation
from mandorla.value.models.unchanging import guard, lift
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
WISHES = (40, 20, 20, 10, 10, 0)


@pytest.fixture
def voted() -> Elicitation:
    """A round in which somebody has voted."""
    mia, *others = make.members(8)
    community = make.community(sponsor=make.person(), members=(mia, *others))
    elicitation = make.elicitation(community)
    elicitation.cast(make.points(*WISHES), person=mia, at=LATER)
    return elicitation


def refused(change: Any) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("member_method", "facilitated"),
        ("member_method", "best_worst"),
        ("organization_method", "best_worst"),
        ("reason", "survey"),
        ("seed", 7),
        ("number", 9),
    ],
)
def test_round_keeps_its_method_when_somebody_writes_past_its_verbs(
    voted: Elicitation, field: str, value: object
) -> None:
    setattr(voted, field, value)

    refused(lambda: voted.keep(field))
    refused(voted.save)
    refused(lambda: Elicitation.objects.filter(pk=voted.pk).update(**{field: value}))


def test_round_keeps_its_catalogue_when_another_one_is_put_in_its_place(voted: Elicitation) -> None:
    other = Catalogue.objects.create(community=voted.community, version=2, fixed_at=LATER)
    voted.catalogue = other

    refused(lambda: voted.keep("catalogue"))


def test_catalogue_keeps_its_words_when_a_round_weighs_it(voted: Elicitation) -> None:
    item = voted.catalogue.items.get(position=0)
    item.text = "Something else"

    refused(lambda: item.keep("text"))
    refused(item.delete)
    refused(CatalogueItem.objects.all().delete)
    refused(
        lambda: CatalogueItem.objects.create(
            catalogue=voted.catalogue, position=6, text="One more", level="group", horizon="long"
        )
    )
    assert voted.catalogue.words[0].text == "Faster roll-out"


def test_catalogue_stays_when_the_expectations_change_after_a_vote(voted: Elicitation) -> None:
    for expectation in voted.community.expectations.current():
        expectation.drop(by=None, at=LATER)

    assert [item.text for item in voted.catalogue.words] == [
        words[0] for words in make.EXPECTATIONS
    ]


def test_round_is_not_canceled_when_somebody_has_voted(voted: Elicitation) -> None:
    with pytest.raises(Refused, match="closed, not canceled"):
        voted.cancel(by=None, at=LATER)


def test_round_goes_on_through_its_verbs_when_somebody_has_voted(voted: Elicitation) -> None:
    voted.extend(closes_at=make.AT + timedelta(days=20), by=None, at=LATER)
    voted.invite(at=LATER)
    voted.remind(at=LATER)
    close(voted, by=None, at=LATER)

    assert Elicitation.objects.get(pk=voted.pk).state == "closed"


def test_closed_round_keeps_its_method(voted: Elicitation) -> None:
    close(voted, by=None, at=LATER)
    voted.member_method = "facilitated"

    refused(lambda: voted.keep("member_method"))


def test_guard_is_there_again_when_a_database_was_emptied(voted: Elicitation) -> None:
    lift(connection)
    guard(connection)
    guard(connection)
    voted.seed = 1

    refused(lambda: voted.keep("seed"))
