"""A register of lessons as an Excel workbook, for people to confirm or reject what was suggested.

The first sheet has a row a lesson; the second keeps where each code comes from. How it is read again is in
`lessons_register`. No text becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from fairness_adapters.formats.lessons_sheet import HEADINGS, NOT_DONE, ORIGIN_COLUMNS, STATES
from fairness_adapters.office.workbook import AccessibleWorkbook, Content
from fairness_core.lessons.lesson import Coding, Lesson
from fairness_core.staff import StaffRef

SHEET, ORIGINS, LANGUAGE = "Lessons", "Where codes come from", "en-GB"
_WIDTHS = {"Lesson": 70, "Suggested": 30, "Codes": 30, "Action": 40, "Reason for rejecting": 30}
_ORIGIN_WIDTHS = (14, 14, 14, 30, 26, 8, 8, 50, 22, 14)


def write_register(lessons: Iterable[Lesson]) -> bytes:
    """Write a register as an Excel workbook: the lessons, and a sheet that keeps where codes come from.

    Days are text as 2025-08-31. Raises `CallerError` for a text that no cell can hold, and `MissingExtra` without
    XlsxWriter.
    """
    every = tuple(lessons)
    book = AccessibleWorkbook("Lessons", LANGUAGE)
    headings = [labels[0] for labels in HEADINGS.values()]
    widths = [_WIDTHS.get(label, 16) for label in headings]
    sheet = book.add_sheet(SHEET, "Lessons")
    sheet.lines(["This sheet holds one table, a row for each lesson. A blank cell means that nothing was recorded."])
    sheet.table("lessons", headings, [_row(each) for each in every] or [_blank(headings)], widths=widths)
    sheet = book.add_sheet(ORIGINS, ORIGINS)
    sheet.lines(
        [
            "This sheet holds one table: what suggested each code, by which words. It is kept by the program; "
            "a blank cell means that nothing is known."
        ]
    )
    origins = [_origin_row(lesson, coding) for lesson in every for coding in lesson.codings]
    sheet.table("origins", ORIGIN_COLUMNS, origins or [_blank(ORIGIN_COLUMNS)], widths=_ORIGIN_WIDTHS)
    return book.close()


def _blank(headings: Sequence[str]) -> list[Content]:
    """Return a row to write into: a table has one at least."""
    return [None for _ in headings]


def _row(lesson: Lesson) -> list[Content]:
    decided = next((each for each in lesson.codings if each.by), None)
    rejected = [each for each in lesson.codings if each.state == "rejected"]
    held: dict[str, str] = {
        "id": lesson.id,
        "text": lesson.text,
        "recorded": lesson.recorded.isoformat(),
        "case": lesson.case,
        "source": lesson.source,
        "kind": lesson.kind,
        "level": lesson.level,
        **{field: "; ".join(each.code for each in lesson.codings if each.state == state) for field, state in STATES},
        "reason": "\n".join(" ".join(each.reason.split()) for each in rejected),
        "by": _said(decided.by) if decided else "",
        "on": _day(decided.on) if decided else "",
        "allegations": "; ".join(lesson.allegations),
        "action": "\n".join(" ".join(each.what.split()) for each in lesson.actions),
        "owner": "\n".join(" ".join(each.owner.split()) for each in lesson.actions),
        "due": "\n".join(each.due.isoformat() for each in lesson.actions),
        "done": "\n".join(each.done.isoformat() if each.done else NOT_DONE for each in lesson.actions),
    }
    return [held[field] or None for field in HEADINGS]


def _origin_row(lesson: Lesson, coding: Coding) -> list[Content]:
    first, last = map(str, coding.span) if coding.span else ("", "")
    words = lesson.text[slice(*coding.span)] if coding.span else ""
    made = [lesson.id, coding.code, coding.state, coding.made_by, coding.rule, first, last, words]
    return [each or None for each in (*made, _said(coding.by), _day(coding.on))]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _said(person: StaffRef | None) -> str:
    return f"{person.role} {person.id}" if person else ""
