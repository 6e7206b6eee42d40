from __future__ import annotations

import doctest
import importlib

import pytest

from tests.guards.tree import PACKAGE, files

MODULES = [path.stem for path in files("*.py", under=PACKAGE / "core") if path.stem != "__init__"]


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_true(module):
    found = doctest.testmod(importlib.import_module(f"mandorla.core.{module}"))

    assert found.failed == 0
