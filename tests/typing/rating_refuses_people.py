"""Checked by mypy and never run: nobody's characteristics and no number of past concerns can reach a rating.

Under warn_unused_ignores each line fails the check as soon as a rating takes what it refuses here.
"""

from __future__ import annotations

from typing import assert_type

import attrs

from fairness_core.risk.mapping import MappedRated, SchemeMapping, map_rating
from fairness_core.risk.matrix import Matrix
from fairness_core.risk.pattern import EarlierConcern, PatternOfConcerns
from fairness_core.risk.rating import Judgement, Rated, rate
from fairness_core.risk.record import Rating
from fairness_core.staff import StaffRef

LEVELS = {"safety": "4"}


def a_concern_is_rated(matrix: Matrix, judgement: Judgement) -> None:
    """A matrix and a judgement are what it takes."""
    assert_type(rate(matrix, judgement), Rated)
    Judgement(likelihood="3", consequences=LEVELS)


def ethnicity_cannot_be_smuggled_in(matrix: Matrix, judgement: Judgement) -> None:
    """Not into the judgement, not beside it, not afterwards."""
    Judgement(likelihood="3", consequences=LEVELS, ethnicity="J")  # type: ignore[call-arg]
    Judgement("3", LEVELS)  # type: ignore[call-arg]
    rate(matrix, judgement, ethnicity="J")  # type: ignore[call-arg]
    rate(matrix, judgement, "J")  # type: ignore[call-arg]
    rate(matrix, {"likelihood": "3", "ethnicity": "J"})  # type: ignore[arg-type]
    attrs.evolve(judgement, ethnicity="J")  # type: ignore[call-arg]
    judgement.ethnicity = "J"  # type: ignore[attr-defined]
    judgement.likelihood = "5"  # type: ignore[misc]


def no_class_of_their_own_either() -> None:
    """A class made from `Judgement` or `Rated` could carry more, so there can be none."""

    class Wider(Judgement):  # type: ignore[misc]
        ethnicity: str = "J"

    class WiderResult(Rated):  # type: ignore[misc]
        ethnicity: str = "J"


def past_concerns_cannot_be_counted_in(matrix: Matrix, judgement: Judgement, pattern: PatternOfConcerns) -> None:
    """A pattern is words; a number of earlier concerns has no place at all."""
    Judgement(likelihood="3", consequences=LEVELS, past_concerns=3)  # type: ignore[call-arg]
    Judgement(likelihood="3", consequences={"past": 3})  # type: ignore[dict-item]
    Judgement(likelihood=3, consequences=LEVELS)  # type: ignore[arg-type]
    Judgement(likelihood="3", consequences={"safety": pattern})  # type: ignore[dict-item]
    rate(matrix, pattern)  # type: ignore[arg-type]
    rate(matrix, judgement, pattern)  # type: ignore[call-arg]
    len(pattern)  # type: ignore[arg-type]
    _ = pattern > pattern  # type: ignore[operator]
    EarlierConcern(count=3)  # type: ignore[call-arg]


def a_rating_takes_what_was_rated(found: Rated, rating: Rating, pattern: PatternOfConcerns) -> None:
    """Neither a rating nor its result has a field for a person, and neither can be changed."""
    rating.rated = found  # type: ignore[misc]
    found.band = "high"  # type: ignore[misc]
    found.levels["safety"] = "5"  # type: ignore[index]
    attrs.evolve(rating, pattern=pattern)  # type: ignore[call-arg]
    attrs.evolve(rating, rated=pattern)  # type: ignore[arg-type]
    attrs.evolve(found, ethnicity="J")  # type: ignore[call-arg]
    StaffRef(role="case manager", id="u17", name="x")  # type: ignore[call-arg]


def a_mapped_rating_is_no_rating(found: Rated, mapping: SchemeMapping) -> None:
    """A view in another scheme cannot take the place of what was rated."""
    assert_type(map_rating(found, mapping), MappedRated)
    _: Rated = map_rating(found, mapping)  # type: ignore[assignment]
