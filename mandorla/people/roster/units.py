"""Names of units: one spelling for each, and near-duplicates that are offered for merging."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mandorla.people.roster.rows import UnitPath

SEPARATOR = " / "
ALIKE = 86  # of 100: "Servcies" is like "Services", "East" is not like "West"
SHORTEST_ABBREVIATION = 3

_FILLER_WORDS = (
    "department departments dept dpt dep departement abteilung division div office unit team group "
    "section bureau of the for and und et de du des la le los von"
)
_FILLER = frozenset(_FILLER_WORDS.split())
_WORD = re.compile(r"[^\W_]+")


class Suggestion(NamedTuple):
    """Two units that are probably one: the people of the first would go to the second."""

    source: str
    target: str
    people: int
    target_people: int
    why: str


def label(path: UnitPath) -> str:
    """A path of units as a person reads it: "Operations / Plant North"."""
    return SEPARATOR.join(path)


def folded(path: Iterable[str]) -> UnitPath:
    """A path without the difference of upper and lower case."""
    return tuple(name.casefold() for name in path)


def split_merge(text: str) -> tuple[str, str]:
    """The two sides of "A=B".

    Raises:
        Refused: One side is missing.
    """
    source, sign, target = text.partition("=")
    if not (sign and source.strip() and target.strip()):
        raise Refused(
            _("“{text}” does not say what to merge. Write it as “this unit=that unit”.").format(
                text=text
            )
        )
    return source.strip(), target.strip()


def settle(
    counts: Mapping[UnitPath, int], known: Iterable[UnitPath], merges: Mapping[str, str]
) -> dict[UnitPath, UnitPath]:
    """For every path of the file, the one it is imported as.

    A unit that is known keeps its spelling; else the one that most people have is taken. Merges are
    applied to a unit and everything below it.

    Args:
        counts: The paths of the file with how many people each has.
        known: The paths of the units there are.
        merges: What somebody merged, as labels.
    """
    spelling: dict[UnitPath, UnitPath] = {}
    exact = set(known)
    for path in exact:
        spelling.setdefault(folded(path), path)
    ordered = sorted(counts, key=lambda path: (-counts[path], path))
    for path in ordered:
        for depth in range(1, len(path) + 1):
            part = path[:depth]
            key = folded(part)
            if key not in spelling:
                spelling[key] = (*spelling.get(key[:-1], ()), part[-1])
    moves = _moves(merges, spelling)
    return {
        path: path if path in exact and not moves else _landed(path, spelling, moves)
        for path in counts
    }


def without_source(
    counts: Iterable[UnitPath], known: Iterable[UnitPath], merges: Mapping[str, str]
) -> list[str]:
    """Merges whose first unit is neither in the file nor known."""
    paths = [*counts, *known]
    labels = {label(folded(path[:depth])) for path in paths for depth in range(1, len(path) + 1)}
    return [source for source in merges if source.casefold() not in labels]


def _moves(
    merges: Mapping[str, str], spelling: dict[UnitPath, UnitPath]
) -> dict[UnitPath, UnitPath]:
    """Merges as folded paths → paths; a merge whose first unit does not exist does nothing."""
    by_label = {label(key): path for key, path in spelling.items()}
    moves = {}
    for source, target in merges.items():
        path = by_label.get(source.casefold())
        if path is None or source.casefold() == target.casefold():
            continue
        sibling = by_label.get(label((*folded(path[:-1]), target.casefold())))
        found = by_label.get(target.casefold()) or sibling
        if found is None:
            names = tuple(name.strip() for name in target.split(SEPARATOR.strip()) if name.strip())
            found = (*path[:-1], *names) if len(names) == 1 else names
        if folded(found)[: len(path)] != folded(path):  # a unit cannot go below itself
            moves[folded(path)] = found
    return moves


def _landed(
    path: UnitPath, spelling: dict[UnitPath, UnitPath], moves: dict[UnitPath, UnitPath]
) -> UnitPath:
    """Where a path ends after all merges; a circle of merges ends where it began."""
    seen = set()
    while (key := folded(path)) not in seen:
        seen.add(key)
        for depth in range(len(key), 0, -1):
            if key[:depth] in moves:
                path = (*moves[key[:depth]], *path[depth:])
                break
    return _spelled(path, spelling)


def _spelled(path: UnitPath, spelling: dict[UnitPath, UnitPath]) -> UnitPath:
    names: UnitPath = ()
    for depth in range(1, len(path) + 1):
        names = spelling.get(folded(path[:depth]), (*names, path[depth - 1]))
    return names


def suggestions(counts: Mapping[UnitPath, int], known: Iterable[UnitPath]) -> list[Suggestion]:
    """Units of the file that are probably another unit beside them, the most people first.

    Args:
        counts: The paths as they would be imported, with how many people each has.
        known: The paths of the units there are. Two known units are never suggested: they were
            both there before, and somebody left it so.
    """
    there = set(known)
    people: dict[UnitPath, int] = defaultdict(int)
    for path, count in counts.items():
        for depth in range(1, len(path) + 1):
            people[path[:depth]] += count
    siblings: dict[UnitPath, set[str]] = defaultdict(set)
    for path in [*people, *there]:
        siblings[path[:-1]].add(path[-1])
    found = []
    for parent, names in siblings.items():
        for one, other, why in alike(sorted(names)):
            pair = sorted(
                ((*parent, one), (*parent, other)),
                key=lambda path: (path in there, people[path], len(path[-1]), path),
            )
            if pair[0] not in there:
                found.append(
                    Suggestion(
                        label(pair[0]), label(pair[1]), people[pair[0]], people[pair[1]], why
                    )
                )
    return sorted(found, key=lambda s: (-s.people, s.source, s.target))


def _tokens(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ").replace("'", ""))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = _WORD.findall(plain)
    return tuple(word for word in words if word not in _FILLER) or tuple(words)


def alike(names: list[str]) -> Iterator[tuple[str, str, str]]:
    """Pairs of names that are probably the same, with why.

    Only names whose words begin with the same letters are compared, so a thousand units cost a
    thousand look-ups and not a million comparisons.
    """
    tokens = {name: _tokens(name) for name in names}
    blocks: dict[str, list[str]] = defaultdict(list)
    for name, words in tokens.items():
        blocks["".join(sorted(word[0] for word in words))].append(name)
    seen = set()
    for block in blocks.values():
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                if why := _why_alike(tokens[one], tokens[other]):
                    seen.add((one, other))
                    yield one, other, why
    joined: dict[str, list[str]] = defaultdict(list)
    for name, words in tokens.items():
        for key in {"".join(words), "".join(word[0] for word in words) if len(words) > 1 else ""}:
            joined[key].append(name)
    joined.pop("", None)
    for key, same in joined.items():
        for place, one in enumerate(same):
            for other in same[place + 1 :]:
                written = ["".join(tokens[one]) == key, "".join(tokens[other]) == key]
                if any(written) and len({one, other}) == 2 and (one, other) not in seen:
                    yield one, other, _("the same letters") if all(written) else _("initials")


def _why_alike(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    from rapidfuzz import fuzz  # slow import

    if one == other:
        return _("the same words")
    why = ""
    for left, right in zip(sorted(one), sorted(other), strict=True):
        if left == right:
            continue
        shorter, longer = sorted((left, right), key=len)
        if any(c.isdigit() for c in shorter + longer):
            return ""
        if len(shorter) >= SHORTEST_ABBREVIATION and longer.startswith(shorter):
            why = why or _("abbreviated")
        elif len(shorter) > SHORTEST_ABBREVIATION and fuzz.ratio(left, right) >= ALIKE:
            why = _("spelled alike")
        else:
            return ""
    return why or _("the same words")
