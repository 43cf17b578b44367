"""Values and the one rounding rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from fairness_core.values import Missing, Rate, Reason, Stated, Unit, percentage, ratio, round_half_up


def test_missing_says_why() -> None:
    """The reason is said, with the detail where there is one."""
    assert str(Missing(reason=Reason.SUPPRESSED)) == "suppressed"
    assert str(Missing(reason=Reason.NOT_RECORDED, detail="no such row")) == "not recorded: no such row"


def test_stated_keeps_the_decimals_that_were_printed() -> None:
    """24.0 stays 24.0, though it equals 24."""
    stated = Stated(value=Decimal("24.0"), unit=Unit.PERCENT)
    assert ("24.0", None) == (str(stated.value), stated.base)
    assert Stated(value=Decimal(24), unit=Unit.PERCENT) == stated


def test_values_are_frozen() -> None:
    """A change means a new value."""
    rate = Rate(numerator=1, denominator=2)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        rate.numerator = 2  # type: ignore[misc]


def test_a_rate_knows_its_exact_percentage_and_its_base() -> None:
    """2,200 of 18,209 is exactly 220000/18209 percent, of all unless said otherwise."""
    rate = Rate(numerator=2200, denominator=18209)
    assert (Fraction(220000, 18209), "all") == (rate.percent, rate.base)


def test_a_percentage_of_nobody_is_none() -> None:
    """Nothing is divided by nobody: neither 0 nor 100, but None."""
    assert [None, None, None] == [
        Rate(numerator=0, denominator=0).percent,
        percentage(0, 0),
        percentage(Decimal(3), Decimal(0)),
    ]


def test_ratios_are_exact_and_none_over_0() -> None:
    """A third is a third, decimals count as written, and nothing is divided by 0."""
    assert (Fraction(1, 3), Fraction(2, 5), None) == (ratio(1, 3), ratio(Decimal("0.2"), Fraction(1, 2)), ratio(1, 0))


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("1.5"), 0, "2"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (Fraction(-1, 100), 1, "0.0"),
        (7, 2, "7.00"),
        (Fraction(1244999999, 10**9), 2, "1.24"),
        (Fraction(1245, 1000), 2, "1.25"),
    ],
)
def test_ties_go_away_from_zero(value: Fraction | Decimal | float, decimals: int, rounded: str) -> None:
    """Half is rounded up in size, once, from the exact value, and the decimals asked for are kept."""
    assert rounded == str(round_half_up(value, decimals))
