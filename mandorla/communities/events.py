"""What can happen to communities, memberships and charters, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "community.proposed",
        _("{by} proposed {about}."),
        _("A proposal became a community that is forming."),
    ),
    Verb(
        "community.registered",
        _("{by} entered {about} from the {source} register."),
        _("A community came from an imported register."),
    ),
    Verb(
        "community.updated",
        _("{by} brought {about} up to date from the {source} register."),
        _("A later import of a register changed a community."),
    ),
    Verb(
        "community.described",
        _("{by} changed the name, the purpose or how to join {about}."),
        _("The facts of a community were edited."),
    ),
    Verb("community.started", _("{about} became active."), _("A forming community started.")),
    Verb(
        "community.winding_down",
        _("{by} began to close {about}: {reason}"),
        _("An active community is closing, with the reason."),
    ),
    Verb("community.resumed", _("{by} resumed {about}."), _("A closing community goes on.")),
    Verb(
        "community.closed",
        _("{about} closed: {reason}"),
        _("A community ended, with the reason."),
    ),
    Verb(
        "community.transformed",
        _("{by} made {about} another kind of community: {kind}."),
        _("A community goes on as another archetype, with the same people and history."),
    ),
    Verb(
        "community.succeeded",
        _("{about} {how} {heir}."),
        _("A community that ended went on in another one, or left it something."),
    ),
    Verb(
        "community.inherited",
        _("{origin} {how} {about}."),
        _("The same, in the history of the other one."),
    ),
    Verb("member.joined", _("{by} joined."), _("A person joined by themselves."), personal=True),
    Verb("member.left", _("{by} left."), _("A person left by themselves."), personal=True),
    Verb(
        "member.asked",
        _("{by} asked to {what}."),
        _("A person asked to join or to co-lead."),
        personal=True,
    ),
    Verb(
        "member.answered",
        _("{by} answered a request to {what}: {answer}."),
        _("A request to join or to co-lead was accepted or declined. Who asked is not named."),
    ),
    Verb(
        "member.appointed",
        _("{by} made {person} {role}."),
        _("A person got a role other than plain member."),
    ),
    Verb(
        "member.began",
        _("{person} became {role}."),
        _("A person got an official role that nobody else gave them, as by proposing."),
    ),
    Verb(
        "member.added",
        _("{by} added a member."),
        _("A person was added as a plain member or guest by somebody else. They are not named."),
    ),
    Verb(
        "member.relieved",
        _("The role of {person} as {role} ended."),
        _("A role other than plain member ended."),
    ),
    Verb(
        "member.removed",
        _("{by} ended a membership."),
        _("A plain membership was ended by somebody else. The person is not named."),
    ),
    Verb(
        "charter.drafted",
        _("{by} began version {version} of the charter."),
        _("A draft of the next charter version exists."),
    ),
    Verb(
        "charter.published",
        _("{by} published version {version} of the charter."),
        _("A charter version can be read by everybody and is never changed again."),
    ),
    Verb(
        "charter.discarded",
        _("{by} discarded the draft of version {version}."),
        _("A draft that nobody had published was removed."),
    ),
    Verb(
        "charter.judged",
        _("{by} judged how {pair} fit: {score} of 3."),
        _("Somebody judged a pair of forces, with a reason."),
    ),
    Verb(
        "charter.carries",
        _("The draft of version {version} of the charter carries the agreed value statement."),
        _("Both sides signed a value statement, and the next charter has it."),
    ),
    Verb(
        "charter.signed",
        _("{by} signed version {version} of the charter for the {side}."),
        _("A sponsor or a leader signed."),
    ),
    Verb(
        "charter.agreed",
        _("Version {version} of the charter is agreed: both sides have signed."),
        _("The second of two signatures made a charter version agreed."),
    ),
    Verb(
        "archetype.edited",
        _("{by} edited the archetype {about}."),
        _("The installation has its own copy of an archetype."),
    ),
    Verb(
        "archetype.restored",
        _("{by} restored the archetype {about} as shipped."),
        _("The installation's own copy of an archetype was dropped."),
    ),
]
