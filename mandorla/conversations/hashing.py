"""Numbers in place of posts, threads and authors, that lead back to nobody without the salt."""

from __future__ import annotations

import os
import secrets
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

BYTES = 32


class Hasher:
    """Makes a number of 63 bits from what a source knows something by.

    >>> hasher = Hasher(b"salt")
    >>> hasher("post", "slack/C1/1.0") == Hasher(b"salt")("post", "slack/C1/1.0")
    True
    >>> hasher("post", "slack/C1/1.0") == Hasher(b"other")("post", "slack/C1/1.0")
    False
    """

    def __init__(self, salt: bytes) -> None:
        self._begun = blake2b(digest_size=8, key=salt)

    def __call__(self, *parts: str) -> int:
        """The number for something of a kind, such as "post" with its key."""
        one = self._begun.copy()
        one.update("\x1f".join(parts).encode("utf-8", "surrogatepass"))
        return int.from_bytes(one.digest(), "big") >> 1


def _file() -> Path:
    return Path(settings.DATA_DIR) / "conversation-salt"


def salt() -> bytes:
    """The salt of this installation, made when there is none; only its own user can read it."""
    path = _file()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(BYTES))
        try:
            os.link(draft, path)  # fails when another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def forget_salt() -> None:
    """No number that was made can be made again."""
    _file().unlink(missing_ok=True)
