from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.base.design import PAIRS, TOKENS
from mandorla.core.contrast import Color, contrast, luminance, scheme_colors

BLACK, WHITE = Color(0, 0, 0), Color(1, 0, 0)
COLORS = st.builds(Color, st.floats(0, 1), st.floats(0, 0.3), st.floats(0, 360))
DECLARED = scheme_colors(TOKENS.read_text(encoding="utf-8"))
STYLES = sorted(TOKENS.parent.rglob("*.css"))


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21, abs=0.001)


# sRGB hexadecimal values and their luminance by the definition of WCAG, worked out apart.
@pytest.mark.parametrize(
    ("color", "expected"),
    [
        (Color(0.627955, 0.257683, 29.2339), 0.2126),  # ff0000
        (Color(0.866440, 0.294827, 142.4953), 0.7152),  # 00ff00
        (Color(0.452014, 0.313214, 264.0520), 0.0722),  # 0000ff
        (Color(0.599871, 0.0, 0.0), 0.215861),  # 808080
    ],
)
def test_luminance_equals_the_definition_when_the_color_is_known(
    color: Color, expected: float
) -> None:
    assert luminance(color) == pytest.approx(expected, abs=2e-4)


@given(COLORS, COLORS)
def test_contrast_is_the_same_when_words_and_ground_change_places(one: Color, other: Color) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.001


@given(COLORS)
def test_contrast_is_none_when_a_color_stands_on_itself(color: Color) -> None:
    assert contrast(color, color) == 1


def test_first_declaration_counts_when_a_token_is_declared_for_print_too() -> None:
    css = (
        "--a: light-dark(oklch(1 0 0), oklch(0 0 0));"
        " @media print { --a: light-dark(oklch(0.5 0 0), oklch(0.5 0 0)); }"
    )
    assert scheme_colors(css) == {"a": (WHITE, BLACK)}


@pytest.mark.parametrize(("front", "ground", "needed"), PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_pair_can_be_told_apart_in_either_scheme(
    front: str, ground: str, needed: float, scheme: int
) -> None:
    found = contrast(DECLARED[front][scheme], DECLARED[ground][scheme])
    assert found >= needed, f"{front} on {ground}: {found:.2f}"


def test_every_color_token_stands_in_a_pair() -> None:
    """A line only divides, so nothing depends on seeing it."""
    paired = {name for front, ground, _ in PAIRS for name in (front, ground)}
    assert set(DECLARED) - paired == {"line"}


def test_colors_are_written_in_tokens_only() -> None:
    """A shadow or the paper behind a code to scan is no color of the look."""
    written = [
        f"{path.name}: {line.strip()}"
        for path in STYLES
        if path != TOKENS
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl|oklch\(", line)
        and not re.search(r"box-shadow|::backdrop|code-to-scan", line)
    ]
    assert written == []


def test_layers_are_numbered_in_tokens_only() -> None:
    numbered = [
        f"{path.name}: {value}"
        for path in STYLES
        for value in re.findall(r"z-index:\s*([^;]+)", path.read_text(encoding="utf-8"))
        if not value.startswith("var(--z-")
    ]
    assert numbered == []


def test_every_custom_property_that_is_used_is_declared() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
    used = set(re.findall(r"var\(--([\w-]+)", text))
    declared = set(re.findall(r"--([\w-]+):", text))
    assert used - declared == set()
