"""What chance would give: units dealt out among the same people by lot, time after time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mandorla.core.mixing import ei_index, expected_ei

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from mandorla.core.ties import Ties

    Ints = NDArray[np.int64]

DRAWS: Final = 5_000
FEWEST_DRAWS: Final = 200
MOST_WORK: Final = 200_000_000  # ties looked at in all draws together
KEPT: Final = 50_000  # people times draws of deals that are kept: 400 kB each, 100 MB in all
AT_ONCE: Final = 2_000_000  # people, or ties, times draws: what is in memory together


@dataclass(frozen=True, slots=True)
class AgainstChance:
    """An E-I index beside what chance would give.

    Attributes:
        index: The index.
        expected: What chance would give, with units of these sizes.
        p_value: How often units dealt out by lot are at least as far from that.
        draws: How often they were dealt out.
    """

    index: float
    expected: float
    p_value: float
    draws: int


def permutation_test(
    ties: Ties, unit: ArrayLike, *, units: int, seed: int, draws: int = DRAWS
) -> AgainstChance | None:
    """Hold an E-I index against units dealt out among the same people by lot.

    Args:
        ties: The ties.
        unit: Of each person the place of their unit, or -1 without one.
        units: How many units there are.
        seed: 0 or more; the same seed gives the same answer.
        draws: How often to deal, at the most; of large networks it is less often.

    Returns:
        The index against chance; None where fewer than two units or no ties are known.

    Source:
        Krackhardt and Stern, 1988. Two-sided, with the network as it is; the deal that was seen
        counts as one of them (Phipson and Smyth, 2010), so that p is never 0.

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 1, 3, 4], [1, 2, 4, 5], people=6)
        >>> found = permutation_test(ties, [0, 0, 0, 1, 1, 1], units=2, seed=1)
        >>> found.index, round(found.expected, 3), found.p_value < 0.2
        (-1.0, 0.2, True)
    """
    import numpy as np  # slow import

    whole = np.zeros(ties.people, dtype=np.int64)
    (found,) = permutation_tests(ties, unit, whole, networks=1, units=units, seed=seed, draws=draws)
    return found


def permutation_tests(
    ties: Ties,
    unit: ArrayLike,
    network: ArrayLike,
    *,
    networks: int,
    units: int,
    seed: int,
    draws: int = DRAWS,
) -> list[AgainstChance | None]:
    """Do the same for many networks that lie side by side, much faster than one by one.

    Networks with as many people share what the lot says: of each of them it is as good as a lot
    of its own.

    Args:
        ties: The ties of all networks; none leads from one to another.
        unit: Of each person the place of their unit, or -1 without one.
        network: Of each person the place of their network, in order.
        networks: How many networks there are.
        units: How many units there are in all.
        seed: 0 or more; the same seed gives the same answer.
        draws: How often to deal, at the most; of large networks it is less often.

    Returns:
        Each network against chance; None where fewer than two units or no ties are known.

    Source:
        As `permutation_test`.

    Example:
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 1, 3, 4], [1, 2, 4, 5], people=6)
        >>> found = permutation_tests(ties, [0, 1, 0, 0, 0, 1], [0, 0, 0, 1, 1, 1],
        ...     networks=2, units=2, seed=1)
        >>> [one.index for one in found]
        [1.0, 0.0]
    """
    import numpy as np  # slow import

    side = _SideBySide.of(ties, np.asarray(unit), np.asarray(network), networks, units)
    found: list[AgainstChance | None] = [None] * networks
    tested = [one for one in map(side.network, range(networks)) if one]
    tested.sort(key=lambda one: len(one.labels))
    for people, alike in groupby(tested, key=lambda one: len(one.labels)):
        some = list(alike)
        longest = max(draws_of(len(one.begin), draws) for one in some)
        widest = max(people, *(len(one.begin) for one in some))
        for lots in deals(people, times=longest, seed=seed, beside=widest):
            for one in some:
                one.deal(lots[:, : draws_of(len(one.begin), draws) - one.dealt])
        for one in some:
            found[one.place] = one.result()
    return found


class _One:
    """One network with two units or more, and how often chance was as far."""

    def __init__(self, place: int, labels: Ints, begin: Ints, end: Ints, sizes: Ints) -> None:
        self.place, self.labels, self.begin, self.end = place, labels, begin, end
        within = int((labels[begin] == labels[end]).sum())
        self.index = ei_index(within, len(begin) - within) or 0.0
        self.expected = expected_ei(sizes.tolist()) or 0.0
        self.dealt = self.beyond = 0

    def deal(self, lots: Ints) -> None:
        """Units dealt out so, a column for each deal."""
        dealt = self.labels[lots]
        within = (dealt.take(self.begin, axis=0) == dealt.take(self.end, axis=0)).sum(axis=0)
        drawn = (len(self.begin) - 2 * within) / len(self.begin)
        far = abs(self.index - self.expected) - 1e-12
        self.beyond += int((abs(drawn - self.expected) >= far).sum())
        self.dealt += lots.shape[1]

    def result(self) -> AgainstChance:
        p_value = (self.beyond + 1) / (self.dealt + 1)
        return AgainstChance(self.index, self.expected, p_value, self.dealt)


@dataclass(frozen=True, slots=True, eq=False)
class _SideBySide:
    """Networks of those people who have a unit, in order, and where each of them begins."""

    labels: Ints  # of each person the place of the unit among those of the network
    begin: Ints
    end: Ints
    sizes: Ints  # of each network and unit, how many people
    people: Ints  # of each network the first person, and one more
    ties: Ints
    units: Ints

    @classmethod
    def of(cls, ties: Ties, unit: Ints, network: Ints, networks: int, units: int) -> _SideBySide:
        import numpy as np  # slow import

        if np.any(np.diff(network) < 0):
            raise ValueError("People stand in the order of their networks.")
        has_unit = unit >= 0
        (begin, _begin), (end, _end) = ends_with_units(ties, unit.astype(np.int64))
        own = network[has_unit].astype(np.int64)
        if np.any(own[begin] != own[end]):
            raise ValueError("A tie leads from one network to another.")
        codes, label, sizes = np.unique(
            own * max(units, 1) + unit[has_unit], return_inverse=True, return_counts=True
        )
        places = np.arange(networks + 1)
        first_unit = np.searchsorted(codes, places * max(units, 1))
        label -= first_unit[own]
        small = np.min_scalar_type(int(label.max())) if label.size else np.uint8
        return cls(
            labels=label.astype(small),
            begin=begin,
            end=end,
            sizes=sizes,
            people=np.searchsorted(own, places),
            ties=np.searchsorted(own[begin], places),
            units=first_unit,
        )

    def network(self, place: int) -> _One | None:
        """One of them; None with fewer than two units, or without ties."""
        first, last = self.people[place : place + 2]
        ties = slice(*self.ties[place : place + 2])
        sizes = self.sizes[slice(*self.units[place : place + 2])]
        if ties.start == ties.stop or len(sizes) < 2:
            return None
        begin, end = self.begin[ties] - first, self.end[ties] - first
        return _One(place, self.labels[first:last], begin, end, sizes)


def ends_with_units(ties: Ties, labels: Ints) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """The ends of ties between people who have a unit, for a permutation test.

    Args:
        ties: The ties.
        labels: Of each person the place of their unit, or -1 without one.

    Returns:
        Of either end the places among the people who have a unit, and their units.

    Source:
        Selection.

    Example:
        >>> import numpy as np
        >>> from mandorla.core.ties import distinct_ties
        >>> ties = distinct_ties([0, 1, 1], [1, 2, 3], people=4)
        >>> begin, end = ends_with_units(ties, np.array([-1, 0, 1, 1]))
        >>> begin[0].tolist(), end[0].tolist(), end[1].tolist()
        ([0, 0], [1, 2], [1, 1])
    """
    import numpy as np  # slow import

    has_unit = labels >= 0
    place = np.cumsum(has_unit) - 1
    known = has_unit[ties.source] & has_unit[ties.target]
    source, target = ties.source[known], ties.target[known]
    return (place[source], labels[source]), (place[target], labels[target])


def draws_of(ties: int, most: int = DRAWS) -> int:
    """How often units are dealt out of a network with so many ties.

    Args:
        ties: How many, 0 or more.
        most: The most draws.

    Returns:
        From 200 to the most; so that all draws together take seconds.

    Source:
        Our own default: 5,000, fewer from 40,000 ties on.

    Example:
        >>> draws_of(16_064), draws_of(1_000_000), draws_of(10**9)
        (5000, 200, 200)
    """
    return min(most, max(FEWEST_DRAWS, MOST_WORK // max(ties, 1)))


def deals(people: int, *, times: int, seed: int, beside: int = 0) -> Iterator[Ints]:
    """Deal among so many people by lot, time after time.

    Args:
        people: How many, 1 or more.
        times: How often.
        seed: 0 or more.
        beside: How many rows the caller makes of each deal, when those are more than people.

    Returns:
        Tables with a column for each deal: of each person, whose place they take. There are as
        many at once as fit into memory.

    Source:
        A random permutation.

    Example:
        >>> [sorted(column) for lots in deals(3, times=2, seed=1) for column in lots.T.tolist()]
        [[0, 1, 2], [0, 1, 2]]
    """
    import numpy as np  # slow import

    if people * times <= KEPT and times <= AT_ONCE // max(people, beside):
        yield _small(people, times, seed)
        return
    rng = np.random.default_rng([seed, people])
    width = max(1, AT_ONCE // max(people, beside))
    for done in range(0, times, width):
        some = min(width, times - done)
        yield rng.permuted(np.tile(np.arange(people)[:, None], (1, some)), axis=0)


@lru_cache(maxsize=256)
def _small(people: int, times: int, seed: int) -> Ints:
    """The deals of a small network, of which there are thousands of one size."""
    import numpy as np  # slow import

    rng = np.random.default_rng([seed, people])
    return rng.permuted(np.tile(np.arange(people)[:, None], (1, times)), axis=0)
