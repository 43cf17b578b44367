"""A rating as it is kept: its stage, who rated and when, why, the controls that count, and who agreed.

What the matrix says (`Rated`) stands in it unchanged; a second opinion and an override stand beside it.
Whoever takes part is a role and an opaque reference, never a name: names live where they can be redacted.
The order in which ratings follow each other is in `fairness_core.risk.history`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.risk.matrix import Matrix
from fairness_core.risk.rating import Rated, scheme_of
from fairness_core.staff import StaffRef, one_of, required

Stage: TypeAlias = Literal["initial", "current", "target"]


@attrs.frozen(kw_only=True)
class Control:
    """Something that makes harm less likely or less severe, and whether it is in place yet."""

    description: str = attrs.field(validator=required)
    status: Literal["in place", "planned"] = attrs.field(validator=one_of("in place", "planned"))
    ref: str = ""


@attrs.frozen(kw_only=True)
class SecondRating:
    """What a second rater, who judged alone, made of the same concern with the same matrix."""

    rater: StaffRef
    on: date
    rated: Rated
    rationale: str = ""


@attrs.frozen(kw_only=True)
class Override:
    """Another band than the matrix gives, with the reason and two people; made by `override_band`.

    `to_band` is a code of the same matrix, `to_level` its position; `to_second_rater` is True where that band
    asks for a second rater.
    """

    to_band: str
    to_label: str
    to_colour_name: str
    to_level: int
    to_second_rater: bool
    reason: str = attrs.field(validator=required)
    by: StaffRef
    agreed_by: StaffRef

    def __attrs_post_init__(self) -> None:
        """Refuse an override that one person agreed with themselves."""
        if self.by.id == self.agreed_by.id:
            raise CallerError("An override needs two people.", hint="Somebody else must agree to it.")


@attrs.frozen(kw_only=True)
class Rating:
    """One rating of a concern: at first, at present, or the one that is aimed at.

    `rationale` is required. A `second_rater` is owed where the band asks for one. The band of an `override`
    stands beside the rated one: `rated` never changes. Raises `CallerError` for a second rater who is the
    first, or who used another scheme, and for an override that changes nothing.
    """

    stage: Stage = attrs.field(validator=one_of("initial", "current", "target"))
    rated: Rated
    rater: StaffRef
    on: date
    rationale: str = attrs.field(validator=required)
    controls: tuple[Control, ...] = ()
    second_rater: SecondRating | None = None
    override: Override | None = None

    def __attrs_post_init__(self) -> None:
        """Check what the parts say of each other."""
        second, override = self.second_rater, self.override
        if second and second.rater.id == self.rater.id:
            raise CallerError("The second rater must be somebody else.", hint="Ask another person to rate, alone.")
        if second and second.rated.scheme != self.rated.scheme:
            raise CallerError("Both raters must use the same scheme.", hint=f"Rate again with {self.rated.scheme}.")
        if override and override.to_band == self.rated.band:
            raise CallerError("An override must change the band.", hint="Leave it out, or name another band.")

    @property
    def counting_controls(self) -> tuple[Control, ...]:
        """The controls that count: those in place; for a target, the planned ones too."""
        return tuple(each for each in self.controls if self.stage == "target" or each.status == "in place")

    @property
    def level_in_force(self) -> int:
        """The position of the band to act on: that of the override where there is one."""
        return self.override.to_level if self.override else self.rated.level

    @property
    def text(self) -> str:
        """The rating in words: the rated band first, the override beside it."""
        if not self.override:
            return self.rated.text
        moved = f"{self.override.to_label} ({self.override.to_colour_name})"
        people = f"{self.override.by.role}, agreed by {self.override.agreed_by.role}"
        return f"{self.rated.text} Moved to {moved} by {people}."

    @property
    def is_complete(self) -> bool:
        """Whether nothing is owed any more."""
        return not self.owed()

    def owed(self) -> tuple[str, ...]:
        """Return what is still owed, each in a plain sentence; nothing here blocks protective action."""
        return tuple(self._owed())

    def _owed(self) -> Iterator[str]:
        second, override = self.second_rater, self.override
        # An override to a lower band must not be a way round the second rater, so either band can ask.
        asking = [self.rated.band_label] if self.rated.second_rater else []
        asking += [override.to_label] if override and override.to_second_rater else []
        if asking and not second:
            yield f"A second person must rate the concern, alone: the band {asking[0]} asks for it."
        if second and not override and second.rated.band != self.rated.band:
            yield (
                f"The two raters differ ({self.rated.band_label} and {second.rated.band_label}): they must agree on "
                "a band, and record it as a new rating or as an override."
            )


def override_band(
    rating: Rating, matrix: Matrix, *, to_band: str, reason: str, by: StaffRef, agreed_by: StaffRef
) -> Rating:
    """Return the rating with an override to another band of its own matrix, given by code or label.

    Raises `CallerError` for another scheme than the rating's, a band that the matrix does not have or that
    the rating is in already, no reason, or one person for both, or where there is an override already.
    """
    if scheme_of(matrix) != rating.rated.scheme:
        raise CallerError("An override stays in the rating's own scheme.", hint=f"Give {rating.rated.scheme}.")
    if rating.override:
        raise CallerError("This rating has an override.", hint="Record a new rating: history is not edited.")
    folded = to_band.strip().casefold()
    found = next((each for each in matrix.bands if folded in (each.code.casefold(), each.label.casefold())), None)
    if found is None:
        there = ", ".join(f"{each.code} ({each.label})" for each in matrix.bands)
        raise CallerError(f"The matrix {matrix.id} has no band {to_band!r}.", hint=f"There are: {there}.")
    moved = Override(
        to_band=found.code,
        to_label=found.label,
        to_colour_name=found.colour_name,
        to_level=matrix.position(found),
        to_second_rater=found.second_rater,
        reason=reason,
        by=by,
        agreed_by=agreed_by,
    )
    return attrs.evolve(rating, override=moved)
