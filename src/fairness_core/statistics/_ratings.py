"""What a rating must be, and the number that it becomes; every function of `agreement` asks here first.

A category becomes its place in a list, a figure becomes exactly itself. Only reading and checks live
here. A message says which rater and which subject, counted from 1, and never what the rating was: it
may be somebody's free text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from math import isnan
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from fairness_core.errors import CallerError

if TYPE_CHECKING:
    from fractions import Fraction

_C = TypeVar("_C")
_N = TypeVar("_N", bound="int | Fraction")
_S = TypeVar("_S", bound=str)


def check_choice(name: _S, choices: Iterable[str], what: str) -> _S:
    """Return `name`, or raise `CallerError` where it is not among the choices."""
    if name not in choices:
        raise CallerError(f"There is no {what} '{name}'.", hint=f"Choose one of: {', '.join(choices)}.")
    return name


def check_alike(sizes: Iterable[int], what: str, whose: str, hint: str) -> int:
    """Return the one size that all have, 0 where there are none; raise `CallerError` where they differ."""
    first, *others = [*sizes] or [0]
    for number, size in enumerate(others, 2):
        if size != first:
            raise CallerError(
                f"The number of {what} differs: {first} for {whose} 1, {size} for {whose} {number}.", hint=hint
            )
    return first


def numbered(ratings: Sequence[Sequence[_C | None]], read: Callable[[_C, str], _N]) -> list[list[_N | None]]:
    """Return every rating as a number, one row a rater, None where it is missing.

    `read` turns a rating into its number; it is told where the rating stands, for its message.
    """
    return [
        [
            None if rating is None else read(rating, f"The rating of subject {subject} by rater {rater}")
            for subject, rating in enumerate(row, 1)
        ]
        for rater, row in enumerate(ratings, 1)
    ]


def complete(ratings: Sequence[int | None], rater: int) -> list[int]:
    """Return the ratings of one rater, or raise `CallerError` naming the first that is missing."""
    if None in ratings:
        raise CallerError(
            f"The rating of subject {ratings.index(None) + 1} by rater {rater} is missing.",
            hint="Leave that subject out for both raters, or use Krippendorff's alpha.",
        )
    return [rating for rating in ratings if rating is not None]


def reader(
    level: Literal["nominal", "ordinal", "interval", "ratio"], categories: Sequence[Hashable] | None
) -> Callable[[Hashable, str], int | Fraction]:
    """Return what reads a rating at this level: as its place among the categories, or as a number.

    Raises `CallerError` on categories that repeat, or at a level that has none.
    """
    if level == "nominal" or (level == "ordinal" and categories is not None):
        return category_reader(categories)
    if categories is not None:
        raise CallerError(f"The {level} level has no categories.", hint="Leave them out: the ratings are numbers.")
    return _not_negative if level == "ratio" else _exactly


def category_reader(categories: Sequence[Hashable] | None) -> Callable[[Hashable, str], int]:
    """Return what reads a rating as its place among the categories; None means those that it meets."""
    if categories is None:
        return partial(_as_met, {})
    listed = {category: place for place, category in enumerate(categories)}
    if len(listed) < len(categories):
        raise CallerError("A category is listed more than once.", hint="List each category once, lowest first.")
    return partial(_as_listed, listed)


def yes_or_no(rating: object, where: str) -> int:
    """Return 1 for True and 0 for False, or raise `CallerError`: a word such as "no" would count as yes."""
    if rating not in (True, False):
        raise CallerError(f"{where} is neither True nor False.", hint="Say of each subject whether it is positive.")
    return int(bool(rating))


def _as_met(met: dict[Hashable, int], rating: Hashable, where: str) -> int:
    if isinstance(rating, float) and isnan(rating):
        raise CallerError(f"{where} is not a number (NaN).", hint="Give None where a rating is missing.")
    return met.setdefault(rating, len(met))


def _as_listed(listed: Mapping[Hashable, int], rating: Hashable, where: str) -> int:
    if rating not in listed:
        raise CallerError(f"{where} is not in the list of categories.", hint="Correct it, or list every category.")
    return listed[rating]


def _exactly(rating: object, where: str) -> Fraction:
    # Imported here because fractions and decimal would double the time that importing this package takes.
    from fractions import Fraction

    number: Any = repr(float(rating)) if isinstance(rating, float) else rating
    try:
        if isinstance(rating, bool | str):
            raise TypeError
        return Fraction(number)
    except (TypeError, ValueError, OverflowError):
        raise CallerError(
            f"{where} is not a number.", hint="Give numbers, the categories of an ordinal scale, or level 'nominal'."
        ) from None


def _not_negative(rating: object, where: str) -> Fraction:
    number = _exactly(rating, where)
    if number < 0:
        raise CallerError(f"{where} is below 0.", hint="The ratio level needs a true zero; 'interval' does not.")
    return number
