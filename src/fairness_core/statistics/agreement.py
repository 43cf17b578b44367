"""How far raters agree: the kappas of Cohen and Fleiss, Krippendorff's alpha, and positive agreement.

Ratings in; out comes the figure with the agreement seen, the agreement by chance, and the method's name.
All but positive agreement are one idea, value = 1 - D/E: D is the disagreement between ratings of the
same subject, E the one that chance would give. Each method has its own E, and its own distance between
two categories. There are no words here for how good a figure is ("substantial"): such a scale is a
convention, and belongs to the report that adopts it. Intervals are not here either.

Sums are exact, in whole numbers and fractions, and become a float once, at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import chain, combinations
from math import lcm, sqrt
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.statistics._checks import check_count
from fairness_core.statistics._ratings import (
    category_reader,
    check_alike,
    check_choice,
    complete,
    numbered,
    reader,
    yes_or_no,
)

if TYPE_CHECKING:
    from fractions import Fraction

KappaWeights: TypeAlias = Literal["none", "linear", "quadratic"]
MeasurementLevel: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]

_Distance: TypeAlias = Callable[[int, int], int]
_Number: TypeAlias = "int | Fraction"

_FINE = 256  # binary digits of a distance at the ratio level, so that its sums are whole numbers too
_TOO_FEW_RATERS = "fewer than two raters"
_ALL_THE_SAME = "every rating is the same category, so chance alone would give complete agreement"


@attrs.frozen(kw_only=True)
class Agreement:
    """How far raters agree: the figure, what it was made from, and the method that made it.

    `value` is at most 1, complete agreement; 0 is what chance alone would give, and below 0 is less than
    that. `observed` is the agreement seen and `expected` the agreement by chance, each from 0 to 1, and
    value = (observed - expected) / (1 - expected). Where categories lie nearer to and farther from each
    other, two ratings agree by 1 minus their distance over the largest there is. Positive agreement, from
    0 to 1, is not corrected for chance: `expected` is None, `observed` the share of subjects agreed on.

    `standard_error` is the large-sample one, for Cohen's kappa alone. It is None elsewhere, and where the
    formula gives 0, as in complete agreement: a few subjects cannot make a figure certain. `subjects`
    are those that count (for Krippendorff's alpha, those with two ratings or more). `raters` is how many
    there are. `why_not` says in words why `value` is None, and is empty where it is not.
    """

    value: float | None
    observed: float | None
    expected: float | None
    standard_error: float | None = None
    subjects: int
    raters: int
    method: str
    why_not: str = ""


def cohen_kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    categories: Sequence[Hashable] | None = None,
    weights: KappaWeights = "none",
) -> Agreement:
    """Return Cohen's kappa: the agreement of two raters who each put every subject in one category.

    D is the share of subjects on which they differ, and E what that share would be if each rated by lot
    and kept the same number of each category. With "linear" weights a difference counts by how many
    steps apart the two categories are, with "quadratic" by its square; both need `categories`, lowest
    first. Without weights, no `categories` means those that occur.

    No value without subjects, or where every rating is one and the same category: nothing shows then
    that the raters can tell subjects apart, so it is neither 0 nor 1.

    Raises `CallerError` on lists of unequal length, a missing rating, one outside `categories`, categories
    that repeat, weights without categories. Sources: Cohen 1960, doi:10.1177/001316446002000104, and
    1968, doi:10.1037/h0026256; for the standard error Fleiss, Cohen & Everitt 1969, doi:10.1037/h0028106.

    >>> found = cohen_kappa(["red", "red", "green", "amber"], ["red", "amber", "green", "amber"])
    >>> found.observed, found.expected, round(found.value, 4)
    (0.75, 0.3125, 0.6364)
    >>> cohen_kappa(["red", "red"], ["red", "red"]).why_not
    'every rating is the same category, so chance alone would give complete agreement'
    """
    distance = _WEIGHTS[check_choice(weights, _WEIGHTS, "kind of weights")]
    if weights != "none" and categories is None:
        raise CallerError(f"The {weights} weights need the categories.", hint="List all of them, lowest first.")
    check_alike([len(first), len(second)], "ratings", "rater", "Give both ratings of every subject, in one order.")
    rows, columns = numbered([first, second], category_reader(categories))
    table = Counter(zip(complete(rows, 1), complete(columns, 2), strict=True))
    method = "cohen-kappa" if weights == "none" else f"cohen-kappa-{weights}"
    if not table:
        return _undefined("no subjects", subjects=0, raters=2, method=method)
    return _cohen(table, distance, max(1, distance(0, len(categories or ()) - 1)), method)


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> Agreement:
    """Return Fleiss' kappa: the agreement of as many raters a subject, not necessarily the same people.

    `counts` has a row a subject and a column a category: how many raters chose it. D is the share of
    pairs of raters that differ on a subject; E is 1 minus the sum of the squared shares that the
    categories have of all ratings. With two raters this is Scott's pi, which is not Cohen's kappa.

    No value without subjects, with fewer than two raters, or where every rating is the same category.

    Raises `CallerError` on counts that cannot be, and where subjects differ in how many categories or
    raters they have (`krippendorff_alpha` takes missing ratings). Source: Fleiss 1971,
    doi:10.1037/h0031619.

    >>> found = fleiss_kappa([[0, 3], [2, 1], [3, 0]])
    >>> round(found.observed, 4), round(found.expected, 4), round(found.value, 2)
    (0.7778, 0.5062, 0.55)
    """
    table = [
        [check_count(count, f"subject {row}, category {column}") for column, count in enumerate(subject, 1)]
        for row, subject in enumerate(counts, 1)
    ]
    check_alike(map(len, table), "categories", "subject", "Give a 0 for a category that nobody chose.")
    raters = check_alike(map(sum, table), "raters", "subject", "Where ratings are missing, use Krippendorff's alpha.")
    reason = "no subjects" if not table else _TOO_FEW_RATERS if raters < 2 else ""
    if reason:
        return _undefined(reason, subjects=len(table), raters=raters, method="fleiss-kappa")
    return _fleiss(table, raters)


def krippendorff_alpha(
    ratings: Sequence[Sequence[Hashable | None]],
    *,
    level: MeasurementLevel,
    categories: Sequence[Hashable] | None = None,
) -> Agreement:
    """Return Krippendorff's alpha: the agreement of any number of raters, some ratings missing or none.

    `ratings` has a row a rater and a column a subject, None where that rater did not rate that subject.
    A subject with fewer than two ratings does not count. D is the mean distance between two ratings of
    one subject, E that between any two of the ratings that count. The distance, by `level`:

    - "nominal": 1 between any two categories;
    - "ordinal": the square of how many ratings lie between the two, with half of each category's own;
    - "interval": the square of the difference;
    - "ratio": the square of the difference over the sum; for ratings of 0 or more.

    All levels but nominal take numbers, a float counting as its shortest decimal text. `categories` is
    for words at the ordinal level, lowest first; it may also check what occurs at the nominal one.

    No value with fewer than two raters, where no subject has two ratings, or where all that count are
    the same. Raises `CallerError` on rows of unequal length, NaN, and what the level or `categories`
    do not allow. Source: Krippendorff 2011, "Computing Krippendorff's alpha-reliability".

    >>> ratings = [[1, 2, 3, None, 2], [1, 2, 3, 3, 1], [None, 3, 3, 3, 2]]
    >>> [round(krippendorff_alpha(ratings, level=level).value, 3) for level in ("nominal", "ordinal")]
    [0.556, 0.782]
    """
    read = reader(check_choice(level, _LEVELS, "level"), categories)
    check_alike(map(len, ratings), "ratings", "rater", "Give None where a rater did not rate a subject.")
    columns = zip(*numbered(ratings, read), strict=True)
    subjects = [Counter(rating for rating in column if rating is not None) for column in columns]
    rated = [subject for subject in subjects if subject.total() > 1]
    raters, method = len(ratings), f"krippendorff-alpha-{level}"
    if not rated:
        reason = _TOO_FEW_RATERS if raters < 2 else "no subject has two ratings" if subjects else "no subjects"
        return _undefined(reason, subjects=len(rated), raters=raters, method=method)
    return _krippendorff(rated, level, raters, method)


def positive_agreement(first: Sequence[bool], second: Sequence[bool]) -> Agreement:
    """Return the positive agreement of two raters, 2a / (2a + b + c), from 0 to 1.

    a is how often both say yes; b and c how often only one does: of all the yeses given, the share that
    the other rater gave too. For what is rare, where a kappa falls although raters mostly agree. Not
    corrected for chance, so give it beside a kappa and not in its place.

    No value where nobody says yes. Raises `CallerError` on lists of unequal length, and on anything but
    True and False. Source: Cicchetti & Feinstein 1990, doi:10.1016/0895-4356(90)90159-M.

    >>> found = positive_agreement([True, True, False, False], [True, False, False, False])
    >>> round(found.value, 4), found.observed
    (0.6667, 0.75)
    """
    check_alike([len(first), len(second)], "ratings", "rater", "Give both ratings of every subject, in one order.")
    rows, columns = numbered([first, second], yes_or_no)
    pairs = list(zip(complete(rows, 1), complete(columns, 2), strict=True))
    yeses, agreed = sum(map(sum, pairs)), sum(one == other for one, other in pairs)
    return Agreement(
        value=2 * pairs.count((1, 1)) / yeses if yeses else None,
        observed=agreed / len(pairs) if pairs else None,
        expected=None,
        subjects=len(pairs),
        raters=2,
        method="positive-agreement",
        why_not="" if yeses else "neither rater says yes of any subject" if pairs else "no subjects",
    )


def _cohen(table: Counter[tuple[int, int]], distance: _Distance, farthest: int, method: str) -> Agreement:
    rows, columns = _margins(table)
    subjects = table.total()
    apart = sum(count * distance(*pair) for pair, count in table.items())
    by_lot = sum(n * m * distance(row, column) for row, n in rows.items() for column, m in columns.items())
    found = _corrected(
        _share(apart, subjects * farthest),
        _share(by_lot, subjects**2 * farthest),
        subjects=subjects,
        raters=2,
        method=method,
    )
    return attrs.evolve(found, standard_error=_standard_error(table, distance) if by_lot else None)


def _margins(table: Counter[tuple[int, int]]) -> tuple[Counter[int], Counter[int]]:
    rows, columns = Counter[int](), Counter[int]()
    for (row, column), count in table.items():
        rows[row] += count
        columns[column] += count
    return rows, columns


def _standard_error(table: Counter[tuple[int, int]], distance: _Distance) -> float | None:
    """Return the standard error of Fleiss, Cohen & Everitt, written in distances; None where it is 0.

    It is that of a mean over subjects: each adds its own distance, less D/E times how far its two ratings
    are from all of the other rater's. The whole is in whole numbers, and the largest distance cancels.
    """
    rows, columns = _margins(table)
    from_row = {row: sum(n * distance(row, column) for column, n in columns.items()) for row in rows}
    from_column = {column: sum(n * distance(row, column) for row, n in rows.items()) for column in columns}
    seen = sum(count * distance(*pair) for pair, count in table.items())
    chance = sum(n * from_row[row] for row, n in rows.items())
    parts = {
        (row, column): distance(row, column) * chance - (from_row[row] + from_column[column]) * seen
        for row, column in table
    }
    squares, subjects = sum(count * parts[pair] ** 2 for pair, count in table.items()), table.total()
    return sqrt(subjects * (subjects * squares - (seen * chance) ** 2) / chance**4) or None


def _fleiss(table: list[list[int]], raters: int) -> Agreement:
    ratings = len(table) * raters
    pairs = ratings * (raters - 1)
    together = sum(count * (count - 1) for row in table for count in row)
    alike = sum(sum(column) ** 2 for column in zip(*table, strict=True))
    seen, chance = _share(pairs - together, pairs), _share(ratings**2 - alike, ratings**2)
    return _corrected(seen, chance, subjects=len(table), raters=raters, method="fleiss-kappa")


def _krippendorff(subjects: list[Counter[_Number]], level: MeasurementLevel, raters: int, method: str) -> Agreement:
    overall = Counter(chain.from_iterable(subject.elements() for subject in subjects))
    places, distance = _LEVELS[level]
    place = places(overall)
    total = overall.total()
    farthest = distance(min(place.values()), max(place.values())) if len(place) > 1 else 1
    seen = sum(_share(_spread(subject, place, distance), subject.total() - 1) for subject in subjects)
    return _corrected(
        _share(1, total * farthest) * seen,
        _share(_spread(overall, place, distance), total * (total - 1) * farthest),
        subjects=len(subjects),
        raters=raters,
        method=method,
    )


def _spread(ratings: Counter[_Number], place: Mapping[_Number, int], distance: _Distance) -> int:
    """Return the sum of the distances of all pairs of ratings, each pair taken in both orders."""
    counted = [(place[rating], count) for rating, count in ratings.items()]
    return 2 * sum(n * m * distance(one, other) for (one, n), (other, m) in combinations(counted, 2))


def _corrected(seen: Fraction, chance: Fraction, *, subjects: int, raters: int, method: str) -> Agreement:
    """Turn disagreement, seen and by chance, into agreement corrected for chance."""
    return Agreement(
        value=float(1 - seen / chance) if chance else None,
        observed=float(1 - seen),
        expected=float(1 - chance),
        subjects=subjects,
        raters=raters,
        method=method,
        why_not="" if chance else _ALL_THE_SAME,
    )


def _undefined(why_not: str, *, subjects: int, raters: int, method: str) -> Agreement:
    return Agreement(
        value=None, observed=None, expected=None, subjects=subjects, raters=raters, method=method, why_not=why_not
    )


def _share(part: int, whole: int) -> Fraction:
    # Imported here because fractions and decimal would double the time that importing this package takes.
    from fractions import Fraction

    return Fraction(part, whole)


def _differ(one: int, other: int) -> int:
    return int(one != other)


def _steps(one: int, other: int) -> int:
    return abs(one - other)


def _squared(one: int, other: int) -> int:
    return (one - other) ** 2


def _relative(one: int, other: int) -> int:
    # Fractions whose bottoms all differ would grow without bound in a sum; so many binary digits will do.
    return ((one - other) ** 2 << _FINE) // (one + other) ** 2


def _as_they_are(ratings: Counter[_Number]) -> dict[_Number, int]:
    return {rating: place for place, rating in enumerate(ratings)}


def _middle_ranks(ratings: Counter[_Number]) -> dict[_Number, int]:
    """Return twice the middle rank of each rating: between two lies the count that "ordinal" asks for."""
    ranks, below = {}, 0
    for rating in sorted(ratings):
        ranks[rating] = 2 * below + ratings[rating]
        below += ratings[rating]
    return ranks


def _in_common_units(ratings: Counter[_Number]) -> dict[_Number, int]:
    unit = lcm(*(rating.denominator for rating in ratings))
    return {rating: int(rating * unit) for rating in ratings}


_WEIGHTS: Mapping[str, _Distance] = {"none": _differ, "linear": _steps, "quadratic": _squared}
_LEVELS: Mapping[str, tuple[Callable[[Counter[_Number]], dict[_Number, int]], _Distance]] = {
    "nominal": (_as_they_are, _differ),
    "ordinal": (_middle_ranks, _squared),
    "interval": (_in_common_units, _squared),
    "ratio": (_in_common_units, _relative),
}
