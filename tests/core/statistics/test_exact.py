"""Fisher's exact test and its mid-p, against sums of exact fractions and at sizes that hurt."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import pytest

from fairness_core.errors import CallerError
from fairness_core.statistics import FisherTest, fisher_exact


def by_counting(n1: int, d1: int, n2: int, d2: int) -> tuple[Fraction, Fraction]:
    """Return Fisher's two-sided p-value and doubled mid-p from whole binomials, without any rounding."""
    drawn = n1 + n2
    weights = {x: comb(d1, x) * comb(d2, drawn - x) for x in range(max(0, drawn - d2), min(drawn, d1) + 1)}
    whole, seen = comb(d1 + d2, drawn), weights[n1]
    no_likelier = sum(weight for weight in weights.values() if weight <= seen)
    sides = (sum(w for x, w in weights.items() if x < n1), sum(w for x, w in weights.items() if x > n1))
    return Fraction(no_likelier, whole), min(Fraction(1), Fraction(2 * min(sides) + seen, whole))


def test_every_small_table_is_exact() -> None:
    """Every table of up to 10 and 12 people (in steps), ties and empty groups included, agrees with counting."""
    for d1, d2 in product(range(0, 12, 2), range(0, 14, 3)):
        for n1, n2 in product(range(d1 + 1), range(d2 + 1)):
            p_value, p_mid_p = by_counting(n1, d1, n2, d2)
            found = fisher_exact(n1, d1, n2, d2)
            assert float(p_value) == pytest.approx(found.p_value, rel=1e-14, abs=0), (n1, d1, n2, d2)
            assert float(p_mid_p) == pytest.approx(found.p_mid_p, rel=1e-14, abs=0), (n1, d1, n2, d2)


@pytest.mark.parametrize(
    "counts", [(60, 100, 40, 2000), (100, 1000, 1500, 3000), (2000, 2000, 0, 2000), (0, 700, 900, 1500)]
)
def test_tiny_p_values_keep_their_digits(counts: tuple[int, int, int, int]) -> None:
    """P-values far below 1e-40 are right relatively, not only absolutely."""
    p_value, p_mid_p = by_counting(*counts)
    found = fisher_exact(*counts)
    assert p_value < Fraction(1, 10**40)
    assert float(p_value) == pytest.approx(found.p_value, rel=1e-13, abs=0)
    assert float(p_mid_p) == pytest.approx(found.p_mid_p, rel=1e-13, abs=0)


def test_what_no_float_can_hold_is_0() -> None:
    """A p-value of about 1e-930 is 0.0, found without walking the whole way down."""
    assert FisherTest(p_value=0.0, p_mid_p=0.0) == fisher_exact(26_000, 350_000, 48_000, 1_050_000)
    assert FisherTest(p_value=0.0, p_mid_p=0.0) == fisher_exact(10**7, 10**7, 0, 10**7)


@pytest.mark.parametrize("counts", [(0, 40, 0, 120), (10, 10, 20, 20), (0, 0, 3, 9), (3, 9, 0, 0), (0, 0, 0, 0)])
def test_the_only_possible_table_has_p_1(counts: tuple[int, int, int, int]) -> None:
    """Where only one table is possible both p-values are 1, the mid-p too."""
    assert FisherTest(p_value=1.0, p_mid_p=1.0) == fisher_exact(*counts)


def test_equally_likely_tables_on_the_other_side_count() -> None:
    """With groups of the same size the mirrored table is a tie, however many events there are."""
    found = fisher_exact(3, 7, 1, 7)
    assert pytest.approx(2 * (comb(7, 3) * 7 + comb(7, 4)) / comb(14, 4), rel=1e-15) == found.p_value
    large = fisher_exact(500_300, 10**6, 499_700, 10**6)
    assert pytest.approx(large.p_mid_p, rel=1e-2) == large.p_value
    assert pytest.approx(fisher_exact(499_700, 10**6, 500_300, 10**6).p_value, rel=1e-12) == large.p_value


def test_almost_equal_is_not_equal() -> None:
    """A table likelier than the one seen by one part in 10^12 is left out, as whole numbers leave it out."""
    without, beside = (49, 10**12, 52, 10**12 - 1), (52, 10**12, 49, 10**12 - 1)
    lighter, heavier = by_counting(*without)[0], by_counting(*beside)[0]
    assert heavier > lighter * Fraction(109, 100)
    assert float(lighter) == pytest.approx(fisher_exact(*without).p_value, rel=1e-14, abs=0)
    assert float(heavier) == pytest.approx(fisher_exact(*beside).p_value, rel=1e-14, abs=0)


def test_impossible_counts_are_refused() -> None:
    """More events than people is refused, and the group named."""
    with pytest.raises(CallerError, match="more events than people in the bottom group"):
        fisher_exact(1, 2, 3, 2)
