"""The disclosure schedule: who saw what of a case and when, and what was withheld from whom and why.

It is made of plans (`release`), of records that somebody was shown something, and of the log, whose events say
whom they reach by themselves. It is for those who look after the case; `Schedule.for_reader` is what a reader may
have of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeAlias

import attrs

from fairness_core.errors import CallerError
from fairness_core.process.log import Case
from fairness_core.process.release import Decision, Line, Plan, Seen
from fairness_core.process.table import Party, ProcessTable

Key: TypeAlias = tuple[str, Party]
"""An item and whoever it was or might be shown to."""


@attrs.frozen(kw_only=True)
class Row:
    """One item and one reader: what it is, when they saw it, on which grounds it is withheld, every decision.

    `what` is the event's label, or the kind of paper. A row can have been seen and be withheld since.
    """

    item: str
    what: str
    to: Party
    seen: tuple[datetime, ...] = ()
    withheld: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


@attrs.frozen(kw_only=True)
class Schedule:
    """All rows of a case on a day, in the order of its log."""

    reference: str
    at: date
    rows: tuple[Row, ...]

    def for_reader(self, to: Party) -> Schedule:
        """Return what a reader may have: what they saw or may see, and nothing that tells of anything else."""
        theirs = (each for each in self.rows if each.to == to and not each.withheld)
        return attrs.evolve(self, rows=tuple(attrs.evolve(each, decisions=()) for each in theirs))


def schedule(
    table: ProcessTable, case: Case, plans: Sequence[Plan], seen: Sequence[Seen] = (), *, at: date
) -> Schedule:
    """Return the schedule of a case; `plans` has one for each reader, `seen` what was shown to anybody.

    Raises `CallerError` for a plan of another case or of another day.
    """
    if any(each.reference != case.reference or each.at != at for each in plans):
        raise CallerError("A plan is of another case or another day.", hint="Make the plans of this case on this day.")
    when = _when((*_reached(table, case), *seen))
    lines: dict[Key, Line] = {(line.item.id, plan.to): line for plan in plans for line in plan.lines}
    order = {item: place for place, item in enumerate((*case.places, *(item for item, _ in lines)))}
    keys = sorted({*lines, *when}, key=lambda key: (order.get(key[0], len(order)), key))
    return Schedule(
        reference=case.reference,
        at=at,
        rows=tuple(_row(table, case, key, lines.get(key), tuple(sorted(when.get(key, ())))) for key in keys),
    )


def _reached(table: ProcessTable, case: Case) -> Iterator[Seen]:
    """Yield whom each event reached by itself."""
    for event in case.log:
        kind = table.events.get(event.what)
        for party in kind.tells if kind else ():
            yield Seen(items=(event.id,), to=party, at=event.occurred)


def _when(seen: Iterable[Seen]) -> dict[Key, set[datetime]]:
    found: dict[Key, set[datetime]] = {}
    for each in seen:
        for item in each.items:
            found.setdefault((item, each.to), set()).add(each.at)
    return found


def _row(table: ProcessTable, case: Case, key: Key, line: Line | None, seen: tuple[datetime, ...]) -> Row:
    item, to = key
    kind = table.events.get(case.log[case.places[item]].what) if item in case.places else None
    return Row(
        item=item,
        what=kind.label if kind else line.item.kind if line else "paper",
        to=to,
        seen=seen,
        withheld=line.grounds if line else (),
        decisions=line.decisions if line else (),
    )
