"""A community as large organizations have them: long names, and more units than a screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from playwright.sync_api import Page

from mandorla.communities.models import Community
from mandorla.people.models import Person, Unit
from mandorla.strategy.models import Objective
from tests import make
from tests.e2e.browser import Axe, runs_over

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
WIDTHS: Final = (390, 1280)  # pixels
LONG_LINE = (
    "Who of you has told a customer of the Donaudampfschifffahrtselektrizitätenhauptbetriebswerk "
    "that the delivery comes a week later, and what did you say to them?"
)
LONG_WORDS = (
    f"{LONG_LINE}\n\nIt is the third time this year; https://halden.example/{'very/' * 18}deep"
)


@dataclass(frozen=True)
class Crowd:
    """Two communities of the same people: a full one and one where nothing was said yet.

    Attributes:
        units: Forty units below three others, each with a long name.
    """

    full: Community
    empty: Community
    ana: Person
    priya: Person
    ben: Person
    karin: Person
    objective: Objective
    units: tuple[Unit, ...]


def crowd() -> Crowd:
    """Ana leads, Priya is a member, Ben sponsors, and Karin looks after the program."""
    division = make.unit("Division of Energy, Drives and Automation in Europe and the Middle East")
    group = make.unit("Business Group Medium Voltage Drives and Converters", parent=division)
    units = tuple(
        make.unit(f"Engineering and Aftersales Plant {n}, Lappeenranta–Villmanstrand", parent=group)
        for n in range(40)
    )
    ana = make.person("Ana-Valentina Marković-Hohenberger von der Brelie", unit=units[0])
    priya = make.person("Priyadarshini Venkataraghavan-Subramaniam", unit=units[1])
    ben = make.person("Benjamin Chukwuemeka Okafor-Featherstonehaugh")
    karin = make.program_manager("Karin Lindqvist")
    full, empty = (
        make.community(name, leader=ana, sponsor=ben, members=(priya,), status="active")
        for name in ("Community of everybody who changes how Atlas is introduced", "Quiet ones")
    )
    objective = make.objective(
        "Every customer hears within one working day what becomes of the request", owner=ben
    )
    return Crowd(full, empty, ana, priya, ben, karin, objective, units)


def look_at(page: Page, axe: Axe, *addresses: str) -> None:
    """Every page passes axe and is as wide as the screen: phone and desk, light and dark."""
    for scheme, address in product(SCHEMES, addresses):
        page.emulate_media(color_scheme=scheme)
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            axe(page)
            assert runs_over(page) == 0, f"{address} at {width} pixels"
