"""How a register of lessons is laid out: its headings, where they stand, and what a cell of it says.

Rows become lessons in `lessons_register`; they are written in `lessons_register_out`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import attrs

from fairness_adapters.grid import CellError, CellValue, Grid, NotCalculated, Workbook
from fairness_adapters.labels import normalise_label
from fairness_core.errors import FairnessError, InvalidData
from fairness_core.lessons.lesson import State
from fairness_core.problems import Place, error
from fairness_core.staff import StaffRef

ROWS_ABOVE = 20
"""How many rows may stand above the headings."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("Id", "lesson id", "reference", "ref", "no", "number"),
    "text": (
        "Lesson",
        "text",
        "lesson text",
        "lesson learnt",
        "lesson learned",
        "lessons learnt",
        "lessons learned",
        "learning",
        "what was learnt",
        "what we learnt",
        "description",
    ),
    "recorded": (
        "Recorded",
        "date",
        "date recorded",
        "recorded on",
        "date logged",
        "logged",
        "date of lesson",
        "lesson date",
        "date closed",
        "case closed",
        "closed on",
    ),
    "case": ("Case", "case id", "case reference", "case ref"),
    "source": ("Source",),
    "kind": ("Kind", "problem or strength", "type"),
    "level": ("Level", "person or system", "person/system/both", "person / system / both", "remedy"),
    "codes": (
        "Codes",
        "code",
        "category",
        "category code",
        "themes",
        "theme",
        "factors",
        "confirmed",
        "confirmed codes",
        "category codes",
        "categories",
    ),
    "suggested": ("Suggested", "suggested codes"),
    "rejected": ("Rejected", "rejected codes"),
    "reason": ("Reason for rejecting", "rejection reason", "reason", "reasons"),
    "by": ("Decided by", "confirmed by"),
    "on": ("Decided on", "confirmed on"),
    "allegations": ("Allegations", "allegation", "kinds of allegation"),
    "action": ("Action", "actions"),
    "owner": ("Owner", "owners", "action owner", "lead", "action lead", "responsible"),
    "due": ("Due", "due date", "due by", "action due", "target date", "by when"),
    "done": ("Done", "done on", "completed", "date completed", "action done", "completed on"),
}
"""The columns by what they hold: the heading that we write first, then others that are understood."""

GROUP_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "case": HEADINGS["case"],
    "group": ("Group", "ethnic group", "ethnicity group", "ethnicity"),
}
"""The columns of the table that says which group a case's practitioner is of; it is kept apart from the register."""

ORIGIN_COLUMNS = (
    "Lesson id",
    "Code",
    "State",
    "Suggested by",
    "Rule",
    "From",
    "To",
    "Words",
    "Decided by",
    "Decided on",
)
STATES: tuple[tuple[str, State], ...] = (("codes", "confirmed"), ("suggested", "suggested"), ("rejected", "rejected"))
NOT_DONE = "no"
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S")


@attrs.frozen(kw_only=True)
class Header:
    """The row of headings of a sheet: which column holds what, and which are not understood."""

    grid: Grid
    row: int
    columns: Mapping[str, int]
    unknown: tuple[int, ...]

    def rows(self) -> Iterator[tuple[int, dict[str, CellValue]]]:
        """Give each row below that holds anything in our columns, by field."""
        fields = {column: field for field, column in self.columns.items()}
        for number, cells in self.grid.rows():
            if number > self.row:
                found = {fields[column]: value for column, value in cells if column in fields and text_of(value)}
                if found:
                    yield number, found


def find_header(
    book: Workbook,
    needed: Sequence[str],
    headings: Mapping[str, tuple[str, ...]] = HEADINGS,
    what: str = "a register of lessons",
) -> Header:
    """Return the first row that has the headings needed; raise `InvalidData` where no sheet has one."""
    fields = {normalise_label(label): field for field, labels in headings.items() for label in labels}
    for grid in book.grids:
        for number, cells in grid.rows():
            if number > ROWS_ABOVE:
                break
            header = _as_header(grid, number, cells, fields)
            if all(field in header.columns for field in needed):
                return header
    wanted = " and ".join(f"'{headings[field][0]}'" for field in needed)
    problem = error(
        "no_headings",
        f"No sheet has a row with the headings {wanted}.",
        where=Place(file=book.file),
        hint="Write the headings above the columns, in one row.",
    )
    raise InvalidData(f"This is not {what}.", [problem])


def _as_header(grid: Grid, number: int, cells: Iterable[tuple[int, CellValue]], fields: Mapping[str, str]) -> Header:
    columns: dict[str, int] = {}
    unknown: list[int] = []
    for column, value in cells:
        field = fields.get(normalise_label(value.replace("_", " "))) if isinstance(value, str) else None
        if field and field not in columns:
            columns[field] = column
        else:
            unknown.append(column)
    return Header(grid=grid, row=number, columns=columns, unknown=tuple(unknown))


def line_at(lines: Sequence[str], place: int) -> str:
    """Return the line of a place; a single line stands for all."""
    return lines[place] if place < len(lines) else lines[0] if len(lines) == 1 else ""


def text_of(value: CellValue) -> str:
    """Return what a cell says, in words; "?" for an error or a formula that nothing has calculated."""
    if value is None or isinstance(value, CellError | NotCalculated):
        return "?" if value is not None else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def reference_in(value: CellValue) -> str:
    """Return a cell's reference, without the spaces that people put in."""
    return "".join(text_of(value).split())


def codes_in(value: CellValue) -> tuple[str, ...]:
    """Read codes with a semicolon, a comma or a line between them, each once.

    A note in brackets after one, such as a score, is left out.
    """
    parts = (re.sub(r"\s*\(.*\)$", "", each).strip() for each in re.split(r"[;,|\n]", text_of(value)))
    return tuple(dict.fromkeys(each for each in parts if each))


def lines_in(value: CellValue) -> list[str]:
    """Return the lines of a cell that hold anything."""
    return [" ".join(line.split()) for line in text_of(value).splitlines() if line.strip()]


def day_in(value: CellValue) -> date | None:
    """Return a cell's day, of text day first as it is written here; None where it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in _DAYS if isinstance(value, str) and value.strip() else ():
        try:
            return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def person_in(text: str) -> StaffRef | None:
    """Return a role and reference such as "learning lead u7"; None where a text is no such pair."""
    role, _, reference = text.rpartition(" ")
    try:
        return StaffRef(role=role.strip(), id=reference)
    except FairnessError:
        return None
