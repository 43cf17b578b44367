"""The disclosure schedule of a case as a paper: who saw what and when, what was withheld and why, who decided so.

It is the copy of the case file, with everything in it. What a reader may have of it is made by giving
`Schedule.for_reader`, and then says nothing of what is withheld. How the rows are made is in
`fairness_core.process.disclosure_schedule`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from fairness_core.process.disclosure_schedule import Row, Schedule
from fairness_core.process.release import Decision, Ground, Grounds, release_grounds
from fairness_core.report.draft import Column, Draft, Provenance, Section, Sentence, Table, Tree

PARTIES: Mapping[str, str] = {
    "practitioner": "the practitioner",
    "raised": "whoever raised the concern or was harmed",
    "board": "the board",
    "outside": "an outside body",
}
SOMEBODY = "somebody else"
NOT_ALL = "An event reaches people by itself, or is shown to them in a view; both are listed."


def build_disclosure_schedule(schedule: Schedule, *, grounds: Grounds | None = None) -> Draft:
    """Build the paper of a disclosure schedule, with a part for each decision that was made."""
    rules = grounds or release_grounds()
    return Draft(
        kind="disclosure-schedule",
        title=f"Disclosure schedule of case {schedule.reference}",
        subtitle=f"As it stands on {_day(schedule.at)}",
        sections=(
            _shown(schedule),
            *_withheld(schedule, rules),
            *_decisions(schedule, rules),
            *_doubts(schedule, rules),
        ),
        metrics=_metrics(schedule),
        provenance=Provenance(
            standard={"id": rules.id, "title": rules.title, "revision": str(rules.revision), "sha256": rules.sha256}
        ),
    )


def _day(day: date | datetime) -> str:
    return f"{day.day} {day:%B %Y}"


def _section(name: str, heading: str, table: Table | None, *said: str) -> Section:
    return Section(name=name, heading=heading, table=table, paragraphs=tuple(Sentence(template=each) for each in said))


def _table(name: str, title: str, headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table | None:
    found = tuple(rows)
    columns = tuple(Column(label=each) for each in headings)
    return Table(name=name, title=title, columns=columns, rows=found) if found else None


def _shown(schedule: Schedule) -> Section:
    rows = ((each.item, each.what, PARTIES.get(each.to, SOMEBODY), _seen(each)) for each in schedule.rows
            if each.seen or not each.withheld)  # fmt: skip
    headings = ("Reference", "What it is", "Who", "Seen on")
    table = _table("disclosure_seen", "What was seen, and what may be", headings, rows)
    return _section("seen", "Who saw what", table, NOT_ALL if table else "Nothing was shown to anybody yet.")


def _seen(row: Row) -> str:
    days = dict.fromkeys(_day(each) for each in row.seen)
    return "; ".join(days) or "may be seen, and was not shown yet"


def _withheld(schedule: Schedule, rules: Grounds) -> Iterator[Section]:
    kept = [each for each in schedule.rows if each.withheld]
    rows = ((each.item, each.what, PARTIES.get(each.to, SOMEBODY), _why(each, rules)) for each in kept)
    headings = ("Reference", "What it is", "From whom", "Why")
    if table := _table("disclosure_withheld", "What is withheld, and why", headings, rows):
        yield _section("withheld", "What is withheld", table)


def _why(row: Row, rules: Grounds) -> str:
    return "; ".join(rules.grounds[code].label for code in row.withheld)


def _decisions(schedule: Schedule, rules: Grounds) -> Iterator[Section]:
    made = [(row, each) for row in schedule.rows for each in row.decisions]
    rows = (_decision(row, each, rules) for row, each in sorted(made, key=lambda pair: pair[1].on))
    headings = ("Day", "Reference", "To whom", "Decided", "On which ground", "By", "Reason")
    if table := _table("disclosure_decisions", "Decisions, in the order in which they were made", headings, rows):
        yield _section("decisions", "What was decided", table)


def _decision(row: Row, each: Decision, rules: Grounds) -> tuple[str, ...]:
    by = f"{each.by.role} ({each.by.id})"
    ground = rules.grounds[each.ground].label
    return _day(each.on), row.item, PARTIES[each.to], each.what, ground, by, each.reason or "not given"


def _doubts(schedule: Schedule, rules: Grounds) -> Iterator[Section]:
    used = sorted({code for row in schedule.rows for code in (*row.withheld, *(each.ground for each in row.decisions))})
    said = [_cited(rules.grounds[code]) for code in used]
    if said:
        bullets = tuple(Sentence(template=each) for each in (*said, *rules.doubts))
        yield Section(name="grounds", heading="Where the grounds come from", bullets=bullets)


def _cited(ground: Ground) -> str:
    doubt = f"Doubt: {ground.doubt}" if ground.doubt else ""
    return " ".join(part for part in (f"{ground.label}.", ground.source, doubt) if part)


def _metrics(schedule: Schedule) -> Mapping[str, Tree]:
    return {
        "case": schedule.reference,
        "on": schedule.at.isoformat(),
        "rows": tuple(
            {
                "item": each.item,
                "what": each.what,
                "to": each.to,
                "seen": tuple(moment.isoformat() for moment in each.seen),
                "withheld": each.withheld,
                "decisions": tuple(_decided(decision) for decision in each.decisions),
            }
            for each in schedule.rows
        ),
    }


def _decided(each: Decision) -> Mapping[str, Tree]:
    return {
        "what": each.what,
        "ground": each.ground,
        "by": {"role": each.by.role, "id": each.by.id},
        "on": each.on.isoformat(),
        "reason": each.reason,
    }
