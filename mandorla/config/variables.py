"""Environment variables, read with the type they should have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def env_text(name: str, default: str = "") -> str:
    """The value of a variable without blanks around it; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def env_list(name: str) -> list[str]:
    """The comma-separated values of a variable; empty when it is not set."""
    return [value.strip() for value in env_text(name).split(",") if value.strip()]


def env_flag(name: str) -> bool:
    """True when a variable is set to a true word, False for a false one or when it is not set.

    Raises:
        ValueError: It is set to something else; weakening must be asked for clearly.
    """
    value = env_text(name, "no").lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ValueError(f"{name} is {value!r}; it takes yes or no")
    return value in {"1", "true", "yes", "on"}


def env_count(name: str, default: int = 0) -> int:
    """The whole number that a variable holds, 0 or more.

    Raises:
        ValueError: It holds something else.
    """
    value = env_text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ValueError(f"{name} is {value!r}; it takes a whole number, 0 or more")
    return int(value)


def env_needed(name: str, *, by: str) -> str:
    """The value of a variable that another one makes necessary.

    Raises:
        ValueError: It is not set.
    """
    if not env_text(name):
        raise ValueError(f"{by} is set, so {name} is needed")
    return env_text(name)


def origin_of(address: str) -> list[str]:
    """Scheme and host of an address, as a policy for browsers names them; none for no address."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def tuned_sqlite(path: Path) -> dict[str, Any]:
    """An embedded database that takes several writers without lock errors."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
                "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
                "PRAGMA cache_size=-20000;"
                # What is deleted is overwritten: a ballot's earlier place must not stay on disk.
                "PRAGMA secure_delete=ON;"
            ),
        },
    }


def pooled_postgresql(config: dict[str, Any]) -> dict[str, Any]:
    """A PostgreSQL connection taken from a pool, which asks for connections that are not kept."""
    pool = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {**config, "CONN_MAX_AGE": 0, "OPTIONS": {**config.get("OPTIONS", {}), "pool": pool}}


def database_at(url: str) -> dict[str, Any]:
    """The database that DATABASE_URL names: PostgreSQL, or SQLite in another place.

    Raises:
        ValueError: It names something else.
    """
    import dj_database_url  # slow import

    if urlsplit(url).scheme not in {"postgres", "postgresql", "sqlite"}:
        raise ValueError("DATABASE_URL names neither postgres:// nor sqlite://")
    config: dict[str, Any] = {**dj_database_url.parse(url)}
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return tuned_sqlite(Path(config["NAME"]))
    return pooled_postgresql(config)


def mail_by(url: str) -> dict[str, Any]:
    """How MANDORLA_MAIL_URL says that mail goes out.

    Raises:
        ValueError: It is no such address.
    """
    import dj_email_url  # slow import

    if urlsplit(url).scheme not in dj_email_url.SCHEMES:
        raise ValueError("MANDORLA_MAIL_URL is not an address like submission://host:587")
    return dict(dj_email_url.parse(url))
