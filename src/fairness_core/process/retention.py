"""For how long a case is kept, what stands against destroying it, and its destruction as a whole with a certificate.

A log is never edited; a whole case is destroyed when its retention is over, unless it is on legal hold. The
certificate says that there was a case and that it was destroyed by the rule, and nothing of what was in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import attrs

from fairness_core.documents import from_document, parse_json, to_document
from fairness_core.errors import CallerError, StaleVersion
from fairness_core.process.clocks import last_day
from fairness_core.process.legal_hold import held_since
from fairness_core.process.log import Case, Tables, replay, standing_log
from fairness_core.process.store import CaseStore, packaged_table, read_log
from fairness_core.process.table import ProcessTable, TableRef
from fairness_core.staff import StaffRef

__all__ = [
    "CERTIFICATE",
    "Certificate",
    "certificate_json",
    "closed_on",
    "destroy",
    "held_since",
    "parse_certificate",
    "retention_until",
    "why_not_destroyed",
]

CERTIFICATE = "fairness-core/certificate/1"


@attrs.frozen(kw_only=True)
class Certificate:
    """That a whole case was destroyed: which, how much of it, when, on whose authority and by which rule.

    `head` is the hash of the last line, so that a copy that turns up can be recognised. `opened`, `closed` and
    `kept_until` are the days that the rule was applied to, `rule` its period in words, `basis` its source and
    its doubt. Whom the case was about is not said.
    """

    reference: str
    table: TableRef
    events: int
    head: str
    opened: date
    closed: date
    kept_until: date
    destroyed: date
    authority: StaffRef
    rule: str
    basis: str


def closed_on(table: ProcessTable, case: Case) -> date | None:
    """Return the day on which a case was closed, last; None while it is open."""
    main = table.index.main
    if not table.main.states[case.states[main]].final:
        return None
    moves = [each.at for each in case.moves if each.region == main]
    event = standing_log(table, case)[moves[-1]] if moves else None
    return event.day if event else None


def retention_until(table: ProcessTable, case: Case) -> date | None:
    """Return the last day on which a closed case must be kept; None while it is open, or where no period is stated."""
    closed = closed_on(table, case)
    return last_day(closed, table.retention.within) if closed and table.retention else None


def why_not_destroyed(table: ProcessTable, case: Case, at: date) -> tuple[str, ...]:
    """Return every reason why a case is not destroyed on a day, each as a sentence; nothing when it may be."""
    return tuple(_reasons(table, case, at))


def _reasons(table: ProcessTable, case: Case, at: date) -> Iterator[str]:
    until, held = retention_until(table, case), held_since(table, case)
    if closed_on(table, case) is None:
        yield "It is open: only a closed case is destroyed."
    elif until is None:
        yield "Its process states no period for which it is kept: add one to the table, with its source."
    elif at <= until:
        yield f"It is kept until the end of {until:%d/%m/%Y}."
    if held:
        yield f"It has been on legal hold since {held:%d/%m/%Y}: that must be ended first, hold by hold."


def destroy(
    store: CaseStore,
    reference: str,
    *,
    at: date,
    authority: StaffRef,
    find_table: Tables = packaged_table,
) -> Certificate:
    """Destroy a case that is kept, its log and all words beside it, and return the certificate that stays.

    The certificate is kept before anything is removed; when an earlier call was cut short, this one finishes it.
    Raises `CallerError` with every reason when the case may not be destroyed, or for somebody who may not do it;
    `UnreadableSource` when there is no such case.
    """
    kept = store.certificate(reference)
    if kept and reference not in store.references():
        store.remove(reference, expected=0)
        return parse_certificate(kept, reference)
    try:
        made = _judged(store, reference, at, authority, find_table)
    except CallerError:
        # What was begun earlier is not finished: the case stays, so nothing may say that it was destroyed.
        store.withdraw_certificate(reference)
        raise
    store.keep_certificate(reference, certificate_json(made))
    try:
        store.remove(reference, expected=made.events)
    except StaleVersion:
        store.withdraw_certificate(reference)
        raise
    return made


def _judged(store: CaseStore, reference: str, at: date, authority: StaffRef, find_table: Tables) -> Certificate:
    """Return the certificate of a case that may be destroyed; refuse any other with every reason."""
    log = read_log(store, reference)
    case = replay(find_table(log.header.process), log.header, log.events, find_table)
    table = find_table(case.process)
    reasons = (*_who_may(table, case, authority), *_reasons(table, case, at))
    if reasons:
        raise CallerError(f"The case {reference} is not destroyed. {' '.join(reasons)}", hint="Nothing was removed.")
    closed, until = closed_on(table, case), retention_until(table, case)
    # Each of the three is a reason when it is missing.
    assert closed
    assert until
    assert table.retention
    return Certificate(
        reference=reference,
        table=case.process,
        events=case.version,
        head=log.head,
        opened=(standing_log(table, case)[0] or case.log[0]).day,
        closed=closed,
        kept_until=until,
        destroyed=at,
        authority=authority,
        rule=table.retention.within.text,
        basis=table.cite(table.retention.source, table.retention.doubt),
    )


def _who_may(table: ProcessTable, case: Case, authority: StaffRef) -> Iterator[str]:
    if authority.role not in table.roles:
        yield f"The process has no role {authority.role!r}: it has {', '.join(table.roles)}."
    if authority.id == case.header.subject.id:
        yield "Whom it is about does not destroy it."


def certificate_json(certificate: Certificate) -> str:
    """Return a certificate as JSON text."""
    return json.dumps(to_document(certificate, CERTIFICATE), ensure_ascii=False, indent=2) + "\n"


def parse_certificate(text: str, file: str = "") -> Certificate:
    """Read a certificate from JSON text; raise `UnreadableSource` or `InvalidData` with every fault."""
    return from_document(parse_json(text, file), Certificate, CERTIFICATE, file)
