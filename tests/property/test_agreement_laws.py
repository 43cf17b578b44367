"""Laws that agreement between raters obeys whatever the ratings, and its definitions written out plainly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import permutations
from math import isclose
from random import Random
from typing import TypeAlias

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from fairness_core.statistics import (
    Agreement,
    KappaWeights,
    MeasurementLevel,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    positive_agreement,
)

Ratings: TypeAlias = list[list[int | None]]
Pair: TypeAlias = tuple[int, int]

SCALE = range(1, 6)
WEIGHTS: st.SearchStrategy[KappaWeights] = st.sampled_from(["none", "linear", "quadratic"])
LEVELS: st.SearchStrategy[MeasurementLevel] = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])


def pairs(most: int = 5) -> st.SearchStrategy[list[Pair]]:
    """Draw the ratings, 1 to `most`, of two raters: a pair a subject."""
    rating = st.integers(1, most)
    return st.lists(st.one_of(st.tuples(rating, rating), rating.map(lambda both: (both, both))), max_size=25)


@st.composite
def ratings(draw: st.DrawFn) -> Ratings:
    """Draw a table with a row a rater and a column a subject, some ratings missing."""
    raters, subjects = draw(st.integers(0, 5)), draw(st.integers(0, 8))
    row = st.lists(st.one_of(st.integers(0, 4), st.none()), min_size=subjects, max_size=subjects)
    return draw(st.lists(row, min_size=raters, max_size=raters))


@st.composite
def tables(draw: st.DrawFn, fewest: int = 0, most: int = 7) -> list[list[int]]:
    """Draw how many raters chose each of three categories, as many raters for each subject."""
    raters, subjects = draw(st.integers(fewest, most)), draw(st.integers(0, 10))
    rated = st.lists(st.integers(0, 2), min_size=raters, max_size=raters)
    return [[chosen.count(category) for category in range(3)] for chosen in (draw(rated) for _ in range(subjects))]


def split(rated: Sequence[Pair]) -> tuple[list[int], list[int]]:
    """Return the ratings of each of two raters."""
    return [one for one, _ in rated], [other for _, other in rated]


def kappa(rated: Sequence[Pair], weights: KappaWeights) -> Agreement:
    """Return Cohen's kappa of pairs of ratings from 1 to 5."""
    return cohen_kappa(*split(rated), categories=SCALE, weights=weights)


def figures(found: Agreement) -> tuple[float | None, float | None, float | None]:
    """Return value, observed and expected."""
    return found.value, found.observed, found.expected


def transposed(table: Sequence[Sequence[int | None]]) -> Ratings:
    """Return the columns of a table."""
    return [list(column) for column in zip(*table, strict=True)]


def is_sound(found: Agreement) -> bool:
    """Tell whether the shares are shares, the value is theirs, and a reason stands exactly where none is."""
    if found.value is None:
        return bool(found.why_not) and found.expected in {None, 1.0} and found.standard_error is None
    if found.observed is None or found.expected is None:
        return False
    corrected = (Fraction(found.observed) - Fraction(found.expected)) / (1 - Fraction(found.expected))
    near = isclose(corrected, found.value, rel_tol=1e-9, abs_tol=1e-9)
    return near and not found.why_not and 0 <= found.observed <= 1 and 0 <= found.expected < 1


@given(pairs(), WEIGHTS)
def test_cohen_is_sound(rated: list[Pair], weights: KappaWeights) -> None:
    """The kappa is (observed - expected) / (1 - expected), from -1 to 1, or there is a reason why not."""
    found = kappa(rated, weights)
    assert is_sound(found), found
    assert -1 <= (found.value or 0) <= 1
    assert (len(rated), 2) == (found.subjects, found.raters)


@given(tables())
def test_fleiss_is_sound(table: list[list[int]]) -> None:
    """The kappa is what it is made from, and at least -1 / (raters - 1), or there is a reason why not."""
    found = fleiss_kappa(table)
    assert is_sound(found), found
    assert found.value is None or -1 / (found.raters - 1) - 1e-12 <= found.value <= 1


@given(ratings(), LEVELS)
def test_krippendorff_is_sound(table: Ratings, level: MeasurementLevel) -> None:
    """The alpha is what it is made from, or there is a reason why not; subjects with one rating do not count."""
    found = krippendorff_alpha(table, level=level)
    assert is_sound(found), found
    assert len(table) == found.raters
    assert sum(len(row) - row.count(None) > 1 for row in transposed(table)) == found.subjects or found.raters < 2


@given(pairs(), WEIGHTS)
def test_cohen_does_not_care_who_is_first(rated: list[Pair], weights: KappaWeights) -> None:
    """With the raters swapped everything is the same, the standard error too."""
    assert kappa(rated, weights) == kappa([(other, one) for one, other in rated], weights)


@given(pairs(), WEIGHTS, st.randoms(use_true_random=False))
def test_cohen_does_not_care_for_the_order_of_subjects(
    rated: list[Pair], weights: KappaWeights, chance: Random
) -> None:
    """With the subjects in another order everything is the same."""
    assert kappa(rated, weights) == kappa(chance.sample(rated, len(rated)), weights)


@given(pairs(), st.permutations(SCALE))
def test_cohen_without_weights_does_not_care_what_categories_are_called(rated: list[Pair], names: list[int]) -> None:
    """With the categories renamed, listed or not, everything is the same."""
    first, second = split(rated)
    renamed = cohen_kappa([f"{names[rating - 1]}" for rating in first], [f"{names[rating - 1]}" for rating in second])
    assert kappa(rated, "none") == renamed


@given(pairs(), WEIGHTS)
def test_weights_do_not_care_from_which_end_categories_are_counted(rated: list[Pair], weights: KappaWeights) -> None:
    """With the scale turned upside down everything is the same."""
    assert kappa(rated, weights) == kappa([(6 - one, 6 - other) for one, other in rated], weights)


@given(pairs(most=2), WEIGHTS)
def test_with_two_categories_weights_change_nothing(rated: list[Pair], weights: KappaWeights) -> None:
    """Only one distance is possible between two categories, so weighted is unweighted."""
    weighted = cohen_kappa(*split(rated), categories=[1, 2], weights=weights)
    plain = cohen_kappa(*split(rated))
    assert attrs.evolve(weighted, method="cohen-kappa") == plain


@given(st.lists(st.integers(1, 5), min_size=1), WEIGHTS, LEVELS)
def test_complete_agreement_is_1_wherever_it_is_defined(
    rated: list[int], weights: KappaWeights, level: MeasurementLevel
) -> None:
    """Raters who never differ have 1 by every method, or no value where they only ever chose one category."""
    expected = 1.0 if len(set(rated)) > 1 else None
    counts = [[3 if rating == category else 0 for category in SCALE] for rating in rated]
    found = [
        kappa([(rating, rating) for rating in rated], weights),
        fleiss_kappa(counts),
        krippendorff_alpha([rated, rated, rated], level=level),
    ]
    assert [(expected, 1.0)] * 3 == [(one.value, one.observed) for one in found]


@given(pairs(), WEIGHTS)
def test_repeating_every_subject_keeps_the_kappa_and_halves_the_error(rated: list[Pair], weights: KappaWeights) -> None:
    """Four times the same subjects have the same kappa, and half the standard error."""
    once, four_times = kappa(rated, weights), kappa(rated * 4, weights)
    assert figures(once) == figures(four_times)
    assert isclose((once.standard_error or 0) / 2, four_times.standard_error or 0, rel_tol=1e-12)


@given(tables(), st.randoms(use_true_random=False), st.permutations(range(3)))
def test_fleiss_does_not_care_for_order_or_names(table: list[list[int]], chance: Random, names: list[int]) -> None:
    """With the subjects in another order, or the categories, everything is the same."""
    moved = [[row[name] for name in names] for row in chance.sample(table, len(table))]
    assert fleiss_kappa(table) == fleiss_kappa(moved)


@given(pairs())
def test_fleiss_with_two_raters_is_the_pi_of_scott(rated: list[Pair]) -> None:
    """By Scott's definition: agreement by chance is the sum of the squares of the shares of both raters together."""
    both = [*split(rated)[0], *split(rated)[1]]
    assume(len(set(both)) > 1)
    seen = Fraction(sum(one == other for one, other in rated), len(rated))
    chance = sum(Fraction(both.count(category), len(both)) ** 2 for category in SCALE)
    found = fleiss_kappa([[pair.count(category) for category in SCALE] for pair in rated])
    assert (float((seen - chance) / (1 - chance)), float(seen), float(chance)) == figures(found)


@given(tables(fewest=2))
def test_nominal_alpha_is_fleiss_corrected_for_few_ratings(table: list[list[int]]) -> None:
    """With nothing missing alpha = kappa + (1 - kappa) / N for N ratings; with two raters kappa is Scott's pi."""
    columns = [[category for category, count in enumerate(row) for _ in range(count)] for row in table]
    kappa_found, alpha = fleiss_kappa(table), krippendorff_alpha(transposed(columns), level="nominal")
    assert (kappa_found.value is None) == (alpha.value is None)
    if kappa_found.value is not None:
        assert alpha.value is not None
        corrected = kappa_found.value + (1 - kappa_found.value) / sum(map(sum, table))
        assert isclose(corrected, alpha.value, rel_tol=1e-12, abs_tol=1e-12)


@given(ratings(), LEVELS, st.randoms(use_true_random=False))
def test_krippendorff_does_not_care_for_the_order_of_raters_or_subjects(
    table: Ratings, level: MeasurementLevel, chance: Random
) -> None:
    """With raters and subjects in another order everything is the same."""
    raters = chance.sample(table, len(table))
    subjects = transposed(raters)
    moved = transposed(chance.sample(subjects, len(subjects))) or raters
    assert krippendorff_alpha(table, level=level) == krippendorff_alpha(moved, level=level)


def changed(table: Ratings, change: Callable[[int], int]) -> Ratings:
    """Return the table with every rating changed, and missing ones still missing."""
    return [[None if rating is None else change(rating) for rating in row] for row in table]


@given(ratings(), st.permutations(range(5)))
def test_a_nominal_alpha_does_not_care_what_categories_are_called(table: Ratings, names: list[int]) -> None:
    """With the categories renamed everything is the same."""
    renamed = changed(table, lambda rating: names[rating])
    assert krippendorff_alpha(table, level="nominal") == krippendorff_alpha(renamed, level="nominal")


@given(ratings(), st.integers(-9, 9), st.integers(1, 9))
def test_each_level_ignores_what_it_has_no_meaning_for(table: Ratings, shift: int, unit: int) -> None:
    """Only order matters to "ordinal", not zero nor unit to "interval", not the unit to "ratio"."""
    curved = changed(table, lambda rating: rating**3 + shift)
    moved = changed(table, lambda rating: rating * unit + shift)
    scaled = changed(table, lambda rating: rating * unit)
    assert krippendorff_alpha(table, level="ordinal") == krippendorff_alpha(curved, level="ordinal")
    assert krippendorff_alpha(table, level="interval") == krippendorff_alpha(moved, level="interval")
    assert krippendorff_alpha(table, level="ratio") == krippendorff_alpha(scaled, level="ratio")


def plain_distance(level: MeasurementLevel, one: int, other: int, everything: Sequence[int]) -> Fraction:
    """Return the distance of two ratings as Krippendorff defines it."""
    low, high = sorted((one, other))
    if level == "nominal":
        return Fraction(one != other)
    if level == "ordinal":
        between = sum(low <= rating <= high for rating in everything)
        return (between - Fraction(everything.count(one) + everything.count(other), 2)) ** 2
    return Fraction(one - other, 1 if level == "interval" or one == other else one + other) ** 2


@given(ratings(), LEVELS)
def test_alpha_is_what_its_definition_says(table: Ratings, level: MeasurementLevel) -> None:
    """Written out pair by pair, without coincidences, ranks or units, the definition gives the same."""
    found = krippendorff_alpha(table, level=level)
    columns = [[rating for rating in column if rating is not None] for column in transposed(table)]
    rated = [column for column in columns if len(column) > 1]
    everything = [rating for column in rated for rating in column]
    assume(len(set(everything)) > 1)
    seen = sum(
        plain_distance(level, *pair, everything) / (len(column) - 1)
        for column in rated
        for pair in permutations(column, 2)
    )
    chance = sum(plain_distance(level, *pair, everything) for pair in permutations(everything, 2))
    assert found.value is not None
    assert isclose(1 - (len(everything) - 1) * seen / chance, found.value, rel_tol=1e-14, abs_tol=1e-14)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30), st.integers(0, 30))
def test_positive_agreement_does_not_count_shared_noes(rated: list[tuple[bool, bool]], noes: int) -> None:
    """It is a share, the raters may be swapped, and subjects to which both say no change only `observed`."""
    more = [*rated, *[(False, False)] * noes]
    found = positive_agreement([one for one, _ in rated], [other for _, other in rated])
    swapped = positive_agreement([other for _, other in more], [one for one, _ in more])
    yeses = sum(map(sum, rated))
    assert (found.value is None) == (yeses == 0)
    assert 0 <= (found.value or 0) <= 1
    assert found.value == swapped.value
    assert len(more) == swapped.subjects
