"""Files of a survey, written as text, for tests of bringing one."""

from __future__ import annotations

from mandorla.value.survey.read import Survey, SurveyFile, read_survey
from tests.make import EXPECTATIONS

ITEMS = tuple(text for text, _level, _horizon in EXPECTATIONS)
P = (40, 25, 15, 10, 10, 0)
Q = (10, 20, 30, 5, 15, 20)


def points_csv(*rows: tuple[object, ...], items: tuple[str, ...] = ITEMS) -> str:
    """A file of 100 points with the respondents r1, r2 and so on."""
    lines = [("respondent", *items), *((f"r{n}", *row) for n, row in enumerate(rows, 1))]
    return "".join(",".join(map(str, line)) + "\n" for line in lines)


SCREENS = ((0, 1, 2), (3, 4, 5), (0, 3, 4), (1, 2, 5))


def picks_csv(count: int, *, items: tuple[str, ...] = ITEMS, wrong: str = "") -> str:
    """A file of best and worst, everybody the first and the last of each screen.

    Args:
        count: How many answered.
        items: The six items.
        wrong: The whole row of one more, as it is written.
    """
    parts = [f"{part} {n}" for n in range(1, 5) for part in ("shown", "best", "worst")]
    row = []
    for screen in SCREENS:
        row += [";".join(items[place] for place in screen), items[screen[0]], items[screen[-1]]]
    lines = [["respondent", *parts], *([f"r{n}", *row] for n in range(1, count + 1))]
    text = "".join(",".join(line) + "\n" for line in lines)
    return text + (f"{wrong}\n" if wrong else "")


def survey(organization: str, members: str, items: tuple[str, ...] = ()) -> Survey:
    """What is read of two texts."""
    return read_survey(
        organization=SurveyFile("o.csv", organization.encode()),
        members=SurveyFile("m.csv", members.encode()),
        items=items,
        source="Welding",
    )


def told(found: Survey) -> list[str]:
    """Its problems as sentences."""
    return [str(problem) for problem in found.problems]
