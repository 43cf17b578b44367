"""The tables of a report: what stands in them, and that nothing is left empty."""

from __future__ import annotations

import attrs
from tests.core.equality.datasets import SUPPRESSED, dataset, figure, groups, made_up_return, percent, to_31_march
from tests.core.report.made_reports import assessed, bands, changed, column, report_of, table_of, texts, trust

from fairness_core.observations import Dataset, merge
from fairness_core.report import tables
from fairness_core.report.draft import Amount, AmountUnit, Fact, Shorthand, Table

TWO_YEARS = report_of(trust(2024, 2025), "cluster", "band")


def rows(table: Table) -> dict[str, list[str]]:
    """Return the rows of a table of figures by year, by label."""
    return {first: rest for first, *rest in texts(table)}


def test_no_cell_of_any_table_is_empty() -> None:
    """What is missing, not applicable or not calculable has its shorthand, never nothing."""
    gaps = changed(trust(2024, 2025), "entered_disciplinary", SUPPRESSED, ethnicity="bme")
    for draft in (TWO_YEARS, report_of(gaps, "band"), report_of(made_up_return())):
        for table in draft.tables():
            assert table.rows
            assert all(cell for row in texts(table) for cell in row)


def test_every_cell_of_a_column_of_numbers_has_its_unit() -> None:
    """A column that says counts, percentages or ratios holds amounts of that unit, or a shorthand."""
    for table in TWO_YEARS.tables():
        for place, column_of in enumerate(table.columns):
            cells = [row[place] for row in table.rows]
            units = {cell.unit for cell in cells if isinstance(cell, Amount)}
            assert units <= ({column_of.unit} if column_of.unit else set(AmountUnit))
            shorthand = {cell for cell in cells if isinstance(cell, str)} if column_of.unit else set()
            assert shorthand <= {Shorthand.NOT_APPLICABLE.value}


def test_tables_have_names_of_their_own() -> None:
    """Excel wants letters, digits and underscores, and each name once."""
    names = [table.name for table in TWO_YEARS.tables()]
    assert len(names) == len(set(names))
    assert all(name.replace("_", "").isalnum() for name in names)


def test_a_ratio_has_its_counts_rates_interval_and_evidence_by_year() -> None:
    """Figures down, years across: numbers of both groups come first, then the ratio and what goes with it."""
    assert {
        "BME: staff in post": ["725", "725"],
        "BME: staff entering the formal disciplinary process": ["8", "9"],
        "BME: rate": ["1.1%", "1.2%"],
        "White: staff in post": ["2,505", "2,505"],
        "White: staff entering the formal disciplinary process": ["17", "17"],
        "White: rate": ["0.7%", "0.7%"],
        "Ratio: BME to White": ["1.63", "1.83"],
        "Difference of the rates, in points": ["+0.4", "+0.6"],
        "Against the non-adverse range, 0.80 to 1.25": ["above", "above"],
        "Significant at 5%": ["no", "no"],
        "Change on the year before": ["[z]", "up, worsened"],
        "Counts are": ["stated", "stated"],
    }.items() <= rows(table_of(TWO_YEARS, "wres-3")).items()
    assert ["Figure", "2024", "2025"] == [each.label for each in table_of(TWO_YEARS, "wres-3").columns]


def test_the_interval_holds_the_ratio() -> None:
    """From and to stand on both sides of it."""
    found = rows(table_of(TWO_YEARS, "wres-3"))
    for year in (0, 1):
        low, value, high = (
            float(found[label][year]) for label in ("95% interval, from", "Ratio: BME to White", "95% interval, to")
        )
        assert low < value < high


def test_a_ratio_that_cannot_be_had_is_marked_and_its_counts_are_not() -> None:
    """White figures stay; what rests on the suppressed count is not available, and flags have no yes or no."""
    data = changed(made_up_return(), "entered_disciplinary", SUPPRESSED, ethnicity="bme")
    found = rows(table_of(report_of(data), "wres-3"))
    assert (["17"], ["[x]"]) == (
        found["White: staff entering the formal disciplinary process"],
        found["BME: staff entering the formal disciplinary process"],
    )
    assert {"[x]"} == {
        found[label][0]
        for label in (
            "Ratio: BME to White",
            "95% interval, from",
            "p-value (mid-p)",
            "Significant at 5%",
            "Against the non-adverse range, 0.80 to 1.25",
        )
    }
    assert ["not calculable"] == found["Counts are"]


def test_the_survey_has_each_groups_percentage_answers_and_change() -> None:
    """Without a base, the number of answers is not available; with one, it stands there."""
    data = trust(2024, 2025)
    when = data.periods("survey_discrimination")[-1]
    based = figure("survey_discrimination", percent("14.1", base=671), when, ethnicity="bme")
    others = tuple(
        each
        for each in data.observations
        if (each.measure, each.period, dict(each.dimensions)) != (based.measure, when, {"ethnicity": "bme"})
    )
    found = rows(table_of(report_of(attrs.evolve(data, observations=(*others, based))), "wres-8"))
    assert ["14.2%", "14.1%"] == found["BME: percentage"]
    assert ["[x]", "671"] == found["BME: number of answers"]
    assert ["[z]", "down, improved"] == found["BME: change on the year before"]
    assert ["[z]", "level"] == found["White: change on the year before"]
    assert ["+8.5", "+8.4"] == found["Gap in points: BME minus White"]
    assert ["stated", "stated"] == found["Percentages are"]


def test_representation_has_a_row_for_each_place_the_whole_first() -> None:
    """All, each band over both clusters, each cluster, and each band within it, in the order of the code lists."""
    table = table_of(TWO_YEARS, "wres-1")
    places = [tuple(row[:2]) for row in texts(table)]
    assert [
        ("All", "All"),
        ("All", "Band 5"),
        ("All", "Band 6"),
        ("All", "Band 8a"),
        ("Non-clinical", "All"),
        ("Non-clinical", "Band 5"),
        ("Non-clinical", "Band 6"),
        ("Non-clinical", "Band 8a"),
        ("Clinical, not medical", "All"),
        ("Clinical, not medical", "Band 5"),
        ("Clinical, not medical", "Band 6"),
        ("Clinical, not medical", "Band 8a"),
    ] == places
    assert ["Cluster", "Band", "White", "BME", "Unknown", "All"] == [each.label for each in table.columns[:6]]


def test_a_row_of_representation_tells_both_bases_and_the_distance_from_the_whole() -> None:
    """Clinical band 6: 120 BME of 626 in all, of 620 known; the whole is 725 of 3,296."""
    (row,) = [row for row in texts(table_of(TWO_YEARS, "wres-1")) if row[:2] == ["Clinical, not medical", "Band 6"]]
    assert ["500", "120", "6", "626", "19.2%", "19.4%", "-2.8"] == row[2:9]
    (whole,) = [row for row in texts(table_of(TWO_YEARS, "wres-1")) if row[:2] == ["All", "All"]]
    assert ["2,505", "725", "66", "3,296", "22.0%", "22.4%", "[z]", "level"] == whole[2:10]


def test_representation_without_a_breakdown_is_one_row() -> None:
    """The whole trust."""
    table = table_of(report_of(made_up_return()), "wres-1")
    assert ("Staff", [["All"]]) == (table.columns[0].label, [row[:1] for row in texts(table)])


def test_codes_without_a_code_list_are_sorted_by_their_names() -> None:
    """A division that only the trust knows has no order but that of its letters."""
    staff = {"white": 60, "bme": 30, "unknown": 9}
    period = made_up_return().periods("headcount")[0]
    data = dataset(
        *groups("headcount", period, {group: 2 * count for group, count in staff.items()}),
        *groups("headcount", period, staff, division="surgery"),
        *groups("headcount", period, staff, division="medicine"),
    )
    assert ["All", "medicine", "surgery"] == column(table_of(report_of(data, "division"), "wres-1"), "Division")


def test_a_note_stands_in_place_of_a_column_that_says_the_same_in_every_row() -> None:
    """Where a total is added up in every row, the table says so once; where it differs, each row says it."""
    board = table_of(TWO_YEARS, "wres-9")
    assert "Counts are" not in [each.label for each in board.columns]
    assert ("Counts are summed in every row.",) == board.notes
    mixed = table_of(TWO_YEARS, "wres-1")
    assert {"stated", "summed"} == set(column(mixed, "Counts are"))
    assert () == mixed.notes


def test_the_board_has_a_row_for_each_part_and_year() -> None:
    """The whole board, its voting and its executive members, each beside the workforce."""
    table = table_of(TWO_YEARS, "wres-9")
    assert [
        ["Whole board", "2024", "2", "15", "13.3%", "22.0%", "-8.7", "[z]"],
        ["Whole board", "2025", "2", "15", "13.3%", "22.0%", "-8.7", "level"],
        ["Voting members", "2024", "1", "9", "11.1%", "22.0%", "-10.9", "[z]"],
        ["Voting members", "2025", "1", "9", "11.1%", "22.0%", "-10.9", "level"],
        ["Executive members", "2024", "0", "6", "0.0%", "22.0%", "-22.0", "[z]"],
        ["Executive members", "2025", "0", "6", "0.0%", "22.0%", "-22.0", "level"],
    ] == texts(table)


def test_a_disparity_ratio_has_its_four_headcounts() -> None:
    """Clinical staff of 2025: (200/600) / (20/300) is 5, with its interval."""
    (row,) = [
        row
        for row in texts(table_of(TWO_YEARS, "disparity-lower-upper"))
        if row[:2] == ["Clinical, not medical", "2025"]
    ]
    assert ["600", "200", "300", "20", "5.00"] == row[2:7]
    assert float(row[7]) < 5 < float(row[8])
    assert "level" == row[9]


def test_a_tier_of_which_nothing_is_known_is_not_nobody() -> None:
    """A return without bands does not say that nobody is in bands 5 and below."""
    (row,) = texts(table_of(report_of(made_up_return()), "disparity-lower-upper"))
    assert ["[x]"] * 4 == row[2:6]


def test_a_tier_with_a_missing_band_is_not_the_sum_of_the_others() -> None:
    """One suppressed band leaves the headcount of its tier unknown, and the other three as they are."""
    data = merge([bands(2025), bands(2025, {("clinical", "7"): (90, 30, 2)})])
    gone = changed(data, "headcount", SUPPRESSED, ethnicity="bme", band="7")
    (_, row) = texts(table_of(report_of(gone), "disparity-lower-middle"))
    assert ["600", "590", "300", "[x]", "[x]"] == row[2:7]


def by_division(*, year: int = 2025) -> Dataset:
    """Return applicants by division, which add up to the whole."""
    during = to_31_march(year)
    return merge(
        [
            made_up_return(year),
            dataset(
                *groups("shortlisted", during, {"white": 300, "bme": 100, "unknown": 9}, division="surgery"),
                *groups("appointed", during, {"white": 60, "bme": 0, "unknown": 1}, division="surgery"),
                *groups("shortlisted", during, {"white": 100, "bme": 200, "unknown": 11}, division="medicine"),
                *groups("appointed", during, {"white": 20, "bme": 40, "unknown": 1}, division="medicine"),
            ),
        ]
    )


def test_a_ratio_that_is_broken_down_has_a_table_of_its_own() -> None:
    """Each division with its counts, rates, ratio and flags; where one group had none, the ratio is infinite."""
    table = table_of(report_of(by_division(), "division"), "wres-2-by")
    assert "wres_2_by" == table.name
    medicine, surgery = texts(table)
    assert ["medicine", "20", "100", "20.0%", "40", "200", "20.0%", "1.00"] == medicine[:8]
    assert ["surgery", "60", "300", "20.0%", "0", "100", "0.0%", "infinity"] == surgery[:8]
    assert (["within", "no"], ["above", "yes"]) == (medicine[-2:], surgery[-2:])


def test_a_ratio_that_is_not_broken_down_has_no_second_table() -> None:
    """The training figures have no division."""
    assessment = assessed(by_division(), "division")
    assert tables.strata_table("wres-4", assessment) is None
    assert tables.strata_table("wres-1", assessment) is None


def test_the_main_figure_of_each_kind() -> None:
    """What a result is about: a ratio, a share, a gap, a difference, a ratio of odds."""
    assessment = assessed(merge([made_up_return(), bands(2025)]))
    mains = {each.indicator: tables.main_amount(each, assessment).text for each in reversed(assessment.results)}
    assert {
        "wres-1": "22.0%",
        "wres-3": "1.83",
        "wres-7": "-14.1",
        "wres-9": "-8.7",
        "disparity-lower-upper": "0.80",
    }.items() <= mains.items()


def test_a_change_rests_on_both_years() -> None:
    """Whether a figure went up or down tells something of the year before, so it is hidden with that, too."""
    (row,) = [row for row in table_of(TWO_YEARS, "wres-3").rows if row[0] == "Change on the year before"]
    change = row[2]
    assert isinstance(change, Fact)
    years = {key.split("|")[1] for key in change.rests_on if key.startswith("entered_disciplinary")}
    assert {str(to_31_march(2024)), str(to_31_march(2025))} == years


def test_years_that_cannot_be_compared_are_marked_in_the_table() -> None:
    """Across a break in the series, or without a figure for the year before."""
    across = report_of(merge([made_up_return(2021), made_up_return(2022)]))
    found = rows(table_of(across, "wres-7"))
    assert ["[z]", "not comparable"] == found["BME: change on the year before"]
    gone = changed(made_up_return(2024), "entered_disciplinary", SUPPRESSED)
    missing = rows(table_of(report_of(merge([gone, made_up_return(2025)])), "wres-3"))
    assert ["[z]", "not comparable"] == missing["Change on the year before"]
