"""Jobs on the papers of cases: a bundle of one case as Word files, and the return to the board over many.

    from functools import partial
    file = CaseFile(table=table, case=case, on=day, calendar=calendar, words=partial(store.note, case.reference))
    written = write_bundle(file, Path("bundle"))

What stands in the papers is made in `fairness_core.report`; which case and which day is the caller's to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import attrs

from fairness_adapters.formats.word_report import WordReport
from fairness_adapters.jobs.writing import write_files
from fairness_core.disclosure import NONE, Policy, Report, protect, threshold
from fairness_core.process.clocks import WEEKDAYS, Calendar
from fairness_core.process.log import Case
from fairness_core.process.table import ProcessTable
from fairness_core.report.board_return import build_board_return
from fairness_core.report.case_bundle import Paper, build_case_bundle
from fairness_core.report.case_papers import CaseFile
from fairness_core.report.draft import Draft

CONTENTS = "contents.json"
SCHEMA = "fairness-core/case-bundle/1"
FOR_THE_BOARD = threshold(5)


@attrs.frozen(kw_only=True)
class Written:
    """What was written: the paths in order, the contents with the fingerprint of each file, and what lay there before.

    `left` names papers of the folder that do not belong to this bundle, and were let be.
    """

    paths: tuple[Path, ...]
    contents: Mapping[str, object]
    left: tuple[str, ...]


def write_bundle(file: CaseFile, folder: Path, *, further: Sequence[Draft] = ()) -> Written:
    """Write the bundle of a case into a folder: a Word file for each paper, and `contents.json`; all or none.

    `further` papers (the practitioner's view, letters, the disclosure schedule) come last. Nothing is hidden:
    these are the copies of the case file. The same case, day and words give the same bytes. Raises `CallerError`
    for a text that no file can hold, `OutputError` when the place is at fault, and `MissingExtra` without
    python-docx.
    """
    papers = build_case_bundle(file, further)
    files = {f"{each.name}.docx": WordReport().write(protect(each.draft, NONE)) for each in papers}
    contents = _contents(file, papers, files)
    as_json = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
    paths = write_files({**files, CONTENTS: as_json.encode()}, folder)
    return Written(paths=paths, contents=contents, left=_left(folder, files))


def _contents(file: CaseFile, papers: Sequence[Paper], files: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "case": file.case.reference,
        "on": file.on.isoformat(),
        "process": attrs.asdict(file.table.ref),
        "notice": file.table.notice,
        "log": {"entries": file.case.version, "sha256": file.head},
        "papers": [
            {"file": name, "title": each.draft.title, "of": each.draft.subtitle, "sha256": sha256(data).hexdigest()}
            for each, (name, data) in zip(papers, files.items(), strict=True)
        ],
    }


def _left(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Name the Word files of the folder that this bundle did not write."""
    return tuple(sorted(each.name for each in folder.glob("*.docx") if each.name not in files))


def report_board(
    cases: Iterable[tuple[ProcessTable, Case]],
    *,
    since: date,
    on: date,
    policy: Policy = FOR_THE_BOARD,
    calendar: Calendar = WEEKDAYS,
    unreadable: int = 0,
) -> Report:
    """Return the return to the board for a period that ends with a day; small numbers are hidden by default.

    `unreadable` says how many cases could not be read, and so are not in it.
    """
    return protect(build_board_return(cases, since=since, on=on, calendar=calendar, unreadable=unreadable), policy)
