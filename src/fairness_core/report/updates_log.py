"""Who was told what, and when: the letters, updates and contacts of a case, told from its log.

Drafts of letters are made in `letters`; which of the case's papers somebody saw is in the disclosure schedule.
"""

from __future__ import annotations

from fairness_core.process.log import Event
from fairness_core.process.obligations import held
from fairness_core.report.case_papers import (
    REACHES,
    CaseFile,
    day_text,
    draft,
    notices,
    plain,
    table_of,
)
from fairness_core.report.draft import Draft, Section

NOBODY_YET = "Nobody has been told anything yet, as far as the log says."


def build_updates_log(file: CaseFile) -> Draft:
    """Build the log of letters, updates and contacts as it stands on a day."""
    told = sorted((each for each in file.known if each and _reaches(file, each)), key=lambda each: each.occurred)
    title = f"Letters, updates and contacts: case {file.case.reference}"
    return draft(file, "updates-log", title, (_told(file, told),))


def _reaches(file: CaseFile, event: Event) -> str:
    kind = file.kind(event)
    return ", ".join(REACHES[each] for each in kind.tells if each) if kind else ""


def _to(file: CaseFile, event: Event) -> str:
    """Return whom an event reaches; while telling the practitioner is held, that too."""
    until = held(file.table, file.case, event.day)
    mark = f" (telling the practitioner was held until {day_text(until)})" if until else ""
    return f"{_reaches(file, event)}{mark}"


def _told(file: CaseFile, told: list[Event]) -> Section:
    rows = [
        (
            str(file.number(each.id)),
            day_text(each.day),
            file.label(each),
            _to(file, each),
            file.role(each.actor),
            file.documents(each) or "none",
        )
        for each in told
    ]
    if not rows:
        said = plain([NOBODY_YET])
        return Section(name="told", heading="Who was told what", paragraphs=said, notes=notices(file))
    headings = ("Entry", "Day", "What", "To", "By", "Documents")
    table = table_of("told", "Who was told what, and when", headings, rows)
    return Section(name="told", heading="Who was told what", table=table, notes=notices(file))
