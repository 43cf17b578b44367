"""A workbook of plain rows: cells as given, nothing live, and no trace of when or by whom it was written."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest

from fairness_adapters.office.plain_workbook import plain_workbook
from fairness_adapters.source import Source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import MissingExtra

ROWS: list[list[str | int]] = [["Ward", "White"], [], ["Alder", 31], ["", "=1+1"], ["https://example.invalid", "-"]]


def test_cells_are_as_given() -> None:
    """Texts stay texts, formulas and addresses included, whole numbers are numbers, and blanks are not there."""
    (grid,) = open_workbook(Source.from_bytes("plain.xlsx", plain_workbook("Wards", ROWS))).grids
    assert "Wards" == grid.name
    assert [
        (1, ((1, "Ward"), (2, "White"))),
        (3, ((1, "Alder"), (2, 31))),
        (4, ((2, "=1+1"),)),
        (5, ((1, "https://example.invalid"), (2, "-"))),
    ] == list(grid.rows())


def test_nothing_says_when_or_where_it_was_written() -> None:
    """Every part has the first stamp that a zip can say and names no system; the properties have a fixed date and no author."""
    with zipfile.ZipFile(io.BytesIO(plain_workbook("Wards", ROWS))) as package:
        assert {((1980, 1, 1, 0, 0, 0), 0)} == {(part.date_time, part.create_system) for part in package.infolist()}
        properties = package.read("docProps/core.xml").decode()
    assert 2 == properties.count("2000-01-01T00:00:00Z")
    assert "<dc:creator></dc:creator>" in properties


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where XlsxWriter is not installed, the extra is named."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtra, match="'office'"):
        plain_workbook("Wards", ROWS)
