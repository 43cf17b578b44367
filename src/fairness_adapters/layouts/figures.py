"""What stands in one cell: a count, a percentage, a day or a year; or why it is none of these.

Nothing is guessed. A text that is almost a number ("12 (est)") is a problem and not 12; a marker of a
missing figure means what the layout says that it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TypeAlias

import attrs

from fairness_adapters.grid import CellError, CellValue, NotCalculated
from fairness_adapters.labels import normalise_label
from fairness_adapters.layouts.schema import Markers
from fairness_adapters.office.quoting import describe_found
from fairness_core.problems import Place, Problem, error
from fairness_core.values import Missing, Reason, Stated, Unit, Value

_COUNT = re.compile(r"(-?\d{1,3}(?:[,\u00a0\u202f ]\d{3}){1,3}|-?\d{1,12})(?:\.0{1,6})?")
_PERCENT = re.compile(r"-?\d{1,6}(?:\.\d{1,15})?")
_BELOW = re.compile(r"<\s*\d{1,3}")
_YEAR_PAIR = re.compile(r"\b(20\d\d)\s*[/\u2013-]\s*(?:20)?(\d\d)\b(?![/\u2013-])")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()


@attrs.frozen(kw_only=True)
class Cell:
    """One cell with where it stands; `is_percent` when its number format is a percentage."""

    value: CellValue
    where: Place
    is_percent: bool = False


Parsed: TypeAlias = Value | Problem
Parser: TypeAlias = Callable[[Cell, Markers], Parsed]


def parse_count(cell: Cell, markers: Markers) -> Parsed:
    """Read a whole number of people; a `Problem` when the cell holds something else.

    Numbers typed as text are taken, with or without separators for thousands or a decimal 0. Negative numbers are
    passed on: the rules of the standard report them.
    """
    value = cell.value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float):
        return problem_of("not_whole", "A number of people must be whole.", cell, "a whole number, such as 12")
    if isinstance(value, str):
        text = value.strip()
        if whole := _COUNT.fullmatch(text):
            return int(re.sub(r"[^\d-]", "", whole[1]))
        meaning = marker_meaning(text, markers)
        return not_a_number(cell, "a whole number, such as 12") if meaning is None else meaning
    return not_a_number(cell, "a whole number, such as 12")


def parse_percent(cell: Cell, markers: Markers) -> Parsed:
    """Read a percentage as `Stated`, 0 to 100: a number, a cell formatted as %, or text such as "24.0%".

    A bare number between 0 and 1 could be a fraction or a small percentage, and is a `Problem`.
    """
    value = cell.value
    if isinstance(value, str):
        return _percent_text(value.strip(), cell, markers)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return not_a_number(cell, "a percentage, such as 24.5")
    number = Decimal(repr(value))
    return _percent(number * 100) if cell.is_percent else _bare_percent(number, cell)


def _percent_text(text: str, cell: Cell, markers: Markers) -> Parsed:
    digits = text.removesuffix("%").strip()
    if not _PERCENT.fullmatch(digits):
        meaning = marker_meaning(text, markers)
        if meaning is None:
            return not_a_number(cell, "a percentage, such as 24.5")
        return _percent(Decimal(0)) if meaning == 0 else meaning
    number = Decimal(digits)
    return _percent(number) if text.endswith("%") else _bare_percent(number, cell)


def _bare_percent(number: Decimal, cell: Cell) -> Parsed:
    if 0 < number < 1:
        return problem_of(
            "fraction_or_percentage",
            "This could be a fraction or a percentage below 1.",
            cell,
            "a percentage from 0 to 100",
            "Write 24 for 24%, or format the cell as a percentage.",
        )
    return _percent(number)


def _percent(number: Decimal) -> Stated:
    return Stated(value=number, unit=Unit.PERCENT)


def marker_meaning(text: str, markers: Markers) -> Missing | int | None:
    """Return what a text in place of a figure means: missing with its reason, 0, or None when it is no marker."""
    folded = normalise_label(text)
    if folded in _folded(markers.zero):
        return 0
    if folded in _folded(markers.suppressed) or _BELOW.fullmatch(folded):
        return Missing(reason=Reason.SUPPRESSED, detail=f"shown as {text}")
    if folded in _folded(markers.not_recorded):
        return Missing(reason=Reason.NOT_RECORDED, detail=f"shown as {text}")
    if folded in _folded(markers.not_applicable):
        return Missing(reason=Reason.NOT_APPLICABLE, detail=f"shown as {text}")
    return None


@cache
def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(normalise_label, texts))


def not_a_number(cell: Cell, expected: str) -> Problem:
    """Say what stands in a cell where a figure should be."""
    match cell.value:
        case CellError():
            return problem_of(
                "error_cell",
                "The cell shows an error instead of a figure.",
                cell,
                expected,
                "Mend the formula in the spreadsheet, or type the figure in.",
            )
        case NotCalculated():
            return problem_of(
                "never_calculated",
                "The cell's formula was never calculated, so its figure is not in the file.",
                cell,
                expected,
                "Open the file in Excel, let it calculate, and save it.",
            )
        case date():
            return problem_of(
                "date_for_number",
                "The cell holds a date where a figure should be.",
                cell,
                expected,
                "Excel may have turned what was typed into a date: type the figure again, as a number.",
            )
    return problem_of("not_a_number", "The cell does not hold a figure.", cell, expected)


def problem_of(code: str, message: str, cell: Cell, expected: str, hint: str = "") -> Problem:
    """Make the error of a cell."""
    return error(
        code,
        message,
        where=cell.where,
        found=describe_found(cell.value),
        expected=expected,
        hint=hint or "Correct the cell, or write 'not known' into it when the figure is not known.",
    )


def parse_day(value: CellValue) -> date | None:
    """Read a day: a date cell, ISO text, day/month/year text, or a spreadsheet's serial number as text.

    >>> parse_day("2022-06-01"), parse_day("31/03/2025"), parse_day("44713")
    (datetime.date(2022, 6, 1), datetime.date(2025, 3, 31), datetime.date(2022, 6, 1))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if re.fullmatch(r"\d{5}", text):
        return date.fromordinal(_EXCEL_DAY_ZERO + int(text))
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def parse_year(value: CellValue) -> int | None:
    """Read the reporting year that a heading names: a date's year, "2023/24" (its end), or the one year in it.

    >>> parse_year("31st March 2025"), parse_year("2023/24"), parse_year("Last year"), parse_year("2019 to 2021")
    (2025, 2024, None, None)
    """
    if isinstance(value, date):
        return value.year
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 2000 <= value <= 2099 else None
    if not isinstance(value, str):
        return None
    if pair := _YEAR_PAIR.search(value):
        first, second = int(pair[1]), int(pair[2])
        return first + 1 if second == (first + 1) % 100 else None
    years = set(_YEAR.findall(value))
    return int(years.pop()) if len(years) == 1 else None
