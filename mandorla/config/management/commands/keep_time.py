"""What time brings: rounds that are over, attendance that is forgotten, news for calendars."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils.translation import gettext as _

from mandorla.base.again import again
from mandorla.base.errors import DomainError, Refused

if TYPE_CHECKING:
    from argparse import ArgumentParser

log = logging.getLogger(__name__)
# Each is safe to run at any time and twice at once.
DUTIES = (
    "hold_rounds",
    "close_profile_rounds",
    "forget_attendance",
    "forget_conversations",
    "measure_conversations",
    "write_invitations",
    "write_digests",
    "remind_helpers",
    "remind_reviews",
    "ask_again",
    "ask_once",
    "propose_time",
    "keep_standing",
    "read_measures",
    "write_news",
    "forget_jobs",
)


class Command(BaseCommand):
    """`mandorla keep_time`: every duty once; with `--every 5` until it is stopped."""

    help = (
        "Does what time brings: holds rounds, forgets attendance, sends invitations. "
        "`mandorla start` runs it every five minutes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=int, default=0, metavar="MINUTES", help="go on until it is stopped"
        )

    def handle(self, *_args: Any, every: int, **_options: Any) -> None:
        """Do each duty; one that fails is named and the others go on.

        Raises:
            Refused: One failed, or the minutes are none.
        """
        if every < 0:
            raise Refused(_("--every takes minutes."))
        if every:
            again(self._do_all, minutes=every, tell=self.stderr.write)
            return
        failed = self._do_all()
        if failed:
            raise Refused(_("Not done: {duties}.").format(duties=", ".join(failed)))

    def _do_all(self) -> list[str]:
        """The names of duties that failed."""
        return [duty for duty in DUTIES if not self._is_done(duty)]

    def _is_done(self, duty: str) -> bool:
        try:
            call_command(duty, quiet=True, stdout=self.stdout, stderr=self.stderr)
        except DatabaseError:
            raise
        except DomainError as refusal:
            self.stderr.write(refusal.sentence)
        except Exception as problem:  # one duty must not hold up the others
            log.exception("%s failed", duty)
            self.stderr.write(_("{duty} failed: {why}").format(duty=duty, why=problem))
        else:
            return True
        return False
