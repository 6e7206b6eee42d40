from __future__ import annotations

import copy
import tomllib
from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.maturity.known import known_indicators
from mandorla.maturity.models import ModelVersion
from mandorla.maturity.reading import SHIPPED, read_file, rubric_of, shipped
from tests import make

SMALL: dict[str, Any] = {
    "key": "small",
    "version": 1,
    "name": "Small",
    "about": "Two levels.",
    "stages": [
        {"name": name, "says": "It is.", "leader": "Lead.", "sponsor": "Back it."}
        for name in ("Begun", "Going")
    ],
    "dimensions": [
        {
            "id": "life",
            "name": "Life",
            "about": "Is it alive?",
            "levels": [
                {"says": "It met.", "evidence": [{"text": "Met.", "needs": ["people at_least 2"]}]},
                {"says": "It meets.", "evidence": [{"text": "People say so."}]},
            ],
        }
    ],
}


def changed(place: str, value: object) -> dict[str, Any]:
    """The small model with one thing changed, as "dimensions.0.levels.1.says"."""
    made = copy.deepcopy(SMALL)
    at: Any = made
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    for step in way:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return made


def test_shipped_model_has_eight_dimensions_of_five_levels():
    rubric = shipped()

    assert [len(one.levels) for one in rubric.dimensions] == [5] * 8
    assert [stage.name for stage in rubric.stages] == [
        "Founding",
        "Developing",
        "Maturing",
        "Sustaining",
        "Transforming",
    ]
    assert set(rubric.activity.ahead) == {"rhythm", "participation"}


def test_shipped_model_asks_each_dimension_something_at_its_first_level():
    """Otherwise data could never know anything of that dimension."""
    for dimension in shipped().dimensions:
        assert any(seen.ways for seen in dimension.levels[0].evidence), dimension.id


def test_shipped_model_compares_each_indicator_with_what_it_can_be():
    content = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))

    assert rubric_of(content, known=known_indicators()) == shipped()


def test_small_model_is_read_from_yaml_and_toml():
    text = yaml.safe_dump(SMALL, sort_keys=False)

    assert read_file(text.encode(), name="a.yaml", known=known_indicators()) == SMALL


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("key", "Too Loud", "Key: use small letters"),
        ("version", "two", "Version: write a whole number from 1 on."),
        ("stages", SMALL["stages"][:1], "Stages: 1 found, 2–9 needed."),
        ("stages.1.leader", None, "Stage 2: leader: write a text."),
        ("dimensions", [], "Dimensions: 0 found, 1–20 needed."),
        ("dimensions.0.id", None, "Dimension 1: id: write a text."),
        (
            "dimensions.0.levels",
            SMALL["dimensions"][0]["levels"][:1],
            "Dimension 1 (life): levels: 1 found, 2 needed.",
        ),
        ("dimensions.0.levels.1.says", "", "Dimension 1 (life), level 2: says: write a text."),
        (
            "dimensions.0.levels.0.evidence.0.needs",
            ["people at_least many"],
            "Dimension 1 (life), level 1, evidence 1: “people at_least many” compares people",
        ),
        (
            "dimensions.0.levels.0.evidence.0.needs",
            ["people atleast 2"],
            "“people atleast 2” is no rule",
        ),
        ("dimensions.0.levels.0.evidence.0.needs", "people at_least 2", "needs: a list"),
        ("dimensions.0.levels.0.evidence.0.needs", ["stage at_least 2"], "follows from maturity"),
        ("dimensions.0.levels.0.evidence.0.needs", ["charm at_least 2"], "no indicator charm"),
        (
            "dimensions.0.levels.0.evidence.0.one_of",
            ["people at_least 2"],
            "either needs or one_of",
        ),
        ("activity", {"ahead": ["charm"]}, "Activity: there is no dimension charm."),
    ],
)
def test_model_is_refused_with_its_place_when_something_is_wrong(place, value, sentence):
    known = known_indicators() | {"people": "count", "stage": "count"}
    made = changed(place, value) if place != "activity" else SMALL | {"activity": value}

    with pytest.raises(Refused) as refusal:
        rubric_of(made, known=known)

    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"key = ", "a.toml", "a.toml cannot be read"),
        (b"a: [", "a.yaml", "a.yaml cannot be read"),
        (b"\xff\xfe", "a.toml", "a.toml cannot be read"),
        (b"- 1", "a.yml", "a.yml holds no fields"),
        (b"x" * 500_001, "a.toml", "larger than half a megabyte"),
    ],
)
def test_file_is_refused_when_it_is_no_model(data, name, sentence):
    with pytest.raises(Refused, match=sentence):
        read_file(data, name=name, known={})


@pytest.mark.django_db
def test_model_is_in_use_when_it_was_brought_by_command(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(yaml.safe_dump(SMALL))
    out = StringIO()

    call_command("import_maturity_model", str(file), "--dry-run", stdout=out)
    assert ModelVersion.objects.count() == 1
    call_command("import_maturity_model", str(file), stdout=out)

    assert out.getvalue() == "small.yaml is a model.\nSmall, version 1 is in use.\n"
    assert [one.key for one in ModelVersion.objects.offered()] == ["mandorla", "small"]
    with pytest.raises(Refused, match="Count the version up"):
        call_command("import_maturity_model", str(file), stdout=out)
    with pytest.raises(Refused, match="cannot be read"):
        call_command("import_maturity_model", str(tmp_path / "none.toml"))


@pytest.mark.django_db
def test_model_is_set_aside_and_used_again_but_never_the_last_one():
    ours = ModelVersion.objects.offered()[0]
    other = ModelVersion.bring(SMALL, by=None, at=make.AT)

    other.set_aside(by=None, at=make.AT)
    with pytest.raises(Refused, match="only model in use"):
        ours.set_aside(by=None, at=make.AT)
    other.use_again(by=None, at=make.AT)

    assert list(ModelVersion.objects.offered()) == [ours, other]


@pytest.mark.django_db
def test_old_version_cannot_be_used_again_when_a_newer_one_is_here():
    old = ModelVersion.bring(SMALL, by=None, at=make.AT)
    ModelVersion.bring(SMALL | {"version": 2}, by=None, at=make.AT)

    with pytest.raises(Refused, match="newer version"):
        old.use_again(by=None, at=make.AT)
