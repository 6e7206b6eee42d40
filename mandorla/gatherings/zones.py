"""Time zones by the cities people name."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from mandorla.core.rhythm_choice import zone_of

REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
OFFERED = (  # to begin with; every other city can be typed
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Warsaw",
    "UTC",
)


@cache
def cities() -> dict[str, str]:
    """The IANA name of each city, by its name in lower case; the shortest when two share it.

    IANA names are there as well, and the names that Windows has for time zones.
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # slow import

    names = [name for name in available_timezones() if name.partition("/")[0] in REGIONS]
    longest_first = sorted(names, key=lambda name: (-name.count("/"), name))
    of_windows = {name: zone for name, zone in WINDOWS_TO_OLSON.items() if name != "UTC"}
    return {
        **{name.casefold(): zone for name, zone in of_windows.items()},
        **{name.replace("_", " ").casefold(): name for name in names},
        **{name.rpartition("/")[2].replace("_", " ").casefold(): name for name in longest_first},
    }


def zone_named(text: str) -> str:
    """The IANA name of the zone somebody means, or nothing when it is not known."""
    return zone_of(text, cities=cities())
