"""Excel workbooks become grids: values as stored, faults placed, nothing believed that the file declares."""

from __future__ import annotations

import io
import sys
import time as clock
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairness_adapters.grid import Area, CellError, CellValue, MemoryGrid, NotCalculated, Workbook, cell_name
from fairness_adapters.office.excel import read_workbook
from fairness_adapters.office.sheet import scan_sheet
from fairness_adapters.office.values import Values
from fairness_adapters.source import Limits, Source
from fairness_core.errors import MissingExtra, SourceError, SourceTooLarge, UnreadableSource, WrongKind
from fairness_core.problems import Place, Severity

CORPUS = Path(__file__).parents[2] / "corpus"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def workbook(
    cells: str = "",
    *,
    before: str = "",
    after: str = "",
    strings: str | None = None,
    styles: str | None = None,
    settings_xml: str = "",
    sheet: str | None = None,
) -> Source:
    """Build a workbook with one sheet "Staff" from the XML of its rows and of what else is of interest."""
    parts = {
        "[Content_Types].xml": f"<Types><Override PartName='/xl/workbook.xml' ContentType='{SHEET}'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{PACKAGE}'>"
        f"<Relationship Id='r' Type='{LINKS}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{MAIN}' xmlns:r='{LINKS}'>{settings_xml}"
        "<sheets><sheet name='Staff' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{PACKAGE}'>"
        f"<Relationship Id='r1' Type='{LINKS}/worksheet' Target='worksheets/sheet1.xml'/>"
        f"<Relationship Id='r2' Type='{LINKS}/sharedStrings' Target='sharedStrings.xml'/>"
        f"<Relationship Id='r3' Type='{LINKS}/styles' Target='styles.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": sheet
        or f"<worksheet xmlns='{MAIN}'>{before}<sheetData>{cells}</sheetData>{after}</worksheet>",
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f"<sst xmlns='{MAIN}'>{strings}</sst>"
    if styles is not None:
        parts["xl/styles.xml"] = f"<styleSheet xmlns='{MAIN}'>{styles}</styleSheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return Source.from_bytes("return.xlsx", out.getvalue())


def values(book: Workbook) -> dict[str, CellValue]:
    """Return the cells of the first sheet by name."""
    return {cell_name(row, column): value for row, pairs in book.grids[0].rows() for column, value in pairs}


def read(cells: str = "", limits: Limits | None = None, **parts: str) -> dict[str, CellValue]:
    """Read the cells of a workbook built of XML."""
    return values(read_workbook(workbook(cells, **parts), limits))


def formats(*codes: str) -> str:
    """Write styles of which the first is plain and each other has a number format."""
    custom = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    styles = "".join(f"<xf numFmtId='{200 + n}'/>" for n in range(len(codes)))
    return f"<numFmts>{custom}</numFmts><cellXfs><xf numFmtId='0'/>{styles}</cellXfs>"


def test_plain_values_are_as_stored() -> None:
    """Whole numbers are int, others float, truth values bool, errors CellError; text is never converted."""
    cells = (
        "<row r='1'><c r='A1'><v>12</v></c><c r='B1'><v>0.5</v></c><c r='C1' t='b'><v>1</v></c>"
        "<c r='D1' t='e'><v>#REF!</v></c><c r='E1' t='s'><v>0</v></c><c r='F1' t='str'><v>007</v></c></row>"
    )
    expected = {"A1": 12, "B1": 0.5, "C1": True, "D1": CellError("#REF!"), "E1": "#REF!", "F1": "007"}
    found = read(cells, strings="<si><t>#REF!</t></si>")
    assert expected == found
    assert [type(value) for value in expected.values()] == [type(value) for value in found.values()]


@pytest.mark.parametrize(
    ("code", "serial", "expected"),
    [
        ("dd/mm/yyyy", "45747", date(2025, 3, 31)),
        ("mmm\\-yy", "45747", date(2025, 3, 31)),
        ("dd/mm/yyyy hh:mm", "45747", datetime.fromisoformat("2025-03-31T00:00")),
        ("dd/mm/yyyy hh:mm", "45747.5", datetime.fromisoformat("2025-03-31T12:00")),
        ("dd/mm/yyyy", "45747.5", datetime.fromisoformat("2025-03-31T12:00")),
        ("hh:mm", "0.25", time(6)),
        ("[h]:mm", "1.5625", timedelta(hours=37.5)),
        ("0 &quot;days&quot;", "30", 30),
        ("[Red]0.0", "30", 30),
    ],
)
def test_a_date_is_what_its_format_shows(code: str, serial: str, expected: CellValue) -> None:
    """A day is a date, a day with a clock time a datetime, a duration a timedelta, and a count a number."""
    found = read(f"<row r='1'><c r='A1' s='1'><v>{serial}</v></c></row>", styles=formats(code))["A1"]
    assert expected == found
    assert type(expected) is type(found)


@pytest.mark.parametrize("serial", ["-5", "99999999", "2958466"])
def test_a_number_that_no_date_can_be_stays_a_number(serial: str) -> None:
    """A payroll number under a date format is kept as it is, with one warning that says where."""
    book = read_workbook(
        workbook(f"<row r='7'><c r='C7' s='1'><v>{serial}</v></c></row>", styles=formats("dd/mm/yyyy"))
    )
    assert {"C7": int(serial)} == values(book)
    assert [("doubtful_date", Severity.WARNING)] == [(problem.code, problem.severity) for problem in book.problems]
    assert "return.xlsx, sheet 'Staff', cell C7" == str(book.problems[0].where)


def test_an_empty_serial_under_a_date_format_is_remarked_on() -> None:
    """A nought that Excel shows as 00/01/1900 is not taken for a date in silence."""
    book = read_workbook(workbook("<row r='1'><c r='A1' s='1'><v>0</v></c></row>", styles=formats("dd/mm/yyyy")))
    assert ["doubtful_date"] == [problem.code for problem in book.problems]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    """The same number is four years and a day later in the other date system, and early days are sound there."""
    book = read_workbook(
        workbook(
            "<row r='1'><c r='A1' s='1'><v>1</v></c></row>",
            styles=formats("dd/mm/yyyy"),
            settings_xml="<workbookPr date1904='1'/>",
        )
    )
    assert {"A1": date(1904, 1, 2)} == values(book)
    assert () == book.problems


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("a_x000D_\nb", "a\r\nb"),
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("box005F_1", "box005F_1"),
        ("staff_x", "staff_x"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "\ufffd"),
    ],
)
def test_escaped_characters_are_decoded_once(stored: str, expected: str) -> None:
    """The escapes of the file format are undone once, in shared and in other texts alike."""
    cells = f"<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='str'><v>{stored}</v></c></row>"
    assert {"A1": expected, "B1": expected} == read(cells, strings=f"<si><t>{stored}</t></si>")


def test_blank_cells_and_empty_text_are_left_out() -> None:
    """Styled blanks and formulas that give empty text are no values; typed blanks are."""
    cells = (
        "<row r='1'><c r='A1'/><c r='B1' t='str'><f>IF(1,\"\")</f><v></v></c>"
        "<c r='C1' t='inlineStr'><is><t xml:space='preserve'> </t></is></c></row>"
    )
    book = read_workbook(workbook(cells))
    assert {"C1": " "} == values(book)
    assert () == book.problems


def test_formulas_never_calculated_are_told_once_a_sheet() -> None:
    """Each such cell says so, and one warning counts them and names the first."""
    cells = "<row r='1'><c r='A1'><f>B1</f></c><c r='B1'><f>1+1</f><v/></c><c r='C1'><f>2</f><v>2</v></c></row>"
    book = read_workbook(workbook(cells))
    assert {"A1": NotCalculated("B1"), "B1": NotCalculated("1+1"), "C1": 2} == values(book)
    (problem,) = book.problems
    assert (
        "Here and elsewhere on the sheet, 2 formulas were never calculated, so there is no result to read."
        == problem.message
    )
    assert "A1" == problem.where.cell


def test_results_that_may_be_placeholders_are_remarked_on() -> None:
    """A program that leaves the calculating to Excel may have stored noughts as results."""
    setting = "<calcPr fullCalcOnLoad='1'/>"
    with_formula = workbook("<row r='1'><c r='A1'><f>B1</f><v>0</v></c></row>", settings_xml=setting)
    without = workbook("<row r='1'><c r='A1'><v>0</v></c></row>", settings_xml=setting)
    assert ["results_may_be_stale"] == [problem.code for problem in read_workbook(with_formula).problems]
    assert () == read_workbook(without).problems


def test_merged_areas_and_what_is_hidden_are_known() -> None:
    """Merged areas and hidden rows and columns are given, and hidden cells are read all the same."""
    book = read_workbook(
        workbook(
            "<row r='1'><c r='A1'><v>1</v></c></row><row r='2' hidden='1'><c r='B2'><v>2</v></c></row>",
            before="<cols><col min='2' max='4' hidden='1'/><col min='3' max='99999999' hidden='true'/>"
            "<col min='1' max='1'/></cols>",
            after="<mergeCells><mergeCell ref='D4:G4'/><mergeCell ref='A9'/></mergeCells>",
        )
    )
    grid = book.grids[0]
    assert (Area(top=4, left=4, bottom=4, right=7), Area(top=9, left=1, bottom=9, right=1)) == grid.merged
    assert frozenset({2}) == grid.hidden_rows
    assert frozenset(range(2, 16_385)) == grid.hidden_columns
    assert {"A1": 1, "B2": 2} == values(book)


def test_an_area_as_large_as_the_sheet_costs_nothing() -> None:
    """A merged area, a link or a filter over the whole sheet is not walked over cell by cell."""
    whole = "A1:XFD1048576"
    after = (
        f"<autoFilter ref='{whole}'/><mergeCells><mergeCell ref='{whole}'/></mergeCells>"
        f"<hyperlinks><hyperlink ref='{whole}' location='x'/></hyperlinks>"
    )
    began = clock.monotonic()
    assert {"XFD1048576": 1} == read("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", after=after)
    assert clock.monotonic() - began < 5


PREFIXED = (
    f"<?xml version='1.0' encoding='ISO-8859-1'?><!-- x --><x:worksheet xmlns:x='{MAIN}'>"
    "<x:sheetPr><x:tabColor rgb='mauve'/></x:sheetPr><x:sheetData><x:row r='1'><x:c r='A1'><x:v>7</x:v></x:c></x:row>"
    "</x:sheetData><x:extLst><x:ext><x:c r='A1'><x:v>8</x:v></x:c></x:ext></x:extLst></x:worksheet><!-- y -->"
)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [(PREFIXED, {"A1": 7}), (f"<worksheet xmlns='{MAIN}'/>", {}), (f"<worksheet xmlns='{MAIN}'><a/></worksheet>", {})],
)
def test_only_the_cells_of_a_sheet_are_given_to_the_engine(sheet: str, expected: dict[str, CellValue]) -> None:
    """Prefixes, comments, colours and extensions neither stop the reading nor add a cell."""
    assert expected == read(sheet=sheet)


FAULTS = [
    ("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>", "stored twice", "A1"),
    ("<row r='1'><c r='A1'><v>1</v></c></row><row r='1'><c r='B1'><v>1</v></c></row>", "Row 1 is stored twice", ""),
    ("<row r='1'><c r='B2'><v>1</v></c></row>", "stored in row 1, where it does not belong", ""),
    ("<row r='1'><c r='11'><v>1</v></c></row>", "no usable name", ""),
    ("<row r='one'><c><v>1</v></c></row>", "not a whole number", ""),
    ("<row r='1'><c r='A1'><v>Surname</v></c></row>", "marked as a number and holds something else", "A1"),
    ("<row r='1'><c r='A1'><v>1e999</v></c></row>", "none that a spreadsheet could", "A1"),
    ("<row r='1'><c r='A1'><v>NaN</v></c></row>", "marked as a number and holds something else", "A1"),
    ("<row r='1'><c r='A1' t='b'><v>2</v></c></row>", "true or false and holds neither", "A1"),
    ("<row r='1'><c r='A1' t='s'><v>1</v></c></row>", "points to shared text 1, and the file has only 1", "A1"),
    ("<row r='1'><c r='A1' t='s'><v>-1</v></c></row>", "not a whole number", "A1"),
    ("<row r='1'><c r='A1' s='9'><v>1</v></c></row>", "style that the file does not have", "A1"),
]


@pytest.mark.parametrize(("cells", "words", "cell"), FAULTS)
def test_damage_in_a_sheet_is_placed_and_never_quoted(cells: str, words: str, cell: str) -> None:
    """What an engine would skip, misread or crash on is one error with its place, without the cell's text."""
    with pytest.raises(UnreadableSource) as caught:
        read(cells, strings="<si><t>x</t></si>")
    assert words in caught.value.message
    assert "Surname" not in str(caught.value)
    assert caught.value.where is not None
    assert ("return.xlsx", "Staff", cell) == (
        caught.value.where.file,
        caught.value.where.sheet,
        cell and caught.value.where.cell,
    )


@pytest.mark.parametrize("area", ["", "A1:", "A1:B", "whole"])
def test_a_merged_area_without_a_name_is_refused(area: str) -> None:
    """An area that names no cells is damage, and not an area of one cell."""
    with pytest.raises(UnreadableSource, match="merged area has no usable name"):
        read(after=f"<mergeCells><mergeCell ref='{area}'/></mergeCells>")


def test_merged_areas_are_limited_too() -> None:
    """Areas count towards nothing but are no more than the cells may be."""
    areas = "<mergeCells><mergeCell ref='A1'/><mergeCell ref='A2'/></mergeCells>"
    with pytest.raises(SourceTooLarge, match="merged area number 2; the limit is 1"):
        read("", Limits(max_cells=1), after=areas)


def test_a_document_type_after_the_first_check_is_refused_too() -> None:
    """The pass over a sheet refuses a document type by itself, whoever calls it."""
    data = b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"
    with pytest.raises(UnreadableSource, match="document type"):
        scan_sheet(data, "sheet1.xml", Place(file="return.xlsx"), Limits(), Values([], [0], from_1904=False))


def test_running_out_of_memory_is_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that needs more memory than there is ends in a message."""

    def exhaust(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("fairness_adapters.office.excel.scan_sheet", exhaust)
    with pytest.raises(SourceTooLarge, match="more memory than there is"):
        read_workbook(workbook())


def test_an_iso_date_that_is_none_is_our_error() -> None:
    """It is named with its place, and the text of the cell stays out of the message."""
    with pytest.raises(UnreadableSource) as caught:
        read("<row r='1'><c r='A1' t='d'><v>Surname</v></c></row>")
    assert "return.xlsx, sheet 'Staff', cell A1" == str(caught.value.where)
    assert "Surname" not in str(caught.value)


THREE = "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c r='C1'><v>3</v></c></row>"


@pytest.mark.parametrize(
    ("limits", "cells", "words"),
    [
        (Limits(max_cells=2), THREE, "cell number 3; the limit is 2"),
        (Limits(max_columns=2), THREE, "column number 3; the limit is 2"),
        (Limits(max_rows=8), "<row r='9'><c r='A9'><v>1</v></c></row>", "row number 9; the limit is 8"),
        (Limits(max_text=3), "<row r='1'><c r='A1' t='str'><v>abcd</v></c></row>", "more than 3 characters"),
        (Limits(max_text=3), "<row r='1'><c r='A1'><f>ABCDE</f><v>1</v></c></row>", "more than 3 characters"),
        (Limits(), "<row r='1048577'><c r='A1048577'><v>1</v></c></row>", "row number 1,048,577"),
        (Limits(), "<row r='1'><c r='XFE1'><v>1</v></c></row>", "column number 16,385"),
    ],
)
def test_each_limit_on_a_sheet_is_held(limits: Limits, cells: str, words: str) -> None:
    """Rows, columns, cells and text over the limits are refused with the figure and the place."""
    with pytest.raises(SourceTooLarge) as caught:
        read(cells, limits)
    assert words in caught.value.message
    assert "return.xlsx, sheet 'Staff'" in str(caught.value)


def test_a_shared_text_over_the_limit_is_refused() -> None:
    """Shared texts are held to the same limit, split into runs or not."""
    with pytest.raises(SourceTooLarge, match="more than 3 characters"):
        read("", Limits(max_text=3), strings="<si><r><t>ab</t></r><r><t>cd</t></r></si>")


def test_runaway_nesting_is_refused() -> None:
    """A sheet nested a hundred thousand deep is refused and not followed down."""
    with pytest.raises(UnreadableSource, match="nested too deeply"):
        read(before="<x>" * 100_000 + "</x>" * 100_000)


@pytest.mark.parametrize("sheets", ["", "<sheets><sheet name='Board' sheetId='1' r:id='r9'/></sheets>"])
def test_a_sheet_that_leads_nowhere_is_named(sheets: str) -> None:
    """A workbook may list no sheet; one that it lists must be there."""
    source = workbook(settings_xml=sheets)
    if not sheets:
        assert ["Staff"] == [grid.name for grid in read_workbook(source).grids]
        return
    with pytest.raises(UnreadableSource, match="its sheet 'Board' leads nowhere"):
        read_workbook(source)


def test_only_workbooks_are_opened() -> None:
    """A Word file or a text is refused with what it is."""
    with pytest.raises(WrongKind, match="plain text"):
        read_workbook(Source.from_bytes("return.xlsx", b"Band,Headcount"))


def test_without_openpyxl_the_line_that_installs_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the extra and the command."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=r"fairness-core\[office\]"):
        read_workbook(workbook())


CELL = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e300, 1e300),
    st.booleans(),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
    ),
    st.datetimes(datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("9999-01-01")).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.sampled_from(["=not a formula", "#N/A", "007", "_x0041_", "  two  "]),
)


@given(st.dictionaries(st.tuples(st.integers(1, 1000), st.integers(1, 300)), CELL, max_size=8))
@settings(max_examples=40, deadline=None)
def test_what_another_program_wrote_is_read_back(cells: dict[tuple[int, int], CellValue]) -> None:
    """A workbook written by XlsxWriter gives its values back, each in its cell."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy hh:mm:ss"})
    sheet = book.add_worksheet("Staff")
    writers = {str: sheet.write_string, bool: sheet.write_boolean, datetime: sheet.write_datetime}
    for (row, column), value in cells.items():
        writers.get(type(value), sheet.write_number)(row - 1, column - 1, value)
    book.close()
    read_back = read_workbook(Source.from_bytes("staff.xlsx", out.getvalue())).grids[0]
    expected = {place: float(f"{value:.16G}") if isinstance(value, float) else value for place, value in cells.items()}
    assert list(MemoryGrid.from_cells("Staff", expected).rows()) == list(read_back.rows())


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damage_anywhere_never_escapes_as_anothers_exception(data: st.DataObject) -> None:
    """However bytes are changed or cut, reading gives a workbook or an error of ours that names the file."""
    name = data.draw(st.sampled_from(["x01_control.xlsx", "x77_rich_and_phonetic.xlsx", "x81_external_link.xlsx"]))
    damaged = bytearray((CORPUS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    del damaged[data.draw(st.sampled_from([len(damaged), data.draw(st.integers(1, len(damaged)))])) :]
    try:
        read_workbook(Source.from_bytes("damaged.xlsx", bytes(damaged)))
    except SourceError as problem:
        assert "damaged.xlsx" in str(problem)  # noqa: PT017


@given(st.text("<>/='\" abcrvstfn0123456789:&;!-[]", max_size=60))
@settings(max_examples=150, deadline=None)
def test_nonsense_in_a_sheet_never_escapes_as_anothers_exception(nonsense: str) -> None:
    """Whatever stands between the rows, reading gives a workbook or an error of ours."""
    source = workbook(f"<row r='1'><c r='A1'><v>1</v></c>{nonsense}</row>")
    try:
        read_workbook(source)
    except SourceError as problem:
        assert "return.xlsx" in str(problem)  # noqa: PT017
