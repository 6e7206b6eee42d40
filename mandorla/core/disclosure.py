"""The one rule about which figures of a group may be shown.

A figure about fewer than five people is never shown. Nor is one that gives such a figure away
together with what was shown before: by subtracting a group from the whole, or last year's
answers from this year's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEWEST: Final = 5
MOST_STEPS: Final = 500  # ten waves of a community take a few, ten waves of it and its units more
# Ranks are exact in whole numbers modulo this prime for dozens of figures; were one ever wrong
# it would be too low, which hides a figure and never shows one.
_PRIME: Final = 2**61 - 1


@dataclass(frozen=True)
class Disclosure:
    """Whether a figure may be shown.

    Attributes:
        shown: True when it may.
        reason: Why not: "too_few", or "close_to_earlier" when it would give away a few people
            together with figures that were shown earlier. Empty when it may be shown.
        answers: How many people the figure is about.
        needed: About how many it has to be at the least.
    """

    shown: bool
    reason: str
    answers: int
    needed: int


def derivable(shown: Sequence[frozenset[int]]) -> bool:
    """Say whether sums over these sets of people give away something about one to four of them.

    Args:
        shown: Of each figure that is shown, the people it is about.

    Returns:
        True when adding and subtracting multiples of the figures, any number of them, leaves
        something that depends on fewer than five people, but on some. Also true when the figures
        are too tangled to find out.

    Source:
        Complementary suppression, as statistical offices use it. People in the same figures
        cannot be told apart and form a column of a matrix with a row for each figure. A
        combination that depends on few people is one that vanishes on all other columns, which
        exists exactly when the matrix without the few has a lower rank.

    Example:
        >>> derivable([frozenset(range(8)), frozenset(range(9))])
        True
        >>> derivable([frozenset(range(8)), frozenset(range(13))])
        False
    """
    figures_of: dict[int, int] = {}
    for place, people in enumerate(shown):
        for person in people:
            figures_of[person] = figures_of.get(person, 0) | 1 << place
    sizes = Counter(figures_of.values())
    columns = [pattern for pattern, _size in sizes.most_common()]
    search = _Search(sizes, figures=len(shown), rank=len(_basis(columns, len(shown))))
    return search.isolates(columns, people=FEWEST - 1)


def decide(*, answers: frozenset[int], earlier: Sequence[frozenset[int]]) -> Disclosure:
    """Decide whether a figure about these people may be shown.

    Args:
        answers: Who answered.
        earlier: Of each figure that was shown before and could be set against this one, who had
            answered: earlier waves, and groups of them.

    Returns:
        The decision with its reason. When it is no, the earlier figure stays what is shown.

    Source:
        `derivable`; five is the usual floor of surveys among employees.

    Example:
        >>> decide(answers=frozenset(range(9)), earlier=[frozenset(range(8))]).reason
        'close_to_earlier'
    """
    count = len(answers)
    if count < FEWEST:
        return Disclosure(shown=False, reason="too_few", answers=count, needed=FEWEST)
    if derivable([*earlier, answers]):
        nearest = min((len(answers ^ before) for before in earlier if answers != before), default=0)
        needed = count + max(1, FEWEST - nearest)
        return Disclosure(shown=False, reason="close_to_earlier", answers=count, needed=needed)
    return Disclosure(shown=True, reason="", answers=count, needed=FEWEST)


def groups_that_may_show(
    whole: frozenset[int],
    groups: Mapping[str, frozenset[int]],
    earlier: Sequence[frozenset[int]],
) -> frozenset[str]:
    """Choose the groups of a whole whose figures may stand beside its own.

    Args:
        whole: Who answered in all.
        groups: Who answered in each group, by its name.
        earlier: As for `decide`.

    Returns:
        The names of groups that may be shown together; the largest come first, so that a
        small one is left out rather than a large one. None when the whole may not be shown.

    Source:
        `derivable`, asked again with each further group.

    Example:
        >>> sorted(groups_that_may_show(frozenset(range(9)), {
        ...     "north": frozenset(range(6)), "south": frozenset(range(6, 9))}, []))
        []
        >>> sorted(groups_that_may_show(frozenset(range(15)), {
        ...     "north": frozenset(range(10)), "south": frozenset(range(10, 15))}, []))
        ['north', 'south']
    """
    shown = [*earlier, whole]
    names: set[str] = set()
    if derivable(shown):
        return frozenset()
    for name in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        group = groups[name] & whole
        if group and not derivable([*shown, group]):
            shown.append(group)
            names.add(name)
    return frozenset(names)


class _Search:
    """Looks for few people without whom the rank is lower."""

    def __init__(self, sizes: Mapping[int, int], *, figures: int, rank: int) -> None:
        self._sizes = sizes
        self._figures = figures
        self._rank = rank
        self._steps = 0

    def isolates(self, columns: Sequence[int], *, people: int) -> bool:
        """Whether taking so few people out of the columns can lower the rank.

        Each basis has one of the few, because a combination that is zero on all of a basis is
        zero everywhere. So more bases without a small column in common than there are people
        mean no; otherwise each small column of one basis is tried as one of the few.
        """
        self._steps += 1
        first = _basis(columns, self._figures)
        if len(first) < self._rank or self._steps > MOST_STEPS:
            return True
        small = [column for column in first if self._sizes[column] <= people]
        left, taken = columns, small
        for _person in range(people):
            left = [column for column in left if column not in taken]
            taken = _basis(left, self._figures)
            if len(taken) < self._rank:
                break
            taken = [column for column in taken if self._sizes[column] <= people]
        else:
            return False
        return any(
            self.isolates(
                [column for column in columns if column != few],
                people=people - self._sizes[few],
            )
            for few in small
        )


def _basis(columns: Sequence[int], figures: int) -> list[int]:
    """The columns that do not follow from those before them, by Gaussian elimination."""
    basis: list[int] = []
    reduced: dict[int, list[int]] = {}  # by the place of its first number, which is 1
    for column in columns:
        values = [column >> place & 1 for place in range(figures)]
        for place in range(figures):
            factor = values[place]
            if not factor:
                continue
            if place in reduced:
                known = reduced[place]
                values = [(a - factor * b) % _PRIME for a, b in zip(values, known, strict=True)]
            else:
                inverse = pow(factor, -1, _PRIME)
                reduced[place] = [value * inverse % _PRIME for value in values]
                basis.append(column)
                break
        if len(basis) == figures:
            break
    return basis
