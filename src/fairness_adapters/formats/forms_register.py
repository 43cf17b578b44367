"""A register of forms that were read, as an Excel workbook: what was read, what is owed, what was found.

It holds no free text of the forms and nobody's name: only how many fields have an answer, and on a sheet of its own,
where that is asked for, answers that are days or codes. No text becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from fairness_adapters.office.workbook import AccessibleWorkbook, Content
from fairness_core.problems import Problem, Severity
from fairness_core.report.draft import Amount, AmountUnit

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
_COUNTS = FORMS[3:]
OWED = ("File", "What is owed")
FINDINGS = ("File", "Severity", "Code", "Place", "What was found", "What to do")


@attrs.frozen(kw_only=True)
class RegisterLine:
    """One form in the register, as numbers; `read` says yes or why not, `owed` what is owed, both in plain words.

    `coded` are answers that are days or codes, by field; the state in brackets where an answer counts as none.
    """

    file: str
    layout: str
    read: str
    answers: int
    unanswered: int
    left_over: int
    changes: int
    hidden: int
    owed: tuple[str, ...]
    problems: tuple[Problem, ...]
    coded: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    @property
    def errors(self) -> int:
        """How many errors were found."""
        return sum(each.severity is Severity.ERROR for each in self.problems)

    def cells(self) -> tuple[str | int, ...]:
        """Return the line's cells, under the headings of `FORMS`."""
        counts = (self.answers, self.unanswered, self.left_over, self.changes, self.hidden, self.errors)
        return (self.file, self.layout, self.read, *counts, len(self.owed))


def write_forms_register(lines: Iterable[RegisterLine]) -> bytes:
    """Write the register; the same forms give the same bytes. Raises `MissingExtra` without XlsxWriter.

    There is a sheet of answers where a line has any.
    """
    every = tuple(lines)
    book = AccessibleWorkbook("Forms", "en-GB")
    _sheet(book, "Forms", FORMS, [each.cells() for each in every], [40, 34, 26, *[13] * 7])
    _sheet(book, "Owed", OWED, [(each.file, says) for each in every for says in each.owed], [40, 90])
    found = [_finding(each, problem) for each in every for problem in each.problems]
    _sheet(book, "Findings", FINDINGS, found, [40, 12, 20, 34, 70, 70])
    _answers(book, every)
    return book.close()


def _answers(book: AccessibleWorkbook, lines: Sequence[RegisterLine]) -> None:
    """Write a row for each form, with a column for each field that any form has; forms of other kinds leave blanks."""
    fields = list(dict.fromkeys(name for each in lines for name in each.coded))
    if not fields:
        return
    rows = [(each.file, each.layout, *(each.coded.get(name, "") for name in fields)) for each in lines]
    _sheet(book, "Answers", ("File", "Layout", *fields), rows, [40, 34, *[20] * len(fields)])


def _finding(line: RegisterLine, problem: Problem) -> tuple[str | int, ...]:
    place = str(attrs.evolve(problem.where, file=""))
    found = f"{problem.message}{f' Found: {problem.found}.' if problem.found else ''}"
    return (line.file, problem.severity.value, problem.code, place, found, problem.hint)


def _sheet(
    book: AccessibleWorkbook,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | int]],
    widths: Sequence[int],
) -> None:
    """Write a sheet of one table; a number is one, and a table without rows has a blank one."""
    sheet = book.add_sheet(name, name)
    sheet.lines(["This sheet holds one table. A blank cell means that there is nothing to say."])
    cells = [[_cell(value) for value in row] for row in rows] or [[None for _ in headings]]
    numeric = [name == "Forms" and heading in _COUNTS for heading in headings]
    sheet.table(name.lower(), headings, cells, numeric=numeric, widths=widths)


def _cell(value: str | int) -> Content:
    if isinstance(value, int):
        return Amount(value=Fraction(value), unit=AmountUnit.COUNT)
    return value or None
