from __future__ import annotations

import json
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from mandorla.register.found import FoundPerson, FoundSeat
from mandorla.register.reading import Unreadable
from mandorla.register.sources import kubernetes, openstack, rust
from tests.register.kettles import by_key
from tests.shared_data import shared

FILES = Path(__file__).with_name("files")


# --- Kubernetes ---


def test_kubernetes_group_keeps_everything_when_it_is_listed():
    kettles = by_key(kubernetes.read_register(FILES / "kubernetes"))["sig-kettles"]
    ada = FoundPerson("Ada Teapot", "ada@example.org", "", "Ada-T")
    assert (kettles.name, kettles.kind, kettles.status) == ("Kettles", "sigs", "active")
    assert kettles.purpose == "Keeps water hot."
    assert kettles.seats == (
        FoundSeat(ada, "leader", "chair", "Boilers Ltd"),
        FoundSeat(FoundPerson("Ada Teapot", handle="ada-t"), "leader", "tech lead", "Boilers Ltd"),
        FoundSeat(
            FoundPerson("Bob Before", handle="old-bob"), "leader", "emeritus lead", former=True
        ),
        FoundSeat(FoundPerson("Carla Council", handle="carla"), "sponsor", "liaison"),
    )
    assert [(c["kind"], c["address"]) for c in kettles.channels] == [
        ("slack", "sig-kettles"),
        ("mailing list", "https://example.org/list"),
        ("private mailing list", "kettles@example.org"),
        ("team", "kettles-leads"),
    ]
    assert kettles.found == {
        "status": "listed",
        "charter_link": "charter.md",
        "label": "kettles",
    }


def test_kubernetes_meeting_becomes_a_series_when_its_rhythm_is_understood():
    regular, tasting = by_key(kubernetes.read_register(FILES / "kubernetes"))["sig-kettles"].series
    assert regular.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert (regular.timezone, regular.starts_time) == ("America/Los_Angeles", time(9))
    assert regular.starts_on == date(2025, 2, 11)
    assert regular.links == (
        {"label": "join", "address": "https://example.org/join"},
        {"label": "notes", "address": "https://example.org/notes"},
    )
    assert (tasting.rule, tasting.found_text) == ("", "monthly, Friday, 16:00, UTC")


def test_kubernetes_subproject_stays_with_its_group_when_it_has_leads_and_meetings():
    (spouts,) = by_key(kubernetes.read_register(FILES / "kubernetes"))["sig-kettles"].subgroups
    assert spouts == {
        "name": "spouts",
        "description": "The part that drips",
        "links": [{"label": "owners", "address": "https://example.org/OWNERS"}],
        "channels": [{"kind": "slack", "address": "spouts", "label": ""}],
        "leads": [{"github": "dan", "name": "Dan Drip", "company": "Boilers Ltd"}],
        "meetings": [
            {
                "name": "Spout Hour",
                "rhythm": "every Monday, 14:00, America/New_York",
                "rule": "FREQ=WEEKLY;BYDAY=MO",
                "found_text": "weekly, Monday, 2PM, ET (Eastern Time)",
                "links": [{"label": "join", "address": "https://example.org/spouts"}],
            }
        ],
    }


def test_kubernetes_charter_fills_fields_when_its_headings_match():
    (charter,) = by_key(kubernetes.read_register(FILES / "kubernetes"))["sig-kettles"].charters
    assert charter.texts == {
        "purpose": "Keeps water hot for all.",
        "in_scope": "**Heating**\n\n- Coils",
        "out_of_scope": "Tea itself.",
        "roles": "As in the rules.",
        "decisions": "The leads decide.",
    }
    assert charter.extra == (
        {"heading": "", "text": "Follows the [rules](https://example.org/rules)."},
        {"heading": "Deliverables", "text": "Hot water.\n\n```\n## not a heading\n```"},
    )


def test_kubernetes_archive_is_closed_groups_when_they_are_not_listed():
    found = by_key(kubernetes.read_register(FILES / "kubernetes"))
    bags, urns = found["wg-teabags"], found["sig-urns"]
    assert (bags.name, bags.kind, bags.status) == ("Tea Bags", "workinggroups", "closed")
    assert bags.charters[0].texts == {"purpose": "Bags.", "end_condition": "No bags left."}
    assert (urns.name, urns.kind, urns.status, urns.charters) == ("Urns", "sigs", "closed", ())
    (license,) = urns.licenses
    assert (license.state, license.end_reason) == ("retired", urns.closing_reason)
    assert [review.due_on for review in license.reviews] == [date(2021, 12, 31)]


def test_kubernetes_group_is_licensed_when_it_is_listed():
    (license,) = by_key(kubernetes.read_register(FILES / "kubernetes"))["sig-kettles"].licenses
    assert (license.state, license.grantor) == ("active", "steering committee")
    assert (license.reviews, license.next_review_on) == ((), None)


def test_kubernetes_reports_are_reviews_when_they_lie_in_the_folder(tmp_path):
    (tmp_path / "sigs.yaml").write_text("sigs:\n- {dir: sig-a, name: A}\n", encoding="utf-8")
    (tmp_path / "sig-a").mkdir()
    for name in ("annual-report-2021.md", "annual-report-2023.md", "annual-report-next.md"):
        text = "# 2021 Annual Report: SIG A\n\n## Health\n\n1. Who helps?\n\n   - Ana\n"
        (tmp_path / "sig-a" / name).write_text(text, encoding="utf-8")
    register = kubernetes.read_register(tmp_path)
    (license,) = register.communities[0].licenses
    assert [(r.begins_on, r.due_on) for r in license.reviews] == [
        (date(2021, 1, 1), date(2021, 12, 31)),
        (date(2023, 1, 1), date(2023, 12, 31)),
    ]
    assert license.reviews[0].answers == (
        {"section": "Health", "question": "Who helps?", "answer": "- Ana"},
    )
    assert license.next_review_on == date(2024, 12, 31)
    assert register.notes == ("A: sig-a/annual-report-next.md does not tell its year: left out",)


def test_kubernetes_register_says_what_it_left_out_when_something_does_not_fit():
    register = kubernetes.read_register(FILES / "kubernetes")
    assert [str(problem) for problem in register.problems] == [
        "sigs.yaml, line 63, sigs[1].name: has to be text"
    ]
    assert register.notes == (
        "sigs.yaml, line 72: “gb_rep” is not a kind of group",
        "archive/notes is not the folder of a group",
        "the folder wg-old is not listed in sigs.yaml and not in the archive: left out",
        "Kettles: Tasting: “monthly, Friday, 16:00, UTC” is kept as text, because which Friday of the month is not said",
    )


@pytest.mark.parametrize("link", ["../../secret.md", "/etc/passwd", "..\\x.md"])
def test_kubernetes_charter_is_not_read_when_its_link_leads_elsewhere(tmp_path, link):
    (tmp_path / "sigs.yaml").write_text(
        f"sigs:\n- {{dir: sig-a, name: A, charter_link: '{link}'}}\n", encoding="utf-8"
    )
    (tmp_path / "sig-a").mkdir()
    register = kubernetes.read_register(tmp_path)
    assert register.communities[0].charters == ()
    assert register.notes == (f"A: the charter is kept elsewhere: {link}",)


def test_kubernetes_charter_is_not_read_when_it_points_out_of_the_register(tmp_path):
    root = tmp_path / "register"
    (root / "sig-a").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (root / "sig-a" / "charter.md").symlink_to(tmp_path / "secret.md")
    (root / "sigs.yaml").write_text(
        "sigs:\n- {dir: sig-a, name: A, charter_link: charter.md}\n", encoding="utf-8"
    )
    assert kubernetes.read_register(root).communities[0].charters == ()


def test_kubernetes_register_equals_its_ground_truth_when_read_whole():
    path = shared("A_kubernetes_community")
    truth = json.loads((path / "ground_truth.json").read_text(encoding="utf-8"))
    register = kubernetes.read_register(path)
    found = by_key(register)
    assert register.problems == ()
    for row in truth["rows"]:
        community = found[row["dir"]]
        leads = [seat for seat in community.seats if seat.role == "leader"]
        liaisons = [seat.person.handle for seat in community.seats if seat.title == "liaison"]
        assert (community.name, community.kind) == (row["name"], row["kind"])
        assert len(leads) == row["leads"]
        assert len(community.series) == row["meetings"]
        assert len(community.subgroups) == row["subprojects"]
        assert community.found.get("stakeholder_sigs", []) == row["stakeholder_sigs"]
        assert bool(community.charters) == row["charter_file"]
        assert liaisons == ([row["liaison"]] if row["liaison"] else [])
        (license,) = community.licenses
        assert [review.due_on.year for review in license.reviews] == row["annual_reports"]
    closed = [key for key, community in found.items() if community.status == "closed"]
    assert closed == truth["archived_groups_with_charter_or_report"]
    assert len(found) == len(truth["rows"]) + len(closed) == 47


# --- Rust ---


def test_rust_team_keeps_everything_when_it_is_read():
    kettles = by_key(rust.read_register(FILES / "rust"))["kettles"]
    ada = FoundPerson("Ada Teapot", handle="ada-t")
    assert (kettles.name, kettles.kind, kettles.status) == ("Kettle team", "team", "active")
    assert kettles.seats == (
        FoundSeat(ada, "leader", "lead"),
        FoundSeat(ada, "member", "member"),
        FoundSeat(FoundPerson("dan", handle="dan"), "member", "Pourer"),
        FoundSeat(FoundPerson("old-bob", handle="old-bob"), "member", "alumnus", former=True),
    )
    assert [(c["kind"], c["address"]) for c in kettles.channels] == [
        ("zulip", "t-kettles"),
        ("repository", "https://example.org/kettles"),
        ("mailing list", "kettles@example.org"),
        ("github", "kettles-org"),
    ]
    assert kettles.found["people included-teams"] == ["spouts"]
    assert kettles.found["permissions"] == {"boil": True}
    assert kettles.found["lists"][0]["extra-emails"] == ["guest@example.org"]


def test_rust_register_keeps_the_good_teams_when_others_are_broken():
    register = rust.read_register(FILES / "rust")
    found = by_key(register)
    assert sorted(found) == ["kettles", "spouts", "urns"]
    assert (found["spouts"].parent_key, found["urns"].status) == ("kettles", "closed")
    assert [str(problem) for problem in register.problems] == [
        "teams/broken.toml, line 2: is not TOML: Invalid value",
        "teams/wrong.toml, line 3, people.leads: has to be a list",
    ]
    assert register.notes == (
        "teams/archive/urns.toml: it belongs to “gone”, which is not in the register",
    )


def test_rust_register_equals_its_ground_truth_when_read_whole():
    path = shared("A_rust_team")
    truth = json.loads((path / "ground_truth.json").read_text(encoding="utf-8"))
    register = rust.read_register(path)
    active = [c for c in register.communities if c.status == "active"]
    closed = [c for c in register.communities if c.status == "closed"]
    assert register.problems == ()
    assert len(register.communities) == truth["teams"]
    assert (len(active), len(closed)) == (truth["active"], truth["archived"])
    assert Counter(c.kind for c in active) == truth["kinds_active"]
    without = [c.source_key for c in active if not any(s.role == "leader" for s in c.seats)]
    assert sorted(without) == sorted(truth["active_without_lead"])
    members = {
        s.person.handle for c in active for s in c.seats if s.role == "member" and not s.former
    }
    assert len(members) == truth["distinct_members_active"]


@pytest.mark.parametrize("reader", [kubernetes, rust, openstack])
def test_register_is_refused_with_a_sentence_when_the_folder_is_another(tmp_path, reader):
    with pytest.raises(Unreadable) as refused:
        reader.read_register(tmp_path)
    assert refused.value.problem.what
