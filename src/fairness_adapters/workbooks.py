"""One way to open whatever holds tables: an Excel workbook or delimited text, told from its content."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from fairness_adapters.delimited import read_csv
from fairness_adapters.grid import Workbook
from fairness_adapters.kinds import Kind
from fairness_adapters.office.excel import read_workbook
from fairness_adapters.office.ods import read_ods
from fairness_adapters.office.second_engine import read_binary
from fairness_adapters.source import Limits, Source, wrong_kind

_READERS: dict[Kind, Callable[[Source, Limits | None], Workbook]] = {
    Kind.XLSX: read_workbook,
    Kind.XLSM: read_workbook,
    Kind.XLS: read_binary,
    Kind.XLSB: read_binary,
    Kind.ODS: read_ods,
    Kind.CSV: read_csv,
}
TABLES: tuple[Kind, ...] = tuple(_READERS)
"""The kinds of file that can be opened here."""
# Every format that is asked whether a file is its own opens it: once is enough. Nothing in a workbook can change.
_OPENED: WeakKeyDictionary[Source, dict[Limits, Workbook]] = WeakKeyDictionary()
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def open_workbook(source: Source, limits: Limits | None = None) -> Workbook:
    r"""Read a file of tables as grids, told from its content.

    The name's ending is asked in one case only: plain text has no mark of its own, so that text under the name
    of a workbook is more likely a workbook that went wrong on its way than a CSV file, and is refused.
    Raises `WrongKind` (or `ProtectedSource`, `UnreadableSource`) with advice for any other kind of file.

    >>> from fairness_adapters.source import Source
    >>> book = open_workbook(Source.from_bytes("staff.csv", b"Band,Headcount\nBand 5,12"))
    >>> [list(grid.rows()) for grid in book.grids]
    [[(1, ((1, 'Band'), (2, 'Headcount'))), (2, ((1, 'Band 5'), (2, '12')))]]
    """
    reader = _READERS.get(source.kind)
    if reader is None or (source.kind is Kind.CSV and source.name.lower().endswith(_WORKBOOK_NAMES)):
        raise wrong_kind(source)
    held_to = limits or source.limits
    opened = _OPENED.setdefault(source, {})
    if held_to not in opened:
        opened[held_to] = reader(source, held_to)
    return opened[held_to]
