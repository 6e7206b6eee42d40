"""From licenses as they were found to the values of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from mandorla.licenses.reentry import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mandorla.people.models import Person
    from mandorla.register.found import FoundPerson
    from mandorla.register.found_licenses import FoundLicense

    Known = Callable[[FoundPerson | None], Person | None]

PEOPLE = {
    "person", "drafted_by", "applied_by", "granted_by", "closed_by", "reader", "submitted_by",
    "answered_by", "by",
}  # fmt: skip


def license_rows(licenses: Iterable[FoundLicense], *, known: Known) -> list[dict[str, Any]]:
    """The values of each license by field, with those of its parts.

    Args:
        licenses: What was found.
        known: The person here who is meant.
    """
    return [
        _values(license, known)
        | {part: [_values(one, known) for one in getattr(license, part)] for part in PARTS}
        for license in licenses
    ]


def _values(found: Any, known: Known) -> dict[str, Any]:
    values = {
        field.name: getattr(found, field.name) for field in fields(found) if field.name not in PARTS
    }
    return {
        name: known(value) if name in PEOPLE else _plain(value) for name, value in values.items()
    }


def _plain(value: Any) -> Any:
    """Frozen lists and tables as those that JSON has."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
