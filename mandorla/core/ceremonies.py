"""Meetings with a known course: which parts they have, and how much of the time each takes."""

from __future__ import annotations

from typing import Final

from mandorla.core.apportion import in_whole

# The share of the whole time that each part takes.
CEREMONIES: Final[dict[str, dict[str, float]]] = {
    "after_action": {"supposed": 0.15, "happened": 0.3, "why": 0.25, "next_time": 0.3},
    "peer_assist": {"context": 0.15, "questions": 0.25, "experience": 0.45, "actions": 0.15},
}


def part_minutes(kind: str, *, minutes: int) -> dict[str, int]:
    """The minutes that each part of a meeting takes.

    Args:
        kind: "after_action" or "peer_assist".
        minutes: The whole time.

    Returns:
        By part, in the order of the meeting, whole minutes that make the whole time.

    Raises:
        KeyError: There is no such kind.

    Source:
        Peer assist: Collison and Parcell, Learning to Fly, as shares of the time. After-action
        review: its four questions; how long each takes is our default.

    Example:
        >>> part_minutes("peer_assist", minutes=60)
        {'context': 9, 'questions': 15, 'experience': 27, 'actions': 9}
    """
    parts = CEREMONIES[kind]
    shares = [share * minutes for share in parts.values()]
    return dict(zip(parts, in_whole(shares, total=minutes), strict=True))
