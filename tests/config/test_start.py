"""Getting an installation ready, step by step; a second time there is nothing to do."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.test import override_settings

from mandorla.base.errors import DomainError
from mandorla.base.models import Organization
from mandorla.config import start
from mandorla.config.secret import secret_key
from tests import make


class Said(list[str]):
    def __call__(self, line: str) -> None:
        self.append(line)


@pytest.fixture
def data(tmp_path, settings) -> Path:
    """A data folder with page files as in an installation."""
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def test_page_files_are_collected_once_when_nothing_changed(data):
    said = Said()

    start.collect_page_files(said)
    start.collect_page_files(said)

    assert said == ["Collecting the files of the pages"]
    assert (data / "static" / "base" / "css" / "app.css").is_file()


def test_page_files_are_collected_again_when_the_version_changed(data):
    said = Said()
    start.collect_page_files(Said())

    with override_settings(VERSION="another"):
        start.collect_page_files(said)

    assert said == ["Collecting the files of the pages"]


@pytest.mark.django_db
def test_database_is_left_alone_when_it_is_up_to_date():
    said = Said()

    start.bring_database_up_to_date(said)

    assert said == []


@pytest.mark.django_db
def test_instance_is_empty_until_somebody_is_there():
    before = start.is_empty()
    make.organization()

    assert (before, start.is_empty()) == (True, False)


@pytest.mark.django_db
def test_sign_in_words_name_the_first_run_page_when_nobody_is_there():
    words = start.how_to_sign_in(address="http://127.0.0.1:8104")

    assert words.splitlines()[0] == "Mandorla is at http://127.0.0.1:8104/welcome/"


@pytest.mark.django_db
def test_sign_in_words_offer_the_six_people_when_it_is_a_demo():
    Organization.found(name="Halden Works", at=make.AT, is_demo=True)

    words = start.how_to_sign_in(address="http://127.0.0.1:8104")

    assert "six people" in words


@pytest.mark.django_db
def test_sign_in_words_name_the_organization_when_it_is_set_up():
    make.organization("Halden Works")

    words = start.how_to_sign_in(address="http://127.0.0.1:8104")

    assert words == "Mandorla of Halden Works is at http://127.0.0.1:8104/"


def test_port_is_refused_when_another_program_listens():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(
            DomainError, match=f"Port {port} on 127.0.0.1 cannot be used"
        ) as refusal:
            start.refuse_taken_port(host="127.0.0.1", port=port)

    assert "MANDORLA_PORT" in refusal.value.sentence


def test_port_is_refused_when_there_is_no_such_number():
    with pytest.raises(DomainError, match="Port 99999"):
        start.refuse_taken_port(host="127.0.0.1", port=99999)


def test_start_refuses_a_port_that_is_no_number():
    with pytest.raises(CommandError, match="invalid int value"):
        call_command("start", "--port", "soon")


def test_secret_key_is_made_once_and_for_this_user_only(tmp_path):
    first = secret_key(tmp_path / "new")
    again = secret_key(tmp_path / "new")

    assert first == again
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_database_is_for_this_user_only_when_the_folder_is_open_to_all(tmp_path):
    tmp_path.chmod(0o755)

    command("start", "--no-serve", "--empty", MANDORLA_DATA=str(tmp_path))

    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("mandorla.*")}
    assert set(files.values()) == {0o600}


def command(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`mandorla` in a process of its own, with these environment variables and no other of ours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MANDORLA_", "DATABASE_"))}
    return subprocess.run(
        [Path(sys.executable).with_name("mandorla"), *arguments],
        env={**kept, **variables},
        check=False,
        capture_output=True,
        text=True,
    )


def test_command_says_a_sentence_when_the_data_folder_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("not a folder")

    done = command("check", MANDORLA_DATA=str(tmp_path / "file"))

    assert done.returncode == 1
    assert done.stderr.startswith("The data folder cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_command_says_a_sentence_when_a_setting_cannot_be_read(tmp_path):
    done = command("check", MANDORLA_DATA=str(tmp_path), MANDORLA_DEBUG="perhaps")

    assert done.returncode == 1
    assert done.stderr == (
        "A setting cannot be read. MANDORLA_DEBUG is 'perhaps'; it takes yes or no. "
        "docs/settings.md lists them all.\n"
    )


def test_command_lists_itself_under_its_name(tmp_path):
    done = command("--help", MANDORLA_DATA=str(tmp_path))

    assert done.returncode == 0
    assert "mandorla help <subcommand>" in done.stdout
    assert {"start", "migrate"} <= set(done.stdout.split())


def test_command_says_a_sentence_when_the_database_is_not_set_up(tmp_path):
    done = command("show_register", MANDORLA_DATA=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == (
        "The database is not set up, or not up to date: no such table: communities_community. "
        "`mandorla start --no-serve` sets it up.\n"
    )


def test_command_says_a_sentence_when_the_database_is_none(tmp_path):
    (tmp_path / "mandorla.sqlite3").write_text("not a database, " * 100)

    done = command("show_register", MANDORLA_DATA=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr == (
        "The database cannot be used: file is not a database. Look at DATABASE_URL and "
        "MANDORLA_DATA; --traceback shows where it happened.\n"
    )


def test_tests_write_into_no_installation():
    assert Path("data").resolve() != configured.DATA_DIR
