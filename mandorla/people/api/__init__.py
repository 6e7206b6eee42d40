"""The resources of people, units, invitations and one's own account."""

from __future__ import annotations

from mandorla.people.api import invitations, me, people, roster, units

routers = (me.router, people.router, units.router, roster.router, invitations.router)
