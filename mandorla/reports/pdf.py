"""Papers: a template of typst and what stands in it become a tagged PDF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


def make_pdf(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The paper as PDF/UA-1; the same data at the same moment give the same paper."""
    import typst  # slow import

    made: bytes = typst.compile(
        template.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return made
