"""A report as data: how amounts, facts and sentences are printed, and what tables refuse."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf

import pytest

from fairness_core.errors import CallerError
from fairness_core.report.draft import (
    SHORTHAND_MEANING,
    Amount,
    AmountUnit,
    Column,
    Draft,
    Fact,
    Hidden,
    Number,
    Section,
    Sentence,
    Shorthand,
    Table,
)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (1234567, AmountUnit.COUNT, 0, "1,234,567"),
        (0, AmountUnit.COUNT, 0, "0"),
        (Fraction(220000, 18209), AmountUnit.PERCENT, 1, "12.1%"),
        (Fraction(25, 2), AmountUnit.PERCENT, 0, "13%"),
        (Fraction(5), AmountUnit.POINTS, 1, "+5.0"),
        (Fraction(-5, 4), AmountUnit.POINTS, 1, "-1.3"),
        (Fraction(0), AmountUnit.POINTS, 1, "0.0"),
        (Fraction(-1, 100), AmountUnit.POINTS, 1, "0.0"),
        (Decimal("1.625"), AmountUnit.RATIO, 2, "1.63"),
        (1.005, AmountUnit.RATIO, 2, "1.01"),
        (inf, AmountUnit.RATIO, 2, "infinity"),
        (-inf, AmountUnit.POINTS, 2, "minus infinity"),
        (0.0004, AmountUnit.PROBABILITY, 3, "under 0.001"),
        (Fraction(1, 1000), AmountUnit.PROBABILITY, 3, "0.001"),
        (0.0408, AmountUnit.PROBABILITY, 3, "0.041"),
        (1, AmountUnit.PROBABILITY, 3, "1.000"),
        (None, AmountUnit.RATIO, 2, "[x]"),
    ],
)
def test_an_amount_is_printed_by_its_unit(value: Number | None, unit: AmountUnit, decimals: int, text: str) -> None:
    """Counts have separators, percentages their sign, points a plus or minus, small p-values a bound."""
    assert text == Amount(value=value, unit=unit, decimals=decimals).text


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(Fraction(1, 8), Decimal("0.13")), (7, Decimal("7.00")), (inf, None), (-inf, None), (None, None)],
)
def test_an_amount_is_rounded_once_and_half_up(value: Number | None, rounded: Decimal | None) -> None:
    """The rounded value is for programs; what is not finite has none."""
    assert rounded == Amount(value=value, unit=AmountUnit.RATIO, decimals=2).rounded


@pytest.mark.parametrize(
    ("value", "text"), [(True, "yes"), (False, "no"), (None, "[x]"), ("above the range", "above the range")]
)
def test_a_fact_is_said_in_words(value: str | bool | None, text: str) -> None:
    """A flag is yes or no, never True or 1; what is not known has its shorthand."""
    assert text == Fact(value=value).text


def test_what_is_hidden_shows_its_shorthand() -> None:
    """[c] stands for what is hidden, and every shorthand is explained."""
    assert "[c]" == Hidden().text == Hidden(unit=AmountUnit.COUNT).text
    assert set(Shorthand) == set(SHORTHAND_MEANING)


def test_a_sentence_prints_its_parts_in_order() -> None:
    """{1} before {0} puts the second part first."""
    parts = (Amount(value=9, unit=AmountUnit.COUNT), Fact(value="above"), Hidden())
    assert "above: 9 ([c])" == Sentence(template="{1}: {0} ({2})", parts=parts).text


def test_a_sentence_without_parts_is_printed_as_it_is() -> None:
    """Braces in plain words are no places for parts."""
    assert "Rows {a} and {b}" == Sentence(template="Rows {a} and {b}").text


def test_a_table_refuses_a_row_that_does_not_fit_its_header() -> None:
    """Two columns and a row of three: the table is named, with both numbers."""
    columns = (Column(label="Band"), Column(label="Staff", unit=AmountUnit.COUNT))
    with pytest.raises(CallerError, match="Table 'by_band' has 2 columns but a row of 3"):
        Table(name="by_band", title="T", columns=columns, rows=(("6", "7"), ("7", "8", "9")))


def test_the_tables_of_a_draft_come_in_reading_order() -> None:
    """Sections without a table are passed over."""
    first, second = (Table(name=name, title="T", columns=(), rows=()) for name in ("one", "two"))
    draft = Draft(
        kind="k",
        title="T",
        metrics={},
        sections=(
            Section(name="a", heading="A", table=first),
            Section(name="b", heading="B"),
            Section(name="c", heading="C", table=second),
        ),
    )
    assert (first, second) == draft.tables()
    assert ("en-GB", {}, ()) == (draft.language, draft.counts, draft.sums)


def test_braces_around_anything_but_a_number_are_only_braces() -> None:
    """A label from a trust's own file may hold braces; only the places of parts are filled in."""
    part = Amount(value=5, unit=AmountUnit.COUNT)
    assert "{Ward} A: 5 of {1}" == Sentence(template="{Ward} A: {0} of {1}", parts=(part,)).text
