"""Open Badges 3.0: roles held for a time, and contributions that somebody else confirmed.

Each badge is an AchievementCredential, signed as a JSON Web Token (VC-JWT). It names the person,
and their address only as a salted hash, so that whoever is told the address can compare it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mandorla.base.models import Event
from mandorla.reports.brought import leaving
from mandorla.reports.models import SigningKey
from mandorla.reports.paper import when

if TYPE_CHECKING:
    from mandorla.base.models import Organization
    from mandorla.people.models import Person
    from mandorla.reports.brought import Brought
    from mandorla.reports.lines import Line
    from mandorla.reports.models.signing_key import Opened

CONTEXT: Final = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
ALGORITHM: Final = "RS256"  # the one that every verifier of Open Badges 3.0 knows


@dataclass(frozen=True)
class Issuer:
    """Who signs: the organization, with the addresses at which that can be checked.

    Attributes:
        organization: Whose instance it is.
        address: The page about it, which is its name in badges.
        home: Where the instance is.
        keys: Where its keys are, without the name of the key.
    """

    organization: Organization
    address: str
    home: str
    keys: str

    @property
    def profile(self) -> dict[str, Any]:
        """Who signs, as badges say it."""
        return {
            "id": self.address,
            "type": ["Profile"],
            "name": self.organization.name,
            "url": self.home,
        }

    def key_address(self, name: str) -> str:
        """Where a key is found as a JWK."""
        return f"{self.keys}{name}.json"


@dataclass(frozen=True)
class Badge:
    """One badge that somebody can take.

    Attributes:
        name: What it is for.
        description: What was held or brought.
        line: The line it is for.
    """

    name: str
    description: str
    line: Line

    @property
    def key(self) -> str:
        """Its name among all badges of the person."""
        return self.line.key

    @property
    def is_role(self) -> bool:
        """Whether it is for a role; else for something brought."""
        return _is_role(self.line)


def badges_of(brought: Brought) -> list[Badge]:
    """What there are badges for: of what goes along, roles with a day and what was confirmed."""
    lines = leaving(brought).lines
    return [_badge(line) for line in lines if line.is_confirmed or (_is_role(line) and line.on)]


def _is_role(line: Line) -> bool:
    return line.kind == "role"


def _badge(line: Line) -> Badge:
    if _is_role(line):
        name = _("{role}, {community}").format(role=line.text, community=line.place.name)
        return Badge(name, when(line.on, line.until_on), line)
    name = _("A contribution to {community} that was confirmed").format(community=line.place.name)
    return Badge(name, f"{line.text} – {line.detail}", line)


def take(
    brought: Brought, *, which: str = "", issuer: Issuer, at: datetime
) -> list[tuple[Badge, str]]:
    """The badges, signed, for the person they tell of; the trail says that somebody took some.

    Args:
        brought: What the person brought.
        which: Only the badge of this line; "" for all.
        issuer: Who signs.
        at: The moment.
    """
    found = [badge for badge in badges_of(brought) if which in {"", badge.key}]
    if not found:
        return []
    person, opened = brought.person, SigningKey.current(at=at)
    made = [(one, credential(one, person=person, issuer=issuer, at=at)) for one in found]
    Event.record("badges.signed", by=person, at=at, about=person)
    return [(one, signed(content, opened=opened, issuer=issuer)) for one, content in made]


def told(badge: Badge, token: str) -> dict[str, Any]:
    """A signed badge with what it says, so that a person can tell them apart."""
    return {
        "line": badge.key,
        "name": badge.name,
        "description": badge.description,
        "credential": token,
    }


def credential(badge: Badge, *, person: Person, issuer: Issuer, at: datetime) -> dict[str, Any]:
    """The badge as JSON-LD.

    Source: 1EdTech, Open Badges Specification 3.0, "AchievementCredential".
    """
    about = f"{issuer.address}#{person.pk}"
    achievement = {
        "id": _named("#".join([issuer.address, badge.name, "" if badge.is_role else badge.key])),
        "type": ["Achievement"],
        "achievementType": "Membership" if badge.is_role else "Achievement",
        "name": badge.name,
        "description": badge.description,
        "criteria": {"narrative": _criteria(badge)},
    }
    subject: dict[str, Any] = {
        "id": _named(about),
        "type": ["AchievementSubject"],
        "identifier": _identity(person),
        "achievement": achievement,
        **_time(badge.line),
    }
    if badge.is_role:
        subject["role"] = badge.line.text
    return {
        "@context": CONTEXT,
        "id": _named(f"{about}#{badge.key}#{at.isoformat()}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.name,
        "issuer": issuer.profile,
        "validFrom": _moment(at),
        "credentialSubject": subject,
    }


def signed(made: dict[str, Any], *, opened: Opened, issuer: Issuer) -> str:
    """The credential as a compact JSON Web Token.

    Source: 1EdTech, Open Badges Specification 3.0, "JSON Web Token Proof Format".
    """
    import jwt  # slow import

    claims = {
        "iss": made["issuer"]["id"],
        "jti": made["id"],
        "nbf": int(datetime.fromisoformat(made["validFrom"]).timestamp()),
        "sub": made["credentialSubject"]["id"],
    }
    headers = {"kid": issuer.key_address(opened.key.name)}
    return jwt.encode({**made, **claims}, opened.private, algorithm=ALGORITHM, headers=headers)


def _criteria(badge: Badge) -> str:
    if badge.is_role:
        return _("Held the role in the community, as its register of members says.")
    return _("Brought something to the community of which somebody else said what became of it.")


def _identity(person: Person) -> list[dict[str, Any]]:
    """Whom it is about: by name, and by the hash of the address where one is known."""
    told: list[dict[str, Any]] = [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityHash": person.name,
            "identityType": "name",
        }
    ]
    if person.email:
        salt = secrets.token_hex(16)
        told.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${sha256((person.email + salt).encode()).hexdigest()}",
                "identityType": "emailAddress",
                "salt": salt,
            }
        )
    return told


def _time(line: Line) -> dict[str, str]:
    """From when to when a role was held; the day of a contribution."""
    first, last = (line.on, line.until_on) if _is_role(line) else (None, line.on)
    found = {"activityStartDate": first, "activityEndDate": last}
    return {name: _moment(datetime.combine(day, time(), UTC)) for name, day in found.items() if day}


def _named(what: str) -> str:
    """A name that is the same whenever the same is meant; nobody else can work it out."""
    keyed = salted_hmac("mandorla.reports.badges", what, algorithm="sha256").digest()
    return f"urn:uuid:{UUID(bytes=keyed[:16], version=5)}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
