"""A register of lessons, a row a lesson, in Excel or delimited text: read with every problem at its cell.

Columns are found by their headings, in any order. A second sheet, which `lessons_register_out` writes, keeps where
each code comes from: what suggested it, by which rule and which words. The first sheet alone says what is confirmed
or rejected, so that people decide by moving a code from one column to another. No problem quotes the text of a lesson.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

import attrs

from fairness_adapters.formats.lessons_sheet import (
    GROUP_HEADINGS,
    HEADINGS,
    NOT_DONE,
    ORIGIN_COLUMNS,
    ROWS_ABOVE,
    STATES,
    Header,
    codes_in,
    day_in,
    find_header,
    line_at,
    lines_in,
    person_in,
    reference_in,
    text_of,
)
from fairness_adapters.grid import CellError, CellValue, NotCalculated, Workbook
from fairness_adapters.labels import normalise_label
from fairness_adapters.validators import number_checks
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import InvalidData
from fairness_core.lessons.deidentify import identifying
from fairness_core.lessons.lesson import Action, Coding, Kind, Lesson, Level, State
from fairness_core.lessons.taxonomy import Taxonomy
from fairness_core.problems import Place, Problem, error, note, warning
from fairness_core.staff import StaffRef, is_opaque

if TYPE_CHECKING:
    from fairness_adapters.source import Source

_KINDS: Mapping[str, Kind] = {
    "": "problem",
    "problem": "problem",
    "went wrong": "problem",
    "strength": "strength",
    "went well": "strength",
    "good practice": "strength",
}
_LEVELS: Mapping[str, Level] = {
    "": "",
    "not said": "",
    "person": "person",
    "individual": "person",
    "system": "system",
    "both": "both",
}
_FREE_TEXT = ("text", "source", "reason", "action", "owner")
_LOOKS_LIKE_A_CODE = re.compile(r"[A-Za-z]{1,6}(?:-[A-Za-z0-9]{1,8}){0,3}")
_FROM_THE_REGISTER = "the register"


@attrs.frozen(kw_only=True)
class Register:
    """What a register holds: the lessons that could be read, in its order, and every problem."""

    lessons: tuple[Lesson, ...]
    problems: tuple[Problem, ...]


def read_register(source: Source, used: Taxonomy) -> Register:
    """Read a register; codes that the taxonomy does not have are kept and reported.

    Raises what `open_workbook` raises, and `InvalidData` when no sheet has the headings of a lesson and its day.
    """
    book = open_workbook(source)
    found = find_header(book, ("text", "recorded"))
    reading = _Reading(book=book, header=found, used=used, origins=_origins(book))
    lessons = tuple(lesson for row in found.rows() if (lesson := reading.lesson(*row)))
    ignored = [reading.ignored()] if found.unknown else []
    return Register(lessons=lessons, problems=(*book.problems, *ignored, *reading.problems))


def read_codes(source: Source) -> dict[str, tuple[str, ...]]:
    """Read which codes a coder confirmed, by the lesson's id; raise `InvalidData` with every problem."""
    book = open_workbook(source)
    header = find_header(book, ("id", "codes"))
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for row, cells in header.rows():
        name = reference_in(cells.get("id"))
        if not is_opaque(name) or name in found:
            said = "There are two rows of this lesson." if name in found else "The row has no id of a lesson."
            where = book.place(header.grid, row, header.columns["id"])
            problems.append(error("lesson_id", said, where=where, hint="Give every lesson an id of its own, say l12."))
        found[name] = codes_in(cells.get("codes"))
    if problems:
        raise InvalidData("The codes cannot be compared.", problems, hint="Correct the file and run this again.")
    return found


def _origins(book: Workbook) -> dict[tuple[str, str], Coding]:
    """Read the sheet that keeps where codes come from; a row that makes no sense is passed over."""
    wanted = {normalise_label(label): label for label in ORIGIN_COLUMNS}
    found: dict[tuple[str, str], Coding] = {}
    for grid in book.grids:
        labels: dict[int, str] = {}
        for number, cells in grid.rows():
            if labels:
                row = {labels[column]: value for column, value in cells if column in labels}
                if coding := _origin(row):
                    found[reference_in(row.get("Lesson id")), coding.code] = coding
            elif number > ROWS_ABOVE:
                break
            else:
                named = {column: wanted.get(normalise_label(text_of(value)), "") for column, value in cells}
                labels = {} if set(ORIGIN_COLUMNS) - set(named.values()) else named
    return found


def _origin(row: Mapping[str, CellValue]) -> Coding | None:
    places = [text_of(row.get(label)) for label in ("From", "To")]
    state = text_of(row.get("State"))
    if not text_of(row.get("Code")) or state not in {"suggested", "confirmed", "rejected"}:
        return None
    return Coding(
        code=text_of(row.get("Code")),
        state=cast("State", state),
        made_by=text_of(row.get("Suggested by")),
        rule=text_of(row.get("Rule")),
        span=(int(places[0]), int(places[1])) if all(each.isdecimal() for each in places) else None,
        by=person_in(text_of(row.get("Decided by"))),
        on=day_in(row.get("Decided on")),
        reason="-" if state == "rejected" else "",
    )


def read_groups(source: Source) -> dict[str, str]:
    """Read which group each case's practitioner is of; raise `InvalidData` with every problem."""
    book = open_workbook(source)
    header = find_header(book, ("case", "group"), GROUP_HEADINGS, "a table of cases and groups")
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for row, cells in header.rows():
        case, group = reference_in(cells.get("case")), text_of(cells.get("group"))
        if not is_opaque(case) or case in found or not group:
            said = (
                "There are two rows of this case." if case in found else "The row has no case's reference, or no group."
            )
            where = book.place(header.grid, row, header.columns["case"])
            problems.append(
                error("case_group", said, where=where, hint="Give a row for each case: reference and group.")
            )
        found[case] = group
    if problems:
        raise InvalidData("The groups cannot be read.", problems, hint="Correct the file and run this again.")
    return found


@attrs.define(kw_only=True)
class _Reading:
    """The reading of one sheet's rows, and the problems met on the way."""

    book: Workbook
    header: Header
    used: Taxonomy
    origins: Mapping[tuple[str, str], Coding]
    problems: list[Problem] = attrs.field(factory=list)
    seen: dict[str, int] = attrs.field(factory=dict)
    row: int = 0

    def lesson(self, row: int, cells: Mapping[str, CellValue]) -> Lesson | None:
        """Read one row; None where it cannot be one, and then why is among the problems."""
        self.row, before = row, len(self.problems)
        self._broken(cells)
        self._names(cells)
        fields = {
            "id": self._id(cells),
            "text": self._needed(cells),
            "recorded": self._recorded(cells),
            "case": self._case(cells),
            "kind": self._word(cells, "kind", _KINDS),
            "level": self._word(cells, "level", _LEVELS),
        }
        codings = self._codings(cast("str", fields["id"]), cells)
        actions = tuple(self._actions(cells))
        if any(each.severity == "error" for each in self.problems[before:]):
            return None
        source = text_of(cells.get("source"))
        allegations = codes_in(cells.get("allegations"))
        make = partial(Lesson, source=source, allegations=allegations, codings=codings, actions=actions)
        return make(**fields)  # type: ignore[arg-type]

    def ignored(self) -> Problem:
        """Say that there are columns that are not understood."""
        where = self.book.place(self.header.grid, self.header.row, self.header.unknown[0])
        others = len(self.header.unknown) - 1
        more = {0: "", 1: " So is one more."}.get(others, f" So are {others} more.")
        return note(
            "column_not_read",
            f"The heading of this column is not known, and the column is not read.{more}",
            where=where,
            hint=f"Known headings: {', '.join(labels[0] for labels in HEADINGS.values())}.",
        )

    def _place(self, field: str) -> Place:
        return self.book.place(self.header.grid, self.row, self.header.columns.get(field, 1))

    def _error(self, code: str, field: str, message: str, hint: str) -> None:
        self.problems.append(error(code, message, where=self._place(field), hint=hint))

    def _warn(self, code: str, field: str, message: str, hint: str, found: str = "") -> None:
        self.problems.append(warning(code, message, where=self._place(field), hint=hint, found=found))

    def _broken(self, cells: Mapping[str, CellValue]) -> None:
        for field, value in cells.items():
            if isinstance(value, CellError | NotCalculated):
                self._error("no_value", field, "The cell has a formula without a result.", "Write the value itself.")

    def _names(self, cells: Mapping[str, CellValue]) -> None:
        """Warn of what looks like it says who somebody is, by its place and never by its words."""
        for field in _FREE_TEXT:
            for finding in identifying(text_of(cells.get(field)), number_checks()):
                self.problems.append(attrs.evolve(finding.to_problem(), where=self._place(field)))

    def _id(self, cells: Mapping[str, CellValue]) -> str:
        name = reference_in(cells.get("id")) or f"row{self.row}"
        if not is_opaque(name):
            self._error(
                "lesson_id", "id", "The id is no reference.", "Use letters and digits, one digit at least: l12."
            )
        elif name in self.seen:
            said = f"Row {self.seen[name]} has the same id."
            self._error("lesson_id", "id", said, "Give every lesson an id of its own.")
        self.seen.setdefault(name, self.row)
        return name

    def _needed(self, cells: Mapping[str, CellValue]) -> str:
        found = text_of(cells.get("text"))
        if not found:
            self._error("no_text", "text", "The row has no lesson.", "Write it in a sentence or two, or empty the row.")
        return found

    def _recorded(self, cells: Mapping[str, CellValue]) -> date | None:
        value = cells.get("recorded")
        found = day_in(value)
        if found is None:
            self._error("no_day", "recorded", "The row has no day that can be read.", "Write it as 2025-08-31.")
        elif isinstance(value, str) and not value.strip().startswith(found.isoformat()):
            said = "The day is text, and was read day first."
            self.problems.append(note("day_as_text", said, where=self._place("recorded")))
        return found

    def _case(self, cells: Mapping[str, CellValue]) -> str:
        found = reference_in(cells.get("case"))
        if found and not is_opaque(found):
            hint = "Use the case's reference, with one digit at least, and never a name."
            self._error("case_reference", "case", "The case is no reference.", hint)
        return found

    def _word(self, cells: Mapping[str, CellValue], field: str, words: Mapping[str, str]) -> str:
        found = normalise_label(text_of(cells.get(field)))
        if found not in words:
            there = ", ".join(each for each in words if each)
            self._error(f"unknown_{field}", field, f"The {field} is not known.", f"Write one of: {there}.")
        return words.get(found, "")

    def _codings(self, lesson: str, cells: Mapping[str, CellValue]) -> tuple[Coding, ...]:
        by, on = self._decided_by(cells), day_in(cells.get("on"))
        reasons = lines_in(cells.get("reason"))
        found: dict[str, Coding] = {}
        for field, state in STATES:
            for place, code in enumerate(codes_in(cells.get(field))):
                self._known(code, field)
                if code in found:
                    said = "A code stands twice in this row; the first of confirmed, suggested, rejected is taken."
                    self._warn("code_twice", field, said, "Leave it in one column.")
                    continue
                given = reasons[place] if place < len(reasons) else reasons[0] if len(reasons) == 1 else ""
                found[code] = self._coding(lesson, code, state, given, by=by, on=on)
        return tuple(found.values())

    def _coding(
        self, lesson: str, code: str, state: State, reason: str, *, by: StaffRef | None, on: date | None
    ) -> Coding:
        origin = self.origins.get((lesson, code))
        if state == "rejected" and not reason:
            hint = "Write why it does not fit: the words behind it are then mended."
            self._warn("no_reason", "rejected", "A code is rejected without a reason, and counts as not decided.", hint)
            state = "suggested"
        made_by = "" if state == "confirmed" else _FROM_THE_REGISTER
        kept = origin or Coding(code=code, made_by=made_by)
        if state == "suggested":
            by = on = None
        if origin and origin.state == state:
            by, on = origin.by, origin.on
        return attrs.evolve(kept, state=state, by=by, on=on, reason=reason if state == "rejected" else "")

    def _known(self, code: str, field: str) -> None:
        if code not in self.used.codes:
            quoted = code if _LOOKS_LIKE_A_CODE.fullmatch(code) else ""
            said = f"The taxonomy {self.used.id} has no such code; it is kept, and counts nowhere."
            shown = f"'fairness taxonomy show {self.used.id}' lists the codes"
            hint = f"{shown}; --taxonomy says of which a register has codes."
            self._warn("unknown_code", field, said, hint, quoted)

    def _decided_by(self, cells: Mapping[str, CellValue]) -> StaffRef | None:
        text = text_of(cells.get("by"))
        found = person_in(text)
        if text and found is None:
            said = "Who decided is not a role and a reference, and is not kept."
            self._warn("decided_by", "by", said, "Write a role and a reference, such as: learning lead u7.")
        return found

    def _actions(self, cells: Mapping[str, CellValue]) -> Iterator[Action]:
        """Read the actions: one a line, with its owner and days in the same line of their cells."""
        whats = lines_in(cells.get("action"))
        columns = {field: lines_in(cells.get(field)) for field in ("owner", "due", "done")}
        for place, what in enumerate(whats):
            owner, due, done = (line_at(columns[field], place) for field in ("owner", "due", "done"))
            day = day_in(due)
            if not owner or day is None:
                said = "An action without an owner or a due day is not counted."
                self._warn("action_incomplete", "action", said, "Give each action both, in the same line.")
                continue
            finished = day_in(done)
            if done and finished is None and normalise_label(done) not in {NOT_DONE, "-"}:
                self._warn("done_unclear", "done", "When it was done cannot be read.", "Write the day, as 2025-08-31.")
            yield Action(what=what, owner=owner, due=day, done=finished)
