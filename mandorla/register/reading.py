"""Files from outside, read with guards: size, encoding, nesting, aliases, doubled fields."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from mandorla.register.found import Problem
from mandorla.register.parts import Part

if TYPE_CHECKING:
    from pathlib import Path

    import yaml

BIGGEST = 5_000_000
DEEPEST = 40
MOST_FILES = 20_000
_TOML_TABLE = re.compile(r"\s*\[(?P<many>\[)?\s*(?P<name>[\w.-]+)\s*\]")
_TOML_FIELD = re.compile(r"\s*(?P<name>[\w-]+)\s*=")
_TOML_LONG_TEXT = re.compile(r"\"{3}|'{3}")
MOST_VALUES = 200_000  # of one file; the largest register read so far has a twentieth


class Unreadable(Exception):
    """A whole file cannot be read."""

    def __init__(self, file: str, what: str, line: int | None = None) -> None:
        self.problem = Problem(file, what, line)
        super().__init__(str(self.problem))


def read_text(path: Path, *, file: str) -> str:
    """The text of a file, when it is one and not too big.

    Raises:
        Unreadable: It cannot be opened, is over 5 MB, or is not UTF-8.
    """
    try:
        if path.stat().st_size > BIGGEST:
            raise Unreadable(file, "is bigger than 5 MB, which no register file is")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(file, f"cannot be opened ({error.strerror})") from error
    return decoded(data, file=file)


def decoded(data: bytes, *, file: str) -> str:
    """The text of bytes in UTF-8, with or without a byte order mark.

    Raises:
        Unreadable: It is over 5 MB or not UTF-8.
    """
    if len(data) > BIGGEST:
        raise Unreadable(file, "is bigger than 5 MB, which no register file is")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(file, "is not text in UTF-8", line) from error


def read_toml(text: str, *, file: str) -> Part:
    """The parts of a TOML file, each with its line or that of what it is in.

    Raises:
        Unreadable: It is not TOML, or is nested too deep.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        what = str(error).split(" (at")[0]
        raise Unreadable(file, f"is not TOML: {what}", int(found[1]) if found else None) from error
    except RecursionError as error:
        raise Unreadable(file, f"is nested deeper than {DEEPEST} levels") from error
    return _from_plain(data, file=file, path="", depth=0, line=1, lines=_toml_lines(text))


def _toml_lines(text: str) -> dict[str, int]:
    """On which line each field of a TOML file is: the format's reader tells it in errors only."""
    lines: dict[str, int] = {}
    seen: Counter[str] = Counter()
    table, in_text = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if not in_text and (found := _TOML_TABLE.match(line)):
            table = found["name"]
            if found["many"]:
                seen[table] += 1
                table = f"{table}[{seen[table] - 1}]"
            lines.setdefault(table, number)
        elif not in_text and (found := _TOML_FIELD.match(line)):
            lines.setdefault(_field(table, found["name"]), number)
        in_text ^= bool(len(_TOML_LONG_TEXT.findall(line)) % 2)
    return lines


def _from_plain(
    value: Any, *, file: str, path: str, depth: int, line: int, lines: dict[str, int]
) -> Part:
    if depth > DEEPEST:
        raise Unreadable(file, f"is nested deeper than {DEEPEST} levels")
    line = lines.get(path, line)
    inside = partial(_from_plain, file=file, depth=depth + 1, line=line, lines=lines)
    if isinstance(value, dict):
        value = {key: inside(child, path=_field(path, key)) for key, child in value.items()}
    elif isinstance(value, list):
        value = [inside(child, path=f"{path}[{number}]") for number, child in enumerate(value)]
    raw = None if isinstance(value, str | bool | dict | list) else str(value)
    return Part(file, path, line, value, raw)


def _field(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def read_yaml(text: str, *, file: str) -> Part:
    """The parts of a YAML file, each with its line.

    Raises:
        Unreadable: It is not YAML, uses aliases or tags of programs, is nested too deep,
            names a field twice or holds several documents.
    """
    import yaml  # slow import

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _guard(text, file=file, loader=loader)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"is not YAML: {error.problem or error.context}"
        raise Unreadable(file, what, mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise Unreadable(file, "is not YAML: it holds signs that are not text") from error
    if node is None:
        return Part(file, "", 1, {})
    return _from_node(node, file=file, path="", constructor=yaml.SafeLoader(""))


def _guard(text: str, *, file: str, loader: Any) -> None:
    """Walk the file's events, which costs little, before anything is built from them."""
    import yaml  # slow import

    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=loader)):
        if number > MOST_VALUES:
            raise Unreadable(file, f"holds more than {MOST_VALUES:,} values")
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(file, "uses an alias (“*name”), which is not taken", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(file, f"is nested deeper than {DEEPEST} levels", line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _from_node(node: yaml.Node, *, file: str, path: str, constructor: Any) -> Part:
    import yaml  # slow import

    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Part] = {}
        for key_node, child in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Unreadable(file, "names a field by something that is not text", key_line)
            key = str(key_node.value)
            if key in fields:
                raise Unreadable(file, f"names the field “{_field(path, key)}” twice", key_line)
            part = _from_node(child, file=file, path=_field(path, key), constructor=constructor)
            fields[key] = Part(part.file, part.path, key_line, part.value, part.raw)
        return Part(file, path, line, fields)
    if isinstance(node, yaml.SequenceNode):
        items = [
            _from_node(child, file=file, path=f"{path}[{number}]", constructor=constructor)
            for number, child in enumerate(node.value)
        ]
        return Part(file, path, line, items)
    try:
        value = constructor.construct_object(node)
    except yaml.YAMLError as error:
        raise Unreadable(file, f"uses the tag “{node.tag}”, which is not taken", line) from error
    except ValueError:
        return Part(file, path, line, str(node.value))  # looks like a date, and is none
    if isinstance(value, str):
        return Part(file, path, line, value)
    if isinstance(value, int | float | date) and not isinstance(value, bool):
        return Part(file, path, line, value, str(node.value))
    if value is None or isinstance(value, bool):
        return Part(file, path, line, value)
    raise Unreadable(file, f"uses the tag “{node.tag}”, which is not taken", line)
