"""A register of lessons as an Excel workbook, for people to confirm or reject what was suggested.

The first sheet has a row a lesson; the second keeps where each code comes from. How it is read again is in
`lessons_register`. No text becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from fairness_adapters.formats.lessons_sheet import HEADINGS, NOT_DONE, ORIGIN_COLUMNS, STATES
from fairness_adapters.office import safe_text
from fairness_adapters.office.repack import FIXED_DATE, repack
from fairness_core.errors import MissingExtra
from fairness_core.lessons.lesson import Coding, Lesson
from fairness_core.problems import Place
from fairness_core.staff import StaffRef

SHEET, ORIGINS = "Lessons", "Where codes come from"


def write_register(lessons: Iterable[Lesson]) -> bytes:
    """Write a register as an Excel workbook: the lessons, and a sheet that keeps where codes come from.

    Raises `CallerError` for a text that no cell can hold, and `MissingExtra` without XlsxWriter.
    """
    every = tuple(lessons)
    try:
        import xlsxwriter
    except ImportError as missing:
        raise MissingExtra("office", "Writing a register") from missing
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "Lessons", "author": "", "created": FIXED_DATE.replace(tzinfo=None)})
    headings = [labels[0] for labels in HEADINGS.values()]
    wide = {"Lesson": 70, "Suggested": 30, "Codes": 30, "Action": 40, "Reason for rejecting": 30}
    _sheet(book, SHEET, headings, [_row(each) for each in every], [wide.get(label, 14) for label in headings])
    origins = [_origin_row(lesson, coding) for lesson in every for coding in lesson.codings]
    _sheet(book, ORIGINS, ORIGIN_COLUMNS, origins, [12, 12, 12, 28, 24, 7, 7, 50, 20, 12])
    book.close()
    return repack(out.getvalue(), {})


def _sheet(
    book: object, name: str, headings: Sequence[str], rows: Sequence[Sequence[object]], widths: list[int]
) -> None:
    sheet = book.add_worksheet(name)  # type: ignore[attr-defined]
    head, wrapped, day = (
        book.add_format({"valign": "top", "text_wrap": True, **look})  # type: ignore[attr-defined]
        for look in ({"bold": True, "bottom": 1}, {}, {"num_format": "yyyy-mm-dd", "align": "left"})
    )
    for column, (label, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, int):
                sheet.write_number(number, column, value, wrapped)
            elif value:
                where = Place(sheet=name, cell=f"row {number + 1}")
                text = safe_text.clean_text(str(value), where, longest=safe_text.EXCEL_LONGEST_TEXT)
                sheet.write_string(number, column, text, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _row(lesson: Lesson) -> list[object]:
    decided = next((each for each in lesson.codings if each.by), None)
    rejected = [each for each in lesson.codings if each.state == "rejected"]
    held: dict[str, object] = {
        "id": lesson.id,
        "text": lesson.text,
        "recorded": lesson.recorded,
        "case": lesson.case,
        "source": lesson.source,
        "kind": lesson.kind,
        "level": lesson.level,
        **{field: "; ".join(each.code for each in lesson.codings if each.state == state) for field, state in STATES},
        "reason": "\n".join(" ".join(each.reason.split()) for each in rejected),
        "by": _said(decided.by) if decided else "",
        "on": decided.on if decided else None,
        "allegations": "; ".join(lesson.allegations),
        "action": "\n".join(" ".join(each.what.split()) for each in lesson.actions),
        "owner": "\n".join(" ".join(each.owner.split()) for each in lesson.actions),
        "due": "\n".join(each.due.isoformat() for each in lesson.actions),
        "done": "\n".join(each.done.isoformat() if each.done else NOT_DONE for each in lesson.actions),
    }
    return [held[field] for field in HEADINGS]


def _origin_row(lesson: Lesson, coding: Coding) -> list[object]:
    start, end = coding.span or (None, None)
    words = lesson.text[start:end] if coding.span else ""
    made: list[object] = [lesson.id, coding.code, coding.state, coding.made_by, coding.rule, start, end, words]
    return [*made, _said(coding.by), coding.on]


def _said(person: StaffRef | None) -> str:
    return f"{person.role} {person.id}" if person else ""
