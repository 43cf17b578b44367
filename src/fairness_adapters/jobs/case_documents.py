"""A case as one JSON document, for programs that keep their logs elsewhere; and what is wrong with one, all at once.

A document has `process` (an id, or id, revision and fingerprint), `reference`, `subject` and `events`, each event
as in a log without what chains it to the line before. What it says has happened: an event that would not have been
allowed is replayed and told. Logs are read in `jobs.cases`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from fairness_core.documents import from_document
from fairness_core.errors import FairnessError, InvalidData, TransitionRefused
from fairness_core.problems import Place, Problem, error, warning
from fairness_core.process.case import advance
from fairness_core.process.chain import EVENT
from fairness_core.process.clocks import Calendar
from fairness_core.process.log import Case, Event, Header, Tables, begin, follow
from fairness_core.process.table import EventType, ProcessTable, TableRef
from fairness_core.staff import is_opaque

SCHEMA = "fairness-core/case/1"
NO_REFERENCE = "A reference is letters and digits without a space, with a digit, such as c1; never a name."
_CHAINING = ("before", "version", "hash")
_SPEAKS_OF_ANOTHER = ("supply", "correct", "strike")
Raw = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class CaseDocument(Header):
    """A document as read: the header of a log, and its events."""

    events: tuple[Event, ...]


def read_document(found: object, file: str, tables: Tables, named: Mapping[str, TableRef]) -> CaseDocument:
    """Return the document that plain JSON values hold.

    `named` gives the table of a process that is named by its id alone. Raises `InvalidData` with every fault of
    form and of meaning, each with its key path, and quotes nothing of it.
    """
    if not isinstance(found, Mapping):
        message = "A document is a table of keys: process, reference, subject and events."
        raise _at_fault([error("bad_case", message, where=Place(file=file))], file)
    plain = _prepared(found, named)
    faults = [*_reference_faults(plain, file)]
    document = None
    try:
        document = from_document({"schema": SCHEMA, **plain}, CaseDocument, SCHEMA, file)
    except InvalidData as fault:
        faults += fault.problems
    said = {each.where.field for each in faults}
    faults += [
        error("bad_case", message, where=Place(file=file, field=path))
        for path, message in _process_faults(found, plain, named, tables)
        if path not in said
    ]
    if faults or document is None:
        raise _at_fault(faults, file)
    return document


def _reference_faults(plain: dict[str, Any], file: str) -> Iterator[Problem]:
    """Yield what is wrong with the reference, and put another in its place: else the rest would not be looked at."""
    reference = plain.get("reference")
    if isinstance(reference, str) and not is_opaque(reference):
        plain["reference"] = "c0"
        yield error("bad_case", NO_REFERENCE, where=Place(file=file, field="reference"))


def _at_fault(faults: Sequence[Problem], file: str) -> InvalidData:
    count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    return InvalidData(f"{file} has {count}.", faults, hint="'fairness case replay --help' says what it holds.")


def _prepared(raw: Raw, named: Mapping[str, TableRef]) -> dict[str, Any]:
    """Give a process its revision and fingerprint where they are not said, and take the chain from the events."""
    plain = {key: value for key, value in raw.items() if (key, value) != ("schema", SCHEMA)}
    process = plain.get("process")
    if isinstance(process, str):
        plain["process"] = attrs.asdict(named.get(process, TableRef(id=process, revision=0)))
    elif isinstance(process, Mapping) and not process.get("sha256"):
        here = named.get(str(process.get("id")))
        known = {"sha256": here.sha256} if here and here.revision == process.get("revision") else {}
        plain["process"] = {**process, **known}
    if isinstance(events := plain.get("events"), list):
        plain["events"] = [_bare(each) for each in events]
    return plain


def _bare(event: object) -> object:
    if not isinstance(event, Mapping):
        return event
    return {key: value for key, value in event.items() if key not in _CHAINING and (key, value) != ("schema", EVENT)}


def _process_faults(raw: Raw, plain: Raw, named: Mapping[str, TableRef], tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the process, and with the events as events of that process."""
    stated, ref = raw.get("process"), plain.get("process")
    if isinstance(stated, str) and stated not in named:
        yield "process", f"There is no process of that id here. There are: {', '.join(named)}."
        return
    try:
        table = tables(TableRef(**ref)) if isinstance(ref, Mapping) else None
    except FairnessError as fault:
        yield "process", f"{fault.message} {fault.hint}"
        return
    except TypeError:
        return
    events = plain.get("events")
    if table is not None and isinstance(events, list):
        yield from event_faults(table, [each if isinstance(each, Mapping) else {} for each in events], tables)


def event_faults(table: ProcessTable, events: Sequence[Raw], tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield (key path, fault) for events that cannot be followed: unknown ones, ids used twice, going back in time.

    The events are plain values, and may be at fault themselves: what is no text or no time is left to others.
    """
    ids: set[str] = set()
    latest: datetime | None = None
    for number, event in enumerate(events, start=1):
        path, what, about = f"events[{number}]", event.get("what"), event.get("about")
        kind = table.events.get(what) if isinstance(what, str) else None
        if isinstance(what, str) and kind is None:
            yield f"{path}.what", f"The process {table.ref} has no such event; 'fairness process show' lists them."
        if str(event.get("id")) in ids:
            yield f"{path}.id", "Another event of this case has the same id."
        if kind and kind.effect in _SPEAKS_OF_ANOTHER and str(about) not in ids:
            yield f"{path}.about", "This must be the id of an earlier event of this case."
        recorded = _moment(event.get("recorded"))
        if recorded and latest and recorded < latest:
            yield f"{path}.recorded", "This was recorded before the event that stands before it."
        latest = recorded or latest
        ids.add(str(event.get("id")))
        if kind and kind.effect == "migrate":
            try:
                table = tables(_ref(event.get("to_table")))
            except FairnessError as fault:
                yield f"{path}.to_table", f"{fault.message} {fault.hint}"
                return


def _ref(value: object) -> TableRef:
    named = value if isinstance(value, Mapping) else {}
    revision = named.get("revision")
    return TableRef(
        id=str(named.get("id", "")),
        revision=revision if isinstance(revision, int) else 0,
        sha256=str(named.get("sha256", "")),
    )


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def replayed(
    table: ProcessTable, document: CaseDocument, file: str, tables: Tables, calendar: Calendar
) -> tuple[Case, tuple[Problem, ...]]:
    """Return the case that a document amounts to, with a warning for each event that was not allowed."""
    header = Header(reference=document.reference, subject=document.subject, process=table.ref)
    case, found = begin(table, header), []
    for number, event in enumerate(document.events, start=1):
        try:
            case = advance(table, case, event, calendar=calendar, tables=tables)
        except TransitionRefused as refused:
            found.append(_told(table.events[event.what], refused, Place(file=file, field=f"events[{number}]")))
            case = follow(table, case, event, tables)
        table = table if case.process == table.ref else tables(case.process)
    return case, tuple(found)


def _told(kind: EventType, refused: TransitionRefused, where: Place) -> Problem:
    return warning(
        "not_allowed",
        f"This was not allowed when it was recorded ({kind.label}). {' '.join(refused.unmet)}",
        where=where,
        hint="It was replayed all the same: what was recorded has happened.",
    )
