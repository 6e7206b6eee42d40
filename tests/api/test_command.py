"""The third door: the API from the shell of the instance, as one of its people."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mandorla.api.openapi import as_text
from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.people.models import Unit
from tests import make


def _api(*words: str) -> str:
    out = StringIO()
    call_command("api", *words, stdout=out)
    return out.getvalue()


def _json(*words: str):
    return json.loads(_api(*words))


def test_command_answers_as_the_api_does():
    make.program_manager()
    make.community("Welders")
    make.community("Cooks")

    found = _json("GET", "communities", "q=weld")

    assert [row["name"] for row in found["items"]] == ["Welders"]


def test_command_follows_next_as_it_is():
    make.program_manager()
    for name in ("A", "B"):
        make.community(name)
    first = _json("get", "/api/v1/communities", "limit=1")

    second = _json("get", first["next"])

    assert [row["name"] for row in second["items"]] == ["B"]


def test_command_acts_as_the_person_who_is_named():
    leader = make.person("Lena", email="lena@halden.example")
    make.community("Welders", leader=leader)

    _api("POST", "communities/welders/start", "--as", "Lena@halden.example")

    assert Event.objects.get(verb="community.started").by == leader


def test_command_is_refused_what_the_person_may_not_do():
    make.person(email="mia@halden.example")
    make.community("Welders")

    with pytest.raises(CommandError, match="Leaders and program managers"):
        _api("POST", "communities/welders/start", "--as", "mia@halden.example")


def test_command_takes_values_as_text_or_json():
    make.program_manager()
    above = make.unit("Operations")

    _api("POST", "units", "name=Plant", f"parent:={above.pk}")
    _api("PUT", f"units/{Unit.objects.get(name='Plant').pk}/parent", "parent:=null")

    assert Unit.objects.get(name="Plant").parent is None


def test_command_reads_what_it_sends_from_a_file(tmp_path):
    make.program_manager()
    path = tmp_path / "unit.json"
    path.write_text('{"name": "Plant"}')

    assert _json("POST", "units", "--json", str(path))["name"] == "Plant"


def test_command_prints_nothing_when_nothing_comes_back():
    make.program_manager()
    make.community("Welders")

    assert _api("DELETE", "communities/welders/membership") == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["GET", "nothing"], "There is nothing here"),
        (["POST", "units", "name="], "name: Write something here."),
        (["POST", "units", "name"], "is not key=value"),
        (["POST", "units", "name:={"], "is not JSON"),
        (["POST", "units", "--json", "no-such-file"], "cannot be read"),
        (["DELETE", "units"], "This is possible here"),
    ],
)
def test_command_ends_with_a_sentence_when_it_is_refused(words, sentence):
    make.program_manager()

    with pytest.raises(CommandError, match=sentence):
        _api(*words)


def test_command_asks_as_whom_when_several_could_be_meant():
    make.program_manager()
    make.program_manager("Second Manager")

    with pytest.raises(Refused, match="Say as whom"):
        _api("GET", "me")
    with pytest.raises(Refused, match="Nobody active has the address"):
        _api("GET", "me", "--as", "nobody@halden.example")


def test_schema_is_written_and_checked(tmp_path):
    path = tmp_path / "openapi.json"

    with pytest.raises(CommandError, match="mandorla openapi"):
        call_command("openapi", str(path), check=True)
    call_command("openapi", str(path), stdout=StringIO())
    call_command("openapi", str(path), check=True)

    assert path.read_text() == as_text()
