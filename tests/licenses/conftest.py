"""A community with everybody whom its license concerns."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mandorla.communities.models import Membership
from tests import make


@pytest.fixture
def people(db):
    ana, ben = make.person("Ana Marković"), make.person("Ben Okafor")
    community = make.community("Atlas Change Champions", leader=ana, sponsor=ben)
    core, member = make.person("Cleo Core"), make.person("Mio Member")
    for person, role in ((core, "core"), (member, "member")):
        Membership.appoint(community=community, person=person, role=role, by=ana, at=make.AT)
    return SimpleNamespace(
        community=community,
        leader=ana,
        sponsor=ben,
        core=core,
        member=member,
        karin=make.program_manager(),
        auditor=make.auditor(),
        stranger=make.person("Sten Stranger"),
    )
