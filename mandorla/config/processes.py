"""Running the web server, the job worker and the clock together: one log, one end."""

from __future__ import annotations

import ctypes
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence

Say = Callable[[str], None]

STOP = "stop"
UP = "up"
GRACE_SECONDS = 10.0
MINUTES = 5  # between two looks at what time brings
PR_SET_PDEATHSIG = 1


def commands(*, host: str, port: int) -> dict[str, list[str]]:
    """The programs of an installation on one machine, by the name they have in the log."""
    python = [sys.executable, "-P", "-m"]
    web = [*python, "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "1"]
    web += ["--blocking-threads", "4", "--host", host, "--port", str(port)]
    return {
        "web": [*web, "mandorla.config.wsgi:application"],
        "jobs": [*python, "django", "db_worker", "--queue-name", "*"],
        "time": [*python, "django", "keep_time", "--every", str(MINUTES)],
    }


class Together:
    """Programs that are started together and end together.

    A signal stops all of them; when one ends by itself the others are stopped as well. Each runs
    in a process group of its own, so that what it started ends with it.
    """

    def __init__(self, *, say: Say) -> None:
        self._say = say
        self._say_lock = threading.Lock()
        self._news: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._relays: list[threading.Thread] = []

    def run(
        self,
        programs: Mapping[str, Sequence[str]],
        *,
        answers_at: tuple[str, int],
        when_up: Callable[[], None],
    ) -> int:
        """Run the programs until a signal comes or one ends; return the exit code.

        Args:
            programs: Command lines by the name that stands before each line of their output.
            answers_at: Host and port at which one of them will listen.
            when_up: Called once when somebody listens there.
        """
        before = {
            number: signal.signal(number, lambda *_: self._news.put(STOP))
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            for name, command in programs.items():
                self._start(name, command)
            self._in_background(self._wait_until_up, answers_at)
            return self._attend(when_up)
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def programs(self) -> list[subprocess.Popen[str]]:
        """What was started, in that order."""
        return list(self._running.values())

    def _attend(self, when_up: Callable[[], None]) -> int:
        while True:
            news = self._news.get()
            if news == STOP:
                self._tell("Stopping")
                return 0
            if news == UP:
                when_up()
                continue
            code = self._running[news].returncode
            self._tell(f"{news} ended by itself (exit code {code}), so everything is stopped.")
            return 1

    def _start(self, name: str, command: Sequence[str]) -> None:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,  # Ctrl-C in a terminal reaches us alone; we pass it on
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread holds a lock it needs
        )
        self._running[name] = child
        self._relays.append(self._in_background(self._relay, name, child))
        self._in_background(self._wait_for_end, name, child)

    def _in_background(self, task: Callable[..., None], *about: object) -> threading.Thread:
        thread = threading.Thread(target=task, args=about, daemon=True)
        thread.start()
        return thread

    def _relay(self, name: str, child: subprocess.Popen[str]) -> None:
        if child.stdout is None:
            return
        with child.stdout:
            for line in child.stdout:
                self._tell(f"{name:<4} | {line.rstrip()}")

    def _wait_for_end(self, name: str, child: subprocess.Popen[str]) -> None:
        child.wait()
        self._news.put(name)

    def _wait_until_up(self, answers_at: tuple[str, int]) -> None:
        while True:
            try:
                socket.create_connection(answers_at, timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                self._news.put(UP)
                return

    def _tell(self, line: str) -> None:
        with self._say_lock:
            try:
                self._say(line)
            except BrokenPipeError:  # nobody reads any more, as in `mandorla start | head`
                self._say = lambda _: None
                self._news.put(STOP)

    def _stop_all(self) -> None:
        for child in self._running.values():
            if child.returncode is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(child.returncode is None for child in self._running.values()):
            if time.monotonic() > deadline or self._was_asked_again():
                break
            time.sleep(0.02)
        for child in self._running.values():
            _kill_group(child.pid)
            child.wait()
        for relay in self._relays:
            relay.join()

    def _was_asked_again(self) -> bool:
        """Whether a second signal came while waiting; what else is new no longer matters."""
        while not self._news.empty():
            if self._news.get() == STOP:
                return True
        return False


def _kill_group(leader: int) -> None:
    """End whatever is left of a program and of what it started; nothing when all have ended."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _end_with_parent() -> None:
    """On Linux, be told to stop when the process that started this one is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
