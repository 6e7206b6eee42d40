"""Every form of licenses, profiles, advice and the portfolio that writes, and who may send it."""

from __future__ import annotations

from tests.licenses.doors_world import EVERYBODY
from tests.work.doors import Door

# Who may: those who run a community, those who decide on its license, both, and one person.
RUN = frozenset({"core", "leader", "manager"})
DECIDE = frozenset({"sponsor", "manager"})
END = RUN | DECIDE
HERE = END | {"member"}
MANAGE = frozenset({"manager"})
WHY = {"reason": "It is over"}

DOORS = [
    # applying for a license
    Door("licenses:application", "welders", RUN, {"kind": "full"}),
    Door("licenses:application_withdrawal", "drafters", RUN),
    Door(
        "licenses:application_step",
        "drafters terms",
        RUN,
        {"scope": "Steel", "seen": "{draft_edits}"},
    ),
    Door(
        "licenses:application_step",
        "drafters sponsors",
        RUN,
        {"person": "{sponsor}", "kind": "payer"},
    ),
    Door(
        "licenses:application_step",
        "drafters check",
        RUN,
        {"differs_because": "Steel", "seen": "{draft_edits}"},
    ),
    # deciding
    Door(
        "licenses:deciding",
        "askers",
        DECIDE,
        {
            "kind": "decline",
            "scope": "Steel",
            "reason": "Not now",
            "seen": "{asked_edits}",
            "marks": "{askers_marks}",
        },
    ),
    Door(
        "licenses:renewal",
        "welders",
        DECIDE,
        {
            "kind": "pause",
            "reason": "Not now",
            "seen": "{running_edits}",
            "marks": "{welders_marks}",
        },
    ),
    Door("licenses:condition", "welders condition", DECIDE, {"said": "It is written"}),
    Door("licenses:condition", "welders condition", DECIDE, {"said": "No more", "waive": ""}),
    Door("licenses:policy", "-", MANAGE, {"seen": "0", "grace_days": "31"}, stays=True),
    Door(
        "licenses:policy_of",
        "- change_champions",
        MANAGE,
        {"seen": "0", "grace_days": "31"},
        stays=True,
    ),
    # reports
    Door("licenses:reviews", "welders", RUN, {"kind": "light"}),
    Door("licenses:review", "welders draft", RUN, {"ask": "A day", "seen": "{draft_marks}"}),
    Door("licenses:review_submission", "welders commented", RUN),
    Door("licenses:review_recall", "welders opened", RUN),
    Door("licenses:review_cancellation", "welders draft", RUN),
    Door("licenses:review_comments", "welders opened", HERE, {"text": "Good"}),
    Door("licenses:review_remarks", "welders draft", RUN, {"text": "It is hard"}),
    Door("licenses:review_remarks", "welders handed", RUN, {"text": "It is hard"}),
    Door("licenses:review_reader", "welders draft", RUN, {"reader": "Stan"}),
    Door("licenses:review_answer", "welders handed", frozenset({"sponsor"}), {"text": "Good"}),
    # the end of a community
    Door("licenses:ending", "welders", END, {"kind": "end", "last_on": "{next}", **WHY}),
    Door(
        "licenses:ending_last_day", "enders", END, {"last_on": "{next}", "edits": "{ending_edits}"}
    ),
    Door("licenses:ending_resumption", "enders", END),
    Door("licenses:ending_heirs", "enders", END, {"community": "{heir}"}),
    Door("licenses:ending_new_heir", "enders", END, {"name": "Melters", "purpose": "To melt"}),
    Door(
        "licenses:ending_things",
        "enders",
        END,
        {"kind": "lesson", "do": "retire_all", "because": "Old"},
    ),
    Door("licenses:ending_thanks", "enders", END, {"words": "Well", "edits": "{ending_edits}"}),
    Door("licenses:ending_changes", "enders", END, {"text": "Steel", "edits": "{ending_edits}"}),
    Door(
        "licenses:transformation",
        "drafters",
        END,
        {"archetype": "{kind}", "license": "full", **WHY},
    ),
    Door(
        "licenses:transformation",
        "welders",
        DECIDE,
        {"archetype": "{kind}", "license": "full", **WHY},
    ),
    Door("licenses:legacy_name", "enders", frozenset({"core"}), stays=True),
    # profiles
    Door("maturity:agreement", "welders", RUN, {"{level}": "2", "seen": "0"}),
    Door("maturity:targets", "welders", RUN, {"{level}": "3", "seen": "0"}),
    Door("maturity:open", "askers", RUN, {"model": "{model}", "closes_on": "{next}"}),
    Door(
        "maturity:ballot",
        "welders 1",
        frozenset({"member", "core", "leader"}),
        {"{level}": "2", "may_speak": "yes"},
    ),
    Door("maturity:close", "welders 1", RUN, stays=True),
    Door("maturity:cancel", "welders 1", RUN, stays=True),
    # advice
    Door(
        "advice:answer",
        "welders warning",
        END,
        {"{warning_verb}": "done", "{warning_words}": "We did", "{warning_seen}": "standing"},
    ),
    Door("advice:resumption", "welders aside", END),
    Door("advice:rule", "- W13", MANAGE, {"edits": "0", "held": "50", "is_on": "on"}, stays=True),
    # the portfolio
    Door("dashboards:save_view", "-", DECIDE, {"name": "Late", "query": "state=grace"}, stays=True),
    Door("dashboards:remove_view", "- view", MANAGE, stays=True),
]

# Forms whose verb another test tries.
APART = {
    "licenses:ending_close": "needs everything handed over; tests/licenses/test_ending_pages.py",
    "licenses:ending_request": "tells those who decide; tests/licenses/test_ending_pages.py",
    "maturity:models": "a file; tests/maturity/test_models_page.py",
    "maturity:use": "one model is always in use; tests/maturity/test_models_page.py",
    "advice:restoration": "a rule that was set; tests/advice/test_rules_page.py",
}

# Every page, and who may look at it; whoever may not finds nothing there, or is led elsewhere.
PAGES: list[tuple[str, str, frozenset[str]]] = [
    ("licenses:license", "welders", EVERYBODY),
    ("licenses:license", "askers", EVERYBODY),
    ("licenses:decision", "welders decision", HERE | {"auditor"}),
    ("licenses:past", "welders 1", EVERYBODY),
    ("licenses:past", "askers 1", END | {"auditor"}),
    ("licenses:past", "drafters 1", END | {"auditor"}),
    ("licenses:application", "welders", RUN),
    ("licenses:application_step", "drafters terms", RUN),
    ("licenses:application_step", "drafters sponsors", RUN),
    ("licenses:application_step", "drafters check", RUN),
    ("licenses:deciding", "askers", DECIDE),
    ("licenses:renewal", "welders", DECIDE),
    ("licenses:policy", "-", EVERYBODY),
    ("licenses:policy_of", "- change_champions", EVERYBODY),
    ("licenses:calendar", "-", EVERYBODY),
    ("licenses:reviews", "welders", EVERYBODY),
    ("licenses:review", "welders draft", RUN),
    ("licenses:review", "welders opened", HERE | {"auditor"}),
    ("licenses:review", "welders handed", HERE | {"auditor"}),
    ("licenses:ending", "welders", END),
    ("licenses:ending_heirs", "enders", END),
    ("licenses:ending_thanks", "enders", END),
    ("licenses:ending_changes", "enders", END),
    ("licenses:ending_close", "enders", END),
    ("licenses:transformation", "welders", END),
    ("licenses:legacy", "enders", EVERYBODY),
    ("licenses:legacy_name", "enders", frozenset({"core"})),
    ("maturity:profile", "welders", EVERYBODY),
    ("maturity:dimension", "welders dimension", EVERYBODY),
    ("maturity:past", "welders", EVERYBODY),
    ("maturity:agreement", "welders", RUN),
    ("maturity:targets", "welders", RUN),
    ("maturity:open", "askers", RUN),
    ("maturity:round", "welders 1", EVERYBODY),
    ("maturity:ballot", "welders 1", frozenset({"member", "core", "leader"})),
    ("maturity:models", "-", EVERYBODY),
    ("maturity:model", "- mandorla 1", EVERYBODY),
    ("maturity:file", "- mandorla 1", EVERYBODY),
    ("advice:advice", "welders", END),
    ("advice:rules", "-", EVERYBODY),
    ("advice:rule", "- W13", EVERYBODY),
    ("advice:guides", "-", EVERYBODY),
    ("advice:guide", "- one-problem", EVERYBODY),
    ("dashboards:portfolio", "-", DECIDE),
    ("dashboards:portfolio_map", "-", DECIDE),
    ("dashboards:portfolio_decisions", "-", DECIDE),
    ("dashboards:portfolio_csv", "-", DECIDE),
    ("dashboards:portfolio_xlsx", "-", DECIDE),
]
