"""A process table in words, line by line, for `fairness process show`: its steps, regions, people, clocks, doubts.

The words are the table's own; here they are only put in order. Nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from fairness_adapters.jobs.process import needs
from fairness_core.process.clocks import Period
from fairness_core.process.table import Arrow, EventType, Nature, Obligation, Party, ProcessTable, Region, Right, State

TO: Mapping[Party, str] = {
    "practitioner": "the practitioner",
    "raised": "the person who raised the concern or was harmed",
    "board": "the board",
    "outside": "an outside body",
}
NATURES: Mapping[Nature, str] = {
    "protective": "[protective] Nothing holds it up; what it lacks is owed.",
    "supportive": "[supportive] Nothing that is late holds it up.",
    "formal": "[formal] It is at somebody's discretion, and may have to wait.",
}
FIELDS: Mapping[str, str] = {
    "reason": "a reason",
    "evidence": "a document",
    "review_on": "the day of its review",
    "contact": "a named contact",
    "person": "whom it concerns",
    "until": "the day until which it lasts",
    "choice": "a choice",
    "about": "which entry it speaks of",
    "obligation": "what it is that is late",
    "case": "the other case",
    "to_process": "the process that it moves to",
    "refs": "which words",
}
MARK = " [unverified]"
UNVERIFIED = f"A period marked{MARK} was not checked against its source, and is never shown as law."


@attrs.frozen
class Line:
    """One line of a text: what it says, how far in it stands, and perhaps a word in front in its own colour."""

    text: str
    depth: int = 0
    label: str = ""


Lines = Iterator[Line]


def in_words(table: ProcessTable) -> Lines:
    """Tell a whole process: steps, regions, who may do what, clocks, what else is owed, rights, doubts."""
    yield Line(f"{table.title} ({table.ref})")
    if table.notice:
        yield Line(table.notice, label="Note")
    for part in (_steps, _regions, _people, _clocks, _owing, _rights, _retention, _sources):
        if lines := [*part(table)]:
            yield Line("")
            yield from lines


def _steps(table: ProcessTable) -> Lines:
    yield Line(f"{table.main.title}, one after the other:")
    for code, state in table.main.states.items():
        yield Line(f"{state.label} ({code}){': the case may end here' if state.final else ''}", 1)
        yield from _step(table, code, state)


def _step(table: ProcessTable, code: str, state: State) -> Lines:
    if state.purpose:
        yield Line(state.purpose, 2)
    for element, prompt in state.elements.items():
        yield Line(f"{element.capitalize()}: {prompt.asks}", 2)
    for event, places in table.index.arrows.items():
        arrow = places.get((table.index.main, code))
        if arrow and arrow.to and arrow.to != code:
            yield from _way(table, event, arrow)


def _way(table: ProcessTable, event: str, arrow: Arrow) -> Lines:
    first = "; before that:" if arrow.needs else ""
    yield Line(f"To '{table.main.states[arrow.to].label}' by '{table.events[event].label}' ({event}){first}", 2)
    for guard in arrow.needs:
        yield Line(f"- {guard.says}", 3)


def _regions(table: ProcessTable) -> Lines:
    others = [(code, each) for code, each in table.regions.items() if not each.main]
    if others:
        yield Line("Beside the steps, a case is always in one state of each of these:")
    for code, region in others:
        yield Line(f"{region.title} ({code}){_restricted(region)}", 1)
        yield Line("; ".join(_state(region, name, state) for name, state in region.states.items()), 2)


def _restricted(region: Region) -> str:
    return ": left out of what is shown by default" if region.restricted else ""


def _state(region: Region, name: str, state: State) -> str:
    marks = [mark for mark, holds in (("start", name == region.start), ("may end", state.final)) if holds]
    return f"{state.label} ({name}) [{', '.join(marks)}]" if marks else f"{state.label} ({name})"


def _people(table: ProcessTable) -> Lines:
    yield Line("Who may do what. Whoever investigates never decides; a person with a conflict decides nothing.")
    natures = {each.nature for each in table.used.values()}
    yield from (Line(says, 1) for nature, says in NATURES.items() if nature in natures)
    for who in dict.fromkeys(each.by for each in table.used.values()):
        yield Line(f"{_whom(table, who)}:", 1)
        for code, kind in table.used.items():
            if kind.by == who:
                yield from _event(table, code, kind)
    appointed = [each.label for each in table.roles.values() if each.appointed]
    if appointed:
        yield Line(f"Only somebody who was appointed acts as: {listed(appointed).lower()}.", 1)


def _event(table: ProcessTable, code: str, kind: EventType) -> Lines:
    nature = "" if kind.nature == "record" else f" [{kind.nature}]"
    yield Line(f"{code}: {sentence(kind.label)}{nature}{carried(kind)}", 2)
    arrows = {id(each): each for each in table.index.arrows.get(code, {}).values()}.values()
    for arrow in arrows:
        if not (arrow.region == table.index.main and arrow.to):
            yield from (Line(f"before that: {guard.says}", 3) for guard in arrow.needs)


def sentence(label: str) -> str:
    """End a label as a sentence ends.

    >>> sentence("Offer support"), sentence("Would anybody else be treated so?")
    ('Offer support.', 'Would anybody else be treated so?')
    """
    return label if label[-1:] in ".?!" else f"{label}."


def carried(kind: EventType) -> str:
    """Say what an event must carry, and which choices it has; nothing when it carries nothing."""
    fields = needs(kind)
    asks = f" It carries {listed([FIELDS[each] for each in fields])}." if fields else ""
    return f"{asks} Choices: {', '.join(kind.choices)}." if kind.choices else asks


def _whom(table: ProcessTable, who: Sequence[str]) -> str:
    if not who:
        return f"Everybody with a part in the case ({', '.join(table.roles)})"
    return " or ".join(f"{table.roles[each].label} ({each})" for each in who)


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence has them.

    >>> listed(["a reason", "a document", "a named contact"])
    'a reason, a document and a named contact'
    """
    *firsts, last = words
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _clocks(table: ProcessTable) -> Lines:
    if table.obligations:
        unverified = "" if all(each.verified for each in table.obligations.values()) else f" {UNVERIFIED}"
        yield Line(f"What is owed, and by when. Time alone changes nothing and extends nothing.{unverified}")
    for code, rule in table.obligations.items():
        yield Line(f"{rule.title} ({code})", 1)
        yield Line(f"{_when(rule)}{'' if rule.verified else MARK}; {_who(table, rule)}; {_runs(table, rule)}.", 2)
        yield from _after_all(table, rule)
        yield Line(basis(table, rule.source, rule.doubt), 2)


def _when(rule: Obligation) -> str:
    ways = [_within(rule.within)] if rule.within else []
    ways += ["on the day given for its review"] if rule.on_review_day else []
    first = ", whichever is first" if len(ways) > 1 else ""
    again = ", again and again" if rule.repeats else ""
    return f"{' or '.join(ways)}{first}{again}".capitalize()


def _within(period: Period) -> str:
    return f"within {period.text}" if period.number else period.text


def _who(table: ProcessTable, rule: Obligation) -> str:
    to = f" to {TO[rule.to]}" if rule.to else ""
    return f"owed by {_role(table, rule.owed_by)}{to}"


def _role(table: ProcessTable, code: str) -> str:
    return table.roles[code].label.lower()


def _runs(table: ProcessTable, rule: Obligation) -> str:
    if rule.after:
        return f"from: {' / '.join(table.events[each].label for each in rule.after)}"
    region = table.regions[rule.region]
    return f"while {region.title} is at: {' / '.join(region.states[each].label for each in rule.states)}"


def _after_all(table: ProcessTable, rule: Obligation) -> Lines:
    facts = (
        (rule.ceiling, "A limit: nothing meets it, only leaving the state ends it."),
        (rule.missed, f"When it is missed: {table.rights[rule.missed].label.lower()}." if rule.missed else ""),
        (rule.extendable, "It can be given a later day, with the reason."),
        (rule.holdable, "It waits while telling the practitioner is held."),
        (rule.pausable, "It stops while the case is paused."),
    )
    found = " ".join(says for holds, says in facts if holds)
    if found:
        yield Line(found, 2)


def basis(table: ProcessTable, source: str, doubt: str) -> str:
    """Say where something comes from, and what is doubtful about it."""
    stated = table.sources.get(source, "")
    return " ".join(filter(None, (f"Source: {stated}" if stated else "", f"Doubt: {doubt}" if doubt else "")))


def _owing(table: ProcessTable) -> Lines:
    if table.owing:
        yield Line("What a protective step owes at once when it is taken without it:")
    for code, rule in table.owing.items():
        yield Line(f"{rule.title} ({code})", 1)
        yield Line(f"{_within(rule.within).capitalize()}{MARK}; owed by {_role(table, rule.owed_by)}.", 2)
        yield Line(basis(table, rule.source, rule.doubt), 2)


def _rights(table: ProcessTable) -> Lines:
    if table.rights:
        yield Line("Rights that follow when something is missed:")
    for code, right in table.rights.items():
        yield Line(f"{right.label} ({code}), of {TO[right.holder]}: {right.says}{_ends(table, right)}", 1)


def _ends(table: ProcessTable, right: Right) -> str:
    ends = " / ".join(table.events[each].label for each in right.ended_by)
    return f" It ends with: {ends}." if ends else ""


def _retention(table: ProcessTable) -> Lines:
    if rule := table.retention:
        yield Line(f"A closed case is kept for {rule.within.text}{MARK}, and is then destroyed whole.")
        yield Line(basis(table, rule.source, rule.doubt), 1)


def _sources(table: ProcessTable) -> Lines:
    for doubt in table.doubts:
        yield Line(doubt, label="Not certain")
    yield Line(f"Source: {table.source}")
    yield Line(f"Fingerprint: {table.sha256}")
