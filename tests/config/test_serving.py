"""`mandorla start` for real: from an empty folder to a page that answers, and to a clean end."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.ends import all_end, watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to find processes")
SECONDS = 60


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def started(tmp_path, port) -> Iterator[subprocess.Popen[str]]:
    """An instance without a demo, in a folder of its own."""
    ours = ("MANDORLA_", "DATABASE_", "DJANGO_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("mandorla"), "start", "--empty"],
        env={**kept, "MANDORLA_DATA": str(tmp_path), "MANDORLA_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        yield process
        process.kill()


def read_until(process: subprocess.Popen[str], *beginnings: str) -> list[str]:
    """The lines until one began with each of these; all when the program ends before that."""
    lines: list[str] = []
    missing = set(beginnings)
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.rstrip())
        missing -= {beginning for beginning in missing if line.startswith(beginning)}
        if not missing:
            break
    return lines


def processes_of(data: Path) -> set[str]:
    """The processes that were given this data folder, by their number."""
    mark = f"MANDORLA_DATA={data}".encode()
    found = set()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in environment.read_bytes().split(b"\0"):
                found.add(environment.parent.name)
        except OSError:  # it ended while we looked, or it is somebody else's
            continue
    return found


def status_of_home(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


def test_instance_answers_and_ends_cleanly_when_it_is_told_to_stop(started, port, tmp_path):
    told = read_until(started, "Ctrl-C stops it.", "jobs | ")
    status = status_of_home(port)
    running = watch(processes_of(tmp_path))

    started.send_signal(signal.SIGTERM)
    told += read_until(started, "never said")
    code = started.wait(timeout=SECONDS)

    assert f"Mandorla is at http://127.0.0.1:{port}/welcome/" in told
    assert status == 302
    assert code == 0
    assert len(running) >= 3  # this one, the web server and the job worker
    assert all_end(running)
    assert {line[:7] for line in told if " | " in line} == {"web  | ", "jobs | "}


def test_instance_ends_with_an_error_when_the_web_server_is_killed(started, tmp_path):
    told = read_until(started, "Ctrl-C stops it.")
    running = watch(processes_of(tmp_path))
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split()

    os.kill(int(children[0]), signal.SIGKILL)
    told += read_until(started, "never said")
    code = started.wait(timeout=SECONDS)

    assert code == 1
    assert all_end(running)
    assert "web ended by itself (exit code -9), so everything is stopped." in told


def test_instance_leaves_nothing_running_when_it_is_killed(started, tmp_path):
    read_until(started, "Ctrl-C stops it.")
    running = watch(processes_of(tmp_path))

    started.kill()

    assert len(running) >= 3
    assert all_end(running)
