"""A report's figures as native Excel charts, and the sheet of numbers that they are drawn from.

A chart draws cells, and a table in a section prints what readers want rather than what a chart needs;
so all charts draw from one tidy table on a sheet of its own. Pictures for Word live in
`fairness_adapters.formats.charts`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil, floor, isfinite, log2
from typing import TYPE_CHECKING

from fairness_adapters.formats.charts import PALETTE
from fairness_adapters.formats.plotting import Spot, axis_bounds, categories, drawable, lines_of
from fairness_adapters.office.safe_text import clean_text
from fairness_adapters.office.workbook import AccessibleWorkbook, Content, Sheet, cell_name, number_format
from fairness_core.report.draft import Figure, Hidden, Point, Section, Shorthand

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

SHEET = "Chart figures"
"""The name of the sheet that the charts draw from."""

_HEADERS = (
    "Chart",
    "Line",
    "Point",
    "Value",
    "Interval, low end",
    "Interval, high end",
    "Drawn: value",
    "Drawn: down from the value",
    "Drawn: up from the value",
    "Drawn: reference line",
    "Drawn: low end of the range",
    "Drawn: high end of the range",
)
_POINT, _VALUE, _DOWN, _UP, _REFERENCE, _LOW, _HIGH = 2, 6, 7, 8, 9, 10, 11
_LINES = (
    "This sheet holds one table: the numbers that the charts of this workbook are drawn from.",
    "A cell in the columns that begin with Drawn is left blank where the chart draws nothing. "
    "[c] means hidden to protect individuals; [x] means that there is no number; [z] means not applicable.",
)
_FIRST_ROW = 1 + len(_LINES) + 1
_MARKERS = ("circle", "square", "triangle", "diamond", "x", "plus")
_PATTERNS = ("", "wide_upward_diagonal", "dotted_diamond", "wide_downward_diagonal", "large_grid", "trellis")
_LABEL_PLACE = {"intervals": "right", "lines": "above", "bars": "outside_end"}
_GREY, _INK = "#425563", "#231F20"


class Charts:
    """The charts of a workbook: made where their sections are, drawn from the last sheet."""

    def __init__(self, book: AccessibleWorkbook, sections: Sequence[Section]) -> None:
        self._book = book
        self._figures = [(each, each.figure) for each in sections if each.figure]
        self._rows: dict[str, int] = {}
        row = _FIRST_ROW
        for section, figure in self._figures:
            self._rows[section.name] = row
            row += len(figure.series) * len(categories(figure))

    def place(self, section: Section, sheet: Sheet, row: int, column: int) -> None:
        """Put the section's chart at a cell of a sheet; nothing when it has no point to draw."""
        figure = section.figure
        if figure and drawable(figure):
            chart = _KINDS[figure.kind](self._book, figure, self._rows[section.name])
            _dress(chart, figure)
            sheet.chart(chart, row, column, figure.alternative.text)

    def write_figures(self) -> None:
        """Write the sheet that the charts draw from, with the charts of sections without a table."""
        rows = [row for _, figure in self._figures for row in _rows_of(figure)]
        if not rows:
            return
        sheet = self._book.add_sheet(SHEET, SHEET)
        sheet.lines(_LINES)
        top = sheet.table("chart_figures", _HEADERS, rows, numeric=[False] * 3 + [True] * 9)
        for place, (section, _) in enumerate(each for each in self._figures if not each[0].table):
            self.place(section, sheet, top + 22 * place, len(_HEADERS) + 1)


def notes_below(figure: Figure) -> tuple[str, ...]:
    """Say in words what Excel's chart cannot draw: points beyond a logarithmic axis, cut intervals."""
    if figure.kind != "intervals":
        return ()
    spots = [(line.label, spot) for line in lines_of(figure) for spot in line.spots]
    beyond = [
        f"{label}, {spot.label} ({spot.text})" for label, spot in spots if spot.value is not None and not _fits(spot)
    ]
    low, high = _edges(figure)
    cut = [
        f"{label}, {spot.label}"
        for label, spot in spots
        if _fits(spot) and any(end is not None and not low <= end <= high for end in (spot.low, spot.high))
    ]
    said = [f"The chart has no point for what its axis cannot show: {'; '.join(beyond)}."] if beyond else []
    return (
        *said,
        *([f"The interval goes on beyond the edge of the chart: {'; '.join(cut)}."] if cut else []),
    )


def _rows_of(figure: Figure) -> list[tuple[Content, ...]]:
    title = figure.title.text
    return [
        (title, series.label, spot.label, *_shown(_point(series.points, spot.label)), *_drawn(figure, spot))
        for series, line in zip(figure.series, lines_of(figure), strict=True)
        for spot in line.spots
    ]


def _point(points: Sequence[Point], label: str) -> Point | None:
    return next((point for point in points if point.label == label), None)


def _shown(point: Point | None) -> tuple[Content, Content, Content]:
    """Return a point as the report shows it."""
    none = Shorthand.NOT_APPLICABLE.value
    if point is None:
        return none, none, none
    if isinstance(point.value, Hidden):
        # The ends of an interval would tell the value in its middle.
        return point.value, point.value, point.value
    return point.value, point.low or none, point.high or none


def _drawn(figure: Figure, spot: Spot) -> tuple[Content, ...]:
    """Return what the chart draws of a point; a text would be drawn as nought, so there is none."""
    low, high = _edges(figure)
    marks = (figure.reference, figure.range_low, figure.range_high)
    others = tuple(None if mark is None else float(mark) for mark in marks)
    if spot.value is None or not (_fits(spot) if figure.kind == "intervals" else isfinite(spot.value)):
        return (None, None, None, *others)
    down = None if spot.low is None else spot.value - max(spot.low, low)
    up = None if spot.high is None else min(spot.high, high) - spot.value
    return (spot.value, down, up, *others)


def _fits(spot: Spot) -> bool:
    return spot.value is not None and isfinite(spot.value) and spot.value > 0


def _edges(figure: Figure) -> tuple[float, float]:
    """Return the ends of the value axis; powers of two on a logarithmic one, where Excel has its ticks."""
    low, high = axis_bounds(figure)
    if figure.kind != "intervals":
        return low, high
    return 2.0 ** floor(log2(low)), 2.0 ** ceil(log2(high))


def _intervals(book: AccessibleWorkbook, figure: Figure, first: int) -> Chart:
    chart = book.add_chart("line")
    for number, (label, start, end) in enumerate(_ranges(figure, first)):
        options = _series(figure, label, start, end, number)
        options["line"] = {"none": True}
        options["y_error_bars"] = {
            "type": "custom",
            "plus_values": _formula(start, end, _UP),
            "plus_data": _column(figure, number, _UP),
            "minus_values": _formula(start, end, _DOWN),
            "minus_data": _column(figure, number, _DOWN),
            "line": {"color": PALETTE[number % len(PALETTE)], "width": 1.75},
        }
        chart.add_series(options)
    _add_marks(chart, figure, first)
    low, high = _edges(figure)
    chart.set_y_axis({**_axis(figure), "log_base": 2, "major_unit": 2, "min": low, "max": high, "crossing": low})
    chart.set_x_axis({"label_position": "low", "num_font": _font(10)})
    return chart


def _lines(book: AccessibleWorkbook, figure: Figure, first: int) -> Chart:
    chart = book.add_chart("line")
    for number, (label, start, end) in enumerate(_ranges(figure, first)):
        options = _series(figure, label, start, end, number)
        options["line"] = {"color": PALETTE[number % len(PALETTE)], "width": 2.25}
        chart.add_series(options)
    _add_marks(chart, figure, first)
    chart.set_y_axis(_axis(figure))
    chart.set_x_axis({"label_position": "low", "num_font": _font(10)})
    return chart


def _bars(book: AccessibleWorkbook, figure: Figure, first: int) -> Chart:
    chart = book.add_chart("bar")
    for number, (label, start, end) in enumerate(_ranges(figure, first)):
        options = _series(figure, label, start, end, number)
        options |= _bar_look(number)
        chart.add_series(options)
    # Excel counts bars from the bottom, and readers from the top.
    chart.set_y_axis({"reverse": True, "num_font": _font(10), "label_position": "low"})
    chart.set_x_axis({**_axis(figure), "label_position": "high"})
    return chart


def _bar_look(number: int) -> dict[str, object]:
    colour, pattern = PALETTE[number % len(PALETTE)], _PATTERNS[number % len(_PATTERNS)]
    if not pattern:
        return {"fill": {"color": colour}, "gap": 60}
    look = {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}
    return {"pattern": look, "border": {"color": colour}, "gap": 60}


def _ranges(figure: Figure, first: int) -> list[tuple[str, int, int]]:
    count = len(categories(figure))
    return [
        (series.label, first + place * count, first + (place + 1) * count - 1)
        for place, series in enumerate(figure.series)
    ]


def _series(figure: Figure, label: str, start: int, end: int, number: int) -> dict[str, object]:
    decimals = max((0, *(_decimals(point) for series in figure.series for point in series.points)))
    colour = PALETTE[number % len(PALETTE)]
    return {
        "name": _words(label),
        "categories": _cells(start, end, _POINT),
        "values": _cells(start, end, _VALUE),
        "marker": {
            "type": _MARKERS[number % len(_MARKERS)],
            "size": 8,
            "fill": {"color": colour},
            "border": {"color": colour},
        },
        "data_labels": {
            "value": True,
            "num_format": number_format(figure.unit, decimals),
            "position": _LABEL_PLACE[figure.kind],
            "font": _font(10),
            "fill": {"color": "#FFFFFF"},
        },
    }


def _decimals(point: Point) -> int:
    return 0 if isinstance(point.value, Hidden) else point.value.decimals


def _add_marks(chart: Chart, figure: Figure, first: int) -> None:
    """Add the reference line and both ends of the range, each named in the key."""
    end = first + len(categories(figure)) - 1
    named = (
        (figure.reference, figure.reference_label or "Reference", _REFERENCE, "dash", _INK),
        (figure.range_low, f"{figure.range_label or 'Range'}: low end", _LOW, "round_dot", _GREY),
        (figure.range_high, f"{figure.range_label or 'Range'}: high end", _HIGH, "square_dot", _GREY),
    )
    for value, label, column, dash, colour in named:
        if value is not None:
            # A line through a single point has no length, so the point gets a mark.
            marker = {"type": "long_dash", "size": 20} if end == first else {"type": "none"}
            chart.add_series(
                {
                    "name": _words(label),
                    "categories": _cells(first, end, _POINT),
                    "values": _cells(first, end, column),
                    "line": {"color": colour, "width": 1.25, "dash_type": dash},
                    "marker": marker,
                }
            )


def _axis(figure: Figure) -> dict[str, object]:
    low = axis_bounds(figure)[0]
    logarithmic = figure.kind == "intervals"
    return {
        "name": _words(f"{figure.axis_label} (log scale)" if logarithmic else figure.axis_label),
        "name_font": _font(10, bold=False),
        "num_font": _font(10),
        "num_format": "General" if logarithmic else number_format(figure.unit, 0),
        "major_gridlines": {"visible": True, "line": {"color": "#E8EDEE", "width": 0.75}},
        **({} if logarithmic or low < 0 else {"min": 0}),
    }


def _font(size: int, *, bold: bool = False) -> dict[str, object]:
    return {"name": "Arial", "size": size, "bold": bold, "color": _INK}


def _words(text: str) -> str:
    """Keep a name from being read as a formula, as XlsxWriter reads "=..." and "Sheet!A1"."""
    apart = re.sub(r"!(?=\$?[A-Z])", "! ", text)
    return clean_text(f" {apart}" if apart.startswith("=") else apart, "a name in a chart")


def _cells(start: int, end: int, column: int) -> list[object]:
    return [SHEET, start, column, end, column]


def _column(figure: Figure, number: int, column: int) -> list[Content]:
    """Return what the chart draws for one line in one column, for programs that do not look the cells up."""
    return [_drawn(figure, spot)[column - _VALUE] for spot in lines_of(figure)[number].spots]


def _formula(start: int, end: int, column: int) -> str:
    """Return a range as a formula: for error bars XlsxWriter takes a list as the values themselves."""
    return f"='{SHEET}'!{_fixed(start, column)}:{_fixed(end, column)}"


def _fixed(row: int, column: int) -> str:
    letters = cell_name(row, column).rstrip("0123456789")
    return f"${letters}${row + 1}"


def _dress(chart: Chart, figure: Figure) -> None:
    chart.set_title({"name": _words(figure.title.text), "name_font": _font(12, bold=True), "overlay": False})
    chart.set_legend({"position": "bottom", "font": _font(10)})
    chart.set_size({"width": 760, "height": 420})


_KINDS = {"intervals": _intervals, "lines": _lines, "bars": _bars}
