"""A quarter of lessons, counted: codes, levels, strengths, actions, and the quarter before as counts.

Only confirmed codes count; what is not confirmed is counted as such and told. A lesson with two codes counts under
both, so codes do not add up to lessons. Beside each number of lessons stands the number of cases that they come from,
for six lessons of one case tell of one case: what may be shown is decided by cases, in `fairness_core.report.lessons`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import attrs

from fairness_core.lessons.lesson import Action, Lesson, Level
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import Taxonomy

LEVELS: Mapping[Level, str] = {"person": "Person", "system": "System", "both": "Both", "": "Not said"}
KINDS: Mapping[str, str] = {"problem": "Something went wrong", "strength": "Something went well"}
STATUSES: Mapping[str, str] = {"open": "Open", "overdue": "Overdue", "done": "Done"}


@attrs.frozen(kw_only=True)
class Tally:
    """How many lessons or actions, and from how many cases; one that comes from no case counts as a case of its own."""

    number: int = 0
    cases: int = 0


@attrs.frozen(kw_only=True)
class Split:
    """Those of a whole for which something holds, and the rest of it."""

    part: Tally
    rest: Tally


@attrs.frozen(kw_only=True)
class CodeCount:
    """One code: the lessons of the quarter in which it is confirmed, and those of the quarter before."""

    code: str
    label: str
    axis: str
    now: Split
    before: Split


@attrs.frozen(kw_only=True)
class OwnerCount:
    """The actions of one owner by status, and the day on which the next open one is due."""

    owner: str
    statuses: Mapping[str, Tally]
    next_due: date | None


@attrs.frozen(kw_only=True)
class Collation:
    """A quarter of lessons. `lessons` are those recorded in it, `before` those of the quarter before.

    `cases` is how many cases they come from. `unconfirmed` lessons have no code yet, or a suggestion that nobody has
    decided on; they are among the lessons. `suggested` have codes that a program suggested; of those, `rejected` have
    one that somebody rejected. `actions` are those of every lesson in the register up to the quarter's end, by status
    on the day `on`. `by_kind` is each code among the lessons that tell of a problem, and among those of a strength.
    `suggested_by` is what made the suggestions of this quarter.
    """

    quarter: Quarter
    on: date
    taxonomy: str
    revision: int
    lessons: Tally
    before: Tally
    cases: int
    without_case: Split
    unconfirmed: Split
    codes: tuple[CodeCount, ...]
    levels: Mapping[Level, Tally]
    kinds: Mapping[str, Tally]
    by_kind: Mapping[str, Mapping[str, Split]]
    actions: Mapping[str, Tally]
    owners: tuple[OwnerCount, ...]
    suggested: Split
    rejected: Split
    suggested_before: Tally
    rejected_before: Tally
    suggested_by: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def rejection_drifts(self) -> bool:
        """Whether the share of suggested lessons with a rejection rose by half on the quarter before [derived]."""
        now, before = self.suggested.part.number, self.suggested_before.number
        rejected, rejected_before = self.rejected.part.number, self.rejected_before.number
        return before > 0 < rejected and 2 * rejected * before >= 3 * rejected_before * now


def collate(lessons: Iterable[Lesson], quarter: Quarter, used: Taxonomy, on: date | None = None) -> Collation:
    """Count the lessons of a quarter by a taxonomy; retired codes count under their successors, and are named.

    `on` is the day on which actions are looked at, the quarter's last day when not given.
    """
    every = tuple(lessons)
    day = on or quarter.last
    now = [each for each in every if quarter.holds(each.recorded)]
    before = [each for each in every if quarter.previous.holds(each.recorded)]
    of_kind = {kind: [each for each in now if each.kind == kind] for kind in KINDS}
    by_code, by_code_before = _by_code(now, used), _by_code(before, used)
    suggested, suggested_before = _those(now, _was_suggested), _those(before, _was_suggested)
    given = {code for each in now for code in each.codes}
    actions = [(each, action) for each in every if each.recorded <= quarter.last for action in each.actions]
    in_use = {code: each for code, each in used.codes.items() if not each.retired}
    return Collation(
        quarter=quarter,
        on=day,
        taxonomy=used.id,
        revision=used.revision,
        lessons=tally(now),
        before=tally(before),
        cases=len({each.case for each in now if each.case}),
        without_case=_split(now, _those(now, lambda each: not each.case)),
        unconfirmed=_split(now, _those(now, lambda each: not each.is_confirmed)),
        codes=tuple(
            CodeCount(
                code=code,
                label=each.label,
                axis=each.axis,
                now=_split(now, by_code[code]),
                before=_split(before, by_code_before[code]),
            )
            for code, each in in_use.items()
        ),
        levels={level: tally([each for each in now if each.level == level]) for level in LEVELS},
        kinds={kind: tally(theirs) for kind, theirs in of_kind.items()},
        by_kind={
            kind: {code: _split(theirs, with_code) for code, with_code in _by_code(theirs, used).items()}
            for kind, theirs in of_kind.items()
        },
        actions=_by_status(actions, day),
        owners=tuple(_owners(actions, day)),
        suggested=_split(now, suggested),
        rejected=_split(suggested, _those(suggested, _was_rejected)),
        suggested_before=tally(suggested_before),
        rejected_before=tally(_those(suggested_before, _was_rejected)),
        suggested_by=tuple(sorted({coding.made_by for each in now for coding in each.codings if coding.made_by})),
        retired=tuple(sorted(code for code in given if code in used.codes and used.codes[code].retired)),
        unknown=tuple(sorted(code for code in given if code not in used.codes)),
    )


def tally(lessons: Sequence[Lesson]) -> Tally:
    """Count lessons, and the cases that they come from."""
    return Tally(number=len(lessons), cases=len({_origin(each) for each in lessons}))


def _origin(lesson: Lesson) -> tuple[str, str]:
    return (lesson.case, "" if lesson.case else lesson.id)


def _split(whole: Sequence[Lesson], part: Sequence[Lesson]) -> Split:
    within = {id(each) for each in part}
    return Split(part=tally(part), rest=tally([each for each in whole if id(each) not in within]))


def _those(lessons: Sequence[Lesson], holds: Callable[[Lesson], bool]) -> list[Lesson]:
    return [each for each in lessons if holds(each)]


def current_codes(lesson: Lesson, used: Taxonomy) -> tuple[str, ...]:
    """Return the codes in use that a lesson's confirmed codes stand for, each once; unknown ones stand for none."""
    known = (code for code in lesson.codes if code in used.codes)
    return tuple(dict.fromkeys(current for code in known for current in used.current(code)))


def _by_code(lessons: Sequence[Lesson], used: Taxonomy) -> dict[str, list[Lesson]]:
    found: dict[str, list[Lesson]] = {code: [] for code in used.codes}
    for each in lessons:
        for code in current_codes(each, used):
            found[code].append(each)
    return found


def _by_status(actions: Iterable[tuple[Lesson, Action]], day: date) -> dict[str, Tally]:
    found: dict[str, list[Lesson]] = {status: [] for status in STATUSES}
    for lesson, action in actions:
        found[action.status(day)].append(lesson)
    return {status: tally(lessons) for status, lessons in found.items()}


def _owners(actions: Iterable[tuple[Lesson, Action]], day: date) -> Iterable[OwnerCount]:
    found: dict[str, list[tuple[Lesson, Action]]] = {}
    for lesson, action in actions:
        found.setdefault(action.owner, []).append((lesson, action))
    for owner, theirs in sorted(found.items()):
        waiting = [action.due for _, action in theirs if action.status(day) == "open"]
        yield OwnerCount(owner=owner, statuses=_by_status(theirs, day), next_due=min(waiting, default=None))


def _was_suggested(lesson: Lesson) -> bool:
    return any(each.made_by for each in lesson.codings)


def _was_rejected(lesson: Lesson) -> bool:
    return any(each.made_by and each.state == "rejected" for each in lesson.codings)
