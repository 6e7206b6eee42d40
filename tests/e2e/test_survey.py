from __future__ import annotations

import pytest

from mandorla.value.models import Elicitation
from tests import make
from tests.e2e.browser import in_both_schemes, on_a_phone, runs_over, without_javascript
from tests.value.surveys import P, Q, points_csv

pytestmark = pytest.mark.django_db(transaction=True)


def look_at(page, *rows: tuple[int, ...]) -> None:
    page.goto("/communities/welding/value/rounds/survey/")
    for label, text in (
        ("What was answered for the organization", points_csv(P)),
        ("What the members answered", points_csv(*rows)),
    ):
        file = {"name": "answers.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.get_by_label(label).set_input_files(file)
    page.get_by_role("button", name="See what is understood").click()


def weighed():
    ana = make.person("Ana")
    make.expectations(make.community("Welding", leader=ana))
    return ana


@in_both_schemes
def test_survey_is_looked_at_and_counted(page, signed_in, axe):
    signed_in(page, weighed()).goto("/communities/welding/value/rounds/survey/")
    axe(page)
    look_at(page, *[Q] * 6, (1, 2, 3, 4, 5, 6))
    page.get_by_text("The points make 21 together, and not 100.").wait_for()
    axe(page)
    page.get_by_role("button", name="Leave out this row and count the rest").click()
    page.get_by_text("The survey is counted as round 1.").wait_for()
    assert Elicitation.objects.get().urn.count == 6


@on_a_phone
@without_javascript
def test_survey_is_counted_on_a_phone_without_javascript(page, signed_in):
    look_at(signed_in(page, weighed()), *[Q] * 6)
    assert runs_over(page) == 0
    page.get_by_role("button", name="Count it as a round").click()
    page.get_by_text("The survey is counted as round 1.").wait_for()
