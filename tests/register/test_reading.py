from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandorla.register.parts import Part, Wrong
from mandorla.register.reading import BIGGEST, Unreadable, decoded, read_text, read_toml, read_yaml


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: &x 1\nb: *x", "f.yaml, line 2: uses an alias (“*name”), which is not taken"),
        ("a: 1\nb: 2\na: 3", "f.yaml, line 3: names the field “a” twice"),
        ("a: " + "[" * 60 + "]" * 60, "f.yaml, line 1: is nested deeper than 40 levels"),
        (
            "a: b: c",
            "f.yaml, line 1: is not YAML: mapping values are not allowed in this context",
        ),
        (
            "a: !!python/name:os.system x",
            "f.yaml, line 1: uses the tag “tag:yaml.org,2002:python/name:os.system”, which is not taken",
        ),
        ("? [a]\n: b", "f.yaml, line 1: names a field by something that is not text"),
        ("a: 1\n---\nb: 2", "f.yaml, line 2: is not YAML: but found another document"),
        ("a\x00b: 1", "f.yaml: is not YAML: it holds signs that are not text"),
    ],
)
def test_yaml_is_refused_with_its_place_when_it_is_not_plain_data(text, sentence):
    with pytest.raises(Unreadable) as refused:
        read_yaml(text, file="f.yaml")
    assert str(refused.value) == sentence


def test_yaml_is_refused_at_once_when_it_is_an_alias_bomb():
    levels = "\n".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(Unreadable, match=r"f\.yaml, line 2: uses an alias"):
        read_yaml(f"a: &a [x]\n{levels}", file="f.yaml")


def test_toml_is_refused_with_its_line_when_it_is_broken():
    with pytest.raises(Unreadable) as refused:
        read_toml('name = "x"\nkind =\n', file="f.toml")
    assert str(refused.value) == "f.toml, line 2: is not TOML: Invalid value"


def test_toml_fields_know_their_lines_when_tables_and_long_texts_are_between():
    text = 'name = "x"\nabout = """\nkind = 5\n[people]\n"""\n[people]\nleads = [\n  "ada",\n]\n'
    part = read_toml(f"{text}[[roles]]\nid = 'a'\n[[roles]]\nid = 'b'\n", file="f.toml")
    fields = part.fields()
    assert {key: field.line for key, field in fields.items()} == {
        "name": 1,
        "about": 2,
        "people": 6,
        "roles": 1,
    }
    assert fields["people"].fields()["leads"].line == 7
    assert [role.fields()["id"].line for role in part.many("roles")] == [11, 13]


def test_file_is_refused_when_it_is_too_big_or_no_text(tmp_path):
    with pytest.raises(Unreadable, match="bigger than 5 MB"):
        decoded(b"x" * (BIGGEST + 1), file="f")
    with pytest.raises(Unreadable) as refused:
        decoded(b"a: 1\nb: \xff", file="f")
    assert str(refused.value) == "f, line 2: is not text in UTF-8"
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_text(tmp_path / "absent", file="absent")


@given(st.text(max_size=200))
def test_yaml_is_read_or_refused_when_it_is_anything(text):
    with suppress(Unreadable):
        assert isinstance(read_yaml(text, file="f"), Part)


@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused_when_they_are_anything(data):
    with suppress(Unreadable):
        assert isinstance(decoded(data, file="f"), str)


PART = read_yaml(
    "name: Ada\nborn: 2001-02-03\nat: 2001-02-03T04:05:06+01:00\ntime: 9:30\nlazy: 09:30\n"
    "n: 7\nyes: true\nlist: [a, b]\ndeep:\n  er: {x: [1.5, null]}\nempty:\n",
    file="f",
)


def test_part_gives_what_is_asked_when_it_is_there():
    assert PART.needed("name") == "Ada"
    assert str(PART.day("born")) == "2001-02-03"
    assert str(PART.moment("at")) == "2001-02-03 03:05:06+00:00"
    assert str(PART.clock("lazy")) == "09:30:00"
    assert PART.text("time") == "9:30"
    assert PART.number("n", low=1, high=7) == 7
    assert PART.flag("yes") is True
    assert PART.texts("list") == ["a", "b"]
    assert PART.rest("name", "born", "at", "time", "lazy", "n", "yes", "list") == {
        "deep": {"er": {"x": [1.5, None]}}
    }


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda p: p.needed("absent"), "f, line 1, absent: has to say something"),
        (lambda p: p.needed("empty"), "f, line 11, empty: has to say something"),
        (lambda p: p.text("list"), "f, line 8, list: has to be text"),
        (lambda p: p.text("yes"), "f, line 7, yes: has to be text"),
        (lambda p: p.text("name", longest=2), "f, line 1, name: is longer than 2 characters"),
        (lambda p: p.many("name"), "f, line 1, name: has to be a list"),
        (lambda p: p.one("list"), "f, line 8, list: has to have fields of its own"),
        (lambda p: p.flag("n"), "f, line 6, n: has to be true or false"),
        (
            lambda p: p.number("n", low=8, high=9),
            "f, line 6, n: has to be a whole number from 8 to 9",
        ),
        (lambda p: p.day("name"), "f, line 1, name: has to be a date as 2026-03-31"),
        (
            lambda p: p.moment("born"),
            "f, line 2, born: has to say its time zone, as 2026-03-31T09:00:00Z",
        ),
        (lambda p: p.clock("name"), "f, line 1, name: has to be a time as 09:30"),
        (lambda p: p.choice("name", ("a", "b"), "a"), "f, line 1, name: has to be one of a, b"),
        (
            lambda p: p.one("deep").only("x"),
            "f, line 10, deep.er: is not a field that is known here",
        ),
    ],
)
def test_part_refuses_with_its_place_when_it_is_something_else(ask, sentence):
    with pytest.raises(Wrong) as refused:
        ask(PART)
    assert str(refused.value) == sentence


def test_part_refuses_text_when_it_holds_what_no_database_takes():
    part = read_toml('name = "a\\u0000b"', file="f")
    with pytest.raises(Wrong) as refused:
        part.text("name")
    assert str(refused.value) == "f, line 1, name: holds a sign that is not text"
