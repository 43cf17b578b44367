"""The report as an accessible workbook: cover, contents, notes, findings in words, then one table a sheet.

It follows the Government Analysis Function's guidance on releasing statistics in spreadsheets: marked
tables from column A, nothing merged, nothing blank without a word, no filters, no frozen panes, no
fills, notes on a sheet of their own, a heading in A1. Native charts live in
`fairness_adapters.formats.excel_charts`, sheets as a whole in `fairness_adapters.office.workbook`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from fairness_adapters.formats import excel_charts, plotting, printing
from fairness_adapters.formats.printing import Printable
from fairness_adapters.office.workbook import AccessibleWorkbook, Link
from fairness_core.disclosure import Report
from fairness_core.report.draft import Section, Table
from fairness_core.serial.envelope import require_report

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
WORDS, FINDINGS = "Findings in words", "Findings about the data"
_COVER_WIDTH = 100


@attrs.frozen(kw_only=True)
class ExcelReport:
    """Write a report as an accessible workbook.

    >>> ExcelReport().suffix
    '.xlsx'
    """

    id: str = "excel-report"
    title: str = "Accessible workbook, one table a sheet, with native charts"
    suffix: str = ".xlsx"

    def write(self, report: Report) -> bytes:
        """Return the .xlsx file's bytes; numbers are unrounded, and shown rounded.

        Raises `CallerError` when `report` is not a `Report` or holds text that no cell can hold, and
        `MissingExtra` without XlsxWriter.
        """
        accepted = require_report(report)
        plan = _Plan.of(accepted)
        book = AccessibleWorkbook(accepted.title, accepted.language)
        _write_cover(book, accepted)
        _write_contents(book, plan)
        _write_notes(book, plan)
        _write_words(book, accepted)
        charts = excel_charts.Charts(book, plan.figures)
        for leaf in plan.leaves:
            _write_leaf(book, accepted, leaf, charts)
        _write_findings(book, accepted)
        charts.write_figures()
        return book.close()


@attrs.frozen(kw_only=True)
class _Leaf:
    """One section's table, with the name of its sheet and the numbers of its notes."""

    section: Section
    table: Printable
    sheet: str
    notes: tuple[int, ...]


@attrs.frozen(kw_only=True)
class _Plan:
    """What goes on which sheet, known before the first sheet is written."""

    leaves: tuple[_Leaf, ...]
    notes: tuple[tuple[str, str], ...]
    figures: tuple[Section, ...]
    has_words: bool
    has_findings: bool

    @classmethod
    def of(cls, report: Report) -> _Plan:
        """Lay the report out over sheets, and number its notes."""
        taken = [COVER, CONTENTS, NOTES, WORDS, FINDINGS, excel_charts.SHEET]
        leaves: list[_Leaf] = []
        notes: list[tuple[str, str]] = []
        for section in report.sections:
            table = printing.printable(section.table) if section.table else None
            sheet = AccessibleWorkbook.sheet_name(section.heading, taken) if table else WORDS
            first = len(notes) + 1
            notes += [(text, sheet) for text in _notes_of(section, table)]
            if table:
                taken.append(sheet)
                numbers = tuple(range(first, len(notes) + 1))
                leaves.append(_Leaf(section=section, table=table, sheet=sheet, notes=numbers))
        return cls(
            leaves=tuple(leaves),
            notes=tuple(notes),
            figures=tuple(each for each in report.sections if each.figure),
            has_words=any(each.paragraphs or each.bullets for each in report.sections),
            has_findings=bool(report.problems),
        )


def _notes_of(section: Section, table: Printable | None) -> Iterator[str]:
    yield from table.notes if table else ()
    yield from (sentence.text for sentence in section.notes)
    if section.figure:
        yield from plotting.notes_below(section.figure)
        yield from excel_charts.notes_below(section.figure)


def _write_cover(book: AccessibleWorkbook, report: Report) -> None:
    """Say what the workbook is, its summary, what was hidden, what it rests on, what shorthand means."""
    marks = [f"{mark}: {meaning}" for mark, meaning in printing.shorthand_used(report)]
    sheet = book.add_sheet(COVER, report.title)
    sheet.lines(
        [
            *([report.subtitle] if report.subtitle else []),
            "This workbook holds the figures of the report as numbers, one table on each sheet. "
            "Numbers are shown rounded and kept unrounded.",
        ]
    )
    first = report.sections[0] if report.sections else None
    parts: list[tuple[str, Sequence[str]]] = [
        *([(first.heading, [each.text for each in (*first.paragraphs, *first.bullets)])] if first else []),
        ("Protection of individuals", [report.policy.describe] if report.counted else []),
        ("Shorthand in tables", marks),
        ("What this report rests on", printing.origin_lines(report)),
        ("Methods", report.provenance.methods),
    ]
    for heading, texts in parts:
        sheet.part(heading, texts, width=_COVER_WIDTH)


def _write_contents(book: AccessibleWorkbook, plan: _Plan) -> None:
    listed = [(COVER, "What this workbook is, and what it rests on")]
    listed += [(NOTES, "The notes to the tables")] if plan.notes else []
    listed += [(WORDS, "What each section of the report says")] if plan.has_words else []
    listed += [(leaf.sheet, leaf.table.title) for leaf in plan.leaves]
    listed += [(FINDINGS, "What was found wrong or odd in the data")] if plan.has_findings else []
    listed += [(excel_charts.SHEET, "The numbers that the charts are drawn from")] if plan.figures else []
    sheet = book.add_sheet(CONTENTS, "Contents")
    sheet.lines(["This sheet holds one table: each row names a sheet and links to it."])
    rows = [(Link(sheet=name, words=name), what) for name, what in listed]
    sheet.table("contents", ("Sheet", "What it holds"), rows, widths=(40, 90))


def _write_notes(book: AccessibleWorkbook, plan: _Plan) -> None:
    if not plan.notes:
        return
    sheet = book.add_sheet(NOTES, "Notes")
    sheet.lines(["This sheet holds one table: the notes of all tables, numbered."])
    rows = [(f"Note {number}", text, where) for number, (text, where) in enumerate(plan.notes, start=1)]
    sheet.table("notes", ("Note", "Text", "Sheet that it belongs to"), rows, widths=(12, 90, 36))


def _write_words(book: AccessibleWorkbook, report: Report) -> None:
    rows = [
        (section.heading, sentence.text)
        for section in report.sections
        for sentence in (*section.paragraphs, *section.bullets)
    ]
    if rows:
        sheet = book.add_sheet(WORDS, WORDS)
        sheet.lines(["This sheet holds one table: what each section of the report says, in its order."])
        sheet.table("findings_in_words", ("Section", "Finding"), rows, widths=(40, 100))


def _write_leaf(book: AccessibleWorkbook, report: Report, leaf: _Leaf, charts: excel_charts.Charts) -> None:
    """Write one table: title, what to know before reading, the marked table, its chart to the right."""
    sheet = book.add_sheet(leaf.sheet, leaf.table.title)
    origin = printing.source_names(report)
    has_chart = leaf.section.figure is not None and plotting.drawable(leaf.section.figure)
    sheet.lines(
        [
            "This sheet holds one table" + (", and a chart of its figures to the right of it." if has_chart else "."),
            _notes_line(leaf.notes),
            _marks_line(leaf.table),
            *([f"Source: {origin}"] if origin else []),
        ]
    )
    row = sheet.table(leaf.table.name, leaf.table.headers, leaf.table.rows, numeric=leaf.table.numeric)
    charts.place(leaf.section, sheet, row, len(leaf.table.headers) + 1)


def _notes_line(numbers: Sequence[int]) -> str:
    if not numbers:
        return "This table has no notes."
    which = f"Note {numbers[0]}" if len(numbers) == 1 else f"Notes {numbers[0]} to {numbers[-1]}"
    belong = "belongs" if len(numbers) == 1 else "belong"
    return f"{which} on the sheet {NOTES} {belong} to this table."


def _marks_line(table: Printable) -> str:
    marks = "; ".join(f"{mark} means {meaning}" for mark, meaning in printing.marks_in(table.texts()))
    return f"No cell of the table is blank. {marks}." if marks else "No cell of the table is blank."


def _write_findings(book: AccessibleWorkbook, report: Report) -> None:
    if report.problems:
        table: Table = printing.findings_table(printing.in_order(report.problems), most=None)
        sheet = book.add_sheet(FINDINGS, table.title)
        sheet.lines(["This sheet holds one table: what was found in the data that the reader should know."])
        labels = [column.label for column in table.columns]
        sheet.table("findings_about_the_data", labels, table.rows, widths=(12, 45, 100))
