"""Jobs on a folder of cases: everything that is due over all of them; one broken file never stops the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import attrs

from fairness_adapters.ical import to_ical
from fairness_adapters.jobs.cases import as_stood, read_case, working_days
from fairness_adapters.jobs.writing import write_files
from fairness_core.errors import FairnessError, InvalidData, SourceError
from fairness_core.problems import Place, Problem, Severity, error, warning
from fairness_core.process.clocks import Calendar
from fairness_core.process.log import Case
from fairness_core.process.obligations import Owed, due
from fairness_core.process.table import ProcessTable

ENDINGS = (".jsonl", ".json")
CERTIFICATE = ".certificate.json"
Watch = Callable[[Sequence[Path]], Iterable[Path]]
"""Gives the files one after the other, and may show how far it has come."""


@attrs.frozen(kw_only=True)
class CaseDue:
    """One case of a folder and everything that it owes on a day, what is due first first."""

    file: str
    case: Case
    table: ProcessTable
    due: tuple[Owed, ...]


class Item(NamedTuple):
    """One thing owed, and in which case."""

    of: CaseDue
    owed: Owed


@attrs.frozen(kw_only=True)
class Agenda:
    """What is due over all cases of a folder on a day; `problems` tells every file that was left out."""

    at: date
    cases: tuple[CaseDue, ...]
    problems: tuple[Problem, ...]
    left_out: int
    calendar: str

    def items(self, days: int | None = None) -> tuple[Item, ...]:
        """Return everything owed, what is late first, each by its day; only that within some days, where given."""
        found = [Item(of=each, owed=owed) for each in self.cases for owed in each.due]
        last = date.max if days is None else self.at + timedelta(days=days)
        kept = [each for each in found if each.owed.due <= last]
        return tuple(sorted(kept, key=lambda each: (not each.owed.days_late(self.at), each.owed.due, each.of.file)))


def due_in_folder(
    folder: Path, *, at: date, own: Sequence[ProcessTable] = (), watch: Watch = lambda files: files
) -> Agenda:
    """Work out what is due over every case of a folder, as each log stood at the end of a day.

    A file that cannot be read is left out and told. Raises `SourceError` when there is no case's file, and
    `InvalidData` when none of them can be read.
    """
    calendar, cases, problems, left_out = working_days(), [], [], 0
    for path in watch(case_files(folder)):
        try:
            found, told = _due(path, at, own, calendar)
        except FairnessError as fault:
            left_out += 1
            problems += [*_left_out(path, fault)]
        else:
            cases.append(found)
            problems += told
    if not cases:
        raise InvalidData(f"No file in {folder.name or folder} is a case that can be read.", problems)
    problems += _twice(cases)
    return Agenda(at=at, cases=tuple(cases), problems=tuple(problems), left_out=left_out, calendar=calendar.says)


def case_files(folder: Path) -> list[Path]:
    """List the files of a folder that may be cases, in order; raise `SourceError` when there is none."""
    try:
        found = sorted(each for each in folder.iterdir() if _may_be_case(each))
    except OSError as fault:
        raise SourceError(f"{folder} cannot be opened as a folder.", hint="Give the folder of the cases.") from fault
    if not found:
        raise SourceError(f"There is no case in {folder}.", hint="'fairness case open' begins one.")
    return found


def _may_be_case(path: Path) -> bool:
    name = path.name.lower()
    return path.suffix.lower() in ENDINGS and not name.endswith(CERTIFICATE) and not name.startswith(".")


def _due(path: Path, at: date, own: Sequence[ProcessTable], calendar: Calendar) -> tuple[CaseDue, tuple[Problem, ...]]:
    read = read_case(path, own=own)
    case = as_stood(read.case, at, read.tables)
    table = read.tables(case.process)
    return CaseDue(file=path.name, case=case, table=table, due=due(table, case, at, calendar)), read.problems


def _left_out(path: Path, fault: FairnessError) -> Iterator[Problem]:
    """Yield that a file is left out, and why, as warnings: the rest is worked out all the same."""
    says = "This file is left out: what is owed in it is not known."
    hint = "If it is a case, look after it by hand until the file is mended."
    yield warning("left_out", says, where=Place(file=path.name), hint=hint)
    found: tuple[Problem, ...] = getattr(fault, "problems", ())
    where = fault.where or Place(file=path.name)
    for each in found or (error(fault.code, fault.message, where=where, hint=fault.hint),):
        yield attrs.evolve(each, severity=Severity.WARNING)


def _twice(cases: Sequence[CaseDue]) -> Iterator[Problem]:
    counts = Counter(each.case.reference for each in cases)
    for each in cases:
        if counts[each.case.reference] > 1:
            message = "Another file says that it is the same case, and both are counted."
            yield warning("reference_twice", message, where=Place(file=each.file), hint="Is one of them a copy?")


def write_calendar(agenda: Agenda, path: Path, *, now: datetime, days: int | None = None) -> Path:
    """Write what is due as a calendar file, whole or not at all; titles say no more than the case's reference.

    Raises `OutputError` when the place is at fault.
    """
    owed: dict[str, list[Owed]] = {}
    for each in agenda.items(days):
        owed.setdefault(each.of.case.reference, []).append(each.owed)
    data = to_ical(owed, now, calendar=working_days())
    (written,) = write_files({path.name: data}, path.parent)
    return written
