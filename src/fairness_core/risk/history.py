"""The ratings of one concern, one after the other: added to, never edited, and never re-banded.

When the scheme changes, earlier ratings keep the matrix, score and band that they were made with; the
change stands between them with a mapped view of each, where a mapping is given. Which ratings there are
is data here; who may make one, and when it is due, belongs to the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.problems import Problem, note, warning
from fairness_core.risk.mapping import MappedRated, SchemeMapping, map_rating
from fairness_core.risk.matrix import Matrix
from fairness_core.risk.rating import Scheme, scheme_of
from fairness_core.risk.record import Rating, Stage
from fairness_core.staff import required


@attrs.frozen(kw_only=True)
class SchemeChange:
    """From when on another scheme is used, and why; `after` is how many ratings came before.

    `mapped` has a view of each earlier rating of the scheme that is left, in their order, with what is lost;
    it is empty where no mapping was given. The ratings themselves stay as they were.
    """

    on: date
    reason: str = attrs.field(validator=required)
    from_scheme: Scheme
    to_scheme: Scheme
    after: int
    mapped: tuple[MappedRated, ...] = ()


Step: TypeAlias = Rating | SchemeChange


@attrs.frozen(kw_only=True)
class RatingHistory:
    """The ratings of one concern in the order in which they were recorded, and the changes of scheme.

    The first is the initial one, and there is one initial. No date goes back: a rating that was recorded
    late has the day on which it was recorded, and says in its rationale when it was made. A rating by
    another scheme comes after a change to that scheme. Raises `CallerError` where this does not hold.
    """

    entries: tuple[Rating, ...] = ()
    changes: tuple[SchemeChange, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Check the order of stages, dates and schemes."""
        _check_stages(self.entries)
        if any(not 0 < change.after <= len(self.entries) for change in self.changes):
            raise CallerError("A scheme changes after a rating.", hint="Rate with the new scheme from the start.")
        _check_steps(self.timeline)

    def add(self, rating: Rating) -> RatingHistory:
        """Return the history with one more rating; this one stays as it is."""
        return attrs.evolve(self, entries=(*self.entries, rating))

    def with_scheme_change(
        self, to_matrix: Matrix, *, on: date, reason: str, mapping: SchemeMapping | None = None
    ) -> RatingHistory:
        """Return the history with a change to another scheme; with a mapping, it holds a view of each rating.

        Raises `CallerError` without a rating before it, and for a mapping between other schemes.
        """
        if not self.entries:
            raise CallerError("There is no rating whose scheme could change.")
        before = self.scheme
        if mapping and (scheme_of(mapping.from_matrix), scheme_of(mapping.to_matrix)) != (before, scheme_of(to_matrix)):
            raise CallerError(f"The mapping does not go from {before} to {scheme_of(to_matrix)}.")
        earlier = [each.rated for each in self.entries if each.rated.scheme == before]
        change = SchemeChange(
            on=on,
            reason=reason,
            from_scheme=before,
            to_scheme=scheme_of(to_matrix),
            after=len(self.entries),
            mapped=tuple(map_rating(each, mapping) for each in earlier) if mapping else (),
        )
        return attrs.evolve(self, changes=(*self.changes, change))

    @property
    def timeline(self) -> tuple[Step, ...]:
        """Ratings and changes of scheme in the order in which they were recorded."""
        return tuple(self._timeline())

    def _timeline(self) -> Iterator[Step]:
        for number, rating in enumerate(self.entries, start=1):
            yield rating
            yield from (change for change in self.changes if change.after == number)

    @property
    def scheme(self) -> Scheme:
        """The scheme in use; raises `CallerError` where nothing has been rated yet."""
        if not self.entries:
            raise CallerError("Nothing has been rated yet, so there is no scheme.")
        last = self.timeline[-1]
        return last.rated.scheme if isinstance(last, Rating) else last.to_scheme

    @property
    def initial(self) -> Rating | None:
        """The rating before anything was done."""
        return self._latest("initial")

    @property
    def current(self) -> Rating | None:
        """The latest rating with the controls that are in place; None where there is none yet."""
        return self._latest("current")

    @property
    def target(self) -> Rating | None:
        """The latest rating that is aimed at; None where there is none yet."""
        return self._latest("target")

    def _latest(self, stage: Stage) -> Rating | None:
        return next((each for each in reversed(self.entries) if each.stage == stage), None)

    def owed(self) -> tuple[str, ...]:
        """Return what is still owed in plain sentences: stages not rated yet, and what the latest of each owes."""
        latest = {"initial": self.initial, "current": self.current, "target": self.target}
        stages = [f"The {stage} rating is owed." for stage, rating in latest.items() if rating is None]
        inside = [f"The {stage} rating: {owed}" for stage, rating in latest.items() if rating for owed in rating.owed()]
        return (*stages, *inside)

    def concerns(self) -> tuple[Problem, ...]:
        """Return what somebody should look at: a rating that is lower though nothing was done, or not comparable.

        A current rating below the initial one without a control in place is flagged and not refused: what
        became known may have changed the view of the concern, and then the rationale says so.
        """
        pairs = ((self.initial, self.current), (self.current or self.initial, self.target))
        return tuple(found for before, after in pairs if before and after for found in _compared(before, after))


def _check_stages(entries: tuple[Rating, ...]) -> None:
    stages = [each.stage for each in entries]
    if stages and stages[0] != "initial":
        raise CallerError(
            "A history begins with the initial rating.", hint="Record how the concern was rated at first."
        )
    if stages.count("initial") > 1:
        raise CallerError("There is an initial rating.", hint="Record a changed view as a current rating.")


def _check_steps(steps: tuple[Step, ...]) -> None:
    for before, after in pairwise(steps):
        if after.on < before.on:
            raise CallerError(
                "The date lies before that of the step before.",
                hint="Give the day on which it was recorded, and say in the rationale when it was made.",
            )
        scheme = before.rated.scheme if isinstance(before, Rating) else before.to_scheme
        if scheme != (after.rated.scheme if isinstance(after, Rating) else after.from_scheme):
            raise CallerError(f"The scheme in use is {scheme}.", hint="Record the change of scheme first.")


def _compared(before: Rating, after: Rating) -> Iterator[Problem]:
    if before.rated.scheme != after.rated.scheme:
        yield note(
            "schemes_differ",
            f"The {after.stage} rating ({after.rated.scheme}) and the {before.stage} one ({before.rated.scheme}) "
            "were made with different schemes and cannot be compared.",
            hint="Look at the mapped view of the change of scheme, and at what it loses.",
        )
        return
    lower = after.rated.score < before.rated.score or after.rated.level < before.rated.level
    if lower and not after.counting_controls:
        named = "in place" if after.stage == "current" else "in place or planned"
        yield warning(
            f"lower_{after.stage}_without_control",
            f"The {after.stage} rating is lower than the {before.stage} one, and no control is {named}.",
            found=f"{after.rated.band_label}, score {after.rated.score:f}",
            expected=f"{before.rated.band_label}, score {before.rated.score:f}, or a control that makes it lower",
            hint="Name the control, or say in the rationale what became known; a planned control does not count yet.",
        )
