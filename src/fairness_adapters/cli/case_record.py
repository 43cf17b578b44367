"""`fairness case open` and `event`: what happened is written down, or refused with what is still missing.

A refusal is no wrong use: it ends with 1, and says what may be done about it. Words are read here and kept beside
the log by the job.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from fairness_adapters.cli import plugins
from fairness_adapters.cli.case_options import Tables, day, moment, now, own_tables, role
from fairness_adapters.cli.process import say_lines
from fairness_adapters.cli.shared import AsJson, Exit, emit, say, show_error
from fairness_core.errors import CallerError, TransitionRefused
from fairness_core.staff import StaffRef

if TYPE_CHECKING:
    from fairness_adapters.jobs.case_records import Recorded, Said, Way
    from fairness_core.process.table import ProcessTable

STDIN = "-"
LONGEST = 1_000_000
"""The most characters of a reason."""

CaseFile: TypeAlias = Annotated[Path, typer.Argument(metavar="CASE.jsonl", help="The case's file, say cases/c1.jsonl.")]
By: TypeAlias = Annotated[
    str, typer.Option("--by", metavar="ID", help="Who did it, as an opaque reference such as u1; never a name.")
]
Role: TypeAlias = Annotated[str, typer.Option("--role", metavar="CODE", help="In which role, such as case-manager.")]
Occurred: TypeAlias = Annotated[
    str,
    typer.Option(
        "--occurred", metavar="MOMENT", help="When it happened, as 2026-03-01T09:30 or a day; now by default."
    ),
]
Reason: TypeAlias = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="WORDS|-",
        help="Why, in words; - reads them from standard input. They are kept beside the log, never in it.",
    ),
]
Id: TypeAlias = Annotated[
    str, typer.Option("--id", metavar="ID", help="An id of your own, so that saying it twice records it once.")
]


def open_case(
    path: CaseFile,
    process: Annotated[
        str, typer.Option("--process", metavar="ID|FILE.toml", help="The process, packaged or a file of your own.")
    ],
    about: Annotated[
        str, typer.Option("--about", metavar="ID", help="Whom it is about, as an opaque reference such as p1.")
    ],
    by: By,
    by_role: Role,
    team: Annotated[bool, typer.Option("--team", help="It is about a team, and not about one person.")] = False,
    what: Annotated[
        str, typer.Option("--what", metavar="EVENT", help="The event that opens it; needed where there are several.")
    ] = "",
    occurred: Occurred = "",
    reason: Reason = "",
    event_id: Id = "",
    as_json: AsJson = False,
) -> int:
    """Open a case: begin its log with the concern.

    The file must not be there yet; its name is the case's reference, with a digit in it and never a name. Words
    that are given are kept in a folder beside it.
    """
    from fairness_adapters.jobs import case_records as jobs
    from fairness_adapters.jobs.process import open_process
    from fairness_core.process.log import Subject

    table, moment_now = open_process(process, plugins.shelf()), now()
    said = jobs.Said(
        what=what or jobs.opening_event(table),
        actor=StaffRef(role=role(by_role), id=by),
        id=event_id,
        occurred=_occurred(occurred, moment_now),
        reason=_words(reason),
    )
    subject = Subject(kind="team" if team else "person", id=about)
    try:
        recorded = jobs.open_new(path, said, table=table, subject=subject, now=moment_now)
    except TransitionRefused as refused:
        return show_error(refused, as_json=as_json)
    _show_recorded(path, recorded, moment_now.date(), as_json=as_json)
    return Exit.FINE


def record_event(
    path: CaseFile,
    what: Annotated[str, typer.Argument(metavar="EVENT", help="The event's code; 'fairness case show' lists them.")],
    by: By,
    by_role: Role,
    occurred: Occurred = "",
    reason: Reason = "",
    reason_ref: Annotated[
        str, typer.Option("--reason-ref", metavar="REF", help="A reference to a reason that is kept elsewhere.")
    ] = "",
    restricted: Annotated[
        bool, typer.Option("--restricted", help="The reason's words are for fewer eyes than the case itself.")
    ] = False,
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="REF", help="A document's reference; repeatable.")
    ] = None,
    review_on: Annotated[
        str, typer.Option("--review-on", metavar="DATE", help="The day on which it is reviewed, as 2026-03-31.")
    ] = "",
    contact: Annotated[
        str, typer.Option("--contact", metavar="ID", help="The practitioner's named contact, as a reference.")
    ] = "",
    person: Annotated[
        str, typer.Option("--person", metavar="[ROLE:]ID", help="Whom it concerns, such as investigator:u3.")
    ] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The day until which it lasts.")] = "",
    choice: Annotated[str, typer.Option("--choice", metavar="CODE", help="One of the event's choices.")] = "",
    about: Annotated[
        str, typer.Option("--about", metavar="EVENT-ID", help="The earlier entry that it speaks of.")
    ] = "",
    true_day: Annotated[
        str, typer.Option("--true-day", metavar="DATE", help="The day on which that entry truly occurred.")
    ] = "",
    obligation: Annotated[
        str, typer.Option("--obligation", metavar="CODE", help="What is extended or explained, by its code.")
    ] = "",
    other_case: Annotated[str, typer.Option("--case", metavar="REF", help="Another case that is linked.")] = "",
    to_process: Annotated[
        str, typer.Option("--to-process", metavar="ID|FILE.toml", help="The process that the case moves to.")
    ] = "",
    notes: Annotated[
        list[str] | None, typer.Option("--note", metavar="REF", help="Words that are redacted; repeatable.")
    ] = None,
    expect: Annotated[
        int | None,
        typer.Option("--expect", metavar="N", help="How many events you saw in the case; refused when there are more."),
    ] = None,
    event_id: Id = "",
    tables: Tables = None,
    as_json: AsJson = False,
) -> int:
    """Record an event in a case.

    Nothing holds up protective action, and nothing that is late holds up support: what is missing then is owed.
    Anything else that may not happen yet is refused with everything that it still needs, and nothing is written.
    """
    from fairness_adapters.jobs import case_records as jobs

    moment_now = now()
    said = jobs.Said(
        what=what,
        actor=StaffRef(role=role(by_role), id=by),
        id=event_id,
        occurred=_occurred(occurred, moment_now),
        reason=_words(_one_reason(reason, reason_ref)),
        reason_ref=reason_ref,
        restricted=restricted,
        evidence=tuple(evidence or ()),
        review_on=_day(review_on, "--review-on"),
        contact=contact,
        person=person,
        until=_day(until, "--until"),
        choice=choice,
        about=about,
        true_day=_day(true_day, "--true-day"),
        obligation=obligation,
        case=other_case,
        to_process=to_process,
        refs=tuple(notes or ()),
    )
    own = own_tables(tables)
    try:
        recorded = jobs.record_said(path, said, now=moment_now, expected=expect, own=own)
    except TransitionRefused as refused:
        return _show_refused(path, said, refused, moment_now.date(), own, as_json=as_json)
    _show_recorded(path, recorded, moment_now.date(), as_json=as_json)
    return Exit.FINE


def _occurred(text: str, moment_now: datetime) -> datetime | None:
    if not text:
        return None
    found = moment(text, "--occurred")
    if len(text) == len("2026-03-31") and found.date() == moment_now.date():
        return moment_now
    if found > moment_now:
        raise CallerError("What --occurred gives is still to come.", hint="Record it when it has happened.")
    return found


def _day(text: str, option: str) -> date | None:
    return day(text, option) if text else None


def _one_reason(words: str, reference: str) -> str:
    if words and reference:
        raise CallerError("--reason gives words and --reason-ref a reference.", hint="Give one of the two.")
    return words


def _words(text: str) -> str:
    if text == STDIN:
        text = _from_stdin()
    if len(text) > LONGEST:
        hint = "Keep it as a document, and give its reference as --evidence."
        raise CallerError("The reason is too long.", hint=hint)
    return text.strip()


def _from_stdin() -> str:
    if sys.stdin.isatty():
        say("Write the reason, and end it with Ctrl-D (on Windows Ctrl-Z and Enter) on a line of its own.")
    try:
        return sys.stdin.read(LONGEST + 1)
    except UnicodeDecodeError:
        raise CallerError("What came on standard input is not text.", hint="Give plain text in UTF-8.") from None


def _show_recorded(path: Path, found: Recorded, at: date, *, as_json: bool) -> None:
    from fairness_adapters.cli.case_words import outcome

    say_lines(outcome(str(path), found, at))
    if as_json:
        emit(_to_json(found, at))


def _to_json(found: Recorded, at: date) -> dict[str, object]:
    from fairness_adapters.jobs.case_json import owed_to_json

    return {
        "reference": found.case.reference,
        "event": found.event.what,
        "id": found.event.id,
        "recorded": found.is_new,
        "version": found.case.version,
        "head": found.head,
        "state": found.case.states[found.table.index.main],
        "regions": dict(found.case.states),
        "now_owed": [owed_to_json(each, at) for each in found.now_owed],
        "done": [owed_to_json(each, at) for each in found.done],
        "notice": found.table.notice,
    }


def _show_refused(
    path: Path, said: Said, refused: TransitionRefused, at: date, own: tuple[ProcessTable, ...], *, as_json: bool
) -> int:
    """Say everything that is unmet, what would bring it about, and what may happen instead."""
    from fairness_adapters.cli.case_words import refusal
    from fairness_adapters.jobs.case_records import ways

    found = ways(path, said, refused, at=said.occurred.date() if said.occurred else at, own=own)
    say_lines(refusal(str(path), refused, found))
    if as_json:
        emit(refused.to_json() | {"ways": [_way_to_json(each) for each in found.ways]})
    say("Nothing was recorded.")
    return Exit.ERRORS


def _way_to_json(way: Way) -> dict[str, object]:
    return {"unmet": way.says, "events": list(way.events)}
