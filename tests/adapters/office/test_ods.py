"""OpenDocument spreadsheets become grids: values as stored, repeats within bounds, errors as errors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.adapters.made_workbooks import zipped

from fairness_adapters.grid import Area, CellError, CellValue, NotCalculated
from fairness_adapters.office.ods import read_ods
from fairness_adapters.source import Limits, Source, read_source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import ProtectedSource, SourceError, SourceTooLarge, UnreadableSource, WrongKind

CORPUS = Path(__file__).parents[2] / "corpus"
SPACES = " ".join(
    f"xmlns:{prefix}='urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0'" for prefix in ("office", "table", "text", "style")
)  # fmt: skip
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def content(tables: str, styles: str = "") -> str:
    """Write the part that holds the sheets."""
    return (
        f"<office:document-content {SPACES} xmlns:calcext='urn:x' xmlns:draw='urn:y'><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def made(rows: str, *, whole: str = "", more: Mapping[str, bytes] | None = None) -> Source:
    """Make a spreadsheet with one sheet "Staff"."""
    text = whole or content(f"<table:table table:name='Staff'>{rows}</table:table>")
    parts = {"mimetype": MIMETYPE, "content.xml": text.encode(), **(more or {})}
    return Source.from_bytes("staff.ods", zipped(parts))


def read(rows: str) -> dict[tuple[int, int], CellValue]:
    """Return the cells of the first sheet."""
    grid = read_ods(made(rows)).grids[0]
    return {(row, column): value for row, pairs in grid.rows() for column, value in pairs}


def typed(kind: str, attributes: str = "", shown: str = "", own: str = "") -> str:
    """Write a cell of a kind of value."""
    text = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell office:value-type='{kind}' {attributes} {own}>{text}</table:table-cell>"


def row(*cells: str, repeated: int = 1) -> str:
    """Write a row of cells."""
    return f"<table:table-row table:number-rows-repeated='{repeated}'>{''.join(cells)}</table:table-row>"


VALUES = [
    (typed("float", "office:value='12'"), 12),
    (typed("float", "office:value='1.5E2'"), 150.0),
    (typed("currency", "office:value='-3'"), -3),
    (typed("percentage", "office:value='0.24'"), 0.24),
    (typed("boolean", "office:boolean-value='true'"), True),
    (typed("date", "office:date-value='2026-03-31'"), date(2026, 3, 31)),
    (typed("date", "office:date-value='2026-03-31T09:30:00.500000000'"), datetime.fromisoformat("2026-03-31T09:30:00.5")),
    (typed("time", "office:time-value='PT37H30M00S'"), timedelta(hours=37.5)),
    (typed("time", "office:time-value='-P1DT1H'"), -timedelta(hours=25)),
    (typed("string", shown="Band 5"), "Band 5"),
    (typed("string", "office:string-value='007'"), "007"),
    (typed("string", shown="a<text:s/><text:s text:c='2'/>b<text:tab/>c<text:line-break/>d"), "a   b\tc\nd"),
    (typed("string", shown="<text:span>Ba</text:span><text:a>nd</text:a>"), "Band"),
    (typed("string", shown="a<office:annotation><text:p>note</text:p></office:annotation>b"), "ab"),
    (typed("string", shown="a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>b"), "ab"),
    (typed("string", own="calcext:value-type='error'", shown="#N/A"), CellError("#N/A")),
    (typed("float", "office:value='0'", shown="Err:502"), CellError("Err:502")),
    ("<table:table-cell table:formula='of:=1+1'/>", NotCalculated("of:=1+1")),
    ("<table:covered-table-cell office:value-type='float' office:value='9'/>", 9),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), VALUES)
def test_each_kind_of_value_is_as_stored(cell: str, expected: CellValue) -> None:
    """Value and type are what the file states."""
    found = read(row(cell))
    assert {(1, 1): expected} == found
    assert type(expected) is type(found[1, 1])


def test_notes_and_drawings_are_no_text() -> None:
    """Only the paragraphs of the cell itself are its text; several are lines."""
    note = "<office:annotation><text:p>a note</text:p></office:annotation>"
    drawing = "<draw:frame><draw:text-box><text:p>a box</text:p></draw:text-box></draw:frame>"
    cell = f"<table:table-cell office:value-type='string'>{note}<text:p>one</text:p>{drawing}<text:p>two</text:p></table:table-cell>"
    assert {(1, 1): "one\ntwo"} == read(row(cell))


def test_a_formula_whose_result_is_empty_was_calculated() -> None:
    """It gives no value and no problem."""
    source = made(row("<table:table-cell table:formula='of:=\"\"'><text:p/></table:table-cell>"))
    book = read_ods(source)
    assert ([], ()) == (list(book.grids[0].rows()), book.problems)


def test_a_formula_never_calculated_is_told() -> None:
    """The warning names the first cell."""
    (problem,) = read_ods(made(row("<table:table-cell table:formula='of:=1'/>") * 2)).problems
    assert "staff.ods, sheet 'Staff', cell A1" == str(problem.where)
    assert "2 formulas were never calculated" in problem.message


def test_repeats_are_written_out_and_blanks_cost_nothing() -> None:
    """A cell and a row may stand for several; a million blanks between stand for none."""
    twice = "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='2'/>"
    gap = "<table:table-cell table:number-columns-repeated='16000'/>"
    rows = row(twice, gap, typed("float", "office:value='2'"), repeated=2) + row(gap, repeated=1_000_000) + row(twice)
    expected = {(1, 1): 1, (1, 2): 1, (1, 16_003): 2, (2, 1): 1, (2, 2): 1, (2, 16_003): 2}
    assert expected | {(1_000_003, 1): 1, (1_000_003, 2): 1} == read(rows)


def test_merged_areas_percentages_and_what_is_hidden_are_known() -> None:
    """They are told as for any workbook; rows hidden below the last value are not counted."""
    columns = "<table:table-column table:number-columns-repeated='2'/><table:table-column table:visibility='collapse'/>"
    merged = typed(
        "percentage", "office:value='0.5'", own="table:number-columns-spanned='2' table:number-rows-spanned='3'"
    )
    hidden = row(typed("float", "office:value='1'")).replace(
        "<table:table-row", "<table:table-row table:visibility='filter'"
    )
    below = hidden.replace("'1'>", "'1048000'>", 1).replace(typed("float", "office:value='1'"), "")
    styles = "<style:style style:name='t1'><style:table-properties table:display='false'/></style:style>"
    table = f"<table:table table:name='Staff' table:style-name='t1'>{columns}{row(merged)}{hidden}{below}</table:table>"
    (grid,) = read_ods(made("", whole=content(table, styles))).grids
    assert "hidden" == grid.state
    assert (Area(top=1, left=1, bottom=3, right=2),) == grid.merged
    assert (({(1, 1)}, {2}, {3})) == (set(grid.percent_cells), set(grid.hidden_rows), set(grid.hidden_columns))


def test_copies_of_other_files_sheets_are_no_sheets() -> None:
    """A link's source and its cached cells are left out."""
    rows = row(typed("float", "office:value='1'"))
    own = f"<table:table table:name='Staff'>{rows}</table:table>"
    cached = f"<table:table table:name=\"'file:///x.ods'#Other\">{rows}</table:table>"
    nameless = f"<table:table>{rows}</table:table>"
    assert ["Staff"] == [grid.name for grid in read_ods(made("", whole=content(own + cached + nameless))).grids]


FAULTS = [
    (row(typed("float", "office:value='abc'")), "marked as float"),
    (row(typed("float", "office:value='1e999'")), "marked as float"),
    (row(typed("date", "office:date-value='31/03/2026'")), "marked as date"),
    (row(typed("time", "office:time-value='PT'")), "marked as time"),
    (row(typed("boolean", "office:boolean-value='1'")), "marked as boolean"),
    (row(typed("wonder", "office:value='1'")), "marked as wonder"),
    (row(typed("float", "office:value='1'", own="table:number-columns-repeated='-1'")), "not a whole number"),
]


@pytest.mark.parametrize(("rows", "words"), FAULTS)
def test_damage_in_a_cell_is_placed(rows: str, words: str) -> None:
    """One error names file, sheet and cell."""
    with pytest.raises(UnreadableSource, match=words) as caught:
        read_ods(made(rows))
    assert "staff.ods, sheet 'Staff', cell A1" == str(caught.value.where)


@pytest.mark.parametrize(
    ("rows", "limits", "words"),
    [
        (row(typed("float", "office:value='1'"), repeated=1_048_577), Limits(), "row number 1,048,577"),
        (row(typed("float", "office:value='1'", own="table:number-columns-repeated='16385'")), Limits(), "column number 16,385"),
        (row(typed("float", "office:value='1'", own="table:number-columns-repeated='9000'"), repeated=500), Limits(), "repeated cell"),
        (row(typed("float", "office:value='1'", own="table:number-columns-repeated='3'")), Limits(max_cells=2), "cell number 3"),
        (row(typed("string", shown="abcd")), Limits(max_text=3), "more than 3 characters"),
        (row(typed("string", shown="<text:s text:c='999999999'/>")), Limits(), "characters"),
        ("</table:table><table:table table:name='More'>", Limits(max_sheets=1), "sheet number 2"),
    ],
)  # fmt: skip
def test_each_limit_is_held(rows: str, limits: Limits, words: str) -> None:
    """A file of a few bytes cannot become millions of cells."""
    with pytest.raises(SourceTooLarge, match=words):
        read_ods(made(rows), limits)


def test_two_sheets_of_one_name_are_refused() -> None:
    """No cell of theirs could be told apart."""
    with pytest.raises(UnreadableSource, match="two sheets called 'Staff'"):
        read_ods(made("</table:table><table:table table:name='Staff'>"))


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}, ProtectedSource),
        ({"encrypted-package": b"x"}, ProtectedSource),
        ({"content.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}, UnreadableSource),
        ({"content.xml": b"<x"}, UnreadableSource),
        ({"content.xml": b"<x>" * 100 + b"</x>" * 100}, UnreadableSource),
        ({"../x": b""}, UnreadableSource),
    ],
)
def test_what_is_protected_damaged_or_hostile_is_refused(more: dict[str, bytes], error: type[SourceError]) -> None:
    """One error names the file."""
    with pytest.raises(error) as caught:
        read_ods(made("", more=more))
    assert "staff.ods" in str(caught.value)


def test_macros_are_ignored_and_told() -> None:
    """A note says so."""
    assert ["macros_ignored"] == [
        problem.code for problem in read_ods(made("", more={"Basic/script-lc.xml": b"<x/>"})).problems
    ]


def test_a_real_file_is_read_by_what_it_is() -> None:
    """LibreOffice's own file gives its sheets, one of them hidden, under any name."""
    source = read_source(CORPUS / "more" / "kinds.ods")
    book = open_workbook(Source.from_bytes("kinds.xlsx", source.data))
    assert [("Staff", "visible"), ("Deep", "hidden")] == [(grid.name, grid.state) for grid in book.grids]
    with pytest.raises(WrongKind):
        read_ods(read_source(CORPUS / "x01_control.xlsx"))
