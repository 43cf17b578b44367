"""One door for every file of tables, whatever its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairness_adapters.source import Limits, Source, read_source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import SourceTooLarge, WrongKind

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.mark.parametrize("name", ["x01_control.xlsx", "x82_macros.xlsm"])
@pytest.mark.parametrize("called", ["staff.csv", "staff.docx", "staff"])
def test_tables_are_opened_by_what_they_are(name: str, called: str) -> None:
    """A workbook, and one with macros, give their first cell under any name."""
    source = Source.from_bytes(called, (CORPUS / name).read_bytes())
    rows = list(open_workbook(source).grids[0].rows())
    assert (1, "Band") == (rows[0][0], rows[0][1][0][1])


def test_text_under_the_name_of_a_workbook_is_refused() -> None:
    """Text has no mark of its own: called a workbook it is refused, with the way to have it read."""
    data = (CORPUS / "x03_csv_named_xlsx.xlsx").read_bytes()
    with pytest.raises(WrongKind, match="plain text") as caught:
        open_workbook(Source.from_bytes("staff.XLSX", data))
    assert "let its name end in .csv" in caught.value.hint
    assert 1 == len(open_workbook(Source.from_bytes("staff.txt", data)).grids)


@pytest.mark.parametrize(
    "name", ["x03_csv_named_xlsx.xlsx", "x04_html_named_xlsx.xlsx", "x05_ole_stub_named_xlsx.xlsx"]
)
def test_other_kinds_are_refused_with_advice(name: str) -> None:
    """What is no workbook and no text is refused with the line on what to do."""
    with pytest.raises(WrongKind) as caught:
        open_workbook(read_source(CORPUS / name))
    assert "save it as an Excel workbook (.xlsx)" in caught.value.hint


def test_a_file_is_opened_once_however_often_it_is_asked_for() -> None:
    """The same source under the same limits gives the same workbook; under others it is read again."""
    source = read_source(CORPUS / "x01_control.xlsx")
    assert open_workbook(source) is open_workbook(source)
    assert open_workbook(source) is not open_workbook(source, Limits(max_rows=9))


def test_limits_given_at_the_door_are_held() -> None:
    """The source's own limits hold unless others are given."""
    source = Source.from_bytes("staff.csv", b"a\nb\n", Limits(max_rows=1))
    with pytest.raises(SourceTooLarge):
        open_workbook(source)
    assert 2 == len(list(open_workbook(source, Limits()).grids[0].rows()))
