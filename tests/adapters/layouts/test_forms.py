"""Forms as trusts fill them in: labels decide, wherever they stand, and what is odd is reported with its cell."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.layouts.made_forms import (
    ONE_YEAR,
    SHORTLISTED,
    TWO_YEARS,
    Row,
    excel,
    figures,
    named,
    read,
    read_file,
    said,
    sheet,
    wres_layout,
)

from fairness_adapters.grid import CellError, CellValue, MemoryGrid, NotCalculated
from fairness_adapters.jobs.wres import DEMO, sample_path
from fairness_adapters.layouts.hits import observations
from fairness_adapters.source import read_source
from fairness_adapters.workbooks import open_workbook
from fairness_core.observations import Dataset, Observation, Period
from fairness_core.problems import Place
from fairness_core.values import Missing, Reason, Stated, Unit, Value

APPOINTED: Row = (35, "Appointed", 60, 30, 2)
TRAINED: Row = (43, "Accessed non-mandatory training and CPD", 500, 145, 6)
CLINICAL = "1b) Clinical workforce"
NON_CLINICAL = "1a) Non clinical workforce"
THREE = {"shortlisted 2025 white": 300, "shortlisted 2025 bme": 200, "shortlisted 2025 unknown": 10}
TWO = {"appointed 2025 white": 60, "appointed 2025 bme": 30, "appointed 2025 unknown": 2}


def percent(text: str, base: int | None = None) -> Stated:
    """Return a published percentage."""
    return Stated(value=Decimal(text), unit=Unit.PERCENT, base=base)


def test_figures_stand_under_their_year_and_group() -> None:
    """A row gives a figure for each group and year of its headings, with the cell that it stands in."""
    form = read(sheet((34, "Shortlisted", 1, 2, 3, 4, 5, 6), head=TWO_YEARS))
    assert {
        "shortlisted 2024 white": 1,
        "shortlisted 2024 bme": 2,
        "shortlisted 2024 unknown": 3,
        "shortlisted 2025 white": 4,
        "shortlisted 2025 bme": 5,
        "shortlisted 2025 unknown": 6,
    } == figures(form)
    places = [hit.cell.where for hit in form.hits if hit.rule.name == "shortlisted"]
    assert [Place(file="form.xlsx", sheet="Return", cell=f"{letter}3") for letter in "CDEFGH"] == places


def test_a_figure_speaks_of_the_time_that_its_measure_does() -> None:
    """Staff in post are of the day, applicants of the twelve months, the survey of the autumn before."""
    form = read(sheet(SHORTLISTED, (38, "Total workforce", 90, 40, 2), (49, _discrimination(), 6.4, 14.1)))
    periods = {each.measure: each.period for each in observations(wres_layout(), form.hits)}
    assert Period(end=date(2025, 3, 31)) == periods["headcount"]
    assert Period(start=date(2024, 4, 1), end=date(2025, 3, 31)) == periods["shortlisted"]
    assert Period(start=date(2024, 10, 1), end=date(2024, 12, 31)) == periods["survey_discrimination"]


def _discrimination() -> str:
    return wres_layout().lines["survey_discrimination"].labels[0]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_rows_may_stand_on_any_sheet_and_sheets_in_any_order(order: Sequence[int]) -> None:
    """Two sheets with a part each and one of notes give the same figures in whatever order."""
    grids = [
        sheet(SHORTLISTED, name="Recruitment"),
        sheet(APPOINTED, name="Also recruitment"),
        MemoryGrid.from_rows("Notes", [["Shortlisted means invited to interview."]]),
    ]
    form = read(*(grids[place] for place in order))
    assert THREE | TWO == figures(form)
    assert [] == said(form)


@pytest.mark.parametrize("state", ["hidden", "very hidden"])
def test_a_hidden_sheet_is_left_out(state: str) -> None:
    """A sheet that nobody sees may hold last year's figures or lists."""
    assert THREE == figures(read(sheet(SHORTLISTED), sheet(APPOINTED, name="Old", state=state)))


def test_hidden_rows_are_read_and_noted() -> None:
    """A filter that was left on changes no figure; the note has the first hidden row."""
    form = read(sheet(SHORTLISTED, APPOINTED, hidden_rows=frozenset({4, 90})))
    assert THREE | TWO == figures(form)
    assert [("hidden_rows", "A4")] == said(form)
    assert "1 hidden rows were read like the others." == form.problems[0].message


def test_another_sheet_that_names_groups_stops_nothing() -> None:
    """A sheet of lists or of a chart's data has no row of the form, so its headings need no year."""
    lists = MemoryGrid.from_rows("Lists", [["White", "BME", "Unknown"]])
    form = read(sheet(SHORTLISTED), lists)
    assert (THREE, []) == (figures(form), said(form))


@pytest.mark.parametrize("number", [35, "35", " 35 "])
def test_a_row_number_that_disagrees_is_reported_and_not_followed(number: int | str) -> None:
    """The label decides what the row is; the warning stands at the number."""
    form = read(sheet((number, "Shortlisted", 300, 200, 10)))
    assert THREE == figures(form)
    assert [("row_number_disagrees", "A3")] == said(form)
    (problem,) = [each for each in form.problems if each.code == "row_number_disagrees"]
    assert ("row 35", "row 34 for this label") == (problem.found, problem.expected)


@pytest.mark.parametrize("number", [34, "34", "", "34a", "\u00b2", "9" * 5000, 34.5])
def test_what_is_no_row_number_disagrees_with_nothing(number: int | str | float) -> None:
    """The right number is fine, and a cell that holds none says nothing."""
    form = read(sheet((number, "Shortlisted", 300, 200, 10)))
    assert (THREE, []) == (figures(form), said(form))


def test_a_form_need_not_number_its_rows() -> None:
    """Without a column of row numbers, a number to the left of a label means nothing."""
    head = (("", "Data item", "31 March 2025"), ("", "", "White", "BME", "Unknown"))
    assert [] == said(read(sheet((99, "Shortlisted", 300, 200, 10), head=head)))


@pytest.mark.parametrize(
    "label",
    [
        "SHORTLISTED",
        "  Shortlisted\u00a0applicants ",
        "Number of\nshortlisted applicants",
        "Shortlisted1",
        "Shortlisted applicants\u00b9",
        "Shortlisted [note 2]",
        "Shortlisted (1)",
        "Shortlisted*",
        "Shortlisted:",
    ],
)
def test_a_label_is_known_however_it_is_typed(label: str) -> None:
    """Case, no-break spaces, line ends, full stops and footnotes make no other label."""
    assert (THREE, []) == (figures(form := read(sheet((34, label, 300, 200, 10)))), said(form))


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2013", "\u2014", " "])
def test_dashes_in_labels_are_all_alike(dash: str) -> None:
    """Non-mandatory is written with whatever dash the author's keyboard made."""
    label = f"Accessed non{dash}mandatory training and CPD"
    assert [500, 145, 6] == list(figures(read(sheet((43, label, 500, 145, 6)))).values())


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u2018"])
def test_apostrophes_in_labels_are_all_alike(apostrophe: str) -> None:
    """An apostrophe that a text program curled is no other letter."""
    head = ((f"Organisation{apostrophe}s", "", "2025"), ("", "", "White", "BME", "Unknown"))
    assert THREE == figures(read(sheet((34, f"{apostrophe}Shortlisted{apostrophe}", 300, 200, 10), head=head)))


def test_the_label_nearest_to_the_figures_is_asked_first() -> None:
    """A row of a survey may have the indicator's title further left; the row's own label decides."""
    head = (("", "", "", "2025"), ("", "", "", "White", "BME", "Unknown"))
    form = read(sheet(("Total workforce", "", "Shortlisted", 300, 200, 10), head=head))
    assert THREE == figures(form)


def test_the_heading_of_a_block_is_carried_down() -> None:
    """Bands are known by the heading above or beside them, until the next heading."""
    form = read(
        sheet(
            (NON_CLINICAL,),
            ("", "Band 5", 10, 4, 1),
            ("", "Band 8a", 3, 1, 0),
            (CLINICAL, "Band 5", 20, 9, 2),
            ("", "Of which Medical & Dental"),
            ("", "Consultants", 8, 6, 0),
            ("", "Other", 2, 1, 0),
        )
    )
    assert {
        "headcount 2025 5 non_clinical white": 10,
        "headcount 2025 8a non_clinical bme": 1,
        "headcount 2025 5 clinical white": 20,
        "headcount 2025 consultant medical bme": 6,
        "headcount 2025 other_medical medical white": 2,
    }.items() <= figures(form).items()
    assert [] == said(form)


def test_a_band_without_a_heading_above_it_is_not_guessed() -> None:
    """Clinical or not cannot be told, so the row is reported and not used."""
    form = read(sheet(("", "Band 5", 10, 4, 1), SHORTLISTED))
    assert (THREE, [("unknown_row", "B3")]) == (figures(form), said(form))


def test_a_row_whose_label_is_not_known_is_reported_when_it_has_figures() -> None:
    """It is not used; sub-headings without figures are passed over; a name in it is not repeated."""
    form = read(sheet(SHORTLISTED, ("", "Withdrawn by Alice Brown", 1, 2, 3), ("", "Indicator 3")))
    assert (THREE, [("unknown_row", "B4")]) == (figures(form), said(form))
    (problem,) = [each for each in form.problems if each.code == "unknown_row"]
    assert "text of 24 characters" == problem.found


def test_figures_without_any_label_are_reported_at_the_label() -> None:
    """Where a label should be there is nothing: the place is the column of the labels before."""
    form = read(sheet(SHORTLISTED, ("", "", 1, 2, 3)))
    assert [("unknown_row", "A4")] == said(form)


def test_a_row_that_the_form_works_out_is_known_and_not_read() -> None:
    """Likelihoods and shares are worked out here from the counts, so their rows are neither read nor reported."""
    form = read(sheet(SHORTLISTED, (36, "Likelihood of being appointed from shortlisting", 0.2, 0.15, 0.2)))
    assert (THREE, []) == (figures(form), said(form))


def test_a_survey_percentage_has_its_base_where_the_form_gives_it() -> None:
    """The number of answers stands beside the percentage; without it, the base is not stated."""
    base = wres_layout().lines["base_discrimination"].labels[0]
    form = read(sheet((49, _discrimination(), 6.4, "14.1%", "n/a"), ("", base, 1748, "*", None)))
    found = figures(form)
    assert percent("6.4", 1748) == found["survey_discrimination 2024 white"]
    assert percent("14.1") == found["survey_discrimination 2024 bme"]
    assert "survey_discrimination 2024 unknown" not in found
    assert not any(name.startswith(" ") for name in found)


def test_a_percentage_cell_means_what_it_shows() -> None:
    """0.064 shown as 6.4% is 6.4; the same number without the format is refused at its cell."""
    row = (49, _discrimination(), 0.064, 0.141)
    form = read(sheet(row, percent_cells=frozenset({(3, 3)})))
    assert percent("6.4") == figures(form)["survey_discrimination 2024 white"]
    assert [("fraction_or_percentage", "D3")] == said(form)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("12 (est)", "not_a_number"),
        (27.5, "not_whole"),
        (CellError("#N/A"), "error_cell"),
        (NotCalculated("C3"), "never_calculated"),
        (date(2025, 3, 9), "date_for_number"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_missing_figure_and_a_problem(value: CellValue, code: str) -> None:
    """It is not 0, and the figure says which cell it was."""
    form = read(sheet((34, "Shortlisted", 300, value, 10)))
    assert (
        Missing(reason=Reason.UNREADABLE, detail="the cell D3 could not be read")
        == figures(form)["shortlisted 2025 bme"]
    )
    assert [(code, "D3")] == said(form)


def test_a_row_that_stands_twice_with_one_value_is_one_figure() -> None:
    """The workforce stands in three places of the form; the same number there is no problem."""
    rows = [(number, "Number of staff in workforce", 90, 40, 2) for number in (38, 42, 56)]
    form = read(sheet(*rows))
    assert [] == said(form)
    assert () == Dataset(observations=observations(wres_layout(), form.hits)).conflicts()


def test_a_row_that_stands_twice_with_two_values_is_an_error_that_names_both() -> None:
    """Which one is right cannot be told."""
    rows = [(38, "Number of staff in workforce", 90, 40, 2), (42, "Number of staff in workforce", 91, 40, 2)]
    (problem,) = Dataset(observations=observations(wres_layout(), read(sheet(*rows)).hits)).conflicts()
    assert ("stated_twice", "C4") == (problem.code, problem.where.cell)
    assert "91 here, 90 in form.xlsx, sheet 'Return', cell C3" == problem.found


@pytest.mark.parametrize(
    ("row", "organisation"),
    [
        (("Organisation", "", "Northmoor Valley (made up)"), "Northmoor Valley (made up)"),
        (("Trust name:", " Northmoor Valley "), "Northmoor Valley"),
        (("Organisation",), ""),
        (("The organisation", "Northmoor"), ""),
    ],
)
def test_the_organisation_stands_beside_its_label(row: Row, organisation: str) -> None:
    """The next text to the right is its name; without one the name is not known."""
    assert organisation == read(sheet(SHORTLISTED, head=(row, *ONE_YEAR))).organisation


def test_the_organisation_may_stand_on_another_sheet() -> None:
    """A cover page names the trust."""
    assert "Northmoor" == read(MemoryGrid.from_rows("Cover", [["Trust", "Northmoor"]]), sheet(SHORTLISTED)).organisation


def test_a_repeated_header_begins_new_columns() -> None:
    """Lower on the sheet, other years may stand side by side."""
    lower = (("", "", "31 March 2024"), ("", "", "White", "BME", "Unknown"), APPOINTED)
    found = figures(read(sheet(SHORTLISTED, *lower)))
    assert THREE.items() <= found.items()
    assert {"appointed 2024 white": 60, "appointed 2024 bme": 30}.items() <= found.items()
    assert "appointed 2025 white" not in found


def test_the_header_row_of_a_form_is_no_row_of_it() -> None:
    """Headings are never taken for figures, nor reported as a row that is not known."""
    assert [] == said(read(sheet(SHORTLISTED, ("", "", "White", "BME", "Unknown"), head=ONE_YEAR[:1])))


def test_a_sheet_without_headings_gives_nothing() -> None:
    """Labels and numbers without columns for groups are not a form."""
    form = read(MemoryGrid.from_rows("Return", [SHORTLISTED]))
    assert ((), (), 0) == (form.hits, form.problems, form.rows)


def test_columns_without_a_year_give_no_figures() -> None:
    """The year is not guessed from the file's name or from today."""
    form = read(sheet(SHORTLISTED, head=(("", "", "This year"), ONE_YEAR[1])))
    assert ({}, [("year_unknown", "C2")]) == (figures(form), said(form))


HEADINGS = [
    ("31 March 2025", "text"),
    (datetime(2025, 3, 31), "date"),  # noqa: DTZ001
    ("2024/25", "financial year"),
    (2025, "number"),
]


@pytest.mark.parametrize(("heading", "_kind"), HEADINGS, ids=[kind for _, kind in HEADINGS])
@pytest.mark.parametrize("date_1904", [False, True])
def test_a_real_workbook_with_merged_headings_is_read(heading: object, _kind: str, date_1904: bool) -> None:
    """Two rows of headings, the upper merged, as text, number or date, under either date system of Excel."""
    cells = {
        "B1:D1": heading,
        **dict(zip(("B2", "C2", "D2"), ("White", "BME\u00b9", "Not stated or unknown"), strict=True)),
        **dict(zip(("A3", "B3", "C3", "D3"), ("Shortlisted", 300, "1,200", "10"), strict=True)),
        **dict(zip(("A4", "B4", "C4"), (_discrimination(), (0.064, "0.0%"), "14.1%"), strict=True)),
    }
    if isinstance(heading, datetime):
        cells = {"B1": heading} | {cell: value for cell, value in cells.items() if cell != "B1:D1"}
    cells["D2"] = "Unknown"
    result = read_file(excel(("Return", cells), date_1904=date_1904))
    assert {
        "shortlisted 2025 white": 300,
        "shortlisted 2025 bme": 1200,
        "shortlisted 2025 unknown": 10,
        "survey_discrimination 2024 white": percent("6.4"),
        "survey_discrimination 2024 bme": percent("14.1"),
    }.items() <= named(result.value.observations).items()
    assert {"row_missing"} == {problem.code for problem in result.problems}


def test_a_form_saved_as_csv_says_the_same() -> None:
    """The sample, saved as text with separators for thousands, gives the same figures and the same trust."""
    source = read_source(sample_path(DEMO))
    page = open_workbook(source).grids[0]
    out = StringIO()
    writer = csv.writer(out)
    rows = {number: dict(pairs) for number, pairs in page.rows()}
    for number in range(1, max(rows) + 1):
        row = rows.get(number, {})
        writer.writerow([_as_text(row.get(column)) for column in range(1, 12)])
    saved = read_file(out.getvalue().encode("cp1252"), "form.csv").value
    whole = read_file(source.data, DEMO).value
    assert named(whole.observations) == named(saved.observations)
    assert len(whole.observations) == len(saved.observations) == 292
    assert whole.organisation == saved.organisation == "Northmoor Valley NHS Foundation Trust (made up)"


def _as_text(value: object) -> str:
    """Return what Excel saves for a cell that shows separators for thousands."""
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return f"{int(value):,}"
    return "" if value is None else str(value)


def outcome(form_figures: dict[str, Value]) -> set[tuple[str, Value]]:
    """Return figures without their order."""
    return set(form_figures.items())


LINES: tuple[Row, ...] = (
    SHORTLISTED,
    APPOINTED,
    TRAINED,
    (38, "Total workforce", 90, 40, None),
    (50, "Total board members", 9, 2, 1),
    (51, "Voting members", "-", 1, "*"),
    (54, "Executive members", 5, None, 0),
    (99, "Something else", 1, 2, 3),
)
BLOCK: tuple[Row, ...] = (
    (CLINICAL, "Band 5", 20, 9, 2),
    ("", "Band 6", 8, None, 1),
    ("", "Band 7", 4, "12 (est)", None),
)


@given(seed=st.integers(), cut=st.integers(min_value=0, max_value=len(LINES)))
def test_the_order_of_lines_changes_no_figure(seed: int, cut: int) -> None:
    """Lines may stand in any order, before and after a block, which is kept together: the figures are the same."""
    lines = list(LINES)
    Random(seed).shuffle(lines)
    shuffled = read(sheet(*lines[:cut], *BLOCK, *lines[cut:]))
    straight = read(sheet(*LINES, *BLOCK))
    assert {(name, _unplaced(value)) for name, value in outcome(figures(straight))} == {
        (name, _unplaced(value)) for name, value in outcome(figures(shuffled))
    }
    assert sorted(code for code, _ in said(straight)) == sorted(code for code, _ in said(shuffled))


def _unplaced(value: Value) -> Value:
    return Missing(reason=value.reason) if isinstance(value, Missing) else value


@given(seed=st.integers())
def test_the_order_of_sheets_changes_no_figure(seed: int) -> None:
    """Each line and the block on a sheet of its own, in any order: the figures are the same."""
    grids = [sheet(*BLOCK, name="Bands"), *(sheet(row, name=str(row[1])) for row in LINES)]
    shuffled = list(grids)
    Random(seed).shuffle(shuffled)
    assert outcome(figures(read(*grids))) == outcome(figures(read(*shuffled)))


def test_every_figure_has_its_cell() -> None:
    """Each observation names its file, sheet and cell, so that anybody can look it up."""
    found: tuple[Observation, ...] = observations(wres_layout(), read(sheet(*LINES, *BLOCK)).hits)
    placed = [each.where for each in found if "no such row" not in str(each.value)]
    assert {("form.xlsx", "Return")} == {(where.file, where.sheet) for where in placed}
    assert len(placed) == len({where.cell for where in placed}) == 30
