"""Charts: what is drawn, where the axis ends, what is said in words, and the same picture every time."""

from __future__ import annotations

import sys
from math import inf, isfinite

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.formats import charts
from fairness_adapters.formats.plotting import (
    axis_bounds,
    categories,
    drawable,
    goes_beyond,
    lines_of,
    notes_below,
    ticks,
)
from fairness_core.disclosure import Report
from fairness_core.report.draft import Amount, AmountUnit, Figure, Hidden, Point, Sentence, Series


def _amount(value: float | None, why_not: str = "") -> Amount:
    return Amount(value=value, unit=AmountUnit.RATIO, decimals=2, why_not=why_not)


def _figure(*points: Point, **changes: object) -> Figure:
    figure = Figure(
        name="f",
        kind="intervals",
        title=Sentence(template="T"),
        alternative=Sentence(template="A"),
        series=(Series(label="S", points=points),),
        axis_label="Ratio",
        unit=AmountUnit.RATIO,
        reference=1.0,
        reference_label="Equal (1)",
        range_low=0.8,
        range_high=1.25,
        range_label="Range",
    )
    return attrs.evolve(figure, **changes)  # type: ignore[arg-type]


def _point(label: str, value: float | None, low: float | None = None, high: float | None = None) -> Point:
    ends = [None if each is None else _amount(each) for each in (low, high)]
    return Point(label=label, value=_amount(value), low=ends[0], high=ends[1])


def _figures(report: Report) -> list[Figure]:
    return [section.figure for section in report.sections if section.figure]


def _texts(figure: Figure) -> set[str]:
    canvas = charts.draw(figure)
    axes = canvas.axes[0]
    said = {each.get_text() for each in axes.texts}
    ticks_said = {each.get_text() for each in (*axes.get_xticklabels(), *axes.get_yticklabels())}
    legends = {text.get_text() for legend in canvas.legends for text in legend.get_texts()}
    return said | ticks_said | legends


def test_a_chart_is_a_picture_as_wide_as_the_text(report: Report) -> None:
    """A PNG of 6.7 inches at 180 dots an inch, without the name of the program."""
    for figure in _figures(report):
        png = charts.draw_png(figure)
        assert png is not None
        assert png.startswith(b"\x89PNG")
        assert 1206 == int.from_bytes(png[16:20], "big")
        assert b"matplotlib" not in png


def test_the_same_figure_gives_the_same_picture_whatever_the_user_has_set(report: Report) -> None:
    """The user's own settings for charts do not change a report."""
    import matplotlib as mpl

    figure = _figures(report)[0]
    first = charts.draw_png(figure)
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "yellow"}):
        assert first == charts.draw_png(figure)


def test_no_window_is_opened_and_pyplot_is_left_alone(report: Report) -> None:
    """Charts are drawn by objects, so that a program's own charts are not disturbed."""
    charts.draw_png(_figures(report)[0])
    assert "matplotlib.pyplot" not in sys.modules


def test_without_matplotlib_there_is_no_picture(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller is told by None and puts words in its place."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert charts.draw_png(_figures(report)[0]) is None


def test_an_interval_chart_names_values_range_and_parity(report: Report) -> None:
    """Values stand by their points, ticks are readable numbers, and nothing hidden is drawn."""
    said = _texts(_figures(report)[0])
    assert {"1.22", "1.29", "1.61", "0.5", "0.8", "1", "1.25", "2", *(str(year) for year in range(2021, 2026))} <= said
    assert {"Non-adverse range, 0.80 to 1.25", "Equal likelihood (1)"} <= said
    assert not {"1.90", "[c]", "[x]"} & said


def test_lines_carry_their_names_and_bars_their_values(report: Report) -> None:
    """Lines are named where they end; bars are named in a key and differ by hatching."""
    _, lines, bars, *_ = _figures(report)
    assert {"White", "BME", "21.0%", "25.2%", "0%"} <= _texts(lines)
    assert {"White", "BME", "71.0%", "24.5%", "Bands 8a and 8b"} <= _texts(bars)
    drawn = charts.draw(lines).axes[0].get_lines()
    assert 2 == len({line.get_marker() for line in drawn if line.get_marker() not in {"None", ""}})
    hatches = {patch.get_hatch() or "" for patch in charts.draw(bars).axes[0].patches}
    assert 2 == len(hatches)


def test_long_names_and_many_points_lie_down() -> None:
    """Intervals are drawn along rows when names are long or points are many, and upright else."""
    assert not charts.lies_down(_figure(_point("2024", 1.0)))
    assert charts.lies_down(_figure(_point("Clinical, lower to middle", 1.0)))
    assert charts.lies_down(_figure(*(_point(str(year), 1.0) for year in range(8))))


def test_an_interval_without_end_gets_an_arrow_at_the_edge() -> None:
    """An infinite end is drawn to the edge of the axis, with an arrowhead."""
    axes = charts.draw(_figure(_point("2024", 2.0, 1.1, inf))).axes[0]
    top = axes.get_ylim()[1]
    (arrow,) = [line for line in axes.get_lines() if line.get_marker() == "^"]
    assert [pytest.approx(top)] == list(arrow.get_ydata())  # type: ignore[arg-type]


@given(
    value=st.floats(1e-3, 1e3),
    down=st.floats(0, 1),
    up=st.one_of(st.just(inf), st.floats(1, 1e6)),
)
def test_the_axis_holds_every_value_and_the_range_however_wide_an_interval_is(
    value: float, down: float, up: float
) -> None:
    """Values, parity, the range, a half and two are on the axis; it is finite; only intervals are cut."""
    figure = _figure(_point("2024", value, value * down, value * up))
    low, high = axis_bounds(figure)
    assert 0 < low < high < inf
    assert all(low <= each <= high for each in (value, 0.5, 0.8, 1.0, 1.25, 2.0))
    assert goes_beyond(figure) == (value * down < low or value * up > high)
    assert {0.5, 1, 2} <= set(ticks(low, high))


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6))
def test_other_axes_begin_at_nought(values: list[float]) -> None:
    """Lengths and slopes are what they seem: nought and every value are on the axis."""
    points = [_point(str(place), value) for place, value in enumerate(values)]
    low, high = axis_bounds(_figure(*points, kind="bars", reference=None, range_low=None, range_high=None))
    assert low <= min(0.0, *values)
    assert high >= max(0.0, *values)


def test_series_are_aligned_by_label_and_gaps_are_gaps() -> None:
    """A label that one series lacks has a spot without a value there; the order is that of first meeting."""
    series = (
        Series(label="A", points=(_point("2023", 1.0), _point("2025", 2.0))),
        Series(label="B", points=(_point("2024", 3.0),)),
    )
    figure = _figure(series=series)
    assert ("2023", "2025", "2024") == categories(figure)
    assert [[1.0, 2.0, None], [None, None, 3.0]] == [[spot.value for spot in line.spots] for line in lines_of(figure)]


def test_what_cannot_be_drawn_is_said_with_its_reason() -> None:
    """Hidden points are named apart from points that have no number; with two series each is named by both."""
    hidden = Point(label="2023", value=Hidden(unit=AmountUnit.RATIO))
    missing = Point(label="2024", value=_amount(None, "nobody was shortlisted."))
    assert (
        "Not shown in the chart, to protect individuals: 2023.",
        "Not in the chart, as there is no number to draw: 2024 (nobody was shortlisted).",
    ) == notes_below(_figure(hidden, missing))
    two = _figure(series=(Series(label="A", points=(hidden,)), Series(label="B", points=(_point("2023", 1.0),))))
    assert ("Not shown in the chart, to protect individuals: A, 2023.",) == notes_below(two)


def test_infinity_has_no_place_among_lines_and_bars() -> None:
    """Only a logarithmic axis shows it, at its edge and as an arrow; elsewhere words do."""
    endless = _point("2024", inf)
    assert ("Not in the chart, as there is no number to draw: 2024 (infinity).",) == notes_below(
        _figure(endless, _point("2025", 1.0), kind="bars")
    )
    assert () == notes_below(_figure(endless))
    assert ["^"] == [
        line.get_marker() for line in charts.draw(_figure(endless)).axes[0].get_lines() if line.get_marker() == "^"
    ]


def test_an_end_of_an_interval_goes_with_a_hidden_value() -> None:
    """Nothing of a point is drawn when its value is hidden, since the ends would tell it."""
    point = Point(label="2023", value=Hidden(), low=_amount(1.0), high=_amount(3.0))
    ((spot,),) = [line.spots for line in lines_of(_figure(point))]
    assert (None, None, None) == (spot.value, spot.low, spot.high)
    assert not drawable(_figure(point))


@pytest.mark.parametrize("kind", ["intervals", "lines", "bars"])
@pytest.mark.parametrize("value", [0.0, inf, None, 1.5])
def test_every_kind_draws_every_value(kind: str, value: float | None) -> None:
    """Nought, infinity and no number are drawn or left out, and never break a chart."""
    figure = _figure(_point("2024", value, 0.0, inf), _point("2025", 1.2, 1.0, 1.4), kind=kind)
    assert charts.draw_png(figure)
    assert all(isfinite(each) for each in axis_bounds(figure))
