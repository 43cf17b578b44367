"""Jobs on one case: read it from its log or from a document, and say where it stands on a day.

Recording is in `jobs.case_records`, folders of cases are in `jobs.case_folders`, and what a document holds is in
`jobs.case_documents`. The clock is read by whoever calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from fairness_adapters.calendars import BankHolidays
from fairness_adapters.case_store import FolderStore, case_path
from fairness_adapters.case_store_lines import StoreLimits, Written, read_lines
from fairness_adapters.jobs.case_documents import event_faults, read_document, replayed
from fairness_adapters.jobs.process import find_tables, named_tables
from fairness_core.documents import parse_json
from fairness_core.errors import CallerError, FairnessError, InvalidData, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place, Problem, error, warning
from fairness_core.process.case import Option, allowed
from fairness_core.process.chain import parse_log
from fairness_core.process.clocks import Calendar
from fairness_core.process.log import Case, Event, Tables, as_of, replay
from fairness_core.process.obligations import Owed, StandingRight, due, held, lapsed, next_contact, rights
from fairness_core.process.table import ProcessTable
from fairness_core.process.timeline import Entry, time_in_step, timeline

LARGEST = 20_000_000
"""The most bytes that a case's file may have."""

Kind: TypeAlias = Literal["log", "document"]


@attrs.frozen(kw_only=True)
class CaseRead:
    """A case as a file holds it: a log that is chained, or a document; `head` is empty for a document.

    `tables` finds the tables that it pins; `problems` are warnings, for it was read all the same.
    """

    file: str
    kind: Kind
    case: Case
    head: str
    tables: Tables
    problems: tuple[Problem, ...] = ()


@attrs.frozen(kw_only=True)
class Position:
    """Where a case stands on a day: what may be next, what is owed, what was late, and what follows from it.

    `recorded_later` counts entries that were recorded after the day, and so are not in the case as it stood.
    """

    at: date
    table: ProcessTable
    case: Case
    options: tuple[Option, ...]
    due: tuple[Owed, ...]
    lapsed: tuple[Owed, ...]
    rights: tuple[StandingRight, ...]
    next_contact: Owed | None
    next_contact_raised: Owed | None
    held_until: date | None
    recorded_later: int
    time_in_step: dict[str, int]
    timeline: tuple[Entry, ...]
    calendar: str


def working_days() -> Calendar:
    """Return the calendar that periods of working days are counted by."""
    return BankHolidays()


def read_case(path: Path, *, own: Sequence[ProcessTable] = ()) -> CaseRead:
    """Read a case from a log or a document, whichever the file is; `own` are process tables beside the packaged.

    Raises `UnreadableSource` when there is no such text, and `InvalidData` with every fault: every line of a log
    that is not as it was written, every key of a document.
    """
    data, tables = _bytes(path), find_tables(own)
    if is_log(data, path.name):
        return _from_log(data, path.name, tables)
    found = parse_json(_text(data, path.name), path.name)
    document = read_document(found, path.name, tables, named_tables(own))
    table = tables(document.process)
    case, found = replayed(table, document, path.name, tables, working_days())
    return CaseRead(file=path.name, kind="document", case=case, head="", tables=tables, problems=found)


def _bytes(path: Path) -> bytes:
    where = Place(file=path.name)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except (OSError, ValueError) as fault:
        hint = "Check that the file is there, and that you may read it."
        raise UnreadableSource("The file cannot be read.", where=where, hint=hint) from fault
    if size > LARGEST:
        raise SourceTooLarge("The file is too large for one case.", where=where, hint="Is it another file?")
    return data


def _text(data: bytes, name: str) -> str:
    try:
        # Notepad begins a file with a mark that is no JSON.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        hint = "Save it as plain text (JSON, UTF-8)."
        raise UnreadableSource("The file is not text in UTF-8.", where=Place(file=name), hint=hint) from fault


def is_log(data: bytes, name: str) -> bool:
    """Tell a log from a document: a log's lines begin with what chains them, and a document is one JSON value."""
    first = data.lstrip().partition(b"\n")[0]
    return first.startswith(b'{"before":') or (name.lower().endswith(".jsonl") and b'"events"' not in data)


def log_path(path: Path) -> tuple[FolderStore, str]:
    """Return the store and the reference of a log; raise `CallerError` for a document, which is not written to."""
    store, reference = case_path(path)
    if path.is_file() and not is_log(_bytes(path), path.name):
        hint = "The program that made it records in it; 'fairness case replay' shows it."
        raise CallerError(f"{path.name} is a document and no log.", hint=hint)
    return store, reference


def _from_log(data: bytes, name: str, tables: Tables) -> CaseRead:
    written = read_lines(data, StoreLimits(), name)
    log = parse_log(written.lines, name)
    table = tables(log.header.process)
    faults = [
        error("bad_case", message, where=Place(file=name, field=path))
        for path, message in event_faults(table, [_plain(each) for each in log.events], tables)
    ]
    if faults:
        raise InvalidData(f"{name} cannot be replayed.", faults, hint="Keep it as it is, and compare it with a copy.")
    case = replay(table, log.header, log.events, tables)
    return CaseRead(file=name, kind="log", case=case, head=log.head, tables=tables, problems=(*_torn(name, written),))


def _plain(event: Event) -> dict[str, object]:
    """Return what `event_faults` looks at, as a document has it."""
    to_table = attrs.asdict(event.to_table) if event.to_table else None
    recorded = event.recorded.isoformat()
    return {"id": event.id, "what": event.what, "about": event.about, "recorded": recorded, "to_table": to_table}


def _torn(name: str, written: Written) -> Iterator[Problem]:
    if written.torn:
        where = Place(file=name, cell=f"line {len(written.lines) + 1}")
        hint = "It was left out. Nothing that was reported as recorded is lost."
        yield warning("torn_line", "The last line was never written to its end.", where=where, hint=hint)


def as_stood(case: Case, at: date, tables: Tables) -> Case:
    """Return a case as its log stood at the end of a day."""
    if all(each.recorded.date() <= at for each in case.log):
        return case
    return as_of(tables(case.header.process), case, at, tables)


def position(case: Case, at: date, *, tables: Tables, calendar: Calendar | None = None) -> Position:
    """Return where a case stands on a day, as its log stood at the end of that day."""
    counted = calendar or working_days()
    whole, case = case, as_stood(case, at, tables)
    table = tables(case.process)
    return Position(
        at=at,
        table=table,
        case=case,
        options=allowed(table, case, at, calendar=counted),
        due=due(table, case, at, counted),
        lapsed=lapsed(table, case, at, counted),
        rights=rights(table, case, at, counted),
        next_contact=next_contact(table, case, at, "practitioner", counted),
        next_contact_raised=next_contact(table, case, at, "raised", counted),
        held_until=held(table, case, at),
        recorded_later=whole.version - case.version,
        time_in_step=time_in_step(table, case, at),
        timeline=timeline(table, case),
        calendar=counted.says,
    )


def words_beside(path: Path, reference: str) -> Callable[[str], str | None]:
    """Return what gives the words that are kept beside a log by their reference; None where it has none of them.

    Words that cannot be read are not given either: 'fairness case verify' says what is wrong with them.
    """
    store = FolderStore(path.parent)

    def words(ref: str) -> str | None:
        try:
            kept = store.note(reference, ref)
        except FairnessError:
            return None
        return kept.text if kept else None

    return words


def last_day_known(case: Case, today: date) -> date:
    """Return today, or the day of the last entry where that is later: a log is never shown without its end."""
    return max([today, *(each.recorded.date() for each in case.log)])
