"""Counting a survey from elsewhere as a round: weighed when it comes, and closed at once."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.communities.models import Community
from mandorla.value.counting import count
from mandorla.value.models import Catalogue, Elicitation, Expectation, SponsorAnswer, Urn
from mandorla.value.survey.read import read_survey

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person
    from mandorla.value.survey.packed import Countable
    from mandorla.value.survey.read import Survey, SurveyFile

REASON: Final = "survey"
MOMENT: Final = timedelta(seconds=1)  # a round closes after it opens


def read_for(community: Community, *, organization: SurveyFile, members: SurveyFile) -> Survey:
    """Read a survey about what a community is expected to bring now.

    Raises:
        Refused: The community has no expectations yet, has closed, or has a round open.
    """
    _refuse(community)
    words = Expectation.objects.filter(community=community).current().values_list("text", flat=True)
    if not words:
        raise Refused(
            _(
                "{name} has no expectations yet. Choose them first, in the words of the survey."
            ).format(name=community.name)
        )
    return read_survey(
        organization=organization, members=members, items=list(words), source=community.name
    )


def bring(
    *, community: Community, survey: Countable, by: Person | None, at: datetime
) -> Elicitation:
    """The survey is a closed round of the community, and what it found is there.

    Of the members' side there is only the urn: no person, no name, and no order.

    Args:
        community: The community.
        survey: What is counted.
        by: Who brought it.
        at: The moment.

    Raises:
        Refused: The community has closed, a round is open, or it was counted already.
        Stale: The expectations are other ones than those of the survey.
    """
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        _refuse(community)
        catalogue = Catalogue.fix(community=community, at=at)
        if tuple(item.text for item in catalogue.words) != survey.items:
            raise Stale(_("The expectations changed in the meantime. Choose the files again."))
        _refuse_twice(community, catalogue, survey)
        elicitation = _entered(community, catalogue, survey, by=by, at=at)
        Urn.objects.create(elicitation=elicitation)
        elicitation.urn.drop_in(*survey.ballots)
        SponsorAnswer.enter(elicitation=elicitation, answers=survey.sponsors, at=at)
        count(elicitation, at=at)
        elicitation.tell("elicitation.brought", by=by, at=at)
    return elicitation


def _refuse(community: Community) -> None:
    if community.has_closed:
        raise Refused(_("{name} has closed.").format(name=community.name))
    # What may be shown of a round depends on those with smaller numbers, which have to be there.
    running = community.elicitations.filter(state="open").first()
    if running:
        raise Refused(
            _("Round {number} is open. Close it before you bring a survey.").format(
                number=running.number
            )
        )


def _refuse_twice(community: Community, catalogue: Catalogue, survey: Countable) -> None:
    """Somebody who clicks twice counts it once."""
    last = community.elicitations.filter(is_last=True, reason=REASON, catalogue=catalogue).first()
    if last is None or bytes(last.urn.ballots) != b"".join(survey.ballots):
        return
    answered = [given.answer for given in last.answers.order_by("pk")]
    if answered == [answer for _name, answer in survey.sponsors]:
        raise Refused(
            _("This survey is counted already, as round {number}.").format(number=last.number)
        )


def _entered(
    community: Community,
    catalogue: Catalogue,
    survey: Countable,
    *,
    by: Person | None,
    at: datetime,
) -> Elicitation:
    last = community.elicitations.aggregate(last=models.Max("number"))["last"]
    elicitation = Elicitation(
        community=community,
        number=(last or 0) + 1,
        catalogue=catalogue,
        reason=REASON,
        archetype=community.archetype,
        organization_method=survey.organization_method,
        member_method=survey.member_method,
        opens_at=at - MOMENT,
        closes_at=at,
        closed_at=at,
        floor_share=0,  # nobody knows how many were asked
        state="closed",
        opened_by=by,
        seed=secrets.randbits(31),
    )
    elicitation.save(force_insert=True)
    elicitation.be_last()
    return elicitation
