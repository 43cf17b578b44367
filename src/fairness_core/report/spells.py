"""How long somebody was under limits or away from work, and which reviews and contacts were owed meanwhile.

Which states these are is read off the table: a state whose review is owed is a limit, and one that ends in a
right, or has a usual limit of its own, when the review is missed is an exclusion (or suspension). Told from the
log alone; what a paper makes of it lives in the builders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

import attrs

from fairness_core.process.log import Case, standing_log
from fairness_core.process.obligations import Owed
from fairness_core.process.table import ProcessTable

Became: TypeAlias = Literal["in time", "late", "not done", "to come", "not needed"]
"""What became of something owed: done in time, done late, late and not done, still to come, or owed no more."""


def became(owed: Owed, on: date) -> Became:
    """Tell what had become of something owed on a day; what was late when it ceased to be owed was not done."""
    late = owed.days_late(on) > 0
    if owed.met:
        return "late" if late else "in time"
    if late:
        return "not done"
    return "to come" if owed.is_open else "not needed"


@attrs.frozen(kw_only=True)
class Spell:
    """One unbroken time in states of limits: in which region, in which states, since when and until when.

    `is_exclusion` tells an exclusion from lesser limits. `began` is the id of the event with which it began;
    `states` are the codes of its states in their order, `label` their labels in words.
    """

    region: str
    is_exclusion: bool
    states: tuple[str, ...]
    label: str
    since: date
    until: date | None
    began: str

    def days(self, on: date) -> int:
        """Return how many days it lasted, up to a day while it lasts."""
        return max(0, (min(self.until or on, on) - self.since).days)


def reviewed(table: ProcessTable) -> Mapping[str, frozenset[str]]:
    """Return the states, by region, in which a review is owed on a set day, or a right follows when one is missed."""
    rules = table.obligations.values()
    return _states((each.region, each.states) for each in rules if each.on_review_day or each.missed)


def excluding(table: ProcessTable) -> Mapping[str, frozenset[str]]:
    """Return the reviewed states that are an exclusion: a missed review gives a right, or their length has a limit."""
    known = reviewed(table)
    found = _states((each.region, each.states) for each in table.obligations.values() if each.missed or each.ceiling)
    return {region: states & known[region] for region, states in found.items() if region in known}


def _states(named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for region, states in named:
        if region:
            found[region] = found.get(region, frozenset()) | set(states)
    return found


def limits(table: ProcessTable, case: Case) -> tuple[Spell, ...]:
    """Return every spell under limits or of exclusion, in the order in which they began."""
    found = [spell for region in reviewed(table) for spell in _in_region(table, case, region)]
    return tuple(sorted(found, key=lambda each: each.since))


def open_limits(table: ProcessTable, case: Case) -> Spell | None:
    """Return the spell that goes on, an exclusion first; None when there is none."""
    going = [each for each in limits(table, case) if each.until is None]
    return min(going, key=lambda each: not each.is_exclusion, default=None)


def _in_region(table: ProcessTable, case: Case, region: str) -> Iterator[Spell]:
    under, away = reviewed(table)[region], excluding(table).get(region, frozenset())
    labels = table.regions[region].states
    for states, since, until, began in _runs(table, case, region, under, away):
        yield Spell(
            region=region,
            is_exclusion=states[0] in away,
            states=states,
            label=", then ".join(_in_a_row(labels[each].label for each in states)),
            since=since,
            until=until,
            began=began,
        )


def _in_a_row(labels: Iterable[str]) -> Iterator[str]:
    """Yield labels for one sentence: only the first keeps its capital."""
    for place, label in enumerate(labels):
        yield label[:1].lower() + label[1:] if place else label


def _runs(
    table: ProcessTable, case: Case, region: str, under: frozenset[str], away: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], date, date | None, str]]:
    """Yield each unbroken run of states of one sort: its states, first day, last day, and the event it began with."""
    known = standing_log(table, case)
    run: tuple[str, ...] = ()
    since, began = date.min, ""
    for move in (each for each in case.moves if each.region == region):
        event = known[move.at] or case.log[move.at]
        goes_on = run and move.entered in under and (move.entered in away) == (run[0] in away)
        if run and not goes_on:
            yield run, since, event.day, began
            run = ()
        if move.entered in under:
            since, began = (since, began) if run else (event.day, event.id)
            run = (*run, move.entered)
    if run:
        yield run, since, None, began


def review_states(table: ProcessTable) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return each review's region and states, by its code.

    A review that is owed from an event on, and not in states of its own, belongs where that event is a review.
    """
    known = ((code, rule) for code, rule in table.obligations.items() if not rule.ceiling)
    rules = {code: rule for code, rule in known if rule.on_review_day or rule.missed}
    own = {code: (rule.region, frozenset(rule.states)) for code, rule in rules.items() if rule.region}
    found = dict(own)
    for code, rule in rules.items():
        beside = [each for each in own if set(rules[each].met_by) & set(rule.met_by)]
        if code not in own and beside:
            region = own[beside[0]][0]
            found[code] = (region, frozenset().union(*(own[each][1] for each in beside if own[each][0] == region)))
    return found


def reviews(table: ProcessTable, owed: Sequence[Owed], spell: Spell) -> tuple[Owed, ...]:
    """Return the reviews that a spell owed, in their order."""
    places = review_states(table)
    codes = {code for code, (region, states) in places.items() if region == spell.region and states & set(spell.states)}
    return tuple(each for each in owed if each.code in codes and _within(each, spell))


def ceilings(owed: Sequence[Owed], table: ProcessTable, spell: Spell) -> tuple[Owed, ...]:
    """Return the usual limits on how long a spell lasts."""
    of_region = {code for code, rule in table.obligations.items() if rule.region == spell.region}
    return tuple(each for each in owed if each.ceiling and each.code in of_region and _within(each, spell))


def contacts(owed: Sequence[Owed], spell: Spell) -> tuple[Owed, ...]:
    """Return the contacts with the practitioner that were owed during a spell."""
    return tuple(each for each in owed if each.contact and each.to == "practitioner" and _during(each, spell))


def _within(owed: Owed, spell: Spell) -> bool:
    return spell.since <= owed.since and (spell.until is None or owed.since <= spell.until)


def _during(owed: Owed, spell: Spell) -> bool:
    """Tell whether something fell due, or was done, while the spell lasted."""
    day = owed.met or owed.ended or owed.due
    return spell.since <= max(day, owed.due) and (spell.until is None or min(day, owed.due) <= spell.until)
