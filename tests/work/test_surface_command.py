from __future__ import annotations

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.work.models import Issue
from tests import make

LINE = "Write it in one line, in letters that can be seen."
pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas():
    return make.community("Atlas")


def test_command_surfaces_an_issue_and_prints_its_address(atlas, capsys):
    priya, sales = make.person("Priya"), make.unit("Sales")
    north = make.unit("Plant", parent=sales)
    make.unit("Plant")

    call_command(
        "surface",
        "Old price lists",
        community="atlas",
        unit=["Sales", "Sales / Plant"],
        email=priya.email,
    )

    issue = Issue.objects.get()
    assert (issue.text, issue.surfaced_by) == ("Old price lists", priya)
    assert set(issue.units.all()) == {sales, north}
    assert capsys.readouterr().out == f"/communities/atlas/work/issues/{issue.pk}/\n"


@pytest.mark.parametrize("name", ["sales", "ventes à dom", "VENTES / SALES"])
def test_unit_is_found_without_capitals_and_accents(atlas, name):
    parent = make.unit("Ventes")
    units = {make.unit("Sales", parent=parent), make.unit("Ventes à Dom")}

    call_command("surface", "Old price lists", community="atlas", unit=[name])

    assert Issue.objects.get().units.get() in units


def test_unit_is_the_one_that_is_written_so_when_two_differ_by_a_capital(atlas):
    make.unit("IT")
    it = make.unit("It")

    call_command("surface", "Old price lists", community="atlas", unit=["It"])

    assert list(Issue.objects.get().units.all()) == [it]


def test_script_surfaces_as_nobody(atlas):
    call_command("surface", "The queue is full", community="atlas")

    assert Issue.objects.get().surfaced_by is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"community": "nowhere"}, "There is no community at “nowhere”."),
        ({"community": "atlas", "unit": ["Nowhere"]}, "No unit is called “Nowhere”."),
        ({"community": "atlas", "text": "\u202eevil"}, LINE),
        (
            {"community": "atlas", "unit": ["Plant"]},
            "Several units are called “Plant”: write the whole path.",
        ),
        (
            {"community": "atlas", "email": "nobody@halden.example"},
            "Nobody here has the address nobody@halden.example.",
        ),
    ],
)
def test_command_says_what_it_does_not_know(atlas, options, said):
    make.unit("Plant")
    make.unit("Plant", parent=make.unit("Sales"))

    with pytest.raises(Refused) as refused:
        call_command("surface", options.pop("text", "A line"), **options)

    assert refused.value.sentence == said
    assert not Issue.objects.exists()
