"""Jobs on how cases are kept: whether a log is whole, the destruction of a case, and its bundle of papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs

from fairness_adapters.case_store import FolderStore, case_path
from fairness_adapters.jobs.case_papers import Written, write_bundle
from fairness_adapters.jobs.cases import CaseRead, as_stood, log_path, words_beside, working_days
from fairness_adapters.jobs.process import find_tables
from fairness_adapters.jobs.writing import write_files
from fairness_core.errors import CallerError, FairnessError, OutputError, SourceError
from fairness_core.problems import Place, Problem, error, has_errors
from fairness_core.process.log import Case
from fairness_core.process.retention import (
    Certificate,
    certificate_json,
    destroy,
    held_since,
    retention_until,
    why_not_destroyed,
)
from fairness_core.process.store import load, read_log, verify
from fairness_core.process.table import ProcessTable
from fairness_core.report.case_papers import CaseFile, no_words
from fairness_core.staff import StaffRef


@attrs.frozen(kw_only=True)
class Verified:
    """What was found of one case: every problem, and where its log ends; the head is empty where it is not whole."""

    file: str
    reference: str
    problems: tuple[Problem, ...]
    version: int
    head: str

    @property
    def is_whole(self) -> bool:
        """Whether there is no error."""
        return not has_errors(self.problems)


def verify_path(path: Path, *, head: str = "", own: Sequence[ProcessTable] = ()) -> tuple[Verified, ...]:
    """Verify one case, or every log of a folder; `head` is the hash of one log's last line as it was noted elsewhere.

    Raises `UnreadableSource` when there is no such case, `SourceError` for a folder without one, `CallerError`
    for a head that is to be that of a whole folder.
    """
    if not path.is_dir():
        store, reference = log_path(path)
        return (_verified(store, reference, head, own),)
    if head:
        raise CallerError("A head is that of one case, and a folder was given.", hint="Give the case's own file.")
    store = FolderStore(path)
    references = store.references()
    if not references:
        raise SourceError(f"There is no case in {path}.", hint="'fairness case open' begins one.")
    return tuple(_verified(store, each, "", own) for each in references)


def _verified(store: FolderStore, reference: str, head: str, own: Sequence[ProcessTable]) -> Verified:
    file = f"{reference}{store.suffix}"
    try:
        found = verify(store, reference, head, find_table=find_tables(own), calendar=working_days())
    except FairnessError as fault:
        found = (error(fault.code, fault.message, where=fault.where or Place(file=file), hint=fault.hint),)
    version, end = 0, ""
    if not has_errors(found):
        log = read_log(store, reference)
        version, end = len(log.events), log.head
    return Verified(file=file, reference=reference, problems=found, version=version, head=end)


@attrs.frozen(kw_only=True)
class Keeping:
    """For how long a case is kept, since when it is on legal hold, and every reason not to destroy it on a day."""

    case: Case
    until: date | None
    held_since: date | None
    reasons: tuple[str, ...]


def keeping(path: Path, at: date, *, own: Sequence[ProcessTable] = ()) -> Keeping | None:
    """Return for how long a case must be kept; None when it was destroyed, and only its certificate is left."""
    store, reference = case_path(path)
    if store.certificate(reference) and reference not in store.references():
        return None
    tables = find_tables(own)
    case = load(store, reference, tables)
    table = tables(case.process)
    return Keeping(
        case=case,
        until=retention_until(table, case),
        held_since=held_since(table, case),
        reasons=why_not_destroyed(table, case, at),
    )


def destroy_case(
    path: Path, authority: StaffRef, *, at: date, out: Path | None = None, own: Sequence[ProcessTable] = ()
) -> tuple[Certificate, tuple[Path, ...]]:
    """Destroy a case and the words beside it; return the certificate, and where it was written.

    It stays beside where the case was, and is written to `out` too where that is given. Raises `CallerError` with
    every reason when the case may not be destroyed.
    """
    store, reference = case_path(path)
    made = destroy(store, reference, at=at, authority=authority, find_table=find_tables(own))
    kept = store.folder / f"{reference}.certificate.json"
    return made, (kept, *(_copy(made, out, kept) if out else ()))


def _copy(made: Certificate, out: Path, kept: Path) -> tuple[Path, ...]:
    try:
        return write_files({out.name: certificate_json(made).encode()}, out.parent)
    except OutputError as fault:
        hint = f"The case was destroyed all the same, and its certificate is kept as {kept.name} where the case was."
        raise OutputError(fault.message, hint=f"{hint} {fault.hint}") from fault


def bundle_case(path: Path, read: CaseRead, folder: Path, *, at: date) -> Written:
    """Write the papers of a case as they stand on a day, with the words beside its log where it is kept with them."""
    case = as_stood(read.case, at, read.tables)
    words = words_beside(path, case.reference) if read.kind == "log" else no_words
    file = CaseFile(table=read.tables(case.process), case=case, on=at, calendar=working_days(), words=words)
    return write_bundle(file, folder)
