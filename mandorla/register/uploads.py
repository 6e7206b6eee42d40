"""A register that comes as one file: a zip of a folder, or a single YAML file of our own."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.register.found import FoundRegister, Problem
from mandorla.register.own import read_files
from mandorla.register.readers import read_register
from mandorla.register.reading import BIGGEST, MOST_FILES, Unreadable, decoded

LARGEST_BYTES = 30_000_000  # of the file as it comes
LARGEST_INSIDE = 200_000_000  # of everything a zip holds
LARGEST_RATIO = 120  # real registers shrink to a fifth or a twentieth
SMALL = 5_000_000
READ = (".yaml", ".yml", ".toml", ".md", ".csv", ".rst")


def read_upload(data: bytes, *, file_name: str, source: str) -> FoundRegister:
    """What is found in a file that somebody sent.

    Args:
        data: The file.
        file_name: What it is called, for messages.
        source: The register it is said to be, "" for our own files.

    Raises:
        Refused: It is no register.
    """
    if len(data) > LARGEST_BYTES:
        raise Refused(
            _("The file is larger than {size} MB.").format(size=LARGEST_BYTES // 1_000_000)
        )
    if zipfile.is_zipfile(io.BytesIO(data)):
        return _of_files(_unzipped(data), source)
    if source:
        raise Refused(_("Send the folder of this register as a zip."))
    try:
        return read_files([(file_name, decoded(data, file=file_name))])
    except Unreadable as error:
        raise Refused(str(error)) from error


def _unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a zip that a register can hold, by their path in it.

    Raises:
        Refused: It is broken, locked, or holds more than any register.
    """
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if _is_read(info)]
            if len(members) > MOST_FILES:
                raise Refused(_("The zip holds more than {most} files.").format(most=MOST_FILES))
            inside = sum(info.file_size for info in members)
            if inside > min(LARGEST_INSIDE, max(SMALL, LARGEST_RATIO * len(data))):
                raise Refused(_("The zip holds more than any register."))
            room = LARGEST_INSIDE
            for info in members:
                with archive.open(info) as member:
                    # What a zip says of its sizes may be wrong: read no more than may be kept.
                    files[info.filename] = member.read(min(BIGGEST + 1, room + 1))
                room -= len(files[info.filename])
                if room < 0:
                    raise Refused(_("The zip holds more than any register."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(_("The zip cannot be opened: {why}.").format(why=error)) from error
    except ValueError as error:
        raise Refused(_("The zip cannot be opened: it is broken.")) from error
    return _below_the_top(files)


def _is_read(info: zipfile.ZipInfo) -> bool:
    # Empty parts count: without the folder above it, the rest of "a//b" would begin at the root.
    parts = info.filename.split("/")
    hidden = any(not part or part.startswith((".", "__MACOSX")) for part in parts)
    plain = "\\" not in info.filename and ":" not in info.filename
    return plain and not hidden and PurePosixPath(info.filename).suffix.lower() in READ


def _below_the_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files without the one folder that holds them all, where there is one."""
    while files and all("/" in name for name in files):
        tops = {name.split("/", 1)[0] for name in files}
        if len(tops) > 1 or tops & {"teams", "sigs"}:
            break
        files = {name.split("/", 1)[1]: data for name, data in files.items()}
    return files


def _lay_out(files: dict[str, bytes], folder: Path) -> None:
    """Write the files below a folder, for readers that look for them there.

    Raises:
        Refused: A name is too long, or is that of a file and a folder at once.
    """
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise Refused(_("The zip cannot be unpacked: {why}.").format(why=error.strerror)) from error


def _of_files(files: dict[str, bytes], source: str) -> FoundRegister:
    if source:
        with tempfile.TemporaryDirectory() as folder:
            _lay_out(files, Path(folder))
            return read_register(source, Path(folder))
    texts: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for name in sorted(name for name in files if name.endswith((".yaml", ".yml"))):
        try:
            texts.append((name, decoded(files[name], file=name)))
        except Unreadable as error:
            problems.append(error.problem)
    if not texts and not problems:
        raise Refused(_("The zip holds no *.yaml file."))
    register = read_files(texts)
    return FoundRegister("", register.communities, (*problems, *register.problems))
