"""What leaves a person's page as plain values: the JSON file, and what the paper is set from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandorla.reports.brought import leaving

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.base.models import Organization
    from mandorla.reports.brought import Brought
    from mandorla.reports.lines import Line


def as_values(brought: Brought, *, organization: Organization, at: datetime) -> dict[str, Any]:
    """What the person lets leave, with their name and nobody else's who did not choose it."""
    kept, wanted = leaving(brought), brought.wanted
    return {
        "format": "mandorla/brought/1",
        "person": {"name": brought.person.name},
        "organization": organization.name,
        "made_on": at.date().isoformat(),
        "community": wanted.community.name if wanted.community else None,
        "since_on": wanted.since_on.isoformat() if wanted.since_on else None,
        "until_on": wanted.until_on.isoformat() if wanted.until_on else None,
        "sections": [
            {
                "name": section.name,
                "label": section.label,
                "groups": [
                    {
                        "kind": group.kind,
                        "label": group.label,
                        "lines": [_line(one) for one in group.lines],
                    }
                    for group in section.groups
                ],
            }
            for section in kept.sections
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "detail": line.detail,
        "community": line.place.name,
        "on": line.on.isoformat() if line.on else None,
        "until_on": line.until_on.isoformat() if line.until_on else None,
    }
