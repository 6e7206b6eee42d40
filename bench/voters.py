"""Members who all vote at once: whether every ballot counts, and what casting one costs.

    .venv/bin/python -m bench.voters            200 voters
    .venv/bin/python -m bench.voters --voters 20

A server of its own (granian, SQLite, a data folder that is thrown away, 127.0.0.1) is asked over
real HTTP by one thread a voter, each with a session and a browser's cookies. All cast in the same
moment. Then tokens, urn and ballots are compared with what was sent. The cost of casting is
process CPU time in one process through the WSGI door, beside a bare Django view.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median
from threading import Barrier
from typing import Any

from bench.voter import ITEMS, Voter, over_http, within

HERE = Path(__file__).parents[1]
LIMIT = 15  # CPU-ms a ballot
WISHES = "Roll-out Errors Hand-overs Knowledge Standards Support Answers Network".split()


def allocation(luck: random.Random) -> list[int]:
    """100 points on some expectations, none above 60."""
    cuts = sorted(luck.sample(range(1, 60), ITEMS - 1))
    points = [after - before for before, after in zip([0, *cuts], [*cuts, 60], strict=True)]
    for _point in range(100 - sum(points)):
        open_ones = [place for place in range(ITEMS) if points[place] < 60]
        points[luck.choice(open_ones)] += 1
    return points


# --- in processes of their own, with the data folder ---


def build(voters: int) -> dict[str, Any]:
    """Two communities with an open round each, and a session for every member."""
    from django.core.management import call_command
    from django.utils import timezone

    from bench.pages import _cookie
    from bench.world import AT, _communities, _people
    from mandorla.base.models import Organization
    from mandorla.communities.models import Community, Membership
    from mandorla.value.models import Elicitation, Expectation

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    Organization.found(name="Bench Works", at=AT)
    luck, now = random.Random(7), timezone.now()
    people = _people(voters, luck)
    _communities(20, luck)
    rounds = []
    for name in ("Voters", "Measured"):
        community = Community.open(name=name, purpose="To vote", at=now)
        for wish in WISHES:
            Expectation.choose(
                community=community, text=wish, level="group", horizon="short", by=None, at=now
            )
        for person in people:
            Membership.appoint(community=community, person=person, role="member", by=None, at=now)
        held = Elicitation.open(
            community=community,
            reason="asked",
            methods={"organization": "points", "members": "points"},
            opens_at=now,
            closes_at=now + timedelta(days=1),
            by=None,
            at=now,
        )
        rounds.append(f"/communities/{community.slug}/value/rounds/{held.number}/ballot/")
    return {"rounds": rounds, "cookies": [_cookie(person) for person in people]}


def found(address: str) -> dict[str, Any]:
    """What the database holds of a round after the voting."""
    from mandorla.core.ballot import opened
    from mandorla.value.models import Elicitation

    slug, number = address.split("/")[2], address.split("/")[5]
    held = Elicitation.objects.get(community__slug=slug, number=number)
    points, _delivery = opened(bytes(held.urn.ballots), items=ITEMS, is_points=True)
    return {
        "spent": held.tokens.spent().count(),
        "unspent": held.tokens.unspent().count(),
        "count": held.urn.count,
        "ballots": points.tolist(),
    }


def cost(address: str, cookies: list[str]) -> dict[str, Any]:
    """CPU-ms of casting a ballot and of the whole way to it, in this process."""
    from bench.pages import _bare, _cpu_ms
    from mandorla.config.wsgi import application

    luck, casting, whole = random.Random(11), [], []
    for cookie in cookies:
        voter = Voter(address, cookie, within(application))
        begun = time.process_time()
        voter.prepare(allocation(luck))
        before = time.process_time()
        status = voter.cast()
        ended = time.process_time()
        if status != 302:
            raise SystemExit(f"casting answered {status}")
        casting.append((ended - before) * 1000)
        whole.append((ended - begun) * 1000)
    rest = slice(len(casting) // 10, None)  # the first ones load what all use
    return {"bare": _cpu_ms(_bare()), "cast": median(casting[rest]), "whole": median(whole[rest])}


# --- over the network ---


def vote_all(port: int, address: str, cookies: list[str]) -> dict[str, Any]:
    """Everybody casts in the same moment; what was sent, what was answered, how long it took."""
    luck = random.Random(7)
    sent = [allocation(luck) for _cookie in cookies]
    together = Barrier(len(cookies))

    def vote(cookie: str, points: list[int]) -> tuple[int, float]:
        voter = Voter(address, cookie, over_http(port))
        voter.prepare(points)
        together.wait(timeout=300)
        begun = time.monotonic()
        return voter.cast(), time.monotonic() - begun

    with ThreadPoolExecutor(len(cookies)) as threads:
        answers = list(threads.map(vote, cookies, sent))
    waits = sorted(wait for _status, wait in answers)
    return {
        "sent": sent,
        "statuses": Counter(status for status, _wait in answers),
        "median_s": median(waits),
        "longest_s": waits[-1],
    }


# --- all of it ---


def _in_process(folder: str, *asked: str) -> Any:
    run = [sys.executable, "-m", "bench.voters", *asked]
    done = subprocess.run(
        run, env=_environment(folder), cwd=HERE, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def _environment(folder: str, *, database: str = "") -> dict[str, str]:
    return {
        **os.environ,
        "MANDORLA_DATA": folder,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "mandorla.config.settings",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _serve(folder: str, port: int, *, database: str = "") -> subprocess.Popen[bytes]:
    from mandorla.config.processes import commands

    server = subprocess.Popen(
        commands(host="127.0.0.1", port=port)["web"],
        env=_environment(folder, database=database),
        cwd=HERE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _try in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise SystemExit("the server did not start")


def run(voters: int) -> bool:
    """Let them vote, print what was found, and say whether everything is as it should be."""
    with tempfile.TemporaryDirectory(prefix="mandorla-bench-voters-") as folder:
        built = _in_process(folder, "--build", str(voters))
        address, measured = built["rounds"]
        port = _free_port()
        server = _serve(folder, port)
        try:
            voted = vote_all(port, address, built["cookies"])
        finally:
            server.terminate()
            server.wait(timeout=30)
        kept = _in_process(folder, "--found", address)
        sessions = Path(folder, "cookies.json")
        sessions.write_text(json.dumps(built["cookies"]))
        costs = _in_process(folder, "--cost", measured, str(sessions))
    is_whole = sorted(kept["ballots"]) == sorted(voted["sent"])
    is_counted = kept["spent"] == kept["count"] == voters and kept["unspent"] == 0
    print(f"{voters} voters cast at once: {dict(voted['statuses'])} (302 is cast)")
    print(f"  wait: median {voted['median_s']:.2f} s, longest {voted['longest_s']:.2f} s")
    print(f"  tokens spent {kept['spent']}, ballots in the urn {kept['count']}")
    print(f"  the ballots are those that were sent: {'yes' if is_whole else 'NO'}")
    for name, what in (("cast", "casting a ballot"), ("whole", "the whole way, 6 requests")):
        ratio = costs[name] / costs["bare"]
        limit = f", limit {LIMIT}" if name == "cast" else ""
        print(f"  {what}: {costs[name]:.1f} CPU-ms, {ratio:.1f} x bare{limit}")
    return is_whole and is_counted


def main() -> None:
    """Print the figures; exit with 1 when a ballot was lost or counted twice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--voters", type=int, default=200)
    for name, count in (("--build", 1), ("--found", 1), ("--cost", 2)):
        parser.add_argument(name, nargs=count, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not (asked.build or asked.found or asked.cost):
        sys.exit(0 if run(asked.voters) else 1)
    import django

    django.setup()
    if asked.build:
        answer = build(int(asked.build[0]))
    elif asked.found:
        answer = found(asked.found[0])
    else:
        answer = cost(asked.cost[0], json.loads(Path(asked.cost[1]).read_text()))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
