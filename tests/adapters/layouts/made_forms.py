"""Small made-up forms in memory, and what was understood of them, for the tests of layouts. No figure is anybody's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import attrs

from fairness_adapters.contract import ReadResult
from fairness_adapters.grid import CellValue, MemoryGrid, Workbook
from fairness_adapters.layouts import LayoutReader, packaged_layouts
from fairness_adapters.layouts.blanks import NO_SUCH_ROW
from fairness_adapters.layouts.forms import FormReading, read_form
from fairness_adapters.layouts.hits import observations
from fairness_adapters.layouts.schema import WorkbookLayout
from fairness_adapters.source import Source
from fairness_core.observations import Dataset, Observation
from fairness_core.problems import Problem
from fairness_core.values import Value

Row = Sequence[CellValue]

ONE_YEAR: tuple[Row, ...] = (("Row", "Data item", "31 March 2025"), ("", "", "White", "BME", "Unknown"))
TWO_YEARS: tuple[Row, ...] = (
    ("Row", "Data item", "31 March 2024", "", "", "31 March 2025"),
    ("", "", "White", "BME", "Unknown", "White", "BME", "Unknown"),
)
SHORTLISTED: Row = (34, "Shortlisted", 300, 200, 10)


def packaged(layout_id: str) -> LayoutReader:
    """Return the reader of a layout that comes with the library."""
    return next(each for each in packaged_layouts() if each.id == layout_id)


def wres_layout() -> WorkbookLayout:
    """Return the layout of the WRES return."""
    layout = packaged("wres-return").layout
    assert isinstance(layout, WorkbookLayout)
    return layout


def sheet(*rows: Row, name: str = "Return", head: Iterable[Row] = ONE_YEAR, **facts: Any) -> MemoryGrid:
    """Return a sheet of a form: its headings, then rows from row 3."""
    return attrs.evolve(MemoryGrid.from_rows(name, [*head, *rows]), **facts)


def read(*grids: MemoryGrid) -> FormReading:
    """Read a form of these sheets by the layout of the WRES return."""
    return read_form(wres_layout(), Workbook(file="form.xlsx", grids=grids))


def figures(form: FormReading) -> dict[str, Value]:
    """Return the figures of a form as {"shortlisted 2025 white": 300}, rows that it lacks left out."""
    return named(observations(wres_layout(), form.hits))


def named(found: Iterable[Observation]) -> dict[str, Value]:
    """Return figures by measure, year of the period's end, and codes in the order of the dimensions' names."""
    return {
        " ".join([each.measure, str(each.period.end.year), *(code for _, code in each.dimensions)]): each.value
        for each in found
        if each.value != NO_SUCH_ROW
    }


def said(form: FormReading, *, lacking: bool = False) -> list[tuple[str, str]]:
    """Return the code and the cell of every problem; rows that the form lacks only when asked for."""
    cells = [hit.parsed for hit in form.hits if isinstance(hit.parsed, Problem)]
    problems = [*form.problems, *cells]
    return [(each.code, each.where.cell) for each in problems if lacking or each.code != "row_missing"]


def excel(*sheets: tuple[str, dict[str, Any]], date_1904: bool = False) -> bytes:
    """Write an .xlsx of (name, {cell: value}) sheets; a pair as a value is a number with its number format."""
    from xlsxwriter import Workbook as Writer

    stream = BytesIO()
    book = Writer(stream, {"in_memory": True, "date_1904": date_1904, "default_date_format": "dd/mm/yyyy"})
    for name, cells in sheets:
        page = book.add_worksheet(name)
        for cell, value in cells.items():
            if isinstance(value, tuple):
                page.write(cell, value[0], book.add_format({"num_format": value[1]}))
            elif ":" in cell:
                page.merge_range(cell, value)
            else:
                page.write(cell, value)
    book.close()
    return stream.getvalue()


def read_file(data: bytes, name: str = "form.xlsx", layout_id: str = "wres-return") -> ReadResult[Dataset]:
    """Read the bytes of a file by a packaged layout."""
    return packaged(layout_id).read(Source.from_bytes(name, data))
