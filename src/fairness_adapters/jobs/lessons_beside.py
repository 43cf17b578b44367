"""What stands beside a quarter's lessons, from files that are kept apart from the register.

Counted are the cases that lessons of the quarter come from, and no others: a report on lessons is no register of cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import attrs

from fairness_adapters.formats.lessons_register import read_codes, read_groups
from fairness_adapters.jobs.case_folders import case_files
from fairness_adapters.jobs.cases import as_stood, read_case
from fairness_adapters.source import read_source
from fairness_core.errors import FairnessError
from fairness_core.lessons.coders import compare_coders
from fairness_core.lessons.lesson import Lesson
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import Taxonomy
from fairness_core.problems import Place, Problem, warning
from fairness_core.process.table import ProcessTable
from fairness_core.process.timeline import time_in_step
from fairness_core.report.lessons_beside import Beside

NOT_GIVEN = "Not given"


@attrs.frozen(kw_only=True)
class KeptApart:
    """What is kept apart from the register and stands beside its counts: paths, each where it is given.

    `second` is the register as a second person coded it, `cases` the folder of the cases' logs (under processes that
    are packaged or your `own`), `groups` a table of cases and the groups that their practitioners are of.
    """

    second: Path | None = None
    cases: Path | None = None
    own: tuple[ProcessTable, ...] = ()
    groups: Path | None = None


def read_beside(
    lessons: Iterable[Lesson], quarter: Quarter, used: Taxonomy, apart: KeptApart
) -> tuple[Beside, tuple[Problem, ...]]:
    """Read what is kept apart, and return it with the problems met.

    Raises `InvalidData` with every problem of the table of groups or of the second register, and `SourceError` when
    the folder holds no case.
    """
    told = [each for each in lessons if quarter.holds(each.recorded)]
    references = {each.case for each in told if each.case}
    days, problems = _step_days(apart.cases, references, quarter.last, apart.own) if apart.cases else ({}, [])
    groups = _groups(apart.groups, references) if apart.groups else {}
    agreement = None
    if apart.second:
        first = {each.id: each.codes for each in told}
        agreement = compare_coders(first, read_codes(read_source(apart.second)), tuple(used.codes))
    return Beside(step_days=days, groups=groups, agreement=agreement), tuple(problems)


def _step_days(
    folder: Path, references: set[str], at: date, own: tuple[ProcessTable, ...]
) -> tuple[dict[str, list[int]], list[Problem]]:
    """Return the days that each case spent in each step up to a day; a file that is at fault is left out and told."""
    days: dict[str, list[int]] = {}
    problems: list[Problem] = []
    for path in case_files(folder):
        try:
            read = read_case(path, own=own)
            case = as_stood(read.case, at, read.tables)
        except FairnessError:
            says = "This file is left out: how long its steps took is not known."
            hint = "'fairness case show' says what is wrong with it."
            problems.append(warning("left_out", says, where=Place(file=path.name), hint=hint))
            continue
        if case.reference in references:
            table = read.tables(case.process)
            for step, number in time_in_step(table, case, at).items():
                days.setdefault(table.main.states[step].label, []).append(number)
    return days, problems


def _groups(path: Path, references: set[str]) -> dict[str, int]:
    known = read_groups(read_source(path))
    return dict(sorted(Counter(known.get(each, NOT_GIVEN) for each in references).items()))
