"""What can happen to solutions and their rollout, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "solution.proposed",
        _("{by} proposed: {about}"),
        _("There is something that could be done about a problem."),
    ),
    Verb(
        "solution.reworded",
        _("{by} changed the words of: {about}"),
        _("A proposal, or what it may not bypass, was changed before it was decided."),
    ),
    Verb("solution.tried", _("{by} began to try: {about}"), _("A solution is being tried.")),
    Verb(
        "solution.accepted",
        _("{by} noted as accepted: {about}"),
        _("A solution is what is done about a problem."),
    ),
    Verb(
        "solution.escalated",
        _("{by} escalated to {to_whom}: {about} ({because})"),
        _("Somebody above the community decides, with the reason."),
    ),
    Verb(
        "solution.rejected",
        _("{by} noted as rejected: {about} ({because})"),
        _("A solution is not taken, with the reason."),
    ),
    Verb(
        "solution.reconsidered",
        _("{by} opened again: {about}"),
        _("What was decided on a solution is open again."),
    ),
    Verb(
        "solution.helped",
        _("{by} helped to find a solution."),
        _("Somebody says that they helped to find a solution."),
        personal=True,
    ),
    Verb(
        "solution.help_withdrawn",
        _("{by} no longer says that they helped to find a solution."),
        _("Somebody takes back that they helped."),
        personal=True,
    ),
    Verb(
        "solution.rolled_out",
        _("{by} rolled out in {units}: {about}"),
        _("Units have a solution to take up."),
    ),
    Verb(
        "solution.unit_adapted",
        _("{by}: {unit} is adapting {about}"),
        _("A unit makes a solution fit."),
    ),
    Verb(
        "solution.unit_adopted",
        _("{by}: {unit} has adopted {about}"),
        _("A unit works with a solution from now on."),
    ),
    Verb(
        "solution.unit_declined",
        _("{by}: {about} is not for {unit} ({because})"),
        _("A unit does not take a solution up, with the reason."),
    ),
    Verb(
        "solution.unit_put_back",
        _("{by}: {unit} has it to do again: {about}"),
        _("A unit has a solution to take up again."),
    ),
    Verb(
        "solution.unit_coordinated",
        _("{by}: {coordinator} sees to it in {unit}: {about}"),
        _("Who coordinates a solution in a unit was said."),
    ),
    Verb(
        "solution.unit_due",
        _("{by}: {unit} has until {day}: {about}"),
        _("Until when a unit takes a solution up was said."),
    ),
    Verb(
        "solution.units_merged",
        _("{by}: {unit} ({state}) and {merged} ({merged_state}) are one unit: {about}"),
        _("Two units that had a solution are one; how far each was."),
    ),
]
