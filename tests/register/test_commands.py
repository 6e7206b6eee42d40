from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.licenses.models import License
from tests.shared_data import shared

pytestmark = pytest.mark.django_db
FILES = Path(__file__).with_name("files")
GOOD = "mandorla: 1\nname: Kettles\nslug: kettles\n"


def said(*args, **options) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def counts_of(source: str):
    return json.loads(said("show_register", "--json", "--source", source))


def test_import_says_what_was_written_and_refused_when_some_files_are_bad(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"{GOOD}members:\n- name: [x]\n", encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_register", str(tmp_path), stdout=out)
    assert str(refused.value) == "1 refused; see above what and why."
    assert [line.strip() for line in out.getvalue().splitlines()] == [
        "refused  b.yaml, line 5, members[0].role: has to say something",
        "1  written",
        "0  updated",
        "0  unchanged",
        "1  refused",
        "0  people new",
    ]
    assert list(Community.objects.values_list("slug", flat=True)) == ["kettles"]


def test_import_writes_nothing_when_it_is_a_dry_run(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    out = said("import_register", str(tmp_path), "--dry-run")
    assert out.endswith("Nothing was changed: this was a dry run.\n")
    assert Community.objects.count() == 0


def test_import_says_that_nothing_changes_when_it_is_the_second(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    said("import_register", str(tmp_path))
    out = said("import_register", str(tmp_path))
    assert out.endswith("Nothing to change: everything in the register is here already.\n")


def test_import_explains_itself_when_asked_for_something_else(tmp_path):
    with pytest.raises(Refused, match="is not a folder"):
        said("import_register", str(tmp_path / "absent"))
    with pytest.raises(CommandError, match="There is no reader for “go”"):
        said("import_register", "go", str(tmp_path))
    with pytest.raises(CommandError, match="Say where: mandorla import_register rust PATH"):
        said("import_register", "rust")
    with pytest.raises(Refused, match=r"sigs\.yaml: is not here: give the folder that holds it"):
        said("import_register", "kubernetes", str(tmp_path))


def test_export_leaves_files_alone_when_they_say_it_already(tmp_path):
    call_command(
        "import_register", "kubernetes", str(shared("A_kubernetes_community")), stdout=StringIO()
    )
    folder = tmp_path / "out"
    assert said("export_register", str(folder)).split() == [
        "47",
        "files",
        "written",
        "0",
        "files",
        "unchanged",
    ]
    (folder / "mine.yaml").write_text("x", encoding="utf-8")
    assert said("export_register", str(folder)).splitlines() == [
        "       0  files written",
        "      47  files unchanged",
        "1 other files are of no community here and were left alone: mine.yaml",
    ]


def test_export_is_refused_with_a_sentence_when_the_folder_is_a_file(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be written"):
        said("export_register", str(tmp_path / "file"))


def test_show_lists_the_rhythms_in_words_when_asked():
    with pytest.raises(CommandError):
        call_command("import_register", "kubernetes", str(FILES / "kubernetes"), stdout=StringIO())
    lines = said("show_register", "--rhythms").splitlines()
    assert lines[-2:] == [
        "  sig-kettles: Tasting: monthly, Friday, 16:00, UTC",
        "sig-kettles: Regular Meeting: every second Tuesday, 09:00, America/Los_Angeles",
    ]


def test_show_equals_the_ground_truth_when_kubernetes_is_imported():
    path = shared("A_kubernetes_community")
    truth = json.loads((path / "ground_truth.json").read_text(encoding="utf-8"))
    said("import_register", "kubernetes", str(path))
    counts = counts_of("kubernetes")
    kept = counts.pop("kept_as_text")
    assert {kind: n for kind, n in truth["groups"].items() if n} == counts.pop("by_kind")
    assert counts == {
        "communities": 47,
        "forming": 0,
        "active": len(truth["rows"]),
        "closing": 0,
        "closed": len(truth["archived_groups_with_charter_or_report"]),
        "all_by_kind": {"committees": 3, "sigs": 26, "workinggroups": 18},
        "by_found_status": {"archived": 12, "listed": 35},
        "leads": sum(row["leads"] for row in truth["rows"]),
        "series": sum(truth["meeting_frequency_counts"].values()),
        "rhythms_understood": 71,
        "rhythms_kept_as_text": 1,
        "by_license": {"active": len(truth["rows"]), "retired": 12},
        "reports_by_year": {"2020": 26, "2021": 25, "2022": 32, "2023": 31, "2024": 32},
        "reports_missing": truth["groups_listed_now_missing_report_by_year"],
    }
    assert kept == [
        {
            "community": "sig-network",
            "series": "SIG Network Ingress NGINX Meeting",
            "text": "monthly, Thursday, 8:00, PT (Pacific Time)",
        }
    ]


def test_show_equals_the_ground_truth_when_rust_is_imported():
    path = shared("A_rust_team")
    truth = json.loads((path / "ground_truth.json").read_text(encoding="utf-8"))
    said("import_register", "rust", str(path))
    counts = counts_of("rust")
    assert counts["communities"] == truth["teams"]
    assert (counts["active"], counts["closed"]) == (truth["active"], truth["archived"])
    assert counts["by_kind"] == truth["kinds_active"]


def test_show_equals_the_ground_truth_when_openstack_is_imported():
    path = shared("A_openstack_sigs")
    truth = json.loads((path / "ground_truth.json").read_text(encoding="utf-8"))
    said("import_register", "openstack", str(path))
    counts = counts_of("openstack")
    sigs = dict(truth["by_status"])
    sigs["active"] += truth["project_teams"]
    assert counts["communities"] == truth["sigs"] + truth["project_teams"] == 67
    assert counts["by_found_status"] == sigs
    chairs = sum(row["chairs"] for row in truth["rows"].values())
    assert counts["leads"] == chairs + truth["leadership_type"]["ptl"]
    licensed = sigs["active"] + sigs["advisory"]
    ended = sigs["completed"] + sigs["archived"]
    assert counts["by_license"] == {
        "active": licensed, "applied": sigs["forming"], "retired": ended,
    }  # fmt: skip
    reasons = dict(
        License.objects.filter(state="retired").values_list("community__name", "end_reason")
    )
    assert {name: reason[:200] for name, reason in reasons.items()} == {
        name: row["reason"] for name, row in truth["rows"].items() if row["reason"]
    }
