"""The chronology of a case for its file: what happened when, in which role, what moved, and what it rests on.

Every entry of the log stands in it once, in the order in which things happened, under its number in the log.
What was recorded late, changed or struck out stays, and says so. How long each step took comes after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from fairness_core.process.log import Event
from fairness_core.process.table import CONFIRMATION, Region
from fairness_core.process.timeline import Entry, stays, time_in_step, timeline
from fairness_core.report.case_papers import (
    RESTRICTED,
    CaseFile,
    day_text,
    days_text,
    doubts,
    draft,
    entries_text,
    moment_text,
    notices,
    plain,
    shortened,
    table_of,
)
from fairness_core.report.draft import Draft, Section
from fairness_core.report.spells import limits

NOTHING_YET = "Nothing is recorded yet."
NUMBERS = "An entry's number is its place in the log. Entries stand in the order in which things happened."


def build_chronology(file: CaseFile) -> Draft:
    """Build the chronology of a case as it stands on a day."""
    sections = (_in_short(file), _happened(file), _steps(file), *_limits(file), *_references(file), doubts(file))
    return draft(file, "chronology", f"Chronology of case {file.case.reference}", sections)


def _in_short(file: CaseFile) -> Section:
    table, case = file.table, file.case
    first_main = sorted(table.regions.items(), key=lambda each: not each[1].main)
    now = [_now(region, case.states[code]) for code, region in first_main]
    first = next((each for each in file.known if each), None)
    count = "1 entry" if case.version == 1 else f"{case.version} entries"
    began = f"The case began on {day_text(first.day)}. Its log has {count}." if first else NOTHING_YET
    said = [f"Process: {table.title} (revision {table.revision}).", began, "Where it stands:"]
    return Section(name="in-short", heading="In short", paragraphs=plain(said), bullets=plain(now), notes=notices(file))


def _now(region: Region, state: str) -> str:
    return f"{RESTRICTED if region.restricted else ''}{region.title}: {region.states[state].label}."


def _happened(file: CaseFile) -> Section:
    entries = timeline(file.table, file.case)
    if not entries:
        return Section(name="happened", heading="What happened", paragraphs=plain([NOTHING_YET]))
    headings = ("Entry", "When", "What happened", "In which role", "Documents")
    found = table_of("chronology", "What happened", headings, (_row(file, each) for each in entries))
    return Section(name="happened", heading="What happened", table=found, notes=plain([NUMBERS]))


def _row(file: CaseFile, entry: Entry) -> tuple[str, ...]:
    event = entry.event
    number = file.number(event.id)
    moved = (f"Now: {each}." for each in entry.moves)
    label = f"{RESTRICTED}{entry.label}" if file.is_restricted(event) else entry.label
    said = (label, *details(file, event), *moved, *_marks(file, entry, file.case.log[number - 1]))
    when, role = moment_text(event.occurred), file.role(event.actor)
    return str(number), when, "\n".join(said), role, file.documents(event) or "none"


def details(file: CaseFile, event: Event) -> Iterator[str]:
    """Yield what an event says beside its name, each as a line."""
    for say in _DETAILS.values():
        if said := say(file, event):
            yield said


def _choice(file: CaseFile, event: Event) -> str:
    kind = file.kind(event)
    return f"Chosen: {kind.choices.get(event.choice, event.choice)}." if event.choice and kind else ""


def _person(file: CaseFile, event: Event) -> str:
    return f"Concerns: {file.role(event.person)}." if event.person else ""


def _obligation(file: CaseFile, event: Event) -> str:
    return f"About: {owed_title(file, event.obligation)}." if event.obligation else ""


def owed_title(file: CaseFile, code: str) -> str:
    """Return what an obligation is called; what a protective step owed is named with its entry."""
    field, _, event_id = code.partition(":")
    if event_id and field in (*file.table.owing, CONFIRMATION):
        return f"{file.table.owing[field].title} (entry {file.number(event_id)})"
    found = file.table.obligations.get(code)
    return found.title if found else code


def _about(file: CaseFile, event: Event) -> str:
    number = file.number(event.about)
    return f"About entry {number}." if number else ""


def _migration(_: CaseFile, event: Event) -> str:
    return f"From here on under {event.to_table}." if event.to_table else ""


_DETAILS: Mapping[str, Callable[[CaseFile, Event], str]] = {
    "choice": _choice,
    "person": _person,
    "reason": lambda file, event: f"Why: {said}" if (said := file.reason(event)) else "",
    "review_on": lambda _, event: f"To be reviewed by {day_text(event.review_on)}." if event.review_on else "",
    "until": lambda _, event: f"Until {day_text(event.until)}." if event.until else "",
    "contact": lambda file, event: f"To call: {file.role(event.contact)}." if event.contact else "",
    "obligation": _obligation,
    "about": _about,
    "true_day": lambda _, event: f"The true day is {day_text(event.true_day)}." if event.true_day else "",
    "case": lambda _, event: f"The other case: {event.case}." if event.case else "",
    "to_table": _migration,
    "refs": lambda _, event: f"Redacted: {', '.join(map(shortened, event.refs))}." if event.refs else "",
}  # fmt: skip


def _marks(file: CaseFile, entry: Entry, recorded: Event) -> Iterator[str]:
    """Yield what must be said of an entry's own history: recorded late, changed, struck out."""
    event = entry.event
    late = (event.recorded.date() - event.day).days
    if late > 0:
        yield f"Recorded late: written down on {day_text(event.recorded.date())}, {days_text(late)} afterwards."
    by = entries_text(file.amended_by.get(event.id, ()))
    if entry.struck:
        yield f"Struck out by {by}: recorded by mistake, and does not count."
    elif entry.corrected:
        yield f"Changed by {by}. {' '.join(_changes(file, event, recorded))}"


def _changes(file: CaseFile, known: Event, recorded: Event) -> Iterator[str]:
    """Yield each thing that is known otherwise now: what was recorded first."""
    if known.day != recorded.day:
        yield f"First recorded as of {day_text(recorded.day)}."
    for field in ("choice", "person", "reason", "evidence", "review_on", "until", "contact"):
        if getattr(known, field) == getattr(recorded, field):
            continue
        if not getattr(recorded, field):
            yield f"{_NOT_FIRST[field]} first."
        elif field == "evidence":
            yield f"Documents first recorded: {file.documents(recorded)}."
        else:
            yield f"First recorded: {_DETAILS[field](file, recorded)}"


_NOT_FIRST = {
    "choice": "Nothing was chosen",
    "person": "Nobody was said to be concerned",
    "reason": "No reason was recorded",
    "evidence": "No document was recorded",
    "review_on": "No day of review was recorded",
    "until": "No end was recorded",
    "contact": "No contact was recorded",
}


def _steps(file: CaseFile) -> Section:
    found = stays(file.table, file.case, file.on)
    if not found:
        return Section(name="steps", heading="Time in each step", paragraphs=plain([NOTHING_YET]))
    rows = (
        (each.label, day_text(each.since), day_text(each.until) if each.until else "goes on", days_text(each.days))
        for each in found
    )
    stays_table = table_of("steps", "Time in each step", ("Step", "From", "Until", "How long"), rows)
    again = {each.step: each.label for each in found if sum(other.step == each.step for other in found) > 1}
    whole = time_in_step(file.table, file.case, file.on)
    said = [f"{label}, all in all: {days_text(whole[step])}." for step, label in again.items()]
    return Section(name="steps", heading="Time in each step", table=stays_table, notes=plain(said))


def _limits(file: CaseFile) -> Iterator[Section]:
    """Tell each time under limits or away from work, when there was one."""
    rows = [
        (
            each.label,
            day_text(each.since),
            day_text(each.until) if each.until else "goes on",
            days_text(each.days(file.on)),
        )
        for each in limits(file.table, file.case)
    ]
    if rows:
        found = table_of("limits", "Time under a restriction or exclusion", ("What", "From", "Until", "How long"), rows)
        yield Section(name="limits", heading="Time under a restriction or exclusion", table=found)


def _references(file: CaseFile) -> Iterator[Section]:
    """List in full the references that are printed by their beginning."""
    used = {ref for each in file.case.log for ref in (each.reason, *each.evidence, *each.refs)}
    rows = [(shortened(ref), ref) for ref in sorted(used) if shortened(ref) != ref]
    if rows:
        found = table_of("references", "References in full", ("As printed", "In full"), rows)
        yield Section(name="references", heading="References in full", table=found)
