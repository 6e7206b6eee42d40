"""The rows of an Excel workbook (.xlsx), without trusting it."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST_UNPACKED = 400 * 1024 * 1024
LARGEST_RATIO = 120  # real workbooks shrink to a tenth or a twentieth
SMALL = 2 * 1024 * 1024
MOST_PARTS = 2000


def read_workbook(
    data: bytes, most_rows: int, most_columns: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """Every row of the first sheet that has any, as text, with its number.

    Raises:
        Refused: It is no workbook, it is damaged, or it would unpack to far more than it is.
    """
    import openpyxl  # slow import

    _check(data)
    try:
        with warnings.catch_warnings():  # about styles and extensions, which nobody reads here
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise Refused(_damaged()) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found = False
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                if number > most_rows:
                    raise Refused(
                        _(
                            "The sheet has more than {count} rows. Import one part at a time."
                        ).format(count=f"{most_rows:,}")
                    )
                row = [_text(value) for value in values[:most_columns]]
                if any(row):
                    found = True
                    yield number, row
            if found:
                return
    except Refused:
        raise
    except Exception as error:
        raise Refused(_damaged()) from error
    finally:
        book.close()


def _check(data: bytes) -> None:
    """Refuse what is no workbook, and archives made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            too_dense = unpacked > max(SMALL, LARGEST_RATIO * len(data))
            if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or too_dense:
                raise Refused(
                    _(
                        "This Excel file would unpack to far more than it is; it was not opened. "
                        "Save it again from Excel, or as CSV."
                    )
                )
            if "[Content_Types].xml" not in archive.namelist():
                raise Refused(
                    _("This is a ZIP file. Unpack it and send a CSV or an Excel file (.xlsx).")
                )
            for part in parts:
                # A workbook never declares entities of its own; an attack on the parser does.
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as text:
                        if b"<!DOCTYPE" in text.read(4096).replace(b"\0", b""):
                            raise Refused(_damaged())
    except Refused:
        raise
    except Exception as error:  # zipfile, too, raises whatever it stumbles over
        raise Refused(_damaged()) from error


def _damaged() -> str:
    return _("This Excel file is damaged or protected. Save it again from Excel, or as CSV.")


def _text(value: Any) -> str:
    """A cell as a person reads it: 1042.0 reads "1042", a date reads "2026-03-01"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value)
