"""Every form of gatherings and of work that writes: its address, what it sends, and who may."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

KEY = str(UUID(int=7))

# Who may: those who run a community, everybody in it, who owns the thing, or anybody signed in.
RUN = frozenset({"leader", "manager"})
IN_IT = frozenset({"leader", "sponsor", "member"})
HERE = IN_IT | {"manager"}
OWN = frozenset({"member"})
EVERYBODY = HERE | {"stranger", "neighbor", "auditor"}
PEERS = EVERYBODY - {"auditor"}


@dataclass(frozen=True)
class Door:
    """A form: its address by name and parts, what it sends, and who may send it.

    Attributes:
        stays: Whether it still does something when the community has closed.
    """

    name: str
    parts: str
    may: frozenset[str]
    sent: dict[str, Any] = field(default_factory=dict)
    stays: bool = False


GATHERING = "series today"
LATER = "series next"
SOON = {"due_on": "{next}"}
LINE = {"because": "Because"}

DOORS = [
    # what crops up
    Door("work:surface", "", EVERYBODY, {"text": "It leaks", "community": "{slug}"}),
    Door("work:undo", "", OWN, {"issue": "{own_issue}"}, stays=True),
    Door("work:vote", "issue", HERE),
    Door("work:issue_words", "own_issue", OWN | RUN, {"text": "It drips"}),
    Door("work:issue_units", "own_issue", OWN | RUN, {"units": ["{unit}"]}),
    Door("work:issue_solving", "issue", RUN, LINE),
    Door("work:issue_dropping", "issue", RUN, LINE),
    Door("work:issue_reopening", "dropped", RUN),
    Door("work:gather", "", RUN, {"issue": ["{issue}"], "statement": "It is wet"}),
    Door("work:problem_words", "problem", RUN, {"statement": "Wet"}),
    Door("work:problem_units", "problem", RUN, {"units": ["{unit}"]}),
    Door("work:problem_owner", "problem", HERE, {"take_on": "1"}),
    Door("work:problem_release", "problem", RUN, {"issue": ["{gathered}"]}),
    Door("work:problem_solving", "problem", RUN, LINE),
    Door("work:problem_dropping", "problem", RUN, LINE),
    Door("work:problem_reopening", "solved", RUN),
    Door(
        "work:common_decision",
        "",
        RUN,
        {"act": "dismiss", "shown": ["{issue}", "{own_issue}"]},
    ),
    # solutions and their rollout
    Door("work:propose", "problem", HERE, {"proposal": "Dry it"}),
    Door("work:solution_words", "solution", HERE, {"proposal": "Dry it", "seen": "{mark}"}),
    Door("work:decision", "solution", RUN, {"verb": "accept"}),
    Door("work:help", "solution", HERE),
    Door("work:roll_out", "accepted", RUN, {"other": "{unit}"}),
    Door("work:rollout_state", "line", RUN, {"verb": "adopt"}),
    Door("work:rollout_coordinator", "line", RUN, {"person": "{leader}"}),
    Door("work:rollout_due", "line", RUN, SOON),
    # insights, and what management asks
    Door("work:insights", "", HERE, {"text": "Cold", "unit": "{unit}"}),
    Door(
        "work:insight_answer",
        "insight",
        RUN | {"sponsor"},
        {"kind": "cannot", "text": "No", "seen": "1"},
    ),
    Door("work:insight_addition", "insight", OWN, {"more": "Very"}),
    Door(
        "work:questions",
        "",
        frozenset({"sponsor", "manager"}),
        {"kind": "question", "text": "Why?"},
    ),
    Door("work:question_reply", "question", RUN, {"verb": "reply", "words": "So."}),
    Door("work:question_withdrawal", "question", frozenset({"sponsor", "manager"})),
    # asks and expertise
    Door("work:asks", "", EVERYBODY, {"text": "Who has steel?"}),
    Door("work:ask", "ask", PEERS, {"text": "I do"}),
    Door("work:ask_ending", "ask", OWN, {"verb": "solve"}),
    Door("work:thanks", "ask answer", OWN, stays=True),
    Door("work:answer_removal", "ask answer", frozenset({"leader"}), stays=True),
    Door("work:expertise", "-", EVERYBODY, {"text": "Roofs and gutters"}, stays=True),
    Door("work:expertise_showing", "-", frozenset({"leader"}), {"answer": "{answer}"}, stays=True),
    Door("work:expertise_hiding", "- expertise", OWN, stays=True),
    # lessons and reviews
    Door("work:lessons", "", HERE, {"text": "Ask", "look_again_on": "{next}"}),
    Door("work:lesson_change", "lesson confirm", OWN | RUN, {"look_again_on": "{later}"}),
    Door("work:lesson_change", "lesson reword", OWN | RUN, {"text": "Look first"}),
    Door("work:lesson_change", "lesson note_change", OWN | RUN, {"changed": "The form"}),
    Door("work:lesson_change", "lesson hand_over", OWN | RUN, {"owner": "Lena"}),
    Door("work:lesson_change", "lesson retire", OWN | RUN, LINE),
    Door("work:lesson_change", "retired restore", OWN | RUN, {"look_again_on": "{later}"}),
    Door(
        "work:reviews",
        "",
        HERE,
        {"kind": "after_action", "title": "The roof", "held_on": "{today}", "minutes": "45"},
    ),
    Door("work:review", "review", HERE, {"edits": "0", "context": "A roof"}),
    Door("work:review_lesson", "review", HERE, {"text": "Ask", "look_again_on": "{next}"}),
    # agendas, and a gathering while it runs
    Door("work:agenda", LATER, RUN, {"do": "keep"}),
    Door("work:agenda", LATER, RUN, {"do": "add", "title": "Cake", "minutes": "5"}),
    Door("work:take_back", GATHERING, RUN, {"text": "Ask at home", "edits": "1"}),
    Door("work:talk", GATHERING, IN_IT),
    Door("work:step", GATHERING, RUN, {"step": "end"}, stays=True),
    Door("work:act", f"{GATHERING} item", RUN, {"act": "park"}),
    Door(
        "work:capture",
        GATHERING,
        HERE,
        {"kind": "commitment", "text": "Buy it", "key": KEY, "owner": "{member}", **SOON},
    ),
    Door("work:notes", GATHERING, HERE, {"text": "Cake", "seen": ""}),
    Door("work:digest", "series held", RUN, {"words": "Well done"}),
    Door("work:subscription", "series held", HERE, stays=True),
    # rhythms
    Door(
        "gatherings:begin",
        "",
        RUN,
        {
            "name": "Round",
            "every": "week",
            "weekday": "MO",
            "starts_on": "{monday}",
            "starts_time": "09:00",
            "timezone": "Lisbon",
            "minutes": "55",
            "checked": "FREQ=WEEKLY;BYDAY=MO|{monday}|09:00:00|Europe/Lisbon",
        },
    ),
    Door(
        "gatherings:series",
        "series",
        RUN,
        {
            "name": "Round",
            "every": "week",
            "weekday": "MO",
            "reach": "from",
            "from_on": "{monday}",
            "starts_time": "09:00",
            "timezone": "Lisbon",
            "minutes": "55",
            "seen": "0",
            "checked": "FREQ=WEEKLY;BYDAY=MO|{monday}|09:00:00|Europe/Lisbon",
        },
    ),
    Door("gatherings:end", "series", RUN, {"last_on": "{later}"}),
    Door("gatherings:turns", "series", RUN, {"turn_{member}": "1"}),
    Door("gatherings:change", LATER, RUN, {"do": "cancel", "because": "Easter"}),
    Door(
        "gatherings:change",
        LATER,
        RUN,
        {"do": "move", "day": "{monday}", "starts_time": "10:00", "minutes": "30"},
    ),
    Door("gatherings:change", LATER, RUN, {"do": "hand_over", "facilitator": "{member}"}),
    # who is there
    Door("gatherings:here_form", "-", EVERYBODY, {"code": "HERE1"}),
    Door("gatherings:here", "- code", EVERYBODY),
    Door("gatherings:own_attendance", GATHERING, IN_IT),
    Door("gatherings:person_attendance", f"{GATHERING} member", frozenset({"leader"})),
    Door("gatherings:guests", GATHERING, frozenset({"leader"}), {"guests": "3"}),
    Door("gatherings:code", LATER, frozenset({"leader"})),
    # what people took on
    Door(
        "gatherings:commitments",
        "",
        HERE,
        {"text": "Weld it", "owner": "{member}", **SOON},
    ),
    Door("gatherings:commitment_step", "commitment finish", OWN | RUN, stays=True),
    Door("gatherings:commitment_step", "commitment drop", OWN | RUN, LINE, stays=True),
    Door("gatherings:commitment_step", "commitment postpone", OWN | RUN, {"due_on": "{later}"}),
    Door("gatherings:commitment_step", "commitment hand_over", OWN | RUN, {"owner": "{leader}"}),
    Door("gatherings:commitment_step", "ended reopen", OWN | RUN),
    # calendars, each for oneself
    Door("gatherings:new_feed", "-", EVERYBODY - OWN, stays=True),
    Door("gatherings:new_community_feed", "", EVERYBODY, stays=True),
    Door("gatherings:feed_renewal", "- feed", OWN, stays=True),
    Door("gatherings:feed_revocation", "- feed", OWN, stays=True),
    Door("gatherings:invitations_by_mail", "", EVERYBODY, {"wanted": "1"}, stays=True),
]

# Forms whose verb another test tries, or that write nothing by themselves.
APART = {
    "work:common_comparison": "a job; tests/work/test_common_page.py",
    "gatherings:attendance_file": "shows what a file says; tests/gatherings/test_attendance_pages.py",
    "gatherings:attendance_kept": "a sealed file; tests/gatherings/test_attendance_pages.py",
    "gatherings:read_calendar": "shows what a file says; tests/gatherings/test_calendar_intake.py",
    "gatherings:read_calendar_application": "a file; tests/gatherings/test_calendar_intake.py",
}
