"""The papers of one case as a bundle, in order: contents first, then each paper that the case has something for.

The papers are drafts; `fairness_adapters.jobs.case_papers` turns them into files. Papers made elsewhere (the
practitioner's view, letters, the disclosure schedule) are handed in and come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from fairness_core.report.case_papers import CaseFile, draft, notices, plain, table_of
from fairness_core.report.chronology import build_chronology
from fairness_core.report.decision_record import build_decision_record, decisions
from fairness_core.report.draft import Draft, Section
from fairness_core.report.exclusion_review import build_exclusion_review
from fairness_core.report.spells import open_limits
from fairness_core.report.updates_log import build_updates_log

CONTENTS = "contents"
BELONGS = "Only what is listed here belongs to the bundle. A file beside it that is not listed is of another day."


@attrs.frozen(kw_only=True)
class Paper:
    """One paper of a bundle: its draft, and the name of its file without an ending, such as "01-chronology"."""

    name: str
    draft: Draft


def build_case_bundle(file: CaseFile, further: Sequence[Draft] = ()) -> tuple[Paper, ...]:
    """Build the bundle of a case as it stands on a day, the page of contents first; `further` papers come last.

    Names of files say the kind of paper and its place; they hold no reference to anybody.
    """
    made = [*_made(file), *further]
    width = max(2, len(str(len(made))))
    papers = [Paper(name=f"{place:0{width}}-{each.kind}", draft=each) for place, each in enumerate(made, start=1)]
    return (Paper(name=f"{0:0{width}}-{CONTENTS}", draft=_contents(file, papers)), *papers)


def _made(file: CaseFile) -> Iterator[Draft]:
    yield build_chronology(file)
    yield from (build_decision_record(file, each.id) for each in decisions(file.table, file.case))
    if open_limits(file.table, file.case):
        yield build_exclusion_review(file)
    yield build_updates_log(file)


def _contents(file: CaseFile, papers: Sequence[Paper]) -> Draft:
    rows = [
        (str(place), each.draft.title, each.draft.subtitle, each.name) for place, each in enumerate(papers, start=1)
    ]
    table = table_of("contents", "Papers of this bundle", ("Number", "Paper", "Of what", "File"), rows)
    section = Section(
        name=CONTENTS, heading="Papers", table=table, notes=(*plain([BELONGS]), *notices(file))
    )  # fmt: skip
    return draft(file, "case-bundle-contents", f"Bundle of case {file.case.reference}", (section,))
