"""Proposed layouts: most columns right, what is not certain said, nobody named, and text that cannot break out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.layouts.made_tables import TWO_YEARS, VALUES, Row, grid_of, read

from fairness_adapters.grid import MemoryGrid, NotCalculated, Workbook
from fairness_adapters.jobs.layouts import suggest_layout
from fairness_adapters.layouts import layout_reader
from fairness_adapters.layouts.suggest import Suggestion, suggest
from fairness_adapters.layouts.suggest_lines import slug
from fairness_adapters.layouts.table_schema import TableLayout
from fairness_adapters.layouts.toml_text import comment, quoted, quoted_list
from fairness_adapters.layouts.vocabulary import vocabulary
from fairness_core.classifications import classification
from fairness_core.config import parse_toml
from fairness_core.errors import CallerError, ConfigError
from fairness_core.observations import measures

REAL = Path(__file__).with_name("real")


def proposed(*grids: MemoryGrid) -> Suggestion:
    """Propose a layout for sheets in memory."""
    return suggest(Workbook(file="ours.xlsx", grids=grids))


def layout_of(found: Suggestion) -> TableLayout:
    """Load a proposal as it is."""
    layout = layout_reader(found.text).layout
    assert isinstance(layout, TableLayout)
    return layout


def faulty_keys(found: Suggestion) -> list[str]:
    """Return the keys of a proposal that must be filled in before it loads."""
    try:
        layout_of(found)
    except ConfigError as fault:
        return [problem.where.field for problem in fault.problems]
    return []


@pytest.mark.parametrize(
    ("file", "columns", "figures"),
    [
        (
            "eu-and-uk-nationals-september-2016.xlsx",
            {"A": "region", "B": "ignored", "C": "organisation", **dict.fromkeys("DEFGHIJK", "headcount")},
            3592,
        ),
        (
            "midwives-2009-2022.csv",
            {"A": "period", "B": "ethnicity", "D": "staff_group", "E": "role", "F": "band", "G": "headcount"},
            1270,
        ),
        ("ae-attendances.csv", {"A": "period", "B": "organisation", "C": "ignored", "D": "attendances"}, 324),
    ],
)
def test_most_columns_of_real_files_are_right(file: str, columns: dict[str, str], figures: int) -> None:
    """Regions that are carried down, codes without a heading, two header rows; and all figures are read."""
    proposal = suggest_layout(REAL / file)
    assert columns == {name: what for name, what in proposal.suggestion.columns.items() if name in columns}
    assert (figures, ()) == (proposal.figures, proposal.to_fill)


def test_the_header_rows_of_the_published_workbook_are_told_apart() -> None:
    """Nationality above staff group; the day stands above the table; a row without a code is a subtotal."""
    found = layout_of(suggest_layout(REAL / "eu-and-uk-nationals-september-2016.xlsx").suggestion)
    assert ("nationality", "staff_group") == found.header.rows
    assert ("above", "total") == (found.dimensions["region"].blank, found.dimensions["organisation"].blank)
    assert (("England",), ("All staff",)) == (found.dimensions["region"].totals, found.dimensions["staff_group"].totals)
    assert "/as (?:at|of) (.+)/" == found.period.above


def test_years_and_groups_in_header_rows_are_known() -> None:
    """Two years side by side: the time above, the group below, pay bands at the side."""
    found = layout_of(proposed(grid_of(*TWO_YEARS)))
    assert ("period", "ethnicity") == found.header.rows
    assert ("ethnicity", "band") == (
        found.dimensions["ethnicity"].classification,
        found.dimensions["band"].classification,
    )


def test_a_header_row_merged_over_several_rows_is_one() -> None:
    """The staff survey's workbook: a question merged over four rows and three columns; names repeat below."""
    question = (
        "Q15. Does your organisation act fairly with regard to career progression and promotion, whoever you are?"
    )
    rows: list[Row] = [
        ("Your organisation", "", question, "", "", f"{question} Again", "", ""),
        (),
        (),
        (),
        ("ODS code", "Region", "% Yes", "% No", "Base", "% Yes", "% No", "Base"),
        ("RXR", "North West", 60.9, 39.1, 4180, 8.5, 91.5, 4153),
        ("RXN", "North West", 58.2, 41.8, 4001, 9.5, 90.5, 4010),
    ]
    rows[0] = ("", "", question, "", "", "Q99. Something else altogether", "", "")
    rows[1] = ("Survey 2024, as at 31 December 2024",)
    found = proposed(grid_of(*rows, merged=[(1, 3, 4, 5), (1, 6, 4, 8)]))
    assert {
        "A": "organisation",
        "B": "region",
        "C": "survey_equal_opportunity",
        "D": "q15_does_your_organisation_act_fairly_wi",
        "E": "base",
        "F": "q99_something_else_altogether_yes",
        "G": "q99_something_else_altogether_no",
        "H": "base",
    } == found.columns
    layout = layout_of(found)
    assert (("", ""), "percent", ("Base",)) == (
        layout.header.rows,
        layout.figures["survey_equal_opportunity"].unit,
        layout.figures["q99_something_else_altogether_yes"].base,
    )


def test_a_label_s_heading_merged_down_is_seen() -> None:
    """A heading over two rows beside "White" over two columns: no column is without a heading."""
    rows: list[Row] = [("Group", "White", "", "BME"), ("", "Headcount", "Leavers", "Headcount"), ("Band 5", 10, 4, 3)]
    rows.append(("Band 6", 11, 5, 4))
    found = proposed(grid_of(*rows, merged=[(1, 1, 2, 1), (1, 2, 1, 3)]))
    assert ("band", True) == (found.columns["A"], 'rows = ["ethnicity", ""]' in found.text)
    assert {"B": "headcount", "C": "leavers", "D": "headcount"} == {name: found.columns[name] for name in "BCD"}
    assert 'labels = ["Group"]' in found.text


RECRUITMENT: tuple[Row, ...] = (
    ("Quarter 2 2025/26 recruitment return",),
    ("July to September 2025",),
    (),
    ("Division", "Band", "White", "", "", "BME", "", ""),
    ("", "", "Applied", "Shortlisted", "Appointed", "Applied", "Shortlisted", "Appointed"),
    ("Surgery1", "Band 5", 120, 60, 14, 90, 30, "-"),
    ("", "Band 6", 70, 35, 9, 44, 16, 3),
    ("Surgery total", "", 190, 95, 23, 134, 46, 8),
    ("Medicine", "Band 5", 150, 80, 20, 140, 55, 9),
    ("Medicine total", "", 150, 80, 20, 140, 55, 9),
    ("Grand total", "", 340, 175, 43, 274, 101, 17),
    (),
    ("Notes",),
    ("1 Surgery includes theatres.",),
)
OVER_TWO = [(4, 1, 5, 1), (4, 2, 5, 2), (4, 3, 4, 5), (4, 6, 4, 8)]


def test_a_recruitment_table_is_proposed_as_it_is_meant() -> None:
    """Measures under merged groups, divisions carried down with subtotals, the quarter in the title, and the notes."""
    found = proposed(grid_of(*RECRUITMENT, merged=OVER_TWO))
    layout = layout_of(found)
    assert ("ethnicity", "") == layout.header.rows
    assert {"applied": "applied", "shortlisted": "shortlisted", "appointed": "appointed"} == {
        name: each.measure for name, each in layout.figures.items()
    }
    applied = layout.known_measures()["applied"]
    assert ("applications", "flow") == (applied.unit, applied.flow)
    division, band = layout.dimensions["division"], layout.dimensions["band"]
    assert ("above", "total", "sum") == (division.blank, band.blank, band.check)
    assert (("Grand total",), "/^(.*?)( total)?$/") == (division.totals, division.matching)
    assert (("Notes",), True) == (layout.rows.until, "to|" in layout.period.above)


def test_a_proposal_for_a_recruitment_table_reads_it_rightly() -> None:
    """Every figure of the table, of its quarter; nothing wrong is found but that a footnote was taken off."""
    found = read(layout_of(proposed(grid_of(*RECRUITMENT, merged=OVER_TWO))), grid_of(*RECRUITMENT, merged=OVER_TWO))
    assert (36, {"1 July 2025 to 30 September 2025"}) == (
        len(found.observations),
        {str(each.period) for each in found.observations},
    )
    assert ["same_text"] == sorted({code for code, _ in found.said})
    assert 9 == found.named["appointed 2025 6 Surgery white"]
    assert 43 == found.named["appointed 2025 white"]


APPRAISALS: tuple[Row, ...] = (
    ("My Trust: appraisals completed, year to 31 March 2025",),
    (),
    ("Division", "Pay band", "White", "", "BME", "", "Not stated", ""),
    ("", "", "Staff", "Appraised", "Staff", "Appraised", "Staff", "Appraised"),
    ("Surgery", "Band 5", 40, 32, 18, 13, 3, 2),
    ("", "Band 6", 25, 21, 9, 7, "-", "-"),
    ("Surgery total", "", 65, 53, 27, 20, 3, 2),
    ("Grand total", "", 65, 53, 27, 20, 3, 2),
)
UNDER_GROUPS = [(3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 3, 4), (3, 5, 3, 6), (3, 7, 3, 8)]


def test_what_is_counted_below_groups_is_no_dimension() -> None:
    """Staff and Appraised under each group are two measures, the second over the time that the title names."""
    layout = layout_of(proposed(grid_of(*APPRAISALS, merged=UNDER_GROUPS)))
    assert (("ethnicity", ""), "/\\b((?:half[ -])?year (?:to|ended|ending) .*)/") == (
        layout.header.rows,
        layout.period.above,
    )
    assert {"headcount": ("headcount", ("Staff",)), "appraised": ("appraised", ("Appraised",))} == {
        name: (each.measure, each.labels) for name, each in layout.figures.items()
    }
    assert "flow" == layout.known_measures()["appraised"].flow
    found = read(layout, grid_of(*APPRAISALS, merged=UNDER_GROUPS)).observations
    assert {("headcount", "31 March 2025"), ("appraised", "1 April 2024 to 31 March 2025")} == {
        (each.measure, str(each.period)) for each in found
    }


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        (("Eligible", "Completed"), ("ethnicity", "")),
        (("Permanent", "Fixed term", "Total"), ("ethnicity", "heading_2")),
        (("Men", "Women"), ("ethnicity", "sex")),
    ],
)
def test_texts_that_come_again_under_each_group(below: tuple[str, ...], rows: tuple[str, ...]) -> None:
    """Unknown ones are what is counted; beside a total, or known, they are groups. No headcount is over unknown groups."""
    upper = [text for group in ("White", "BME") for text in (group, *[""] * (len(below) - 1))]
    table: list[Row] = [("", *upper), ("Pay band", *below * 2), ("Band 5", *range(1, 2 * len(below) + 1))]
    found = proposed(grid_of(("As at 31 March 2025",), *table))
    layout = layout_of(found)
    assert rows == layout.header.rows
    measured = {each.measure for each in layout.figures.values()}
    assert ("sex" in rows) == ("headcount" in measured)
    assert ("heading_2" in rows) == ("are its texts groups, or what is counted" in found.text)


def test_a_proposal_can_have_the_id_of_its_package() -> None:
    """Then nobody need decide on one."""
    book = Workbook(file="ours.xlsx", grids=(grid_of(*TWO_YEARS),))
    plain, named = suggest(book), suggest(book, layout_id="my-trust-wards")
    assert ("our-layout", "my-trust-wards") == (layout_of(plain).id, layout_of(named).id)
    assert 1 == plain.to_decide - named.to_decide


def test_events_beside_measures_that_we_have_are_measures_of_the_file_s_own() -> None:
    """Applications beside shortlisted and appointed are counted too, over a time; another number is not."""
    rows: list[Row] = [("Ethnic group", "Applied", "Shortlisted", "Appointed", "Order")]
    rows += [("White", 549, 268, 70, 1), ("BME", 420, 153, 26, 2)]
    found = proposed(grid_of(*rows))
    assert {"B": "applied", "C": "shortlisted", "D": "appointed", "E": "ignored"} == {
        name: found.columns[name] for name in "BCDE"
    }
    assert 'title = "Applied"\nunit = "applications"' in found.text
    persons = [("Person id", *rows[0]), ("p1", "White", 1, 1, 0, 1), ("p2", "BME", 1, 0, 0, 2)]
    assert "ignored" == proposed(grid_of(*persons)).columns["C"]


def test_groups_beside_a_total_are_a_header_though_not_all_are_known() -> None:
    """The unknown ones are asked for with where their codes are listed; a note below the table begins the notes."""
    rows: list[Row] = [
        ("Staff in post as at 30 September 2025",),
        ("Pay grade", "White British", "White European & other", "Asian", "Mixed heritage", "All staff"),
        ("B5", 210, 40, 55, 12, 317),
        ("VSM / Exec", 6, "-", 1, "-", 7),
        ("Total", 216, 40, 56, 12, 324),
        (),
        ("Source: ESR. Bank staff are left out.",),
    ]
    found = proposed(grid_of(*rows))
    layout = layout_of(found)
    assert (("ethnicity",), ("All staff",)) == (layout.header.rows, layout.dimensions["ethnicity"].totals)
    assert '# codes = { ... }    for ["White European & other", "Mixed heritage"]\n' in found.text
    assert "'fairness codes ethnicity' lists them" in found.text
    assert {"B": "headcount", "C": "unknown", "D": "headcount", "F": "headcount"} == {
        name: found.columns[name] for name in "BCDF"
    }
    assert ("/^Source\\b/",) == layout.rows.until


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Leavers, 1 April 2024 to 31 March 2025", "1 April 2024 to 31 March 2025"),
        ("Leavers, Q2 2025/26", "1 July 2025 to 30 September 2025"),
        ("Leavers 2024/25", "1 April 2024 to 31 March 2025"),
        ("Leavers, Oct 2024 to Sep 2025", "1 October 2024 to 30 September 2025"),
        ("Leavers, year to 31 December 2024", "1 January 2024 to 31 December 2024"),
        ("Leavers, half year ended 30 September 2025 (made up)", "1 April 2025 to 30 September 2025"),
        ("Leavers, six months to September 2025", "1 April 2025 to 30 September 2025"),
        ("Leavers, quarter ending 30 June 2025", "1 April 2025 to 30 June 2025"),
    ],
)
def test_a_time_in_a_title_is_found(title: str, period: str) -> None:
    """Days, a quarter, a year, months: what the proposal reads is of that time."""
    rows: list[Row] = [(title,), ("Ethnic group", "Leavers"), ("White", 30), ("BME", 20)]
    found = read(layout_of(proposed(grid_of(*rows))), grid_of(*rows))
    assert {period} == {str(each.period) for each in found.observations}


def test_a_sheet_may_be_named() -> None:
    """The smaller table is proposed when it is asked for; a sheet that is not there is refused with those that are."""
    grids = grid_of(*RECRUITMENT, name="Jobs"), grid_of(*TWO_YEARS, name="Staff")
    book = Workbook(file="ours.xlsx", grids=grids)
    assert 'names = ["Staff"]' in suggest(book, "Staff").text
    assert "# decide: other sheets hold tables too and are not described: Staff\n" in suggest(book).text
    with pytest.raises(CallerError, match="no sheet 'staff'") as caught:
        suggest(book, "staff")
    assert "There are: 'Jobs', 'Staff'." == caught.value.hint


PERSONS: tuple[Row, ...] = (
    ("Employee Number", "Surname", "Division", "Pay Band", "Ethnic Origin", "FTE", "Latest Start Date", "Line Manager"),
    ("20001", "Secretname", "Medicine", "Band 5", "A", 1.0, "01/04/2019", "Othername"),
    ("20002", "Secretname", "Surgery", "Band 6", "Odd text", 0.8, "01/04/2019", "Othername"),
    ("20002", "Secretname", "Surgery", "Band 6", "H", 0.8, "01/04/2019", "Othername"),
)


def test_a_file_of_persons_is_counted_by_rows_and_names_nobody() -> None:
    """Columns of names are never used, rare texts are not quoted, a start date is no snapshot; the day is to fill."""
    found = proposed(grid_of(*PERSONS))
    assert "Secretname" not in found.text
    assert "Othername" not in found.text
    assert "Odd text" not in found.text
    assert {"key", "ignored", "division", "band", "ethnicity"} == set(found.columns.values())
    assert 'counts = "rows"\nonce_per = ["Employee Number"]' in found.text
    assert 'day = ""  # decide:' in found.text


def test_what_is_counted_over_a_time_asks_for_its_first_and_last_day() -> None:
    """A day alone would be no quarter; the proposal of such figures asks for both."""
    found = proposed(grid_of(("Ethnic group", "Shortlisted", "Appointed"), ("White", 30, 4), ("BME", 20, 2)))
    assert ['first_day = ""  # decide:', 'last_day = ""   # decide:'] == [
        f"{line.partition('decide:')[0]}decide:" for line in found.text.splitlines() if "_day = " in line
    ]
    filled = found.text.replace('first_day = ""', 'first_day = "2025-07-01"')
    layout = layout_reader(filled.replace('last_day = ""', 'last_day = "2025-09-30"')).layout
    assert isinstance(layout, TableLayout)
    assert ("2025-07-01", "2025-09-30") == (layout.period.first_day, layout.period.last_day)


def test_what_must_be_filled_in_is_said(tmp_path: Path) -> None:
    """A proposal that does not load says which keys are lacking."""
    path = tmp_path / "persons.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in PERSONS), encoding="utf-8")
    proposal = suggest_layout(path)
    assert (None, ["period"]) == (proposal.figures, [problem.where.field for problem in proposal.to_fill])


def test_texts_that_are_not_known_are_listed_where_a_person_must_decide() -> None:
    """In a table of counts they are categories and may be quoted."""
    rows: list[Row] = [("Date", "Ethnic group", "Headcount"), ("31/03/2025", "White", 3), ("31/03/2025", "Martian", 4)]
    found = proposed(grid_of(*rows))
    assert '# codes = { ... }    for ["Martian"]' in found.text
    assert found.to_decide == found.text.count("# decide:") > 3


def test_numbers_with_decimals_are_no_counts() -> None:
    """Whole-time equivalents are proposed as a figure with decimals, and a formula without a result as a figure."""
    rows: list[Row] = [("Date", "Ethnic group", "WTE"), *(("31/03/2025", group, 3.5) for group in ("White", "BME"))]
    rows.append(("31/03/2025", "Unknown", NotCalculated("=1/2")))
    found = proposed(grid_of(*rows))
    assert ("wte", True) == (found.columns["C"], 'unit = "score"' in found.text)
    assert "NotCalculated" not in found.text


def test_the_largest_table_is_proposed_and_other_sheets_are_named() -> None:
    """A hidden sheet is none of them."""
    small: list[Row] = [("Date", "Headcount"), ("31/03/2025", 3)]
    hidden = attrs.evolve(grid_of(*TWO_YEARS, name="Old"), state="hidden")
    found = proposed(grid_of(*small, name="Small"), grid_of(*TWO_YEARS, name="Large"), hidden)
    assert 'names = ["Large"]' in found.text
    assert "other sheets hold tables too and are not described: Small" in found.text
    assert "Old" not in found.text


@pytest.mark.parametrize("rows", [(), (("Dear all",), ("Thank you",)), (("One",), (1,))])
def test_a_file_without_a_table_is_refused_with_advice(rows: Iterable[Row]) -> None:
    """A letter, or a single column, is no table."""
    with pytest.raises(CallerError, match="No table can be seen"):
        proposed(grid_of(*rows))


@given(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=5, unique=True))
def test_no_text_of_a_file_breaks_the_proposal(headings: list[str]) -> None:
    """Quotes, line ends and control characters in headings and sheet names: the proposal stays TOML."""
    rows: list[Row] = [tuple(headings), *(tuple(headings[::-1]) for _ in range(3)), tuple(range(len(headings)))]
    try:
        found = proposed(grid_of(*rows, name=headings[0]))
    except CallerError:
        return
    assert "table" == parse_toml(found.text)["kind"]


@given(st.text())
def test_strings_and_comments_hold_any_text(text: str) -> None:
    """What was quoted is read back as it was; a comment is one line."""
    encodable = text.encode("utf-8", "ignore").decode()
    assert {"a": encodable, "b": [encodable]} == parse_toml(f"a = {quoted(encodable)}\nb = {quoted_list([encodable])}")
    assert {} == parse_toml(comment(encodable))


@given(
    rows=st.lists(st.lists(VALUES, min_size=2, max_size=8), min_size=2, max_size=12),
    areas=st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=3),
)
def test_no_sheet_breaks_a_proposal(rows: list[Row], areas: list[tuple[int, int, int, int]]) -> None:
    """Whatever stands in a sheet: no proposal, or one that is TOML and faulty at most where it says "decide"."""
    merged = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas]
    try:
        found = proposed(grid_of(*rows, merged=merged))
    except CallerError:
        return
    assert set(faulty_keys(found)) <= {"period"}


def test_a_table_without_a_column_of_figures_is_no_accident() -> None:
    """Headings over one another and nothing that counts: a proposal all the same, and no unit is made up."""
    rows: list[Row] = [(None, None), ("Band", "Band"), (None, None, "Band", "Band"), (None, 0, None, "2024")]
    found = proposed(grid_of(*rows, (None, None, "Band"), merged=[(1, 1, 2, 2)]))
    assert "unit = " not in found.text


def test_names_are_made_of_words() -> None:
    """Signs go, blanks become underscores, and a long text is cut."""
    assert ("staff_group", "", 40) == (slug(" Staff-group "), slug("%"), len(slug("a" * 90)))


def test_the_vocabulary_names_only_what_exists() -> None:
    """Measures and classifications are packaged ones."""
    words = vocabulary()
    assert set(words.measures) <= set(measures().measures)
    assert all(classification(each.classification) for each in words.dimensions.values() if each.classification)


@pytest.mark.parametrize(
    ("subtotal", "pattern"),
    [
        ("{} total", "/^(.*?)( total)?$/"),
        ("Total for {}", "/^(?:Total for )?(.*)$/"),
        ("Total {}", "/^(?:Total )?(.*)$/"),
    ],
)
def test_a_subtotal_is_of_the_code_of_its_group(subtotal: str, pattern: str) -> None:
    """However it is worded, it is no total of everybody; "In post" are the people there, and markers are asked one by one."""
    rows: list[Row] = [("Staff as at 31 March 2025",), ("Division", "Pay band", "In post")]
    for name in ("Surgery", "Medicine"):
        rows += [(name, "Band 5", 20), (name, "Band 6", "<5"), (subtotal.format(name), None, 24)]
    found = proposed(grid_of(*rows, ("Trust total", None, 48)))
    layout = layout_of(found)
    assert (pattern, ("Trust total",)) == (layout.dimensions["division"].matching, layout.dimensions["division"].totals)
    assert ["headcount"] == [each.measure for each in layout.figures.values()]
    assert 'what each of these means here: ["<5"]' in found.text
