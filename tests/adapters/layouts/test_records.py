"""Tables by a layout of kind `records`: counts or persons in rows, codes, stated totals, dates."""

from __future__ import annotations

from datetime import date
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.layouts.made_forms import Row, excel, named, packaged, read_file

from fairness_adapters.grid import CellError, CellValue, MemoryGrid, Workbook
from fairness_adapters.layouts import layout_reader
from fairness_adapters.layouts.records import TableReading, read_table
from fairness_adapters.layouts.schema import RecordsLayout
from fairness_adapters.source import Source
from fairness_core.observations import Period
from fairness_core.problems import Problem, Severity
from fairness_core.values import Missing, Reason

HEAD: Row = ("Time", "Ethnicity", "Role_Group", "Grade", "Value")
FIRST: Row = ("2022-06-01", "White", "Midwives", "Band 6", 15414)

PERSONS = """
kind = "records"
id = "our-staff"
revision = 1
title = "Our staff, a row per person"
source = "made up"
measure = "headcount"
ignored = ["Assignment number"]

[period]
labels = ["Extract date"]

[dimensions.ethnicity]
labels = ["Ethnic origin"]
classification = "ethnicity"

[dimensions.band]
labels = ["Pay band"]
classification = "band"

[dimensions.division]
labels = ["Division"]
codes = { surgery = ["Surgery", "Surgical"], medicine = ["Medicine"] }
"""
PERSON_HEAD: Row = ("Assignment number", "Extract date", "Ethnic origin", "Pay band", "Division")


def layout_of(text: str) -> RecordsLayout:
    """Return a layout of the user's own."""
    layout = layout_reader(text).layout
    assert isinstance(layout, RecordsLayout)
    return layout


def england() -> RecordsLayout:
    """Return the layout of the published table."""
    layout = packaged("england-workforce").layout
    assert isinstance(layout, RecordsLayout)
    return layout


def read(*rows: Row, layout: RecordsLayout | None = None, **facts: object) -> TableReading:
    """Read rows of a sheet, the header among them."""
    grid = attrs.evolve(MemoryGrid.from_rows("Data", rows), **facts)  # type: ignore[arg-type]
    return read_table(layout or england(), Workbook(file="table.xlsx", grids=(grid,)))


def persons(*rows: Row) -> TableReading:
    """Read rows of persons."""
    return read(PERSON_HEAD, *rows, layout=layout_of(PERSONS))


def only(problems: tuple[Problem, ...]) -> Problem:
    """Return the only problem."""
    (problem,) = problems
    return problem


def test_each_row_is_a_figure_in_its_cut() -> None:
    """Codes come from the layout and from classifications; a snapshot is of its day; the place is the count's cell."""
    table = read(HEAD, FIRST)
    (found,) = table.observations
    assert ("headcount", Period(end=date(2022, 6, 1)), 15414) == (found.measure, found.period, found.value)
    assert (("band", "6"), ("ethnicity", "white"), ("role", "midwives")) == found.dimensions
    assert ("table.xlsx", "Data", "E2") == (found.where.file, found.where.sheet, found.where.cell)
    assert () == table.problems


def test_a_row_of_a_total_is_not_broken_down() -> None:
    """'All Grades' and the 'All' with unknowns leave their dimension out; the other 'All' is those who are known."""
    everyone = "All - Including Unknown, Not Stated And Discontinued Codes"
    table = read(
        HEAD,
        ("2022-06-01", everyone, "Midwives", "All Grades", 26181),
        ("2022-06-01", "All", "Midwives", "All Grades", 25329),
        ("2022-06-01", "Chinese", "Midwives", "Band 6", 36),
    )
    assert {
        "headcount 2022 midwives": 26181,
        "headcount 2022 known midwives": 25329,
        "headcount 2022 6 R midwives": 36,
    } == named(table.observations)


def test_codes_are_known_however_they_are_typed() -> None:
    """Case, blanks and signs make no other code."""
    table = read(HEAD, ("01/06/2022", " WHITE ", "Nurses and health\u00a0visitors", "band 8A", "1,234"))
    assert {"headcount 2022 8a white nurses_and_health_visitors": 1234} == named(table.observations)


def test_the_header_may_stand_below_a_title() -> None:
    """Titles and notes above the header are passed over."""
    table = read(("NHS workforce",), (), ("Source: made up", "", "as at June"), HEAD, FIRST)
    assert ({"headcount 2022 6 white midwives": 15414}, ()) == (named(table.observations), table.problems)


def test_a_header_far_down_is_not_found() -> None:
    """After thirty rows it is something else, and what was looked for is said."""
    assert "no_header" == only(read(*[("x",)] * 30, HEAD, FIRST).problems).code
    assert () == read(*[("x",)] * 29, HEAD, FIRST).problems


def test_without_all_the_headings_nothing_is_read() -> None:
    """The error lists every heading that is needed, with its alternatives."""
    table = read(("Time", "Ethnicity", "Grade", "Value"), ("2022-06-01", "White", "Band 6", 3))
    problem = only(table.problems)
    assert ((), "no_header", Severity.ERROR) == (table.observations, problem.code, problem.severity)
    assert "Time or Date; Ethnicity; Grade; Role_Group or Role Group; Value or Headcount" == problem.expected
    assert "no_header" == only(read().problems).code


def test_columns_that_the_layout_does_not_use_are_noted_once() -> None:
    """Known and ignored columns are not mentioned, others are counted, and the first has its cell."""
    head = (*HEAD, "Staff_Group", "Notes", "Checked by")
    problem = only(read(head, (*FIRST, "x", "y", "z")).problems)
    assert ("unused_columns", Severity.NOTE, "G1") == (problem.code, problem.severity, problem.where.cell)
    assert "2 columns are not used by this layout." == problem.message


def test_a_code_that_is_not_known_is_one_error_with_its_first_cell_and_count() -> None:
    """In a table of counts the text is a category, and may be quoted; the figures are kept apart, not dropped."""
    martian = ("2022-06-01", "Martian", "Midwives", "Band 6", 3)
    table = read(HEAD, FIRST, martian, ("2022-06-01", "Martian", "Midwives", "Band 7", 2))
    problem = only(table.problems)
    assert ("unknown_code", Severity.ERROR, "B3") == (problem.code, problem.severity, problem.where.cell)
    assert ("'Martian'", "(2 rows)") == (problem.found, problem.message[-9:-1])
    assert "dimensions.ethnicity.codes" in problem.hint
    assert 3 == len(table.observations)


def test_an_empty_code_is_not_known_either() -> None:
    """A group that is left blank is not a total."""
    problem = only(read(HEAD, ("2022-06-01", "White", "", "Band 6", 3)).problems)
    assert ("unknown_code", "C2", "nothing") == (problem.code, problem.where.cell, problem.found)


def test_an_error_in_a_column_of_codes_is_named_as_the_spreadsheet_shows_it() -> None:
    """#N/A is no group, and is not told in the words of a program."""
    problem = only(read(HEAD, ("2022-06-01", CellError("#N/A"), "Midwives", "Band 6", 3)).problems)
    assert ("unknown_code", "B2", "'#N/A'") == (problem.code, problem.where.cell, problem.found)


@pytest.mark.parametrize(("times", "found"), [(4, "text of 11 characters"), (5, "'Alice Brown'")])
def test_a_text_that_stands_with_few_persons_is_not_quoted(times: int, found: str) -> None:
    """Under five rows it could be a name in the wrong column; what stands with five or more is a category."""
    problem = only(persons(*[("1", "2025-03-31", "Alice Brown", "Band 5", "Surgery")] * times).problems)
    assert ("unknown_code", "C2") == (problem.code, problem.where.cell)
    assert (found, f"({times} rows)") == (problem.found, problem.message[-9:-1])


def test_persons_are_tallied() -> None:
    """Without a count column each row is one person, and the place is the first of them."""
    table = persons(
        ("1", "31/03/2025", "A White - British", "Band 5", "Surgery"),
        ("2", "31/03/2025", "British", "5", "Surgical"),
        ("3", "31/03/2025", "PC", "Band 5", "Medicine"),
    )
    assert {"headcount 2025 5 surgery A": 2, "headcount 2025 5 medicine P": 1} == named(table.observations)
    assert ["2 rows, the first one here", "1 rows, the first one here"] == [
        each.where.field for each in table.observations
    ]
    assert ["A2", "A4"] == [each.where.cell for each in table.observations]
    assert () == table.problems


@pytest.mark.parametrize("day", ["44713", 44713, date(2022, 6, 1), "1 June 2022"])
def test_dates_are_read_however_they_were_exported(day: str | int | date) -> None:
    """A serial number is a date that lost its format."""
    table = read(HEAD, (day, *FIRST[1:]))
    assert [Period(end=date(2022, 6, 1))] == [each.period for each in table.observations]


def test_a_row_without_a_date_is_an_error_at_its_cell() -> None:
    """It is not read, and the others are."""
    table = read(HEAD, ("June 2022", *FIRST[1:]), FIRST)
    problem = only(table.problems)
    assert ("not_a_day", "A2", 1) == (problem.code, problem.where.cell, len(table.observations))


def test_notes_below_the_table_are_no_rows() -> None:
    """A line that stands in no column of codes is a note."""
    table = read(HEAD, FIRST, (), ("Source: made up, 2022",), ("Figures are rounded.", "", "", "", ""))
    assert (1, ()) == (len(table.observations), table.problems)


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        (None, Missing(reason=Reason.NOT_RECORDED, detail="left blank"), []),
        ("*", Missing(reason=Reason.SUPPRESSED, detail="shown as *"), []),
        ("..", Missing(reason=Reason.NOT_RECORDED, detail="shown as .."), []),
        (0, 0, []),
        ("x", Missing(reason=Reason.UNREADABLE), ["not_a_number"]),
        (2.5, Missing(reason=Reason.UNREADABLE), ["not_whole"]),
        (CellError("#REF!"), Missing(reason=Reason.UNREADABLE), ["error_cell"]),
    ],
)
def test_what_is_no_count_is_missing_with_its_reason(value: CellValue, expected: object, codes: list[str]) -> None:
    """A blank or a marker is missing and never 0; what cannot be read is a problem too, at its cell."""
    row: Row = (*FIRST[:4], value)
    table = read(HEAD, row)
    assert [expected] == [each.value for each in table.observations]
    assert codes == [each.code for each in table.problems]
    assert all(each.where.cell == "E2" for each in table.problems)


def test_sheets_are_read_together_and_hidden_ones_left_out() -> None:
    """Two sheets with the columns are one table; a third without them is passed over; a hidden one is not read."""
    second: Row = ("2022-06-01", "White", "Midwives", "Band 7", 5)
    rows: tuple[list[Row], ...] = ([HEAD, FIRST], [HEAD, second], [("Notes",)], [HEAD, FIRST])
    grids = [MemoryGrid.from_rows(f"Sheet{n}", each) for n, each in enumerate(rows)]
    grids[3] = attrs.evolve(grids[3], state="hidden")
    table = read_table(england(), Workbook(file="table.xlsx", grids=tuple(grids)))
    assert (["Sheet0", "Sheet1"], ()) == ([each.where.sheet for each in table.observations], table.problems)


def test_hidden_rows_are_read_and_noted() -> None:
    """A filter that was left on changes no figure; hidden rows that hold nothing are not counted."""
    table = read(HEAD, FIRST, ("2022-06-01", "White", "Midwives", "Band 7", 5), hidden_rows=frozenset({3, 9}))
    problem = only(table.problems)
    assert (2, "hidden_rows") == (len(table.observations), problem.code)
    assert "1 hidden rows were read like the others." == problem.message


def test_a_real_workbook_and_a_real_csv_say_the_same() -> None:
    """The same table from .xlsx, with date cells, and from .csv in Windows' own encoding."""
    cells = {f"{letter}1": text for letter, text in zip("ABCDE", HEAD, strict=True)}
    row = zip(("A2", "B2", "C2", "D2", "E2"), ((44713, "dd/mm/yyyy"), *FIRST[1:]), strict=True)
    book = read_file(excel(("Data", cells | dict(row))), "t.xlsx", "england-workforce")
    text = 'Time,Ethnicity,Role_Group,Grade,Value\r\n01/06/2022,White,Midwives,Band 6,"15,414"\r\n'
    plain = read_file(text.encode("cp1252"), "t.csv", "england-workforce")
    expected = {"headcount 2022 6 white midwives": 15414}
    assert (expected, expected) == (named(book.value.observations), named(plain.value.observations))
    assert ((), ()) == (book.problems, plain.problems)


def test_a_csv_in_windows_encoding_keeps_its_letters() -> None:
    """A division with an accent or a dash from a CSV that Excel saved is the division that the layout names."""
    own = layout_reader(PERSONS.replace('["Medicine"]', '["Médecine \u2013 générale"]'))
    text = "Extract date;Ethnic origin;Pay band;Division\r\n31/03/2025;A;5;Médecine \u2013 générale\r\n"
    result = own.read(Source.from_bytes("staff.csv", text.encode("cp1252")))
    assert {"headcount 2025 5 medicine A": 1} == named(result.value.observations)
    assert ["encoding_assumed"] == [problem.code for problem in result.problems]


def test_a_layout_of_three_lines_extends_a_packaged_one() -> None:
    """A trust whose file has other headings says only what differs."""
    text = 'extends = "england-workforce"\nid = "our-table"\ncount = ["Staff"]\n'
    own = layout_reader(text)
    table = "Date,Ethnicity,Role Group,Grade,Staff\n2022-06-01,White,Midwives,Band 6,7\n"
    result = own.read(Source.from_bytes("own.csv", table.encode()))
    assert ("our-table", {"headcount 2022 6 white midwives": 7}) == (own.id, named(result.value.observations))
    assert "zero" == result.value.tables["headcount"].absent


ROWS = [
    ("2022-06-01", ethnicity, role, grade, count)
    for count, (ethnicity, role, grade) in enumerate(
        [
            ("White", "Midwives", "Band 6"),
            ("Black", "Midwives", "Band 6"),
            ("White", "Managers", "All Grades"),
            ("Martian", "Managers", "Band 9"),
            ("Chinese", "Hchs Doctors", "Consultant"),
        ]
    )
]


@given(seed=st.integers())
def test_the_order_of_rows_and_columns_changes_no_figure(seed: int) -> None:
    """A table that was sorted, or whose columns were moved, says the same."""
    rows, places = list(ROWS), list(range(len(HEAD)))
    Random(seed).shuffle(rows)
    Random(seed + 1).shuffle(places)
    moved = read(*([row[place] for place in places] for row in (HEAD, *rows)))
    straight = read(HEAD, *ROWS)
    assert named(straight.observations) == named(moved.observations)
    assert [each.code for each in straight.problems] == [each.code for each in moved.problems]
