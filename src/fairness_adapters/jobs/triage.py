"""Jobs on triage records: read them, check them, tell of one, and make a register of a folder of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs

from fairness_adapters.validators import VALIDATORS
from fairness_core.config import PACKAGED, Shelf
from fairness_core.disclosure import NONE, Policy, Report, protect
from fairness_core.errors import ConfigError, FairnessError, InvalidData, SourceError, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place, Problem, Severity, error, warning
from fairness_core.report.triage import build_triage_report
from fairness_core.report.triage_register import build_triage_register
from fairness_core.risk.register import register
from fairness_core.risk.triage import TEMPLATE, Template, TriageRecord, load_template, template
from fairness_core.risk.triage_checks import owed, problems
from fairness_core.risk.triage_json import parse_record

REGISTER = "triage-register"
LARGEST = 10_000_000
"""The most bytes that a record's file may have."""


@attrs.frozen(kw_only=True)
class CheckedFile:
    """What one file holds: the record where it could be read, every problem, and what is still owed."""

    file: str
    record: TriageRecord | None
    problems: tuple[Problem, ...]
    owed: tuple[str, ...]


@attrs.frozen(kw_only=True)
class RegisterOutcome:
    """What the summary gives: the report that may be written, and what was met on the way."""

    report: Report
    problems: tuple[Problem, ...]
    records: int


def open_template(name: str, shelf: Shelf = PACKAGED) -> Template:
    """Return a template from the shelf by its id, or one of the trust's own by the path of its TOML file.

    Raises `CallerError` when there is none of that id, `ConfigError` when the file is at fault.
    """
    if not name.lower().endswith(".toml"):
        return template(name, shelf)
    path = Path(name)
    try:
        return load_template(path.read_text(encoding="utf-8-sig"), path.name, shelf)
    except (OSError, UnicodeDecodeError) as fault:
        hint = "Check that the file is there and is plain text (TOML, UTF-8)."
        raise ConfigError(f"The template {path.name} cannot be read.", [], hint=hint) from fault


def read_record(path: Path) -> TriageRecord:
    """Read one record; raise `UnreadableSource` when there is no such text, or `InvalidData` with every fault."""
    where = Place(file=path.name)
    try:
        # Notepad begins a file with a mark that is no JSON.
        size, text = path.stat().st_size, ""
        if size <= LARGEST:
            text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as fault:
        hint = "Check that the file is there and is plain text (JSON, UTF-8)."
        raise UnreadableSource("The file cannot be read.", where=where, hint=hint) from fault
    if size > LARGEST:
        raise SourceTooLarge("The file is too large for a triage record.", where=where, hint="Is it another file?")
    return parse_record(text, path.name)


def check_files(paths: Sequence[Path], *, on: date, rules: Template | None = None) -> tuple[CheckedFile, ...]:
    """Check every file; one that cannot be read is a problem of its own and does not stop the others."""
    return tuple(_check(path, on, rules) for path in paths)


def _check(path: Path, on: date, rules: Template | None) -> CheckedFile:
    try:
        record = read_record(path)
        used = rules or template(record.template)
    except FairnessError as fault:
        return CheckedFile(file=path.name, record=None, problems=_told(fault, path), owed=())
    found = problems(record, rules=used, validators=VALIDATORS, on=on, file=path.name)
    return CheckedFile(file=path.name, record=record, problems=found, owed=owed(record, on, used))


def _told(fault: FairnessError, path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a file as findings."""
    found: tuple[Problem, ...] = getattr(fault, "problems", ())
    where = fault.where or Place(file=path.name)
    return found or (error(fault.code, fault.message, where=where, hint=fault.hint),)


def report_record(path: Path, *, on: date, rules: Template | None = None) -> Report:
    """Return the document of one record for the case file; nothing is hidden in it."""
    return protect(build_triage_report(read_record(path), on, rules), NONE)


def summarise(folder: Path, *, on: date, policy: Policy, rules: Template | None = None) -> RegisterOutcome:
    """Make the register of every record in a folder, protected for its audience.

    A file that cannot be read is left out and told, and never stops the rest. Raises `SourceError` when there
    is no JSON file, and `InvalidData` when none of them can be read.
    """
    checked = check_files(_files(folder), on=on, rules=rules)
    records = [each.record for each in checked if each.record]
    left_out = [each for each in checked if not each.record]
    if not records:
        every = [problem for each in left_out for problem in each.problems]
        raise InvalidData(f"No file in {folder.name or folder} is a triage record that can be read.", every)
    report = protect(build_triage_register(register(records, on, rules), unreadable=len(left_out)), policy)
    return RegisterOutcome(report=report, problems=tuple(_met(checked)), records=len(records))


def _files(folder: Path) -> list[Path]:
    """List the JSON files of a folder, but for a register that we may have written there ourselves."""
    try:
        found = sorted(each for each in folder.iterdir() if each.suffix.lower() == ".json" and each.stem != REGISTER)
    except OSError as fault:
        raise SourceError(f"{folder} cannot be opened as a folder.", hint="Give the folder of the records.") from fault
    if not found:
        raise SourceError(f"There is no JSON file in {folder}.", hint="'fairness triage template' makes a record.")
    return found


def _met(checked: Iterable[CheckedFile]) -> Iterator[Problem]:
    """Yield every error as a warning, for the register is made all the same; lesser findings are for the check."""
    for each in checked:
        if each.record is None:
            yield warning(
                "left_out",
                "This file is not in the register.",
                where=Place(file=each.file),
                hint="'fairness triage check' says what is wrong with it.",
            )
        grave = (problem for problem in each.problems if problem.severity is Severity.ERROR)
        yield from (attrs.evolve(problem, severity=Severity.WARNING) for problem in grave)
    references = Counter(each.record.reference for each in checked if each.record)
    for each in checked:
        if each.record and references[each.record.reference] > 1:
            message = "Another file has the same reference, and both are counted."
            yield warning("reference_twice", message, where=Place(file=each.file, field="reference"))


__all__ = [
    "REGISTER",
    "TEMPLATE",
    "CheckedFile",
    "RegisterOutcome",
    "check_files",
    "open_template",
    "read_record",
    "report_record",
    "summarise",
]
