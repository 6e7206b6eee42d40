"""The reference page: the schema as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mandorla.api.openapi import read_schema
from mandorla.api.problems import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

METHODS_WITH_BODY = {"POST", "PUT", "PATCH"}


@dataclass(frozen=True)
class Value:
    """Something that is sent or comes back.

    Attributes:
        kind: What it is, in words, as "whole number" or "list of Step".
    """

    name: str
    kind: str
    needed: bool
    meaning: str


@dataclass(frozen=True)
class Operation:
    """One thing that the API can do."""

    name: str
    method: str
    path: str
    summary: str
    more: str
    asked: tuple[Value, ...]
    sent: tuple[Value, ...]
    answered: tuple[Value, ...]
    answer: str
    refusals: tuple[int, ...]
    example: str


@dataclass(frozen=True)
class Group:
    """The operations on one kind of thing."""

    name: str
    anchor: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Reference:
    """Everything the page tells."""

    groups: tuple[Group, ...]
    problems: tuple[tuple[str, str], ...]
    refusals: tuple[tuple[str, str], ...]


@cache
def read_reference() -> Reference:
    """The whole reference, made from the schema."""
    schema = read_schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, found in methods.items():
            operation = _operation(schema, path=path, method=method.upper(), found=found)
            groups.setdefault(found["tags"][0], []).append(operation)
    return Reference(
        groups=tuple(
            Group(name=name, anchor=name.lower(), operations=tuple(operations))
            for name, operations in groups.items()
        ),
        problems=tuple(KINDS.items()),
        refusals=tuple(
            (name.removeprefix("Problem"), found["description"])
            for name, found in schema["components"]["responses"].items()
        ),
    )


def _operation(
    schema: Mapping[str, Any], *, path: str, method: str, found: Mapping[str, Any]
) -> Operation:
    body = found.get("requestBody", {}).get("content", {}).get("application/json", {})
    sent = _fields(schema, body.get("schema", {}))
    status, answer = next(iter(found["responses"].items()))
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        name=found["operationId"],
        method=method,
        path=path,
        summary=found["summary"],
        more=found["description"],
        asked=tuple(
            _value(given["name"], given["schema"], needed=given["required"])
            for given in found["parameters"]
        ),
        sent=sent,
        answered=_fields(schema, content),
        answer=f"{status} {_kind(content)}" if content else status,
        refusals=tuple(int(code) for code in found["responses"] if int(code) >= 400),
        example=_example(method, path, sent),
    )


def _fields(schema: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[Value, ...]:
    if "$ref" in found:
        found = schema["components"]["schemas"][found["$ref"].rsplit("/", 1)[-1]]
    needed = found.get("required", [])
    return tuple(
        _value(name, value, needed=name in needed)
        for name, value in found.get("properties", {}).items()
    )


def _value(name: str, found: Mapping[str, Any], *, needed: bool) -> Value:
    return Value(name=name, kind=_kind(found), needed=needed, meaning=found.get("description", ""))


def _kind(found: Mapping[str, Any]) -> str:
    """What a value is, in words."""
    if "$ref" in found:
        return str(found["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in found:
        return _either(_kind(part) for part in found["anyOf"])
    if "enum" in found:
        return _either(str(value) for value in found["enum"])
    if "const" in found:
        return str(found["const"])
    if found.get("type") == "array":
        return f"list of {_kind(found.get('items', {}))}"
    return {
        ("string", "date"): "day",
        ("string", "date-time"): "moment",
        ("string", "time"): "time of day",
        ("string", "email"): "e-mail address",
    }.get((found.get("type", ""), found.get("format", "")), _plain(str(found.get("type", ""))))


def _plain(kind: str) -> str:
    names = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return names.get(kind, kind or "anything")


def _either(kinds: Iterable[str]) -> str:
    return " or ".join(kinds)


def _example(method: str, path: str, sent: Iterable[Value]) -> str:
    """How to call it from a shell."""
    words = ["curl", "-H", '"Authorization: Bearer $TOKEN"']
    if method != "GET":
        words += ["-X", method]
    needed = [value for value in sent if value.needed]
    if method in METHODS_WITH_BODY and (needed or any(sent)):
        values = ", ".join(f'"{value.name}": …' for value in needed)
        words += ["-H", '"Content-Type: application/json"', "-d", f"'{{{values}}}'"]
    return " ".join([*words, f'"$MANDORLA{path}"'])
