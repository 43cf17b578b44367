"""How far two raters agree on the bands of a matrix, with the table of who rated what.

The statistics are in `fairness_core.statistics.agreement`; here the ordered bands of a matrix are put to them.
No words are given to a kappa ("substantial"): a low one asks for talk between raters, not for a verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from fairness_core.errors import CallerError
from fairness_core.risk.matrix import Matrix
from fairness_core.risk.rating import Rated, Scheme, scheme_of
from fairness_core.risk.record import Rating
from fairness_core.statistics.agreement import Agreement, cohen_kappa


@attrs.frozen(kw_only=True)
class AgreementReport:
    """How far two raters agree: `table` has a row for each band of the first, a column for each of the second.

    `bands` are codes, from least to most. `plain` counts every difference alike; `weighted` counts it by the
    square of how many bands apart it is. `same_band` of `subjects` concerns were put in one band by both.
    """

    scheme: Scheme
    bands: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    subjects: int
    same_band: int
    plain: Agreement
    weighted: Agreement


def rater_pairs(ratings: Iterable[Rating]) -> tuple[tuple[Rated, Rated], ...]:
    """Return what both raters made of each concern that a second one rated, the first rater first."""
    return tuple((each.rated, each.second_rater.rated) for each in ratings if each.second_rater)


def agreement_report(pairs: Iterable[tuple[Rated, Rated]], matrix: Matrix) -> AgreementReport:
    """Compare the bands that two raters gave to the same concerns, with Cohen's kappa, plain and weighted.

    Each pair is one concern; overrides do not count. Raises `CallerError` when a rating was made with another
    scheme than `matrix`. Sources: Cohen 1960 and 1968, as in `cohen_kappa`.
    """
    both = tuple(pairs)
    scheme = scheme_of(matrix)
    if strange := sorted({str(each.scheme) for pair in both for each in pair if each.scheme != scheme}):
        raise CallerError(
            f"Ratings of another scheme than {scheme} were given: {', '.join(strange)}.",
            hint="Compare the ratings of each scheme on their own.",
        )
    first, second = [one.band for one, _ in both], [other.band for _, other in both]
    bands = tuple(band.code for band in matrix.bands)
    seen = Counter(zip(first, second, strict=True))
    return AgreementReport(
        scheme=scheme,
        bands=bands,
        table=tuple(tuple(seen[row, column] for column in bands) for row in bands),
        subjects=len(both),
        same_band=sum(seen[band, band] for band in bands),
        plain=cohen_kappa(first, second, categories=bands),
        weighted=cohen_kappa(first, second, categories=bands, weights="quadratic"),
    )
