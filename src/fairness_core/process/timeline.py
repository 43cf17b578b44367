"""What happened when, and how long each step took: told from the log alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from fairness_core.process.log import Case, Event, standing_log
from fairness_core.process.table import Nature, ProcessTable, State


@attrs.frozen(kw_only=True)
class Entry:
    """One line of a timeline: the event as it is now known, its label, and the moves that it made, in words.

    `struck` marks what was recorded by mistake; `corrected` what a later event added to or changed.
    """

    event: Event
    label: str
    nature: Nature
    moves: tuple[str, ...]
    struck: bool = False
    corrected: bool = False


@attrs.frozen(kw_only=True)
class Stay:
    """One stay in a step: since when, until when (None while it lasts), and how many days up to the day asked for."""

    step: str
    label: str
    since: date
    until: date | None
    days: int


def timeline(table: ProcessTable, case: Case) -> tuple[Entry, ...]:
    """Return what happened in the order in which it occurred; what occurred at one time, as it was recorded."""
    found = _entries(table, case)
    return tuple(sorted(found, key=lambda each: each.event.occurred))


def _entries(table: ProcessTable, case: Case) -> Iterator[Entry]:
    for place, (known, recorded) in enumerate(zip(standing_log(table, case), case.log, strict=True)):
        kind = table.events.get(recorded.what)
        yield Entry(
            event=known or recorded,
            label=kind.label if kind else recorded.what,
            nature=kind.nature if kind else "record",
            moves=tuple(_told(table, each.region, each.entered) for each in case.moves if each.at == place),
            struck=known is None,
            corrected=known is not None and known != recorded,
        )


def _told(table: ProcessTable, region: str, state: str) -> str:
    found = table.regions.get(region)
    return f"{found.title}: {found.states[state].label}" if found and state in found.states else f"{region}: {state}"


def stays(table: ProcessTable, case: Case, at: date) -> tuple[Stay, ...]:
    """Return every stay in a step of the main region up to a day, one after the other."""
    entered = [*_entered(table, case)]
    left = [*(since for _, since in entered[1:]), None][: len(entered)]
    return tuple(
        _stay(table.main.states, state, since, until, at)
        for (state, since), until in zip(entered, left, strict=True)
        if since <= at
    )


def _entered(table: ProcessTable, case: Case) -> Iterator[tuple[str, date]]:
    """Yield (step, since when) for every stay in a step.

    What was recorded later than something that occurred after it begins where that began, so no day counts twice.
    """
    if not case.log:
        return
    log, main = standing_log(table, case), table.index.main
    moves = [each for each in case.moves if each.region == main]
    since = (log[0] or case.log[0]).day
    # Nothing was left where a migration brought the steps themselves.
    if first := moves[0].left if moves else case.states[main]:
        yield first, since
    for each in moves:
        since = max(since, (log[each.at] or case.log[each.at]).day)
        yield each.entered, since


def _stay(states: Mapping[str, State], state: str, since: date, until: date | None, at: date) -> Stay:
    found = states.get(state)
    ended = until if until and until <= at else None
    return Stay(
        step=state, label=found.label if found else state, since=since, until=ended, days=((ended or at) - since).days
    )


def time_in_step(table: ProcessTable, case: Case, at: date) -> dict[str, int]:
    """Return how many days the case was in each step up to a day, every stay added up."""
    found: dict[str, int] = {}
    for each in stays(table, case, at):
        found[each.step] = found.get(each.step, 0) + each.days
    return found
