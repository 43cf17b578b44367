"""The charts of a report, as data: each states its finding, and has a text that says every point."""

from __future__ import annotations

from tests.core.equality.datasets import SUPPRESSED, dataset, groups, made_up_return, on_31_march
from tests.core.report.made_reports import (
    assessed,
    bands,
    changed,
    figure_of,
    report_of,
    section,
    table_of,
    texts,
    trust,
)

from fairness_core.observations import TableFacts, merge
from fairness_core.report.draft import Amount, Figure
from fairness_core.report.figures import MOST_BARS, figure

TWO_YEARS = report_of(trust(2024, 2025), "cluster", "band")
CHARTS = [part.figure for part in TWO_YEARS.sections if part.figure]


def points(drawn: Figure) -> list[tuple[str, str, str]]:
    """Return series, label and value of each point as a reader sees them."""
    return [(line.label, point.label, point.value.text) for line in drawn.series for point in line.points]


def test_every_indicator_with_figures_has_a_chart() -> None:
    """Nine indicators and three disparity ratios; summary, method and doubts have none."""
    assert 12 == len(CHARTS)
    assert [] == [part.name for part in TWO_YEARS.sections[1:13] if part.figure is None]


def test_the_title_of_a_chart_is_its_finding() -> None:
    """It says what the section's first sentence says, for the latest year."""
    for part in TWO_YEARS.sections:
        if part.figure:
            assert part.figure.title.text in {sentence.text for sentence in part.paragraphs}


def test_the_alternative_says_every_point() -> None:
    """Each value and each end of an interval stands in the words, with the label of its year, group or part."""
    for drawn in CHARTS:
        words = drawn.alternative.text
        for line in drawn.series:
            for point in line.points:
                named = f"{line.label}, {point.label}" if len(drawn.series) > 1 else point.label
                interval = f" ({point.low.text} to {point.high.text})" if point.low and point.high else ""
                assert f"{named}: {point.value.text}{interval}." in words


def test_every_point_stands_in_the_table_too() -> None:
    """Whoever cannot see the chart finds its numbers below."""
    for part in TWO_YEARS.sections:
        if part.figure and part.table:
            cells = {cell for row in texts(part.table) for cell in row}
            assert {value for _, _, value in points(part.figure)} <= cells


def test_what_is_hidden_leaves_the_alternative_without_a_figure() -> None:
    """Its other text says that something is not shown, and what the chart is about."""
    for drawn in CHARTS:
        assert "to protect individuals" in drawn.alternative.otherwise
        assert drawn.alternative.text.startswith(drawn.alternative.otherwise.split(" Some figures")[0])


def test_a_ratio_is_drawn_with_its_interval_and_the_range() -> None:
    """Points over the years, parity as a line, the non-adverse range shaded and named."""
    drawn = figure_of(TWO_YEARS, "wres-3")
    assert ("intervals", 1.0, 0.8, 1.25) == (drawn.kind, drawn.reference, drawn.range_low, drawn.range_high)
    assert "non-adverse range, 0.80 to 1.25" == drawn.range_label
    assert "BME rate divided by White rate" == drawn.axis_label
    assert [("BME to White", "2024", "1.63"), ("BME to White", "2025", "1.83")] == points(drawn)
    assert all(point.low and point.high for point in drawn.series[0].points)


def test_a_disparity_ratio_is_drawn_by_cluster_and_has_no_range() -> None:
    """The four-fifths convention is not about stocks."""
    drawn = figure_of(TWO_YEARS, "disparity-lower-upper")
    assert (None, None, 1.0) == (drawn.range_low, drawn.range_high, drawn.reference)
    assert [
        ("Non-clinical", "2024", "0.80"),
        ("Non-clinical", "2025", "0.80"),
        ("Clinical, not medical", "2024", "5.00"),
        ("Clinical, not medical", "2025", "5.00"),
    ] == points(drawn)


def test_a_disparity_ratio_without_clusters_is_drawn_for_all_staff() -> None:
    """Bands without clusters are enough for one series."""
    staff = {"5": (600, 300, 10), "6": (500, 120, 6), "8a": (200, 20, 3)}
    march = on_31_march(2025)
    named = ("white", "bme", "unknown")
    data = dataset(
        *(
            each
            for band, counts in staff.items()
            for each in groups("headcount", march, dict(zip(named, counts, strict=True)), band=band)
        ),
        tables={"headcount": TableFacts(absent="zero", additive_over={"band": ""})},
    )
    assert [("All staff", "2025", "5.00")] == points(figure_of(report_of(data), "disparity-lower-upper"))


def test_two_years_of_a_survey_are_bars_and_three_are_lines() -> None:
    """A line through two points says more than they do."""
    assert "bars" == figure_of(TWO_YEARS, "wres-5").kind
    three = report_of(trust(2023, 2024, 2025))
    assert "lines" == figure_of(three, "wres-5").kind
    assert ("BME", "2023", "24.0%") == points(figure_of(three, "wres-5"))[0]
    assert {"BME", "White"} == {line.label for line in figure_of(three, "wres-5").series}


def test_the_board_stands_beside_the_workforce() -> None:
    """One series a year, a bar for each part and one for the workforce."""
    assert [
        ("2024", "Whole board", "13.3%"),
        ("2024", "Voting members", "11.1%"),
        ("2024", "Executive members", "0.0%"),
        ("2024", "Workforce", "22.0%"),
    ] == points(figure_of(TWO_YEARS, "wres-9"))[:4]


def test_representation_is_drawn_along_the_last_dimension() -> None:
    """By cluster and band: a bar for each band, and one for the whole."""
    drawn = figure_of(TWO_YEARS, "wres-1")
    assert ["Band 5", "Band 6", "Band 8a", "Whole workforce"] == [label for _, label, _ in points(drawn)]
    assert "BME share of staff by band, 31 March 2025." == drawn.alternative.otherwise.split(" Some")[0]


def test_representation_without_a_breakdown_is_one_bar() -> None:
    """The whole workforce, once, and no bar without a name."""
    drawn = figure_of(report_of(made_up_return()), "wres-1")
    assert [("BME share", "Whole workforce", "22.0%")] == points(drawn)


def test_a_band_without_anybody_has_no_bar() -> None:
    """Nobody is in band 9, so there is no share to draw; the table says so."""
    empty = {("clinical", "9"): (0, 0, 0), ("clinical", "5"): (6, 3, 1)}
    draft = report_of(bands(2025, empty), "band")
    assert ["Band 5", "Whole workforce"] == [label for _, label, _ in points(figure_of(draft, "wres-1"))]
    assert "Band 9" in {row[0] for row in texts(table_of(draft, "wres-1"))}


def test_many_bars_are_cut_off() -> None:
    """More than thirty cannot be read; the table has them all."""
    march = on_31_march(2025)
    staff = [
        each
        for number in range(40)
        for each in groups("headcount", march, {"white": 60, "bme": 30, "unknown": 9}, division=f"ward {number:02}")
    ]
    whole = groups("headcount", march, {"white": 2400, "bme": 1200, "unknown": 360})
    draft = report_of(dataset(*staff, *whole), "division")
    assert MOST_BARS + 1 == len(points(figure_of(draft, "wres-1")))
    assert 41 == len(table_of(draft, "wres-1").rows)


def test_without_a_number_there_is_no_chart() -> None:
    """A chart without a point is not drawn; with one year that has a number it is."""
    gone = changed(made_up_return(2025), "entered_disciplinary", SUPPRESSED)
    assert section(report_of(gone), "wres-3").figure is None
    some = report_of(merge([made_up_return(2024), gone]))
    drawn = figure_of(some, "wres-3")
    assert ["1.83", "[x]"] == [value for _, _, value in points(drawn)]
    assert "2025: [x]" in drawn.alternative.text


def test_a_chart_may_be_asked_for_by_name() -> None:
    """The function gives what the report shows, and nothing where bands are missing."""
    assessment = assessed(made_up_return())
    assert figure("disparity-lower-upper", assessment) is None
    drawn = figure("wres-2", assessment)
    assert drawn is not None
    values = [point.value for point in drawn.series[0].points]
    assert ["1.50"] == [value.text for value in values if isinstance(value, Amount)]
