"""Made-up letters for the tests: every fact that a letter can ask for, in plain words; nobody in them exists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from fairness_core.report.letters import Letter, letters, write_letter

FACTS: Mapping[str, str | date] = {
    "name": "Dr Sample",
    "writer": "Sam Example",
    "writer_role": "the case manager",
    "contact": "Robin Example",
    "contact_reach": "01234 567890, on weekdays from 9 to 5",
    "support": "your union, and the support line for doctors",
    "reason": "We need to find out what happened on the ward in December.",
    "next_step": "We will talk to the people who were there.",
    "next_on": date(2026, 2, 3),
    "update_on": date(2026, 1, 27),
    "told_on": date(2026, 1, 12),
    "concern": "The accused failed to sign two records. He must be dealt with forthwith.",
    "news": "We have talked to three of the people who were there.",
    "limits": "work in theatre",
    "alternatives": "Working with a colleague would not have been enough, since nobody was free.",
    "from_on": date(2026, 1, 14),
    "pay": "you are paid in full",
    "told_others": "that you are away",
    "review_on": date(2026, 1, 28),
    "reviewed_on": date(2026, 1, 28),
    "meet_on": date(2026, 2, 5),
    "regulator": "the General Medical Council",
    "refer_on": date(2026, 1, 20),
    "answer_by": date(2026, 2, 10),
    "appeal_to": "the medical director",
    "finding": "Guilty of failure to sign two records, pursuant to the policy.",
    "finding_reasons": "You must sign records on the day.",
    "record": "this letter, for a year",
    "closed_on": date(2026, 3, 2),
    "learnt": "records can now be signed from the ward",
    "protection": "You will not be on the same rota for now.",
}
TUESDAY = datetime(2026, 1, 13, 10, tzinfo=UTC)
"""A Tuesday morning, a good time for a letter."""
KINDS = tuple(letters().kinds)


def made_letter(kind: str, *, without: tuple[str, ...] = (), **changed: str | date) -> Letter:
    """Return a letter of a kind with every fact, but for some."""
    given = {code: value for code, value in FACTS.items() if code not in without} | changed
    return write_letter(kind, given)
