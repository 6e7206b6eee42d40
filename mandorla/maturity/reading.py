"""Reading a maturity model from a file, with sentences that name the place of what is wrong."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.core.conditions import RELATIONS, Condition
from mandorla.maturity.rubric import Dimension, Evidence, Lead, Level, Rubric, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandorla.core.conditions import Value

SHIPPED: Final = Path(__file__).with_name("model.toml")
MOST_BYTES: Final = 500_000
MOST_DIMENSIONS: Final = 20
LEVELS: Final = (2, 9)
ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
OWN: Final = frozenset({"stage", "lowest_level", "activity_ahead", "governance_ahead"})


@cache
def shipped() -> Rubric:
    """The model that comes with Mandorla."""
    return rubric_of(tomllib.loads(SHIPPED.read_text(encoding="utf-8")), known=None)


def read_file(data: bytes, *, name: str, known: Mapping[str, str]) -> dict[str, Any]:
    """The content of a model's file, when a model can be made of it.

    Args:
        data: The file.
        name: Its name, which says by its ending whether it is TOML or YAML.
        known: The indicators that its rules may ask for, each with its unit.

    Raises:
        Refused: It cannot be read, or something in it is wrong; the sentence names the place.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("{name} is larger than half a megabyte.").format(name=name))
    try:
        text = data.decode("utf-8-sig")
        found = _parsed(text, name=name)
    except ValueError as problem:  # also a TOMLDecodeError, and bytes that are no text
        raise Refused(_("{name} cannot be read: {why}").format(name=name, why=problem)) from problem
    if not isinstance(found, dict):
        raise Refused(_("{name} holds no fields.").format(name=name))
    rubric_of(found, known=known)
    return found


def _parsed(text: str, *, name: str) -> Any:
    if not name.lower().endswith((".yaml", ".yml")):
        return tomllib.loads(text)
    import yaml  # slow import

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise ValueError(str(problem)) from problem


def rubric_of(content: Mapping[str, Any], *, known: Mapping[str, str] | None) -> Rubric:
    """A model from the plain values of its file.

    Args:
        content: The values.
        known: The indicators that its rules may ask for, each with its unit; None when that was
            seen to earlier.

    Raises:
        Refused: Something in it is wrong; the sentence names dimension, level and field.
    """
    top = _Place(content, (), known)
    key = top.text("key")
    if not ID.fullmatch(key):
        raise top.wrong(_("key: use small letters, digits and _, beginning with a letter."))
    stages = tuple(
        Stage(**{name: place.text(name) for name in ("name", "says", "leader", "sponsor")})
        for place in top.tables("stages", _("stage {number}"), LEVELS)
    )
    dimensions = tuple(
        _dimension(place, levels=len(stages))
        for place in top.tables("dimensions", _("dimension {number}"), (1, MOST_DIMENSIONS))
    )
    ids = [dimension.id for dimension in dimensions]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise top.wrong(_("two dimensions have the id {id}.").format(id=twice))
    return Rubric(
        key=key,
        version=top.number("version"),
        name=top.text("name"),
        about=top.text("about"),
        credit=top.text("credit", is_needed=False),
        stages=stages,
        dimensions=dimensions,
        activity=_lead(top, "activity", ids),
        governance=_lead(top, "governance", ids),
    )


def _dimension(place: _Place, *, levels: int) -> Dimension:
    key = place.text("id")
    if not ID.fullmatch(key):
        raise place.wrong(_("id: use small letters, digits and _, beginning with a letter."))
    place = place.named(key)
    found = place.tables("levels", _("level {number}"), (levels, levels))
    return Dimension(
        id=key,
        name=place.text("name"),
        about=place.text("about"),
        levels=tuple(_level(one, number) for number, one in enumerate(found, 1)),
    )


def _level(place: _Place, number: int) -> Level:
    found = place.tables("evidence", _("evidence {number}"), (0, 12), is_needed=False)
    return Level(number, place.text("says"), tuple(_evidence(one) for one in found))


def _evidence(place: _Place) -> Evidence:
    needs, one_of = place.rules("needs"), place.rules("one_of")
    if needs and one_of:
        raise place.wrong(_("give either needs or one_of, not both."))
    ways = [needs] if needs else [[one] if isinstance(one, str) else one for one in one_of]
    return Evidence(
        place.text("text"), tuple(tuple(place.condition(one) for one in way) for way in ways)
    )


def _lead(top: _Place, name: str, ids: Sequence[str]) -> Lead:
    found = top.value(name, {})
    if not isinstance(found, dict):
        raise top.wrong(_("{name}: say ahead and behind.").format(name=name))
    sides = {side: tuple(found.get(side, ())) for side in ("ahead", "behind")}
    strange = next((one for side in sides.values() for one in side if one not in ids), None)
    if strange is not None:
        raise top.wrong(_("{name}: there is no dimension {id}.").format(name=name, id=strange))
    return Lead(**sides)


class _Place:
    """Some values of the file, and where they stand in it."""

    def __init__(
        self, values: Mapping[str, Any], path: tuple[str, ...], known: Mapping[str, str] | None
    ) -> None:
        self._values, self._path, self._known = values, path, known

    def wrong(self, sentence: str) -> Refused:
        """A refusal that names the place."""
        place = ", ".join(self._path)
        whole = f"{place}: {sentence}" if place else sentence
        return Refused(whole[0].upper() + whole[1:])

    def named(self, name: str) -> _Place:
        """The same place with its own name."""
        path = (*self._path[:-1], f"{self._path[-1]} ({name})")
        return _Place(self._values, path, self._known)

    def value(self, name: str, otherwise: Any) -> Any:
        """What stands there."""
        return self._values.get(name, otherwise)

    def text(self, name: str, *, is_needed: bool = True) -> str:
        """Words that stand there."""
        found = self._values.get(name, "")
        if not isinstance(found, str) or (is_needed and not found.strip()):
            raise self.wrong(_("{field}: write a text.").format(field=name))
        return found.strip()

    def number(self, name: str) -> int:
        """A whole number from 1 on."""
        found = self._values.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 10_000:
            raise self.wrong(_("{field}: write a whole number from 1 on.").format(field=name))
        return found

    def tables(
        self, name: str, label: str, bounds: tuple[int, int], *, is_needed: bool = True
    ) -> list[_Place]:
        """Several of one kind, each with its place."""
        found = self._values.get(name, None if is_needed else [])
        least, most = bounds
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.wrong(_("{field}: a list is needed here.").format(field=name))
        if not least <= len(found) <= most:
            wanted = str(least) if least == most else f"{least}–{most}"
            raise self.wrong(
                _("{field}: {count} found, {wanted} needed.").format(
                    field=name, count=len(found), wanted=wanted
                )
            )
        return [
            _Place(one, (*self._path, label.format(number=number)), self._known)
            for number, one in enumerate(found, 1)
        ]

    def rules(self, name: str) -> list[Any]:
        """A list of rules, or of lists of rules."""
        found = self._values.get(name, [])
        if not isinstance(found, list):
            raise self.wrong(_("{field}: a list is needed here.").format(field=name))
        return found

    def condition(self, text: Any) -> Condition:
        """A rule such as "rhythm_held at_least 0.75"."""
        parts = text.split() if isinstance(text, str) else []
        if len(parts) != 3 or parts[1] not in RELATIONS:
            raise self.wrong(
                _(
                    "“{rule}” is no rule. Write an indicator, one of {relations}, and a bound."
                ).format(rule=text, relations=", ".join(RELATIONS))
            )
        name, relation, bound = parts
        if name in OWN:
            raise self.wrong(
                _("{indicator} follows from maturity and cannot decide it.").format(indicator=name)
            )
        if self._known is not None and name not in self._known:
            raise self.wrong(_("there is no indicator {indicator}.").format(indicator=name))
        value = _bound(bound)
        if not _fits(value, relation, unit=(self._known or {}).get(name, "")):
            raise self.wrong(
                _("“{rule}” compares {indicator} with what it cannot be.").format(
                    rule=text, indicator=name
                )
            )
        return Condition(name, relation, value)


def _bound(text: str) -> Value:
    try:
        return {"true": True, "false": False}[text] if text in ("true", "false") else float(text)
    except ValueError:
        return text


def _fits(bound: Value, relation: str, *, unit: str) -> bool:
    """Whether what is known by this unit can be compared so; of an unknown unit it is assumed."""
    if unit in ("yes", "word") or isinstance(bound, (bool, str)):
        kind = {"yes": bool, "word": str}.get(unit, (bool, str) if not unit else ())
        return relation in ("is", "is_not") and isinstance(bound, kind)
    return True
