"""For how long a case is kept, what stands against destroying it, and its destruction as a whole with a certificate.

A log is never edited; a whole case is destroyed when its retention is over, unless it is on legal hold. The
certificate says that there was a case and that it was destroyed by the rule, and nothing of what was in it.
"""

from __future__ import annotations

from datetime import date

import attrs

from fairness_core.process.log import Case, Tables
from fairness_core.process.store import CaseStore, packaged_table
from fairness_core.process.table import ProcessTable, TableRef
from fairness_core.staff import StaffRef

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
    raise NotImplementedError


def retention_until(table: ProcessTable, case: Case) -> date | None:
    """Return the last day on which a closed case must be kept; None while it is open, or where no period is stated."""
    raise NotImplementedError


def held_since(table: ProcessTable, case: Case) -> date | None:
    """Return since when a case is on legal hold; None when it is not."""
    raise NotImplementedError


def why_not_destroyed(table: ProcessTable, case: Case, at: date) -> tuple[str, ...]:
    """Return every reason why a case is not destroyed on a day, each as a sentence; nothing when it may be."""
    raise NotImplementedError


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
    Raises `CallerError` with every reason when the case may not be destroyed, or for a role that the process does
    not have; `UnreadableSource` when there is no such case.
    """
    raise NotImplementedError


def certificate_json(certificate: Certificate) -> str:
    """Return a certificate as JSON text."""
    raise NotImplementedError


def parse_certificate(text: str, file: str = "") -> Certificate:
    """Read a certificate from JSON text; raise `InvalidData` with every fault."""
    raise NotImplementedError
