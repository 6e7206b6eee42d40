"""Posts of a lake become snapshots that stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.conversations.measuring import due, measure_communities
from mandorla.conversations.models import ConversationImport, Snapshot
from mandorla.core.health import judge
from tests import make
from tests.conversations.measured import AT, BEGIN, talk

pytestmark = pytest.mark.django_db


def months(community):
    return list(Snapshot.objects.of([community.pk]))


def test_months_are_measured_when_they_are_full(posts_lake):
    community = make.community()
    talk(posts_lake, community, until=date(2026, 4, 29))

    assert due() == [community.pk]
    assert measure_communities([community.pk], at=AT) == 18
    assert due() == []
    found = months(community)
    assert [found[0].month_on, found[-1].month_on] == [BEGIN, date(2026, 3, 1)]
    march = found[-1]
    assert (march.people, march.made_of) == (12, 62)
    assert march.figures["response_median"] == 1.0
    assert march.figures["unanswered_share"] == 0.0
    assert march.figures["newcomers"] == 0
    assert march.figures["ei_expected"] == pytest.approx(6 / 66 * 2 - 1 + 60 / 66, abs=1)
    assert {one["unit"] for one in march.units["units"]} == {1, 2}
    assert (march.figures["retained"], march.figures["retained_of"]) == (None, None)


def test_import_that_brought_nothing_new_holds_up_nobody(posts_lake):
    community = make.community()
    talk(posts_lake, community)
    again = ConversationImport.objects.create(
        kind="csv", file_name="talk.csv", state="done", received_at=AT, finished_at=AT
    )
    assert not again.communities.exists()

    assert due() == [community.pk]


def test_last_month_alone_keeps_how_units_talked(posts_lake):
    community = make.community()
    talk(posts_lake, community)
    measure_communities([community.pk], at=AT)

    *earlier, last = months(community)
    assert {str(one.units) for one in earlier} == {"{}"}
    assert last.units["pairs"]
    assert all(one.figures["ei_index"] is not None for one in earlier)


def test_month_is_full_on_its_last_day(posts_lake):
    community = make.community()
    talk(posts_lake, community, until=date(2026, 4, 30))
    measure_communities([community.pk], at=AT)

    assert months(community)[-1].month_on == date(2026, 4, 1)


def test_first_quarter_says_nothing_of_newcomers(posts_lake):
    community = make.community()
    talk(posts_lake, community)
    measure_communities([community.pk], at=AT)

    assert [one.figures["newcomers"] for one in months(community)[:4]] == [None, None, None, 0]


def test_month_of_few_people_keeps_no_figures(posts_lake):
    community = make.community()
    talk(posts_lake, community, people=4)
    measure_communities([community.pk], at=AT)

    assert {(one.people, str(one.figures), str(one.units)) for one in months(community)} == {
        (None, "{}", "{}")
    }
    assert judge([one.month for one in months(community)])[0].reason == "too_few"


def test_share_of_a_single_leader_is_not_kept(posts_lake):
    community = make.community()
    talk(posts_lake, community)
    measure_communities([community.pk], at=AT)
    last = months(community)[-1].figures

    assert (last["leader_share"], last["leaders_carry"]) == (None, 0.0)
    assert "leaders" not in last


def test_silent_months_are_kept_as_such(posts_lake):
    community = make.community()
    one = talk(posts_lake, community, until=date(2025, 12, 31))
    type(one).objects.filter(pk=one.pk).update(last_on=date(2026, 4, 30))
    measure_communities([community.pk], at=AT)

    assert [one.people for one in months(community)][-5:] == [12, 0, 0, 0, 0]
    assert judge([one.month for one in months(community)])[0].reason == "nothing"


def test_figures_stay_when_posts_are_deleted(posts_lake):
    community = make.community()
    talk(posts_lake, community)
    measure_communities([community.pk], at=AT)
    before = [(one.month_on, one.made_of, one.figures) for one in months(community)]
    posts_lake.remove_before("2026-01")
    measure_communities([community.pk], at=AT + timedelta(days=1))

    assert [(one.month_on, one.made_of, one.figures) for one in months(community)] == before


def test_figures_follow_when_posts_come_to_a_month(posts_lake):
    community = make.community()
    talk(posts_lake, community, people=8, until=date(2026, 2, 28))
    measure_communities([community.pk], at=AT)
    talk(posts_lake, community, people=10, begin=date(2026, 3, 1), key="more")
    measure_communities([community.pk], at=AT + timedelta(days=1))

    assert [one.people for one in months(community)][-3:] == [8, 10, 10]


def test_communities_are_measured_apart(posts_lake):
    one, other = make.community(), make.community(slug="other")
    talk(posts_lake, one, people=8)
    talk(posts_lake, other, people=10, key="other")
    measure_communities([one.pk], at=AT)

    assert not months(other)
    measure_communities([other.pk], at=AT)
    assert [months(one)[-1].people, months(other)[-1].people] == [8, 10]


def test_units_say_nothing_when_none_is_known(posts_lake):
    community = make.community()
    talk(posts_lake, community, units=0)
    measure_communities([community.pk], at=AT)
    last = months(community)[-1]

    assert last.figures["ei_index"] is None
    assert last.units == {"reason": "no_units"}
    assert judge([one.month for one in months(community)])[4].reason == "no_units"


def test_quieter_months_are_told(posts_lake):
    community = make.community()
    talk(posts_lake, community, quiet_from=date(2026, 4, 1))
    measure_communities([community.pk], at=AT)
    light = judge([one.month for one in months(community)])[0]

    assert (light.state, light.reason) == ("act", "fell")
    assert (light.figures[0].value, light.figures[0].usual) == (6.0, 12.0)


def test_nothing_is_measured_without_posts():
    assert measure_communities([make.community().pk], at=AT) == 0


def test_snapshots_are_seen_by_who_sees_the_community(posts_lake):
    community = make.community()
    talk(posts_lake, community)
    measure_communities([community.pk], at=AT)
    person = make.person()

    assert Snapshot.objects.visible_to(person).exists()
    person.is_active = False
    assert set(Snapshot.objects.visible_to(person).values_list("community")) <= {(community.pk,)}
