"""What people expect in their own words, until it is worded for both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router, Status
from pydantic import AfterValidator, Field, StringConstraints

from mandorla.base.api.fields import BIGGEST_ID, Answer, Given, Name, Named
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import Invalid, must_be_allowed, must_see
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.rules import facilitates
from mandorla.value.models import Suggestion
from mandorla.value.rules import side_of
from mandorla.value.said import waiting

if TYPE_CHECKING:
    from mandorla.communities.models import Community

router = Router(tags=["Expectations"])
MOST_AT_ONCE = 400
FACILITATORS = gettext_lazy("Those who run or facilitate a community word its expectations.")


def _in_reach(number: str) -> str:
    if int(number) > BIGGEST_ID:
        raise ValueError(_("There is none with this number."))
    return number


# As text: the numbers are random and larger than JavaScript can hold.
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$"), AfterValidator(_in_reach)]
Numbers = Annotated[list[Number], Field(min_length=1, max_length=MOST_AT_ONCE)]


class SuggestionGiven(Given):
    """What somebody expects, in their own words."""

    text: Name


class SaidFound(Answer):
    """What was said, and for which side. Of the members' side nothing else is kept."""

    side: Literal["organization", "members"]
    text: str


class SuggestionFound(SaidFound):
    """A suggestion that waits to be worded."""

    id: str
    said_by: Named | None = Field(description="A sponsor; always null for the members' side.")

    @staticmethod
    def resolve_id(suggestion: Suggestion) -> str:
        """As text."""
        return str(suggestion.pk)


class NumbersGiven(Given):
    """Some suggestions that wait."""

    suggestions: Numbers


@router.get("/communities/{slug}/suggestions", response=PageOf[SuggestionFound])
def list_suggestions(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List what waits to be worded, by text: to those who facilitate. Nothing tells the order."""
    community = community_of(request, slug)
    must_see(facilitates(request.user, community.roles_of(request.user)))
    found = waiting(community).select_related("said_by")
    return page_of(request, found, order=["text", "pk"], paging=paging)


@router.post("/communities/{slug}/suggestions", response={201: SaidFound})
def say_suggestion(request: PersonRequest, slug: str, body: SuggestionGiven) -> Suggestion:
    """Say in one's own words what is expected.

    A sponsor says it for the organization, by name. Of a member nothing is kept but the words.
    """
    community = community_of(request, slug)
    side = side_of(community.roles_of(request.user))
    must_be_allowed(side, _("Members and sponsors say what they expect of a community."))
    return Suggestion.say(
        community=community, side=side, text=body.text, by=request.user, at=timezone.now()
    )


@router.post("/communities/{slug}/suggestions/setting-aside", response={204: None})
def set_suggestions_aside(request: PersonRequest, slug: str, body: NumbersGiven) -> Status[None]:
    """Set suggestions aside: they are not weighed, and no longer wait."""
    community = community_of(request, slug)
    must_be_allowed(facilitates(request.user, community.roles_of(request.user)), FACILITATORS)
    said = waiting_of(community, body.suggestions)
    Suggestion.set_aside(said, community=community, by=request.user, at=timezone.now())
    return Status(204, None)


def waiting_of(community: Community, numbers: list[str]) -> list[Suggestion]:
    """The suggestions with these numbers, when each of them waits."""
    found = list(waiting(community).filter(pk__in=[int(number) for number in numbers]))
    if len(found) != len({int(number) for number in numbers}):
        raise Invalid(suggestions=_("Somebody else has dealt with one of these, or never said it."))
    return found
