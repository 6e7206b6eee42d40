"""Programs that run together, end together. Small real programs stand in for server and worker."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading

import pytest

from mandorla.config.processes import Together, commands
from tests.config.ends import all_end, watch

LISTEN = """
import signal, socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listening", flush=True)
while True:
    server.accept()[0].close()
"""
SLEEP = "import time; print('ready', flush=True); time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(600)"
)
WITH_CHILD = (
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('child', child.pid, flush=True); time.sleep(600)"
)


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Log:
    """Keeps what was said, and lets a test act when a line is said."""

    def __init__(self, when: str = "", act=None):
        self.lines: list[str] = []
        self._when = when
        self._act = act

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        if self._when and line.startswith(self._when):
            self._act(line)


def interrupt(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_together_ends_all_when_a_signal_comes(port):
    log = Log()
    together = Together(say=log)

    code = together.run(
        {"web": python(LISTEN, port), "jobs": python(SLEEP)},
        answers_at=("127.0.0.1", port),
        when_up=interrupt,
    )

    assert code == 0
    assert [child.poll() is not None for child in together.programs()] == [True, True]
    assert {"Stopping", "web  | listening"} <= set(log.lines)


def test_together_stops_the_other_when_one_ends_by_itself(port):
    log = Log()
    together = Together(say=log)

    code = together.run(
        {"web": python(SLEEP), "jobs": python("import sys; print('no database'); sys.exit(3)")},
        answers_at=("127.0.0.1", port),
        when_up=lambda: None,
    )

    assert code == 1
    assert [child.poll() is not None for child in together.programs()] == [True, True]
    assert "jobs ended by itself (exit code 3), so everything is stopped." in log.lines


@pytest.mark.skipif(sys.platform != "linux", reason="waits by a means of Linux")
def test_together_leaves_nothing_running_when_a_program_had_started_another(port):
    grandchild: list[int] = []

    def act(line: str) -> None:
        grandchild.extend(watch([line.rsplit(maxsplit=1)[-1]]))
        interrupt()

    Together(say=Log("jobs | child", act)).run(
        {"jobs": python(WITH_CHILD)}, answers_at=("127.0.0.1", port), when_up=lambda: None
    )

    assert len(grandchild) == 1
    assert all_end(grandchild)


def test_together_kills_when_a_program_does_not_stop_in_time(port, monkeypatch):
    monkeypatch.setattr("mandorla.config.processes.GRACE_SECONDS", 0.2)
    together = Together(say=Log("jobs | ready", interrupt))

    code = together.run(
        {"jobs": python(STUBBORN)}, answers_at=("127.0.0.1", port), when_up=lambda: None
    )

    assert code == 0
    assert together.programs()[0].wait() == -signal.SIGKILL


def test_together_ends_when_nobody_reads_its_log(port):
    def say(line: str) -> None:
        raise BrokenPipeError

    together = Together(say=say)

    code = together.run(
        {"jobs": python(SLEEP)}, answers_at=("127.0.0.1", port), when_up=lambda: None
    )

    assert code == 0
    assert together.programs()[0].poll() is not None


def test_together_gives_signals_back_when_it_ends(port):
    before = signal.getsignal(signal.SIGTERM)

    Together(say=Log("jobs | ready", interrupt)).run(
        {"jobs": python(SLEEP)}, answers_at=("127.0.0.1", port), when_up=lambda: None
    )

    assert signal.getsignal(signal.SIGTERM) == before
    assert threading.current_thread() is threading.main_thread()


def test_commands_bind_to_what_was_asked_for():
    web = commands(host="127.0.0.1", port=8104)["web"]

    assert web[web.index("--host") + 1] == "127.0.0.1"
    assert web[web.index("--port") + 1] == "8104"
    assert web[-1] == "mandorla.config.wsgi:application"
