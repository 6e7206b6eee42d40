from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.base.errors import Stale
from mandorla.base.models import Event
from mandorla.communities.models import Charter, Community, Membership
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
AT = make.AT


def post(client, person: Person, name: str, *args: object, **data: object):
    client.force_login(person)
    return client.post(reverse(f"communities:{name}", args=args), data)


def verbs(community: Community) -> list[str]:
    found = Event.objects.within(community).filter(verb__startswith="charter.")
    return list(found.order_by("id").values_list("verb", flat=True))


def test_charter_is_agreed_when_two_people_sign_for_the_two_sides(client, atlas, ana, ben):
    assert post(client, ana, "charter_draft", atlas.slug).status_code == 302
    assert post(client, ana, "charter_publish", atlas.slug, 1).status_code == 302
    assert post(client, ben, "charter_sign", atlas.slug, 1, side="organization").status_code == 302
    assert post(client, ana, "charter_sign", atlas.slug, 1, side="members").status_code == 302
    assert Charter.objects.get().state == "agreed"
    assert verbs(atlas) == [
        "charter.drafted",
        "charter.published",
        "charter.signed",
        "charter.signed",
        "charter.agreed",
    ]


def test_charter_stays_agreed_when_a_next_version_is_drafted_and_published(client, atlas, ana, ben):
    first = make.charter(atlas, state="published", by=ana)
    first.sign(side="organization", by=ben, at=AT)
    first.sign(side="members", by=ana, at=AT)
    post(client, ana, "charter_draft", atlas.slug)
    post(client, ana, "charter_publish", atlas.slug, 2)
    assert [c.state for c in atlas.charters.order_by("version")] == ["agreed", "published"]


def test_signing_is_refused_in_place_when_one_person_signs_for_both_sides(client, atlas, ana):
    Membership.appoint(community=atlas, person=ana, role="sponsor", by=None, at=AT)
    make.charter(atlas, state="published", by=ana)
    post(client, ana, "charter_sign", atlas.slug, 1, side="members")
    answer = post(client, ana, "charter_sign", atlas.slug, 1, side="organization")
    assert answer.status_code == 409
    assert answer.context["refusal"] == "You have signed for the other side. It takes two people."
    assert [side.is_taken for side in answer.context["page"].sides] == [True, False]


@pytest.mark.parametrize("side", ["members", "organization", "nobody", ""])
def test_signing_is_refused_when_somebody_holds_no_role_for_the_side(client, atlas, side):
    make.charter(atlas, state="published")
    answer = post(client, make.person(), "charter_sign", atlas.slug, 1, side=side)
    assert answer.status_code == 409
    assert not Charter.objects.get().signatures.exists()


def test_publishing_is_refused_in_place_when_there_is_no_purpose(client, atlas, ana):
    charter = make.charter(atlas, by=ana)
    charter.write(texts={"purpose": ""}, forces={}, review_on=None, edits=charter.edits)
    answer = post(client, ana, "charter_publish", atlas.slug, 1)
    assert answer.status_code == 409
    assert answer.context["refusal"] == "Say what the group is for before you publish its charter."


def test_publishing_is_refused_in_place_when_it_was_published_already(client, atlas, ana):
    make.charter(atlas, state="published", by=ana)
    assert post(client, ana, "charter_publish", atlas.slug, 1).status_code == 409
    assert post(client, ana, "charter_discard", atlas.slug, 1).status_code == 409


def test_draft_is_gone_when_it_was_discarded(client, atlas, ana):
    make.charter(atlas, by=ana)
    assert post(client, ana, "charter_discard", atlas.slug, 1).status_code == 302
    assert not Charter.objects.exists()
    assert verbs(atlas)[-1] == "charter.discarded"


def test_draft_is_not_discarded_when_it_was_published_at_this_moment(atlas, ana):
    seen = make.charter(atlas, by=ana)
    Charter.objects.get(pk=seen.pk).publish(by=ana, at=AT)
    with pytest.raises(Stale):
        seen.discard(by=ana, at=AT)
    assert Charter.objects.get().state == "published"


def test_charter_is_agreed_when_both_sides_sign_at_the_same_moment(atlas, ana, ben):
    make.charter(atlas, state="published", by=ana)
    one, other = Charter.objects.get(), Charter.objects.get()
    one.sign(side="organization", by=ben, at=AT)
    other.sign(side="members", by=ana, at=AT)
    assert Charter.objects.get().state == "agreed"


@pytest.mark.parametrize("name", ["charter_publish", "charter_discard"])
def test_draft_stays_when_a_sponsor_or_a_stranger_tries_to_move_it(client, atlas, ana, ben, name):
    make.charter(atlas, by=ana)
    assert post(client, ben, name, atlas.slug, 1).status_code == 403
    assert post(client, make.person(), name, atlas.slug, 1).status_code == 404
    assert Charter.objects.get().state == "draft"


@pytest.mark.parametrize(
    "name", ["charter_publish", "charter_discard", "charter_sign", "charter_save"]
)
def test_verbs_are_not_pages(client, atlas, ana, name):
    make.charter(atlas, by=ana)
    client.force_login(ana)
    args = [atlas.slug] if name == "charter_save" else [atlas.slug, 1]
    assert client.get(reverse(f"communities:{name}", args=args)).status_code == 405


def test_fit_is_judged_by_a_sponsor_and_kept_with_its_reason(client, atlas, ben):
    make.charter(atlas, state="published")
    data = {"score": "0", "reason": " It costs them time. "}
    answer = post(client, ben, "charter_fit", atlas.slug, 1, "concern_payoff", **data)
    assert answer.headers["location"].endswith("/charter/1/#fit-concern_payoff")
    fit = Charter.objects.get().newest_fits()["concern_payoff"]
    assert (fit.score, fit.reason, fit.judged_by) == (0, "It costs them time.", ben)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"score": "2"}, ["reason"]),
        ({"reason": "Because"}, ["score"]),
        ({"score": "4", "reason": "Because"}, ["score"]),
        ({"score": "2", "reason": "   "}, ["reason"]),
    ],
)
def test_fit_is_corrected_in_place_when_something_is_missing(client, atlas, ana, data, fields):
    make.charter(atlas, by=ana)
    answer = post(client, ana, "charter_fit", atlas.slug, 1, "benefit_payoff", **data)
    assert answer.status_code == 422
    (form,) = [form for _card, form, is_open in answer.context["cards"] if is_open]
    assert (form.pair, list(form.errors)) == ("benefit_payoff", fields)
    assert form["reason"].value() == data.get("reason")


def test_fit_is_refused_in_place_when_the_version_is_agreed(client, atlas, ana, ben):
    charter = make.charter(atlas, state="published")
    charter.sign(side="organization", by=ben, at=AT)
    charter.sign(side="members", by=ana, at=AT)
    data = {"score": "2", "reason": "Because"}
    answer = post(client, ana, "charter_fit", atlas.slug, 1, "benefit_payoff", **data)
    assert answer.status_code == 422
    assert not charter.fits.exists()


def test_fit_is_swapped_in_place_when_a_script_asks(client, atlas, ana):
    make.charter(atlas, by=ana)
    client.force_login(ana)
    address = reverse("communities:charter_fit", args=[atlas.slug, 1, "benefit_payoff"])
    answer = client.post(
        address, {"score": "1", "reason": "Because"}, headers={"HX-Request": "true"}
    )
    assert answer.templates[0].name == "communities/_charter_fits.html"
    assert answer.context["judged"] == "benefit_payoff"
    assert client.post(address, {}, headers={"HX-Request": "true"}).status_code == 422


def test_fit_cannot_be_judged_by_somebody_who_neither_runs_nor_sponsors(client, atlas):
    make.charter(atlas, state="published")
    data = {"score": "2", "reason": "Because"}
    stranger = make.person()
    for pair, status in (("benefit_payoff", 403), ("payoff_benefit", 404)):
        answer = post(client, stranger, "charter_fit", atlas.slug, 1, pair, **data)
        assert answer.status_code == status


def test_draft_is_begun_once_when_two_people_begin_it(client, atlas, ana):
    post(client, ana, "charter_draft", atlas.slug)
    assert post(client, ana, "charter_draft", atlas.slug).status_code == 302
    assert atlas.charters.count() == 1


def test_draft_is_not_begun_by_a_sponsor_or_in_a_closed_community(client, atlas, ana, ben):
    assert post(client, ben, "charter_draft", atlas.slug).status_code == 404
    atlas.close(reason="Done", by=ana, at=AT, on=AT.date())
    assert post(client, ana, "charter_draft", atlas.slug).status_code == 409
    assert not Charter.objects.exists()
