"""The data-use pack: what the page says, as a tagged PDF for a privacy officer to sign off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandorla.conversations.data_use import page
from mandorla.reports.pdf import make_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

TEMPLATE: Final = Path(__file__).parent / "papers" / "pack.typ"


def typeset(*, organization: str, at: datetime) -> bytes:
    """The pack as it is true at a moment.

    Args:
        organization: Whose installation it is.
        at: The moment.
    """
    data = {
        "title": _("Data use of conversations"),
        "organization": organization,
        "about": _("Made from the code that reads, keeps and shows. It holds for this day."),
        "foot": date_format(timezone.localtime(at).date(), "DATE_FORMAT"),
        "language": get_language() or "en",
        "sections": sections(),
    }
    return make_pdf(TEMPLATE, data, at=at)


def sections() -> list[dict[str, Any]]:
    """What the page says, in its order."""
    told = page()
    return [
        _section(_("Promises"), told["promises"]),
        _table(_("What is kept of a post"), [_("Column"), _("What it says")], told["columns"]),
        _table(_("Where and how long"), [_("What"), _("Where, and until when")], told["places"]),
        _table(
            _("Who sees which figure"),
            [_("Figure"), _("Made of"), _("Seen by"), _("Guarded by")],
            [(one.name, one.made_of, one.seen_by, one.guarded_by) for one in told["figures"]],
        ),
        _table(
            _("The rule for small groups, at work on invented numbers"),
            [_("Unit"), _("People who wrote"), _("A reader sees"), _("Because")],
            [(one.unit, one.people, one.shown, one.why) for one in told["example"]],
        ),
        _section(_("How to delete"), told["deletion"]),
        _section(_("Never counted"), told["left_out"]),
        *(
            _table(
                reader.name,
                [_("Read"), _("Fields")],
                [
                    *((purpose, ", ".join(fields)) for purpose, fields in reader.reads),
                    (_("never looked at, nor any that is not listed"), ", ".join(reader.drops)),
                ],
            )
            for reader in told["readers"]
        ),
        _section(_("Columns of a roster that are never read"), [", ".join(told["roster"])]),
    ]


def _section(label: str, paragraphs: Sequence[str]) -> dict[str, Any]:
    return {"label": label, "paragraphs": list(paragraphs), "heads": [], "rows": []}


def _table(label: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, Any]:
    cells = [[str(cell) for cell in row] for row in rows]
    return {"label": label, "paragraphs": [], "heads": list(heads), "rows": cells}
