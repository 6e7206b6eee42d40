"""What is kept of a file while somebody looks at it: no private column, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.people.roster.columns import Columns, recognize
from mandorla.people.roster.read import read_table
from mandorla.people.roster.rows import read_rows
from mandorla.people.roster.table import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.people.roster.rows import Reading


@dataclass(frozen=True)
class KeptFile:
    """The part of a file that may be read, and what each of its columns is used for."""

    packed: bytes
    columns: Columns

    @classmethod
    def read(cls, data: bytes, *, chosen: Mapping[str, str], remembered: Mapping[str, str]) -> Self:
        """Read a file and leave its private columns behind.

        Args:
            data: The whole file.
            chosen: Headings somebody chose for this file.
            remembered: Headings chosen earlier; those that the file does not have are passed over.

        Raises:
            Refused: It is no roster, or a choice does not fit it.
        """
        table = read_table(data, {**remembered, **chosen})
        fitting = {heading: use for heading, use in remembered.items() if heading in table.headings}
        columns = recognize(table.headings, {**fitting, **chosen})
        return cls(pack(table, columns), columns).chosen_anew(columns.chosen)

    def chosen_anew(self, chosen: Mapping[str, str]) -> Self:
        """The same file with its columns used as somebody chose.

        Raises:
            Refused: A choice does not fit the file.
        """
        columns = recognize(unpack(self.packed).headings, chosen)
        columns = replace(
            columns,
            private=self.columns.private,
            managers=self.columns.managers,
            source=self.columns.source,
        )
        return replace(self, columns=columns)

    def reading(self) -> Reading:
        """Every row, as an entry or refused.

        Raises:
            Refused: No column says who the rows are about.
        """
        if not self.columns.identifies:
            raise Refused(
                _(
                    "No column says who each row is about. Say which one holds e-mail addresses or "
                    "employee numbers. The columns are: {columns}."
                ).format(columns=", ".join(heading for heading, _use in self.columns.choices()))
            )
        return read_rows(unpack(self.packed), self.columns)
