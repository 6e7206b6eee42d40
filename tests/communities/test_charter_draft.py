from __future__ import annotations

import json

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mandorla.communities.draft_merge import VALUE_NAMES, digest, digests, merge, values_of
from mandorla.communities.forms.charter import DraftForm
from mandorla.communities.models import Charter, Community
from mandorla.people.models import Person
from tests import make

AT = make.AT
word = st.sampled_from(["", "one", "two", "three"])
texts = st.fixed_dictionaries(dict.fromkeys(("purpose", "norms", "benefit"), word))


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković")


@pytest.fixture
def atlas(ana: Person) -> Community:
    return make.community("Atlas", leader=ana, archetype="change_champions")


@pytest.fixture
def draft(atlas: Community, ana: Person) -> Charter:
    return make.charter(atlas, by=ana)


def sent(charter: Charter, **changes: object) -> dict[str, object]:
    """What a browser sends from the page as it is now, with changes."""
    values = values_of(charter)
    plain = {name: values[name] for name in VALUE_NAMES if name != "extra"}
    lists = {kind: values[kind].split("\n") for kind in ("benefit", "concern", "payoff")}
    return {**plain, **lists, "seen": digests(values), "edits": charter.edits, **changes}


def save(client, community: Community, data: dict[str, object], **headers: str):
    return client.post(
        reverse("communities:charter_save", args=[community.slug]), data, headers=headers
    )


@given(texts, texts, texts)
def test_merge_keeps_every_change_that_only_one_made(seen, mine, theirs):
    marks = {name: digest(text) for name, text in seen.items()}
    merged = merge(mine=mine, theirs=theirs, seen=marks)
    for name in seen:
        changed_mine, changed_theirs = mine[name] != seen[name], theirs[name] != seen[name]
        if changed_mine and changed_theirs and mine[name] != theirs[name]:
            assert name in {clash.name for clash in merged.clashes}
        expected = mine[name] if changed_mine else theirs[name]
        assert merged.values[name] == expected


@pytest.mark.django_db
def test_text_is_refused_and_still_there_when_it_is_longer_than_the_api_takes(
    client, draft, atlas, ana
):
    client.force_login(ana)

    longest = save(client, atlas, sent(draft, purpose="x" * 20_000))
    draft.refresh_from_db()
    longer = save(client, atlas, sent(draft, purpose="y" * 20_001))

    assert (longest.status_code, longer.status_code) == (302, 422)
    page = longer.content.decode()
    assert "At most 20,000 characters." in page
    assert "y" * 20_001 in page
    draft.refresh_from_db()
    assert draft.purpose == "x" * 20_000


@pytest.mark.django_db
def test_editor_shows_each_field_with_its_question_and_an_example(client, draft, atlas, ana):
    client.force_login(ana)
    page = client.get(reverse("communities:charter_draft", args=[atlas.slug])).context["page"]
    assert [bool(item.example) for item in page.fields].count(False) <= 1
    assert [force.lines for force in page.forces] == [
        ("Faster roll-out", "", ""),
        ("A hard role", "", ""),
        ("Peers", "", ""),
    ]
    assert all(force.suggestions for force in page.forces)


@pytest.mark.django_db
def test_draft_says_what_was_written_when_it_is_saved(client, draft, atlas, ana):
    client.force_login(ana)
    data = sent(
        draft,
        norms="Be kind.\r\nBe brief.",
        benefit=["Faster roll-out", "  ", "Fewer\r\nsurprises "],
        review_on="2026-09-01",
        extra_heading=["Subprojects", ""],
        extra_text=["- one", ""],
    )
    assert save(client, atlas, data).status_code == 302
    draft.refresh_from_db()
    assert draft.norms == "Be kind.\nBe brief."
    assert draft.forces_by_kind()["benefit"] == ["Faster roll-out", "Fewer surprises"]
    assert draft.forces_by_kind()["concern"] == ["A hard role"]
    assert draft.extra == [{"heading": "Subprojects", "text": "- one"}]
    assert str(draft.review_on) == "2026-09-01"


@pytest.mark.django_db
def test_draft_keeps_both_texts_when_two_people_wrote_in_different_ones(client, draft, atlas, ana):
    before = sent(draft)
    draft.write(texts={"norms": "Theirs"}, forces={}, review_on=None, edits=draft.edits)
    client.force_login(ana)
    assert save(client, atlas, {**before, "roles": "Mine"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.norms, draft.roles) == ("Theirs", "Mine")


@pytest.mark.django_db
def test_draft_shows_both_texts_when_two_people_wrote_in_one(client, draft, atlas, ana):
    before = sent(draft)
    draft.write(
        texts={"norms": "Theirs"},
        forces={"benefit": ["Theirs too"]},
        review_on=None,
        edits=draft.edits,
    )
    client.force_login(ana)
    answer = save(client, atlas, {**before, "norms": "Mine", "benefit": ["Mine too"]})
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert (draft.norms, draft.forces_by_kind()["benefit"]) == ("Theirs", ["Theirs too"])
    page, form = answer.context["page"], answer.context["form"]
    (norms,) = [item for item in page.fields if item.field.name == "norms"]
    assert (norms.field.value(), norms.theirs) == ("Mine", "Theirs")
    assert (page.forces[0].lines[0], page.forces[0].theirs) == ("Mine too", ("Theirs too",))

    again = {**before, "norms": "Mine", "benefit": ["Mine too"], "seen": form.digests()}
    assert save(client, atlas, {**again, "theirs": ["benefit"]}).status_code == 302
    draft.refresh_from_db()
    assert (draft.norms, draft.forces_by_kind()["benefit"]) == ("Mine", ["Theirs too"])


@pytest.mark.django_db
def test_draft_shows_both_texts_when_only_the_number_of_edits_is_known(client, draft, atlas, ana):
    old = sent(draft, seen="", norms="Mine")
    assert draft.edits == int(str(old["edits"]))
    client.force_login(ana)
    draft.write(texts={"norms": "Theirs"}, forces={}, review_on=None, edits=draft.edits)
    assert save(client, atlas, old).status_code == 409
    assert save(client, atlas, {**old, "edits": draft.edits}).status_code == 302


@pytest.mark.django_db
def test_draft_refuses_a_sixth_objective_in_place(client, draft, atlas, ana):
    client.force_login(ana)
    six = "\n".join(f"Objective {number}" for number in range(6))
    answer = save(client, atlas, sent(draft, objectives=six, norms="Kept"))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors == {"objectives": ["At most 5 objectives, one a line; these are 6."]}
    assert (form["objectives"].value(), form["norms"].value()) == (six, "Kept")


@pytest.mark.django_db
def test_draft_keeps_a_further_text_without_a_heading(client, draft, atlas, ana):
    """Imported charters have text before their first heading."""
    client.force_login(ana)
    data = sent(draft, extra_heading=["", "Roles", ""], extra_text=["Text", "More", ""])
    assert save(client, atlas, data).status_code == 302
    draft.refresh_from_db()
    assert draft.extra == [{"heading": "", "text": "Text"}, {"heading": "Roles", "text": "More"}]
    page = client.get(draft.get_absolute_url()).context["page"]
    assert [section.label for section in page.extra] == ["Further text", "Roles (2)"]


@pytest.mark.django_db
def test_draft_gives_the_words_back_when_it_was_published_meanwhile(client, draft, atlas, ana):
    data = sent(draft, norms="Not lost")
    draft.publish(by=ana, at=AT)
    client.force_login(ana)
    answer = save(client, atlas, data)
    assert answer.status_code == 409
    assert answer.context["form"]["norms"].value() == "Not lost"


@pytest.mark.django_db
def test_draft_offers_more_lines_when_somebody_asks_for_them(client, draft, atlas, ana):
    client.force_login(ana)
    answer = save(client, atlas, sent(draft, more="concern"))
    assert answer.headers["location"].endswith("?more=concern#force-concern")
    page = client.get(answer.headers["location"]).context["page"]
    assert [(len(force.lines), force.focus) for force in page.forces] == [(3, 0), (6, 2), (3, 0)]


@pytest.mark.django_db
def test_draft_is_saved_as_people_go_when_there_are_scripts(client, draft, atlas, ana):
    client.force_login(ana)
    answer = save(client, atlas, sent(draft, norms="Mine"), **{"HX-Request": "true"})
    assert (answer.status_code, answer.context["charter"].edits) == (200, draft.edits + 1)
    assert json.loads(answer.context["digests"])["norms"] == digest("Mine")
    six = "1\n2\n3\n4\n5\n6"
    refused = save(client, atlas, sent(draft, objectives=six), **{"HX-Request": "true"})
    assert refused.status_code == 422


@pytest.mark.django_db
def test_autosave_does_not_undo_what_somebody_else_wrote_in_another_text(client, draft, atlas, ana):
    """The page still shows the old text of the other field; two saves later it must not return."""
    client.force_login(ana)
    first = sent(draft, roles="Mine")
    draft.write(texts={"norms": "Theirs"}, forces={}, review_on=None, edits=draft.edits)
    answer = save(client, atlas, first, **{"HX-Request": "true"})
    second = {**first, "roles": "Mine again", "seen": answer.context["digests"]}
    save(client, atlas, second, **{"HX-Request": "true"})
    draft.refresh_from_db()
    assert (draft.norms, draft.roles) == ("Theirs", "Mine again")


@pytest.mark.django_db
def test_clash_replaces_the_whole_form_when_there_are_scripts(client, draft, atlas, ana):
    client.force_login(ana)
    before = sent(draft, norms="Mine")
    draft.write(texts={"norms": "Theirs"}, forces={}, review_on=None, edits=draft.edits)
    answer = save(client, atlas, before, **{"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#editor")


def test_form_reads_nothing_when_the_marks_of_what_was_seen_are_spoiled():
    values = dict.fromkeys(VALUE_NAMES, "")
    for spoiled in ("{", "[]", '"x"'):
        assert DraftForm(QueryDict(mutable=True), values=values).seen() == {}
        data = QueryDict(mutable=True)
        data["seen"] = spoiled
        assert DraftForm(data, values=values).seen() == {}


@pytest.mark.django_db
def test_draft_is_not_found_by_a_stranger_or_when_there_is_none(client, draft, atlas, ana):
    client.force_login(make.person())
    assert save(client, atlas, sent(draft)).status_code == 404
    assert client.get(reverse("communities:charter_draft", args=[atlas.slug])).status_code == 404
    draft.publish(by=ana, at=AT)
    client.force_login(ana)
    assert client.get(reverse("communities:charter_draft", args=[atlas.slug])).status_code == 404
