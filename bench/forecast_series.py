"""Series to look back on: invented ones that the forecast does not assume, and real ones."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Family = Callable[[np.random.Generator, np.ndarray], tuple[str, np.ndarray]]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
BEGIN = date(2023, 1, 2)
LONGEST = 60  # readings before the last that is known
AHEAD = 12  # readings after it
FEWEST = 8


@dataclass(frozen=True)
class Series:
    """One measure as it was read."""

    name: str
    kind: str
    days: tuple[date, ...]
    values: tuple[float, ...]


def _at(rng: np.random.Generator, count: int) -> np.ndarray:
    """Days from the first reading on, weekly, fortnightly or monthly and never quite."""
    every = rng.choice([7.0, 14.0, 30.0])
    return np.cumsum(np.maximum(1, np.round(every * rng.uniform(0.6, 1.4, count))))


def seasonal(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """A wave of one year, or of a few months, on a level that hardly moves."""
    period = rng.choice([120.0, 182.0, 365.0])
    wave = rng.uniform(2, 10) * np.sin(2 * np.pi * (t / period + rng.random()))
    return "level", 50 + wave + rng.normal(0, 0.01) * t + rng.normal(0, rng.uniform(1, 4), len(t))


def stepped(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """It stays, then jumps: a new leader, a new tool, a merged unit."""
    jumps = rng.random(len(t)) < rng.uniform(0.03, 0.12)
    steps = np.cumsum(jumps * rng.normal(0, rng.uniform(4, 12), len(t)))
    return "level", 50 + steps + rng.normal(0, rng.uniform(0.5, 2), len(t))


def saturating(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """Quick at first, then slower toward a ceiling."""
    way = rng.uniform(10, 60) * rng.choice([-1, 1])
    grown = 1 - np.exp(-t / (t[-1] * rng.uniform(0.1, 0.6)))
    return "level", 60 + way * grown + rng.normal(0, rng.uniform(0.5, 4), len(t))


def counts(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """Events by month, more scattered than by chance alone, around a mean that moves slowly."""
    slow = np.sin(2 * np.pi * (t / t[-1] * rng.uniform(0.3, 1.5) + rng.random()))
    mean = np.exp(rng.uniform(0.3, 3.2) + rng.uniform(0, 0.7) * slow)
    size = rng.uniform(2, 15)
    return "count", rng.poisson(mean * rng.gamma(size, 1 / size, len(t))).astype(float)


def adopted(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """The share of some people asked who use what spreads along an S."""
    middle, pace = rng.uniform(0.2, 1.2) * t[-1], rng.uniform(3, 10) / t[-1]
    true = rng.uniform(0.4, 1) / (1 + np.exp(-pace * (t - middle)))
    asked = rng.integers(15, 80)
    return "share", rng.binomial(asked, true) / asked


def returning(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """It leaves its mean with a heavy tail and comes back."""
    back, found, at = rng.uniform(0.5, 0.9), np.empty(len(t)), 0.0
    for k in range(len(t)):
        at = back * at + rng.standard_t(4)
        found[k] = at
    return "level", 30 + 2 * found


def broken(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """A straight line that breaks once into another."""
    turn = t[-1] * rng.uniform(0.2, 0.9)
    first, then = rng.normal(0, 30 / t[-1], 2)
    line = first * t + (then - first) * np.maximum(0, t - turn)
    return "level", 40 + line + rng.normal(0, rng.uniform(0.5, 3), len(t))


def wandering(rng: np.random.Generator, t: np.ndarray) -> tuple[str, np.ndarray]:
    """What the forecast does assume: a level that wanders and drifts, read with noise."""
    gaps = np.diff(t, prepend=0)
    spread = np.exp(rng.normal(-0.5, 0.4)) * np.sqrt(gaps)
    level = np.cumsum(rng.normal(0.02, 0.05) * gaps + spread * rng.normal(size=len(t)))
    return "level", 50 + level + rng.normal(0, rng.uniform(0, 3), len(t))


KNOWN_FAMILIES: dict[str, Family] = {
    "seasonal": seasonal,
    "stepped": stepped,
    "saturating": saturating,
    "counts": counts,
    "wandering": wandering,
}
# Nothing of the forecast was chosen with these in sight.
NEW_FAMILIES: dict[str, Family] = {
    "adopted shares": adopted,
    "returning": returning,
    "broken line": broken,
}


def invented(name: str, *, count: int, seed: int) -> Iterator[Series]:
    """Some series of a family, each with 8 to 60 readings and twelve more to come."""
    family = (KNOWN_FAMILIES | NEW_FAMILIES)[name]
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        t = _at(rng, int(rng.integers(8, LONGEST + 1)) + AHEAD)
        kind, values = family(rng, t)
        days = tuple(BEGIN + timedelta(int(day)) for day in t)
        yield Series(f"{name} {number}", kind, days, tuple(float(value) for value in values))


def real() -> Iterator[Series]:
    """What is on this machine of the months of chats and the meetings of a council."""
    streams = sorted((DATA / "C_zulip_lean" / "zulip_json").glob("*-*"))
    folder = DATA / "A_openjs_cpc_meetings" / "meetings"
    for one in (*(each for stream in streams for each in _months(stream)), *_meetings(folder)):
        if len(one.days) >= FEWEST + AHEAD:
            yield one


def _months(stream: Path) -> Iterator[Series]:
    """Messages, senders and topics by month, and the share of topics in which two people wrote."""
    said: dict[int, list[tuple[str, str]]] = defaultdict(list)
    begun: dict[int, list[bool]] = defaultdict(list)
    for path in sorted(stream.glob("*.json")):
        messages = json.loads(path.read_text(encoding="utf-8"))
        first, senders = 10**6, set()
        for message in messages:
            at = datetime.fromtimestamp(message["timestamp"], UTC)
            month = at.year * 12 + at.month - 1
            said[month].append((message["sender_full_name"], path.name))
            senders.add(message["sender_full_name"])
            first = min(first, month)
        if messages:
            begun[first].append(len(senders) > 1)
    months = range(min(said) + 1, max(said))  # the first and the last are not whole
    days = tuple(date(month // 12, month % 12 + 1, 28) for month in months)
    name = stream.name.partition("-")[2]
    yield Series(f"{name}, messages", "count", days, tuple(float(len(said[m])) for m in months))
    people = tuple(float(len({who for who, _topic in said[m]})) for m in months)
    yield Series(f"{name}, senders", "count", days, people)
    yield Series(f"{name}, topics", "count", days, tuple(float(len(begun[m])) for m in months))
    some = [(day, begun[m]) for day, m in zip(days, months, strict=True) if begun[m]]
    shares = tuple(sum(of) / len(of) for _day, of in some)
    yield Series(f"{name}, answered", "share", tuple(day for day, _of in some), shares)


def _meetings(folder: Path) -> Iterator[Series]:
    """How many were at each meeting, and which share of them had been at the one before."""
    found = []
    for path in sorted(folder.glob("*/*.md")):
        part = re.search(
            r"^##+ *Present(.*?)(?=^##|\Z)", path.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
        lines = [line for line in part[1].splitlines() if line.strip()[:1] in "*-"] if part else []
        names = {line.strip(" *-").lower() for line in lines} - {""}
        stem = re.match(r"\d{4}-\d\d-\d\d", path.stem)
        if names and stem:
            found.append((date.fromisoformat(stem[0]), names))
    if not found:
        return
    days = tuple(day for day, _names in found)
    yield Series(
        "council, attendance", "count", days, tuple(float(len(names)) for _d, names in found)
    )
    again = [len(b & a) / len(b) for (_, a), (_, b) in pairwise(found)]
    yield Series("council, back again", "share", days[1:], tuple(again))


def yearly() -> Iterator[Series]:
    """Members by year as groups of a register wrote them into their annual reports."""
    told = re.compile(r"(slack channel|mailing list) member count\D{0,20}?([\d,]+)", re.IGNORECASE)
    found: dict[str, dict[date, float]] = defaultdict(dict)
    for path in sorted((DATA / "A_kubernetes_community").glob("*/annual-report-*.md")):
        year = int(path.stem.rpartition("-")[2])
        for what, number in told.findall(path.read_text("utf-8")):
            digits = number.replace(",", "")
            if digits:
                found[f"{path.parent.name}, {what.lower()}"][date(year, 12, 31)] = float(digits)
    for name, values in sorted(found.items()):
        days = tuple(sorted(values))
        yield Series(name, "count", days, tuple(values[day] for day in days))
