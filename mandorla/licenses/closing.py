"""A community that closes operates no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.licenses.models import License
from mandorla.licenses.models.license import ASKED, GRANTED

if TYPE_CHECKING:
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.people.models import Person


def end_licenses(community: Community, *, on: date, by: Person | None, at: datetime) -> None:
    """What it operates under is retired, and what it applied for is withdrawn.

    Args:
        community: Which has just closed.
        on: Its last day.
        by: Who closed it.
        at: The moment.

    Raises:
        Stale: Somebody decided on one of them at the same moment.
    """
    reason = community.closing_reason or _("The community closed.")
    for license in License.objects.filter(community=community, state__in=[*ASKED, *GRANTED]):
        license.community = community
        license.end(reason=reason, on=on, by=by, at=at)
