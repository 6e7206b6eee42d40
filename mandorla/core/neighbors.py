"""The nearest of many vectors, exactly; more can be added at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float32]

FIRST_ROOM: Final = 256


@dataclass(frozen=True, slots=True)
class Neighbor:
    """One that was found: its key, and the cosine of the angle to what was asked, -1 to 1."""

    key: int
    likeness: float


class Neighbors:
    """Vectors under keys, kept side by side in memory: 100,000 of 384 numbers take 154 MB.

    Args:
        dimensions: How many numbers each vector has.

    Source:
        Cosine similarity; every vector is compared, so nothing is ever missed.

    Example:
        >>> near = Neighbors(dimensions=2)
        >>> near.add([7, 8, 9], [[1, 0], [0, 1], [3, 4]])
        >>> [(found.key, round(found.likeness, 2)) for found in near.nearest([0, 2], most=2)]
        [(8, 1.0), (9, 0.8)]
    """

    def __init__(self, *, dimensions: int) -> None:
        import numpy as np  # slow import

        self._count = 0
        self._keys = np.empty(FIRST_ROOM, dtype=np.int64)
        self._rows = np.empty((FIRST_ROOM, dimensions), dtype=np.float32)

    def __len__(self) -> int:
        return self._count

    def add(self, keys: Sequence[int], vectors: ArrayLike) -> None:
        """Add vectors; the room for them doubles when it is used up.

        Args:
            keys: What each is found as; any whole numbers.
            vectors: A row for each key, of any length; zeros are near nothing.

        Raises:
            ValueError: There are more or fewer rows than keys, or they have other dimensions.
        """
        import numpy as np  # slow import

        if not len(keys):
            return
        rows = np.asarray(vectors, dtype=np.float32).reshape(len(keys), -1)
        if rows.shape[1] != self._rows.shape[1]:
            raise ValueError(f"a vector has {self._rows.shape[1]} numbers, not {rows.shape[1]}")
        end = self._count + len(keys)
        if end > len(self._rows):
            room = max(end, 2 * len(self._rows))
            self._keys, self._rows = _larger(self._keys, room), _larger(self._rows, room)
        self._keys[self._count : end] = keys
        self._rows[self._count : end] = _units(rows)
        self._count = end

    def nearest(self, vector: ArrayLike, *, most: int = 10) -> tuple[Neighbor, ...]:
        """The nearest to a vector.

        Args:
            vector: What to look for, as many numbers as all others; zeros find nothing.
            most: How many to give at most.

        Returns:
            The nearest first; of equally near ones those with the smaller key.
        """
        import numpy as np  # slow import

        asked = _units(np.asarray(vector, dtype=np.float32).reshape(1, -1))[0]
        most = min(most, self._count)
        if most < 1 or not asked.any():
            return ()
        likeness = self._rows[: self._count] @ asked
        edge = np.partition(likeness, self._count - most)[self._count - most]
        places = np.flatnonzero(likeness >= edge)  # all that are as near as the last, too
        order = np.lexsort((self._keys[places], -likeness[places]))[:most]
        return tuple(
            Neighbor(int(self._keys[place]), float(np.clip(likeness[place], -1, 1)))
            for place in places[order]
        )


def _units(rows: Floats) -> Floats:
    import numpy as np  # slow import

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return units


def _larger(old: NDArray[Any], room: int) -> NDArray[Any]:
    import numpy as np  # slow import

    new = np.empty((room, *old.shape[1:]), dtype=old.dtype)
    new[: len(old)] = old
    return new
