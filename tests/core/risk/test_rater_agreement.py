"""Agreement between raters: the bands of a matrix put to Cohen's kappa, with the table of who rated what."""

from __future__ import annotations

import pytest
from tests.core.risk.made_matrices import SMALL, WORDS, rated, rating

from fairness_core.errors import CallerError
from fairness_core.risk.agreement import agreement_report, rater_pairs
from fairness_core.risk.rating import Rated, scheme_of

HIGH, MIDDLE, LOW = rated("3", "3"), rated("2", "2"), rated("1", "1")
PAIRS: tuple[tuple[Rated, Rated], ...] = (
    *[(LOW, LOW)] * 4,
    *[(LOW, MIDDLE)] * 1,
    *[(MIDDLE, MIDDLE)] * 2,
    *[(MIDDLE, LOW)] * 1,
    *[(HIGH, HIGH)] * 1,
    *[(HIGH, LOW)] * 1,
)


def test_the_table_says_who_rated_what() -> None:
    """Rows are the first rater's bands, columns the second's, from least to most."""
    found = agreement_report(PAIRS, SMALL)
    assert (scheme_of(SMALL), ("low", "middle", "high")) == (found.scheme, found.bands)
    assert ((4, 1, 0), (1, 2, 0), (1, 0, 1)) == found.table
    assert (10, 7) == (found.subjects, found.same_band)


def test_kappa_is_plain_and_weighted_by_the_square_of_the_bands_apart() -> None:
    """By hand: observed 0.7, expected 0.41; squares of distances sum to 6 seen and 10.8 expected of 10."""
    found = agreement_report(PAIRS, SMALL)
    # Rows 5, 3, 2; columns 6, 3, 1. By chance (5 x 6 + 3 x 3 + 2 x 1) / 100 = 0.41 agree, and the squares of
    # the distances are (5 x 3 + 3 x 6 + 3 x 1 + 2 x 3 + 4 x (5 x 1 + 2 x 6)) / 10 = 11 in ten; seen are 1 + 1 + 4 = 6.
    assert pytest.approx((0.7 - 0.41) / (1 - 0.41)) == found.plain.value
    assert pytest.approx(1 - 6 / 11) == found.weighted.value
    assert ("cohen-kappa", "cohen-kappa-quadratic") == (found.plain.method, found.weighted.method)


def test_no_pair_gives_no_value_and_says_why() -> None:
    """Without subjects there is a table of noughts and a reason."""
    found = agreement_report((), SMALL)
    assert (0, 0, ((0, 0, 0),) * 3) == (found.subjects, found.same_band, found.table)
    assert (None, "no subjects") == (found.plain.value, found.plain.why_not)


def test_pairs_come_from_the_ratings_that_a_second_person_rated() -> None:
    """A rating without a second rater is no pair."""
    assert ((HIGH, MIDDLE),) == rater_pairs([rating(result=HIGH, second=MIDDLE), rating(result=LOW)])


def test_ratings_of_another_scheme_are_refused() -> None:
    """Bands of two schemes are not compared."""
    with pytest.raises(CallerError, match=r"another scheme than small revision 2 were given: words revision 1\."):
        agreement_report([(LOW, rated("1", "1", matrix=WORDS))], SMALL)
