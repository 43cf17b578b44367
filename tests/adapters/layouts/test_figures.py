"""What one cell holds: counts, percentages, days and years, and never a guess."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.grid import CellError, CellValue, NotCalculated
from fairness_adapters.layouts.figures import Cell, Parsed, Parser, parse_count, parse_day, parse_percent, parse_year
from fairness_adapters.layouts.schema import Markers
from fairness_core.problems import Place, Problem, Severity
from fairness_core.values import Missing, Reason, Stated, Unit

HERE = Place(file="form.xlsx", sheet="Return", cell="F7")
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789,. -%<*[]()\u00a0eE_+\u00b2\u0663", max_size=12),
    st.integers(min_value=0, max_value=40).map(lambda zeros: "9" * 10 ** (zeros % 5)),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.just(CellError("#N/A")),
    st.just(NotCalculated("A1+1")),
)


def cell(value: CellValue, *, is_percent: bool = False) -> Cell:
    """Return a cell with a value."""
    return Cell(value=value, where=HERE, is_percent=is_percent)


def count(value: CellValue) -> Parsed:
    """Read a value as a count."""
    return parse_count(cell(value), Markers())


def percent(value: CellValue, *, is_percent: bool = False) -> Parsed:
    """Read a value as a percentage."""
    return parse_percent(cell(value, is_percent=is_percent), Markers())


def refused(parsed: Parsed) -> str:
    """Return the code of the error that stands in place of a figure."""
    assert isinstance(parsed, Problem)
    assert (Severity.ERROR, HERE) == (parsed.severity, parsed.where)
    assert all([parsed.found, parsed.expected, parsed.hint])
    return parsed.code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, 12),
        (0, 0),
        (-3, -3),
        (12.0, 12),
        ("12", 12),
        (" 12 ", 12),
        ("\u00a012\u00a0", 12),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234,567", 1234567),
        ("-19", -19),
        ("007", 7),
        ("12.0", 12),
        ("1,234.00", 1234),
    ],
)
def test_whole_numbers_are_read_however_they_were_typed(value: CellValue, expected: int) -> None:
    """Numbers, and digits as text with or without separators for thousands, are counts."""
    found = count(value)
    assert (expected, int) == (found, type(found))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (27.5, "not_whole"),
        ("12.5", "not_a_number"),
        ("12 (est)", "not_a_number"),
        ("1,23", "not_a_number"),
        ("1,2345", "not_a_number"),
        ("12 to 15", "not_a_number"),
        ("\u00b2", "not_a_number"),
        ("1e3", "not_a_number"),
        ("9" * 5000, "not_a_number"),
        (True, "not_a_number"),
        (time(9, 30), "not_a_number"),
        (timedelta(hours=9), "not_a_number"),
        (date(2025, 3, 9), "date_for_number"),
        (datetime(2025, 3, 9), "date_for_number"),  # noqa: DTZ001
        (CellError("#REF!"), "error_cell"),
        (NotCalculated("SUM(A1)"), "never_calculated"),
    ],
)
def test_what_is_no_count_is_a_problem_at_its_cell(value: CellValue, code: str) -> None:
    """Nothing that is almost a number becomes one; each kind of fault has a code of its own."""
    assert code == refused(count(value))


MARKED = [
    ("*", Reason.SUPPRESSED),
    ("[c]", Reason.SUPPRESSED),
    ("[C]", Reason.SUPPRESSED),
    ("<5", Reason.SUPPRESSED),
    ("< 10", Reason.SUPPRESSED),
    ("Suppressed", Reason.SUPPRESSED),
    ("..", Reason.NOT_RECORDED),
    (":", Reason.NOT_RECORDED),
    ("[x]", Reason.NOT_RECORDED),
    ("Not\u00a0known", Reason.NOT_RECORDED),
    ("-", Reason.NOT_RECORDED),
    ("\u2013", Reason.NOT_RECORDED),
    ("n/a", Reason.NOT_APPLICABLE),
    ("NA", Reason.NOT_APPLICABLE),
    ("[z]", Reason.NOT_APPLICABLE),
]


@pytest.mark.parametrize("parse", [parse_count, parse_percent])
@pytest.mark.parametrize(("text", "reason"), MARKED)
def test_a_marker_of_a_missing_figure_says_why_there_is_none(parse: Parser, text: str, reason: Reason) -> None:
    """Each kind of marker is a missing figure with its own reason, and never 0."""
    assert Missing(reason=reason, detail=f"shown as {text}") == parse(cell(text), Markers())


def test_a_layout_says_what_its_markers_mean() -> None:
    """With other markers, the same texts mean something else, or nothing."""
    own = Markers(suppressed=("hush",), not_recorded=(), not_applicable=())
    assert Missing(reason=Reason.SUPPRESSED, detail="shown as HUSH") == parse_count(cell("HUSH"), own)
    assert "not_a_number" == refused(parse_count(cell("n/a"), own))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (24, "24"),
        (24.5, "24.5"),
        (0, "0"),
        (1, "1"),
        (100, "100"),
        ("24.0%", "24.0"),
        ("24.0 %", "24.0"),
        ("24.0", "24.0"),
        ("0.5%", "0.5"),
        ("0", "0"),
        (-3, "-3"),
    ],
)
def test_percentages_keep_the_decimals_that_were_printed(value: CellValue, expected: str) -> None:
    """A number or a text, with or without its sign, is a published percentage from 0 to 100."""
    found = percent(value)
    assert Stated(value=Decimal(expected), unit=Unit.PERCENT) == found
    assert isinstance(found, Stated)
    assert expected == str(found.value)


@pytest.mark.parametrize(("value", "expected"), [(0.24, "24"), (1, "100"), (0.007, "0.7"), (0.2333, "23.33")])
def test_a_cell_formatted_as_a_percentage_means_what_it_shows(value: float, expected: str) -> None:
    """0.24 in a cell that shows 24% is 24, to the digit, and a 1 there is 100."""
    assert Stated(value=Decimal(expected), unit=Unit.PERCENT) == percent(value, is_percent=True)


@pytest.mark.parametrize("value", [0.24, 0.999, "0.24", "0.01"])
def test_a_bare_number_between_0_and_1_is_refused(value: CellValue) -> None:
    """It could be a fraction or a percentage below 1, and which of them is not guessed."""
    assert "fraction_or_percentage" == refused(percent(value))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("24,5", "not_a_number"),
        ("about 24", "not_a_number"),
        ("%", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("1e1", "not_a_number"),
        ("1_0", "not_a_number"),
        ("9" * 400, "not_a_number"),
        (False, "not_a_number"),
        (None, "not_a_number"),
        (CellError("#DIV/0!"), "error_cell"),
        (NotCalculated(""), "never_calculated"),
        (date(2025, 1, 24), "date_for_number"),
    ],
)
def test_what_is_no_percentage_is_a_problem_at_its_cell(value: CellValue, code: str) -> None:
    """Only plain digits with a decimal point are a percentage."""
    assert code == refused(percent(value))


def test_advice_for_an_unknown_figure_does_not_turn_it_into_nobody() -> None:
    """An empty cell in the rows by band means nobody, so the advice is to write that it is not known."""
    parsed = count("12 (est)")
    assert isinstance(parsed, Problem)
    assert "Correct the cell, or write 'not known' into it when the figure is not known." == parsed.hint
    advised = count("not known")
    assert isinstance(advised, Missing)


@given(text=TEXTS)
def test_no_text_raises_and_only_digits_become_a_count(text: str) -> None:
    """For any text: a count has the text's digits, and beside them only separators, a sign, or decimals of 0."""
    found = count(text)
    assert isinstance(found, int | Missing | Problem)
    if isinstance(found, int):
        whole, _, rest = text.strip().partition(".")
        bare = "".join(character for character in whole if character not in "-, \u00a0\u202f")
        assert "" == rest.strip("0")
        assert bare.isdecimal()
        assert int(bare) == abs(found)


@given(value=VALUES, is_percent=st.booleans())
def test_any_value_is_read_or_reported(value: CellValue, is_percent: bool) -> None:
    """For whatever a cell may hold, both ways to read it give a figure, a missing one or a problem."""
    assert isinstance(parse_count(cell(value), Markers()), int | Missing | Problem)
    assert isinstance(parse_percent(cell(value, is_percent=is_percent), Markers()), Stated | Missing | Problem)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2022, 6, 1), date(2022, 6, 1)),
        (datetime(2022, 6, 1, 12), date(2022, 6, 1)),  # noqa: DTZ001
        ("2022-06-01", date(2022, 6, 1)),
        (" 01/06/2022 ", date(2022, 6, 1)),
        ("1.6.2022", date(2022, 6, 1)),
        ("1 June 2022", date(2022, 6, 1)),
        ("1 Jun 2022", date(2022, 6, 1)),
        (40057, date(2009, 9, 1)),
        ("44713", date(2022, 6, 1)),
    ],
)
def test_days_are_read_however_they_were_exported(value: CellValue, expected: date) -> None:
    """Date cells, the usual texts with the day first, and the serial numbers of spreadsheets are days."""
    assert expected == parse_day(value)


@pytest.mark.parametrize("value", [None, "", "June 2022", "31/02/2022", "06/31/2022", True, 12, "202206", 44713.0])
def test_what_is_no_day_is_none(value: CellValue) -> None:
    """A month, a day that does not exist, an American date or another number is no day."""
    assert parse_day(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2025, 3, 31), 2025),
        (datetime(2024, 3, 31), 2024),  # noqa: DTZ001
        (2025, 2025),
        ("31st March 2025", 2025),
        ("31/03/2025", 2025),
        ("2025-03-31", 2025),
        ("2023/24", 2024),
        ("2023-24", 2024),
        ("2023\u201324", 2024),
        ("2023/2024", 2024),
        ("White 2025", 2025),
        ("As at 31 March 2025 (year 2025)", 2025),
    ],
)
def test_a_heading_names_its_reporting_year(value: CellValue, expected: int) -> None:
    """A financial year counts by its end, a date by its year, a text by the only year in it."""
    assert expected == parse_year(value)


@pytest.mark.parametrize(
    "value", ["Last year", "31 March 20__", "2019 to 2021", "2023/25", "12025", 1999, 45, True, None, 2025.0, "1925"]
)
def test_a_heading_that_names_no_one_year_gives_none(value: CellValue) -> None:
    """Two years, a pair that does not follow, or a number that is no year of this century is no answer."""
    assert parse_year(value) is None


@given(value=VALUES)
def test_days_and_years_never_raise(value: CellValue) -> None:
    """For whatever a cell may hold, a day is a day or nothing, and a year is of this century or nothing."""
    assert isinstance(parse_day(value), date | None)
    year = parse_year(value)
    assert year is None or isinstance(value, date) or 2000 <= year <= 2100
