"""A lesson: what was learnt, from which case and source without saying who, how it was coded, and what is done.

A coding is suggested, then confirmed or rejected by a person with a reason; a report counts confirmed ones alone.
Everybody is a reference. Where lessons come from and go to, files and reports, does not live here.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.staff import StaffRef, is_opaque, one_of, required

State: TypeAlias = Literal["suggested", "confirmed", "rejected"]
Level: TypeAlias = Literal["", "person", "system", "both"]
Kind: TypeAlias = Literal["problem", "strength"]
CONFIRMED: State = "confirmed"


def _opaque(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if value and not is_opaque(value):
        raise CallerError(
            f"The {attribute.name} of a {type(instance).__name__} is a reference, and never words or a name.",
            hint="Use letters and digits without spaces, one digit at least, such as l12.",
        )


@attrs.frozen(kw_only=True)
class Coding:
    """One code of a lesson: suggested by whom or what, and what became of it.

    `span` is where in the text the evidence stands, as in a slice. A rejection has a reason. Who decided is asked for
    by `Lesson.confirmed` and `Lesson.rejected`; a register that was kept elsewhere may not say.
    """

    code: str = attrs.field(validator=required)
    state: State = attrs.field(default="suggested", validator=one_of("suggested", "confirmed", "rejected"))
    made_by: str = ""
    rule: str = ""
    span: tuple[int, int] | None = None
    by: StaffRef | None = None
    on: date | None = None
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a rejection without a reason."""
        if self.state == "rejected" and not self.reason.strip():
            raise CallerError(f"The code {self.code} is rejected without a reason.", hint="Say why in a few words.")


@attrs.frozen(kw_only=True)
class Action:
    """What is done about a lesson: by which owner (a role, or a role and reference), until when, done when."""

    what: str = attrs.field(validator=required)
    owner: str = attrs.field(validator=required)
    due: date
    done: date | None = None

    def status(self, on: date) -> Literal["done", "overdue", "open"]:
        """Return how the action stands on a day."""
        if self.done is not None and self.done <= on:
            return "done"
        return "overdue" if self.due < on else "open"


@attrs.frozen(kw_only=True)
class Lesson:
    """One lesson. `id`, `case` and `source` are references; `recorded` is the day that puts it into a quarter.

    `level` is whether the remedy is a change in a person, in the system, or in both; "" is not said. `kinds` are
    the kinds of allegation of the case, as far as they matter here (see `levels`). A lesson is a `problem` or a
    `strength`.
    """

    id: str = attrs.field(validator=[required, _opaque])
    text: str = attrs.field(validator=required)
    recorded: date
    case: str = attrs.field(default="", validator=_opaque)
    source: str = ""
    kind: Kind = attrs.field(default="problem", validator=one_of("problem", "strength"))
    level: Level = attrs.field(default="", validator=one_of("", "person", "system", "both"))
    allegations: tuple[str, ...] = ()
    codings: tuple[Coding, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The confirmed codes, in the order in which they were given."""
        return tuple(each.code for each in self.codings if each.state == CONFIRMED)

    @property
    def is_confirmed(self) -> bool:
        """Whether every suggestion was decided on, and at least one code is confirmed."""
        return bool(self.codes) and all(each.state != "suggested" for each in self.codings)

    def confirmed(self, code: str, by: StaffRef, on: date) -> Lesson:
        """Return the lesson with a code confirmed, whether it was suggested or not."""
        return self._decided(code, attrs.evolve(self._coding(code), state="confirmed", by=by, on=on, reason=""))

    def rejected(self, code: str, by: StaffRef, on: date, reason: str) -> Lesson:
        """Return the lesson with a suggested code rejected; raise `CallerError` for one that was not suggested."""
        if code not in (each.code for each in self.codings):
            raise CallerError(f"The code {code} was not suggested for this lesson.", hint="There is nothing to reject.")
        return self._decided(code, attrs.evolve(self._coding(code), state="rejected", by=by, on=on, reason=reason))

    def _coding(self, code: str) -> Coding:
        return next((each for each in self.codings if each.code == code), Coding(code=code))

    def _decided(self, code: str, coding: Coding) -> Lesson:
        others = tuple(each for each in self.codings if each.code != code)
        return attrs.evolve(self, codings=(*others, coding))
