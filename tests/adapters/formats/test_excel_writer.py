"""The workbook: the essentials of accessible spreadsheets, real numbers, native charts, closed to drafts."""

from __future__ import annotations

import builtins
import io
import re
import time
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fairness_adapters.formats.excel_report import ExcelReport
from fairness_adapters.office.workbook import number_format
from fairness_core.disclosure import NONE, Report, protect
from fairness_core.errors import CallerError, MissingExtra
from fairness_core.problems import Place
from fairness_core.report.draft import AmountUnit, Column, Draft, Fact, Section, Sentence, Table

SHEETS = [
    "Cover",
    "Contents",
    "Notes",
    "Findings in words",
    "Indicator 2 appointment from",
    "Indicator 5 harassment by",
    "Indicator 1 representation by",
    "Indicator 3 formal process",
    "Findings about the data",
    "Chart figures",
]
FIRST_TABLE = SHEETS[4]


@pytest.fixture(scope="module")
def written(report: Report) -> bytes:
    """The made-up report as a workbook."""
    return ExcelReport().write(report)


@pytest.fixture(scope="module")
def book(written: bytes) -> Workbook:
    """The written workbook, opened again; formulas are shown as formulas."""
    return openpyxl.load_workbook(io.BytesIO(written))


def _parts(package: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _sheets(book: Workbook) -> Iterator[Worksheet]:
    for name in book.sheetnames:
        sheet = book[name]
        assert isinstance(sheet, Worksheet)
        yield sheet


def _table_of(book: Workbook, name: str) -> list[list[Any]]:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def test_sheets_come_in_the_order_of_the_guidance(book: Workbook) -> None:
    """Cover, contents, notes, then tables; all visible, the first one active with the cursor in A1."""
    assert SHEETS == book.sheetnames
    assert "Cover" == book.active.title if book.active else False
    for sheet in _sheets(book):
        assert "visible" == sheet.sheet_state
        assert "A1" == sheet.sheet_view.selection[0].activeCell


def test_each_sheet_has_its_title_in_a1_as_a_heading(book: Workbook, report: Report) -> None:
    """A screen reader finds the title where it looks for it, tagged with Excel's own heading style."""
    titles = [sheet["A1"].value for sheet in _sheets(book)]
    assert report.title == titles[0]
    assert [table.title for table in report.tables()] == titles[4:8]
    for sheet in _sheets(book):
        assert "Heading 1" == sheet["A1"].style
        assert (True, 16) == (sheet["A1"].font.b, sheet["A1"].font.sz)
    assert "Heading 2" == next(cell for cell in book["Cover"]["A"] if cell.value == "Summary").style


def test_each_table_is_marked_named_and_alone_on_its_sheet(book: Workbook) -> None:
    """One marked table a sheet from column A, with a name of its own, one header row and no filter."""
    names: list[str] = []
    for sheet in _sheets(book):
        if sheet.title == "Cover":
            continue
        (table,) = sheet.tables.values()
        names.append(table.name)
        assert table.ref.startswith("A")
        assert table.autoFilter is None
        assert 1 == table.headerRowCount
        assert not table.tableStyleInfo.showRowStripes
        assert sheet.max_row == int(re.sub(r".*:[A-Z]+", "", table.ref)), "nothing stands below the table"
    assert ["contents", "notes", "findings_in_words", "indicator_2", "indicator_5", "indicator_1", "table_A1"] == names[
        :7
    ]
    assert len(names) == len({name.casefold() for name in names})


def test_the_essentials_of_an_accessible_spreadsheet(book: Workbook, written: bytes) -> None:
    """Nothing merged, hidden, frozen, filtered or filled; no headers, footers, text boxes, pictures or macros."""
    parts = _parts(written)
    for sheet in _sheets(book):
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes is None
        assert sheet.auto_filter.ref is None
        assert not any(each.hidden for each in sheet.row_dimensions.values())
        assert not any(each.hidden for each in sheet.column_dimensions.values())
        assert {"none", None} >= {cell.fill.fill_type for row in sheet.iter_rows() for cell in row}
    assert not [name for name in parts if "media" in name or "vba" in name or "comments" in name]
    everything = b"".join(parts.values())
    assert b"AUTOMATIC" not in everything
    assert b"<oddHeader" not in everything
    assert b"<oddFooter" not in everything


def test_no_row_column_or_label_of_a_table_is_blank(book: Workbook) -> None:
    """Labels are there and differ; a blank cell stands only where the sheet says what blanks mean."""
    for name in SHEETS[1:]:
        header, *rows = _table_of(book, name)
        assert all(isinstance(label, str) and label.strip() for label in header)
        assert len(header) == len({label.casefold() for label in header})
        assert rows
        blanks = [value for row in rows for value in row[: 6 if name == "Chart figures" else None] if value is None]
        assert [] == blanks
    assert "left blank where the chart draws nothing" in str(book["Chart figures"]["A3"].value)


def test_numbers_are_numbers_unrounded_with_their_format(book: Workbook) -> None:
    """A reader can calculate on: percentages 0 to 100 with a sign by format, and no digits lost."""
    rows = _table_of(book, FIRST_TABLE)
    assert ["Year", "Shortlisted", "Appointed, per cent", "Relative likelihood", "Position", "Remark"] == rows[0]
    assert ["2021", 725, pytest.approx(900 / 725, rel=1e-14), 1.22, "within the range", "[z]"] == rows[1]
    assert ["2022", 2505, 17.25, "infinity", "yes", "=SUM(A1)"] == rows[2]
    assert ["2023", "[c]", "[c]", "[c]", "[c]", "+44"] == rows[3]
    assert ["2024", 0, 0, "[x]", "[x]", "@x"] == rows[4]
    assert ["2025", 31234, pytest.approx(2 / 3, rel=1e-14), 1.61, "no", "-5"] == rows[5]
    sheet = book[FIRST_TABLE]
    formats = [cell.number_format for cell in next(row for row in sheet.iter_rows() if row[0].value == "2021")]
    assert ["#,##0", '#,##0.0"%"', "#,##0.00"] == formats[1:4]


@pytest.mark.parametrize(
    ("unit", "decimals", "expected"),
    [
        (AmountUnit.COUNT, 0, "#,##0"),
        (AmountUnit.PERCENT, 1, '#,##0.0"%"'),
        (AmountUnit.POINTS, 1, "+#,##0.0;-#,##0.0;0.0"),
        (AmountUnit.RATIO, 2, "#,##0.00"),
        (AmountUnit.PROBABILITY, 3, '[<0.001]"under 0.001";0.000'),
    ],
)
def test_a_number_is_shown_as_its_text_says(unit: AmountUnit, decimals: int, expected: str) -> None:
    """Excel shows sign, decimals and "under 0.001" as the other formats print them."""
    assert expected == number_format(unit, decimals)


def test_text_is_never_a_formula_a_number_or_a_link(book: Workbook, written: bytes) -> None:
    """Text beginning with =, +, - or @ stays text in every cell, and in the names inside charts."""
    for sheet in _sheets(book):
        assert {"s", "n"} >= {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    remarks = [row[5] for row in _table_of(book, FIRST_TABLE)]
    assert ["=SUM(A1)", "+44", "@x", "-5"] == [each for each in remarks[1:] if each != "[z]"]
    for name, part in _parts(written).items():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in part
        if name.startswith("xl/charts/chart"):
            formulas = re.findall(rb"<c:f>([^<]*)</c:f>", part)
            assert formulas
            assert all(each.startswith(b"'Chart figures'!") for each in formulas)


@pytest.mark.parametrize("words", ["=Cover!$A$1", "Cover!$A$1", "Cover!A1 and more"])
def test_a_name_in_a_chart_is_never_a_reference(draft: Draft, words: str) -> None:
    """Titles, series and axes that look like a reference to a cell stay words."""
    old = next(section for section in draft.sections if section.name == "tiers")
    assert old.figure is not None
    named = attrs.evolve(
        old.figure,
        title=Sentence(template=words),
        series=tuple(attrs.evolve(each, label=words) for each in old.figure.series),
        axis_label=words,
        reference_label=words,
    )
    changed = attrs.evolve(draft, sections=(attrs.evolve(old, figure=named),))
    chart = _parts(ExcelReport().write(protect(changed, NONE)))["xl/charts/chart1.xml"].decode()
    assert {"'Chart figures'"} == {each.rpartition("!")[0] for each in re.findall(r"<c:f>([^<]*)</c:f>", chart)}
    assert 4 == chart.count(words.replace("!", "! "))


def test_contents_name_and_link_every_sheet(book: Workbook) -> None:
    """Each row names a sheet in words and leads to it."""
    sheet = book["Contents"]
    assert ["Cover", *SHEETS[2:]] == [row[0] for row in _table_of(book, "Contents")[1:]]
    targets = [cell.hyperlink.location for (cell,) in sheet["A4:A12"] if cell.hyperlink]
    assert [f"'{name}'!A1" for name in ["Cover", *SHEETS[2:]]] == targets


def test_notes_are_numbered_and_each_table_says_which_are_its_own(book: Workbook) -> None:
    """Notes stand on a sheet of their own, in no data cell, and the sheet of a table names their numbers."""
    rows = _table_of(book, "Notes")
    assert ["Note", "Text", "Sheet that it belongs to"] == rows[0]
    assert [f"Note {number}" for number in range(1, len(rows))] == [row[0] for row in rows[1:]]
    assert ["Note 1", "Years end on 31 March.", FIRST_TABLE] == rows[1]
    mine = [row[0] for row in rows if row[2] == FIRST_TABLE]
    assert f"Notes 1 to {len(mine)} on the sheet Notes belong to this table." == book[FIRST_TABLE]["A3"].value
    assert "This table has no notes." == book["Indicator 5 harassment by"]["A3"].value
    assert "Note 7 on the sheet Notes belongs to this table." == book["Indicator 1 representation by"]["A3"].value
    texts = [row[1] for row in rows]
    assert "Not shown in the chart, to protect individuals: 2023." in texts
    assert "The interval goes on beyond the edge of the chart: White to BME, 2022." in texts


def test_above_each_table_stands_what_to_know_before_reading(book: Workbook) -> None:
    """How many tables, what shorthand means, where the figures come from."""
    lines = [book[FIRST_TABLE][f"A{row}"].value for row in range(2, 6)]
    assert "This sheet holds one table, and a chart of its figures to the right of it." == lines[0]
    assert str(lines[2]).startswith("No cell of the table is blank. [c] means hidden to protect individuals;")
    assert "Source: return.xlsx" == lines[3]
    assert "This sheet holds one table." == book["Indicator 3 formal process"]["A2"].value


def test_the_cover_says_what_the_workbook_is_and_rests_on(book: Workbook, report: Report) -> None:
    """Subtitle, summary, policy, shorthand, sources and methods stand on the cover."""
    lines = [cell.value for cell in book["Cover"]["A"]]
    for line in (
        report.subtitle,
        report.sections[0].paragraphs[0].text,
        report.policy.describe,
        "[x]: not available or not calculable; the note says why",
        "Standard: wres-2025, revision 1, sha256 fedcba987654",
        "Ratio intervals: Miettinen and Nurminen.",
    ):
        assert line in lines


def test_the_cover_of_a_report_without_counts_says_nothing_of_hidden_numbers(draft: Draft) -> None:
    """Where there was nothing to hide, no policy is named."""
    bare = attrs.evolve(draft, counts={}, sums=())
    cover = openpyxl.load_workbook(io.BytesIO(ExcelReport().write(protect(bare, NONE))))["Cover"]
    assert "Protection of individuals" not in [cell.value for cell in cover["A"]]


def test_what_the_report_says_is_there_in_words(book: Workbook) -> None:
    """Every paragraph and bullet of every section stands in one table, with its section."""
    rows = _table_of(book, "Findings in words")
    assert [
        "Indicator 5: harassment by patients",
        "BME staff reported harassment more often in all five years.",
    ] in rows
    assert ["Summary", "How many staff entered the formal process is not shown."] in rows


def test_every_finding_about_the_data_is_listed(book: Workbook) -> None:
    """The gravest first, each with its place and what to do."""
    rows = _table_of(book, "Findings about the data")
    assert ["warning", "note"] == [row[0] for row in rows[1:]]
    assert "return.xlsx, sheet 'WRES', cell F41" == rows[1][1]
    assert rows[1][2].endswith("Check the row.")


def test_charts_say_in_words_what_they_show(written: bytes, report: Report) -> None:
    """Each chart has the figure's alternative text; a figure with nothing to draw has no chart."""
    drawings = [part.decode() for name, part in _parts(written).items() if name.startswith("xl/drawings/drawing")]
    found = re.findall(r'<xdr:cNvPr [^>]*descr="([^"]*)"', "".join(drawings))
    wanted = [s.figure.alternative.text for s in report.sections if s.figure and s.name != "nothing"]
    assert sorted(wanted) == sorted(found)


def test_an_interval_chart_has_error_bars_a_log_axis_and_named_reference_lines(written: bytes) -> None:
    """The range and parity are lines with names; hidden points are gaps; the axis runs over powers of two."""
    chart = _parts(written)["xl/charts/chart1.xml"].decode()
    assert '<c:logBase val="2"/>' in chart
    assert '<c:errValType val="cust"/>' in chart
    assert '<c:dispBlanksAs val="gap"/>' in chart
    names = re.findall(r"<c:tx><c:v>([^<]*)</c:v></c:tx>", chart)
    assert [
        "White to BME",
        "Equal likelihood (1)",
        "Non-adverse range, 0.80 to 1.25: low end",
        "Non-adverse range, 0.80 to 1.25: high end",
    ] == names
    assert 3 == len(set(re.findall(r'prstDash val="([^"]*)"', chart))), "the lines differ by more than colour"


def test_chart_figures_hold_what_is_drawn_and_nothing_that_is_hidden(book: Workbook) -> None:
    """Ends of the interval go with a hidden value; what is infinite is a word, and drawn to the edge."""
    rows = {(row[0], row[2]): row for row in _table_of(book, "Chart figures")}
    title = "White applicants were likelier to be appointed in each year shown"
    assert ["[c]", "[c]", "[c]", None, None, None, 1, 0.8, 1.25] == rows[title, "2023"][3:]
    assert ["[x]", "[z]", "[z]", None, None, None, 1, 0.8, 1.25] == rows[title, "2024"][3:]
    assert [1.61, 1.2, 2.17, 1.61, pytest.approx(0.41), pytest.approx(0.56)] == rows[title, "2025"][3:9]
    assert ["infinity", pytest.approx(9 / 7)] == rows[title, "2022"][5:7]
    assert pytest.approx(4 - 9 / 7) == rows[title, "2022"][8]


def test_lines_and_bars_differ_by_more_than_colour(written: bytes) -> None:
    """Two lines have different markers; two rows of bars have a plain and a hatched look."""
    parts = _parts(written)
    lines, bars = parts["xl/charts/chart2.xml"].decode(), parts["xl/charts/chart3.xml"].decode()
    assert ["circle", "square"] == re.findall(r'<c:symbol val="([^"]*)"', lines)
    assert '<a:pattFill prst="wdUpDiag">' in bars


def test_nobody_is_named_and_the_date_is_fixed(book: Workbook, written: bytes, report: Report) -> None:
    """Title and language are set; author and last editor are empty."""
    properties = book.properties
    assert (report.title, "en-GB") == (properties.title, properties.language)
    assert not properties.creator
    assert not properties.lastModifiedBy
    core = _parts(written)["docProps/core.xml"].decode()
    assert {"2000-01-01T00:00:00Z"} == set(re.findall(r">(\d{4}-[^<]+)<", core))


def test_no_hidden_figure_is_anywhere_in_the_file(written: bytes) -> None:
    """Neither the hidden count, nor one that would tell it, nor a figure made of them, is in any part."""
    for name, part in _parts(written).items():
        for digits in (b"8641", b"8,641", b"13597", b"63.55", b"63.6", b"8.75", b">1.9<", b">2.4<"):
            assert digits not in part, name


def test_the_same_report_gives_the_same_bytes(report: Report, written: bytes) -> None:
    """Nothing of the time or the run gets into the file."""
    assert written == ExcelReport().write(report)


def test_a_draft_is_refused(draft: Draft) -> None:
    """A program that runs unchecked is stopped too, with what to do."""
    with pytest.raises(CallerError, match=r"Draft.*protect\(draft, policy\)"):
        ExcelReport().write(draft)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["a\x01b", "x" * 32_768])
def test_text_that_no_cell_can_hold_is_refused_with_its_cell(draft: Draft, bad: str) -> None:
    """The message names the sheet and the cell; nothing is cut or escaped in silence."""
    table = Table(name="t", title="T", columns=(Column(label="A"), Column(label="B")), rows=(("x", Fact(value=bad)),))
    section = Section(name="s", heading="Part", table=table)
    with pytest.raises(CallerError) as caught:
        ExcelReport().write(protect(attrs.evolve(draft, sections=(section,)), NONE))
    assert Place(sheet="Part", cell="B7") == caught.value.where


def test_without_xlsxwriter_the_message_says_what_to_install(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line that installs the extra is in the message."""
    original = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "xlsxwriter":
            raise ImportError(name)
        return original(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"fairness-core\[office\]"):
        ExcelReport().write(report)


def test_a_report_without_tables_is_a_workbook_all_the_same(draft: Draft) -> None:
    """A cover and contents stand even when there is nothing else."""
    bare = attrs.evolve(draft, sections=(), problems=())
    book = openpyxl.load_workbook(io.BytesIO(ExcelReport().write(protect(bare, NONE))))
    assert ["Cover", "Contents"] == book.sheetnames


def test_sheets_of_equal_headings_get_names_of_their_own(draft: Draft) -> None:
    """Two sections may have the same heading, and one may be called like a sheet of ours."""
    table = Table(name="t", title="T", columns=(Column(label="A"),), rows=(("x",),))
    sections = tuple(Section(name=f"s{n}", heading=h, table=table) for n, h in enumerate(("Notes", "Data", "data")))
    written = ExcelReport().write(protect(attrs.evolve(draft, sections=sections, problems=()), NONE))
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert ["Cover", "Contents", "Notes 2", "Data", "data 2"] == book.sheetnames


def test_a_table_of_5000_rows_is_written_in_seconds(long_report: Report) -> None:
    """Long tables stay quick."""
    start = time.perf_counter()
    ExcelReport().write(long_report)
    assert time.perf_counter() - start < 15
