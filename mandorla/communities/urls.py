from __future__ import annotations

from django.urls import path

from mandorla.communities.views import (
    archetypes,
    charter,
    charter_draft,
    charter_verbs,
    directory,
    facts,
    members,
    proposal,
)

app_name = "communities"

urlpatterns = [
    path("communities/", directory.directory, name="directory"),
    path("communities/new/", proposal.propose, name="propose"),
    path("communities/new/<int:pk>/", proposal.proposal, name="proposal"),
    path("communities/new/<int:pk>/removal/", proposal.drop, name="proposal_drop"),
    path("communities/new/<int:pk>/submission/", proposal.submit, name="proposal_submit"),
    path("communities/new/<int:pk>/similar/<slug:slug>/", proposal.ask, name="proposal_ask"),
    path("communities/new/<int:pk>/<slug:step>/", proposal.step, name="proposal_step"),
    path("communities/<slug:slug>/members/", members.members, name="members"),
    path("communities/<slug:slug>/members/<int:pk>/end/", members.end, name="membership_end"),
    path("communities/<slug:slug>/membership/", members.membership, name="membership"),
    path("communities/<slug:slug>/membership/end/", members.leave, name="leave"),
    path("communities/<slug:slug>/requests/new/", members.ask, name="ask"),
    path("communities/<slug:slug>/requests/<int:pk>/", members.answer, name="answer"),
    path("communities/<slug:slug>/history/", members.history, name="history"),
    path("communities/<slug:slug>/facts/", facts.facts, name="facts"),
    path("communities/<slug:slug>/status/", facts.status, name="status"),
    path("communities/<slug:slug>/charter/", charter.charter, name="charter"),
    path("communities/<slug:slug>/charter/compare/", charter.compare, name="charter_compare"),
    path("communities/<slug:slug>/charter/draft/", charter_draft.draft, name="charter_draft"),
    path("communities/<slug:slug>/charter/draft/text/", charter_draft.save, name="charter_save"),
    path("communities/<slug:slug>/charter/<int:version>/", charter.version, name="charter_version"),
    path(
        "communities/<slug:slug>/charter/<int:version>/publication/",
        charter_verbs.publish,
        name="charter_publish",
    ),
    path(
        "communities/<slug:slug>/charter/<int:version>/removal/",
        charter_verbs.discard,
        name="charter_discard",
    ),
    path(
        "communities/<slug:slug>/charter/<int:version>/signature/",
        charter_verbs.sign,
        name="charter_sign",
    ),
    path(
        "communities/<slug:slug>/charter/<int:version>/fits/<slug:pair>/",
        charter_verbs.judge,
        name="charter_fit",
    ),
    path("archetypes/", archetypes.archetypes, name="archetypes"),
    path("archetypes/<slug:key>/", archetypes.archetype, name="archetype"),
    path("archetypes/<slug:key>/edit/", archetypes.edit, name="archetype_edit"),
    path("archetypes/<slug:key>/restoration/", archetypes.restore, name="archetype_restore"),
]
