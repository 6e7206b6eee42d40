"""Screens on which a person picks the best and the worst of a few items, and their count."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Screens = tuple[tuple[int, ...], ...]

TRIES: Final = 12


def design(items: int, *, per_screen: int = 4, times: int = 3, seed: int) -> Screens:
    """Put items on screens so that each has the same chance.

    Args:
        items: How many items there are, 5 or more and more than fit on a screen.
        per_screen: How many are on a screen, 2 or more.
        times: How often each item is shown at the least.
        seed: 0 or more; each person gets another, and the same seed gives the same screens.

    Returns:
        ⌈times · items / per_screen⌉ screens of item numbers from 0. No item is twice on a
        screen; each is shown `times` times or once more; at any place of a screen it stands
        no more often than ⌈shown / per_screen⌉; how often two items meet differs by two at
        the most with 5 to 16 items, four a screen and three times, and little otherwise.

    Raises:
        ValueError: There are fewer than 5 items, or no more than fit on one screen.

    Source:
        Items are dealt in rounds, each to where it has met the fewest; the best of some deals
        is taken. Places are colors of the edges between screens and items, which by a theorem of
        König (1916) need no more colors than the largest degree.

    Example:
        >>> screens = design(12, seed=7)
        >>> len(screens), len(screens[0])
        (9, 4)
    """
    import numpy as np  # slow import

    if items < 5 or not 2 <= per_screen < items or times < 1:
        raise ValueError("5 items or more are put on screens of 2 or more, but not of all")
    count = -(-times * items // per_screen)
    luck = np.random.default_rng(seed).random((TRIES, count, items)).tolist()
    deals = (_deal(items, per_screen, luck=tickets) for tickets in luck)
    _unevenness, screens = min(deals, key=lambda deal: deal[0])
    return _seated(screens, per_screen)


def tally(
    screens: Sequence[Sequence[int]], picks: Sequence[tuple[int, int]], *, items: int
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Count what one person picked.

    Args:
        screens: The item numbers on each screen.
        picks: For each screen, the item picked as the best and the one picked as the worst.
        items: How many items there are.

    Returns:
        For each item how often it was the best, how often the worst, and how often shown.

    Raises:
        ValueError: A screen has no pick or a pick no screen, best and worst are the same item,
            or a picked item is not on its screen.

    Source:
        Counting analysis of best–worst scaling, Finn and Louviere, 1992.

    Example:
        >>> tally([(0, 1, 2), (2, 3, 0)], [(0, 2), (0, 3)], items=4)
        ((2, 0, 0, 0), (0, 0, 1, 1), (2, 1, 2, 1))
    """
    if len(screens) != len(picks):
        raise ValueError(f"{len(picks)} picks for {len(screens)} screens")
    best, worst, shown = [0] * items, [0] * items, [0] * items
    for number, (screen, (first, last)) in enumerate(zip(screens, picks, strict=True), 1):
        if first == last:
            raise ValueError(f"screen {number}: one item cannot be the best and the worst")
        if first not in screen or last not in screen:
            raise ValueError(f"screen {number}: what was picked is not on it")
        for item in screen:
            shown[item] += 1
        best[first] += 1
        worst[last] += 1
    return tuple(best), tuple(worst), tuple(shown)


def _deal(
    items: int, per_screen: int, *, luck: Sequence[Sequence[float]]
) -> tuple[int, list[list[int]]]:
    """Deal screens, one for each row of luck; the first value says how unevenly items meet."""
    dealt = [0] * items
    met = [[0] * items for _ in range(items)]
    screens = []
    for tickets in luck:
        screen: list[int] = []
        cost = [0] * items
        for _place in range(per_screen):
            free = [item for item in range(items) if item not in screen]
            chosen = min(free, key=lambda item: (dealt[item], cost[item], tickets[item]))
            screen.append(chosen)
            dealt[chosen] += 1
            # A third meeting is worse than two second ones.
            cost = [sofar + times * times for sofar, times in zip(cost, met[chosen], strict=True)]
        for one, other in combinations(screen, 2):
            met[one][other] += 1
            met[other][one] += 1
        screens.append(screen)
    unevenness = sum(met[one][other] ** 3 for one, other in combinations(range(items), 2))
    return unevenness, screens


def _seated(screens: Sequence[Sequence[int]], per_screen: int) -> Screens:
    """Order each screen so that an item comes to each place equally often.

    Each item is cut into cards of at most `per_screen` showings, and no card has one place
    twice. When a card comes to a place that it has elsewhere, it changes places there with
    the card that sits where it is still free; which that one may have to do in turn.
    """
    seats: list[list[tuple[int, int]]] = [[] for _ in screens]
    where: dict[tuple[tuple[int, int], int], int] = {}  # the screen of a card at a place
    showings: Counter[int] = Counter()
    for number, screen in enumerate(screens):
        for place, item in enumerate(screen):
            card, held = (item, showings[item] // per_screen), number
            showings[item] += 1
            spare = next(at for at in range(per_screen) if (card, at) not in where)
            seats[number].append(card)
            while (there := where.get((card, place))) is not None:
                other = seats[there][spare]
                seats[there][place], seats[there][spare] = other, card
                where[card, place], where[card, spare] = held, there
                del where[other, spare]
                card, held = other, there
            where[card, place] = held
    return tuple(tuple(item for item, _part in row) for row in seats)
