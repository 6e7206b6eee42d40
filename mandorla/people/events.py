"""What can happen with people, units and the roster, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "organization.founded",
        _("{by} set up Mandorla for {about}."),
        _("An instance is set up and gets its first program manager."),
    ),
    Verb(
        "person.invited",
        _("{by} invited somebody to {about}."),
        _("An invitation link is made. The address is not part of the event."),
    ),
    Verb(
        "person.uninvited",
        _("{by} withdrew an invitation to {about}."),
        _("An invitation link stops working. The address is not part of the event."),
    ),
    Verb(
        "person.arrived",
        _("{by} accepted an invitation."),
        _("Somebody used an invitation link and can sign in."),
        personal=True,
    ),
    Verb(
        "person.appointed",
        _("{by} made {about} {role}."),
        _("Somebody becomes a program manager or an auditor."),
    ),
    Verb(
        "person.relieved",
        _("{by} ended the role of {about} as {role}."),
        _("Somebody stops being a program manager or an auditor."),
    ),
    Verb(
        "person.corrected",
        _("{by} corrected what is known of somebody."),
        _("A program manager changed a name, job title or address. The person is not named."),
    ),
    Verb(
        "person.placed",
        _("{by} placed somebody in {unit}."),
        _("A person's unit is set by hand. The person is not named."),
    ),
    Verb(
        "roster.imported",
        _("{by} imported the roster {about}: {new} new, {touched} changed, {gone} gone."),
        _("A roster is imported: one event for all people, with its counts and no names."),
    ),
    Verb(
        "person.deactivated",
        _("{by} deactivated an account."),
        _("A person can no longer sign in. The person is not named."),
    ),
    Verb(
        "person.reactivated",
        _("{by} reactivated an account."),
        _("A person can sign in again. The person is not named."),
    ),
    Verb(
        "token.issued",
        _("{by} made an access token for the API."),
        _("A person makes a token; its secret is shown once."),
        personal=True,
    ),
    Verb(
        "token.revoked",
        _("{by} revoked an access token for the API."),
        _("A person's token stops working."),
        personal=True,
    ),
    Verb(
        "unit.opened",
        _("{by} added the unit {about}."),
        _("A unit is added by hand."),
    ),
    Verb(
        "unit.renamed",
        _("{by} renamed {before} to {about}."),
        _("A unit gets another name."),
    ),
    Verb(
        "unit.moved",
        _("{by} moved the unit {about} to {where}."),
        _("A unit becomes a part of another one, with everything below it."),
    ),
    Verb(
        "unit.merged",
        _("{by} merged {merged} into {about}."),
        _("Two units become one; people and communities move along."),
    ),
]
