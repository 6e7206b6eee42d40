"""Getting an installation ready to serve; each step does nothing when it was done before."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from mandorla.base.errors import DomainError
from mandorla.base.forgetting import forget_order
from mandorla.base.models import Organization
from mandorla.base.upkeep import refresh_statistics
from mandorla.people.models import Person

Say = Callable[[str], None]


class PortTaken(DomainError):
    """The address cannot be listened on."""


def prepare(*, say: Say, demo: bool) -> None:
    """Bring database, files of the pages and, where asked for, the demo world up to date.

    Args:
        say: Is given a sentence before each step that takes a while.
        demo: Whether an instance that holds nothing gets the demo world.
    """
    bring_database_up_to_date(say)
    collect_page_files(say)
    if demo and is_empty() and "demo" in get_commands():
        say("Building the demo world")
        call_command("demo")
    refresh_statistics()
    forget_order()
    call_command("forget_jobs", quiet=True)


def bring_database_up_to_date(say: Say) -> None:
    """Apply the migrations that are missing, and make the table of the cache."""
    _keep_database_private()
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    say("Bringing the database up to date")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _keep_database_private() -> None:
    """Make a new embedded database readable for this user only, whatever the folder allows."""
    embedded = settings.DATA_DIR / "mandorla.sqlite3"
    if settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"] == embedded:
        embedded.touch(mode=0o600)


def collect_page_files(say: Say) -> None:
    """Copy styles, scripts and pictures into the data folder when one of them changed."""
    stamp = settings.DATA_DIR / "static-sources"
    sources = _page_file_sources()
    if stamp.exists() and stamp.read_text() == sources:
        return
    say("Collecting the files of the pages")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources)


def _page_file_sources() -> str:
    """A checksum that differs when any file that collectstatic would take is another one."""
    seen = hashlib.sha256(f"{settings.VERSION} {settings.STATIC_ROOT}".encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list(["CVS", ".*", "*~"]), key=lambda found: found[0]):
            at = Path(storage.path(name)).stat()
            seen.update(f"{name} {at.st_size} {at.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def is_empty() -> bool:
    """Whether nobody has set this instance up yet."""
    return Organization.current() is None and not Person.objects.exists()


def refuse_taken_port(*, host: str, port: int) -> None:
    """Say early, and in a sentence, that the address cannot be listened on.

    Raises:
        PortTaken: Another program listens there, or this user may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except (OSError, OverflowError) as problem:
            why = getattr(problem, "strerror", None) or str(problem)
            sentence = (
                f"Port {port} on {host} cannot be used: {why}. "
                "Choose another one with MANDORLA_PORT or --port."
            )
            raise PortTaken(sentence) from problem


def how_to_sign_in(*, address: str) -> str:
    """What to tell the person who started it, once it answers."""
    organization = Organization.current()
    if organization is None:
        first_run = address + reverse("people:first_run")
        return (
            f"Mandorla is at {first_run}\n"
            "Nobody is here yet: that page names the organization and makes the first "
            "program manager."
        )
    if organization.is_demo:
        return (
            f"Mandorla is at {address}/\n"
            "This is a demo of an invented organization: the sign-in page offers six people, "
            "each by one click."
        )
    return f"Mandorla of {organization.name} is at {address}/"
