"""What the organization asks of licenses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, StringConstraints

from mandorla.base.api.fields import Answer, Edits, Given
from mandorla.base.api.problems import Invalid, must_be_allowed
from mandorla.base.web import PersonRequest
from mandorla.communities.models import Archetype
from mandorla.licenses.models import Policy
from mandorla.licenses.policy import LABELS, bounds
from mandorla.licenses.rules import keeps_policy

if TYPE_CHECKING:
    from mandorla.licenses.policy import Values

router = Router(tags=["Licenses"])
KEEPERS = _("Program managers keep the policy of licenses.")
Name = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]
ArchetypeKey = Annotated[str, StringConstraints(max_length=40, pattern=r"^[\w-]*$")]
Value = int | float | list[int]


class ValueFound(Answer):
    """One value of the policy."""

    name: str
    label: str
    value: Value
    default: Value = Field(description="Ours, for communities of this archetype.")
    lowest: float
    highest: float


class PolicyFound(Answer):
    """What holds for all communities, or for those of one archetype."""

    archetype: str = Field(description="Empty for all.")
    own: list[str] = Field(description="The names of the values that are set here.")
    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")
    values: list[ValueFound]


class PolicyGiven(Given):
    """New values; null goes back to what holds without it."""

    edits: Edits | None = None
    values: dict[Name, Annotated[list[int], Field(max_length=10)] | int | float | None]


@router.get("/license-policy", response=PolicyFound)
def read_license_policy(request: PersonRequest, archetype: ArchetypeKey = "") -> dict[str, Any]:
    """Read what licenses ask for, of all communities or of those of one archetype."""
    _must_be_known(archetype)
    return _policy(archetype)


@router.patch("/license-policy", response=PolicyFound)
def set_license_policy(
    request: PersonRequest, body: PolicyGiven, archetype: ArchetypeKey = ""
) -> dict[str, Any]:
    """Set what licenses ask for."""
    must_be_allowed(keeps_policy(request.user), KEEPERS)
    _must_be_known(archetype)
    Policy.set(
        archetype=archetype,
        values=dict(body.values),
        seen=body.edits,
        by=request.user,
        at=timezone.now(),
    )
    return _policy(archetype)


def _must_be_known(archetype: str) -> None:
    if archetype and archetype not in Archetype.names():
        raise Invalid(archetype=_("There is no archetype of this name."))


def _policy(archetype: str) -> dict[str, Any]:
    mine = Policy.objects.filter(archetype=archetype).first()
    holds, default = Policy.of(archetype), Policy.shipped_for(archetype)
    return {
        "archetype": archetype,
        "own": sorted(mine.values) if mine else [],
        "edits": mine.edits if mine else 0,
        "values": [
            {
                "name": name,
                "label": str(label),
                "value": _plain(holds, name),
                "default": _plain(default, name),
                "lowest": bounds()[name]["lowest"],
                "highest": bounds()[name]["highest"],
            }
            for name, label in LABELS.items()
        ],
    }


def _plain(values: Values, name: str) -> Any:
    value = getattr(values, name)
    return list(value) if isinstance(value, tuple) else value
