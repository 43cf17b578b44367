"""A figure of a report drawn as a picture, for Word; Excel draws its own.

Nothing is told by colour alone: markers and hatches differ, lines carry their names, values stand
beside their points. matplotlib is used through its objects and never through pyplot, and is imported
only when a picture is drawn. What cannot be drawn is said in words by
`fairness_adapters.formats.plotting`, which works without matplotlib.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite, isinf
from typing import TYPE_CHECKING

from fairness_adapters.formats.plotting import (
    Line,
    Spot,
    axis_bounds,
    categories,
    lines_of,
    ticks,
)
from fairness_core.report.draft import AmountUnit, Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

PALETTE = ("#12436D", "#F46A25", "#28A197", "#801650", "#3D3D3D", "#A285D1")
"""The Analysis Function's colours for charts: 3:1 with white, the first and fourth over 9:1."""

MARKERS = ("o", "s", "^", "D", "v", "P")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++")

_ARROWS = {True: ("v", "^"), False: ("<", ">")}
_INK, _GREY, _SHADE = "#231F20", "#425563", "#DDE4E6"
_WIDTH, _HEIGHT, _TALLEST, _DPI = 6.7, 3.3, 8.5, 180
_ROW, _ROW_OF_SEVERAL = 0.42, 0.28
_FEW_LABELS, _SHORT_LABEL, _MOST_ACROSS = 14, 12, 7
_STYLE: dict[str, object] = {
    # The face that comes with matplotlib: the same picture on every machine.
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _GREY,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
}


def draw_png(figure: Figure) -> bytes | None:
    """Return the figure as a PNG as wide as the text of an A4 page, or None without matplotlib.

    The same figure gives the same bytes: no date and no program name are in the picture.
    """
    try:
        import matplotlib as _  # noqa: F401
    except ImportError:
        return None
    out = io.BytesIO()
    with _own_style():
        draw(figure).savefig(out, format="png", dpi=_DPI, metadata={"Software": None})
    return out.getvalue()


def draw(figure: Figure) -> Canvas:
    """Return the figure as a matplotlib figure that no window and no pyplot knows of."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(_WIDTH, _page_height(figure)), layout="constrained")
    FigureCanvasAgg(canvas)
    axes = canvas.add_subplot()
    _DRAW[figure.kind](axes, figure)
    _legend(canvas, axes)
    return canvas


@contextmanager
def _own_style() -> Iterator[None]:
    """Use our settings and not those that the user keeps for their own charts."""
    from matplotlib import style

    with style.context(["default", _STYLE]):
        yield


def _page_height(figure: Figure) -> float:
    """Return the height in inches: charts of rows grow with them, up to a page."""
    if figure.kind == "bars" or lies_down(figure):
        several = len(figure.series) > 1
        rows = len(categories(figure)) * max(1, len(figure.series))
        return min(_TALLEST, max(2.2, 1.2 + (_ROW_OF_SEVERAL if several else _ROW) * rows))
    return _HEIGHT


def lies_down(figure: Figure) -> bool:
    """Tell whether intervals are drawn along rows: for long labels, or many points."""
    labels = categories(figure)
    longest = max((len(label) for label in labels), default=0)
    return figure.kind == "intervals" and (longest > _SHORT_LABEL or len(labels) > _MOST_ACROSS)


def _draw_intervals(axes: Axes, figure: Figure) -> None:
    if lies_down(figure):
        axes.set_xscale("log")
        _marks_across(axes, figure, along="x")
        _name_rows(axes, figure)
        _log_ticks(axes, figure, along="x")
    else:
        axes.set_yscale("log")
        _marks_across(axes, figure, along="y")
        _name_columns(axes, figure)
        _log_ticks(axes, figure, along="y")
    spread = 0.6 / max(1, len(figure.series))
    low, high = axis_bounds(figure)
    for number, line in enumerate(lines_of(figure)):
        shift = (number - (len(figure.series) - 1) / 2) * spread
        for spot in line.spots:
            _interval(axes, spot, spot.place + shift, (low, high), number, upright=not lies_down(figure))
        _key(axes, line, number, several=len(figure.series) > 1)


def _interval(axes: Axes, spot: Spot, place: float, bounds: tuple[float, float], number: int, *, upright: bool) -> None:
    """Draw one point, its interval, and an arrow at each end that goes on beyond the axis."""
    if spot.value is None:
        return
    low, high = bounds
    colour, marker = PALETTE[number % len(PALETTE)], MARKERS[number % len(MARKERS)]
    value = min(max(spot.value, low), high)
    ends = [min(max(end, low), high) for end in (spot.low, spot.high) if end is not None]
    if ends:
        _line(axes, [place, place], [min(ends), max(ends)], upright, color=colour, linewidth=1.8)
    for end, arrow in zip((spot.low, spot.high), _ARROWS[upright], strict=True):
        if end is not None:
            inside = low <= end <= high
            shape = ("_" if upright else "|") if inside else arrow
            _line(axes, [place], [min(max(end, low), high)], upright, color=colour, marker=shape, markersize=8)
    if value != spot.value:
        marker = _ARROWS[upright][value == high]
    _line(axes, [place], [value], upright, color=colour, marker=marker, markersize=8, zorder=4)
    _say(axes, spot.text, (place, value), upright)


def _line(axes: Axes, places: list[float], values: list[float], upright: bool, **look: object) -> None:
    across, up = (places, values) if upright else (values, places)
    axes.plot(across, up, clip_on=False, **look)  # type: ignore[arg-type]


def _say(axes: Axes, text: str, at: tuple[float, float], upright: bool) -> None:
    place, value = at
    axes.annotate(
        text,
        (place, value) if upright else (value, place),
        xytext=(9, 0) if upright else (0, 7),
        textcoords="offset points",
        va="center" if upright else "bottom",
        ha="left" if upright else "center",
        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        zorder=5,
    )


def _log_ticks(axes: Axes, figure: Figure, *, along: str) -> None:
    from matplotlib.ticker import FixedLocator, NullLocator

    low, high = axis_bounds(figure)
    axis = axes.xaxis if along == "x" else axes.yaxis
    (axes.set_xlim if along == "x" else axes.set_ylim)(low, high)
    marks = ticks(low, high)
    axis.set_major_locator(FixedLocator(marks))
    axis.set_minor_locator(NullLocator())
    axis.set_ticklabels([f"{mark:g}" for mark in marks])
    axis.set_label_text(f"{figure.axis_label} (log scale)")


def _draw_lines(axes: Axes, figure: Figure) -> None:
    lines = lines_of(figure)
    _marks_across(axes, figure, along="y")
    _name_columns(axes, figure)
    _value_axis(axes, figure, along="y")
    for number, line in enumerate(lines):
        values = [float("nan") if spot.value is None or isinf(spot.value) else spot.value for spot in line.spots]
        colour, marker = PALETTE[number % len(PALETTE)], MARKERS[number % len(MARKERS)]
        axes.plot(range(len(values)), values, color=colour, marker=marker, markersize=7, linewidth=2)
        for spot in line.spots:
            _whisker(axes, spot, colour, upright=True, place=spot.place)
    if sum(len(line.spots) for line in lines) <= _FEW_LABELS:
        _values_beside_lines(axes, lines)
    _names_beside_lines(axes, lines)


def _values_beside_lines(axes: Axes, lines: tuple[Line, ...]) -> None:
    """Say each value above its point, or below it when another line is above."""
    for line in lines:
        for spot in line.spots:
            if spot.value is None or not isfinite(spot.value):
                continue
            others = [each.spots[spot.place].value for each in lines if each is not line]
            above = all(other is None or other <= spot.value for other in others)
            offset = (0, 8) if above else (0, -8)
            axes.annotate(
                spot.text,
                (spot.place, spot.value),
                xytext=offset,
                textcoords="offset points",
                ha="center",
                va="bottom" if above else "top",
            )


def _names_beside_lines(axes: Axes, lines: tuple[Line, ...]) -> None:
    """Write each line's name where it ends, moved apart where ends are close."""
    ends = [(line.end, number, line) for number, line in enumerate(lines) if line.end is not None]
    bottom, top = axes.get_ylim()
    least = (top - bottom) * 0.075
    height = float("-inf")
    for value, number, line in sorted(ends, key=lambda end: end[:2]):
        height = max(value, height + least)
        axes.text(
            len(line.spots) - 0.6,
            height,
            line.label,
            color=PALETTE[number % len(PALETTE)] if number % len(PALETTE) in {0, 3, 4} else _INK,
            va="center",
            fontweight="bold",
        )


def _draw_bars(axes: Axes, figure: Figure) -> None:
    lines = lines_of(figure)
    several = len(lines) > 1
    thick = 0.8 / max(1, len(lines))
    _marks_across(axes, figure, along="x")
    _name_rows(axes, figure)
    _value_axis(axes, figure, along="x")
    for number, line in enumerate(lines):
        colour = PALETTE[number % len(PALETTE)]
        look = {"color": "white" if HATCHES[number % len(HATCHES)] else colour, "edgecolor": colour}
        for spot in line.spots:
            place = spot.place + (number - (len(lines) - 1) / 2) * thick
            if spot.value is None or not isfinite(spot.value):
                continue
            label = line.label if several and spot is line.first else None
            axes.barh(
                place,
                spot.value,
                thick * 0.9,
                label=label,
                hatch=HATCHES[number % len(HATCHES)],
                **look,  # type: ignore[arg-type]
            )
            _whisker(axes, spot, _INK, upright=False, place=place)
            reach = max(spot.value, spot.high if spot.finite and spot.high else 0.0)
            axes.annotate(spot.text, (reach, place), xytext=(4, 0), textcoords="offset points", va="center")


def _whisker(axes: Axes, spot: Spot, colour: str, *, upright: bool, place: float) -> None:
    if spot.value is None or spot.low is None or spot.high is None or not spot.finite:
        return
    _line(axes, [place, place], [spot.low, spot.high], upright, color=colour, linewidth=1)


def _marks_across(axes: Axes, figure: Figure, *, along: str) -> None:
    """Shade the range and draw the reference line; both are named in the key below the chart."""
    span, rule = (axes.axvspan, axes.axvline) if along == "x" else (axes.axhspan, axes.axhline)
    if figure.range_low is not None and figure.range_high is not None:
        span(
            figure.range_low,
            figure.range_high,
            facecolor=_SHADE,
            edgecolor=_GREY,
            linewidth=0.6,
            linestyle=":",
            label=figure.range_label or None,
            zorder=0,
        )
    if figure.reference is not None:
        label = figure.reference_label or None
        rule(figure.reference, color=_INK, linewidth=1, linestyle="--", label=label, zorder=1)


def _name_columns(axes: Axes, figure: Figure) -> None:
    names = categories(figure)
    axes.set_xticks(range(len(names)), [_folded(name, 14) for name in names])
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.tick_params(axis="x", length=0)


def _name_rows(axes: Axes, figure: Figure) -> None:
    names = categories(figure)
    axes.set_yticks(range(len(names)), [_folded(name, 30) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, pad=10)


def _folded(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width)) or text


def _value_axis(axes: Axes, figure: Figure, *, along: str) -> None:
    """Begin at nought, so that lengths and slopes are what they seem; leave room for the labels."""
    from matplotlib.ticker import FuncFormatter

    low, high = axis_bounds(figure)
    (axes.set_xlim if along == "x" else axes.set_ylim)(low, high)
    axis = axes.xaxis if along == "x" else axes.yaxis
    mark = "%" if figure.unit is AmountUnit.PERCENT else ""
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}{mark}"))
    axis.set_label_text(figure.axis_label)


def _key(axes: Axes, line: Line, number: int, *, several: bool) -> None:
    if several:
        colour, marker = PALETTE[number % len(PALETTE)], MARKERS[number % len(MARKERS)]
        axes.plot([], [], color=colour, marker=marker, label=line.label)


def _legend(canvas: Canvas, axes: Axes) -> None:
    handles, labels = axes.get_legend_handles_labels()
    if handles:
        canvas.legend(
            handles, labels, loc="outside lower center", ncols=min(3, len(labels)), frameon=False, fontsize=8.5
        )


_DRAW = {"intervals": _draw_intervals, "lines": _draw_lines, "bars": _draw_bars}
