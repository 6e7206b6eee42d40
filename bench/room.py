"""Fifty people in one gathering: whether everything they write is kept, and what looking costs.

    .venv/bin/python -m bench.room                  50 people for a minute, on SQLite
    .venv/bin/python -m bench.room --postgresql     the same on a PostgreSQL of its own
    .venv/bin/python -m bench.room --kill           the server is killed in the middle, and back
    .venv/bin/python -m bench.room --people 10 --seconds 10

A server of its own (granian, a data folder that is thrown away, 127.0.0.1) is asked over real HTTP
by one thread a person: each looks at the room every four seconds, writes lines that come of it, and
some write the notes. What cannot be sent is sent again with the same key, as the page does. Then
everything that was answered with success is looked for in the database. The costs are process CPU
time in one process through the WSGI door, beside a bare Django view.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

from bench.participant import Participant
from bench.voters import _free_port, _serve

HERE = Path(__file__).parents[1]
LIMITS = {"page": 15, "look, changed": 15, "look, unchanged": 15, "capture": 15}  # CPU-ms
TITLES = ("Check-in", "Old price lists", "Training comes too late", "Who needs a hand?")
SCRIBES = 5  # of the people write the notes, too


# --- in processes of their own, with the data folder ---


def build(people: int) -> dict[str, Any]:
    """A gathering that runs, and a session for everybody in it."""
    from datetime import time as clock
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from bench.pages import _cookie
    from bench.world import AT, _communities, _people
    from mandorla.base.models import Organization
    from mandorla.base.upkeep import refresh_statistics
    from mandorla.communities.models import Community, Membership
    from mandorla.gatherings.models import Gathering, Series
    from mandorla.work.models import AgendaItem

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    Organization.found(name="Bench Works", at=AT)
    luck, now = random.Random(7), timezone.now()
    persons = _people(people, luck)
    _communities(20, luck)
    community = Community.open(name="Room", purpose="To meet", at=now)
    for place, person in enumerate(persons):
        role = "member" if place else "leader"
        Membership.appoint(community=community, person=person, role=role, by=None, at=now)
    series = Series.begin(
        community=community,
        name="Monday round",
        rule="FREQ=DAILY",
        timezone="Europe/Lisbon",
        starts_on=(now - timedelta(days=7)).date(),
        starts_time=clock(9),
        minutes=60,
        by=None,
        at=now,
    )
    gathering = Gathering.touch(series=series, planned_on=now.date(), at=now)
    gathering.start(by=None, at=now, early=True)
    headings = "\n".join(f"# Scribe {place}\n." for place in range(people))
    gathering.write_notes(seen="", text=headings, by=None, at=now)
    items = [
        AgendaItem.place(gathering=gathering, title=title, minutes=15, by=None, at=now)
        for title in TITLES
    ]
    items[0].take(by=None, at=now)
    refresh_statistics()
    address = f"/communities/{community.slug}/gatherings/{series.pk}/{gathering.planned_on}/run/"
    return {
        "address": address,
        "items": [item.pk for item in items],
        "people": [person.pk for person in persons],
        "cookies": [_cookie(person) for person in persons],
    }


def found() -> dict[str, Any]:
    """What the database holds after the gathering."""
    from mandorla.gatherings.models import Gathering
    from mandorla.work.models import Outcome

    rows = Outcome.objects.select_related("commitment", "issue")
    return {
        "captures": {str(row.key): row.words for row in rows},
        "notes": Gathering.objects.get().notes,
    }


def cost(address: str, cookie: str) -> dict[str, Any]:
    """CPU-ms of looking and of writing a line, in this process."""
    from bench.pages import _bare, _cpu_ms
    from bench.voter import within
    from mandorla.config.wsgi import application

    person = Participant(address, cookie, 0, within(application))
    person.open()
    figures = {"bare": _cpu_ms(_bare())}
    for name, act in (
        ("page", person.open),
        ("look, unchanged", person.look),
        ("look, changed", person.look_anew),
    ):
        for _time in range(5):
            act()
        begun = time.process_time()
        for _time in range(40):
            act()
        figures[name] = (time.process_time() - begun) / 40 * 1000
    costs = []
    for number in range(40):
        begun = time.process_time()
        person.capture(f"Measured {number}", kind="decision")
        costs.append((time.process_time() - begun) * 1000)
    figures["capture"] = median(costs[5:])
    return figures


# --- over the network ---


def run(*, people: int, seconds: int, kill: bool, database: str) -> bool:
    """Let them meet, print what was found, and say whether everything is as it should be."""
    with tempfile.TemporaryDirectory(prefix="mandorla-bench-room-") as folder:
        built = _in_process(folder, "--build", str(people))
        port = _free_port()
        servers = [_serve_with_database(folder, port)]
        over = Event()
        try:
            everybody = [
                Participant.over_http(built["address"], cookie, place, port)
                for place, cookie in enumerate(built["cookies"])
            ]
            with ThreadPoolExecutor(people + 1) as threads:
                lives = [threads.submit(person.live, over, scribes=SCRIBES) for person in everybody]
                leader = Participant.over_http(built["address"], built["cookies"][0], 0, port)
                _lead(
                    leader,
                    built["items"],
                    seconds=seconds,
                    between=lambda: (
                        servers.append(_restart(servers[-1], folder, port)) if kill else None
                    ),
                )
                over.set()
                for life in lives:
                    life.result(timeout=120)
        finally:
            over.set()
            servers[-1].terminate()
            servers[-1].wait(timeout=30)
        kept = _in_process(folder, "--found")
        costs = _in_process(folder, "--cost", built["address"], built["cookies"][1])
    everybody.append(leader)
    return _report(everybody, kept, costs, seconds=seconds, kill=kill, database=database)


def _lead(leader: Participant, items: list[int], *, seconds: int, between: Any) -> None:
    """Whoever leads goes on to the next item now and then; in the middle something may happen."""
    part = seconds / (2 * len(items))
    for place in range(2 * len(items)):
        time.sleep(part)
        if place == len(items) - 1:
            between()
        if place % 2:
            leader.open()
            leader.act(items[(place // 2 + 1) % len(items)], "take")


def _restart(server: subprocess.Popen[bytes], folder: str, port: int) -> subprocess.Popen[bytes]:
    """The server is killed without a word, and a new one takes its place."""
    from mandorla.config.processes import _kill_group

    _kill_group(server.pid)
    server.wait(timeout=30)
    return _serve_with_database(folder, port)


def _serve_with_database(folder: str, port: int) -> subprocess.Popen[bytes]:
    return _serve(folder, port, database=os.environ.get("DATABASE_URL", ""))


def _report(
    everybody: list[Participant],
    kept: dict[str, Any],
    costs: dict[str, float],
    *,
    seconds: int,
    kill: bool,
    database: str,
) -> bool:
    told = {key: text for person in everybody for key, text in person.told.items()}
    statuses: dict[str, int] = {}
    for person in everybody:
        for name, count in person.statuses.items():
            statuses[name] = statuses.get(name, 0) + count
    waits = sorted(wait for person in everybody for wait in person.waits)
    lost = [key for key, text in told.items() if kept["captures"].get(key) != text]
    lines = [line for person in everybody for line in person.noted]
    gone = [line for line in lines if line not in kept["notes"].split("\n")]
    failed = sum(count for name, count in statuses.items() if name.split()[1].startswith("5"))
    again = sum(person.again for person in everybody)
    begun = " and the server killed in the middle" if kill else ""
    print(f"{len(everybody) - 1} people for {seconds} s on {database}{begun}")
    print(f"  answers: {dict(sorted(statuses.items()))}; sent again {again}")
    print(
        f"  wait: median {median(waits) * 1000:.0f} ms, "
        f"95% within {waits[int(len(waits) * 0.95)] * 1000:.0f} ms, longest {waits[-1]:.2f} s"
    )
    print(f"  captures answered {len(told)}, kept {len(kept['captures'])}, lost {len(lost)}")
    print(f"  lines of notes answered {len(lines)}, lost {len(gone)}")
    print(f"  5xx: {failed}")
    for name, limit in LIMITS.items():
        ratio = costs[name] / costs["bare"]
        print(f"  {name}: {costs[name]:.1f} CPU-ms, {ratio:.1f} x bare, limit {limit}")
    return not lost and not gone and not failed and len(told) == len(kept["captures"])


def _in_process(folder: str, *arguments: str) -> Any:
    """Run a part of this file where settings read this data folder; what it prints last."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.room", *arguments],
        env={
            **os.environ,
            "MANDORLA_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "mandorla.config.settings",
        },
        cwd=HERE,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _create_database(url: str) -> None:
    """The server that was started for this has no database of our name yet."""
    import psycopg

    start, _mark, name = url.rpartition("/")
    with psycopg.connect(f"{start}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')


def main() -> None:
    """Print the figures; exit with 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--kill", action="store_true", help="kill the server in the middle")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    for name, count in (("--build", 1), ("--found", 0), ("--cost", 2)):
        how: dict[str, Any] = {"nargs": count} if count else {"action": "store_true"}
        parser.add_argument(name, help=argparse.SUPPRESS, **how)
    asked = parser.parse_args()
    if asked.build or asked.found or asked.cost:
        import django

        django.setup()
        answer = (
            build(int(asked.build[0]))
            if asked.build
            else found()
            if asked.found
            else cost(*asked.cost)
        )
        print(json.dumps(answer))
        return
    if asked.postgresql and not os.environ.get("DATABASE_URL"):
        with_it = str(HERE / "bin" / "with-postgresql")
        os.execv(with_it, [with_it, sys.executable, "-m", "bench.room", *sys.argv[1:]])
    if asked.postgresql:
        _create_database(os.environ["DATABASE_URL"])
    database = "PostgreSQL" if asked.postgresql else "SQLite"
    if not asked.postgresql:
        os.environ["DATABASE_URL"] = ""
    facts = {"people": asked.people, "seconds": asked.seconds, "kill": asked.kill}
    sys.exit(0 if run(**facts, database=database) else 1)


if __name__ == "__main__":
    main()
