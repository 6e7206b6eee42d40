from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.base.models import Event
from mandorla.communities.archetypes import archetype_fields, shipped_archetypes
from mandorla.communities.forms.archetypes import ArchetypeForm
from mandorla.communities.models import Archetype, Community
from tests import make

pytestmark = pytest.mark.django_db
KEY = "change_champions"


def posted(**changes: object) -> dict[str, object]:
    """What a browser sends when somebody presses Save without changing anything but this."""
    form = ArchetypeForm(archetype=Archetype.in_use()[KEY])
    return {field.name: field.value() for field in form if field.value() is not None} | changes


def test_archetypes_are_listed_with_the_founding_ones_first(client):
    client.force_login(make.person())
    groups = client.get(reverse("communities:archetypes")).context["groups"]
    assert [len(kinds) for _title, kinds in groups] == [3, 7]


def test_archetype_page_shows_forces_agenda_and_provenance(client):
    client.force_login(make.person())
    kind = shipped_archetypes()[KEY]
    page = client.get(reverse("communities:archetype", args=[KEY])).content.decode()
    for text in (kind.benefits[0], kind.agenda[0].title, kind.provenance, kind.risks[0].advice):
        assert text.replace("'", "&#x27;") in page


@pytest.mark.parametrize("key", list(shipped_archetypes()))
def test_archetype_form_gives_back_what_ships_when_nothing_is_changed(key):
    kind = shipped_archetypes()[key]
    blank = ArchetypeForm(archetype=kind)
    form = ArchetypeForm(
        {f.name: f.value() for f in blank if f.value() is not None}, archetype=kind
    )
    assert form.is_valid(), form.errors
    expected = archetype_fields(kind)
    del expected["key"]
    plain = {k: list(v) if isinstance(v, tuple) else v for k, v in expected.items()}
    assert form.content() == plain


def test_archetype_reads_in_own_words_when_a_program_manager_edited_it(client):
    manager = make.program_manager()
    community = make.community(archetype=KEY)
    client.force_login(manager)
    answer = client.post(
        reverse("communities:archetype_edit", args=[KEY]),
        posted(
            name="Bridge builders",
            agenda="5 Check-in\n20 min The two issues ← Problems, issues",
            benefits="One.\n\nTwo.",
        ),
    )
    assert answer.status_code == 302
    kind = Archetype.in_use()[KEY]
    assert (kind.name, kind.minutes, kind.benefits) == ("Bridge builders", 25, ("One.", "Two."))
    assert [(step.title, step.takes) for step in kind.agenda] == [
        ("Check-in", ()),
        ("The two issues", ("problems", "issues")),
    ]
    assert kind.risks == shipped_archetypes()[KEY].risks
    assert Event.objects.filter(verb="archetype.edited", by=manager).count() == 1
    unchanged = Community.objects.get(pk=community.pk)
    assert (unchanged.purpose, unchanged.archetype) == (community.purpose, KEY)


def test_archetype_reads_as_shipped_when_it_was_restored(client):
    client.force_login(make.program_manager())
    client.post(reverse("communities:archetype_edit", args=[KEY]), posted(name="Ours"))
    client.post(reverse("communities:archetype_restore", args=[KEY]))
    assert Archetype.in_use() == dict(shipped_archetypes())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule": "EVERY DAY"}, "rule"),
        ({"agenda": "Check-in"}, "agenda"),
        ({"agenda": "5 Check-in ← everything"}, "agenda"),
        ({"risks": "It ends"}, "risks"),
        ({"size_low": 9, "size_high": 3}, "size_high"),
        ({"name": ""}, "name"),
    ],
)
def test_archetype_is_refused_in_place_when_a_field_cannot_be_read(client, changes, field):
    client.force_login(make.program_manager())
    answer = client.post(reverse("communities:archetype_edit", args=[KEY]), posted(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Archetype.objects.exists()


def test_archetype_is_not_editable_when_somebody_is_no_program_manager(client):
    client.force_login(make.person())
    for name in ("archetype_edit", "archetype_restore"):
        assert client.post(reverse(f"communities:{name}", args=[KEY])).status_code == 404


def test_archetype_is_not_found_when_there_is_none_of_that_key(client):
    client.force_login(make.program_manager())
    assert client.get(reverse("communities:archetype", args=["sigs"])).status_code == 404
    assert client.post(reverse("communities:archetype_restore", args=[KEY])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_archetypes_take_as_many_queries_when_more_were_edited(
    client, django_assert_num_queries, count
):
    manager = make.program_manager()
    for key, kind in list(shipped_archetypes().items())[:count]:
        Archetype.edit(key=key, content=archetype_fields(kind), by=manager, at=make.AT)
    client.force_login(manager)
    client.get(reverse("communities:archetypes"))
    with django_assert_num_queries(4):
        client.get(reverse("communities:archetypes"))


def test_archetype_edited_by_two_at_once_tells_the_second_before_anything_is_lost(client):
    manager = make.program_manager()
    seen = Archetype.mark_of(KEY)
    content = archetype_fields(shipped_archetypes()[KEY]) | {"name": "Carriers"}
    Archetype.edit(key=KEY, content=content, by=manager, at=make.AT)
    client.force_login(manager)
    address = reverse("communities:archetype_edit", args=[KEY])

    first = client.post(address, posted(name="Bearers", seen=seen))
    kept = Archetype.names()[KEY]
    again = client.post(address, first.context["form"].data)

    assert "Somebody else changed this archetype" in first.content.decode()
    assert (first.status_code, kept) == (422, "Carriers")
    assert (again.status_code, Archetype.names()[KEY]) == (302, "Bearers")
