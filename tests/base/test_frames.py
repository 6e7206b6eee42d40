"""Parts of pages that are drawn once and filled in each time."""

from __future__ import annotations

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from mandorla.base.frames import filled

PART = "part.html"
WORDS = (
    '<p id="row-{{ ref }}"{% if is_now %} class="now"{% endif %}>{{ title }}'
    '{% if why %}, {% translate "and" %} {{ why }}{% endif %}: 100%</p>'
)


@pytest.fixture(autouse=True)
def part(settings):
    words = ("django.template.loaders.locmem.Loader", {PART: WORDS})
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.cached.Loader", [words])],
                "builtins": ["django.templatetags.i18n"],
            },
        }
    ]


def test_part_is_filled_with_other_texts_each_time():
    first = filled(PART, {"ref": 1, "title": "Scanner", "why": "late"}, is_now=False)
    again = filled(PART, {"ref": 2, "title": "Price list", "why": "old"}, is_now=False)

    assert first == '<p id="row-1">Scanner, and late: 100%</p>'
    assert again == '<p id="row-2">Price list, and old: 100%</p>'


def test_part_is_drawn_for_itself_when_a_text_is_empty_or_a_fact_another():
    full = filled(PART, {"ref": 1, "title": "Scanner", "why": "late"}, is_now=True)
    empty = filled(PART, {"ref": 1, "title": "Scanner", "why": ""}, is_now=True)
    waiting = filled(PART, {"ref": 1, "title": "Scanner", "why": ""}, is_now=False)

    assert full == '<p id="row-1" class="now">Scanner, and late: 100%</p>'
    assert empty == '<p id="row-1" class="now">Scanner: 100%</p>'
    assert waiting == '<p id="row-1">Scanner: 100%</p>'


def test_part_escapes_its_texts_as_a_template_does():
    texts = {"ref": "a", "title": '<b>"%(why)s" & \ue000why\ue001', "why": mark_safe("<i>so</i>")}

    assert filled(PART, texts, is_now=False) == (
        '<p id="row-a">&lt;b&gt;&quot;%(why)s&quot; &amp; \ue000why\ue001, and <i>so</i>: 100%</p>'
    )


def test_part_is_drawn_for_itself_when_the_language_is_another():
    texts = {"ref": 1, "title": "Scanner", "why": "late"}
    with override("en"):
        filled(PART, texts, is_now=False)

    with override("de"):
        found = filled(PART, texts, is_now=False)

    assert found == '<p id="row-1">Scanner, und late: 100%</p>'
