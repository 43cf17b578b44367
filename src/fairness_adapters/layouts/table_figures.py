"""A figure's cell in a table, by the unit that the layout declares for its column.

Because the layout says what the column holds, 0.5 in a column of percentages is half a percent, and 0.5 in
a column of fractions is 50%. What looks like a mix-up is reported by `fairness_adapters.layouts.table_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import attrs

from fairness_adapters.grid import CellError, CellValue, NotCalculated, is_blank
from fairness_adapters.layouts.figures import Cell, Parsed, marker_meaning, not_a_number, parse_count, problem_of
from fairness_adapters.layouts.schema import Markers
from fairness_adapters.layouts.table_schema import Figures, TableUnit
from fairness_core.values import Missing, Reason, Stated, Unit

_ARROWS_AND_STARS = r"[\u25b2\u25bc\u25b3\u25bd\u2191\u2193\u2192\u2190\u2194\u2605\u2606]"
_SIGNS = re.compile(rf"(\s*({_ARROWS_AND_STARS}|\[([prefb]|note \d{{1,2}})\]))+$", re.IGNORECASE)
_BLANKS: Mapping[str, Parsed | None] = {
    "not recorded": Missing(reason=Reason.NOT_RECORDED, detail="left blank"),
    "suppressed": Missing(reason=Reason.SUPPRESSED, detail="left blank"),
    "not applicable": Missing(reason=Reason.NOT_APPLICABLE, detail="left blank"),
    "nothing": None,
}
_EXPECTED: Mapping[TableUnit, str] = {
    "percent": "a percentage from 0 to 100",
    "fraction": "a fraction from 0 to 1",
    "score": "a score, such as 6.8",
    "ratio": "a ratio, such as 1.24",
}
_UNITS: Mapping[TableUnit, Unit] = {
    "percent": Unit.PERCENT,
    "fraction": Unit.PERCENT,
    "score": Unit.SCORE,
    "ratio": Unit.RATIO,
}


def parse_figure(cell: Cell, figures: Figures, markers: Markers) -> Parsed | None:
    """Read a cell of these figures; None for a blank that means that nothing is said."""
    value = cell.value
    if is_blank(value) or (isinstance(value, str) and not value.strip()):
        return _zero(figures.unit) if figures.blank == "zero" else _BLANKS[figures.blank]
    if isinstance(value, str):
        cell = attrs.evolve(cell, value=_without_signs(value))
        own = marker_meaning(value.strip(), figures.markers)
        if own is not None:
            return _zero(figures.unit) if own == 0 else own
    if figures.unit != "count":
        return _stated(cell, figures.unit, markers)
    return parse_count(cell, markers) if figures.times == 1 else _multiplied(cell, figures.times, markers)


def _without_signs(text: str) -> str:
    """Return a number's text without arrows, stars and flags behind it; any other text as it is.

    Arrows say better or worse, and flags such as [p] how final a figure is; neither is part of the number.
    """
    bare = _SIGNS.sub("", text.strip())
    return bare if re.fullmatch(r"-?[\d,]+(\.\d+)?\s*%?", bare) else text


def _multiplied(cell: Cell, times: int, markers: Markers) -> Parsed:
    """Read a count in thousands, say, which may have decimals."""
    number = _number_text(cell.value.strip()) if isinstance(cell.value, str) else _number(cell.value)
    if number is None:
        return parse_count(cell, markers)
    whole = number * times
    if whole != whole.to_integral_value():
        return problem_of("not_whole", "A number of people must be whole.", cell, f"a number in units of {times:,}")
    return int(whole)


def _zero(unit: TableUnit) -> Parsed:
    return 0 if unit == "count" else Stated(value=Decimal(0), unit=_UNITS[unit])


def _stated(cell: Cell, unit: TableUnit, markers: Markers) -> Parsed:
    number, is_percent = _number(cell.value), cell.is_percent
    if isinstance(cell.value, str):
        text = cell.value.strip()
        is_percent = text.endswith("%")
        number = _number_text(text.removesuffix("%").strip())
        if number is None:
            meaning = marker_meaning(text, markers)
            if meaning is not None:
                return _zero(unit) if meaning == 0 else meaning
        elif is_percent:
            number = number.scaleb(-2)
    if number is None:
        return not_a_number(cell, _EXPECTED[unit])
    return _SCALES[unit](number, is_percent, cell)


# Moving the point, unlike multiplying, keeps the decimals as they were printed.
def _percent(number: Decimal, is_percent: bool, cell: Cell) -> Parsed:
    return Stated(value=number.scaleb(2) if is_percent else number, unit=Unit.PERCENT)


def _fraction(number: Decimal, is_percent: bool, cell: Cell) -> Parsed:
    if not is_percent and not 0 <= number <= 1:
        return problem_of("not_a_fraction", "This is no fraction of a whole.", cell, _EXPECTED["fraction"])
    return Stated(value=number.scaleb(2), unit=Unit.PERCENT)


def _score(number: Decimal, is_percent: bool, cell: Cell) -> Parsed:
    return Stated(value=number, unit=Unit.SCORE)


def _ratio(number: Decimal, is_percent: bool, cell: Cell) -> Parsed:
    return Stated(value=number, unit=Unit.RATIO)


_SCALES: Mapping[TableUnit, Callable[[Decimal, bool, Cell], Parsed]] = {
    "percent": _percent,
    "fraction": _fraction,
    "score": _score,
    "ratio": _ratio,
}


def _number(value: CellValue) -> Decimal | None:
    if isinstance(value, CellError | NotCalculated | bool) or not isinstance(value, int | float):
        return None
    return Decimal(repr(value))


def _number_text(text: str) -> Decimal | None:
    plain = text.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) else text
    return Decimal(plain) if plain.isascii() and plain.lstrip("-").replace(".", "", 1).isdigit() else None
