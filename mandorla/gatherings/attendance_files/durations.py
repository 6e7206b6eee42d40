"""Durations as meeting programs write them: "1h 30m 51s", "1 hr 2 min", "59 Min.", "0:45:10"."""

from __future__ import annotations

import re

from mandorla.base.tables import key_of

_CLOCK = re.compile(r"(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?")
_ISO = re.compile(r"p(?:(\d+)d)?t?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:[.,]\d+)?s)?")
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# English, German, French, Spanish, Portuguese, Italian, Dutch, Polish and the Nordic ones.
_UNITS = {
    86400: "d day days tag tage jour jours día días dia dias giorno giorni dag dagen dni dzień",
    3600: (
        "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore u uur uren "
        "godz godzina godziny godzin t time timer tim timmar"
    ),
    60: (
        "m min mins minute minutes minuten minuto minutos minuti minuut minuta minuty minut mn "
        "minutter minuter"
    ),
    1: (
        "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos seg segs "
        "secondo secondi seconden sekunda sekundy sekund sekunder"
    ),
}
_SECONDS_OF = {word: seconds for seconds, words in _UNITS.items() for word in words.split()}
LONGEST = 7 * 86400  # longer than any meeting: the cell holds something else


def seconds_of(text: str, *, bare: int | None = None) -> int | None:
    """How many seconds a cell says, or None when it says no duration.

    Args:
        text: The cell.
        bare: How many seconds a number without a word counts; None when such a number says
            nothing.

    >>> [seconds_of(text) for text in ("1h 30m 51s", "1 Std. 2 Min.", "0:45:10", "hello", "12")]
    [5451, 3720, 2710, None, None]
    >>> seconds_of("78", bare=60)
    4680
    """
    said = key_of(text)
    if not said:
        return None
    seconds = _counted(said, bare)
    return seconds if seconds is not None and 0 <= seconds <= LONGEST else None


def _counted(said: str, bare: int | None) -> int | None:
    clock = _CLOCK.fullmatch(said)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + seconds
    iso = _ISO.fullmatch(said)
    if iso and any(iso.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return days * 86400 + hours * 3600 + minutes * 60 + seconds
    if _NUMBER.fullmatch(said):
        return None if bare is None else round(_number(said) * bare)
    parts = _PART.findall(said)
    if not parts or _PART.sub("", said).strip(" ,;"):
        return None
    if any(word not in _SECONDS_OF for _count, word in parts):
        return None
    return round(sum(_number(count) * _SECONDS_OF[word] for count, word in parts))


def _number(text: str) -> float:
    return float(text.replace(",", "."))
