"""The trail: written once, and what people do for themselves leads back to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from mandorla.base import verbs
from mandorla.base.models import Event
from mandorla.base.models.append_only import guard, lift
from mandorla.communities.models import Membership
from mandorla.people.models import AccessToken, Person
from tests import make

pytestmark = pytest.mark.django_db

CHANGES = {
    "save": lambda event: event.save(),
    "delete": lambda event: event.delete(),
    "update": lambda event: Event.objects.update(verb="unit.opened"),
    "raw save": lambda event: models.Model.save_base(event, raw=True, force_update=True),
    "filtered delete": lambda event: Event.objects.filter(pk=event.pk).delete(),
    "base manager": lambda event: Event._base_manager.filter(pk=event.pk).update(by=None),
    "bulk_update": lambda event: Event.objects.bulk_update([event], ["by"]),
    "update_or_create": lambda event: Event.objects.update_or_create(pk=event.pk),
    "raw delete": lambda event: Event.objects.all()._raw_delete("default"),
    "conflicting bulk_create": lambda event: Event.objects.bulk_create(
        [event], update_conflicts=True, update_fields=["verb"], unique_fields=["id"]
    ),
}


@pytest.fixture
def event() -> Event:
    unit = make.unit("Operations")
    return Event.record("unit.opened", by=make.person("Ana"), at=make.AT, about=unit)


@pytest.mark.parametrize("change", CHANGES)
def test_event_refuses_when_changed_through_the_model(event, change):
    with pytest.raises(TypeError, match="append-only"):
        CHANGES[change](event)


def test_event_refuses_when_added_again_under_its_number(event):
    twin = Event.objects.get(pk=event.pk)
    twin._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_event SET verb = 'unit.renamed'",
        "UPDATE base_event SET by_id = NULL WHERE id > 0",
        "DELETE FROM base_event",
    ],
)
def test_database_refuses_when_an_event_is_changed_beside_the_model(event, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_guard_stands_again_when_it_was_lifted(event):
    lift(connection)
    guard(connection)
    guard(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM base_event")


def test_guard_stands_again_after_migrating(event):
    """A migration that rebuilds the table on SQLite drops its triggers without a word."""
    lift(connection)
    call_command("migrate", verbosity=0)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM base_event")


@pytest.mark.django_db(transaction=True)
def test_flush_empties_everything_and_the_guard_stands_again():
    make.unit("Operations")
    call_command("flush", interactive=False, verbosity=0)
    assert Event.objects.count() == 0
    make.unit("Operations")
    with pytest.raises(DatabaseError, match="append-only"):
        connection.cursor().execute("DELETE FROM base_event")


def test_person_stays_when_an_event_names_them(event):
    with transaction.atomic():
        Person.objects.filter(pk=event.by_id).delete()
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_event_is_refused_when_nobody_declared_its_verb():
    with pytest.raises(KeyError):
        Event.record("person.vanished", by=None, at=make.AT, about=make.organization())


def test_sentence_escapes_what_people_wrote(event):
    unit = make.unit("<b>Ops</b> & Co")
    written = Event.record("unit.opened", by=event.by, at=make.AT, about=unit)
    assert written.sentence == "Ana added the unit &lt;b&gt;Ops&lt;/b&gt; &amp; Co."
    assert written.plain_sentence == "Ana added the unit <b>Ops</b> & Co."


def test_event_stays_readable_when_its_verb_got_other_words_or_is_gone():
    Event.objects.bulk_create(
        [
            Event(at=make.AT, verb="unit.renamed", about_name="<i>"),
            Event(at=make.AT, verb="old.gone"),
        ]
    )
    told = [event.sentence for event in Event.objects.order_by("pk")]
    assert told == ["Mandorla renamed … to &lt;i&gt;.", "old.gone"]


def test_trail_is_for_program_managers_and_auditors(event):
    def seen(person: Person) -> int:
        return Event.objects.visible_to(person).filter(pk=event.pk).count()

    gone = make.person("Gone", is_auditor=True, is_active=False)
    people = [make.program_manager(), make.auditor(), make.person(), gone]
    assert [seen(person) for person in people] == [1, 1, 0, 0]


def test_stretch_goes_on_where_the_last_one_ended_when_moments_are_equal(event):
    Event.objects.bulk_create(
        Event(at=make.AT + timedelta(hours=n // 3), verb="unit.opened") for n in range(9)
    )
    everything = list(Event.objects.newest_first())
    walked: list[Event] = []
    while len(walked) < len(everything):
        rows = Event.objects.newest_first()
        if walked:
            rows = rows.older_than(at=walked[-1].at, pk=walked[-1].pk)
        walked += rows[:2]
    assert walked == everything


# --- the promise: what a person does for themselves is not to be found by their name ---


@pytest.fixture
def ana() -> Person:
    """Somebody who joined, left, asked for a token, and also answers for an official act."""
    ana = make.person("Anastasija Uniquename", is_program_manager=True)
    community = make.community("Welding", joining="open")
    Membership.join(community=community, person=ana, at=make.AT)
    Membership.leave(community=community, person=ana, at=make.AT)
    token, _secret = AccessToken.issue(person=ana, name="x", scope="read", days=3, at=make.AT)
    token.revoke(by=ana, at=make.AT)
    make.unit("Plant").rename(name="Plant North", by=ana, at=make.AT)
    return ana


def _personal() -> set[str]:
    return {verb.name for verb in verbs.all_verbs() if verb.personal}


def test_personal_acts_are_not_found_when_any_question_names_the_person(ana):
    questions = {
        "by": Event.objects.filter(by=ana),
        "by_person": Event.objects.by_person(ana),
        "by_any": Event.objects.by_any([ana.pk]),
        "official": Event.objects.official(),
        "by name": Event.objects.filter(by__name__contains="Anastasija"),
        "by email": Event.objects.filter(by__email=ana.email),
        "about name": Event.objects.filter(about_name__contains="Anastasija"),
        "about": Event.objects.filter(about_kind="people.person", about_id=ana.pk),
        "details": Event.objects.filter(details__icontains="Anastasija"),
    }
    found = {
        question: sorted(set(events.values_list("verb", flat=True)) & _personal())
        for question, events in questions.items()
    }
    assert found == {question: [] for question in questions}


def test_personal_acts_never_say_the_name(ana):
    told = list(Event.objects.filter(verb__in=_personal()).newest_first())
    assert {event.verb for event in told} == {
        "member.joined",
        "member.left",
        "token.issued",
        "token.revoked",
    }
    values = [
        (event.actor, event.sentence, event.plain_sentence, str(event), event.about_name, event.by)
        for event in told
    ]
    assert "Anastasija" not in repr(values)
    assert {actor for actor, *_rest in values} == {"A member", "Somebody"}


def test_personal_acts_are_there_for_the_person_themselves(ana):
    assert sorted(event.verb for event in Event.objects.own_of(ana)) == [
        "member.joined",
        "member.left",
        "token.issued",
        "token.revoked",
    ]


def test_sentence_of_a_personal_verb_has_no_place_for_a_name_beside_the_actor():
    fields = {"{about}", "{person}", "{name}", "{email}"}
    telling = {
        v.name for v in verbs.all_verbs() if v.personal for f in fields if f in str(v.sentence)
    }
    assert telling == set()


def test_event_of_what_somebody_did_for_themselves_keeps_the_day_and_not_the_hour():
    community, priya = make.community(), make.person()

    Membership.join(community=community, person=priya, at=make.AT)

    joined = Event.objects.get(verb="member.joined")
    assert joined.at == make.AT.replace(hour=0, minute=0)
