"""What the log of the server is not told."""

from __future__ import annotations

import logging
import re

# Links in which an address is a key: whoever reads the log could come in by them.
_SECRET = re.compile(
    r"(/invitation/|/shared/|/password/reset/key/|/calendar/(?=[\w-]{30}))[^/\s?]+"
)


class WithoutSecrets(logging.Filter):
    """Takes the secrets of links out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without secrets."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _SECRET.sub(r"\1***", value) if isinstance(value, str) else value
                for value in record.args
            )
        return True
