"""The lists behind the numbers of a plan, as rows of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mandorla.people.roster.units import label

if TYPE_CHECKING:
    from mandorla.people.roster.plan import Plan

FACT_NAMES = {
    "email": _("E-mail"),
    "employee_number": _("Employee number"),
    "name": _("Name"),
    "job_title": _("Job title"),
}

HEADINGS = {
    "new": (_("Row"), _("Name"), _("E-mail or number"), _("Job title"), _("Unit")),
    "changed": (_("Name"), _("What"), _("Before"), _("After")),
    "moved": (_("Name"), _("From"), _("To")),
    "gone": (_("Name"), _("Was in")),
    "units": (_("Unit"),),
}

LIST_NAMES = {
    "new": _("New people"),
    "changed": _("Changes"),
    "moved": _("Moved to another unit"),
    "gone": _("Gone"),
    "units": _("New units"),
}

Rows = list[list[str]]


def listed(plan: Plan, kind: str) -> Rows:
    """One list of a plan: new, changed, moved, gone or units."""
    return _LISTS[kind](plan)


def _new(plan: Plan) -> Rows:
    return [
        [str(e.number), e.called, e.email or e.employee_number, e.job_title, label(e.unit)]
        for e in plan.new
    ]


def _changed(plan: Plan) -> Rows:
    rows = []
    for change in plan.changed:
        rows += [
            [change.name, str(FACT_NAMES[fact]), before, after]
            for fact, before, after in change.facts
        ]
        if change.comes_back:
            rows.append([change.name, str(_("Account")), str(_("inactive")), str(_("active"))])
    return rows


def _moved(plan: Plan) -> Rows:
    return [[move.name, label(move.before), label(move.after)] for move in plan.moved]


def _gone(plan: Plan) -> Rows:
    return [[gone.name, label(gone.before)] for gone in plan.gone]


def _units(plan: Plan) -> Rows:
    return [[label(path)] for path in plan.units]


_LISTS = {"new": _new, "changed": _changed, "moved": _moved, "gone": _gone, "units": _units}
