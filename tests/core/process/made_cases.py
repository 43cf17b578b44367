"""Made-up cases for the tests of the process: nobody in them exists, and everybody is a reference.

`happened` records one event as a case manager would; `WHOLE` is a case from its concern to aftercare, as lines of
(day, event, role, who, fields); `case_until` plays it up to an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fairness_core.process.case import advance, open_case
from fairness_core.process.log import Case, Event, Subject
from fairness_core.process.table import ProcessTable, process_table
from fairness_core.staff import StaffRef

FIRST_DAY = date(2026, 1, 5)
"""A Monday."""

MANAGER, REVIEWER, INVESTIGATOR, DECIDER, CONTACT = "u1", "u2", "u3", "u4", "u5"
PRACTITIONER, RAISED = "p1", "r1"

Line = tuple[int, str, str, str, dict[str, Any]]


def day(number: int) -> date:
    """Return the day so many days after the first."""
    return FIRST_DAY + timedelta(days=number)


def staff(role: str, who: str) -> StaffRef:
    """Return a reference to somebody in a role."""
    return StaffRef(role=role, id=who)


def event(
    what: str,
    number: int = 0,
    *,
    id: str = "",  # noqa: A002
    role: str = "case-manager",
    who: str = MANAGER,
    recorded: int | None = None,
    **fields: Any,
) -> Event:
    """Return an event on a day; its id is made of the event and the day unless one is given."""
    occurred = datetime.combine(day(number), time(10), tzinfo=UTC)
    written = datetime.combine(day(number if recorded is None else recorded), time(10), tzinfo=UTC)
    name = id or f"{what}-{number}-{who}"
    return Event(id=name, what=what, occurred=occurred, recorded=written, actor=staff(role, who), **fields)


def opened(table: ProcessTable | None = None, **fields: Any) -> Case:
    """Return a case that has just been opened by whoever raised the concern."""
    first = event("raise-concern", role="raised", who=RAISED, **fields)
    used = table or process_table("five-step")
    return open_case(used, first, reference="c1", subject=Subject(id=PRACTITIONER))


def happened(table: ProcessTable, case: Case, what: str, number: int = 0, **fields: Any) -> Case:
    """Return the case after an event on a day."""
    return advance(table, case, event(what, number, **fields))


_OF = staff
WHOLE: Sequence[Line] = (
    (0, "declare-no-conflict", "case-manager", MANAGER, {}),
    (0, "decide-immediate-risk", "case-manager", MANAGER, {"reason": "n1"}),
    (0, "name-contact", "case-manager", MANAGER, {"person": _OF("contact", CONTACT)}),
    (0, "offer-support", "case-manager", MANAGER, {}),
    (0, "support-raised", "case-manager", MANAGER, {}),
    (1, "no-safeguarding-question", "case-manager", MANAGER, {}),
    (1, "no-health-concern", "case-manager", MANAGER, {}),
    (1, "declare-no-conflict", "reviewer", REVIEWER, {}),
    (1, "begin-triage", "reviewer", REVIEWER, {}),
    (2, "record-rating", "reviewer", REVIEWER, {"evidence": ("d1",)}),
    (2, "choose-category", "reviewer", REVIEWER, {"choice": "conduct"}),
    (2, "answer-fairness-questions", "reviewer", REVIEWER, {"evidence": ("d2",)}),
    (2, "record-alternatives", "reviewer", REVIEWER, {"reason": "n2"}),
    (3, "begin-engagement", "case-manager", MANAGER, {}),
    (3, "tell-practitioner", "case-manager", MANAGER, {"evidence": ("d3",)}),
    (3, "wellbeing-contact", "contact", CONTACT, {}),
    (4, "record-account", "practitioner", PRACTITIONER, {"evidence": ("d4",)}),
    (4, "agree-support-plan", "case-manager", MANAGER, {}),
    (4, "advice-not-needed", "case-manager", MANAGER, {"reason": "n3"}),
    (4, "check-equity", "case-manager", MANAGER, {"reason": "n4"}),
    (5, "choose-formal-route", "case-manager", MANAGER, {"reason": "n5"}),
    (5, "declare-no-conflict", "investigator", INVESTIGATOR, {}),
    (
        7,
        "appoint-investigator",
        "case-manager",
        MANAGER,
        {"person": _OF("investigator", INVESTIGATOR), "evidence": ("d5",)},
    ),
    (
        9,
        "exclude-at-once",
        "case-manager",
        MANAGER,
        {"reason": "n6", "review_on": day(20), "contact": _OF("contact", CONTACT)},
    ),
    (10, "wellbeing-contact", "contact", CONTACT, {}),
    (16, "wellbeing-contact", "contact", CONTACT, {}),
    (16, "send-update", "case-manager", MANAGER, {}),
    (18, "lift-restriction", "case-manager", MANAGER, {}),
    (21, "submit-report", "investigator", INVESTIGATOR, {"evidence": ("d6",)}),
    (22, "send-report", "case-manager", MANAGER, {"evidence": ("d7",), "contact": _OF("contact", CONTACT)}),
    (22, "wellbeing-contact", "contact", CONTACT, {}),
    (24, "record-comments", "practitioner", PRACTITIONER, {"evidence": ("d8",)}),
    (25, "declare-no-conflict", "decision-maker", DECIDER, {}),
    (25, "settle-return", "case-manager", MANAGER, {}),
    (26, "update-raised", "case-manager", MANAGER, {}),
    (27, "record-outcome", "decision-maker", DECIDER, {"choice": "no-case-to-answer", "reason": "n7"}),
    (27, "send-update", "case-manager", MANAGER, {}),
    (27, "tell-appeal-route", "case-manager", MANAGER, {}),
    (28, "begin-learning", "case-manager", MANAGER, {}),
    (29, "record-lessons", "case-manager", MANAGER, {"evidence": ("d9",)}),
    (29, "confirm-lessons", "decision-maker", DECIDER, {}),
    (29, "plan-actions", "case-manager", MANAGER, {"evidence": ("d10",)}),
    (30, "give-feedback", "case-manager", MANAGER, {}),
    (30, "plan-aftercare", "case-manager", MANAGER, {}),
    (30, "answer-raised", "case-manager", MANAGER, {}),
    (31, "close", "case-manager", MANAGER, {}),
)


def case_until(what: str = "", table: ProcessTable | None = None) -> Case:
    """Play the whole made-up case up to and with an event; to its end when none is named."""
    used = table or process_table("five-step")
    case = opened(used)
    for number, (on, name, role, who, fields) in enumerate(WHOLE):
        case = happened(used, case, name, on, id=f"e{number + 2}", role=role, who=who, **fields)
        if name == what:
            break
    return case
