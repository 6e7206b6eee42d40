from __future__ import annotations

from mandorla.people.models.invitation import Invitation
from mandorla.people.models.mail_wish import MailWish
from mandorla.people.models.person import Person
from mandorla.people.models.roster import RosterImport
from mandorla.people.models.roster_entry import RosterEntry
from mandorla.people.models.token import AccessToken
from mandorla.people.models.unit import Placement, Unit

__all__ = [
    "AccessToken",
    "Invitation",
    "MailWish",
    "Person",
    "Placement",
    "RosterEntry",
    "RosterImport",
    "Unit",
]
