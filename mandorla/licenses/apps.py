from __future__ import annotations

from django.apps import AppConfig


class LicensesConfig(AppConfig):
    name = "mandorla.licenses"
    verbose_name = "Licenses"

    def ready(self) -> None:
        """Make events, news and indicators known; tell communities how their license stands."""
        from mandorla.base import indicators, notices, verbs
        from mandorla.communities import closing
        from mandorla.communities.header import tell_end, tell_license
        from mandorla.licenses.closing import end_licenses
        from mandorla.licenses.ended import give_up_end, read_end, refuse_half_ended
        from mandorla.licenses.events import VERBS
        from mandorla.licenses.indicators import INDICATORS
        from mandorla.licenses.known import read
        from mandorla.licenses.mark import mark
        from mandorla.licenses.notices import NOTICES

        verbs.declare(VERBS)
        notices.declare(NOTICES)
        indicators.declare(INDICATORS, read=read)
        tell_license(mark)
        tell_end(read_end)
        closing.declare(refuse_half_ended)
        closing.declare(end_licenses)
        closing.declare_resuming(give_up_end)
