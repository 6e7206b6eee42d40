from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from yaml import safe_load

from mandorla.communities.models import Charter, Community, Fit
from mandorla.demo.builder import build_world
from mandorla.register.documents import document, written
from mandorla.register.export import files, objective_paths
from mandorla.register.found import FoundRegister
from mandorla.register.intake import take_in
from mandorla.register.own import read_files, read_folder
from mandorla.register.readers import read_register
from mandorla.register.reading import Unreadable
from mandorla.strategy.models import Objective
from tests import make
from tests.register.strategies import OBJECTIVES, communities
from tests.shared_data import shared

FILES = Path(__file__).with_name("files")
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "register.schema.json").read_text(encoding="utf-8")
)
GOOD = "mandorla: 1\nname: Kettles\nslug: kettles\n"


def exported() -> dict[str, str]:
    return dict(files(Community.objects.all()))


def taken_in(texts: dict[str, str]):
    return take_in(read_files(texts.items()), by=None, at=make.AT)


@given(communities())
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_file_reads_back_the_same_when_it_holds_any_community(found):
    (text,) = written([document(found)])
    register = read_files([("a.yaml", text)])
    assert register.problems == ()
    (back,) = register.communities
    assert document(back) == document(found)
    assert written([document(back)]) == [text]


@given(communities())
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_file_follows_the_schema_when_it_holds_any_community(found):
    (text,) = written([document(found)])
    Draft202012Validator(SCHEMA).validate(_as_json(safe_load(text)))


def make_objectives(paths: Iterable[tuple[str, ...]] = OBJECTIVES) -> None:
    """The objectives that communities serve: a strategy is not in their files."""
    made: dict[tuple[str, ...], Objective] = {}
    for path in sorted(paths, key=len):
        made[path] = make.objective(path[-1], parent=made.get(path[:-1]))


def _as_json(value):
    """YAML knows dates; JSON Schema sees them as text."""
    return json.loads(json.dumps(value, default=str))


@pytest.mark.django_db
@given(communities())
@settings(
    deadline=None,
    derandomize=True,  # what is tried is the same on every run, so that a failure can be repeated
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_export_is_the_same_bytes_when_imported_elsewhere(found):
    with transaction.atomic():
        make_objectives()
        take_in(FoundRegister("", (found,)), by=None, at=make.AT)
        first = exported()
        transaction.set_rollback(True)
    with transaction.atomic():
        make_objectives()
        outcome = taken_in(first)
        second = exported()
        again = taken_in(first)
        transaction.set_rollback(True)
    assert outcome.problems == []
    assert first == second
    assert again.problems == []
    assert (again.written, again.updated, len(again.unchanged)) == ([], [], 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("kubernetes", "A_kubernetes_community"),
        ("rust", "A_rust_team"),
        ("openstack", "A_openstack_sigs"),
    ],
)
def test_real_register_is_the_same_bytes_when_exported_from_another_instance(source, name):
    with transaction.atomic():
        take_in(read_register(source, shared(name)), by=None, at=make.AT)
        first = exported()
        transaction.set_rollback(True)
    assert Community.objects.count() == 0
    outcome = taken_in(first)
    assert outcome.problems == []
    assert exported() == first
    validator = Draft202012Validator(SCHEMA)
    for text in first.values():
        validator.validate(_as_json(safe_load(text)))


@pytest.mark.django_db
def test_demo_world_is_the_same_bytes_when_exported_from_another_instance():
    with transaction.atomic():
        build_world(on=make.AT.date())
        first = exported()
        unchanged = taken_in(first).unchanged
        objectives = objective_paths().values()
        transaction.set_rollback(True)
    make_objectives(objectives)
    outcome = taken_in(first)
    assert len(unchanged) == len(outcome.written) == len(first) == 12
    assert exported() == first


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- a", "k.yaml, line 1: holds no fields, such as “name: …”: it is probably a file of another kind"),
        ("name: K\nslug: k\n", "k.yaml, line 1, mandorla: has to say the format, “mandorla: 1”"),
        ("mandorla: 2\nname: K\n", "k.yaml, line 1, mandorla: has to be a whole number from 1 to 1"),
        ("mandorla: 1\nslug: k\n", "k.yaml, line 1, name: has to say something"),
        ("mandorla: 1\nname: K\nslug: a b\n", "k.yaml, line 3, slug: has to be letters, digits, - and _ only"),
        (f"{GOOD}colour: red\n", "k.yaml, line 4, colour: is not a field that is known here"),
        (f"{GOOD}status: brewing\n", "k.yaml, line 4, status: has to be one of forming, active, closing, closed"),
        (f"{GOOD}unit: Labs\n", "k.yaml, line 4, unit: has to be a list"),
        (f"{GOOD}founded_on: long ago\n", "k.yaml, line 4, founded_on: has to be a date as 2026-03-31"),
        (f"{GOOD}members:\n- name: Ada\n", "k.yaml, line 5, members[0].role: has to say something"),
        (f"{GOOD}members:\n- name: Ada\n  role: king\n", "k.yaml, line 6, members[0].role: has to be one of sponsor, leader, facilitator, core, steward, member, guest"),
        (f"{GOOD}members:\n- name: Ada\n  email: ada\n  role: leader\n", "k.yaml, line 6, members[0].email: has to be an e-mail address"),
        (f"{GOOD}members:\n- &a {{name: Ada, role: leader}}\n- *a\n", "k.yaml, line 6: uses an alias (“*name”), which is not taken"),
        (f"{GOOD}members:\n- {{name: A, role: leader}}\n- {{name: A, role: leader}}\n", "k.yaml, line 6, members[1]: A has this role twice"),
        (f"{GOOD}members:\n- {{name: A, role: core, until_on: 2026-01-01}}\n", "k.yaml, line 5, members[0].until_on: is for roles that are over: say “former: true”"),
        (f"{GOOD}members:\n- {{name: A, role: core, former: true, since_on: 2026-01-02, until_on: 2026-01-01}}\n", "k.yaml, line 5, members[0].until_on: is before the day it began"),
        (f"{GOOD}series:\n- name: S\n  rule: now and then\n", "k.yaml, line 6, series[0].rule: is not a rule of RFC 5545 by days, weeks, months or years"),
        (f"{GOOD}series:\n- name: S\n  rule: FREQ=SECONDLY\n", "k.yaml, line 6, series[0].rule: is not a rule of RFC 5545 by days, weeks, months or years"),
        (f"{GOOD}series:\n- name: S\n  timezone: Mars/Base\n", "k.yaml, line 6, series[0].timezone: is not the name of a time zone, as Europe/Paris"),
        (f"{GOOD}charters:\n- state: draft\n", "k.yaml, line 5, charters[0].version: has to be a whole number from 1 to 32767"),
        (f"{GOOD}charters:\n- version: 1\n  state: published\n", "k.yaml, line 5, charters[0].published_at: has to be there for a version that is not a draft"),
        (f"{GOOD}charters:\n- version: 1\n  drafted_at: '2026-01-01'\n", "k.yaml, line 6, charters[0].drafted_at: has to say its time zone, as 2026-03-31T09:00:00Z"),
        (f"{GOOD}expectations:\n- level: group\n  horizon: long\n", "k.yaml, line 5, expectations[0].text: has to say something"),
        (f"{GOOD}expectations:\n- text: Tea\n  horizon: long\n", "k.yaml, line 5, expectations[0].level: has to say something"),
        (f"{GOOD}expectations:\n- {{text: Tea, level: all, horizon: long}}\n", "k.yaml, line 5, expectations[0].level: has to be one of organization, group, person"),
        (f"{GOOD}expectations:\n- {{text: Tea, level: group, horizon: long}}\n- {{text: ' Tea', level: group, horizon: long}}\n", "k.yaml, line 6, expectations[1]: is there twice: Tea"),
        (f"{GOOD}expectations:\n- {{text: Tea, level: group, horizon: long, objectives: [Grow]}}\n", "k.yaml, line 5, expectations[0].objectives[0]: has to be a list"),
        (f"{GOOD}expectations:\n- {{text: Tea, level: group, horizon: long, objectives: [[]]}}\n", "k.yaml, line 5, expectations[0].objectives[0]: has to name an objective, from the top down"),
        (f"{GOOD}expectations:\n" + "".join(f"- {{text: T{n}, level: group, horizon: long}}\n" for n in range(17)), "k.yaml, line 4, expectations: has more than 16 entries"),
        (f"{GOOD}statements:\n- state: draft\n", "k.yaml, line 5, statements[0].version: has to be a whole number from 1 to 32767"),
        (f"{GOOD}statements:\n- version: 1\n  ballots: []\n", "k.yaml, line 6, statements[0].ballots: is not a field that is known here"),
        (f"{GOOD}statements:\n- version: 1\n  state: agreed\n", "k.yaml, line 5, statements[0].published_at: has to be there for a version that is not a draft"),
        (f"{GOOD}statements:\n- {{version: 1, drafted_at: 2026-03-31T09:00:00Z}}\n- {{version: 1, drafted_at: 2026-03-31T09:00:00Z}}\n", "k.yaml, line 4, statements: has a version twice"),
    ],
)  # fmt: skip
def test_file_is_refused_with_file_line_and_field_when_it_is_wrong(text, sentence):
    register = read_files([("k.yaml", text)])
    assert register.communities == ()
    assert [str(problem) for problem in register.problems] == [sentence]


def test_folder_keeps_the_good_files_when_others_are_bad(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("name: [\n", encoding="utf-8")
    (tmp_path / "c.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "d.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "notes.txt").write_text("not a community", encoding="utf-8")
    register = read_folder(tmp_path)
    assert [community.file for community in register.communities] == ["a.yaml"]
    assert sorted(str(problem).split(":")[0] for problem in register.problems) == [
        "b.yaml, line 2",
        "c.yml, line 3, slug",
        "d.yaml, line 1",
    ]


def test_folder_is_refused_when_it_holds_nothing(tmp_path):
    with pytest.raises(Unreadable, match="holds no"):
        read_folder(tmp_path)
    with pytest.raises(Unreadable, match="is not a folder"):
        read_folder(tmp_path / "absent")


@pytest.mark.django_db
def test_file_says_what_is_here_when_the_rows_of_a_charter_lie_in_another_order():
    build_world(on=make.AT.date())
    texts = exported()
    first = Charter.objects.filter(fits__isnull=False)[0].fits.order_by("pk")[0]
    # PostgreSQL keeps a changed row behind the others, and finds it last unless asked for an order.
    for judge in (None, first.judged_by):
        Fit.objects.filter(pk=first.pk).update(judged_by=judge)
    outcome = taken_in(texts)
    assert outcome.problems == []
    assert len(outcome.unchanged) == len(texts)
