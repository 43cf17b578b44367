"""Layouts of kind `table`: headers of several rows, labels, totals, markers, units, notes, hidden rows, tallies."""

from __future__ import annotations

from datetime import date
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.layouts.made_tables import HEAD, PLAIN, TWO_YEARS, VALUES, YEARS, Row, grid_of, layout_of, read

from fairness_adapters.contract import ReadResult
from fairness_adapters.grid import Workbook, cell_name
from fairness_adapters.layouts.marks import Role, mark_workbook
from fairness_adapters.layouts.table_rows import Fate
from fairness_core.errors import ConfigError
from fairness_core.observations import Dataset
from fairness_core.problems import Severity

DAY = date(2025, 3, 31)


# headers ----------------------------------------------------------------------------------------


def test_two_years_side_by_side_under_two_header_rows() -> None:
    """The year is in the upper row, the group in the lower one; a heading stands for the columns to its right."""
    found = read(YEARS, grid_of(*TWO_YEARS))
    assert {
        "headcount 2024 5 white": 30,
        "headcount 2024 5 bme": 12,
        "headcount 2024 5": 42,
        "headcount 2025 5 white": 31,
        "headcount 2025 5 bme": 15,
        "headcount 2025 5": 46,
    } == {name: value for name, value in found.named.items() if " 5" in name}
    assert "suppressed" == found.named["headcount 2024 6 bme"]
    assert (74, []) == (found.named["headcount 2025"], found.said)


def test_merged_headings_are_spread_and_no_further() -> None:
    """The same table with merged years; a merged heading ends where its area ends."""
    rows = list(TWO_YEARS)
    merged = read(YEARS, grid_of(*rows, merged=[(2, 2, 2, 4), (2, 5, 2, 7)]))
    assert read(YEARS, grid_of(*rows)).named == merged.named
    short = read(YEARS, grid_of(*rows, merged=[(2, 2, 2, 3), (2, 5, 2, 7)]))
    assert [("unknown_heading", "D3")] == [each for each in short.said if each[0] == "unknown_heading"]


def test_a_heading_that_is_not_merged_ends_at_an_empty_column() -> None:
    """What stands after a gap belongs to something else."""
    rows: list[Row] = [("", "2025"), ("Band", "White", "BME", "", "White"), ("Band 5", 1, 2, "", 9)]
    found = read(YEARS, grid_of(*rows))
    assert {"headcount 2025 5 white": 1, "headcount 2025 5 bme": 2} == found.named
    assert [("unknown_heading", "E2")] == found.said


def test_a_label_column_may_be_headed_in_the_upper_row_only() -> None:
    """A heading may be merged over both rows, or standing in the upper one with nothing below."""
    rows: list[Row] = [("Band", "2025"), ("", "White", "BME"), ("Band 5", 1, 2)]
    expected = {"headcount 2025 5 white": 1, "headcount 2025 5 bme": 2}
    assert expected == read(YEARS, grid_of(*rows)).named
    assert expected == read(YEARS, grid_of(*rows, merged=[(1, 1, 2, 1), (1, 2, 1, 3)])).named


def test_the_same_heading_under_two_questions_is_told_apart_by_the_upper_one() -> None:
    """Both headings from the top with " / " between, or a pattern over them; the base is under the same question."""
    layout = (
        HEAD
        + """
        [header]
        rows = ["", ""]
        [period]
        day = "2025-03-31"
        survey = { start = "1 October", end = "31 December", years_back = 1 }
        [dimensions.organisation]
        labels = ["ODS code"]
        as_written = true
        [figures.equal]
        measure = "survey_equal_opportunity"
        labels = ['/^Q15\\b.* \\/ % Yes$/']
        unit = "percent"
        base = ["/Base/"]
        [figures.discrimination]
        measure = "survey_discrimination"
        labels = ["Q16b. Discrimination / % Yes"]
        unit = "percent"
        base = ["/Base/"]
        """
    )
    rows: list[Row] = [
        ("", "Q15. Fair?", "", "", "Q16b. Discrimination"),
        ("ODS code", "% Yes", "% No", "Base (number of responses)", "% Yes", "% No", "Base (number of responses)"),
        ("RXR", 60.91832528827563, 39, 4180, "-", "-", 8),
    ]
    found = read(layout, grid_of(*rows))
    assert {
        "survey_equal_opportunity 2025 RXR": "60.91832528827563 percent",
        "survey_discrimination 2025 RXR": "not recorded",
    } == found.named
    assert [4180] == [getattr(each.value, "base", None) for each in found.observations][:1]


def test_the_same_heading_twice_is_an_error() -> None:
    """Nothing says which of two equal columns is meant; the first is read, the second has its cell."""
    found = read(PLAIN, grid_of(("Date", "Ethnic group", "Headcount", "Headcount"), (DAY, "White", 3, 4)))
    assert ({"headcount 2025 white": 3}, [("heading_twice", "D1")]) == (found.named, found.said)


@pytest.mark.parametrize("heading", ["Headcount1", "HEADCOUNT [note 2]", "\u00a0headcount "])
def test_footnotes_case_and_blanks_make_no_other_heading(heading: str) -> None:
    """A digit glued to a word is a footnote."""
    found = read(PLAIN, grid_of(("Date", "Ethnic group", heading), (DAY, "White", 3)))
    assert {"headcount 2025 white": 3} == found.named


@pytest.mark.parametrize(
    ("text", "code"), [("BME1", "bme"), ("BME 1", "bme"), ("B1", "B"), ("PC", "P"), ("White British3", "A")]
)
def test_a_footnote_digit_makes_no_other_group(text: str, code: str) -> None:
    """Short words and long ones, glued or not; a local second character belongs to its code."""
    found = read(PLAIN, grid_of(("Date", "Ethnic group", "Headcount"), (DAY, text, 3)))
    assert ({f"headcount 2025 {code}": 3}, []) == (found.named, found.said)


@pytest.mark.parametrize("text", ["B 1", "PC1", "BME 12", "Band 51"])
def test_a_digit_that_may_be_more_than_a_footnote_is_not_taken_off(text: str) -> None:
    """What might be another code is asked about, not guessed."""
    found = read(PLAIN, grid_of(("Date", "Ethnic group", "Headcount"), (DAY, text, 3)))
    assert [("unknown_code", "B2")] == found.said


@pytest.mark.parametrize(
    "meant",
    ['codes = { surgery = ["Surgery"] }', 'codes = { surgery = ["Surgery"] }\nas_written = true', "as_written = true"],
)
def test_what_the_pattern_finds_is_looked_up(meant: str) -> None:
    """With codes of the layout as with codes as written: the tail of a label is cut off."""
    layout = PLAIN.replace('classification = "ethnicity"', f"{meant}\nmatching = '/^(\\w+) total$/'")
    found = read(layout, grid_of(("Date", "Ethnic group", "Headcount"), (DAY, "Surgery total", 3), (DAY, "Staff", 4)))
    assert {"surgery"} == {code.casefold() for name in found.named for code in name.split()[2:] if "?" not in code}
    assert [("unknown_code", "B3")] == found.said


def test_a_text_of_the_codes_needs_no_pattern() -> None:
    """What is listed as it stands counts, whether or not the pattern finds something in it."""
    layout = PLAIN.replace('labels = ["Ethnic group"]', 'labels = ["Ethnic group"]\nmatching = "/^(.*) staff$/"')
    layout = layout.replace('totals = ["All', 'codes = { bme = ["Minority staff"] }\ntotals = ["All')
    rows: list[Row] = [(DAY, "Minority staff", 3), (DAY, "White staff", 4), (DAY, "All staff", 7)]
    found = read(layout, grid_of(("Date", "Ethnic group", "Headcount"), *rows))
    assert {"headcount 2025 bme": 3, "headcount 2025 white": 4, "headcount 2025": 7} == found.named


def test_without_a_header_the_row_that_comes_nearest_is_named() -> None:
    """What it lacks is listed; with nothing near, that is said."""
    found = read(PLAIN, grid_of(("x",), ("Date", "Ethnic group", "Staff")))
    (problem,) = found.problems
    assert ("no_header", "A2", "Row 2 comes nearest, and lacks: Headcount") == (
        problem.code,
        problem.where.cell,
        problem.found,
    )
    assert "no row with any of them" == read(PLAIN, grid_of(("x",))).problems[0].found


def test_tables_one_below_another_are_read_when_the_layout_says_so() -> None:
    """Each header begins a table of its own, and what stands above it is its own too."""
    rows: list[Row] = [
        ("Division: Surgery",),
        ("Date", "Ethnic group", "Headcount"),
        (DAY, "White", 3),
        ("Division: Medicine",),
        ("Date", "Ethnic group", "Headcount"),
        (DAY, "White", 4),
    ]
    above = PLAIN + '[dimensions.division]\nabove = "/Division: (.*)/"\nas_written = true\n'
    once, both = read(above, grid_of(*rows)), read(above + "[header]\nrepeats = true\n", grid_of(*rows))
    assert [("not_a_day", "A5")] == once.said
    assert {"headcount 2025 Surgery white": 3, "headcount 2025 Medicine white": 4} == both.named


# sheets -----------------------------------------------------------------------------------------


def test_sheets_are_chosen_by_name_pattern_or_content() -> None:
    """A hidden sheet is read only by its whole name; a file without such a sheet says which there are."""
    rows: list[Row] = [("Date", "Ethnic group", "Headcount"), (DAY, "White", 3)]
    grids = [
        grid_of(*rows, name="Table 1"),
        grid_of(*rows, ("Source: us",), name="Table 2"),
        attrs.evolve(grid_of(*rows, name="Old"), state="hidden"),
    ]

    def names(text: str) -> list[str]:
        return [each.grid.name for each in read(PLAIN + text, *grids).readings]

    assert ["Table 1", "Table 2"] == names("")
    assert ["Table 2"] == names('[sheets]\nnames = ["table 2"]\n')
    assert ["Table 1", "Table 2"] == names('[sheets]\nnames = ["/^table/", "/old/"]\n')
    assert ["Old"] == names('[sheets]\nnames = ["Old"]\n')
    assert ["Table 2"] == names('[sheets]\nholding = ["/^Source/"]\n')
    (problem,) = read(PLAIN + '[sheets]\nnames = ["Table 3"]\n', *grids).problems
    assert ("no_sheet", "Table 3") == (problem.code, problem.expected)
    assert "'Old' (hidden)" in problem.found


def test_a_sheet_s_name_may_be_a_dimension() -> None:
    """One sheet for each division; a name that is not known is an error."""
    layout = PLAIN + '[dimensions.division]\nsheet_name = true\ncodes = { surgery = ["Surgery", "Surg"] }\n'
    rows: list[Row] = [("Date", "Ethnic group", "Headcount"), (DAY, "White", 3)]
    found = read(layout, grid_of(*rows, name="Surg"))
    assert {"headcount 2025 surgery white": 3} == found.named
    assert [("nothing_above", "A1")] == read(layout, grid_of(*rows, name="Sheet9")).said


# rows -------------------------------------------------------------------------------------------

DIVISIONS = (
    HEAD
    + """
[period]
above = "/as at (.*)/"
[dimensions.division]
labels = ["Division"]
as_written = true
blank = "above"
[dimensions.band]
labels = ["Band"]
classification = "band"
totals = ["/total$/"]
[figures.headcount]
measure = "headcount"
labels = ["Staff"]
"""
)


def test_a_label_holds_for_the_rows_below_it() -> None:
    """Typed once, or merged down; the subtotal is compared with its parts and stated for the division."""
    rows: list[Row] = [
        ("Staff as at 31 March 2025",),
        ("Division", "Band", "Staff"),
        ("Surgery", "Band 5", 3),
        ("", "Band 6", 4),
    ]
    typed = read(DIVISIONS, grid_of(*rows, ("", "Subtotal", 7)))
    assert {"headcount 2025 5 Surgery": 3, "headcount 2025 6 Surgery": 4, "headcount 2025 Surgery": 7} == typed.named
    merged = read(DIVISIONS, grid_of(*rows, merged=[(3, 1, 4, 1)]))
    assert ["Surgery", "Surgery"] == [dict(each.dimensions)["division"] for each in merged.observations]
    assert [] == typed.said


def test_a_heading_of_its_own_row_holds_for_the_rows_below_it() -> None:
    """Two dimensions in one column: a text that the other one knows is no text of this one."""
    layout = DIVISIONS.replace('labels = ["Division"]\nas_written = true', 'column = "A"\ncodes = { s = ["Surgery"] }')
    layout = layout.replace('labels = ["Band"]', 'column = "A"')
    rows: list[Row] = [
        ("as at 31 March 2025",),
        ("", "Staff"),
        ("Surgery",),
        ("Band 5", 3),
        ("Band 6", 4),
        ("Surgery total", 8),
    ]
    found = read(layout, grid_of(*rows))
    assert {"headcount 2025 5 s": 3, "headcount 2025 6 s": 4, "headcount 2025 s": 8} == found.named
    assert [("total_disagrees", "B6")] == found.said
    assert Fate.HEADING is found.readings[0].fates[3]


def test_a_new_outer_label_ends_what_was_carried_inside_it() -> None:
    """A blank that follows a new division is not the last staff group of the one before."""
    layout = DIVISIONS + '[dimensions.staff_group]\nlabels = ["Group"]\nas_written = true\nblank = "above"\n'
    rows: list[Row] = [
        ("as at 31 March 2025",),
        ("Division", "Group", "Band", "Staff"),
        ("Surgery", "Nurses", "Band 5", 3),
        ("Medicine", "", "Band 5", 4),
    ]
    found = read(layout, grid_of(*rows))
    assert [("unknown_code", "B4")] == found.said


def test_what_is_above_and_not_known_is_told_once_with_its_text() -> None:
    """The rows below an unknown heading are kept, and the heading is quoted."""
    layout = DIVISIONS.replace("as_written = true", 'codes = { s = ["Surgery"] }')
    rows: list[Row] = [
        ("as at 31 March 2025",),
        ("Division", "Band", "Staff"),
        ("Sugery", "Band 5", 3),
        ("", "Band 6", 4),
    ]
    found = read(layout, grid_of(*rows))
    (problem,) = found.problems
    assert ("unknown_code", "A3", "'Sugery'", 2) == (problem.code, problem.where.cell, problem.found, len(found.named))


def test_a_total_that_disagrees_is_a_problem_with_its_cell() -> None:
    """Both figures are named; the total is kept; a suppressed part leaves room for more, never for less."""
    rows: list[Row] = [("Date", "Ethnic group", "Headcount"), (DAY, "White", 30), (DAY, "BME", 12)]
    wrong = read(PLAIN, grid_of(*rows, (DAY, "All staff", 43)))
    (problem,) = wrong.problems
    assert ("total_disagrees", "C4", Severity.WARNING) == (problem.code, problem.where.cell, problem.severity)
    assert ("43", "42, the sum of its 2 parts") == (problem.found, problem.expected)
    assert 43 == wrong.named["headcount 2025"]
    hidden: list[Row] = [*rows, (DAY, "Unknown", "*")]
    assert [] == read(PLAIN, grid_of(*hidden, (DAY, "All staff", 43))).said
    assert [("total_disagrees", "C5")] == read(PLAIN, grid_of(*hidden, (DAY, "All staff", 41))).said


@pytest.mark.parametrize(
    ("check", "total", "told"), [("none", 99, 0), ("at most", 41, 0), ("at most", 43, 1), ("at most", 29, 1)]
)
def test_totals_are_compared_as_the_layout_says(check: str, total: int, told: int) -> None:
    """People who stand in two parts make a total smaller than the sum, and never smaller than the largest part."""
    layout = PLAIN.replace("totals = ", f'check = "{check}"\ntotals = ')
    rows: list[Row] = [
        ("Date", "Ethnic group", "Headcount"),
        (DAY, "White", 30),
        (DAY, "BME", 12),
        (DAY, "All staff", total),
    ]
    assert told == len(read(layout, grid_of(*rows)).said)


@pytest.mark.parametrize(("check", "advised"), [("sum", True), ("at most", False)])
def test_what_the_layout_says_already_is_not_advised(check: str, *, advised: bool) -> None:
    """Only where a total must be the sum is there another way to compare it."""
    layout = PLAIN.replace("totals = ", f'check = "{check}"\ntotals = ')
    (problem,) = read(
        layout,
        grid_of(("Date", "Ethnic group", "Headcount"), (DAY, "White", 3), (DAY, "BME", 1), (DAY, "All staff", 9)),
    ).problems
    assert (True, advised) == (problem.hint.startswith("Correct the total"), 'write check = "at most"' in problem.hint)


@pytest.mark.parametrize(
    ("text", "found"), [("Martian", "'Martian'"), ("x" * 60, repr("x" * 60)), ("x" * 61, "text of 61 characters")]
)
def test_labels_and_headings_are_quoted_and_remarks_are_not(text: str, found: str) -> None:
    """A text that a layout does not know is shown by the same rule in a column of labels and among the headings."""
    rows: list[Row] = [("", "White", text, "BME"), ("Band 5", 30, 5, 12), (text, 20, 5, 6)]
    layout = NOTES.replace("as_written = true", "").replace(
        'labels = ["Division"]', 'sheet_name = true\ncodes = {d = ["Data"]}'
    )
    layout = layout.replace('labels = ["Band"]', 'column = "A"').replace('blank = "above"', "")
    told = {each.code: each for each in read(layout, grid_of(*rows)).problems}
    assert [found, found] == [told["unknown_heading"].found, told["unknown_code"].found]
    assert "a code or label of Pay band or grade ('fairness codes band' lists them)" == told["unknown_code"].expected


def test_a_group_beside_its_members_is_not_added_twice() -> None:
    """BME 12 of which Indian 5 and Black 7: the total is White with either, not with both."""
    rows: list[Row] = [("Date", "Ethnic group", "Headcount"), (DAY, "White", 30), (DAY, "BME", 12), (DAY, "Indian", 5)]
    assert [("total_disagrees", "C5")] == read(PLAIN, grid_of(*rows, (DAY, "All staff", 42))).said
    assert [] == read(PLAIN, grid_of(rows[0], rows[1], rows[3], (DAY, "All staff", 35))).said


def test_rows_are_skipped_and_notes_end_the_table() -> None:
    """A figure below the place where the notes begin is told, and not read."""
    layout = PLAIN + '[rows]\nskip = ["/^of which/"]\nuntil = ["Notes"]\n'
    rows: list[Row] = [
        ("Date", "Ethnic group", "Headcount"),
        (DAY, "White", 3),
        (DAY, "of which consultants", 1),
        ("Notes",),
        (DAY, "BME", 9),
    ]
    found = read(layout, grid_of(*rows))
    assert {"headcount 2025 white": 3} == found.named
    assert [("figures_below_notes", "C5")] == found.said
    assert [Fate.READ, Fate.SKIPPED, Fate.NOTES, Fate.NOTES] == [*found.readings[0].fates.values()]


def test_a_row_with_labels_and_no_figure_is_a_row_and_a_note_is_none() -> None:
    """What is left blank for a known group is not recorded; a remark below the table is passed over."""
    rows: list[Row] = [("Date", "Ethnic group", "Headcount"), (DAY, "White", 3), (DAY, "BME"), ("Source: us",)]
    found = read(PLAIN, grid_of(*rows))
    assert ({"headcount 2025 white": 3, "headcount 2025 bme": "not recorded"}, []) == (found.named, found.said)


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    """A filter that was left on changes no figure."""
    rows: list[Row] = [("Date", "Ethnic group", "Headcount"), (DAY, "White", 3), (DAY, "BME", 4)]
    grid = attrs.evolve(grid_of(*rows), hidden_rows=frozenset({3}), hidden_columns=frozenset({3}))
    found = read(PLAIN, grid)
    assert 2 == len(found.named)
    assert [("hidden_columns", "C1"), ("hidden_rows", "A3")] == found.said


# figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("percent", 24.5, "24.5 percent"),
        ("percent", 0.5, "0.5 percent"),
        ("percent", "24.0%", "24.0 percent"),
        ("percent", "24.0", "24.0 percent"),
        ("fraction", 0.245, "24.5 percent"),
        ("fraction", "24.5%", "24.5 percent"),
        ("fraction", 24.5, "unreadable"),
        ("score", 6.8, "6.8 score"),
        ("ratio", "1.24", "1.24 ratio"),
        ("ratio", "-", "not recorded"),
        ("ratio", "1.14 \u25b2", "1.14 ratio"),
        ("percent", "52% \u25bc \u2605", "52 percent"),
        ("count", "1,234 [p]", 1234),
        ("count", "12 [note 3]", 12),
        ("count", "12 [est]", "unreadable"),
        ("percent", "n/a", "not applicable"),
        ("percent", True, "unreadable"),
        ("percent", "about 3", "unreadable"),
        ("count", "1,234", 1234),
    ],
)
def test_units_are_what_the_layout_declares(unit: str, value: str | float, expected: object) -> None:
    """A fraction becomes a percentage; text with a percent sign is one wherever it stands."""
    layout = PLAIN.replace('labels = ["Headcount"]', f'labels = ["Headcount"]\nunit = "{unit}"')
    found = read(layout, grid_of(("Date", "Ethnic group", "Headcount"), (DAY, "White", value)))
    assert {"headcount 2025 white": expected} == found.named
    assert ("unreadable" == expected) == bool(found.said)


def test_cells_formatted_as_percentages_are_percentages() -> None:
    """0.24 that shows as 24% is 24, in a column of percentages and in one of fractions."""
    for unit in ("percent", "fraction"):
        layout = PLAIN.replace('labels = ["Headcount"]', f'labels = ["Headcount"]\nunit = "{unit}"')
        grid = grid_of(("Date", "Ethnic group", "Headcount"), (DAY, "White", 0.24))
        found = read(layout, attrs.evolve(grid, percent_cells=frozenset({(2, 3)})))
        assert ["24 percent"] == [*found.named.values()]


def test_a_marker_means_what_its_column_says() -> None:
    """A dash is none in one column, suppressed in the other, and not recorded where nothing is said."""
    layout = PLAIN + (
        '[figures.leavers]\nmeasure = "entered_disciplinary"\nlabels = ["Entered"]\nmarkers = { zero = ["-"] }\n'
        '[figures.trained]\nmeasure = "accessed_training"\nlabels = ["Trained"]\nmarkers = { suppressed = ["-"] }\n'
    )
    rows: list[Row] = [("Date", "Ethnic group", "Headcount", "Entered", "Trained"), (DAY, "White", "-", "-", "-")]
    assert ["not recorded", 0, "suppressed"] == [*read(layout, grid_of(*rows)).named.values()]


@pytest.mark.parametrize(
    ("blank", "expected"),
    [("zero", [0]), ("suppressed", ["suppressed"]), ("not applicable", ["not applicable"]), ("nothing", [])],
)
def test_a_blank_means_what_the_layout_says(blank: str, expected: list[object]) -> None:
    """Zero, a reason, or nothing at all."""
    layout = PLAIN.replace('labels = ["Headcount"]', f'labels = ["Headcount"]\nblank = "{blank}"')
    found = read(layout, grid_of(("Date", "Ethnic group", "Headcount"), (DAY, "White")))
    assert expected == [*found.named.values()]


def test_figures_may_depend_on_the_row() -> None:
    """Measures in rows: each figure counts in the rows that say its name."""
    layout = (
        HEAD
        + """
        [header]
        rows = ["ethnicity"]
        [period]
        first_day = "2024-04-01"
        last_day = "2025-03-31"
        [dimensions.ethnicity]
        classification = "ethnicity"
        [figures.shortlisted]
        measure = "shortlisted"
        when = [{ column = "A", texts = ["Shortlisted"] }]
        [figures.appointed]
        measure = "appointed"
        when = [{ column = "A", texts = ["Appointed"] }]
        """
    )
    found = read(layout, grid_of(("", "White", "BME"), ("Shortlisted", 300, 200), ("Appointed", 60, 20)))
    assert {
        "shortlisted 2025 white": 300,
        "shortlisted 2025 bme": 200,
        "appointed 2025 white": 60,
        "appointed 2025 bme": 20,
    } == found.named


NOTED: tuple[Row, ...] = (
    ("Division", "Band", "White"),
    ("Surgery", "", ""),
    ("", "Band 5", 120),
    ("", "Band 6", ""),
    ("", "", ""),
    ("Notes", "", ""),
    ("1 Surgery includes theatres.", "", ""),
)
NOTES = (
    HEAD
    + """
[header]
rows = ["ethnicity"]
[period]
day = "2025-03-31"
[dimensions.ethnicity]
classification = "ethnicity"
[dimensions.division]
labels = ["Division"]
as_written = true
blank = "above"
[dimensions.band]
labels = ["Band"]
classification = "band"
[figures.headcount]
measure = "headcount"
"""
)


def test_notes_that_nothing_announces_are_left_over_and_no_codes() -> None:
    """A text that may be any code and has no figures, nor rows below that have, is none; a heading of rows stays one."""
    (reading,) = read(NOTES, grid_of(*NOTED)).readings
    assert {"Surgery"} == {dict(each.dimensions)["division"] for each in reading.observations}
    assert {2: Fate.HEADING, 3: Fate.READ, 4: Fate.NO_FIGURES, 6: Fate.NO_FIGURES, 7: Fate.NO_FIGURES} == {
        row: fate for row, fate in reading.fates.items() if row != 5
    }
    sheet = grid_of(*NOTED)
    book = Workbook(file="ours.xlsx", grids=(sheet,))
    (marked,) = mark_workbook(layout_of(NOTES), book, ReadResult(value=Dataset(observations=reading.observations)))
    assert {"B4", "A6", "A7"} == {cell_name(*at) for at, mark in marked.marks.items() if mark.role is Role.LEFT_OVER}


def test_a_text_without_figures_heads_nothing_unless_the_layout_says_so() -> None:
    """Among the rows too, a code as written that is not carried down and has no figures is left over."""
    layout = NOTES.replace('blank = "above"', "").replace("[dimensions.band]", '[dimensions.band]\nblank = "total"')
    rows: list[Row] = [NOTED[0], ("see below", "", ""), ("Surgery", "Band 5", 120)]
    (reading,) = read(layout, grid_of(*rows)).readings
    assert {2: Fate.NO_FIGURES, 3: Fate.READ} == reading.fates


# time --------------------------------------------------------------------------------------------

QUARTER = """
[period]
first_day = "2025-07-01"
last_day = "2025-09-30"
[dimensions.ethnicity]
labels = ["Group"]
classification = "ethnicity"
[figures.headcount]
measure = "headcount"
labels = ["Staff"]
[figures.appointed]
measure = "appointed"
labels = ["Appointed"]
"""


def test_a_quarter_that_the_file_does_not_name() -> None:
    """The layout states its days: a flow is of all of them, a stock of the last."""
    found = read(HEAD + QUARTER, grid_of(("Group", "Staff", "Appointed"), ("White", 30, 4)))
    assert {("headcount", "30 September 2025"), ("appointed", "1 July 2025 to 30 September 2025")} == {
        (each.measure, str(each.period)) for each in found.observations
    }
    assert [] == found.said


def test_a_quarter_of_which_only_the_year_is_taken_is_told() -> None:
    """The pattern finds 2025/26 in a title that says which quarter of it; with all of it, nothing is told."""
    table: list[Row] = [("Quarter 2 2025/26, appointed",), ("Group", "Staff", "Appointed"), ("White", 30, 4)]
    days = 'first_day = "2025-07-01"\nlast_day = "2025-09-30"'
    for pattern, period, said in [
        ("'/(2025.26)/'", "1 April 2025 to 31 March 2026", [("only_year", "A1")]),
        ("'/(quarter .*),/'", "1 July 2025 to 30 September 2025", []),
    ]:
        found = read(HEAD + QUARTER.replace(days, f"above = {pattern}"), grid_of(*table))
        told = {str(each.period) for each in found.observations if each.measure == "appointed"}
        assert ({period}, said) == (told, found.said)


def test_a_time_that_is_not_there_is_told_once() -> None:
    """Not for each row of the table."""
    days = 'first_day = "2025-07-01"\nlast_day = "2025-09-30"'
    table: list[Row] = [("Group", "Staff", "Appointed"), ("White", 30, 4), ("BME", 20, 2)]
    found = read(HEAD + QUARTER.replace(days, 'above = "/as at (.*)/"'), grid_of(*table))
    assert ({}, [("nothing_above", "A1")]) == (found.named, found.said)
    assert "nothing that fits" == found.problems[0].found


def test_a_time_in_other_words_is_pointed_to() -> None:
    """The title says it, and not as the pattern has it."""
    rows: list[Row] = [("Our staff",), ("Year ended 31 March 2025",), ("Group", "Staff", "Appointed"), ("White", 30, 4)]
    days = 'first_day = "2025-07-01"\nlast_day = "2025-09-30"'
    found = read(HEAD + QUARTER.replace(days, 'above = "/year to (.*)/"'), grid_of(*rows))
    assert "nothing that fits, but cell A2 names a time" == found.problems[0].found


@pytest.mark.parametrize(
    ("title", "period", "said"),
    [
        ("Appointed, 1 July 2025 to 30 September 2025", "1 July 2025 to 30 September 2025", []),
        ("Appointed, year to 31 March 2026", "1 April 2025 to 31 March 2026", []),
        ("Appointed, year to 31 December 2025", "1 January 2025 to 31 December 2025", []),
        ("Appointed, to 30 September 2025", "1 April 2025 to 31 March 2026", [("year_of_day", "B2")]),
    ],
)
def test_a_day_that_is_taken_for_its_year_is_told(title: str, period: str, said: list[tuple[str, str]]) -> None:
    """What is counted over a time is of the days that the title names, else of a year, with a warning inside one."""
    above = QUARTER.replace('first_day = "2025-07-01"\nlast_day = "2025-09-30"', 'above = "/Appointed, (.*)/"')
    layout = HEAD + above.replace('[figures.headcount]\nmeasure = "headcount"\nlabels = ["Staff"]\n', "")
    found = read(layout, grid_of((title,), ("Group", "Appointed"), ("White", 4)))
    assert ([period], said) == ([str(each.period) for each in found.observations], found.said)


@pytest.mark.parametrize(
    ("title", "stock", "flow", "said"),
    [
        ("Half year to 30 September 2025", "30 September 2025", "1 April 2025 to 30 September 2025", []),
        ("Year to 31 December 2025", "31 December 2025", "1 January 2025 to 31 December 2025", []),
        ("Half of the year to 30 September 2025", "30 September 2025", "1 April 2025 to 30 September 2025", []),
        ("Nine weeks to 30 September 2025", "", "", [("stretch_not_known", "A1")]),
        ("6m to 30 September 2025", "", "", [("stretch_not_known", "A1")]),
        ("Year to date, to 30 September 2025", "", "", [("stretch_not_known", "A1")]),
    ],
)
def test_what_stands_before_the_day_that_a_pattern_finds(
    title: str, stock: str, flow: str, said: list[tuple[str, str]]
) -> None:
    """Figures over a time are of the stretch that ends on the day, a stock is of the day; or of nothing at all."""
    days = 'first_day = "2025-07-01"\nlast_day = "2025-09-30"'
    for pattern in ["/ to (\\\\d.*)$/", "/((?:year|weeks|date,|m) to .*)$/"]:
        layout = HEAD + QUARTER.replace(days, f'above = "{pattern}"')
        found = read(layout, grid_of((title,), ("Group", "Staff", "Appointed"), ("White", 30, 4)))
        told = {each.measure: str(each.period) for each in found.observations}
        assert (stock, flow, said) == (told.get("headcount", ""), told.get("appointed", ""), found.said)


def test_a_stock_is_of_the_day_whatever_stands_before_it() -> None:
    """People who are there on the last day of nine weeks are there on that day."""
    layout = PLAIN.replace('labels = ["Date"]', 'above = "/ to (.*)/"')
    found = read(layout, grid_of(("Nine weeks to 30 September 2025",), ("Ethnic group", "Headcount"), ("White", 3)))
    assert (["30 September 2025"], []) == ([str(each.period) for each in found.observations], found.said)


def test_a_figure_above_the_one_that_holds_it_is_told() -> None:
    """With its cell and the other's; a stock is of the last day of a flow's time, and what is hidden says nothing."""
    held = QUARTER.replace('labels = ["Appointed"]', 'labels = ["Appointed"]\nat_most = "headcount"')
    rows: list[Row] = [("Group", "Staff", "Appointed"), ("White", 30, 30), ("BME", 20, 21), ("Not stated", "*", 3)]
    found = read(HEAD + held, grid_of(*rows))
    assert [("more_than_its_whole", "C3")] == found.said
    assert "at most 20, from cell B3" == found.problems[0].expected
    assert [] == read(HEAD + QUARTER, grid_of(*rows)).said


@pytest.mark.parametrize("name", ["appointed", "leavers"])
def test_what_holds_a_figure_is_another_measure_of_the_layout(name: str) -> None:
    """Else nothing would be compared, and nobody would know."""
    held = QUARTER.replace('labels = ["Appointed"]', f'labels = ["Appointed"]\nat_most = "{name}"')
    with pytest.raises(ConfigError) as caught:
        layout_of(HEAD + held)
    assert ["figures.appointed.at_most"] == [each.where.field for each in caught.value.problems]


# tallies ----------------------------------------------------------------------------------------

PERSONS = (
    HEAD
    + """
[period]
labels = ["Opened"]
[dimensions.ethnicity]
labels = ["Ethnic origin"]
classification = "ethnicity"
[figures.entered]
measure = "entered_disciplinary"
counts = "rows"
once_per = ["Case ID"]
when = [{ labels = ["Type"], texts = ["Disciplinary"] }, { labels = ["Stage"], other_than = ["Informal"] }]
"""
)


def test_rows_are_counted_once_for_each_case_in_the_year_of_its_date() -> None:
    """Several entries for a case are one; informal ones and other types do not count."""
    rows: list[Row] = [
        ("Case ID", "Opened", "Type", "Stage", "Ethnic origin"),
        ("c1", date(2024, 5, 1), "Disciplinary", "Formal", "A"),
        ("c1", date(2024, 6, 1), "Disciplinary", "Formal", "A"),
        ("c2", date(2024, 5, 1), "Grievance", "Formal", "A"),
        ("c3", date(2024, 5, 1), "Disciplinary", "Informal", "H"),
        ("c4", date(2025, 3, 31), "disciplinary", "Formal", "H"),
        ("c5", date(2025, 4, 1), "Disciplinary", "Formal", "H"),
    ]
    found = read(PERSONS, grid_of(*rows))
    assert {"entered_disciplinary 2025 A": 1, "entered_disciplinary 2025 H": 1, "entered_disciplinary 2026 H": 1} == (
        found.named
    )
    assert [("counted_once", "A3"), ("rows_not_counted", "C4")] == found.said
    assert "1 April 2024 to 31 March 2025" == str(found.observations[0].period)


def test_rows_that_count_for_nothing_are_told_by_column() -> None:
    """What an only-condition or the conditions of every figure leave out is a note; what 'other_than' names is not."""
    layout = PERSONS + '[rows]\nonly = [{ labels = ["Site"], texts = ["North", "East"] }]\n'
    rows: list[Row] = [
        ("Case ID", "Opened", "Type", "Stage", "Ethnic origin", "Site"),
        ("c1", date(2024, 5, 1), "Disciplinary", "Formal", "A", "North"),
        ("c2", date(2024, 5, 1), "Grievance", "Formal", "A", "North"),
        ("c3", date(2024, 5, 1), "Disciplinary", "Informal", "A", "East"),
        ("c4", date(2024, 5, 1), "Disciplinary", "Formal", "A", "South"),
        ("c5", date(2024, 5, 1), "Capability", "Formal", "A", "North"),
    ]
    found = read(layout, grid_of(*rows))
    assert {"entered_disciplinary 2025 A": 1} == found.named
    assert [("rows_not_counted", "C3"), ("rows_not_counted", "F5")] == found.said
    assert "2 rows do not count, because of what stands in this column." == found.problems[0].message
    assert "One row does not count, because of what stands in this column." == found.problems[1].message
    assert "for a row that counts: 'North' or 'East'" == found.problems[1].expected


def test_sheets_that_come_near_are_told_of() -> None:
    """A sheet that has the layout's headings but one is named; a sheet of notes is not."""
    broken = (TWO_YEARS[0], TWO_YEARS[1], ("Grade", *TWO_YEARS[2][1:]), *TWO_YEARS[3:])
    found = read(YEARS, grid_of(("About",), name="Notes"), grid_of(*broken, name="Old"), grid_of(*TWO_YEARS))
    (told,) = (each for each in found.problems if each.code == "sheet_not_read")
    assert ("Old", "A3", "Row 3 comes nearest, and lacks: Band") == (
        told.where.sheet,
        told.where.cell,
        told.found,
    )


def test_a_sheet_that_the_layout_names_and_cannot_read_is_told() -> None:
    """Whoever names a sheet means it to be read, however far it is from what the layout says."""
    grids = grid_of(*TWO_YEARS, name="New"), grid_of(("Grade", "Souls"), ("B5", 3), name="Old")
    names = '[sheets]\nnames = ["New", "Old"]\n[header]'
    found = read(YEARS.replace("[header]", names, 1), *grids)
    (told,) = (each for each in found.problems if each.code == "sheet_not_read")
    assert ("Old", "", "no row with any of them") == (told.where.sheet, told.where.cell, told.found)
    assert [] == read(YEARS, *grids).said


def test_a_row_without_what_it_is_counted_by_counts_and_is_told() -> None:
    """Nobody is lost because a number is lacking; whoever reads it knows."""
    rows: list[Row] = [
        ("Case ID", "Opened", "Type", "Stage", "Ethnic origin"),
        ("", DAY, "Disciplinary", "Formal", "A"),
    ]
    found = read(PERSONS, grid_of(*rows))
    assert ({"entered_disciplinary 2025 A": 1}, [("nothing_to_count_by", "A2")]) == (found.named, found.said)


def test_a_row_without_a_date_is_told_and_not_counted() -> None:
    """The period cannot be guessed."""
    rows: list[Row] = [
        ("Case ID", "Opened", "Type", "Stage", "Ethnic origin"),
        ("c1", "soon", "Disciplinary", "Formal", "A"),
    ]
    assert ({}, [("not_a_day", "B2")]) == (read(PERSONS, grid_of(*rows)).named, read(PERSONS, grid_of(*rows)).said)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("40,513", 40513000), (40.513, 40513), (0.0005, "unreadable"), ("*", "suppressed"), (3, 3000)],
)
def test_counts_in_thousands_are_multiplied(value: str | float, expected: object) -> None:
    """A publisher's thousands become people; what is then no whole number cannot be right."""
    layout = PLAIN.replace('labels = ["Headcount"]', 'labels = ["Headcount"]\ntimes = 1000')
    found = read(layout, grid_of(("Date", "Ethnic group", "Headcount"), (DAY, "White", value)))
    assert [expected] == [*found.named.values()]


def test_an_empty_label_is_told_with_what_to_do() -> None:
    """Nothing is guessed: the layout must say what an empty cell means."""
    found = read(PLAIN, grid_of(("Date", "Ethnic group", "Headcount"), (DAY, "White", 3), (DAY, "", 4)))
    (problem,) = found.problems
    assert ("unknown_code", "B3", "nothing") == (problem.code, problem.where.cell, problem.found)
    assert 'blank = "above", or "total"' in problem.hint


@pytest.mark.parametrize(
    ("values", "told"), [((0.2, 0.3, 1), 1), ((0.2, 0.3, 24), 0), ((0.2, 0.3), 0), ((0, 0, 0, 0), 0)]
)
def test_percentages_that_are_all_below_one_look_like_fractions(values: tuple[float, ...], told: int) -> None:
    """One mixed-up unit spoils a whole column: it is told once, at its first figure, and nothing is changed."""
    layout = PLAIN.replace('labels = ["Headcount"]', 'labels = ["Headcount"]\nunit = "percent"')
    groups = ("White", "Indian", "Pakistani", "African")
    rows: list[Row] = [(DAY, group, value) for group, value in zip(groups, values, strict=False)]
    found = read(layout, grid_of(("Date", "Ethnic group", "Headcount"), *rows))
    assert [("looks_like_fractions", "C2")] * told == found.said
    assert len(values) == len(found.named)


def test_headings_that_name_no_year_mean_what_the_layout_says() -> None:
    """The words "this year" are 2025 because the layout says so; without that the columns are not understood."""
    rows: list[Row] = [
        ("", "Last year", "", "This year"),
        ("Band", "White", "BME", "White", "BME"),
        ("Band 5", 1, 2, 3, 4),
    ]
    said = YEARS.replace("[period]", '[period]\nyears = { "Last year" = 2024, "This year" = 2025 }')
    found = read(said, grid_of(*rows))
    assert ([1, 2, 3, 4], [2024, 2024, 2025, 2025]) == (
        [each.value for each in found.observations],
        [each.period.end.year for each in found.observations],
    )
    assert ["no_header"] == [code for code, _ in read(YEARS, grid_of(*rows)).said]


# laws -------------------------------------------------------------------------------------------


@given(above=st.integers(0, 12), left=st.integers(0, 5), seed=st.integers())
def test_where_a_table_stands_and_the_order_of_its_rows_change_no_figure(above: int, left: int, seed: int) -> None:
    """Rows above, columns to the left, rows sorted otherwise: the same figures, and as many problems."""
    head, rows = list(TWO_YEARS[1:3]), list(TWO_YEARS[3:6])
    Random(seed).shuffle(rows)
    moved = [("",)] * above + [("", *[""] * left, *row)[1:] for row in (*head, *rows)]
    straight, found = read(YEARS, grid_of(*TWO_YEARS)), read(YEARS, grid_of(*moved))
    assert (straight.named, len(straight.said)) == (found.named, len(found.said))


@given(st.lists(st.integers(0, 5000), min_size=2, max_size=6), st.integers(-3, 3))
def test_a_total_is_told_exactly_when_it_is_not_the_sum(parts: list[int], off: int) -> None:
    """Whatever the parts: no false alarm, and no wrong total unnoticed."""
    groups = ("White", "Indian", "Pakistani", "African", "Chinese", "Unknown")
    rows: list[Row] = [(DAY, group, part) for group, part in zip(groups, parts, strict=False)]
    found = read(PLAIN, grid_of(("Date", "Ethnic group", "Headcount"), *rows, (DAY, "All staff", sum(parts) + off)))
    assert bool(off) == bool(found.said)


@given(
    rows=st.lists(st.lists(VALUES, max_size=8), max_size=12),
    areas=st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=3),
    layout=st.sampled_from([PLAIN, YEARS, DIVISIONS, PERSONS]),
)
def test_no_sheet_breaks_a_reading(rows: list[Row], areas: list[tuple[int, int, int, int]], layout: str) -> None:
    """Whatever stands in a sheet: figures with a place in it, or problems, and nothing raised; marks for every cell."""
    merged = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas]
    grid = grid_of(*rows, merged=merged)
    found = read(layout, grid)
    cells = {cell_name(row, column) for row, pairs in grid.rows() for column, _ in pairs}
    stated = {each.where.cell for each in found.observations if isinstance(each.value, int) and not each.where.field}
    assert stated <= cells
    result = ReadResult(value=Dataset(observations=found.observations), problems=found.problems)
    (marked,) = mark_workbook(layout_of(layout), Workbook(file="ours.xlsx", grids=(grid,)), result)
    assert cells <= {cell_name(*at) for at in marked.marks}
