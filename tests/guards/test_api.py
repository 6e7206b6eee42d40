"""The API is what its published description says, and nobody gets in without saying who."""

from __future__ import annotations

import inspect
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Annotated

import pytest
from django.test import Client
from ninja import Schema
from pydantic import Field, TypeAdapter, ValidationError

from mandorla.api.openapi import as_text, read_schema
from mandorla.api.routes import ROUTERS
from mandorla.base.api.fields import Given
from tests import make
from tests.guards.tree import ROOT, refuse

PUBLISHED = ROOT / "docs" / "openapi.json"
HIDDEN = ("\u200b\u200b", "\u2800", "\u202eab", "\u3164")


def test_description_of_the_api_is_the_published_one():
    assert json.loads(PUBLISHED.read_text()) == json.loads(as_text()), (
        "The API changed. When that is meant: mandorla openapi"
    )


@pytest.mark.django_db
def test_operations_ask_who_calls_when_nobody_says(client: Client):
    make.organization()
    found = []
    for path, methods in read_schema()["paths"].items():
        for method in methods:
            address = re.sub(r"\{\w+\}", "1", path)
            answer = client.generic(method.upper(), address, "{}", content_type="application/json")
            if answer.status_code != 401:
                found.append(f"{method.upper()} {path}: {answer.status_code}")

    refuse(found, "This operation answers to anybody")


def test_what_the_api_takes_and_gives_has_one_name_each():
    """The description names a body by its class: two of a name would be described as one."""
    where: dict[str, set[str]] = defaultdict(set)
    for kind in bodies():
        where[kind.__name__].add(kind.__module__)

    refuse(
        [f"{name}: {', '.join(sorted(of))}" for name, of in sorted(where.items()) if len(of) > 1],
        "Two bodies of the API have the same name",
    )


def test_a_text_the_api_takes_has_one_length():
    """Of two lengths only one is enforced, and it need not be the shorter one."""
    found = []
    for kind in bodies():
        for name, field in kind.model_fields.items():
            lengths = [one for one in field.metadata if getattr(one, "max_length", None)]
            if len(lengths) > 1:
                found.append(f"{kind.__module__}.{kind.__name__}.{name}")

    refuse(found, "Say the length once: Annotated[str, OneLine(60)]")


def test_a_line_the_api_takes_hides_nothing():
    """What may have no second line is shown as one, so that none of its letters turn or vanish."""
    found = []
    for kind in bodies():
        if not issubclass(kind, Given):
            continue
        for name, field in kind.model_fields.items():
            told: TypeAdapter[object] = TypeAdapter(
                Annotated[field.annotation, *(field.metadata or [Field()])]  # type: ignore[arg-type]
            )
            for shape in (lambda text: text, lambda text: [text], lambda text: {"a": text}):
                is_line = takes(told, shape("a b")) and not takes(told, shape("a\nb"))
                if is_line and any(takes(told, shape(text)) for text in HIDDEN):
                    found.append(f"{kind.__module__}.{kind.__name__}.{name}")

    refuse(found, "Take a line as OneLine, Line, Name, Entry or FileName")


def takes(told: TypeAdapter[object], value: object) -> bool:
    """Whether a field takes this."""
    try:
        told.validate_python(value)
    except ValidationError:
        return False
    return True


def test_operations_say_what_they_return_and_that_it_is_no_tuple():
    """Of a tuple with two in it the first would be taken for the status of the answer.

    What a function says it returns is what the types are checked against, so that saying `list`
    is enough, while `Any` or a sequence would let a tuple through.
    """
    found = []
    for function in operations():
        said = str(inspect.unwrap(function).__annotations__.get("return", "nothing said"))
        if re.match(r"nothing said|Any\b|object\b|tuple|Sequence|Iter|Collection", said):
            found.append(f"{function.__module__}.{function.__name__}: {said}")

    refuse(found, "Say what it returns; a list is list[...] and never a tuple")


def operations() -> Iterator[Callable[..., object]]:
    """The functions that answer the API."""
    for router in ROUTERS:
        for path in router.path_operations.values():
            for operation in path.operations:
                yield operation.view_func


def bodies() -> Iterator[type[Schema]]:
    """Everything the API takes and gives."""
    waiting = [Schema]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("mandorla.") and "[" not in kind.__name__:
                yield kind
