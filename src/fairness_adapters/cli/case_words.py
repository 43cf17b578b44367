"""Where a case stands, in words, line by line: for `fairness case show`, `replay`, `event` and `due`.

The labels are the table's own; people stand as their references, and words that are kept beside a log are shown
only by whoever asks for them. Nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from fairness_adapters.cli.process_words import MARK, NATURES, TO, Line, Lines, listed, sentence
from fairness_adapters.jobs.process import needs
from fairness_core.process.retention import held_since, retention_until
from fairness_core.process.timeline import stays

if TYPE_CHECKING:
    from fairness_adapters.jobs.case_records import Recorded, Ways
    from fairness_adapters.jobs.cases import Position
    from fairness_core.errors import TransitionRefused
    from fairness_core.process.case import Option
    from fairness_core.process.obligations import Owed
    from fairness_core.process.table import Nature, ProcessTable
    from fairness_core.process.timeline import Entry


OPTIONS: Mapping[str, str] = {
    "reason": "--reason",
    "evidence": "--evidence",
    "review_on": "--review-on",
    "contact": "--contact",
    "person": "--person",
    "until": "--until",
    "choice": "--choice",
    "about": "--about",
    "obligation": "--obligation",
    "case": "--case",
    "to_process": "--to-process",
    "refs": "--note",
}
"""By which option of `fairness case event` each field of an event is given."""
FEW_ROLES = 3
"""Of more roles than these it is not said, in a list of many events, that each may."""


def day_text(day: date) -> str:
    """Return a day as it is read.

    >>> day_text(date(2026, 3, 1))
    '1 March 2026'
    """
    return f"{day.day} {day:%B %Y}"


def days_text(number: int) -> str:
    """Return a number of days in words.

    >>> days_text(1), days_text(222)
    ('1 day', '222 days')
    """
    return f"{number:,} day{'' if number == 1 else 's'}"


def heading(found: Position) -> Lines:
    """Say which case it is, what to know of its process, and where it is on the day."""
    case, table = found.case, found.table
    about = f"about the {case.header.subject.kind} {case.header.subject.id}"
    yield Line(f"{case.reference}: a case {about}, under {case.process}. Its log holds {_events(case.version)}.")
    if table.notice:
        yield Line(table.notice, label="Note")
    if found.recorded_later:
        entries = "1 entry was" if found.recorded_later == 1 else f"{found.recorded_later} entries were"
        yield Line(f"{entries} recorded after {day_text(found.at)} and not known by then; a later --at has more.")
    if not case.log:
        return
    *_, stay = stays(table, case, found.at) or (None,)
    long = f", since {day_text(stay.since)} ({days_text(stay.days)})" if stay else ""
    yield Line(f"On {day_text(found.at)} it is at: {table.main.states[case.states[table.index.main]].label}{long}.")
    yield from kept(found)


def _events(count: int) -> str:
    return f"{count} event{'' if count == 1 else 's'}"


def kept(found: Position) -> Lines:
    """Say until when a closed case is kept, and since when it is on legal hold."""
    until, held = retention_until(found.table, found.case), held_since(found.table, found.case)
    if until:
        yield Line(f"It is kept until {day_text(until)}{MARK}, and is then destroyed whole.")
    if held:
        yield Line(f"It has been on legal hold since {day_text(held)}, and is not destroyed while that lasts.")


def regions(found: Position) -> Lines:
    """Say the state of each region beside the steps; the restricted ones are marked."""
    yield Line("Beside the steps:")
    for code, region in found.table.regions.items():
        if not region.main:
            mark = " [restricted]" if region.restricted else ""
            yield Line(f"{region.title}: {region.states[found.case.states[code]].label}{mark}", 1)


def owed(found: Position, file: str = "") -> Lines:
    """Say what is late, with how to explain it, then what is due, and who is to be in touch next."""
    late = [each for each in found.due if each.days_late(found.at)]
    later = [each for each in found.due if not each.days_late(found.at)]
    if late:
        yield Line("Late. None of it holds up support or protection:")
    for each in late:
        yield from owed_lines(found.table, each, found.at)
    if file and any(not each.explained for each in late):
        yield from _how_to_explain(found.table, file)
    if file:
        yield from _how_to_supply(found.table, file, found.due)
    yield Line("Due:" if later else "Nothing else is due." if late else "Nothing is due.")
    for each in later:
        yield from owed_lines(found.table, each, found.at)
    if any(each.calendar for each in found.due):
        yield Line(f"Working days are counted so: {found.calendar}.", 1)
    if any(not each.verified for each in found.due):
        yield Line(f"A day marked{MARK} follows from a period that nobody has checked, and is never law.", 1)
    yield from contact(found)


def _how_to_explain(table: ProcessTable, file: str) -> Lines:
    for code, kind in table.used.items():
        if kind.effect == "explain":
            words = f"fairness case event {file} {code} --obligation CODE --reason - --by ... --role ..."
            yield Line(f"To say why something is late: {words}", 1)
            return


def _how_to_supply(table: ProcessTable, file: str, found: Iterable[Owed]) -> Lines:
    """Say how to give what a protective step lacked; its codes are "reason:e5" and the like."""
    supplies = [code for code, kind in table.used.items() if kind.effect == "supply"]
    for event in dict.fromkeys(each.event for each in found if ":" in each.code) if supplies else ():
        words = f"fairness case event {file} {supplies[0]} --about {event} --by ... --role ..."
        yield Line(f"To give what that step lacked: {words}, with --reason, --review-on, --contact or --evidence.", 1)


def owed_lines(table: ProcessTable, each: Owed, at: date, *, case: str = "") -> Lines:
    """Say one thing owed: by when, by whom and to whom; how late it is, with its reasons; what follows from it."""
    mark = "" if each.verified else MARK
    to = f" to {TO[each.to]}" if each.to else ""
    by = f"owed by {table.roles[each.owed_by].label.lower()}{to}" if each.owed_by in table.roles else "owed"
    where = f"{case}, " if case else ""
    yield Line(f"{where}{day_text(each.due)}{mark}: {each.title} ({each.code}); {by}{_late(each, at)}.", 1)
    if each.held_until and each.held_until >= at:
        yield Line(f"Held until {day_text(each.held_until)}, because telling the practitioner is held.", 2)
    for why in each.explained:
        later = f", and put off until {day_text(why.until)}" if why.until else ""
        yield Line(f"Explained on {day_text(why.on)}{later}: see note {short(why.reason)}.", 2)
    if each.right and each.days_late(at) and each.right in table.rights:
        yield Line(table.rights[each.right].says, 2)


def _late(each: Owed, at: date) -> str:
    days = each.days_late(at)
    if not days:
        return ""
    done = " late when it was done" if each.met else " late when it ended" if each.ended else " late"
    return f"; {days_text(days)}{done}"


def short(reference: str) -> str:
    """Return the beginning of a long reference, enough for a person to find it."""
    return reference[:12]


def contact(found: Position) -> Lines:
    """Say what contact is owed next, to the practitioner and to whoever raised it, and whether telling is held."""
    yield from _contact("the practitioner", found.next_contact, found)
    yield from _contact(TO["raised"], found.next_contact_raised, found)
    if found.held_until:
        yield Line(f"What the practitioner is told is held until {day_text(found.held_until)}.")


def _contact(party: str, following: Owed | None, found: Position) -> Lines:
    if not following:
        yield Line(f"No contact with {party} is owed.")
        return
    late = " and is late, so it is owed today" if following.days_late(found.at) else ""
    when = f"{'was' if late else 'is'} owed by {day_text(following.due)}{late}"
    yield Line(f"The next contact with {party} {when}: {following.title} ({following.code}).")


def rights(found: Position) -> Lines:
    """Say the rights that stand because something was missed."""
    for right in found.rights:
        yield Line(f"{right.label}, of {TO[right.holder]}, since {day_text(right.since)}. {right.says}", label="Right")


def was_late(found: Position) -> Lines:
    """Say what was late and is done or ended by now, each with its reasons."""
    past = [each for each in found.lapsed if not each.is_open]
    if past:
        yield Line("Was late, and is no longer owed:")
    for each in past:
        yield from owed_lines(found.table, each, found.at)


def time(found: Position) -> Lines:
    """Say how long the case was in each step, every stay added up."""
    states = found.table.main.states
    if found.time_in_step:
        spent = [
            f"{states[code].label if code in states else code}: {days_text(days)}"
            for code, days in found.time_in_step.items()
        ]
        yield Line(f"Time in each step: {'; '.join(spent)}.")


def options(found: Position) -> Lines:
    """Say what may be next, in three groups: what always may, what may now, and what may not yet and why."""
    always = [each for each in found.options if each.nature == "protective"]
    others = [each for each in found.options if each.nature != "protective"]
    now = [each for each in others if each.is_allowed]
    placed = [each for each in now if each.leads_to]
    yield from _group("Can always be done, to keep people safe; what it lacks is owed once it is done:", found, always)
    yield from _group("Can be done now:", found, placed)
    anywhere = [each.event for each in now if not each.leads_to]
    if anywhere:
        when = "And at any time" if placed else "Can be done at any time"
        says = f"'fairness process show {found.table.id}' says what each is"
        yield Line(f"{when} ({says}): {', '.join(anywhere)}.", 1 if placed else 0)
    yield from _group("Not yet, and why:", found, [each for each in others if not each.is_allowed])


def _group(title: str, found: Position, members: Iterable[Option]) -> Lines:
    for number, each in enumerate(members):
        if not number:
            yield Line(title)
        yield from option_lines(found, each)


def option_lines(found: Position, option: Option) -> Lines:
    """Say one option: its code and label, who may, what it carries, where it leads; and what is unmet."""
    nature = f" [{option.nature}]" if option.nature in NATURES else ""
    yield Line(f"{option.event}: {sentence(option.label)}{nature}{_leads(found, option)}{_asks(found, option)}", 1)
    for says in dict.fromkeys(each.says for each in option.unmet):
        yield Line(f"- {says}", 2)
    late = sorted({code for each in option.unmet for code in each.codes})
    if late:
        yield Line(f"late: {', '.join(late)}", 3)
    for says in option.provided:
        yield Line(f"provided: {says}", 2)


def _leads(found: Position, option: Option) -> str:
    states = found.case.states
    moves = [f"'{_place(found.table, code, to)}'" for code, to in option.leads_to if to != states[code]]
    return f" Leads to {listed(moves)}." if moves else ""


def _place(table: ProcessTable, region: str, state: str) -> str:
    found = table.regions[region]
    label = found.states[state].label
    return label if found.main else f"{found.title}: {label}"


def _asks(found: Position, option: Option) -> str:
    kind = found.table.events[option.event]
    few = option.by if len(option.by) <= FEW_ROLES else ()
    by = f" By the {' or '.join(found.table.roles[each].label.lower() for each in few)}." if few else ""
    give = f" Give {options_text(needs(kind))}." if needs(kind) else ""
    return f"{by}{give}{f' Choices: {listed([*kind.choices])}.' if kind.choices else ''}"


def options_text(fields: Iterable[str]) -> str:
    """Return the options of the command line that give these fields of an event.

    >>> options_text(["reason", "review_on"])
    '--reason and --review-on'
    """
    return listed([OPTIONS[each] for each in fields])


def outcome(file: str, found: Recorded, at: date) -> Lines:
    """Say what became of an event: where the case is now, what is done by it and owed since, and the new head."""
    case, table, event = found.case, found.table, found.event
    label = table.events[event.what].label if event.what in table.events else event.what
    said = "Recorded" if found.is_new else "This was recorded before, and nothing was changed"
    held = f"the log of {case.reference} holds {_events(case.version)}"
    yield Line(f"{said}: {sentence(label)} Its id is {event.id}; {held}.")
    if table.notice:
        yield Line(table.notice, label="Note")
    for move in case.moves if found.is_new else ():
        if case.log[move.at].id == event.id:
            yield Line(f"Now {_place(table, move.region, move.entered)}.", 1)
    yield Line(f"The case is at: {table.main.states[case.states[table.index.main]].label}.")
    if found.done:
        yield Line("No longer owed:")
    for each in found.done:
        yield Line(f"{each.title} ({each.code}){_late_done(each, at)}", 1)
    if found.now_owed:
        yield Line("Owed since this:")
    for each in found.now_owed:
        yield from owed_lines(table, each, at)
    yield from _how_to_supply(table, file, found.now_owed)
    yield Line(f"Version {case.version}, head {found.head}")
    yield Line(f"Note the two elsewhere: only they can show, one day, that nothing was cut off the end of {file}.")


def _late_done(each: Owed, at: date) -> str:
    days = each.days_late(at)
    return f", {days_text(days)} late" if days else ""


def refusal(path: str, refused: TransitionRefused, found: Ways) -> Lines:
    """Say what an event still lacks, which events or options would give each, and what may happen instead."""
    kind = found.table.events.get(refused.event)
    yield Line(f"Not yet: {sentence(kind.label if kind else refused.event)} Still needed:", label="Error")
    for way in found.ways:
        how = f" ({' or '.join(way.events)})" if way.events else ""
        yield Line(f"- {way.says}{how}", 1)
    late = [f"{each.code} (due {day_text(each.due)})" for each in found.late]
    if late:
        yield Line(f"Late: {', '.join(late)}.", 1)
    if found.missing:
        yield Line(f"Give with it: {options_text(found.missing)}.", 1)
    if len(found.missing) < len(found.ways):
        yield from _instead(path, found)


def _instead(path: str, found: Ways) -> Lines:
    yield Line(f"What may happen instead ('fairness case show {path}' says more):")
    for nature, title in _INSTEAD.items():
        codes = [each for each in found.instead if found.table.events[each].nature == nature]
        if codes:
            yield Line(f"{title}: {', '.join(codes)}.", 1)


_INSTEAD: Mapping[Nature, str] = {
    "protective": "To keep people safe, always",
    "supportive": "Support, always",
    "formal": "Formal steps",
    "record": "Records that lead somewhere",
}


def happened(found: Position, words: Mapping[str, str] | None = None) -> Lines:
    """Say what happened when, by whom in which role; with the words of notes where they are given by reference."""
    yield Line("What has happened:")
    for entry in found.timeline:
        event = entry.event
        marks = " [struck out as recorded by mistake]" if entry.struck else " [corrected]" if entry.corrected else ""
        role = found.table.roles.get(event.actor.role)
        # A role that the table does not have could be anything, even a name.
        who = f"{role.label.lower() if role else 'in a role of another process'} {event.actor.id}"
        yield Line(f"{event.occurred:%Y-%m-%d %H:%M} {sentence(entry.label)} ({event.id}; {who}){marks}", 1)
        yield from _entry_details(entry, words or {})


def _entry_details(entry: Entry, words: Mapping[str, str]) -> Iterator[Line]:
    event = entry.event
    for move in entry.moves:
        yield Line(f"Now {move}.", 2)
    if event.reason:
        said = words.get(event.reason)
        yield Line(f"Reason: {said}" if said else f"Reason: see note {short(event.reason)}", 2)
    if event.evidence:
        yield Line(f"Documents: {', '.join(map(short, event.evidence))}", 2)
    if (event.recorded.date() - event.day).days:
        yield Line(f"Written down on {day_text(event.recorded.date())}.", 2)
