"""What the API refuses, beside the refusals of the verbs themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404
from django.utils.translation import gettext as _

from mandorla.base.errors import NotAllowed

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

Record = TypeVar("Record", bound="Model")


class Invalid(Exception):
    """Values that were sent cannot be used, each with the reason."""

    def __init__(self, **fields: object) -> None:
        super().__init__(fields)
        self.fields = {name: str(message) for name, message in fields.items()}


def one(rows: QuerySet[Record], **which: Any) -> Record:
    """The one record that somebody may see; what is not among the rows does not exist for them."""
    record = rows.filter(**which).first()
    if record is None:
        raise Http404
    return record


def known(rows: QuerySet[Record], *, field: str, pk: int) -> Record:
    """The record that a sent value points to."""
    record = rows.filter(pk=pk).first()
    if record is None:
        raise Invalid(**{field: _("There is none with this number.")})
    return record


def must_see(rule: object) -> None:
    """Go on for those who may see this; to others it does not exist."""
    if not rule:
        raise Http404


def must_be_allowed(rule: object, sentence: object) -> None:
    """Go on for those who may do this; tell others who may."""
    if not rule:
        raise NotAllowed(sentence)
