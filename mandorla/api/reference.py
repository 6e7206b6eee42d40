"""The reference page: the schema as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mandorla.api.openapi import read_schema
from mandorla.api.problems import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

METHODS_WITH_BODY = {"POST", "PUT", "PATCH"}


@dataclass(frozen=True)
class Value:
    """Something that is sent or comes back.

    Attributes:
        kind: What it is, in words, as "whole number" or "list of Step".
        type: The name of the type it is made of; empty when it is plain.
    """

    name: str
    kind: str
    type: str
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
    answer: str
    answer_type: str
    refusals: tuple[int, ...]
    example: str


@dataclass(frozen=True)
class Group:
    """The operations on one kind of thing."""

    name: str
    anchor: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Type:
    """Something that values are made of."""

    name: str
    meaning: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Reference:
    """Everything the page tells."""

    groups: tuple[Group, ...]
    types: tuple[Type, ...]
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
        types=tuple(_types(schema)),
        problems=tuple(KINDS.items()),
        refusals=tuple(
            (name.removeprefix("Problem"), found["description"])
            for name, found in schema["components"]["responses"].items()
        ),
    )


def _types(schema: Mapping[str, Any]) -> Iterator[Type]:
    for name, found in schema["components"]["schemas"].items():
        values = _fields(schema, found)
        yield Type(name=name, meaning=found.get("description", ""), values=values)


def _operation(
    schema: Mapping[str, Any], *, path: str, method: str, found: Mapping[str, Any]
) -> Operation:
    bodies = found.get("requestBody", {}).get("content", {})
    sent = tuple(
        value for body in bodies.values() for value in _fields(schema, body.get("schema", {}))
    )
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
        answer=f"{status} {_kind(content)}" if content else status,
        answer_type=_type(content),
        refusals=tuple(int(code) for code in found["responses"] if int(code) >= 400),
        example=_example(method, path, sent, sends_file="multipart/form-data" in bodies),
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
    meaning = found.get("description", "")
    return Value(name=name, kind=_kind(found), type=_type(found), needed=needed, meaning=meaning)


def _type(found: Mapping[str, Any]) -> str:
    """The name of the type that a value is made of; empty when it is plain."""
    if "$ref" in found:
        return str(found["$ref"]).rsplit("/", 1)[-1]
    parts = [*found.get("anyOf", []), *found.get("allOf", [])]
    if found.get("type") == "array":
        parts.append(found.get("items", {}))
    return next(filter(None, map(_type, parts)), "")


def _kind(found: Mapping[str, Any]) -> str:
    """What a value is, in words."""
    if "$ref" in found:
        return str(found["$ref"]).rsplit("/", 1)[-1]
    if "allOf" in found:
        return _kind(found["allOf"][0])
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
        ("string", "binary"): "file",
    }.get((found.get("type", ""), found.get("format", "")), _plain(str(found.get("type", ""))))


def _plain(kind: str) -> str:
    names = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return names.get(kind, kind or "anything")


def _either(kinds: Iterable[str]) -> str:
    return " or ".join(kinds)


def _example(method: str, path: str, sent: Iterable[Value], *, sends_file: bool) -> str:
    """How to call it from a shell."""
    words = ["curl", "-H", '"Authorization: Bearer $TOKEN"']
    if method != "GET":
        words += ["-X", method]
    needed = [value for value in sent if value.needed]
    if sends_file:
        words += ["-F", "file=@roster.csv"]
    elif method in METHODS_WITH_BODY and any(sent):
        values = ", ".join(f'"{value.name}": …' for value in needed)
        words += ["-H", '"Content-Type: application/json"', "-d", f"'{{{values}}}'"]
    return " ".join([*words, f'"$MANDORLA{path}"'])
