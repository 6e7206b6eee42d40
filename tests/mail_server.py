"""A mail server for tests, which does not take every letter."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.mail.backends.locmem import EmailBackend


class Away(EmailBackend):
    """Takes no letter with one of these words in its subject, or to one of these addresses."""

    refuses: ClassVar[dict[str, Exception]] = {}

    def send_messages(self, messages: Any) -> int:
        for word, error in self.refuses.items():
            if any(word in str(letter.subject) or word in letter.to for letter in messages):
                raise error
        return super().send_messages(messages)
