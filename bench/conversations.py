"""What reading an export of Slack costs: messages a CPU-second, and memory.

    .venv/bin/python -m bench.conversations            a made-up export of 200,000 messages
    .venv/bin/python -m bench.conversations 1000000    a larger one

The messages are as those of today: rich text beside the text, a profile of who wrote it, every
third one in a thread. Reading is measured in a process of its own; then the same with everything
that an import does, without the database: numbers instead of keys, and Parquet files by month. The
floor, in the same run, is what cannot be saved: unpacking the zip and parsing its JSON.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

CHANNELS, PEOPLE, MESSAGES_A_DAY = 20, 800, 200
LEAST_A_SECOND = 50_000
MOST_MB = 300
TIMES = 3
WORDS = ["seam", "robot", "torch", "gas", "shift", "plate", "angle", "crack", "night", "test"]


def message(number: int, day: int) -> dict[str, object]:
    """One message as Slack exports it."""
    person = number * 7919 % PEOPLE
    text = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(3, 3 + number % 23))
    ts = f"{1_700_000_000 + day * 86_400 + number % 86_000}.{number % 1_000_000:06d}"
    element = {"type": "text", "text": text}
    section = {"type": "rich_text_section", "elements": [element]}
    thread = {"thread_ts": f"{1_700_000_000 + day * 86_400}.000000"} if number % 3 else {}
    return {
        "user": f"U{person:08X}",
        "type": "message",
        "ts": ts,
        "client_msg_id": f"{number:08x}-1111-4222-8333-444444444444",
        "text": text,
        "team": "T0AAAAAAA",
        "user_team": "T0AAAAAAA",
        "source_team": "T0AAAAAAA",
        "user_profile": {
            "avatar_hash": f"{person:012x}",
            "image_72": f"https://avatars.example/{person}_72.png",
            "first_name": f"Person {person}",
            "real_name": f"Person {person} of the Works",
            "display_name": f"person{person}",
            "team": "T0AAAAAAA",
            "name": f"person{person}",
            "is_restricted": False,
            "is_ultra_restricted": False,
        },
        "blocks": [{"type": "rich_text", "block_id": f"b{number}", "elements": [section]}],
        **thread,
    }


def made(path: Path, messages: int) -> None:
    """Write an export of so many messages."""
    people = [
        {
            "id": f"U{n:08X}",
            "real_name": f"Person {n}",
            "profile": {"email": f"p{n}@halden.example"},
        }
        for n in range(PEOPLE)
    ]
    channels = [{"id": f"C{n:08X}", "name": f"channel-{n}"} for n in range(CHANNELS)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("users.json", json.dumps(people))
        file.writestr("channels.json", json.dumps(channels))
        for place, start in enumerate(range(0, messages, MESSAGES_A_DAY)):
            day, channel = divmod(place, CHANNELS)
            numbers = range(start, min(start + MESSAGES_A_DAY, messages))
            name = (
                f"channel-{channel}/{2023 + day // 336}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}"
            )
            rows = [message(number, day) for number in numbers]
            file.writestr(f"{name}.json", json.dumps(rows, indent=4))


def floor(path: Path) -> int:
    """Unpack and parse everything, and look at nothing."""
    with zipfile.ZipFile(path) as file:
        return sum(len(json.loads(file.read(info))) for info in file.infolist())


def read(path: Path) -> int:
    """Read the export, as an import does."""
    from mandorla.conversations.sources.bundle import open_bundle
    from mandorla.conversations.sources.readers import READERS

    return sum(1 for _item in READERS["slack"].read(open_bundle(path)))


def keep(path: Path) -> int:
    """Read it, and put it into a lake."""
    from mandorla.conversations.hashing import Hasher
    from mandorla.conversations.lake import Lake, PostRow
    from mandorla.conversations.sources.bundle import open_bundle
    from mandorla.conversations.sources.items import Post
    from mandorla.conversations.sources.readers import READERS

    hasher, count = Hasher(b"salt"), 0
    authors: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, Lake(folder).writing("bench") as writer:
        for item in READERS["slack"].read(open_bundle(path)):
            count += 1
            if type(item) is Post:
                author = item.author.key
                if author not in authors:
                    authors[author] = hasher("author", item.author.identity)
                writer.add(
                    PostRow(
                        1,
                        hasher("post", item.key),
                        authors[author],
                        item.sent_at,
                        hasher("thread", item.thread),
                        hasher("post", item.reply_to) if item.reply_to else None,
                        None,
                        leader=False,
                    )
                )
    return count


def measured(what: str, path: Path) -> tuple[int, float, int]:
    """Messages, CPU-seconds and the peak of memory in MB, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.conversations", "--alone", what, str(path)],
        capture_output=True,
        check=True,
        text=True,
    )
    count, seconds, peak = done.stdout.split()
    return int(count), float(seconds), int(peak)


def alone(what: str, path: Path) -> None:
    """Do one thing and print what it cost."""
    work = {"floor": floor, "read": read, "keep": keep}[what]
    begun = time.process_time()
    count = work(path)
    seconds = time.process_time() - begun
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(count, seconds, int(peak[1]) // 1024 if peak else 0)


def main() -> None:
    """Make an export and print the figures."""
    if sys.argv[1:2] == ["--alone"]:
        alone(sys.argv[2], Path(sys.argv[3]))
        return
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.zip"
        made(path, messages)
        with zipfile.ZipFile(path) as file:
            unpacked = sum(info.file_size for info in file.infolist())
        packed = path.stat().st_size / 1e6
        print(f"{messages:,} messages, {packed:,.0f} MB, {unpacked / 1e6:,.0f} MB unpacked")
        costs = {}
        for what in ("floor", "read", "keep"):
            runs = [measured(what, path) for _time in range(TIMES)]
            seconds = statistics.median(run[1] for run in runs)
            costs[what] = seconds
            print(
                f"{what:>6}: {messages / seconds:>10,.0f} messages a CPU-second, "
                f"{seconds / costs['floor']:.2f} of the floor, {max(run[2] for run in runs):,} MB"
            )
        print(f"aim: reading {LEAST_A_SECOND:,} a CPU-second, under {MOST_MB} MB")


if __name__ == "__main__":
    main()
