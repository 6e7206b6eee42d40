from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from mandorla.communities.fit_meanings import (
    FORCE_WORDS,
    MEMBERS_ONLY,
    NOTHING_YET,
    ORGANIZATION_ONLY,
    PAIR_WORDS,
)
from mandorla.communities.models import Charter, Community
from mandorla.communities.signing import state_sentence
from mandorla.communities.written import written
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


def agreed(community: Community, leader: Person, sponsor: Person) -> Charter:
    charter = make.charter(community, state="published", by=leader)
    charter.sign(side="organization", by=sponsor, at=AT)
    charter.sign(side="members", by=leader, at=AT + timedelta(days=1))
    return charter


def opened(client, community: Community, name: str = "charter", *more: object):
    return client.get(reverse(f"communities:{name}", args=[community.slug, *more]))


def test_charter_shows_the_agreed_version_when_later_ones_exist(client, atlas, ana, ben):
    agreed(atlas, ana, ben)
    make.charter(atlas, state="published", by=ana)
    make.charter(atlas, by=ana)
    client.force_login(ana)
    context = opened(client, atlas).context
    assert context["page"].charter.version == 1
    assert [found.version for found in context["later"]] == [3, 2]


def test_charter_hides_a_draft_when_somebody_neither_runs_nor_sponsors(client, atlas, ana, ben):
    agreed(atlas, ana, ben)
    make.charter(atlas, by=ana)
    client.force_login(make.person())
    context = opened(client, atlas).context
    assert [found.version for found in context["versions"]] == [1]
    assert context["later"] == []
    for name, more in (("charter_version", [2]), ("charter_draft", [])):
        assert opened(client, atlas, name, *more).status_code == 404
    assert (
        client.get(
            reverse("communities:charter_compare", args=[atlas.slug]), {"from": 1, "to": 2}
        ).context["comparison"]
        is None
    )


def test_charter_says_that_none_can_be_read_when_there_is_only_a_draft(client, atlas, ana):
    make.charter(atlas, by=ana)
    client.force_login(make.person())
    answer = opened(client, atlas)
    assert answer.status_code == 200
    assert answer.templates[0].name == "communities/charter_none.html"
    client.force_login(ana)
    assert opened(client, atlas).context["page"].charter.state == "draft"


def test_charter_says_what_it_means_when_forces_are_empty(client, atlas, ana):
    charter = make.charter(atlas, by=ana)
    client.force_login(ana)
    for forces, words in (
        ({"concern": [], "payoff": []}, (ORGANIZATION_ONLY,)),
        ({"benefit": [], "concern": ["A hard role"], "payoff": ["Peers"]}, (MEMBERS_ONLY,)),
        ({"concern": [], "payoff": []}, (NOTHING_YET,)),
        ({"benefit": ["Faster"], "concern": ["One"]}, (FORCE_WORDS["payoff"].empty,)),
        ({"payoff": ["Peers"]}, ()),
    ):
        charter.refresh_from_db()
        charter.set_forces(forces)
        assert opened(client, atlas).context["page"].red_flags == words


def test_charter_shows_the_weakest_fit_first_with_what_it_means(client, atlas, ana, ben):
    charter = make.charter(atlas, state="published", by=ana)
    for pair, score in (("benefit_concern", 2), ("concern_payoff", 3), ("benefit_payoff", 1)):
        charter.judge(pair=pair, score=score, reason=f"Because of {pair}", by=ben, at=AT)
    charter.judge(pair="benefit_payoff", score=0, reason="Worse than we thought", by=ana, at=AT)
    client.force_login(ana)
    first, *rest = opened(client, atlas).context["page"].fits
    assert (first.pair, first.newest.reason) == ("benefit_payoff", "Worse than we thought")
    assert first.meaning == PAIR_WORDS["benefit_payoff"].meanings[0]
    assert [fit.reason for fit in first.earlier] == ["Because of benefit_payoff"]
    assert first.is_weakest
    assert [card.pair for card in rest] == ["benefit_concern", "concern_payoff"]


def test_every_fit_and_score_has_words_of_its_own():
    said = [str(words) for pair in PAIR_WORDS.values() for words in pair.meanings]
    assert len(said) == len(set(said)) == 12


def test_state_is_a_sentence_that_says_who_signed_and_for_whom_it_waits(atlas, ana, ben):
    charter = make.charter(atlas, by=ana)

    def sentence() -> str:
        return state_sentence(charter, signatures=list(charter.signatures.all()), on=AT.date())

    assert sentence() == (
        "Version 1 is a draft, begun 2 March. Only those who run or sponsor the community read it."
    )
    charter.publish(by=ana, at=AT)
    assert sentence() == "Version 1, published 2 March; waits for a sponsor and a leader to sign."
    charter.sign(side="organization", by=ben, at=AT)
    assert sentence() == (
        "Version 1, published 2 March; signed by Ben Okafor for the organization; waits for a leader."
    )
    charter.sign(side="members", by=ana, at=AT)
    assert sentence() == (
        "Version 1, published 2 March; signed by Ben Okafor for the organization; "
        "signed by Ana Marković for the members; agreed 2 March."
    )
    last_year = AT.date().replace(year=2027)
    assert "published 2 March 2026;" in state_sentence(charter, signatures=[], on=last_year)


def test_written_text_cannot_run_anything():
    html = written(
        "# Big\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=x>b</b> ![i](http://x/y)"
    )
    assert "<script" not in html
    assert "javascript" not in html.replace("[x](javascript:alert(1))", "")
    assert "<b " not in html
    assert "<img" not in html
    assert html.startswith("<h3>Big</h3>")


def test_written_text_skips_no_level_of_headings():
    assert [line[:4] for line in written("## A\n\n#### B\n\n###### C").split("\n") if line] == [
        "<h3>",
        "<h4>",
        "<h5>",
    ]


def test_charter_lists_imported_headings_and_what_is_not_written(client, atlas, ana):
    charter = make.charter(atlas, by=ana)
    charter.write(
        texts={"norms": "Be *kind*."},
        forces={},
        review_on=None,
        edits=charter.edits,
        extra=[{"heading": "Subprojects", "text": "- one\n- two"}],
    )
    client.force_login(ana)
    page = opened(client, atlas).context["page"]
    assert [section.label for section in page.sections] == ["Purpose", "Norms"]
    assert page.sections[1].html == "<p>Be <em>kind</em>.</p>\n"
    assert [(s.label, "<li>one</li>" in s.html) for s in page.extra] == [("Subprojects", True)]
    assert len(page.missing) == 15


@pytest.mark.parametrize("count", [1, 3])
def test_charter_page_takes_as_many_queries_when_there_is_more_to_show(
    client, django_assert_num_queries, atlas, ana, ben, count
):
    for _version in range(count):
        charter = make.charter(atlas, state="published", by=ana)
    charter.judge(pair="benefit_concern", score=1, reason="So", by=ana, at=AT)
    for number in range(count - 1):
        charter.judge(pair="concern_payoff", score=number, reason="So", by=ben, at=AT)
        make.charter(make.community(leader=ana), by=ana)
    client.force_login(ana)
    opened(client, atlas, "charter_version", charter.version)
    with django_assert_num_queries(14):
        opened(client, atlas, "charter_version", charter.version)


def test_comparison_shows_words_forces_and_what_stayed(client, atlas, ana):
    first = make.charter(atlas, state="published", by=ana)
    second = make.charter(atlas, by=ana)
    second.write(
        texts={"purpose": "To learn much from each other", "norms": "Be kind."},
        forces={"benefit": ["Faster roll-out", "Fewer surprises"], "concern": []},
        review_on=AT.date(),
        edits=second.edits,
    )
    client.force_login(ana)
    context = client.get(
        reverse("communities:charter_compare", args=[atlas.slug]),
        {"from": first.version, "to": second.version},
    ).context
    comparison = context["comparison"]
    assert [(text.label, text.html) for text in comparison.texts] == [
        ("Purpose", "To learn<ins> much</ins> from each other"),
        ("Norms", "<ins>Be kind.</ins>"),
        ("Looked at again on", "<ins>2026-03-02</ins>"),
    ]
    assert [(f.kind, [kind for kind, _html in f.entries]) for f in comparison.forces] == [
        ("benefit", ["same", "added"]),
        ("concern", ["removed"]),
        ("payoff", ["same"]),
    ]
    assert comparison.same == ()


def test_comparison_folds_what_stayed_and_escapes_what_people_wrote(client, atlas, ana):
    first = make.charter(atlas, by=ana)
    long = "word " * 200
    first.write(texts={"norms": f"<b>{long}"}, forces={}, review_on=None, edits=first.edits)
    first.publish(by=ana, at=AT)
    second = make.charter(atlas, by=ana)
    second.write(texts={"norms": f"<b>{long}<i>"}, forces={}, review_on=None, edits=second.edits)
    client.force_login(ana)
    (text,) = (
        client.get(reverse("communities:charter_compare", args=[atlas.slug]))
        .context["comparison"]
        .texts
    )
    assert text.html.startswith(
        '<details class="folded"><summary>… 188 words unchanged …</summary>&lt;b&gt;word word'
    )
    assert text.html.endswith("<ins> &lt;i&gt;</ins>")


@pytest.mark.parametrize("query", [{"from": "x", "to": "1"}, {"from": "7", "to": "1"}])
def test_comparison_asks_again_when_a_version_is_not_one(client, atlas, ana, query):
    make.charter(atlas, state="published", by=ana)
    make.charter(atlas, state="published", by=ana)
    client.force_login(ana)
    context = client.get(reverse("communities:charter_compare", args=[atlas.slug]), query).context
    assert context["comparison"] is None
    assert list(context["form"].errors) == ["from"]


@pytest.mark.parametrize("count", [1, 3])
def test_comparison_takes_as_many_queries_when_there_is_more_to_compare(
    client, django_assert_num_queries, atlas, ana, count
):
    for _version in range(count + 1):
        charter = make.charter(atlas, state="published", by=ana)
    client.force_login(ana)
    opened(client, atlas, "charter_compare")
    with django_assert_num_queries(12):
        opened(client, atlas, "charter_compare")
    assert charter.version == count + 1
