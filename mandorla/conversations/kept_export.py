"""An export that waits to be imported: in a folder of its own, which goes when it is done.

Whatever names people show lies beside the export, never in the database, and goes with it.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

LARGEST_BYTES = 4 * 1024**3  # by a page or the API; the command reads files of any size
KEPT_DAYS = 7


def folder_of_exports() -> Path:
    """Where exports wait."""
    return Path(settings.DATA_DIR) / "incoming"


def forget_older(before: datetime) -> int:
    """No export is there that came before a moment, also of an import that nobody knows.

    Returns:
        How many there were.
    """
    folders = [one for one in folder_of_exports().glob("*") if one.is_dir()]
    old = [one for one in folders if one.stat().st_mtime < before.timestamp()]
    for one in old:
        shutil.rmtree(one, ignore_errors=True)
    return len(old)


@dataclass(frozen=True)
class KeptExport:
    """The files of one import that waits.

    Attributes:
        key: The import.
    """

    key: str

    @property
    def folder(self) -> Path:
        """Where they lie; readable by this user only."""
        return folder_of_exports() / self.key

    @property
    def path(self) -> Path:
        """The export itself.

        Raises:
            Refused: It is gone.
        """
        path = self.folder / "export"
        if not path.exists():
            raise Refused(_("The file of this import is no longer kept. Choose it again."))
        return path

    def refuse_when_gone(self) -> None:
        """Go on while it is there.

        Raises:
            Refused: It is gone.
        """
        self.path.stat()

    def receive(self, chunks: Iterable[bytes]) -> None:
        """The export is kept until it is imported or forgotten."""
        self.folder.mkdir(mode=0o700, parents=True)
        with (self.folder / "export").open("wb") as file:
            file.writelines(chunks)

    def note_names(self, names: Mapping[str, str]) -> None:
        """Names of authors whom no address tells, by what they are known by."""
        (self.folder / "names.json").write_text(json.dumps(dict(names)))

    def names(self) -> dict[str, str]:
        """Those names; none once the export is gone."""
        return self._read("names.json")

    def confirm(self, people: Mapping[str, int]) -> None:
        """Which person some of the authors are, as somebody confirmed."""
        (self.folder / "people.json").write_text(json.dumps(dict(people)))

    def confirmed(self) -> dict[str, int]:
        """Which person some of the authors are."""
        return self._read("people.json")

    def forget(self) -> None:
        """Nothing of it is there any more."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self, name: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.folder / name).read_text())
        except FileNotFoundError:
            return {}
        return found
