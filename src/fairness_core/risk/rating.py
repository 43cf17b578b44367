"""Rating a concern: a judgement is looked up in a matrix, and what comes out says how it came about.

A rating is a function of the matrix, the likelihood and the level in each domain, and of nothing
else: nobody's characteristics and no number of past concerns can be given to it. Who rated, when, why
and with which controls is in `fairness_core.risk.record`, and how ratings follow each other in `history`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import final

import attrs

from fairness_core.errors import CallerError
from fairness_core.risk.matrix import Level, Matrix
from fairness_core.risk.protected import protected_words

OVERALL = "overall"
"""The domain of a judgement that gives one level for the concern as a whole."""

EXAMPLE_NOTICE = "This banding is an example: no body has published or adopted it."
"""Said of a rating whose matrix is not adopted and has no notice of its own."""


@attrs.frozen(kw_only=True)
class Scheme:
    """Which scheme a rating was made with: the matrix's id and revision, and the hash of its file."""

    id: str
    revision: int
    sha256: str

    def __str__(self) -> str:
        """Say the scheme as people write it."""
        return f"{self.id} revision {self.revision}"


def _copied(levels: Mapping[str, str]) -> dict[str, str]:
    """Copy a mapping, so that a change to the caller's own reaches nothing that was rated."""
    if not isinstance(levels, Mapping):
        raise CallerError("Levels are given by domain.", hint='Write them as {"safety": "4"}.')
    return dict(levels)


@final
@attrs.frozen(kw_only=True)
class Judgement:
    """What a rater judges: how likely harm is, and how severe it would be in each domain.

    Levels are given by code or label. `consequences` has a level for each domain that was judged, by
    the domain's code or title; or one level for the concern as a whole, under "overall". These two
    fields are all there is, on purpose: see the module.
    """

    likelihood: str
    consequences: Mapping[str, str] = attrs.field(converter=_copied)

    def __attrs_post_init__(self) -> None:
        """Refuse a judgement without a consequence, or with a level that is not text."""
        if not self.consequences:
            raise CallerError("A judgement needs a level of consequence.", hint="Give at least one domain its level.")
        if not all(isinstance(text, str) for pair in self.consequences.items() for text in (self.likelihood, *pair)):
            raise CallerError("Domains and levels are given as text.", hint='Write the code in quotes: "4".')


@final
@attrs.frozen(kw_only=True)
class Rated:
    """What the matrix says of a judgement, complete in itself: it never changes when the scheme does.

    `band` is the band's code, `level` its position from 1 for the least. `consequence` is the highest
    level of any domain, and `driver` the domain that has it; others that have it too are `also_driven_by`.
    `levels` keeps every domain's. `working` shows how the score came about. `second_rater` is True where the
    band asks for one. `notice` is shown wherever the rating is; `scoring_rule` where people choose a level.
    """

    score: Decimal
    band: str
    band_label: str
    colour_name: str
    level: int
    second_rater: bool
    working: str
    likelihood: str
    consequence: str
    driver: str
    also_driven_by: tuple[str, ...] = ()
    levels: Mapping[str, str] = attrs.field(converter=_copied)
    matrix_id: str
    matrix_revision: int
    matrix_sha256: str
    adopted: bool
    notice: str = ""
    scoring_rule: str = ""

    @property
    def scheme(self) -> Scheme:
        """The scheme that the rating was made with."""
        return Scheme(id=self.matrix_id, revision=self.matrix_revision, sha256=self.matrix_sha256)

    @property
    def text(self) -> str:
        """The rating in words, with the notice of an example banding."""
        return f"{self.band_label} ({self.colour_name}): {self.working}.{' ' if self.notice else ''}{self.notice}"


def scheme_of(matrix: Matrix) -> Scheme:
    """Return which scheme a matrix is."""
    return Scheme(id=matrix.id, revision=matrix.revision, sha256=matrix.sha256)


def rate(matrix: Matrix, judgement: Judgement) -> Rated:
    """Look a judgement up in a matrix: the highest level of any domain, and the likelihood, name the cell.

    Raises `CallerError` for a level or domain that the matrix does not have, for anything that is not a
    `Judgement`, and for a matrix that lets who somebody is into a rating (`protected_words`). Source of
    taking the highest domain: NPSA, "A risk matrix for risk managers", 2008, as remembered.
    """
    _check(matrix, judgement)
    likelihood = matrix.likelihood.level(judgement.likelihood)
    levels = _levels(matrix, judgement.consequences)
    consequence = max(levels.values(), key=matrix.consequence.levels.index)
    drivers = [domain for domain, level in levels.items() if level == consequence]
    band = matrix.band(likelihood.code, consequence.code)
    return Rated(
        score=matrix.score(likelihood.code, consequence.code),
        band=band.code,
        band_label=band.label,
        colour_name=band.colour_name,
        level=matrix.position(band),
        second_rater=band.second_rater,
        working=_working(matrix, likelihood, consequence),
        likelihood=likelihood.code,
        consequence=consequence.code,
        driver=drivers[0],
        also_driven_by=tuple(drivers[1:]),
        levels={domain: level.code for domain, level in levels.items()},
        matrix_id=matrix.id,
        matrix_revision=matrix.revision,
        matrix_sha256=matrix.sha256,
        adopted=matrix.adopted,
        notice=matrix.notice or ("" if matrix.adopted else EXAMPLE_NOTICE),
        scoring_rule=matrix.scoring_rule,
    )


def _check(matrix: Matrix, judgement: Judgement) -> None:
    """Refuse what is no judgement, a class made from it included: a field more could say who somebody is."""
    if type(judgement) is not Judgement:
        raise CallerError(
            f"A {type(judgement).__name__} was given to be rated, and only a Judgement may be.",
            hint="A rating is made of a likelihood and of levels by domain; a pattern of concerns is told in words.",
        )
    if found := protected_words(matrix):
        listed = " ".join(f"{path}: {sentence}" for path, sentence in found)
        raise CallerError(f"The matrix {matrix.id} cannot be used to rate. {listed}")


def _levels(matrix: Matrix, consequences: Mapping[str, str]) -> dict[str, Level]:
    """Return the level of each domain by its code, in the matrix's order of domains."""
    found = {_domain(matrix, name): matrix.consequence.level(level) for name, level in consequences.items()}
    if len(found) < len(consequences):
        raise CallerError("A domain is judged twice.", hint="Give each domain one level, by its code or by its title.")
    if OVERALL in found and len(found) > 1:
        raise CallerError(
            "A judgement is by domain, or overall, not both.", hint=f"Leave out {OVERALL!r}, or give it alone."
        )
    return {domain: found[domain] for domain in (OVERALL, *matrix.domains) if domain in found}


def _domain(matrix: Matrix, name: str) -> str:
    folded = name.strip().casefold()
    titles = {OVERALL: OVERALL, **matrix.domains}
    found = next((code for code, title in titles.items() if folded in (code.casefold(), title.casefold())), None)
    if found is None:
        there = ", ".join(f"{code} ({title})" for code, title in matrix.domains.items())
        raise CallerError(
            f"The matrix {matrix.id} has no domain {name!r}.",
            hint=f"There are: {there}; or {OVERALL!r} alone." if there else f"There is only {OVERALL!r}.",
        )
    return found


def _working(matrix: Matrix, likelihood: Level, consequence: Level) -> str:
    score = matrix.score(likelihood.code, consequence.code)
    if matrix.score_from == "level":
        return f"likelihood {likelihood.label}, consequence {consequence.label}: level {score:f}"
    return f"likelihood {likelihood.weight:f} x consequence {consequence.weight:f} = {score:f}"
