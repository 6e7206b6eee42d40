from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.register.sources.annual_reports import Asked, read_report
from tests.shared_data import shared


def pairs(text: str) -> list[tuple[str, str, str]]:
    return [(one.section, one.question, one.answer) for one in read_report(text).asked]


def test_report_is_read_when_questions_have_numbers():
    text = """# 2022 Annual Report: Kettles

## Health

1. Who helps,
   and who does not? (a link will do)

   - Ana
     - and her team

2. What do you count?
   Cups.

## Members

- Cups: 12
"""
    assert read_report(text).title == "2022 Annual Report: Kettles"
    assert pairs(text) == [
        ("Health", "Who helps, and who does not? (a link will do)", "- Ana\n  - and her team"),
        ("Health", "What do you count?", "Cups."),
        ("Members", "Members", "- Cups: 12"),
    ]


def test_report_is_read_when_questions_are_bold():
    text = """# Kettles 2020 Annual Report

Written by Ana.

## Members

**Are all who lead
active?**

Yes.

- **Do you measure? (how?)**

    No.
"""
    assert pairs(text) == [
        ("Kettles 2020 Annual Report", "Kettles 2020 Annual Report", "Written by Ana."),
        ("Members", "Are all who lead active?", "Yes."),
        ("Members", "Do you measure? (how?)", "No."),
    ]


def test_report_is_read_when_questions_are_entries_of_a_list():
    text = """# Operational

* Is it accurate?
  * Yes, and why should it not be? It is looked at.
* When was the last update? (with
  a link)
  * In May
"""
    assert pairs(text) == [
        ("Operational", "Is it accurate?", "* Yes, and why should it not be? It is looked at."),
        ("Operational", "When was the last update? (with a link)", "* In May"),
    ]


def test_report_is_read_when_questions_are_headings():
    text = """# 2021 Annual Report: Tea

## Health

### 1. Who helps

Ana

### Is it active?

### Talks

One
"""
    assert pairs(text) == [
        ("Health", "Who helps", "Ana"),
        ("Health", "Is it active?", "### Talks\n\nOne"),
    ]


def test_report_leaves_out_what_the_template_says_to_whoever_fills_it_in():
    text = "# 2021: Tea\n\n## A\n\n<!-- Say who\nand how -->\n1. Who?\n"
    assert read_report(text).asked == (Asked("A", "Who?", "", 7),)


def test_report_leads_where_its_links_do_when_they_have_names():
    text = "1. Who [asks]?\n\n   [Ana], [she][asks], [ ] Bo\n\n[ana]:https://a.example\n[asks]: https://b.example\n"
    assert pairs(text) == [
        ("", "Who asks?", "[Ana](https://a.example), [she](https://b.example), [ ] Bo")
    ]


def test_report_is_one_answer_when_it_has_neither_heading_nor_question():
    assert pairs("We drank tea.\n") == [("", "", "We drank tea.")]


@given(st.text(alphabet=st.sampled_from(list("#*-_1.) ?\n\tab[]()<!>")), max_size=200))
def test_report_is_read_when_it_is_any_text(text):
    for one in read_report(text).asked:
        assert one.line >= 1


@pytest.mark.parametrize("year", [2020, 2021, 2022, 2023, 2024])
def test_report_loses_no_word_when_it_is_a_real_one(year):
    folder = shared("A_kubernetes_community")
    paths = sorted(folder.rglob(f"annual-report-{year}.md"))
    assert len(paths) >= 25
    for path in paths:
        text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        lines = [line for line in text.splitlines() if not re.match(r" {0,3}\[[^\]]+\]:", line)]
        bare = re.sub(r"\](\([^()]*\)|\[[^\[\]]*\])", "]", "\n".join(lines))  # as questions do
        report = read_report(text)
        kept = " ".join(
            [report.title, *(f"{o.section} {o.question} {o.answer}" for o in report.asked)]
        )
        lost = set(re.findall(r"[^\W\d_]{2,}", bare)) - set(re.findall(r"[^\W\d_]{2,}", kept))
        assert lost == set(), path
        assert Counter(bool(one.question) for one in report.asked)[False] == 0
