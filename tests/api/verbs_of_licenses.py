"""The verbs of licenses, reports, ends, profiles, advice and the portfolio: who may call which."""

from __future__ import annotations

from typing import Any

from tests.api.verbs import Verb
from tests.licenses.doors_world import EVERYBODY

RUN = frozenset({"core", "leader", "manager"})
DECIDE = frozenset({"sponsor", "manager"})
END = RUN | DECIDE
HERE = END | {"member"}
READ = HERE | {"auditor"}
MANAGE = frozenset({"manager"})
VOTE = frozenset({"member", "core", "leader"})
W, D, A, E = (f"/communities/{one}" for one in ("welders", "drafters", "askers", "enders"))
REPORT, ROUND = f"{W}/reports/", f"{W}/profile/rounds/1"


def _verb(method: str, path: str, may: frozenset[str], body: Any = None, done: int = 200) -> Verb:
    return Verb(method, path, body, done, may)


VERBS = [
    # licenses; that of Welders runs, Drafters write, Askers wait
    _verb("GET", f"{W}/licenses", EVERYBODY),
    _verb("POST", f"{W}/licenses", RUN, {"kind": "full"}, 201),
    _verb("GET", f"{W}/licenses/1", EVERYBODY),
    _verb("GET", f"{D}/licenses/1", END | {"auditor"}),
    _verb("PATCH", f"{D}/licenses/1", RUN, {"edits": "{draft_edits}", "scope": "Steel"}),
    _verb(
        "POST",
        f"{D}/licenses/1/application",
        RUN,
        {"edits": "{draft_edits}", "differs_because": "Steel"},
    ),
    _verb("POST", f"{D}/licenses/1/withdrawal", RUN),
    _verb("GET", f"{A}/licenses/1/gates", END | {"auditor"}),
    _verb("GET", f"{W}/decisions", EVERYBODY),  # empty for those who are not in it
    _verb("GET", f"{W}/recommendation", DECIDE),
    _verb(
        "POST",
        f"{A}/licenses/1/decisions",
        DECIDE,
        {"kind": "decline", "reason": "No", "edits": "{asked_edits}"},
        201,
    ),
    _verb(
        "POST",
        f"{W}/licenses/1/decisions",
        DECIDE,
        {"kind": "pause", "reason": "No", "edits": "{running_edits}"},
        201,
    ),
    _verb("POST", f"{W}/conditions/{{condition}}/meeting", DECIDE, {"words": "Done"}),
    _verb("POST", f"{W}/conditions/{{condition}}/waiver", DECIDE, {"words": "No more"}),
    _verb("GET", "/license-policy", EVERYBODY),
    _verb("PATCH", "/license-policy", MANAGE, {"values": {"grace_days": 31}}),
    # reports
    _verb("GET", f"{W}/reports", EVERYBODY),  # those that one may read
    _verb("POST", f"{W}/reports", RUN, {"kind": "light"}, 201),
    _verb("GET", f"{REPORT}{{draft}}", RUN),
    _verb("GET", f"{REPORT}{{handed}}", READ),
    _verb("PATCH", f"{REPORT}{{draft}}", RUN, {"edits": "{report_edits}", "ask": "A day"}),
    _verb("PUT", f"{REPORT}{{draft}}/reader", RUN, {"reader": "{stranger}"}),
    _verb("POST", f"{REPORT}{{draft}}/opening", RUN),
    _verb("POST", f"{REPORT}{{opened}}/recall", RUN),
    _verb("POST", f"{REPORT}{{commented}}/submission", RUN),
    _verb("POST", f"{REPORT}{{handed}}/answer", frozenset({"sponsor"}), {"text": "Good"}),
    _verb("POST", f"{REPORT}{{draft}}/cancellation", RUN),
    _verb("GET", f"{REPORT}{{opened}}/comments", READ),
    _verb("POST", f"{REPORT}{{opened}}/comments", HERE, {"text": "Good"}, 201),
    # the end of a community
    _verb("GET", f"{E}/legacy", EVERYBODY),
    _verb("GET", f"{E}/ending", END),
    _verb("POST", f"{W}/ending", END, {"reason": "Done", "last_on": "{next}"}, 201),
    _verb("DELETE", f"{E}/ending", END, None, 204),
    _verb("PUT", f"{E}/ending/last_day", END, {"last_on": "{next}", "edits": "{ending_edits}"}),
    _verb("POST", f"{E}/ending/heirs", END, {"slug": "painters"}),
    _verb("DELETE", f"{E}/ending/heirs/{{named}}", END, None, 204),
    _verb("POST", f"{E}/ending/handovers", END, {"thing": "lesson", "to": "{named}"}),
    _verb("POST", f"{E}/ending/retirements", END, {"thing": "lesson", "because": "Old"}),
    _verb("PUT", f"{E}/ending/thanks", END, {"people": ["{core}"], "edits": "{ending_edits}"}),
    _verb("PUT", f"{E}/ending/changes", END, {"text": "Steel", "edits": "{ending_edits}"}),
    # profiles
    _verb("GET", f"{W}/profile", EVERYBODY),
    _verb("GET", f"{W}/profile/assessments", EVERYBODY),
    _verb("POST", f"{W}/profile/agreement", RUN, {"levels": {"{dimension}": 2}}, 201),
    _verb("POST", f"{W}/profile/targets", RUN, {"levels": {"{dimension}": 3}}),
    _verb("GET", f"{W}/profile/rounds", EVERYBODY),
    _verb("POST", f"{A}/profile/rounds", RUN, {"closes_at": "{moment}"}, 201),
    _verb("GET", ROUND, EVERYBODY),
    _verb("POST", f"{ROUND}/ballot", VOTE, {"levels": {"{dimension}": 2}}),
    _verb("POST", f"{ROUND}/closure", RUN),
    _verb("POST", f"{ROUND}/cancellation", RUN),
    _verb("GET", "/maturity-models", EVERYBODY),
    _verb("GET", "/maturity-models/mandorla/1", EVERYBODY),
    _verb("POST", "/maturity-models", MANAGE, {"content": "{model_content}"}, 201),
    _verb("POST", "/maturity-models/mandorla/1/use", MANAGE, {"is_offered": True}),
    # advice
    _verb("GET", f"{W}/advice", END),
    _verb("GET", f"{W}/advice/{{warning}}", END),
    _verb(
        "POST", f"{W}/advice/{{warning}}/snooze", END, {"until_on": "{next}", "because": "Easter"}
    ),
    _verb("POST", f"{W}/advice/{{warning}}/done", END, {"having": "We did"}),
    _verb("POST", f"{W}/advice/{{warning}}/not-applying", END, {"because": "Not here"}),
    _verb("POST", f"{W}/advice/{{aside}}/resumption", END),
    _verb("GET", "/advice/rules", EVERYBODY),
    _verb("PUT", "/advice/rules/W13/tuning", MANAGE, {"thresholds": {"held": 0.5}}),
    _verb("DELETE", "/advice/rules/W14/tuning", MANAGE),
    _verb("GET", "/advice/guides", EVERYBODY),
    _verb("GET", "/advice/guides/one-problem", EVERYBODY),
]
