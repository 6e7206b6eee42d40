"""A community whose license takes years: everybody whom it concerns, and what time it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from playwright.sync_api import Page, expect

from mandorla.advice.keeping import keep
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.work.models import Lesson
from tests import make
from tests.e2e.browser import Axe, runs_over
from tests.e2e.stories import Clock, Told
from tests.value.rounds import Group, held

NAME: Final = "Pump doctors"
SCOPE: Final = "Pumps that fail at night"
LESSON: Final = "Ask who heard it first"


@dataclass
class Life(Told):
    """A community with everybody whom its license concerns.

    Attributes:
        people: By first name: Ana leads, Cleo and Lena become core, Ben and later Dana sponsor,
            Mio is a member, Karin looks after the program, Sten has nothing to do with it.
        clock: What time it is.
    """

    people: dict[str, Person]
    clock: Clock
    axe: Axe

    def on_desk(self, name: str, where: str = "license/") -> Page:
        """Somebody sits at a desk."""
        return self.at(self.desk, self.people[name], where)

    def on_phone(self, name: str, where: str = "license/") -> Page:
        """Somebody has a phone in the hand."""
        return self.at(self.phone, self.people[name], where)

    def look(self, heading: str) -> None:
        """The phone shows the page of this heading; it can be read by everybody, and fits."""
        expect(self.phone.locator(".page-title")).to_have_text(heading)
        self.axe(self.phone)
        assert runs_over(self.phone) == 0, self.phone.url

    def news(self, name: str, sentence: str) -> None:
        """Somebody was told so."""
        page = self.on_phone(name, "/news/")
        expect(page.locator(".news li").filter(has_text=sentence).first).to_be_visible()

    def portfolio(self, license: str, decision: str, query: str = "") -> None:
        """Karin reads this of it in her portfolio, once it was looked at."""
        keep([self.community.pk], at=self.clock.now)
        row = self.on_desk("Karin", f"/portfolio/{query}").get_by_role("row").filter(has_text=NAME)
        expect(row.get_by_role("cell").first).to_contain_text(license)
        expect(row.get_by_role("cell").last).to_contain_text(decision)


def founded() -> tuple[Community, dict[str, Person]]:
    """The community as Ana begins it, and everybody by first name."""
    service, plants = make.unit("Service"), make.unit("Plants")
    people = {
        name.split()[0]: make.person(name, unit=unit)
        for name, unit in {
            "Ana Marković": service,
            "Cleo Ferrari": plants,
            "Lena Berg": plants,
            "Ben Okafor": service,
            "Dana Weiss": None,
            "Mio Tanaka": service,
            "Sten Stranger": None,
        }.items()
    }
    people["Karin"] = make.program_manager()
    community = make.community(
        NAME,
        leader=people["Ana"],
        sponsor=people["Ben"],
        members=(people["Mio"], *make.members(5)),
        purpose=SCOPE,
    )
    return community, people


def grow(life: Life) -> None:
    """In spring they agree on a charter, weigh what they want, and win people of another unit."""
    at, ana, ben = life.clock.now, life.people["Ana"], life.people["Ben"]
    for name in ("Cleo", "Lena"):
        core = life.people[name]
        Membership.appoint(community=life.community, person=core, role="core", by=ana, at=at)
    charter = make.charter(life.community, state="published", by=ana)
    charter.sign(side="organization", by=ben, at=at)
    charter.sign(side="members", by=ana, at=at)
    members = life.community.memberships.filter(role="member").select_related("person")
    held(
        Group(life.community, ana, ben, life.people["Cleo"], tuple(seat.person for seat in members))
    )


def leave_something(life: Life) -> Community:
    """It has a lesson and a rhythm when it ends, and another community could take them over."""
    today = life.clock.today
    Lesson.keep_one(
        community=life.community,
        text=LESSON,
        look_again_on=today + timedelta(days=90),
        by=life.people["Ana"],
        at=life.clock.now,
    )
    make.series(life.community, starts_on=today)
    return make.community("Valve menders", leader=life.people["Lena"], status="active")


def named(verb: str, thing: str) -> re.Pattern[str]:
    """A button whose verb is seen, and what it is about only heard."""
    return re.compile(f"^{verb} ?: {thing}$")
