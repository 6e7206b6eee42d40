"""Open Badges 3.0: the shape the standard asks for, and a signature anybody can check."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import jwt
import pytest

from mandorla.base.models import Event, Organization
from mandorla.communities.models import Membership
from mandorla.reports.badges import CONTEXT, Issuer, badges_of, take
from mandorla.reports.models import Choice, SigningKey
from tests import make
from tests.reports.bringing import LATER, World, everything, page_of, world

pytestmark = pytest.mark.django_db
HOME = "https://halden.example"


@pytest.fixture
def at() -> World:
    return world()


def issuer() -> Issuer:
    """Who signs."""
    return Issuer(
        organization=Organization.objects.get(),
        address=f"{HOME}/issuer/profile.json",
        home=f"{HOME}/",
        keys=f"{HOME}/issuer/keys/",
    )


def taken(at: World, **which) -> list[tuple[str, str]]:
    """Priya's badges: the line and the token of each."""
    made = take(page_of(at.priya), issuer=issuer(), at=LATER, **which)
    return [(badge.key, token) for badge, token in made]


def read(token: str, public: dict[str, Any]) -> dict[str, Any]:
    """What a badge says, checked with a published key."""
    key = jwt.PyJWK(public)
    told: dict[str, Any] = jwt.decode(token, key, algorithms=["RS256"])
    return told


def test_there_is_a_badge_for_each_role_with_a_day_and_each_confirmed_contribution(at):
    everything(at)

    kinds = [badge.line.kind for badge in badges_of(page_of(at.priya))]

    assert kinds == ["role", "role", "solution_became", "story_became", "answer_became"]


def test_there_is_no_badge_for_what_stays_or_has_no_day(at):
    Membership.objects.filter(person=at.priya).update(since_on=None)
    everything(at)
    page = page_of(at.priya)
    stays = {"solution": False, "story": False, "answer": False}
    Choice.keep_all(stays, usual=page.usual, by=at.priya)

    assert [badge.name for badge in badges_of(page_of(at.priya))] == ["Steward, Guild"]


def test_badge_is_checked_with_the_published_key(at):
    [(_line, token)] = taken(at)
    key = SigningKey.objects.get()

    header = jwt.get_unverified_header(token)

    assert header == {
        "alg": "RS256",
        "kid": f"{HOME}/issuer/keys/{key.name}.json",
        "typ": "JWT",
    }
    assert read(token, key.public)["name"] == "Member, Guild"


def test_badge_does_not_pass_with_another_key(at):
    [(_line, token)] = taken(at)
    SigningKey.objects.all().delete()
    other = SigningKey.current(at=LATER).key

    with pytest.raises(jwt.InvalidSignatureError):
        read(token, other.public)


def test_badge_does_not_pass_when_it_was_changed(at):
    [(_line, token)] = taken(at)
    head, body, signature = token.split(".")
    changed = body[:-8] + ("A" if body[-8] != "A" else "B") + body[-7:]

    with pytest.raises(jwt.InvalidTokenError):
        read(f"{head}.{changed}.{signature}", SigningKey.objects.get().public)


def test_badge_has_the_shape_of_the_standard(at):
    """What the specification requires of an AchievementCredential and of its VC-JWT proof."""
    everything(at)
    public = None
    for _line, token in taken(at):
        public = public or SigningKey.objects.get().public
        badge = read(token, public)
        subject = badge["credentialSubject"]
        achievement = subject["achievement"]

        assert badge["@context"] == CONTEXT
        assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
        assert badge["issuer"] == {
            "id": f"{HOME}/issuer/profile.json",
            "type": ["Profile"],
            "name": "Halden Works",
            "url": f"{HOME}/",
        }
        assert {"id", "name", "validFrom", "credentialSubject"} <= set(badge)
        assert subject["type"] == ["AchievementSubject"]
        assert achievement["type"] == ["Achievement"]
        assert achievement["achievementType"] in {"Membership", "Achievement"}
        assert {"id", "name", "description", "criteria"} <= set(achievement)
        assert achievement["criteria"]["narrative"]
        assert badge["iss"] == badge["issuer"]["id"]
        assert badge["jti"] == badge["id"]
        assert badge["sub"] == subject["id"]
        assert datetime.fromtimestamp(badge["nbf"], UTC) == datetime.fromisoformat(
            badge["validFrom"]
        )
        assert all(
            one.startswith("urn:uuid:") for one in (badge["id"], subject["id"], achievement["id"])
        )
        assert not {"vc", "exp", "proof"} & set(badge)


def test_badge_of_a_role_tells_its_time(at):
    [(_line, token)] = taken(at)

    subject = read(token, SigningKey.objects.get().public)["credentialSubject"]

    assert subject["role"] == "Member"
    assert subject["activityStartDate"] == "2026-03-02T00:00:00Z"
    assert "activityEndDate" not in subject


def test_badge_of_a_contribution_tells_its_day(at):
    everything(at)
    [told] = [one for one in badges_of(page_of(at.priya)) if one.line.kind == "story_became"]
    [(_line, token)] = taken(at, which=told.key)

    subject = read(token, SigningKey.objects.get().public)["credentialSubject"]

    assert subject["activityEndDate"] == f"{LATER:%Y-%m-%d}T00:00:00Z"
    assert not {"activityStartDate", "role"} & set(subject)


def test_badge_holds_the_address_only_as_a_salted_hash(at):
    [(_line, token)] = taken(at)
    badge = read(token, SigningKey.objects.get().public)

    by_name, by_address = badge["credentialSubject"]["identifier"]

    assert at.priya.email not in str(badge)
    assert (by_name["identityType"], by_name["identityHash"]) == ("name", "Priya Shah")
    salted = f"{at.priya.email}{by_address['salt']}".encode()
    assert by_address["identityHash"] == f"sha256${sha256(salted).hexdigest()}"
    assert by_address["hashed"] is True


def test_badges_name_nobody_else(at):
    everything(at)
    key = SigningKey.current(at=LATER).key

    told = str([read(token, key.public) for _line, token in taken(at)])

    for name in ("Ben Okafor", "Sam Silva", at.karin.name):
        assert name not in told


def test_one_badge_is_taken_alone(at):
    everything(at)
    [told] = [one for one in badges_of(page_of(at.priya)) if one.line.kind == "story_became"]

    assert [line for line, _token in taken(at, which=told.key)] == [told.key]
    assert taken(at, which="story_became-0") == []


def test_trail_says_that_somebody_took_badges(at):
    taken(at)

    told = Event.objects.get(verb="badges.signed")

    assert (told.sentence, told.by_id, told.about_id) == (
        "Somebody took badges for what they brought.",
        None,
        None,
    )


def test_same_person_is_the_same_subject_in_every_badge(at):
    everything(at)
    key = SigningKey.current(at=LATER).key

    subjects = {read(token, key.public)["sub"] for _line, token in taken(at)}
    other = make.person()
    Membership.join(community=at.guild, person=other, at=make.AT)
    [(_badge, token)] = take(page_of(other), issuer=issuer(), at=LATER)

    assert len(subjects) == 1
    assert read(token, key.public)["sub"] not in subjects
