"""Verbs of the API that are tried in a file of their own, for each kind of person it matters to."""

from __future__ import annotations

TRIED_APART = {
    "list_portfolio",  # tests/dashboards/test_portfolio_doors.py
    "list_due_decisions",
    "list_views",
    "save_view",
    "remove_view",
    "describe_me",  # one's own, as are tokens and proposals: test_own.py
    "list_my_tokens",
    "revoke_my_token",
    "show_proposal",
    "save_proposal",
    "drop_proposal",
    "submit_proposal",
    "take_along",
    "leave_out",
    "list_similar",
    "count_register",  # tests/register/test_register_api.py
    "export_community",
    "rehearse_import",
    "import_communities",
    "list_roster_imports",  # test_roster.py
    "send_roster",
    "show_roster_import",
    "list_refused_rows",
    "choose_for_roster",
    "start_roster_import",
    "drop_roster_import",
    "join_community",  # test_members.py
    "ask_community",
    "list_memberships",
    "list_requests",
    "wind_down_community",  # test_communities.py
    "resume_community",
    "show_balance",  # test_charters.py
    "list_fits",
    "compare_charters",
    "list_results",  # test_results.py
    "show_result",
    "show_conversation",  # test_statements.py
    "list_settlements",
    "record_settlement",
    "list_statements",
    "draft_value_statement",
    "show_statement",
    "write_statement",
    "discard_statement",
    "publish_statement",
    "sign_statement",
    "list_rounds",  # test_rounds.py
    "open_round",
    "show_round",
    "extend_round",
    "close_round",
    "cancel_round",
    "ask_newcomers_too",
    "list_due_rounds",
    "show_ballot",  # test_ballots.py
    "cast_ballot",
    "give_answer",
    "compare_answers",
    "record_allocation",
    "check_survey",  # test_surveys.py
    "bring_survey",
    "show_archetype",  # test_archetypes.py
    "edit_archetype",
    "show_person",  # test_people.py
    "reactivate_person",
    "show_unit",
    "list_catalogue",  # test_expectations.py
    "list_expectations",
    "choose_expectation",
    "show_expectation",
    "reword_expectation",
    "drop_expectation",
    "move_expectation",
    "serve_objectives",
    "merge_suggestions",
    "list_suggestions",
    "say_suggestion",
    "set_suggestions_aside",
    "list_objectives",  # test_objectives.py
    "open_objective",
    "show_objective",
    "describe_objective",
    "move_objective",
    "retire_objective",
    "resume_objective",
    "list_objective_events",
    "list_serving_communities",
    "list_unserved_objectives",
    "list_idle_communities",
    "rehearse_strategy",
    "import_strategy",
    "attend_by_code",  # test_attendance.py
    "check_attendance_file",
    "bring_attendance_file",
    "renew_calendar_feed",  # test_calendars.py
    "revoke_calendar_feed",
    "list_issues",  # test_issues.py
    "surface_issue",
    "show_issue",
    "change_issue",
    "withdraw_issue",
    "vote_for_issue",
    "take_vote_back",
    "solve_issue",
    "drop_issue",
    "reopen_issue",
    "list_own_issues",
    "list_problems",
    "gather_problem",
    "show_problem",
    "change_problem",
    "add_issues",
    "release_issues",
    "solve_problem",
    "drop_problem",
    "reopen_problem",
    "list_solutions",  # test_solutions.py
    "propose_solution",
    "show_solution",
    "reword_solution",
    "decide_solution",
    "help_with_solution",
    "withdraw_help",
    "list_rollout",
    "roll_out_solution",
    "show_line",
    "mark_line",
    "change_line",
    "show_yields",
    "close_ended",  # test_ending_api.py
}
