"""Charters: versions that are drafted, written, published and never changed again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status
from pydantic import Field, create_model

from mandorla.base.api.fields import Answer, Edits, Entry, Given, Id, Name, Named, Prose
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import must_be_allowed, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.communities.charter_fields import CHARTER_FIELDS
from mandorla.communities.models import Charter, Signature
from mandorla.communities.rules import may_run

router = Router(tags=["Charters"])
WRITERS = _("Leaders and the core group write and publish the charter.")

Version = Id
State = Literal["draft", "published", "agreed"]

if TYPE_CHECKING:

    class Texts(Answer):
        """The texts of a charter."""

    class TextsGiven(Given):
        """New texts of a charter."""

else:
    Texts = create_model(
        "Texts",
        __base__=Answer,
        __doc__="The texts of a charter; an empty one is not written yet.",
        **{field.name: (str, Field(description=str(field.question))) for field in CHARTER_FIELDS},
    )
    TextsGiven = create_model(
        "TextsGiven",
        __base__=Given,
        __doc__="New texts of a charter; one that is left out stays as it is.",
        **{
            field.name: (Prose, Field(default_factory=str, description=str(field.question)))
            for field in CHARTER_FIELDS
        },
    )


class Headed(Answer):
    """A text under a heading that no field of a charter has."""

    heading: str
    text: str


class HeadedGiven(Given):
    """A text under a heading of one's own."""

    heading: Name
    text: Prose


class Forces(Answer):
    """The three forces that hold a community together, each as a list of entries."""

    benefit: list[str] = Field(description="What the organization gets.")
    concern: list[str] = Field(description="What the group bands together on.")
    payoff: list[str] = Field(description="What each participant gets.")


class ForcesGiven(Given):
    """New entries of the forces; a force that is left out stays as it is."""

    benefit: list[Entry] = Field(default_factory=list, max_length=100)
    concern: list[Entry] = Field(default_factory=list, max_length=100)
    payoff: list[Entry] = Field(default_factory=list, max_length=100)


class SignatureFound(Answer):
    """Somebody signed for a side."""

    side: Literal["organization", "members"]
    person: Id | None = Field(validation_alias="person_id")
    name: str = Field(validation_alias="person_name")
    role: str
    signed_at: datetime


class CharterRow(Answer):
    """A version of a charter."""

    version: Version
    state: State
    drafted_by: Named | None
    drafted_at: datetime
    published_by: Named | None
    published_at: datetime | None
    agreed_at: datetime | None


class CharterFound(CharterRow):
    """A version of a charter with everything it says."""

    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")
    texts: Texts
    forces: Forces
    review_on: date | None = Field(description="The day both sides look at it again.")
    extra: list[Headed]
    signatures: list[SignatureFound]

    @staticmethod
    def resolve_forces(charter: Charter) -> dict[str, list[str]]:
        """The entries by force."""
        return charter.forces_by_kind()

    @staticmethod
    def resolve_signatures(charter: Charter) -> list[Signature]:
        """Who signed, the first one first."""
        return list(charter.signatures.order_by("pk"))


class CharterGiven(Given):
    """What a draft says from now on; what is left out stays as it is."""

    edits: Edits = Field(description="The number of edits the writer saw.")
    texts: TextsGiven = Field(default_factory=TextsGiven)
    forces: ForcesGiven = Field(default_factory=ForcesGiven)
    review_on: date | None = None
    extra: list[HeadedGiven] = Field(default_factory=list, max_length=100)


class SignatureGiven(Given):
    """For which side somebody signs."""

    side: Literal["organization", "members"]


def charter_of(request: PersonRequest, slug: str, version: int) -> Charter:
    """A version that the person may read."""
    community = community_of(request, slug)
    signatures = Signature.objects.order_by("signed_at", "pk")
    charters = Charter.objects.visible_to(request.user).filter(community=community)
    return one(
        charters.select_related("community", "drafted_by", "published_by").prefetch_related(
            "forces", Prefetch("signatures", queryset=signatures)
        ),
        version=version,
    )


@router.get("/communities/{slug}/charters", response=PageOf[CharterRow])
def list_charters(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the versions of a charter, the newest first; drafts to those who write or sign."""
    charters = Charter.objects.visible_to(request.user).filter(
        community=community_of(request, slug)
    )
    rows = charters.select_related("drafted_by", "published_by")
    return page_of(request, rows, order=["-version"], paging=paging)


@router.post("/communities/{slug}/charters", response={201: CharterFound})
def draft_charter(request: PersonRequest, slug: str) -> Charter:
    """Begin the next version as a draft, with what the newest one says."""
    community = community_of(request, slug)
    must_be_allowed(may_run(request.user, community), WRITERS)
    charter = Charter.draft(community=community, by=request.user, at=timezone.now())
    return charter_of(request, slug, charter.version)


@router.get("/communities/{slug}/charters/{int:version}", response=CharterFound)
def show_charter(request: PersonRequest, slug: str, version: Version) -> Charter:
    """Read a version of a charter."""
    return charter_of(request, slug, version)


@router.patch("/communities/{slug}/charters/{int:version}", response=CharterFound)
def write_charter(
    request: PersonRequest, slug: str, version: Version, body: CharterGiven
) -> Charter:
    """Write in a draft. Somebody who wrote meanwhile is not overwritten: the answer is a 409."""
    charter = charter_of(request, slug, version)
    must_be_allowed(may_run(request.user, charter.community), WRITERS)
    said = body.said()
    charter.write(
        texts=body.texts.said(),
        forces=body.forces.said(),
        review_on=said.get("review_on", charter.review_on),
        edits=body.edits,
        extra=[text.dict() for text in body.extra] if "extra" in said else None,
    )
    return charter_of(request, slug, version)


@router.api_operation(
    ["DELETE"], "/communities/{slug}/charters/{int:version}", response={204: None}
)
def discard_charter(request: PersonRequest, slug: str, version: Version) -> Status[None]:
    """Discard a draft."""
    charter = charter_of(request, slug, version)
    must_be_allowed(may_run(request.user, charter.community), WRITERS)
    charter.discard(by=request.user, at=timezone.now())
    return Status(204, None)


@router.post("/communities/{slug}/charters/{int:version}/publication", response=CharterFound)
def publish_charter(request: PersonRequest, slug: str, version: Version) -> Charter:
    """Publish a draft: everybody can read it, and nobody can change it."""
    charter = charter_of(request, slug, version)
    must_be_allowed(may_run(request.user, charter.community), WRITERS)
    charter.publish(by=request.user, at=timezone.now())
    return charter_of(request, slug, version)


@router.post("/communities/{slug}/charters/{int:version}/signature", response={201: CharterFound})
def sign_charter(
    request: PersonRequest, slug: str, version: Version, body: SignatureGiven
) -> Charter:
    """Sign a published version; when both sides have signed, it is agreed."""
    charter = charter_of(request, slug, version)
    charter.sign(side=body.side, by=request.user, at=timezone.now())
    return charter_of(request, slug, version)
