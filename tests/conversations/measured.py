"""A community that talks, in a lake of its own: who wrote what is drawn by a rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from mandorla.communities.models import Community
from mandorla.conversations.lake import Lake, schema
from mandorla.conversations.models import ConversationImport

AT = datetime(2026, 5, 3, 9, tzinfo=UTC)
BEGIN = date(2024, 10, 1)


def talk(
    lake: Lake,
    community: Community,
    *,
    people: int = 12,
    until: date = date(2026, 4, 30),
    units: int = 2,
    begin: date = BEGIN,
    quiet_from: date | None = None,
    key: str = "talk",
) -> ConversationImport:
    """Every day somebody asks and somebody else answers an hour later.

    From `quiet_from` on only half of the people do, and only every other day.
    """
    rows = []
    for step in range((until - begin).days + 1):
        day = begin + timedelta(days=step)
        is_quiet = quiet_from is not None and day >= quiet_from
        if is_quiet and step % 2:
            continue
        size = people // 2 if is_quiet else people
        asks, answers = step % size, (step + 1 + step // size % (size - 1)) % size
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        rows += [
            _row(community, 2 * step, asks, at, step, None, units),
            _row(community, 2 * step + 1, answers, at + timedelta(hours=1), step, 2 * step, units),
        ]
    lake.write(pa.Table.from_pylist(rows, schema=schema()), key=key)
    made = ConversationImport.objects.create(
        kind="csv",
        file_name="talk.csv",
        state="done",
        first_on=begin,
        last_on=until,
        received_at=AT - timedelta(hours=1),
        finished_at=AT - timedelta(hours=1),
    )
    made.communities.set([community])
    return made


def _row(community, post, author, at, thread, reply_to, units):
    return {
        "community": community.pk,
        "post": post + community.pk * 1_000_000,
        "author": author + 1,
        "sent_at": at,
        "thread": thread,
        "reply_to": None if reply_to is None else reply_to + community.pk * 1_000_000,
        "unit": author % units + 1 if units else None,
        "leader": author == 0,
    }
