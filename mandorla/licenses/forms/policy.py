"""What somebody sets in the policy of licenses, made clean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from mandorla.base.edits import EditsField
from mandorla.base.errors import Refused
from mandorla.licenses.policy import LABELS, LISTS, PERCENT, bounds, checked, shown

if TYPE_CHECKING:
    from django.http import QueryDict

    from mandorla.licenses.policy import Values

LONGEST = 60


class PolicyForm(forms.Form):
    """Every value of the policy; an empty one is what holds without it."""

    def __init__(
        self, data: QueryDict | None = None, *, own: dict[str, Any], without: Values, seen: int
    ) -> None:
        """A form for the policy of all communities, or those of one archetype.

        Args:
            data: What was sent.
            own: What is set here, by name.
            without: What holds where nothing is set here.
            seen: The `edits` of what is set.
        """
        initial = {name: shown(name, value) for name, value in own.items() if name in LABELS}
        super().__init__(data, initial={**initial, "seen": seen})
        self.fields["seen"] = EditsField()
        for name, label in LABELS.items():
            known, by = bounds()[name], 100 if name in PERCENT else 1
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                help_text=_("Empty: {default}. From {lowest} to {highest}.").format(
                    default=shown(name, getattr(without, name)),
                    lowest=f"{known['lowest'] * by:g}",
                    highest=f"{known['highest'] * by:g}",
                ),
                widget=forms.TextInput(attrs={"inputmode": "text" if name in LISTS else "decimal"}),
            )

    def clean(self) -> dict[str, Any]:
        """Each value is a number within its bounds."""
        found: dict[str, Any] = super().clean() or {}
        self.values: dict[str, Any] = {}
        for name in LABELS:
            written = found.get(name, "")
            try:
                self.values[name] = _value(name, written) if written else None
            except Refused as wrong:
                self.add_error(name, wrong.sentence)
        return found


def _value(name: str, written: str) -> Any:
    """What somebody wrote as the value it is kept as.

    Raises:
        Refused: It is no number, or out of its bounds.
    """
    parts = written.replace(";", ",").split(",") if name in LISTS else [written]
    try:
        if name in PERCENT:
            return checked(name, float(written) / 100)
        numbers = [int(part) for part in parts]
    except ValueError as error:
        raise Refused(_("{label}: write a number.").format(label=LABELS[name])) from error
    return checked(name, numbers if name in LISTS else numbers[0])
