"""Look after rounds: write to those who are asked, remind those who wait, count what is over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.base.again import again
from mandorla.base.errors import Refused
from mandorla.value.holding import hold, rounds_to_hold

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from mandorla.value.models import Elicitation

log = logging.getLogger(__name__)
SENTENCES = {
    "closed": gettext_lazy("{round}: closed and counted."),
    "invited": gettext_lazy("{round}: those who may answer are written to."),
    "reminded": gettext_lazy("{round}: those who have not answered are reminded."),
}


class Command(BaseCommand):
    """`mandorla hold_rounds`: once; with `--every 5` again and again, until it is stopped."""

    help = "Invites, reminds and closes rounds whose time has come. Safe to run at any time."

    did_something = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=int, default=0, metavar="MINUTES", help="go on until it is stopped"
        )
        parser.add_argument("--quiet", action="store_true", help="say only what was done")

    def handle(self, *_args: Any, every: int, quiet: bool, **_options: Any) -> None:
        """Hold each round that has begun; one that fails is named and the others go on."""
        if every < 0:
            raise Refused(_("--every takes minutes."))
        if every:
            again(self._hold_all, minutes=every, tell=self.stderr.write)
            return
        failed = self._hold_all()
        if failed:
            raise Refused(
                ngettext(
                    "{count} round could not be held.", "{count} rounds could not be held.", failed
                ).format(count=failed)
            )
        if not (self.did_something or quiet):
            self.stdout.write(_("No round waits for anything."))

    def _hold_all(self) -> int:
        """How many rounds could not be held."""
        now = timezone.now()
        return sum(not self._held(elicitation, now) for elicitation in rounds_to_hold(at=now))

    def _held(self, elicitation: Elicitation, now: Any) -> bool:
        try:
            step = hold(elicitation, at=now)
        except Exception as problem:  # one round must not hold up the others
            log.exception("%s could not be held", elicitation)
            self.stderr.write(
                _("{round} could not be held: {why}").format(round=elicitation, why=problem)
            )
            return False
        if step:
            self.did_something = True
            self.stdout.write(str(SENTENCES[step]).format(round=elicitation))
        return True
