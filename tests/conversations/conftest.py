from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mandorla.conversations.lake import Lake


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """Posts, exports and the salt of a test lie in a folder of its own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.CONVERSATION_LAKE = str(tmp_path / "data" / "lake")
    settings.CONVERSATION_MONTHS = 0
    return Path(settings.DATA_DIR)


@pytest.fixture
def posts_lake(settings: Any) -> Lake:
    """Where the posts of a test lie."""
    return Lake(settings.CONVERSATION_LAKE)
