"""One way to open whatever holds tables: an Excel workbook or delimited text, told from its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairness_adapters.delimited import read_csv
from fairness_adapters.grid import Workbook
from fairness_adapters.kinds import Kind
from fairness_adapters.office.excel import read_workbook
from fairness_adapters.source import wrong_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from fairness_adapters.source import Limits, Source

_READERS: dict[Kind, Callable[[Source, Limits | None], Workbook]] = {
    Kind.XLSX: read_workbook,
    Kind.XLSM: read_workbook,
    Kind.CSV: read_csv,
}


def open_workbook(source: Source, limits: Limits | None = None) -> Workbook:
    r"""Read a file of tables as grids; the name's ending is not asked.

    Raises `WrongKind` (or `ProtectedSource`, `UnreadableSource`) with advice for any other kind of file.

    >>> from fairness_adapters.source import Source
    >>> book = open_workbook(Source.from_bytes("staff.csv", b"Band,Headcount\nBand 5,12"))
    >>> [list(grid.rows()) for grid in book.grids]
    [[(1, ((1, 'Band'), (2, 'Headcount'))), (2, ((1, 'Band 5'), (2, '12')))]]
    """
    reader = _READERS.get(source.kind)
    if reader is None:
        raise wrong_kind(source)
    return reader(source, limits)
