"""Which reader reads what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandorla.base.errors import Refused
from mandorla.register import own
from mandorla.register.reading import Unreadable
from mandorla.register.sources import kubernetes, openstack, rust

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mandorla.register.found import FoundRegister

READERS: dict[str, Callable[[Path], FoundRegister]] = {
    kubernetes.SOURCE: kubernetes.read_register,
    openstack.SOURCE: openstack.read_register,
    rust.SOURCE: rust.read_register,
}


def read_register(source: str, folder: Path) -> FoundRegister:
    """What is found in a folder, by a foreign register's reader or, for "", by our own.

    Raises:
        Refused: There is no such register in the folder.
    """
    reader = READERS.get(source, own.read_folder)
    try:
        return reader(folder)
    except Unreadable as error:
        raise Refused(str(error)) from error
