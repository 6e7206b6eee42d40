from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandorla.communities.models import Membership
from mandorla.core.conditions import Finding
from mandorla.maturity.computing import compute
from mandorla.maturity.models import Assessment, Target
from mandorla.people.models import Person
from tests import make
from tests.maturity.rounds import CLOSES, agreed, closed, model, opened, say
from tests.maturity.test_computing import YOUNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person("Ana Marković")


@pytest.fixture
def atlas(ana):
    return make.community("Atlas", leader=ana, members=make.members(6))


def a_member(community) -> Person:
    return Membership.objects.filter(community=community, role="member").order_by("pk")[0].person


def page(client, person, community, name="profile", *args):
    client.force_login(person)
    return client.get(reverse(f"maturity:{name}", args=[community.slug, *args]))


def shown(response) -> str:
    return " ".join(response.content.decode().split())


def test_profile_says_the_stage_with_its_spread_when_it_was_computed(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)

    text = shown(page(client, ana, atlas))

    assert "At least Founding." not in text
    assert "<b>Founding.</b>" in text
    assert "In the middle level 1; the dimensions lie between 1 and 4." in text
    assert "Of 8, something is known of 7." in text
    assert "data at least 4" in text
    assert "Of the sponsor" in text


def test_profile_says_that_nobody_looked_yet_when_nothing_was_computed(client, ana, atlas):
    assert "It has not been looked at yet" in shown(page(client, ana, atlas))


def test_profile_shows_three_ways_beside_each_other_with_targets(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)
    agreed(atlas, 2, by=ana)
    members = [one.person for one in Membership.objects.filter(community=atlas, role="member")]
    closed(atlas, members, level=3)
    Target.agree(
        community=atlas,
        model=model(),
        levels={"rhythm": 4},
        because="Two sites",
        by=ana,
        at=make.AT,
    )

    text = shown(page(client, ana, atlas))

    assert (
        "data at least 4 · core group 2 · members 3 · target 4, core group: 2 levels to go; data: reached"
        in text
    )
    assert "half between 3 and 3" in text
    assert "Two sites" in text
    assert "written down by Ana Marković" in text
    assert "6 answers" in text


def test_profile_says_whose_word_reaches_a_target_when_data_is_further_back(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)
    agreed(atlas, 4, by=ana)
    low = next(
        row for row in page(client, ana, atlas).context["page"].rows if row.computed.isdigit()
    )
    target = int(low.computed) + 1
    Target.agree(
        community=atlas,
        model=model(),
        levels={low.dimension.id: target},
        because="Two sites",
        by=ana,
        at=make.AT,
    )

    text = shown(page(client, ana, atlas))

    assert f"target {target}, core group: reached; data: 1 level to go" in text
    assert f"Furthest from its target, level {target}: {low.dimension.name}" in text
    assert "No target is certainly missed" not in text


def test_profile_says_what_has_changed_when_a_level_has_moved(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)
    compute({atlas.pk: YOUNG | {"core_people": Finding(4), "core_units": Finding(1)}}, at=CLOSES)
    compute(
        {
            atlas.pk: YOUNG
            | {"core_people": Finding(4), "core_units": Finding(2), "absence_factor": Finding(1)}
        },
        at=CLOSES,
    )

    text = shown(page(client, ana, atlas))

    assert "core group not known · members not known · up 1 level" in text


def test_dimension_opens_the_answer_to_each_level(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)

    text = shown(page(client, ana, atlas, "dimension", "sponsorship"))

    assert "Data shows level 1." in text
    assert "does not hold yet" in text
    assert "only people can tell" in text
    assert "not known" in text


def test_dimension_is_missing_when_the_model_has_none_such(client, ana, atlas):
    assert page(client, ana, atlas, "dimension", "charm").status_code == 404


def test_profile_is_missing_when_the_model_is_not_in_use(client, ana, atlas):
    client.force_login(ana)

    assert client.get(f"/communities/{atlas.slug}/profile/?model=charm").status_code == 404


def test_profile_asks_as_often_when_more_is_there(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)
    page(client, ana, atlas)
    with CaptureQueriesContext(connection) as before:
        page(client, ana, atlas)
    agreed(atlas, 2, by=ana)
    agreed(atlas, 3, by=ana)
    Target.agree(community=atlas, model=model(), levels={"rhythm": 4}, by=ana, at=make.AT)

    with CaptureQueriesContext(connection) as after:
        page(client, ana, atlas)

    assert len(after) <= len(before) <= 30


def test_agreement_is_written_down_when_the_leader_sends_it(client, ana, atlas):
    client.force_login(ana)
    address = reverse("maturity:agreement", args=[atlas.slug])
    assert client.get(address).status_code == 200

    sent = client.post(
        address, {"level_rhythm": "3", "reason_rhythm": "Mondays", "level_core": "0", "seen": "0"}
    )

    assert sent.status_code == 302
    made = Assessment.objects.get(way="core")
    assert (made.levels["rhythm"], made.levels["core"], made.levels["reach"]) == (
        [3, 3],
        [0, 0],
        [0, 5],
    )
    assert (made.evidence, made.by) == ({"reasons": {"rhythm": "Mondays"}}, ana)


def test_agreement_begins_with_what_data_shows_when_nothing_was_agreed(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)

    text = shown(page(client, ana, atlas, "agreement"))

    assert text.count("checked") == 8
    assert 'name="level_rhythm" value="4" id="id_level_rhythm_5" checked' in text


def test_agreement_is_shown_again_when_somebody_was_first(client, ana, atlas):
    agreed(atlas, 2, by=make.person("Priya"))
    client.force_login(ana)

    sent = client.post(
        reverse("maturity:agreement", args=[atlas.slug]), {"level_rhythm": "3", "seen": "0"}
    )

    assert sent.status_code == 409
    assert "Priya wrote down another profile" in shown(sent)


def test_targets_are_written_down_when_the_leader_sends_them(client, ana, atlas):
    client.force_login(ana)
    address = reverse("maturity:targets", args=[atlas.slug])
    assert client.get(address).status_code == 200

    sent = client.post(address, {"level_reach": "3", "because": "Two sites", "seen": "0"})

    assert sent.status_code == 302
    assert [(t.dimension, t.level) for t in Target.objects.current()] == [("reach", 3)]


@pytest.mark.parametrize("name", ["agreement", "targets", "open"])
def test_forms_do_not_exist_when_somebody_does_not_run_the_community(client, atlas, name):
    member = a_member(atlas)

    assert page(client, member, atlas, name).status_code == 404


def test_members_are_asked_when_the_leader_opens_a_round(client, ana, atlas):
    client.force_login(ana)
    address = reverse("maturity:open", args=[atlas.slug])
    assert "7 members are asked" in shown(client.get(address))
    form = client.get(address).context["form"]

    sent = client.post(
        address,
        {"model": model().pk, "closes_on": f"{form['closes_on'].initial:%Y-%m-%d}"},
        follow=True,
    )

    assert "0 of 7 members have answered." in shown(sent)


def test_answer_goes_into_the_urn_when_a_member_sends_it(client, atlas, ana):
    held = now_open(atlas)
    member = a_member(atlas)
    first = page(client, member, atlas, "ballot", held.number)
    assert "no-store" in first["Cache-Control"]
    assert "checked" in shown(first)  # "cannot say", everywhere

    sent = client.post(
        reverse("maturity:ballot", args=[atlas.slug, held.number]),
        {"level_core": "2", "time_usable": "no"},
        follow=True,
    )

    assert "Nobody can see or change it." in shown(sent)
    assert "1 of 7 members has answered." in shown(sent)
    again = page(client, member, atlas, "ballot", held.number)
    assert again.status_code == 302


def now_open(community):
    from django.utils import timezone

    now = timezone.now()
    return opened(community, at=now, closes_at=now + (CLOSES - make.AT))


def test_ballot_sends_on_when_somebody_cannot_answer(client, atlas):
    held = now_open(atlas)

    assert page(client, make.person(), atlas, "ballot", held.number).status_code == 302


def test_round_is_closed_and_canceled_when_the_leader_says_so(client, ana, atlas):
    held = now_open(atlas)
    client.force_login(ana)
    client.post(reverse("maturity:cancel", args=[atlas.slug, held.number]))
    held.refresh_from_db()
    assert held.state == "canceled"

    other = now_open(atlas)
    for one in Membership.objects.filter(community=atlas, role="member"):
        say(other, one.person, 2)
    sent = client.post(reverse("maturity:close", args=[atlas.slug, other.number]), follow=True)

    assert "6 of 7 members answered." in shown(sent)


def test_past_lists_everything_that_was_found(client, ana, atlas):
    compute({atlas.pk: YOUNG}, at=make.AT)
    agreed(atlas, 2, by=ana, reasons={"rhythm": "Every Monday"})

    text = shown(page(client, ana, atlas, "past"))

    assert "computed from what is known" in text
    assert "Every Monday" in text
