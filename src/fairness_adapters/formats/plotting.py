"""What of a figure can be drawn, where, and what must be said in words instead: for every format.

Pure, and without any drawing library: figures in, places and texts out.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isfinite

import attrs

from fairness_core.report.draft import Amount, Figure, Hidden, Point

_LADDER = (0.01, 0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 0.8, 1, 1.25, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
_CROWDED = 30
_FARTHEST = 6.0


@attrs.frozen(kw_only=True)
class Spot:
    """Where one point is drawn: its place along the labels, value, interval ends, and printed text.

    `value` is None when nothing can be drawn. A value or an end may be infinite.
    """

    place: int
    label: str
    value: float | None
    low: float | None
    high: float | None
    text: str

    @property
    def finite(self) -> bool:
        """Whether the value and both ends can stand on an axis."""
        return all(each is None or isfinite(each) for each in (self.value, self.low, self.high))


@attrs.frozen(kw_only=True)
class Line:
    """One series with a spot for every label of the figure, in the figure's order."""

    label: str
    spots: tuple[Spot, ...]

    @property
    def first(self) -> Spot | None:
        """The first spot that an axis from nought can show."""
        return next(iter(self._drawn()), None)

    @property
    def end(self) -> float | None:
        """The value where the line ends, None when nothing of it can be drawn."""
        return next((spot.value for spot in reversed(self._drawn())), None)

    def _drawn(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.value is not None and isfinite(spot.value)]


def categories(figure: Figure) -> tuple[str, ...]:
    """Return the labels of all points, in the order in which the series bring them."""
    return tuple(dict.fromkeys(point.label for series in figure.series for point in series.points))


def lines_of(figure: Figure) -> tuple[Line, ...]:
    """Return each series over all labels; a label that it lacks has a spot without a value."""
    names = categories(figure)
    return tuple(
        Line(label=series.label, spots=tuple(_spots({each.label: each for each in series.points}, names)))
        for series in figure.series
    )


def _spots(points: dict[str, Point], names: Sequence[str]) -> list[Spot]:
    return [_spot(points.get(name), place, name) for place, name in enumerate(names)]


def _spot(point: Point | None, place: int, label: str) -> Spot:
    value = number(point.value) if point else None
    return Spot(
        place=place,
        label=label,
        value=value,
        low=number(point.low) if point and value is not None else None,
        high=number(point.high) if point and value is not None else None,
        text=point.value.text if point else "",
    )


def number(amount: Amount | Hidden | None) -> float | None:
    """Return an amount as a float, or None when it is hidden, absent or has no value."""
    return float(amount.value) if isinstance(amount, Amount) and amount.value is not None else None


def drawable(figure: Figure) -> bool:
    """Tell whether the figure has a point with a number that an axis can show."""
    return any(spot.value is not None and isfinite(spot.value) for spot in _all_spots(figure))


def _all_spots(figure: Figure) -> list[Spot]:
    return [spot for line in lines_of(figure) for spot in line.spots]


def axis_bounds(figure: Figure) -> tuple[float, float]:
    """Return where the value axis begins and ends.

    On a logarithmic axis an interval may reach six times as far as the outermost value or mark, and
    beyond that it is cut and gets an arrow; a half and two are always on it.
    Other axes hold everything finite, and nought.
    """
    return _log_bounds(figure) if figure.kind == "intervals" else _plain_bounds(figure)


def _log_bounds(figure: Figure) -> tuple[float, float]:
    spots = _all_spots(figure)
    core = _positive([*(spot.value for spot in spots), *_marks(figure)]) or [1.0]
    ends = _positive([end for spot in spots for end in (spot.low, spot.high)])
    low = max(min([*core, *ends]), min(core) / _FARTHEST)
    high = min(max([*core, *ends]), max(core) * _FARTHEST)
    return min(low / 1.15, 0.45), max(high * 1.15, 2.2)


def _plain_bounds(figure: Figure) -> tuple[float, float]:
    found = [each for spot in _all_spots(figure) for each in (spot.value, spot.low, spot.high)]
    finite = [each for each in (*found, *_marks(figure), 0.0) if each is not None and isfinite(each)]
    low, high = min(finite), max(finite)
    room = 0.14 * ((high - low) or 1.0)
    return (low - room if low < 0 else low), (high + room if high > 0 else high)


def _marks(figure: Figure) -> list[float | None]:
    return [figure.reference, figure.range_low, figure.range_high]


def _positive(values: Sequence[float | None]) -> list[float]:
    return [each for each in values if each is not None and 0 < each < inf]


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Return the readable numbers between `low` and `high` of a logarithmic axis of ratios.

    >>> ticks(0.45, 3.2)
    (0.5, 0.8, 1, 1.25, 2, 3)
    """
    inside = tuple(each for each in _LADDER if low <= each <= high)
    if high / low <= _CROWDED:
        return inside
    return tuple(each for each in inside if each not in {0.33, 0.8, 1.25, 3})


def notes_below(figure: Figure) -> tuple[str, ...]:
    """Say in words which points the chart leaves out, hidden ones apart from those without a number."""
    several = len(figure.series) > 1
    named = [
        (f"{series.label}, {point.label}" if several else point.label, point.value)
        for series in figure.series
        for point in series.points
    ]
    hidden = [name for name, value in named if isinstance(value, Hidden)]
    reasons = [(name, _why_undrawn(figure, value)) for name, value in named if isinstance(value, Amount)]
    undrawn = [f"{name} ({reason})" for name, reason in reasons if reason]
    said = [f"Not shown in the chart, to protect individuals: {'; '.join(hidden)}."] if hidden else []
    return (*said, *([f"Not in the chart, as there is no number to draw: {'; '.join(undrawn)}."] if undrawn else []))


def _why_undrawn(figure: Figure, amount: Amount) -> str:
    """Return why an amount has no mark in the chart; empty when it has one."""
    if amount.value is None:
        return amount.why_not.rstrip(".") or "no number"
    # Infinity stands at the edge of a logarithmic axis, and has no place among lengths.
    return "" if figure.kind == "intervals" or isfinite(amount.value) else amount.text


def goes_beyond(figure: Figure) -> bool:
    """Tell whether an interval or a value lies beyond the edges of the chart's axis."""
    low, high = axis_bounds(figure)
    ends = (each for spot in _all_spots(figure) if spot.value is not None for each in (spot.low, spot.high, spot.value))
    return any(each is not None and not low <= each <= high for each in ends)
