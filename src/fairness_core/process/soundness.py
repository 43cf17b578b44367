"""What must hold of a process as a whole, whatever it is about; each fault with its key path.

Two rules stand above the others, because people are hurt where they fail: nothing holds up protective action,
and nothing that is overdue holds up support. A table that breaks them cannot be loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from fairness_core.process.table import (
    ANY,
    CONFIRMATION,
    DID,
    ActorNot,
    Arrow,
    Evidence,
    InRegion,
    NotOverdue,
    PersonNot,
    ProcessTable,
    Region,
    written,
)

Faults = Iterator[tuple[str, str]]

_STANDINGS = {"undeclared", "conflicted", "managed", "decided"}


def faults(table: ProcessTable) -> Faults:
    """Yield (key path, what is wrong and what to do) for everything that is wrong with a table."""
    yield from _shape(table)
    for code, arrow in table.arrows.items():
        yield from _arrow(table, f"arrows.{code}", arrow)
    yield from _collisions(table)
    for code, region in table.regions.items():
        yield from _region(table, code, region)
    yield from _events(table)
    yield from _obligations(table)
    yield from _owing(table)
    for code, right in table.rights.items():
        yield from _known(f"rights.{code}.ended_by", right.ended_by, table.events, "event")
    if table.retention:
        yield from _cited(table, "retention", table.retention.source, table.retention.doubt)


def _shape(table: ProcessTable) -> Faults:
    main = [code for code, region in table.regions.items() if region.main]
    if len(main) != 1:
        yield "regions", f"One region is the main one, whose states are the steps; here {len(main)} say main = true."
    if not any(each.effect == "open" for each in table.events.values()):
        yield "events", 'No event opens a case: give one of them effect = "open".'


def _known(path: str, codes: Iterable[str], there: Iterable[str], noun: str) -> Faults:
    for code in codes:
        if code not in there:
            yield path, f"There is no {noun} '{code}' in this process."


def _cited(table: ProcessTable, path: str, source: str, doubt: str) -> Faults:
    if source and source not in table.sources:
        yield f"{path}.source", f"'{source}' is not one of the sources that the table lists."
    if not source and not doubt:
        yield path, "This needs a source (a code of [sources]) or a doubt that says why there is none."


def _arrow(table: ProcessTable, path: str, arrow: Arrow) -> Faults:
    yield from _cited(table, path, arrow.source, arrow.doubt)
    yield from _known(f"{path}.event", [arrow.event], table.events, "event")
    region = table.regions.get(arrow.region)
    if region is None:
        yield f"{path}.region", f"There is no region '{arrow.region}' in this process."
    else:
        states = {*region.states, ANY}
        yield from _known(f"{path}.at", arrow.at, states, f"state of the region '{arrow.region}' called")
        yield from _known(f"{path}.to", [arrow.to] if arrow.to else [], region.states, "state")
    if not arrow.at:
        yield f"{path}.at", 'Say from which states: a list, or ["*"] for all of them.'
    kind = table.events.get(arrow.event)
    nature = kind.nature if kind else "formal"
    if nature == "protective" and arrow.needs:
        yield f"{path}.needs", "Nothing holds up protective action: what it lacks is owed once it has happened."
    for number, guard in enumerate(arrow.needs, start=1):
        yield from _guard(table, f"{path}.needs[{number}]", guard, nature)


def _guard(table: ProcessTable, path: str, guard: object, nature: str) -> Faults:
    if not getattr(guard, "says", "").strip():
        yield f"{path}.says", "Say in a sentence what somebody can do about it."
    if isinstance(guard, Evidence):
        yield from _known(f"{path}.of", guard.of, table.events, "event")
        yield from _known(f"{path}.since", guard.since, table.events, "event")
        choices = {code for each in guard.of if each in table.events for code in table.events[each].choices}
        yield from _known(f"{path}.choice", [guard.choice] if guard.choice else [], choices, "choice")
    elif isinstance(guard, InRegion):
        states = table.regions[guard.region].states if guard.region in table.regions else {}
        yield from _known(f"{path}.region", [guard.region], table.regions, "region")
        yield from _known(f"{path}.states", guard.states if states else [], states, "state")
    elif isinstance(guard, ActorNot | PersonNot):
        yield from _known(
            f"{path}.who",
            guard.who,
            {*table.roles, *_STANDINGS, *(f"{DID}{code}" for code in table.events)},
            "role or standing",
        )
    elif isinstance(guard, NotOverdue):
        yield from _known(f"{path}.obligations", guard.obligations, table.obligations, "obligation")
        if nature != "formal":
            yield path, "Only a formal step waits for what is overdue; support and records never do."


def _collisions(table: ProcessTable) -> Faults:
    """Yield every two arrows for one event in one state."""
    places = defaultdict[tuple[str, str, str], list[str]](list)
    for code, arrow, state in written(table):
        places[arrow.region, state, arrow.event].append(code)
    for (region, state, event), codes in places.items():
        for code in codes[1:]:
            place = f"every state of '{region}'" if state == ANY else f"the state '{state}' of '{region}'"
            yield f"arrows.{code}", f"A second arrow for the event '{event}' in {place}; the first is '{codes[0]}'."


def _region(table: ProcessTable, code: str, region: Region) -> Faults:
    path = f"regions.{code}"
    if region.start not in region.states:
        yield f"{path}.start", f"There is no state '{region.start}' in this region."
        return
    leads = _leads(table, code)
    reached = _reached(region.start, leads)
    final = {name for name, state in region.states.items() if state.final}
    for name, state in region.states.items():
        if name not in reached:
            yield f"{path}.states.{name}", "No arrow leads here, so this state cannot be reached."
        elif not state.final and not leads.get(name, set()) - {name}:
            yield f"{path}.states.{name}", "No arrow leads on from here: give one, or say final = true."
    if not final:
        yield path, "This region cannot end: none of its states is final."
    for name in region.states if final else ():
        if name in reached and leads.get(name, set()) - {name} and not _reached(name, leads) & final:
            yield f"{path}.states.{name}", "From here no final state can be reached, so the region cannot end."
    for name, state in region.states.items():
        for element, prompt in state.elements.items():
            where = f"{path}.states.{name}.elements.{element}.shown_by"
            yield from _known(where, prompt.shown_by, table.events, "event")


def _leads(table: ProcessTable, region: str) -> dict[str, set[str]]:
    """Return which states each state of a region leads to, as the arrows are looked up."""
    found = defaultdict[str, set[str]](set)
    for by_place in table.index.arrows.values():
        for (place, state), arrow in by_place.items():
            if place == region and arrow.to:
                found[state].add(arrow.to)
    return found


def _reached(start: str, leads: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for state in leads.get(waiting.pop(), set()) - seen:
            seen.add(state)
            waiting.append(state)
    return seen


def _events(table: ProcessTable) -> Faults:
    for code, kind in table.events.items():
        path = f"events.{code}"
        yield from _known(f"{path}.by", kind.by, table.roles, "role")
        if kind.effect in ("appoint", "stand-down"):
            yield from _known(f"{path}.role", [kind.role], table.roles, "role")
        if kind.effect == "declare" and not kind.standing:
            yield f"{path}.standing", 'Say what is declared: "clear", "managed" or "conflicted".'
        if kind.nature == "protective":
            yield from _always_possible(table, code)
            missing = [each for each in (*kind.asks, CONFIRMATION) if each not in table.owing]
            for field in missing:
                yield path, f"Say under [owing.{field}] what is owed when this protective step lacks it."


def _always_possible(table: ProcessTable, code: str) -> Faults:
    """Yield every state in which a protective event would have no arrow to follow."""
    found = table.index.arrows.get(code, {})
    for region in {region for region, _ in found}:
        states = table.regions[region].states if region in table.regions else ()
        missing = [state for state in states if (region, state) not in found]
        if missing:
            yield (
                f"events.{code}",
                f"This protective event is not possible in {', '.join(missing)} of '{region}'. Nothing holds up "
                'protective action: give it an arrow there, or one at = ["*"].',
            )


def _obligations(table: ProcessTable) -> Faults:
    for code, rule in table.obligations.items():
        path = f"obligations.{code}"
        yield from _cited(table, path, rule.source, rule.doubt)
        if rule.verified and not rule.source:
            yield f"{path}.verified", "A period without a source is not verified."
        if bool(rule.region) == bool(rule.after):
            yield path, "It runs either while a region is in some states, or after an event: give region or after."
        if rule.region and rule.region not in table.regions:
            yield f"{path}.region", f"There is no region '{rule.region}' in this process."
        elif rule.region:
            states = table.regions[rule.region].states
            yield from _known(f"{path}.states", rule.states, states, f"state of the region '{rule.region}' called")
            if not rule.states:
                yield f"{path}.states", "Say in which states of the region it runs."
        for name in ("after", "met_by", "ended_by"):
            yield from _known(f"{path}.{name}", getattr(rule, name), table.events, "event")
        yield from _known(f"{path}.owed_by", [rule.owed_by], table.roles, "role")
        yield from _known(f"{path}.missed", [rule.missed] if rule.missed else [], table.rights, "right")
        if not rule.within and not rule.on_review_day:
            yield path, "Say within what period it is due, or that it is due on the day given for review."
        if not rule.met_by and not rule.ceiling:
            yield path, "Say which events meet it (met_by), or that it is a ceiling."
        if rule.ceiling and not rule.region:
            yield path, "A ceiling is on how long a state lasts: give region and states."
        if rule.missed and rule.extendable:
            yield f"{path}.extendable", "What gives somebody a right when it is missed is never extended."


def _owing(table: ProcessTable) -> Faults:
    for code, rule in table.owing.items():
        yield from _cited(table, f"owing.{code}", rule.source, rule.doubt)
        yield from _known(f"owing.{code}.owed_by", [rule.owed_by], table.roles, "role")
