"""The form for the next review of an exclusion or a lesser limit: what is known, what is asked, room to write.

It is made to be filled in by whoever decides, on the day of the review. What is owed or was missed stands on it
as such. The questions are ours, put together from what the sources below ask for, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from fairness_core.process.case import NOT_A_DECIDER
from fairness_core.process.log import Event
from fairness_core.process.obligations import Owed
from fairness_core.process.table import EventType
from fairness_core.report.case_papers import (
    CaseFile,
    day_text,
    days_text,
    doubts,
    draft,
    lowered,
    notices,
    plain,
    table_of,
)
from fairness_core.report.draft import Draft, Section
from fairness_core.report.spells import Spell, became, ceilings, contacts, limits, open_limits, reviews

QUESTIONS = (
    "What has changed since the last review, or since it began?",
    "What risk, and to whom, would there be if the practitioner came back today? Or what would be hindered?",
    "Which alternatives were looked at again (other duties, supervision, agreed limits, another place)? "
    "Why will each do or not do?",
    "How is the practitioner? What do they say about this, and what would help?",
    "What is still to be done before this can end, by whom and by when?",
    "Was outside advice asked for, and what was it?",
    "Would anybody else in this position be treated in the same way?",
    "The decision: it ends; lesser limits; or it goes on. Why?",
    "If it goes on: the day of the next review, and who tells the practitioner, when and how.",
)
QUESTIONS_ARE_OURS = (
    "The questions are ours. They follow what NHS Resolution says exclusion is for (to protect patients or staff, or "
    "where being there would clearly hinder the inquiry), and what its templates record; their wording was not used."
)
COUNTED_ONCE = "What is late counts once, however late it is; the days say how late."
NEVER_WAITS = "It can end, or become less, on any day. Nothing that is late holds up its end, or support."
ANSWER = "Answer (in as much room as it needs; on paper, go on overleaf)"
ON_THE_DAY = "Write here:"
ROOM = "\n\n"
ALTERNATIVES = "record-alternatives"


def build_exclusion_review(file: CaseFile) -> Draft:
    """Build the form for the next review of what is in force on a day; without any, a page that says so."""
    spell = open_limits(file.table, file.case)
    if spell is None:
        return draft(file, "exclusion-review", f"Review of limits: case {file.case.reference}", (_none(file),))
    owed = reviews(file.table, file.ledger, spell)
    due = next((each for each in owed if each.is_open), None)
    shown = (*owed, *ceilings(file.ledger, file.table, spell), *contacts(file.ledger, spell))
    what = "an exclusion or suspension" if spell.is_exclusion else "limits on practice"
    return draft(
        file,
        "exclusion-review",
        f"Review of {what}: case {file.case.reference}",
        (
            _where_it_stands(file, spell, due),
            _reviews(file, owed),
            _looked_at(file, spell),
            _questions(),
            _who_decides(file, spell),
            doubts(file, shown),
        ),
        subtitle=f"{_for_review(due)} As it stands on {day_text(file.on)}",
    )


def _none(file: CaseFile) -> Section:
    past = [f"{each.label}: {_from_to(each)}, {days_text(each.days(file.on))}." for each in _past(file)]
    said = ["No exclusion, restriction or agreed limit is in force, so there is nothing to review."]
    said += ["What there was:"] if past else []
    return Section(
        name="none", heading="Nothing to review", paragraphs=plain(said), bullets=plain(past), notes=notices(file)
    )


def _past(file: CaseFile) -> Iterator[Spell]:
    return (each for each in limits(file.table, file.case) if each.until)


def _from_to(spell: Spell) -> str:
    return f"{day_text(spell.since)} to {day_text(spell.until)}" if spell.until else f"since {day_text(spell.since)}"


def _for_review(due: Owed | None) -> str:
    return f"For the review due by {day_text(due.due)}." if due else "No day of review is set: set one."


def _where_it_stands(file: CaseFile, spell: Spell, due: Owed | None) -> Section:
    event = file.case.event(spell.began)
    known = file.known[file.case.places[spell.began]] or event
    said = [
        f"{spell.label}, since {day_text(spell.since)}: {days_text(spell.days(file.on))}.",
        *_rights(file),
        *_next(file, due),
        *_ceiling(file, spell),
        *_reason(file, known),
        *_last_decision(file, spell),
        *(f"Before: {lowered(each.label)}, {_from_to(each)}, {days_text(each.days(file.on))}." for each in _past(file)),
        NEVER_WAITS,
    ]
    return Section(name="where-it-stands", heading="Where it stands", bullets=plain(said), notes=notices(file))


def _reason(file: CaseFile, event: Event) -> Iterator[str]:
    """Yield the reason on record, or since when it is owed; and whom the practitioner can call."""
    if event.reason:
        yield f"Reason on record: {file.reason(event)}"
    else:
        yield f"No reason is on record. {_owing(file, event, 'reason')}"
    if event.contact:
        yield "A contact for the practitioner is named."
    else:
        yield f"No contact was named with it. {_owing(file, event, 'contact')}"


def _last_decision(file: CaseFile, spell: Spell) -> Iterator[str]:
    """Yield the reason of the last decision on this spell, where that is not the one it began with."""
    codes = _deciding(file, spell)
    later = [each for each in file.known[file.case.places[spell.began] + 1 :] if each and each.what in codes]
    if later:
        said = file.reason(later[-1]) or "no reason is on record"
        yield f"Last decision, {day_text(later[-1].day)}, {lowered(file.label(later[-1]))}: {said}"


def _deciding(file: CaseFile, spell: Spell) -> dict[str, EventType]:
    """Return the events that decide on the reviews of a spell."""
    rules = file.table.obligations
    codes = {code for each in reviews(file.table, file.ledger, spell) for code in rules[each.code].met_by}
    return {code: kind for code, kind in file.table.events.items() if code in codes and kind.decides}


def _owing(file: CaseFile, event: Event, field: str) -> str:
    owed = next((each for each in file.ledger if each.code == f"{field}:{event.id}"), None)
    if owed is None:
        return _NOT_OWED[field]
    late = owed.days_late(file.on)
    return f"It was owed by {day_text(owed.due)}{f', and is {days_text(late)} late' if late else ''}."


_NOT_OWED = {"reason": "Write it down at this review.", "contact": "Name one at this review."}


def _next(file: CaseFile, due: Owed | None) -> Iterator[str]:
    if due is None:
        return
    late = due.days_late(file.on)
    when = (
        f"was due by {day_text(due.due)}, and is {days_text(late)} late" if late else f"is due by {day_text(due.due)}"
    )
    yield f"This review {when}. {due.says}"
    right = file.table.rights.get(due.right)
    if right and not late:
        from_day = day_text(due.due + timedelta(days=1))
        yield f"If it is missed, then from {from_day}: {lowered(right.label)}. Nothing extends it by itself."


def _ceiling(file: CaseFile, spell: Spell) -> Iterator[str]:
    for each in ceilings(file.ledger, file.table, spell):
        late = each.days_late(file.on)
        state = f"passed on {day_text(each.due)}, {days_text(late)} ago" if late else f"reached on {day_text(each.due)}"
        yield f"{each.title}: {state}.{f' {each.says}' if late else ''}"


def _rights(file: CaseFile) -> Iterator[str]:
    for code, found in file.table.rights.items():
        since = [day_text(each.since) for each in file.rights if each.code == code]
        if since:
            again = f" (again since {' and '.join(since[1:])})" if since[1:] else ""
            yield f"Since {since[0]}{again} there is this right: {lowered(found.label)}. {found.says}"


def _reviews(file: CaseFile, owed: Iterable[Owed]) -> Section:
    rows = [(each.title, day_text(each.due), _done(each), _became(file, each), _explained(file, each)) for each in owed]
    headings = ("Review", "Due by", "Done", "In time?", "Why it was late")
    found = table_of("reviews", "Reviews owed, and what became of them", headings, rows)
    notes = plain([COUNTED_ONCE] if any(each.days_late(file.on) for each in owed) else [])
    return Section(name="reviews", heading="Reviews so far", table=found, notes=notes)


def _done(owed: Owed) -> str:
    if owed.met:
        return day_text(owed.met)
    return f"owed no more since {day_text(owed.ended)}" if owed.ended else "not yet"


def _became(file: CaseFile, owed: Owed) -> str:
    late = owed.days_late(file.on)
    words = {"in time": "yes", "late": f"{days_text(late)} late", "not done": f"not done, {days_text(late)} late"}
    return words.get(became(owed, file.on), became(owed, file.on))


def _explained(file: CaseFile, owed: Owed) -> str:
    """Return why something was late; a gap is shown as one."""
    if owed.explained:
        return "; ".join(f"{day_text(each.on)}: {file.note(each.reason)}" for each in owed.explained)
    return "no reason on record" if owed.days_late(file.on) else "not late"


def _looked_at(file: CaseFile, spell: Spell) -> Section:
    heading = "Alternatives, and how the practitioner is"
    found = [each for each in file.known if each and each.what == ALTERNATIVES]
    said = [f"Alternatives written down on {day_text(each.day)}: {file.reason(each)}" for each in found]
    said = said or ["No alternatives are on record."]
    rows = [*_contact_rows(file, spell)]
    if not rows:
        said.append("This process owes no contact with the practitioner at this time: make it all the same.")
        return Section(name="looked-at", heading=heading, bullets=plain(said))
    headings = ("Contact with the practitioner", "Fell due", "In time", "Late", "Not done", "Next by")
    table = table_of("contacts", "Contact with the practitioner meanwhile", headings, rows)
    return Section(name="looked-at", heading=heading, bullets=plain(said), table=table)


def _contact_rows(file: CaseFile, spell: Spell) -> Iterator[tuple[str, ...]]:
    owed = contacts(file.ledger, spell)
    for code, title in dict.fromkeys((each.code, each.title) for each in owed):
        mine = [each for each in owed if each.code == code]
        ended = [became(each, file.on) for each in mine]
        counts = [ended.count("in time"), ended.count("late"), ended.count("not done")]
        due = next((_by_when(each, file.on) for each in mine if each.is_open), "none")
        yield title, str(sum(counts)), *map(str, counts), due


def _by_when(owed: Owed, on: date) -> str:
    return f"{day_text(owed.due)}{', late' if owed.days_late(on) else ''}"


def _questions() -> Section:
    rows = ((f"{number}. {each}", f"{ON_THE_DAY}{ROOM}") for number, each in enumerate(QUESTIONS, start=1))
    table = table_of("questions", "Questions for this review", ("Question", ANSWER), rows)
    return Section(name="questions", heading="For this review", table=table, notes=plain([QUESTIONS_ARE_OURS]))


def _who_decides(file: CaseFile, spell: Spell) -> Section:
    kinds = _deciding(file, spell).values()
    by = dict.fromkeys(file.table.roles[role].label for kind in kinds for role in kind.by)
    said = [
        f"Decided by: {' or '.join(map(lowered, by))}." if by else "Decided by whoever the organisation names.",
        NOT_A_DECIDER,
        "Role and reference of whoever decides: ______________  Day: ______________",
        "I have no conflict of interest, and did not investigate (sign): ______________",
        "The practitioner was told by: ______________  Day: ______________",
    ]
    return Section(name="who-decides", heading="Who decides", bullets=plain(said))
