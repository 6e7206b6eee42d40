"""Who people are in Mandorla, how they are found, and the roles for the whole organization."""

from __future__ import annotations

import pytest

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.people.models import Person
from mandorla.people.names import name_keys, plain_words
from tests import make

pytestmark = pytest.mark.django_db

NAMES = [
    "Ana Marković",
    "Ana María Gómez López",
    "Łucja O’Brien-Møller",
    "Zoë Weiß",
    "Cher",
    "Đorđe Petrović",
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ana", ["Ana Marković", "Ana María Gómez López"]),
        ("ANA markov", ["Ana Marković"]),
        ("Marković Ana", ["Ana Marković"]),
        ("lopez", ["Ana María Gómez López"]),
        ("maria", ["Ana María Gómez López"]),
        ("ana maria gom", []),
        ("o'brien", ["Łucja O’Brien-Møller"]),
        ("lucja", ["Łucja O’Brien-Møller"]),
        ("weiss", ["Zoë Weiß"]),
        ("zoe", ["Zoë Weiß"]),
        ("dorde", ["Đorđe Petrović"]),
        ("cher", ["Cher"]),
        ("her", []),
        ("ana zoe", []),
        ("a%", ["Ana Marković", "Ana María Gómez López"]),
        ("", sorted(NAMES)),
        ("  ", sorted(NAMES)),
    ],
)
def test_people_are_found_by_the_beginnings_of_the_words_of_their_name(words, found):
    for name in NAMES:
        make.person(name)
    people = Person.objects.named_like(words).listed().values_list("name", flat=True)
    assert sorted(people) == sorted(found)


def test_prefix_does_not_treat_signs_as_wildcards():
    make.person("Ana", email="a_b@halden.example")
    make.person("Axe", email="axb@halden.example")
    assert [p.name for p in Person.objects.reached_at("A_B")] == ["Ana"]
    assert [p.name for p in Person.objects.reached_at("%")] == []


def test_name_keys_of_a_long_name_fit_their_columns():
    name = "Ä" * 75 + " " + "ß" * 74
    assert [len(key or "") <= 150 for key in name_keys(name)] == [True] * 3
    make.person(name)


def test_words_of_a_text_without_letters_are_none():
    assert plain_words("– . _ '") == []


def test_person_is_found_by_a_new_name_however_it_was_written():
    ana, ben, eva = (make.person(name) for name in ("Ana", "Ben", "Eva"))
    ana.describe(name="Ina Nova", job_title="")
    ben.name = "Iva Nova"
    Person.objects.bulk_update([ben], ["name"])
    Person.objects.filter(pk=eva.pk).update(name="Ida Nova")
    Person.objects.bulk_create([Person.unsaved(name="Isa Nova", at=make.AT)])
    found = Person.objects.named_like("nova").listed().values_list("name", flat=True)
    assert list(found) == ["Ida Nova", "Ina Nova", "Isa Nova", "Iva Nova"]


def test_person_becomes_and_stops_being_an_auditor():
    karin, ana = make.program_manager(), make.person("Ana")
    ana.appoint(role="auditor", by=karin, at=make.AT)
    assert Person.objects.get(pk=ana.pk).is_auditor
    ana.relieve(role="auditor", by=karin, at=make.AT)
    assert not Person.objects.get(pk=ana.pk).is_auditor
    assert [e.sentence for e in Event.objects.by_person(karin).order_by("pk")] == [
        "Karin Lindqvist made Ana auditor.",
        "Karin Lindqvist ended the role of Ana as auditor.",
    ]


def test_role_is_refused_when_it_is_held_or_does_not_exist():
    karin = make.program_manager()
    with pytest.raises(Refused, match="is program manager already"):
        karin.appoint(role="program_manager", by=karin, at=make.AT)
    with pytest.raises(Refused, match="no role called “king”"):
        karin.appoint(role="king", by=karin, at=make.AT)
    with pytest.raises(Refused, match="is not auditor any more"):
        karin.relieve(role="auditor", by=karin, at=make.AT)
    assert not Event.objects.filter(by=karin).exists()


@pytest.mark.parametrize(
    "end",
    [
        lambda karin: karin.relieve(role="program_manager", by=karin, at=make.AT),
        lambda karin: karin.deactivate(by=karin, at=make.AT),
    ],
    ids=["relieve", "deactivate"],
)
def test_last_program_manager_stays(end):
    karin = make.program_manager()
    make.person("Left", is_program_manager=True, is_active=False)
    with pytest.raises(Refused, match="Appoint another one first"):
        end(karin)
    karin.refresh_from_db()
    assert (karin.is_program_manager, karin.is_active) == (True, True)


def test_program_manager_may_go_when_there_is_another_one():
    karin, other = make.program_manager(), make.program_manager("Other")
    karin.relieve(role="program_manager", by=other, at=make.AT)
    assert not Person.objects.get(pk=karin.pk).is_program_manager


def test_person_is_deactivated_and_reactivated_without_being_named():
    karin, ana = make.program_manager(), make.person("Ana")
    ana.deactivate(by=karin, at=make.AT)
    with pytest.raises(Refused, match="not active anyway"):
        ana.deactivate(by=karin, at=make.AT)
    with pytest.raises(Refused, match="Reactivate the account first"):
        ana.appoint(role="auditor", by=karin, at=make.AT)
    ana.reactivate(by=karin, at=make.AT)
    with pytest.raises(Refused, match="active anyway"):
        ana.reactivate(by=karin, at=make.AT)
    assert [e.sentence for e in Event.objects.by_person(karin).order_by("pk")] == [
        "Karin Lindqvist deactivated an account.",
        "Karin Lindqvist reactivated an account.",
    ]


def test_inactive_people_are_visible_to_program_managers_only():
    gone = make.person("Gone", is_active=False)
    viewers = [make.program_manager(), make.person(), make.auditor(), gone]
    seen = [Person.objects.visible_to(who).filter(pk=gone.pk).exists() for who in viewers]
    assert seen == [True, False, False, False]
