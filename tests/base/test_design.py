from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from mandorla.base.design import SampleForm
from mandorla.base.figure import Drawing, large_lens, percent, small_lens
from mandorla.core.lens_labels import Named
from mandorla.core.lettering import text_width
from tests import make

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def rendered(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context)).strip()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.mark.django_db
def test_design_page_opens_when_somebody_is_signed_in(client: Client) -> None:
    client.force_login(make.person("Ana Marković"))
    answer = client.get("/design/")
    assert answer.status_code == 200
    assert "Two circles and their lens" in answer.content.decode()


@pytest.mark.django_db
def test_design_page_asks_to_sign_in_when_nobody_is(client: Client) -> None:
    make.organization()
    assert client.get("/design/").headers["Location"] == "/accounts/login/?next=/design/"


@pytest.mark.django_db
def test_design_page_has_each_id_once(client: Client) -> None:
    client.force_login(make.person("Ana Marković"))
    found = re.findall(r'\sid="([^"]+)"', client.get("/design/").content.decode())
    assert sorted(found) == sorted(set(found))


@pytest.mark.django_db
@pytest.mark.parametrize(("chosen", "written"), [("dark", ' data-scheme="dark"'), ("", "")])
def test_page_wears_the_colors_a_person_chose(client: Client, chosen: str, written: str) -> None:
    client.force_login(make.person())
    answer = client.post("/scheme/", {"scheme": chosen, "next": "/design/"})
    assert answer.headers["Location"] == "/design/"
    opening = re.search(r"<html[^>]*>", client.get("/design/").content.decode())
    assert opening is not None
    assert opening[0] == f'<html lang="en"{written}>'


@pytest.mark.django_db
def test_choosing_colors_leads_home_when_the_way_back_is_another_site(client: Client) -> None:
    client.force_login(make.person())
    answer = client.post("/scheme/", {"scheme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_colors_are_not_chosen_when_a_link_is_followed(client: Client) -> None:
    client.force_login(make.person())
    assert client.get("/scheme/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("code", [400, 403, 404, 409, 429, 500])
def test_error_page_says_what_and_where_to_go_when_it_knows_nothing(code: int) -> None:
    """A server error is answered without any context, so every page must do without."""
    html = render_to_string(f"{code}.html", {"sentence": "Somebody was first."})
    assert f'<p class="over">{code}</p>' in html
    assert html.count('class="button"') == 1


def test_style_sheet_imports_only_files_that_exist() -> None:
    path = finders.find("base/css/app.css")
    assert isinstance(path, str)
    imported = re.findall(r'@import url\("([^"]+)"\)', Path(path).read_text(encoding="utf-8"))
    assert len(imported) > 30
    assert [name for name in imported if not finders.find(f"base/css/{name}")] == []


def test_every_component_is_imported() -> None:
    path = finders.find("base/css/app.css")
    assert isinstance(path, str)
    folder = Path(path).parent
    kept = {str(file.relative_to(folder)) for file in folder.rglob("*.css")} - {"app.css"}
    assert set(re.findall(r'@import url\("([^"]+)"\)', Path(path).read_text())) == kept


# --- the lens -----------------------------------------------------------------------------------


def test_lens_says_share_and_interval_in_words() -> None:
    html = rendered("{% lens share=0.58 low=0.48 high=0.66 %}")
    assert "<title>The value we share</title>" in html
    assert "58% of either is shared, between 48% and 66%." in html
    assert "between 48% and 66%" in words(html)
    assert "shared by both sides 58% 48%–66%" in words(html)


def test_lens_gives_nothing_out_when_too_few_answered() -> None:
    html = rendered("{% lens answers=3 share=0.4 low=0.3 high=0.5 %}")
    assert "3 answers: shown from 5." in words(html)
    assert not re.search(r"\b(40|30|50|60)%", html)
    assert 'class="s"' not in html
    empty = rendered("{% lens answers=3 %}")
    assert html == empty


def test_lens_shows_the_share_when_just_enough_answered() -> None:
    assert words(rendered('{% lens answers=5 share=0.4 size="tiny" %}')) == "Shared value: 40%"


def test_lens_stands_empty_when_nobody_was_asked() -> None:
    assert words(rendered('{% lens size="header" %}')) == "Shared value: nobody has been asked yet"
    assert "Nobody has been asked yet." in words(rendered("{% lens %}"))


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (0.004, "<1%"),
        (0.006, "1%"),
        (0.58, "58%"),
        (0.994, "99%"),
        (0.996, ">99%"),
        (1, "100%"),
    ],
)
def test_share_is_called_nothing_or_all_only_when_it_is(share: float, said: str) -> None:
    assert percent(share) == said


def test_lens_names_everything_in_full_for_those_who_cannot_see_it() -> None:
    long = "A common way of working " * 5
    html = rendered("{% lens share=0.58 shared=shared members=members %}", shared=[Named(long)],
                    members=[Named("Support in a hard role", "17 points more")])  # fmt: skip
    described = re.findall(r"<desc>(.*?)</desc>", html, re.DOTALL)
    assert len(described) == 2
    assert long in described[0]
    assert "The members expect more of: Support in a hard role (17 points more)." in described[0]


def pictures(share: float, interval: tuple[float, float]) -> tuple[Drawing, Drawing]:
    return large_lens(
        share,
        interval=interval,
        sides=("Organization", "Members"),
        between="between",
        organization=(),
        shared=(),
        members=(),
    )


def test_picture_is_laid_out_once_when_the_share_is_the_same() -> None:
    assert pictures(0.58, (0.4, 0.6)) is pictures(0.58, (0.4, 0.6))
    assert small_lens(0.58, "tiny") is small_lens(0.58, "tiny")


@pytest.mark.parametrize("size", ["header", "tiny"])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.58, 1.0])
def test_circles_stay_within_the_drawing(size: str, share: float) -> None:
    drawn = small_lens(share, size)
    width, height = (float(number) for number in drawn.view_box.split()[2:])
    assert float(drawn.left) - float(drawn.radius) >= 0
    assert float(drawn.right) + float(drawn.radius) <= width
    assert float(drawn.middle) + float(drawn.radius) <= height


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.01), (0.48, 0.49), (0.99, 1.0)])
def test_ends_of_an_interval_are_told_apart_and_stay_in_the_picture(
    low: float, high: float
) -> None:
    for drawing in pictures(low, (low, high)):
        assert drawing.scale is not None
        width = float(drawing.circles.view_box.split()[2])
        left, right = drawing.scale.letters[2:]
        assert float(left.x) - text_width(left.text, size=12.5) >= 0
        assert float(right.x) + text_width(right.text, size=12.5) <= width
        assert float(left.x) + 3 <= float(right.x)


@pytest.mark.parametrize("share", [0.0, 0.48, 1.0])
def test_ends_of_an_interval_are_said_once_when_they_are_the_same(share: float) -> None:
    for drawing in pictures(share, (share, share)):
        assert drawing.scale is not None
        assert len(drawing.scale.letters) == 3


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "said"),
    [(0, "0 of 3: works against it"), (3, "3 of 3: by itself"), (None, "not judged yet")],
)
def test_fit_is_said_in_words(score: int | None, said: str) -> None:
    assert words(rendered("{% scale score %}", score=score)) == said


def test_state_is_said_in_words() -> None:
    assert rendered('{% status "closing" %}') == '<span class="status is-watch">closing</span>'
    assert (
        rendered("{% status value %}", value="<b>")
        == '<span class="status is-none">&lt;b&gt;</span>'
    )


@pytest.mark.parametrize(
    ("on", "said"),
    [(date(2026, 9, 2), "2 September"), (date(2025, 9, 2), "2 September 2025")],
)
def test_day_names_the_year_only_when_it_is_another(on: date, said: str) -> None:
    html = rendered("{% day on %}", on=on, now=NOW)
    assert words(html) == said
    assert f'datetime="{on.isoformat()}"' in html
    assert rendered("{% day on %}", on=None) == ""


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=12), "12 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=12), "yesterday, 21:00"),
        (timedelta(days=20), "10 February, 09:00"),
        (timedelta(days=400), "26 January 2025"),
        (timedelta(days=-2), "4 March, 09:00"),
        (timedelta(hours=-2), "2 March, 11:00"),
    ],
)
def test_moment_is_relative_only_while_it_is_recent(passed: timedelta, said: str) -> None:
    html = rendered("{% moment at %}", at=NOW - passed, now=NOW)
    assert words(html) == said
    assert 'title="' in html


# --- forms --------------------------------------------------------------------------------------


def test_field_ties_its_help_and_its_error_to_the_control() -> None:
    html = str(SampleForm({"name": ""})["name"].as_field_group())
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert described[1].split() == ["id_name_helptext", "id_name_error"]
    assert [f'id="{name}"' in html for name in described[1].split()] == [True, True]
    assert 'aria-invalid="true"' in html


def test_field_says_that_it_is_optional_when_it_is() -> None:
    form = SampleForm()
    assert words(str(form["archetype"].as_field_group())).startswith("Archetype (optional)")
    assert "(optional)" not in str(form["name"].as_field_group())


def test_errors_link_to_their_fields() -> None:
    form = SampleForm({"name": "", "purpose": "x", "joining": "open", "agreed": "on"})
    html = rendered('{% include "base/_errors.html" %}', form=form)
    assert words(html) == ("One thing needs your attention; nothing was saved Name : Fill this in.")
    assert '<a href="#id_name">' in html


def test_page_names_its_addresses() -> None:
    assert (reverse("base:design"), reverse("base:scheme")) == ("/design/", "/scheme/")
