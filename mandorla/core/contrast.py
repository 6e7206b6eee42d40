"""Whether words and shapes can be told from their ground: OKLCH colors and WCAG contrast."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_OKLCH = r"oklch\(\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\)"
_TOKEN = re.compile(rf"--([\w-]+):\s*light-dark\(\s*{_OKLCH}\s*,\s*{_OKLCH}\s*\)\s*;")


@dataclass(frozen=True)
class Color:
    """An opaque color.

    Attributes:
        lightness: From 0 (black) to 1 (white).
        chroma: From 0 (gray), seldom above 0.3 in sRGB.
        hue: In degrees.
    """

    lightness: float
    chroma: float
    hue: float


def luminance(color: Color) -> float:
    """How light a color looks on a screen.

    Args:
        color: An OKLCH color; what lies outside sRGB is clipped channel by channel.

    Returns:
        Relative luminance, 0 for black to 1 for white.

    Source:
        B. Ottosson, "A perceptual color space for image processing" (2020), for OKLCH to linear
        sRGB; WCAG 2.2, "relative luminance".

    Example:
        >>> round(luminance(Color(1.0, 0.0, 0.0)), 3), round(luminance(Color(0.0, 0.0, 0.0)), 3)
        (1.0, 0.0)
    """
    red, green, blue = _linear_srgb(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Color, second: Color) -> float:
    """The contrast between two colors, whichever is in front.

    Args:
        first: One color.
        second: The other.

    Returns:
        The ratio, from 1 (none) to 21 (black on white). Level AA asks for 4.5 for text, and for
        3 for large text, controls and shapes that carry meaning.

    Source:
        WCAG 2.2, "contrast ratio", success criteria 1.4.3 and 1.4.11.

    Example:
        >>> round(contrast(Color(1.0, 0.0, 0.0), Color(0.0, 0.0, 0.0)), 1)
        21.0
    """
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def scheme_colors(css: str) -> dict[str, tuple[Color, Color]]:
    """The colors a style sheet declares for its light and its dark scheme.

    Args:
        css: Text with declarations like
            `--ink: light-dark(oklch(0.24 0.012 60), oklch(0.93 0.008 85));`. Of a name declared
            twice the first counts: later ones are for other media.

    Returns:
        For each name without its dashes, the light color and the dark one.

    Source:
        The form our own tokens.css is written in.

    Example:
        >>> scheme_colors("--ink: light-dark(oklch(0.2 0 60), oklch(0.9 0 85));")["ink"][1]
        Color(lightness=0.9, chroma=0.0, hue=85.0)
    """
    found: dict[str, tuple[Color, Color]] = {}
    for name, *numbers in _TOKEN.findall(css):
        values = [float(number) for number in numbers]
        found.setdefault(name, (Color(*values[:3]), Color(*values[3:])))
    return found


def _linear_srgb(color: Color) -> tuple[float, float, float]:
    angle = math.radians(color.hue)
    a, b = color.chroma * math.cos(angle), color.chroma * math.sin(angle)
    long = (color.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (color.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (color.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _clip(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _clip(channel: float) -> float:
    return min(1.0, max(0.0, channel))
