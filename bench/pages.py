"""What pages cost: process CPU time a request, on a big and on a small instance.

    .venv/bin/python -m bench.pages            2,000 communities against 20
    .venv/bin/python -m bench.pages --quick    a tenth of it, for a first look

Each instance is built on SQLite in a folder of its own and asked by one process through the
WSGI door, signed in. Every figure is also given as a ratio to a bare Django view with three
queries in the same process, because machines differ and are noisy: that ratio is the figure.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = {
    "big": {
        "communities": 2_000,
        "people": 100_000,
        "memberships": 200_000,
        "ballots": 5_000,
        "issues": 500_000,
        "gatherings": 100_000,
    },
    "small": {
        "communities": 20,
        "people": 1_000,
        "memberships": 2_000,
        "ballots": 50,
        "issues": 5_000,
        "gatherings": 1_000,
    },
}
LIMITS = {
    "overview": 10,
    "directory": 15,
    "search": 20,
    "value": 15,
    "give and get": 25,
    "calendar of 10": 60,
    "board": 15,
    "capture": 12,
    "gathering": 15,
    "agenda draft": 15,
    "running page": 15,
    "today of a member": 15,
    "today of a leader": 15,
    "today of a sponsor": 15,
    "today of a manager": 15,
    "portfolio": 25,
    "portfolio, overlap": 25,
    "portfolio, brought": 25,
    "portfolio, decisions": 25,
    "portfolio, objectives": 25,
    "portfolio, sponsor": 25,
    "portfolio, narrowed": 25,
    "portfolio, words": 25,
    "map of the portfolio": 25,
    "decisions due": 25,
}  # CPU-ms a request
ROUNDS, REQUESTS = 9, 40  # the median of the rounds is the figure


def pages(slug: str) -> dict[str, str]:
    """The addresses that are measured, by what they are called."""
    return {
        "overview": f"/communities/{slug}/",
        "directory": "/communities/",
        "search": "/communities/?q=weld+cir",
        "search, many found": "/communities/?q=people",
        "directory, one unit": "/communities/?unit=9",
        "directory, last page": "/communities/?status=all&page=999",
        "charter": f"/communities/{slug}/charter/",
        "members": f"/communities/{slug}/members/",
        "history": f"/communities/{slug}/history/",
        "value": "/communities/c7/value/",
        "give and get": "/communities/c7/value/give-and-get/",
        "overview with a lens": "/communities/c7/",
        "board": f"/communities/{slug}/work/",
        "issues": f"/communities/{slug}/work/issues/",
        "issues, by words": f"/communities/{slug}/work/issues/?q=price&state=all",
        "surface": f"/surface/?community={slug}",
        "people": "/people/",
        "people, search": "/people/?q=mark",
        "events": "/events/",
    }


def measure(size: dict[str, int]) -> dict[str, float]:
    """Build an instance of this size here and measure its pages, in CPU-ms a request."""
    from django.core.management import call_command
    from django.utils import timezone

    from bench.calendars import subscribe
    from bench.portfolio import look_after
    from bench.surfacing import surfacer
    from bench.today import people_of_today
    from bench.under_way import begin
    from bench.work_world import pages_of
    from bench.world import build
    from mandorla.base.upkeep import refresh_statistics

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    person = build(**size, now=now)
    refresh_statistics()  # as `mandorla start` and imports do
    person.is_program_manager = True
    person.save()
    call = _caller(_cookie(person))
    figures = {"bare": _cpu_ms(_bare())}
    addresses = {
        **pages("c5"),
        **pages_of("c5", now=now),
        **begin("c7", by=person, now=now),
        "calendar of 10": subscribe(person),
        **look_after(by=person, now=now),
    }
    refresh_statistics()
    for name, address in addresses.items():
        figures[name] = _cpu_ms(partial(call, address))
    figures["capture"] = _cpu_ms(surfacer(person, slug="c5"))
    for name, reader in people_of_today(now=now).items():
        figures[name] = _cpu_ms(partial(_caller(_cookie(reader)), "/today/"))
    return figures


def _cookie(person: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from mandorla.people.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def _environ(address: str, cookie: str) -> dict[str, Any]:
    path, _mark, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": sys.stdin.buffer,
        "wsgi.errors": sys.stderr,
    }


def _start(seen: list[str]) -> Any:
    """What a WSGI application tells its status to."""

    def start(status: str, *_more: object) -> Callable[[bytes], object]:
        seen.append(status)
        return lambda _body: None

    return start


def _caller(cookie: str) -> Callable[[str], None]:
    from mandorla.config.wsgi import application

    def call(address: str) -> None:
        seen: list[str] = []
        body = b"".join(application(_environ(address, cookie), _start(seen)))
        if not seen[0].startswith(str(HTTPStatus.OK.value)) or not body:
            raise SystemExit(f"{address} answered {seen[0]}")

    return call


def _bare() -> Callable[[], None]:
    """A view with no middleware, no template and three queries: the floor of the framework."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpResponse
    from django.test import override_settings
    from django.urls import path

    from mandorla.communities.models import Community, Membership
    from mandorla.people.models import Person

    def view(_request: object) -> HttpResponse:
        person = Person.objects.get(pk=1)
        community = Community.objects.get(slug="c5")
        roles = list(Membership.objects.filter(community=community, person=person))
        return HttpResponse(f"{person.name} {community.name} {len(roles)}")

    urls = type(sys)("bench_urls")
    urls.urlpatterns = [path("", view)]  # type: ignore[attr-defined]
    sys.modules["bench_urls"] = urls
    with override_settings(MIDDLEWARE=[]):
        handler = WSGIHandler()

    def call() -> None:
        b"".join(handler(_environ("/", ""), _start([])))

    # Switching the address table is the bench's own cost, so it is done once, around the loop.
    call.around = override_settings(ROOT_URLCONF="bench_urls")  # type: ignore[attr-defined]
    return call


def _cpu_ms(call: Callable[[], None]) -> float:
    """The median over rounds of the process CPU time a call takes, in ms."""
    around = getattr(call, "around", None)
    if around:
        around.enable()
    for _ in range(5):
        call()
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(REQUESTS):
            call()
        rounds.append((time.process_time() - begun) / REQUESTS * 1000)
    if around:
        around.disable()
    return sorted(rounds)[len(rounds) // 2]


def run(name: str, size: dict[str, int]) -> dict[str, float]:
    """Measure one size in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix=f"mandorla-bench-{name}-") as folder:
        found = subprocess.run(
            [sys.executable, "-m", "bench.pages", "--one", json.dumps(size)],
            env={
                **os.environ,
                "MANDORLA_DATA": folder,
                "DATABASE_URL": "",
                "DJANGO_SETTINGS_MODULE": "mandorla.config.settings",
            },
            cwd=Path(__file__).parents[1],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return json.loads(found.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def main() -> None:
    """Print the figures of both sizes beside each other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="a tenth of the big instance")
    asked = parser.parse_args()
    if asked.one:
        import django

        django.setup()
        print(json.dumps(measure(json.loads(asked.one))))
        return
    share = 10 if asked.quick else 1
    big = run("big", {key: value // share for key, value in SIZES["big"].items()})
    small = run("small", SIZES["small"])
    heads = ("CPU-ms a request", "big", "x bare", "small", "x bare", "big/small", "limit")
    print("{:22}{:>8}{:>8}{:>8}{:>8}{:>11}{:>7}".format(*heads))
    for name, figure in big.items():
        in_big, in_small = figure / big["bare"], small[name] / small["bare"]
        limit = LIMITS.get(name, "")
        print(
            f"{name:22}{figure:8.2f}{in_big:8.1f}{small[name]:8.2f}{in_small:8.1f}"
            f"{in_big / in_small:11.2f}{limit:>7}"
        )


if __name__ == "__main__":
    main()
