"""Values of measures as they are read and written."""

from __future__ import annotations

import re


def exact(value: float, shape: str) -> str:
    """A value as somebody entered it: a share in percent, thousands with a comma.

    >>> exact(0.455, "share"), exact(1234.5, "level")
    ('45.5%', '1,234.5')
    """
    return f"{value * 100:.10g}%" if shape == "share" else f"{value:,.10g}"


def typed(value: float | None, shape: str) -> str:
    """A value as it is typed into a field or a file; nothing when there is none.

    >>> typed(0.455, "share"), typed(1234.5, "level")
    ('45.5%', '1234.5')
    """
    if value is None:
        return ""
    plain = value * 100 if shape == "share" else value
    text = re.sub(r"\.0$", "", repr(round(plain, 12)))
    return f"{text}%" if shape == "share" else text
