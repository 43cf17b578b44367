"""Compassion as evidence: what each step asks by the four elements, and which events of the log show it.

Nothing here is a score. What is asked holds nothing up, and what is not shown may have been done all the same and
not written down: it is for those who look after the case to ask, and to learn from afterwards. What is asked at
which step, and which events show it, is data of the process (`Prompt` in `table`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import attrs

from fairness_core.process.log import Case, Move, standing_log
from fairness_core.process.table import Element, ProcessTable

Standing: TypeAlias = Literal["shown", "shown earlier", "still asked", "not shown"]
"""How a question stands: shown by an event of its step; shown only before the step began; still asked, since the
case is in the step; or not shown, and the step is over."""


@attrs.frozen(kw_only=True)
class Asked:
    """One question of a step: of which element, what it asks, how it stands, and the ids of the events that show it.

    `label` names the step in words. `events` are those of the step; where there are none, those from before it.
    """

    step: str
    label: str
    element: Element
    asks: str
    standing: Standing
    events: tuple[str, ...] = ()


def asked(table: ProcessTable, case: Case) -> tuple[Asked, ...]:
    """Return every question of the steps that the case has been in, in the order of the table's steps.

    An event counts for the step in which it was recorded, and for one that it led to; what was struck out shows
    nothing.
    """
    steps = _steps(table, case)
    now = case.states[table.index.main]
    been = {now}.union(*steps)
    return tuple(
        _judged(table, case, steps, each, now)
        for code in table.main.states
        if code in been
        for each in _questions(table, code)
    )


def still_asked(table: ProcessTable, case: Case) -> tuple[Asked, ...]:
    """Return the questions of the present step that no event shows yet."""
    return tuple(each for each in asked(table, case) if each.standing == "still asked")


def _questions(table: ProcessTable, step: str) -> Iterator[Asked]:
    state = table.main.states[step]
    for element, prompt in state.elements.items():
        yield Asked(step=step, label=state.label, element=element, asks=prompt.asks, standing="still asked")


def _judged(table: ProcessTable, case: Case, steps: tuple[frozenset[str], ...], each: Asked, now: str) -> Asked:
    shown_by = table.main.states[each.step].elements[each.element].shown_by
    first = min((place for place, those in enumerate(steps) if each.step in those), default=len(steps))
    known = enumerate(standing_log(table, case))
    found = [(place, event.id) for place, event in known if event and event.what in shown_by]
    during = tuple(event for place, event in found if each.step in steps[place])
    earlier = tuple(event for place, event in found if place < first)
    if during or earlier:
        return attrs.evolve(each, standing="shown" if during else "shown earlier", events=during or earlier)
    return each if each.step == now else attrs.evolve(each, standing="not shown")


def _steps(table: ProcessTable, case: Case) -> tuple[frozenset[str], ...]:
    """Return for each place of the log the step that the case was in, and the one that it went to, if it moved."""
    moves = [move for move in case.moves if move.region == table.index.main]
    return tuple(
        frozenset((_step(table, case, place, moves), _step(table, case, place + 1, moves)))
        for place in range(len(case.log))
    )


def _step(table: ProcessTable, case: Case, place: int, moves: list[Move]) -> str:
    """Return the step before the event at a place: what the next move left, and the present one after the last."""
    return next((move.left for move in moves if move.at >= place), case.states[table.index.main])
