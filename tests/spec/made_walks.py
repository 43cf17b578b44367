"""Whole made-up cases for the spec tests of the processes, each event judged as it comes.

Nobody here exists, and everybody is a reference. One clock or one guard alone is looked at with `made_clocks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.core.process.made_cases import (
    CONTACT,
    DECIDER,
    INVESTIGATOR,
    MANAGER,
    PRACTITIONER,
    RAISED,
    REVIEWER,
    WHOLE,
    Line,
    day,
    event,
    opened,
    staff,
)
from tests.spec.made_clocks import unmet

from fairness_core.process.case import advance
from fairness_core.process.log import Case
from fairness_core.process.table import ProcessTable, process_table

CHIEF, SECOND, PANEL, APPEAL_PANEL, BOARD, GROUP, DEAN, SUPERVISOR = (
    "u20",
    "u21",
    "u22",
    "u23",
    "u24",
    "u25",
    "u26",
    "u27",
)


def played(table: ProcessTable, lines: Sequence[Line]) -> Case:
    """Play lines of (day, event, role, who, fields) as a case, each judged as it comes."""
    return list(steps_of(table, lines))[-1]


def steps_of(table: ProcessTable, lines: Sequence[Line]) -> Iterator[Case]:
    """Yield the case after its opening and after each of its lines."""
    case = opened(table)
    yield case
    for number, (on, what, role, who, fields) in enumerate(lines):
        case = advance(table, case, event(what, on, id=f"e{number + 2}", role=role, who=who, **fields))
        yield case


def manager(on: int, *events: str, **fields: Any) -> list[Line]:
    """Return lines of what the case manager does on a day."""
    return [(on, each, "case-manager", MANAGER, fields) for each in events]


def by(role: str, who: str, on: int, *events: str, **fields: Any) -> list[Line]:
    """Return lines of what somebody does on a day."""
    return [(on, each, role, who, fields) for each in events]


def in_touch(*days: int) -> list[Line]:
    """Return lines in which the practitioner is asked how they are, and brought up to date."""
    return [
        line for on in days for line in [*by("contact", CONTACT, on, "wellbeing-contact"), *manager(on, "send-update")]
    ]


NAMED = staff("contact", CONTACT)
BEGUN: Sequence[Line] = (
    *manager(0, "declare-no-conflict"),
    *manager(0, "decide-immediate-risk", reason="n1"),
    *manager(0, "name-contact", person=NAMED),
    *manager(0, "offer-support", "support-raised"),
    *manager(1, "no-safeguarding-question", "no-health-concern"),
)
TRIAGED: Sequence[Line] = (
    *by("reviewer", REVIEWER, 2, "declare-no-conflict"),
    *by("reviewer", REVIEWER, 2, "record-rating", "answer-fairness-questions", evidence=("d1",)),
    *by("reviewer", REVIEWER, 2, "choose-category", choice="conduct"),
    *manager(2, "record-alternatives", "check-equity", "advice-not-needed", reason="n2"),
)
HEARD: Sequence[Line] = (
    *manager(3, "tell-practitioner", evidence=("d2",)),
    *in_touch(3),
    *by("practitioner", PRACTITIONER, 4, "record-account", evidence=("d3",)),
    *manager(4, "agree-support-plan"),
)


def learnt(on: int, second: str = "hr") -> list[Line]:
    """Return the lines of learning, up to the answer to whoever raised the concern."""
    return [
        *manager(on, "record-lessons", "plan-actions", evidence=("d20",)),
        *by(second, SECOND, on, "confirm-lessons"),
        *manager(on, "give-feedback", "plan-aftercare", "answer-raised"),
    ]


_MHPS_BEGUN: Sequence[Line] = (
    *by("chief-executive", CHIEF, 0, "register-concern"),
    *by("chief-executive", CHIEF, 0, "name-case-manager", person=staff("case-manager", MANAGER)),
    *by("chief-executive", CHIEF, 0, "name-designated-member", person=staff("designated-member", BOARD)),
    *BEGUN,
    *manager(1, "begin-first-look"),
    *TRIAGED,
    *HEARD,
)
MHPS_REPORTED: Sequence[Line] = (
    *_MHPS_BEGUN,
    *by("hr", SECOND, 4, "give-second-view", reason="n3"),
    *manager(4, "decide-to-investigate", reason="n4"),
    *by("investigator", INVESTIGATOR, 4, "declare-no-conflict"),
    *manager(4, "appoint-investigator", person=staff("investigator", INVESTIGATOR), evidence=("d4",)),
    *manager(5, "tell-of-investigation", evidence=("d5",), contact=NAMED),
    *manager(5, "tell-of-companion"),
    *manager(8, "show-correspondence", "show-interview-list", evidence=("d6",)),
    *in_touch(17),
    *by("investigator", INVESTIGATOR, 18, "record-account", evidence=("d7",)),
    *manager(26, "update-raised"),
    *by("investigator", INVESTIGATOR, 28, "finish-investigation"),
    *by("investigator", INVESTIGATOR, 29, "submit-report", evidence=("d8",)),
    *manager(30, "send-report", evidence=("d8",), contact=NAMED),
    *in_touch(31),
    *by("practitioner", PRACTITIONER, 35, "record-comments", evidence=("d9",)),
    *manager(35, "begin-decision"),
)
MHPS_HEARING: Sequence[Line] = (
    *MHPS_REPORTED,
    *manager(36, "send-to-conduct-hearing", reason="n5"),
    *manager(36, "send-decision", evidence=("d10",), contact=NAMED),
    *manager(37, "give-hearing-notice", evidence=("d11",), contact=NAMED),
    *manager(37, "exchange-documents", evidence=("d12",)),
    *in_touch(44),
    *manager(54, "update-raised"),
    *in_touch(58),
    *by("panel", PANEL, 66, "declare-no-conflict"),
    *by("panel", PANEL, 66, "hold-hearing", evidence=("d13",)),
    *in_touch(67),
    *by("panel", PANEL, 68, "decide-hearing", choice="written-warning", reason="n6"),
    *manager(68, "send-decision", evidence=("d14",), contact=NAMED),
    *manager(68, "tell-appeal-route"),
    *in_touch(69),
    *by("practitioner", PRACTITIONER, 73, "lodge-appeal"),
    *manager(82, "update-raised"),
    *in_touch(83),
    *by("appeal-panel", APPEAL_PANEL, 90, "declare-no-conflict"),
    *by("appeal-panel", APPEAL_PANEL, 90, "hold-appeal", evidence=("d15",)),
    *by("appeal-panel", APPEAL_PANEL, 91, "decide-appeal", choice="upheld-in-part", reason="n7"),
    *learnt(92),
    *manager(92, "close"),
)
MHPS_HEALTH: Sequence[Line] = (
    *_MHPS_BEGUN,
    *manager(5, "take-health-route", reason="n3"),
    *manager(5, "refer-occupational-health"),
    *in_touch(12, 26),
    *manager(26, "update-raised", "occupational-health-advised", evidence=("d4",)),
    *manager(27, "leave-health-route", reason="n4"),
    *manager(28, "record-outcome", choice="support-or-training", reason="n5"),
    *manager(28, "send-decision", evidence=("d5",), contact=NAMED),
    *manager(28, "tell-appeal-route", "begin-learning"),
    *in_touch(29),
    *by("practitioner", PRACTITIONER, 30, "no-appeal"),
    *learnt(30),
    *manager(30, "close"),
)

PL_REPORTED: Sequence[Line] = (
    *by("hr", SECOND, 0, "name-case-manager", person=staff("case-manager", MANAGER)),
    *BEGUN,
    *manager(1, "begin-triage"),
    *TRIAGED,
    *HEARD,
    *manager(4, "bring-before-advisory-group"),
    *by("advisory-group", GROUP, 8, "declare-no-conflict"),
    *by("advisory-group", GROUP, 8, "decide-on-inquiry", reason="n3", evidence=("d4",)),
    *by("investigator", INVESTIGATOR, 8, "declare-no-conflict"),
    *by(
        "advisory-group",
        GROUP,
        8,
        "appoint-investigator",
        person=staff("investigator", INVESTIGATOR),
        evidence=("d4",),
    ),
    *in_touch(17),
    *manager(26, "update-raised"),
    *by("investigator", INVESTIGATOR, 28, "submit-report", evidence=("d5",)),
    *manager(29, "send-report", evidence=("d5",), contact=NAMED),
    *in_touch(31),
    *by("practitioner", PRACTITIONER, 36, "record-comments", evidence=("d6",)),
    *manager(37, "return-to-advisory-group"),
)
_PL_END: Sequence[Line] = (
    *manager(130, "tell-appeal-route", "carry-out-decision"),
    *by("decision-maker", PANEL, 130, "end-limits"),
    *in_touch(131),
    *manager(137, "settle-return", "begin-learning"),
    *learnt(137),
    *by("decision-maker", PANEL, 137, "close"),
)
PL_CONDITIONS: Sequence[Line] = (
    *PL_REPORTED,
    *by("advisory-group", GROUP, 38, "refer-to-panel", reason="n4"),
    *by("decision-maker", PANEL, 39, "declare-no-conflict"),
    *by("decision-maker", PANEL, 39, "give-notice-of-list-action", reason="n5", evidence=("d7",), contact=NAMED),
    *in_touch(40),
    *by("practitioner", PRACTITIONER, 45, "make-representations", evidence=("d8",)),
    *by("practitioner", PRACTITIONER, 45, "ask-for-hearing", "representations-complete"),
    *in_touch(52),
    *manager(54, "update-raised"),
    *by("decision-maker", PANEL, 60, "hold-oral-hearing", evidence=("d9",)),
    *by("decision-maker", PANEL, 60, "begin-list-decision"),
    *by("decision-maker", PANEL, 60, "impose-conditions", reason="n6", review_on=day(130), contact=NAMED),
    *manager(61, "notify-list-decision", evidence=("d10",), contact=NAMED),
    *in_touch(61, 75),
    *manager(82, "update-raised"),
    *in_touch(89),
    *by("decision-maker", PANEL, 90, "record-outcome", choice="support-or-training", reason="n7"),
    *in_touch(91, 105),
    *manager(110, "update-raised"),
    *in_touch(119),
    *_PL_END,
)

RACISM: Sequence[Line] = (
    *by("raised", RAISED, 0, "record-own-words", evidence=("d1",)),
    *manager(0, "protect-raised", reason="n1"),
    *BEGUN,
    *manager(1, "begin-triage"),
    *(line for line in TRIAGED if line[1] != "choose-category"),
    *by("reviewer", REVIEWER, 2, "answer-same-questions", evidence=("d2",)),
    *manager(3, "begin-engagement"),
    *HEARD,
    *by("reviewer", REVIEWER, 4, "check-consistency", reason="n3", evidence=("d3",)),
    *manager(5, "choose-formal-route", reason="n4"),
    *manager(14, "update-raised"),
    *in_touch(17),
    *by("reviewer", REVIEWER, 18, "check-consistency", reason="n5", evidence=("d4",)),
    *manager(18, "say-what-lies-where", choice="both", evidence=("d5",)),
    *by("decision-maker", DECIDER, 18, "declare-no-conflict"),
    *by("decision-maker", DECIDER, 18, "record-outcome", choice="support-or-training", reason="n6"),
    *in_touch(19),
    *manager(19, "tell-appeal-route", "begin-learning"),
    *learnt(20),
    *manager(20, "close"),
)
TRAINEE: Sequence[Line] = (
    *BEGUN,
    *by("deans-team", DEAN, 1, "offer-coaching", "offer-pastoral-support", "offer-neurodiversity-assessment"),
    *manager(1, "tell-employer-and-deanery", evidence=("d1",)),
    *manager(1, "begin-triage"),
    *TRIAGED,
    *manager(3, "begin-engagement"),
    *HEARD,
    *by("deans-team", DEAN, 4, "review-by-deans-team", reason="n3"),
    *manager(5, "choose-formal-route", reason="n4"),
    *by("deans-team", DEAN, 11, "review-by-deans-team", reason="n5"),
    *in_touch(17),
    *by("deans-team", DEAN, 18, "review-by-deans-team", reason="n6"),
    *by("educational-supervisor", SUPERVISOR, 18, "prepare-arcp", contact=NAMED),
    *by("programme-director", SECOND, 19, "declare-no-conflict"),
    *by("programme-director", SECOND, 19, "hold-arcp", evidence=("d4",)),
    *in_touch(20),
    *by("programme-director", SECOND, 20, "extend-training", reason="n7"),
    *in_touch(21),
    *by("decision-maker", DECIDER, 21, "declare-no-conflict"),
    *by("decision-maker", DECIDER, 21, "record-outcome", choice="support-or-training", reason="n8"),
    *in_touch(22),
    *manager(22, "tell-appeal-route", "begin-learning"),
    *learnt(23),
    *manager(23, "close"),
)

_OUTCOME = next(place for place, line in enumerate(WHOLE) if line[1] == "tell-appeal-route")
FIVE_STEP: Sequence[Line] = (
    *WHOLE[:_OUTCOME],
    WHOLE[_OUTCOME],
    *by("contact", CONTACT, 28, "wellbeing-contact"),
    *WHOLE[_OUTCOME + 1 :],
)
"""The whole case of the other tests, with the call after the outcome that it leaves out."""

WALKS: dict[str, tuple[str, Sequence[Line]]] = {
    "five-step": ("five-step", FIVE_STEP),
    "mhps: hearing and appeal": ("mhps", MHPS_HEARING),
    "mhps: health": ("mhps", MHPS_HEALTH),
    "performers-list: conditions": ("performers-list", PL_CONDITIONS),
    "allegation-of-racism": ("allegation-of-racism", RACISM),
    "trainee": ("trainee", TRAINEE),
}
"""Whole cases, each from its concern to its closing."""


def walk(name: str) -> tuple[ProcessTable, list[Case]]:
    """Return a whole case's process, and the case after each of its events."""
    process, lines = WALKS[name]
    table = process_table(process)
    return table, list(steps_of(table, lines))


def missing(table: ProcessTable, lines: Sequence[Line], left_out: str, what: str) -> list[str]:
    """Return what holds up an event of a whole case when another one was left out on the way to it."""
    case = opened(table)
    for number, (on, name, role, who, fields) in enumerate(lines):
        if name == what:
            return unmet(table, case, what, day(on))
        if name != left_out:
            case = advance(table, case, event(name, on, id=f"e{number + 2}", role=role, who=who, **fields))
    raise AssertionError(what)
