"""What must hold of a process as a whole, whatever it is about; each fault with its key path.

Two rules stand above the others, because people are hurt where they fail: nothing holds up protective action,
and nothing that is overdue holds up support. A table that breaks them cannot be loaded. Types and missing keys
are found before, by `fairness_core.config`; `mending` brings both kinds of fault together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import get_args

from fairness_core.process.table import (
    ANY,
    CONFIRMATION,
    DID,
    ActorNot,
    Arrow,
    Element,
    Evidence,
    Field,
    Guard,
    InRegion,
    NotOverdue,
    Obligation,
    PersonNot,
    ProcessTable,
    Region,
    written,
)

Faults = Iterator[tuple[str, str]]

_STANDINGS = {"undeclared", "conflicted", "managed", "decided"}
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_NEVER_REFUSED = ("", "appoint", "stand-down", "pause", "resume", "release", "legal-hold", "end-legal-hold")
"""The effects that cannot be refused, so that a protective event may have them."""


def faults(table: ProcessTable) -> Faults:
    """Yield (key path, what is wrong and what to do) for everything that is wrong with a table."""
    yield from _codes(table)
    yield from _shape(table)
    yield from _unused(table)
    for code, arrow in table.arrows.items():
        yield from _arrow(table, f"arrows.{code}", arrow)
    yield from _collisions(table)
    for code, region in table.regions.items():
        yield from _region(table, code, region)
    yield from _events(table)
    for code, rule in table.obligations.items():
        yield from _obligation(table, f"obligations.{code}", rule)
    yield from _owing(table)
    for code, right in table.rights.items():
        yield from _known(f"rights.{code}.ended_by", right.ended_by, table.events, "event")
    if table.retention:
        yield from _cited(table, "retention", table.retention.source, table.retention.doubt)
    yield from _migrates(table)


def _codes(table: ProcessTable) -> Faults:
    """Yield every code that could not stand in a log, a key path or a drawing."""
    named: list[tuple[str, Iterable[str]]] = [
        (part, getattr(table, part)) for part in ("roles", "regions", "events", "arrows", "obligations", "rights")
    ]
    named += [(f"regions.{code}.states", region.states) for code, region in table.regions.items()]
    named += [(f"events.{code}.choices", kind.choices) for code, kind in table.events.items()]
    for path, codes in named:
        for code in codes:
            if not _CODE.fullmatch(code):
                yield f"{path}.{code}", "A code has small letters, digits and hyphens only, such as 'name-contact'."
    for code in sorted(_STANDINGS & table.roles.keys()):
        yield f"roles.{code}", f"A guard would take '{code}' for what is known of a person: give the role another code."


def _shape(table: ProcessTable) -> Faults:
    main = [code for code, region in table.regions.items() if region.main]
    if len(main) != 1:
        found = f"here are {len(main)}: {', '.join(main)}" if main else "here is none"
        yield "regions", f"Exactly one region has the steps, and says main = true; {found}."
    opening = [code for code, each in table.used.items() if each.effect == "open"]
    if not opening:
        yield "events", 'No event opens a case: give one of them effect = "open".'
    for code in opening:
        if not table.is_in_reach(code, table.index.starts):
            yield f"events.{code}", "It opens a case, when every region is where it starts: its arrows begin there."


def _unused(table: ProcessTable) -> Faults:
    """Yield each event that cannot be left out, and what could not be met or done without those that are."""
    yield from _known("unused", table.unused, table.events, "event")
    for code in table.unused:
        if code in table.events and table.events[code].nature == "protective":
            yield "unused", f"'{code}' keeps people safe, so it is never left out: take it out of this list."
    for path, codes in _rests_on(table):
        if codes and all(code in table.unused for code in codes):
            yield (
                path,
                f"Nothing can meet this: 'unused' has all of it ({', '.join(codes)}). Take one of them out there.",
            )


def _rests_on(table: ProcessTable) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (key path, events) for all that needs one of some events to happen."""
    for code, arrow in table.arrows.items():
        for number, guard in enumerate(arrow.needs if arrow.event not in table.unused else (), start=1):
            if isinstance(guard, Evidence):
                yield f"arrows.{code}.needs[{number}].of", guard.of
    for code, rule in table.obligations.items():
        yield f"obligations.{code}.met_by", rule.met_by


def _known(path: str, codes: Iterable[str], there: Collection[str], noun: str) -> Faults:
    for code in codes:
        if code not in there:
            near = get_close_matches(code, there, 1)
            meant = f" Is '{near[0]}' meant?" if near else ""
            yield path, f"There is no {noun} '{code}' in this process.{meant}"


def _states(path: str, names: Iterable[str], table: ProcessTable, region: str) -> Faults:
    """Yield each name that is no state of a region; of a region that is not there, nothing is known."""
    if region not in table.regions:
        return
    there = table.regions[region].states
    for name in names:
        if name not in there:
            yield path, f"The region '{region}' has no state '{name}'. Its states are: {', '.join(there)}."


def _cited(table: ProcessTable, path: str, source: str, doubt: str) -> Faults:
    if source and source not in table.sources:
        listed = ", ".join(table.sources) or "none"
        yield f"{path}.source", f"'{source}' is not among the [sources] of this file, which are: {listed}."
    if not source and not doubt:
        yield path, "Say where this comes from: source = a code of [sources], or doubt = why there is no source."


def _arrow(table: ProcessTable, path: str, arrow: Arrow) -> Faults:
    yield from _cited(table, path, arrow.source, arrow.doubt)
    yield from _known(f"{path}.event", [arrow.event], table.events, "event")
    yield from _known(f"{path}.region", [arrow.region], table.regions, "region")
    yield from _states(f"{path}.at", (each for each in arrow.at if each != ANY), table, arrow.region)
    yield from _states(f"{path}.to", [arrow.to] if arrow.to else [], table, arrow.region)
    if not arrow.at:
        yield f"{path}.at", 'Say from which states it leads: a list of them, or ["*"] for all.'
    for state, count in Counter(arrow.at).items():
        if count > 1:
            yield f"{path}.at", f"'{state}' stands here {count} times; once is enough."
    kind = table.events.get(arrow.event)
    nature = kind.nature if kind else "formal"
    if nature == "protective" and arrow.needs:
        yield (
            f"{path}.needs",
            "Nothing holds up protective action: take these out. What it lacks is owed afterwards.",
        )
    for number, guard in enumerate(arrow.needs, start=1):
        yield from _guard(table, f"{path}.needs[{number}]", guard, nature)


_NAMES = {"evidence": "of", "region": "states", "actor_not": "who", "person_not": "who"}
"""What each kind of guard has to name at least one of."""


def _guard(table: ProcessTable, path: str, guard: Guard, nature: str) -> Faults:
    if not guard.says.strip():
        yield f"{path}.says", "Say in a sentence what somebody can do about it."
    names = _NAMES.get(guard.kind, "")
    if names and not getattr(guard, names):
        yield f"{path}.{names}", "Name at least one here."
    if isinstance(guard, Evidence):
        yield from _known(f"{path}.of", guard.of, table.events, "event")
        yield from _known(f"{path}.since", guard.since, table.events, "event")
        choices = {code for each in guard.of if each in table.events for code in table.events[each].choices}
        if guard.choice and guard.choice not in choices:
            listed = ", ".join(sorted(choices)) or "none"
            yield f"{path}.choice", f"None of these events has the choice '{guard.choice}'. There are: {listed}."
    elif isinstance(guard, InRegion):
        yield from _known(f"{path}.region", [guard.region], table.regions, "region")
        yield from _states(f"{path}.states", guard.states, table, guard.region)
    elif isinstance(guard, ActorNot | PersonNot):
        who = {*table.roles, *_STANDINGS, *(f"{DID}{code}" for code in table.events)}
        yield from _known(f"{path}.who", guard.who, who, "role or standing")
    else:
        yield from _not_overdue(table, path, guard, nature)


def _not_overdue(table: ProcessTable, path: str, guard: NotOverdue, nature: str) -> Faults:
    yield from _known(f"{path}.obligations", guard.obligations, table.obligations, "obligation")
    if nature != "formal":
        said = "a record" if nature == "record" else nature
        yield path, f"Only a formal event waits for what is overdue, and this one is {said}: take the guard out."


def _collisions(table: ProcessTable) -> Faults:
    """Yield every two arrows for one event in one state."""
    places = defaultdict[tuple[str, str, str], list[str]](list)
    for code, arrow, state in written(table):
        if code not in places[arrow.region, state, arrow.event]:
            places[arrow.region, state, arrow.event].append(code)
    for (region, state, event), codes in places.items():
        for code in codes[1:]:
            place = f"every state of '{region}'" if state == ANY else f"the state '{state}' of '{region}'"
            yield (
                f"arrows.{code}",
                f"A second arrow for '{event}' from {place}, beside '{codes[0]}': keep one of the two.",
            )


def _region(table: ProcessTable, code: str, region: Region) -> Faults:
    path = f"regions.{code}"
    if not any(state.final for state in region.states.values()):
        yield path, "This region cannot end: say final = true of a state in which a case may rest."
    if region.start in region.states:
        yield from _ways(table, code, region)
    else:
        yield from _states(f"{path}.start", [region.start], table, code)
    for name, state in region.states.items():
        yield from _known(f"{path}.states.{name}.elements", state.elements, get_args(Element), "element of compassion")
        for element, prompt in state.elements.items():
            where = f"{path}.states.{name}.elements.{element}.shown_by"
            yield from _known(where, prompt.shown_by, table.events, "event")


def _ways(table: ProcessTable, code: str, region: Region) -> Faults:
    """Yield each state that no way leads to, that no way leads out of, or from which no way leads to an end."""
    leads = _leads(table, code)
    reached = _reached(region.start, leads)
    final = {name for name, state in region.states.items() if state.final}
    for name, state in region.states.items():
        path, onwards = f"regions.{code}.states.{name}", leads.get(name, set()) - {name}
        if name not in reached:
            start = f"'{region.start}', where the region starts"
            yield path, f"No way leads here from {start}: give an arrow, or take the state out."
        elif not onwards and not state.final:
            yield path, "A case would be stuck here: give an arrow that leads on, or say final = true."
        elif onwards and final and not _reached(name, leads) & final:
            yield path, "From here a case goes round and never comes to a final state: give an arrow that leads to one."


def _leads(table: ProcessTable, region: str) -> dict[str, set[str]]:
    """Return which states each state of a region leads to, as the arrows are looked up."""
    found = defaultdict[str, set[str]](set)
    for by_place in table.index.arrows.values():
        for (place, state), arrow in by_place.items():
            if place == region and arrow.to:
                found[state].add(arrow.to)
    for arrow in table.arrows.values():
        for state in _misspelt(arrow, table, region):
            found[state] |= {arrow.to} & table.regions[region].states.keys() or table.regions[region].states.keys()
    return found


def _misspelt(arrow: Arrow, table: ProcessTable, region: str) -> Collection[str]:
    """Return the states from which an arrow might lead that is at fault, so that its fault is told once.

    An arrow of a region that is not there may be meant for any; an unknown state may be meant for any of its region.
    """
    states = table.regions[region].states
    known = {*arrow.at} & states.keys()
    if arrow.region not in table.regions:
        return known
    at_is_sound = bool(arrow.at) and {*arrow.at} <= {*states, ANY}
    if arrow.region != region or (at_is_sound and arrow.to in ("", *states)):
        return ()
    return known if at_is_sound and ANY not in arrow.at else states


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
        if kind.effect in ("appoint", "stand-down") and not kind.role:
            yield (
                f"{path}.role",
                "Say to which role, or from which: role = a code of [roles].",
            )
        yield from _known(f"{path}.role", [kind.role] if kind.role else [], table.roles, "role")
        if kind.effect == "declare" and not kind.standing:
            yield f"{path}.standing", 'Say what is declared: "clear", "managed" or "conflicted".'
        if (kind.effect == "hold" or "choice" in kind.asks) and not kind.choices:
            yield path, f"It asks for a choice: say under [events.{code}.choices] what there is to choose from."
        if kind.nature == "protective":
            yield from _always_possible(table, code)
            missing = [each for each in (*kind.asks, CONFIRMATION) if each not in table.owing]
            for field in missing:
                yield path, f"Say under [owing.{field}] what is owed when this protective step lacks it."
            if kind.effect not in _NEVER_REFUSED:
                yield (
                    f"{path}.effect",
                    "This effect may be refused, and protection never is: make another event for it.",
                )


def _always_possible(table: ProcessTable, code: str) -> Faults:
    """Yield every state in which a protective event would have no arrow to follow."""
    found = table.index.arrows.get(code, {})
    for region in {region: None for region, _ in found}:
        states = table.regions[region].states if region in table.regions else ()
        missing = [state for state in states if (region, state) not in found]
        if missing:
            yield (
                f"events.{code}",
                f"Nothing holds up protective action, and this is not possible in {', '.join(missing)} of '{region}': "
                'give it an arrow there, or one at = ["*"].',
            )


def _obligation(table: ProcessTable, path: str, rule: Obligation) -> Faults:
    yield from _cited(table, path, rule.source, rule.doubt)
    if rule.verified and not rule.source:
        yield f"{path}.verified", "What has no source was not verified: give the source, or take verified out."
    yield from _runs(table, path, rule)
    for name in ("after", "met_by", "ended_by"):
        yield from _known(f"{path}.{name}", getattr(rule, name), table.events, "event")
    yield from _known(f"{path}.owed_by", [rule.owed_by], table.roles, "role")
    yield from _known(f"{path}.missed", [rule.missed] if rule.missed else [], table.rights, "right")
    if not rule.within:
        also = ", for the case that nobody gave a day for review" if rule.on_review_day else ""
        yield path, f'Say within what period it is due{also}: within = {{ number = 4, unit = "weeks" }}, say.'
    if bool(rule.met_by) == rule.ceiling:
        yield path, "Give one: met_by, the events that meet it, or ceiling = true, for a limit that nothing meets."
    if rule.ceiling and not rule.region:
        yield path, "A ceiling is on how long a state lasts: give region and states."
    for name in ("extendable", "pausable", "holdable"):
        if rule.missed and getattr(rule, name):
            yield f"{path}.{name}", "Missing this gives somebody a right, so its day is never put off: take this out."


def _runs(table: ProcessTable, path: str, rule: Obligation) -> Faults:
    """Yield what is wrong with when an obligation begins: in some states of a region, or after some events."""
    if bool(rule.region) == bool(rule.after):
        yield path, "It runs while a region is in some states, or from an event: give region and states, or after."
    elif rule.states and not rule.region:
        yield f"{path}.states", "These states are of no region: it runs from an event. Take them out."
    yield from _known(f"{path}.region", [rule.region] if rule.region else [], table.regions, "region")
    yield from _states(f"{path}.states", rule.states, table, rule.region)
    if rule.region and not rule.states:
        yield f"{path}.states", "Say in which states of the region it runs."


def _owing(table: ProcessTable) -> Faults:
    for code, rule in table.owing.items():
        yield from _known(f"owing.{code}", [code], {*get_args(Field), CONFIRMATION}, "field")
        yield from _cited(table, f"owing.{code}", rule.source, rule.doubt)
        yield from _known(f"owing.{code}.owed_by", [rule.owed_by], table.roles, "role")


def _migrates(table: ProcessTable) -> Faults:
    there = {f"{code}.{state}" for code, region in table.regions.items() for state in region.states}
    for older, states in table.migrates.items():
        for state, becomes in states.items():
            yield from _known(f"migrates.{older}.{state}", [becomes], there, "state")
