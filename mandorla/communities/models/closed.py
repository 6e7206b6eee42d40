"""What a community that has closed refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from mandorla.communities.models.community import Community


def refuse_closed(community: Community) -> None:
    """What a closed community did stays readable, and stays as it is.

    Raises:
        Refused: The community has closed.
    """
    if community.has_closed:
        raise Refused(_("{name} has closed.").format(name=community.name))
