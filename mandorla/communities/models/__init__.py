from __future__ import annotations

from mandorla.communities.models.archetype import Archetype
from mandorla.communities.models.charter import Charter
from mandorla.communities.models.charter_parts import Fit, Force, Signature
from mandorla.communities.models.community import Community
from mandorla.communities.models.membership import Membership
from mandorla.communities.models.proposal import Proposal
from mandorla.communities.models.request import MembershipRequest
from mandorla.communities.models.succession import Succession

__all__ = [
    "Archetype",
    "Charter",
    "Community",
    "Fit",
    "Force",
    "Membership",
    "MembershipRequest",
    "Proposal",
    "Signature",
    "Succession",
]
