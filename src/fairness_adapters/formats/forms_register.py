"""A register of forms that were read, as an Excel workbook: what was read, what is owed, what was found.

It holds no free text of the forms and nobody's name: only which fields have an answer. No text becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from fairness_adapters.office import safe_text
from fairness_adapters.office.repack import FIXED_DATE, repack
from fairness_core.errors import MissingExtra
from fairness_core.problems import Place, Problem, Severity

FORMS = (
    "File",
    "Layout",
    "Read",
    "Answers",
    "Not answered",
    "Left over",
    "Tracked changes",
    "Hidden",
    "Errors",
    "Owed",
)
OWED = ("File", "What is owed")
FINDINGS = ("File", "Severity", "Code", "Place", "What was found", "What to do")


@attrs.frozen(kw_only=True)
class RegisterLine:
    """One form in the register, as numbers; `owed` in plain words, and its findings."""

    file: str
    layout: str
    readable: bool
    answers: int
    unanswered: int
    left_over: int
    changes: int
    hidden: int
    owed: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many errors were found."""
        return sum(each.severity is Severity.ERROR for each in self.problems)

    def cells(self) -> tuple[object, ...]:
        """Return the line's cells, under the headings of `FORMS`."""
        read = "yes" if self.readable else "no"
        counts = (self.answers, self.unanswered, self.left_over, self.changes, self.hidden, self.errors)
        return (self.file, self.layout, read, *counts, len(self.owed))


def write_forms_register(lines: Iterable[RegisterLine]) -> bytes:
    """Write the register; the same forms give the same bytes. Raises `MissingExtra` without XlsxWriter."""
    every = tuple(lines)
    try:
        import xlsxwriter
    except ImportError as missing:
        raise MissingExtra("office", "Writing a register") from missing
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Forms", "author": "", "created": FIXED_DATE.replace(tzinfo=None)})
    _sheet(book, "Forms", FORMS, [each.cells() for each in every], [40, 34, *[13] * 8])
    _sheet(book, "Owed", OWED, [(each.file, says) for each in every for says in each.owed], [40, 90])
    _sheet(
        book,
        "Findings",
        FINDINGS,
        [_finding(each, p) for each in every for p in each.problems],
        [40, 12, 20, 34, 70, 70],
    )
    book.close()
    return repack(out.getvalue(), {})


def _finding(line: RegisterLine, problem: Problem) -> tuple[object, ...]:
    place = str(attrs.evolve(problem.where, file=""))
    found = f"{problem.message}{f' Found: {problem.found}.' if problem.found else ''}"
    return (line.file, problem.severity.value, problem.code, place, found, problem.hint)


def _sheet(
    book: Any, name: str, headings: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[int]
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    for column, (label, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, wrapped)
            else:
                where = Place(sheet=name, cell=f"row {number + 1}")
                text = safe_text.clean_text(str(value), where, longest=safe_text.EXCEL_LONGEST_TEXT)
                sheet.write_string(number, column, text, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
