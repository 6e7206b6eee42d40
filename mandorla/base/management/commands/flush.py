"""Emptying a whole database: the one thing that removes events, and it asks first."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction

from mandorla.base.models.append_only import emptied, emptying, guard, lift


class Command(flush.Command):
    """Django's own command; guards of the trail and of modules are lifted and set again."""

    def handle(self, **options: Any) -> None:
        """Empty every table of the database, after asking."""
        connection = connections[options["database"]]
        with transaction.atomic(using=options["database"]):
            lift(connection)
            emptying.send(sender=type(self), connection=connection)
            super().handle(**options)
            guard(connection)
            emptied.send(sender=type(self), connection=connection)
