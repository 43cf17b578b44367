"""The report as a Word document, for boards: sections in order, then what the report rests on.

How an accessible heading, table or picture is made lives in `fairness_adapters.office.word`, how a
chart is drawn in `fairness_adapters.formats.charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from fairness_adapters.formats import charts, plotting, printing
from fairness_adapters.office import word
from fairness_core.disclosure import Report
from fairness_core.report.draft import Figure, Section
from fairness_core.report.letters import OPENING
from fairness_core.serial.envelope import require_report

if TYPE_CHECKING:
    from docx.document import Document

_PAGES_WITHOUT_CONTENTS = 6
_LINES_OF_A_PAGE, _LETTERS_OF_A_LINE, _LINES_OF_A_FIGURE = 42, 85, 20

NO_CHART = "A chart stands here when the extra 'charts' is installed"
"""Said in place of a figure when matplotlib is absent."""

NOT_DRAWN = "There is no chart here: none of its figures can be shown."
"""Said in place of a figure of which every point is hidden or has no number."""

_END = {"report": "End of the report.", "letter": "This is the end."}

ARROW = "An arrow at the edge of the chart means that the interval, or the value, goes on beyond it."


@attrs.frozen(kw_only=True)
class WordReport:
    """Write a report as an accessible Word document.

    >>> WordReport().suffix
    '.docx'
    """

    id: str = "word-report"
    title: str = "Report for the board, in Word, with charts and tables"
    suffix: str = ".docx"

    def write(self, report: Report) -> bytes:
        """Return the .docx file's bytes.

        Raises `CallerError` when `report` is not a `Report` or holds text that no file can hold, and
        `MissingExtra` without python-docx. Without matplotlib, words stand in place of each chart.
        """
        accepted = require_report(report)
        document = word.blank_document(accepted.title, accepted.language)
        _Pages(document).write(accepted)
        return word.package_bytes(document)


class _Pages:
    """Writes a report from front to back, counting headings, figures and tables on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.headings = self.figures = self.tables = 0
        self.letter = False

    def write(self, report: Report) -> None:
        self.letter = report.form == "letter"
        word.paragraph(self.document, report.title, "Title")
        if report.subtitle:
            word.paragraph(self.document, report.subtitle, "Subtitle")
        sections = (*report.sections, *_about(report))
        levels = printing.levels(sections)
        if _is_long(report):
            word.contents(self.document, [*zip((each.heading for each in sections), levels, strict=True)])
        for section, level in zip(sections, levels, strict=True):
            self.section(section, level)
        if any(each.table and not each.notes for each in sections[-1:]):
            # A document may not end with a table.
            word.paragraph(self.document, _END[report.form], "Note")

    def section(self, section: Section, level: int) -> None:
        printed = printing.printable(section.table) if section.table else None
        table = word_table(printed) if printed else None
        word.turn_page(self.document, landscape=False)
        if section.heading:
            self.headings += 1
            # What is for the author of a letter stands on a page that can be taken away.
            apart = self.letter and section.name == OPENING
            word.heading(self.document, section.heading, level, self.headings, new_page=apart)
        for sentence in section.paragraphs:
            word.paragraph(self.document, sentence.text)
        for sentence in section.bullets:
            word.paragraph(self.document, sentence.text, "List Bullet")
        if section.figure:
            self.figure(section.figure, has_table=section.table is not None)
        if printed and table:
            # Only the table lies down: text and charts are easier to read upright.
            word.turn_page(self.document, landscape=not word.fits_upright(table))
            self.table(table, printed.notes)
        for sentence in section.notes:
            word.paragraph(self.document, sentence.text, "Note")

    def figure(self, figure: Figure, *, has_table: bool) -> None:
        self.figures += 1
        word.caption(self.document, "Figure", self.figures, figure.title.text)
        if not plotting.drawable(figure):
            word.paragraph(self.document, NOT_DRAWN)
        elif png := charts.draw_png(figure):
            word.picture(self.document, png, printing.alternative(figure), figure.title.text)
        else:
            below = "; the table below holds its figures." if has_table else "."
            word.paragraph(self.document, f"{NO_CHART}{below} {figure.alternative.text}")
        arrow = (ARROW,) if plotting.goes_beyond(figure) else ()
        for note in (*plotting.notes_below(figure), *arrow):
            word.paragraph(self.document, note, "Note")

    def table(self, content: word.WordTable, notes: Sequence[str]) -> None:
        self.tables += 1
        word.caption(self.document, "Table", self.tables, content.title)
        word.table(self.document, content)
        for note in notes:
            word.paragraph(self.document, note, "Note")


def word_table(table: printing.Printable) -> word.WordTable:
    """Return a table that was made ready as the texts of its cells."""
    return word.WordTable(
        title=table.title,
        description=table.description,
        headers=table.headers,
        numeric=table.numeric,
        rows=tuple(tuple(printing.text_of(cell) for cell in row) for row in table.rows),
    )


def _is_long(report: Report) -> bool:
    return report.form == "report" and _lines_of(report) > _PAGES_WITHOUT_CONTENTS * _LINES_OF_A_PAGE


def _lines_of(report: Report) -> int:
    """Guess how many lines a report has: what stands first should be its summary, and not contents of three pages."""
    said = (each for section in report.sections for each in (*section.paragraphs, *section.bullets, *section.notes))
    words = sum(1 + len(each.text) // _LETTERS_OF_A_LINE for each in said)
    rows = sum(len(table.rows) + 4 for table in report.tables())
    figures = sum(_LINES_OF_A_FIGURE for section in report.sections if section.figure)
    return words + rows + figures + 3 * len(report.sections)


def _about(report: Report) -> tuple[Section, ...]:
    """Return the closing sections: what was hidden, shorthand, sources, methods, findings; a letter has none."""
    if report.form == "letter":
        return ()
    marks = tuple(f"{mark}: {meaning}" for mark, meaning in printing.shorthand_used(report))
    about = _lines("about", "About this report", 1, (report.policy.describe,) if report.counted else ())
    sections = [
        _lines("shorthand", "Shorthand in tables", 2, (), marks),
        _lines("sources", "What the report rests on", 2, (), printing.origin_lines(report)),
        _lines("methods", "Methods", 2, (), report.provenance.methods),
    ]
    filled = (*(each for each in sections if each.bullets), *_findings(report))
    return (about, *filled) if filled or about.paragraphs else ()


def _findings(report: Report) -> tuple[Section, ...]:
    if not report.problems:
        return ()
    table = printing.findings_table(printing.in_order(report.problems))
    return (Section(name="findings", heading="Findings about the data", level=2, table=table),)


def _lines(name: str, heading: str, level: int, paragraphs: tuple[str, ...], bullets: tuple[str, ...] = ()) -> Section:
    return Section(
        name=name,
        heading=heading,
        level=level,
        paragraphs=tuple(printing.plain(each) for each in paragraphs),
        bullets=tuple(printing.plain(each) for each in bullets),
    )
