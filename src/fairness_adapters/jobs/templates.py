"""Jobs on a trust's own Word templates: fill one with a report or a letter, and say which names it may use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.letter_template import fill_letter, letter_fields
from fairness_adapters.formats.word_report import WordReport
from fairness_adapters.formats.word_template import TemplateField, fill_report, report_fields, report_rows
from fairness_adapters.jobs.cases import CaseRead, working_days
from fairness_adapters.source import read_source
from fairness_core.disclosure import NONE, Report, protect
from fairness_core.errors import InvalidData, UnreadableSource
from fairness_core.problems import Place, Problem, error
from fairness_core.report.letter_checks import check_letter, check_referrals
from fairness_core.report.letters import Letter, draft_letter, letters, write_letter

Purpose: TypeAlias = Literal["wres", "letter", "triage", "lessons"]
"""What a template is for."""

LARGEST_FACTS = 1_000_000
"""The most bytes that a file of facts may have."""


@attrs.frozen(kw_only=True)
class Names:
    """The names that a template may use: fields, and lists with the columns of their rows."""

    fields: tuple[TemplateField, ...]
    rows: Mapping[str, tuple[str, ...]]


def names_for(purpose: Purpose) -> Names:
    """Return the names that a template for a purpose may use, from a sample of it."""
    if purpose == "letter":
        return Names(fields=letter_fields(), rows={})
    report = _SAMPLES[purpose]()
    rows = {name: tuple(items[0]) if items else () for name, items in report_rows(report).items()}
    return Names(fields=report_fields(report), rows=rows)


def _wres() -> Report:
    from fairness_adapters.jobs.wres import assess_sources, demo_paths

    return assess_sources(demo_paths(), catalogue=Catalogue.discover(), policy=NONE).report


def _triage() -> Report:
    from fairness_core.report.triage import build_triage_report
    from fairness_core.risk.triage import template
    from fairness_core.risk.triage_json import blank_record

    return protect(build_triage_report(blank_record(template()), date(2000, 1, 1)), NONE)


def _lessons() -> Report:
    from fairness_core.lessons.collate import collate
    from fairness_core.lessons.quarter import Quarter
    from fairness_core.lessons.taxonomy import taxonomy
    from fairness_core.report.lessons import build_lessons_report

    used = taxonomy()
    return protect(build_lessons_report(collate((), Quarter(year=2000, number=1), used), used, fewest=0), NONE)


_SAMPLES = {"wres": _wres, "triage": _triage, "lessons": _lessons}


def report_on(template: Path, report: Report, name: str, purpose: Purpose) -> dict[str, bytes]:
    """Fill a trust's own template with a report; return it by the file's name, with the ending that it needs."""
    told = f"'fairness template fields {purpose}' lists the names that a template may use."
    filled = fill_report(read_source(template), report, fields_from=told)
    return {f"{name}{filled.suffix}": filled.data}


@attrs.frozen(kw_only=True)
class LetterMade:
    """A letter as a file, what its author may want to mend, and whether it is a draft with a part for the author."""

    letter: Letter
    files: Mapping[str, bytes] = attrs.field(repr=False)
    warnings: tuple[Problem, ...]


def make_letter(
    read: CaseRead, kind: str, facts: Mapping[str, str | date], at: datetime, template: Path | None = None
) -> LetterMade:
    """Make a letter in a case, to go out at a moment; on the trust's own template it may have no gaps.

    Raises `CallerError` for a kind or facts that there are not, and `InvalidData` with every place of the template
    that cannot be filled.
    """
    letter = write_letter(kind, facts)
    table = read.tables(read.case.process)
    found = (*check_letter(letter, at, calendar=working_days()), *check_referrals(table, read.case))
    name = f"letter-{kind}"
    if template is None:
        written = WordReport().write(protect(draft_letter(letter, found), NONE))
        return LetterMade(letter=letter, files={f"{name}.docx": written}, warnings=found)
    filled = fill_letter(read_source(template), letter, facts, at.date())
    return LetterMade(letter=letter, files={f"{name}{filled.suffix}": filled.data}, warnings=found)


def read_facts(path: Path) -> dict[str, str | date]:
    """Read the facts of a letter from JSON, days as "2026-03-31"; raise `InvalidData` with every fault.

    A fact that is not known is left for `write_letter` to name. Nothing of what was written is quoted.
    """
    found = _json(path)
    if not isinstance(found, dict):
        raise InvalidData(f"{path.name} holds no facts.", [_fault(path, "", _SHAPE)], hint=_SHAPE)
    facts: dict[str, str | date] = {}
    faults = []
    for code, given in found.items():
        value = _fact(code, given)
        if value is None:
            faults.append(_fault(path, code, _wanted(code)))
        else:
            facts[code] = value
    if faults:
        raise InvalidData(f"Facts in {path.name} are at fault.", faults, hint="Correct them and run it again.")
    return facts


_SHAPE = 'A file of facts is one JSON object, such as {"name": "...", "next_on": "2026-03-31"}.'


def _json(path: Path) -> object:
    where = Place(file=path.name)
    try:
        size = path.stat().st_size
        return json.loads(path.read_text(encoding="utf-8-sig")) if size <= LARGEST_FACTS else None
    except (OSError, ValueError, RecursionError) as fault:
        hint = f"Check that the file is there and is plain text (JSON, UTF-8). {_SHAPE}"
        raise UnreadableSource("The file cannot be read.", where=where, hint=hint) from fault


def _is_day(code: str) -> bool:
    fact = letters().facts.get(code)
    return fact is not None and fact.sort in ("day", "deadline")


def _fact(code: str, given: object) -> str | date | None:
    if not isinstance(given, str):
        return None
    if not _is_day(code):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _wanted(code: str) -> str:
    return "This is a day; write it as 2026-03-31." if _is_day(code) else "This is to be text."


def _fault(path: Path, code: str, message: str) -> Problem:
    return error("bad_fact", message, where=Place(file=path.name, field=code))
