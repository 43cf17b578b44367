"""Made-up cases for the tests of papers, and ways to read a paper: nobody in them exists, all are references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import attrs
from hypothesis import strategies as st
from tests.core.process.made_cases import CONTACT, DECIDER, MANAGER, WHOLE, Line, day, event, opened, staff

from fairness_core.process.case import advance
from fairness_core.process.log import Case, Event, Header, Subject, begin, follow, replay
from fairness_core.process.table import ProcessTable, load_process, process_table
from fairness_core.report.draft import Content

FIVE_STEP = process_table("five-step")

PERFORMERS = process_table("performers-list")

WORDS = {
    "n1": "Nobody is at risk at present.",
    "n2": "Other duties and supervision were looked at; neither was possible on the ward.",
    "n3": "The question is one of conduct at work, and local advice was enough.",
    "n4": "Two earlier cases were treated in the same way.",
    "n5": "What is said is serious and disputed.",
    "n6": "Two witnesses work on the same ward.",
    "n7": "The records show that the right procedure was followed.",
    "n20": "The inquiry has begun and two witnesses are still to be heard.",
    "n21": "The case manager was away, and nobody stood in.",
    "n22": "An expert's report was late; the expert was changed.",
    "n23": "The practitioner's representative was ill, and the hearing was moved.",
    "n24": "All witnesses have been heard; the practitioner can work on another ward.",
}
"""What the notes of the made-up cases say."""

AT_ONCE = 9
"""The day on which the made-up exclusions begin."""
LIFTED = AT_ONCE + 222

_CONTACT = staff("contact", CONTACT)


def played(lines: Iterable[Line], table: ProcessTable = FIVE_STEP, case: Case | None = None) -> Case:
    """Play lines of (day, event, role, who, fields) as a case; a `recorded` among the fields is the day of writing."""
    found = case or opened(table)
    for number, what, role, who, fields in lines:
        made = event(what, number, id=f"e{found.version + 1}", role=role, who=who, **fields)
        found = advance(table, found, made)
    return found


def until(what: str) -> Sequence[Line]:
    """Return the lines of the whole made-up case up to and with an event."""
    return WHOLE[: next(place for place, line in enumerate(WHOLE) if line[1] == what) + 1]


def _manager(number: int, what: str, **fields: object) -> Line:
    return (number, what, "case-manager", MANAGER, fields)


LONG: Sequence[Line] = (
    *until("exclude-at-once"),
    (10, "wellbeing-contact", "contact", CONTACT, {}),
    (16, "wellbeing-contact", "contact", CONTACT, {}),
    _manager(17, "send-update"),
    (20, "wellbeing-contact", "contact", CONTACT, {}),
    (20, "exclude", "case-manager", MANAGER, {"reason": "n20", "review_on": day(48), "contact": _CONTACT}),
    (21, "wellbeing-contact", "contact", CONTACT, {}),
    (28, "wellbeing-contact", "contact", CONTACT, {}),
    _manager(31, "send-update"),
    _manager(48, "review-restriction", reason="n20", review_on=day(76)),
    _manager(101, "review-restriction", reason="n20", review_on=day(129)),
    _manager(101, "explain-lateness", obligation="review-exclusion", reason="n21"),
    (102, "wellbeing-contact", "contact", CONTACT, {}),
    _manager(102, "send-update"),
    _manager(170, "review-restriction", reason="n20", review_on=day(198), recorded=172),
    _manager(172, "explain-lateness", obligation="review-exclusion", reason="n22"),
    (173, "wellbeing-contact", "contact", CONTACT, {}),
    _manager(205, "explain-lateness", obligation="review-exclusion", reason="n23"),
)
"""A case with an exclusion that goes on, whose reviews were missed and done late, each explained."""


def long_case(*, lifted: bool = False) -> Case:
    """Return the case of the long exclusion, as it goes on; or after it was lifted on its 222nd day."""
    end = (_manager(LIFTED, "lift-restriction", reason="n24"),) if lifted else ()
    return played((*LONG, *end))


NOT_EXCLUDED: Sequence[Line] = (
    *until("check-equity"),
    (5, "declare-no-conflict", "decision-maker", DECIDER, {}),
    (5, "decide-not-to-exclude", "decision-maker", DECIDER, {"reason": "n2", "evidence": ("d20",)}),
)
"""A case in which it was decided not to exclude."""


def told(content: Content) -> str:
    """Return everything that a reader sees of a paper, section after section."""
    return "\n".join([content.title, content.subtitle, *sections(content).values()])


def sections(content: Content) -> dict[str, str]:
    """Return the text of every section of a paper, by its name."""
    found = {}
    for section in content.sections:
        texts = [each.text for each in (*section.paragraphs, *section.bullets, *section.notes)]
        rows = section.table.rows if section.table else ()
        cells = [" | ".join(cell if isinstance(cell, str) else cell.text for cell in row) for row in rows]
        head = [" | ".join(each.label for each in section.table.columns)] if section.table else []
        found[section.name] = "\n".join([section.heading, *texts, *head, *cells])
    return found


def on(number: int) -> date:
    """Return the day so many days after the first of the made-up cases."""
    return day(number)


def shifted(case: Case, days: int) -> Case:
    """Return a case as if everything in it had happened so many days later."""
    by = timedelta(days=days)
    moved = (
        attrs.evolve(
            each,
            occurred=each.occurred + by,
            recorded=each.recorded + by,
            review_on=each.review_on and each.review_on + by,
            until=each.until and each.until + by,
        )
        for each in case.log
    )
    return replay(FIVE_STEP, case.header, moved)


_SORTS: Sequence[tuple[Sequence[Line], int]] = (
    (WHOLE, 20),
    (LONG, 5),
    ((*LONG, _manager(LIFTED, "lift-restriction", reason="n24")), 3),
    (until("exclude-at-once"), 8),
    (until("settle-return"), 6),
    (until("begin-triage"), 6),
    (until("begin-engagement"), 5),
    (until("record-outcome"), 4),
    (NOT_EXCLUDED, 3),
)
"""What cases there are in a large return, and how many of each in sixty."""


def many(number: int) -> list[tuple[ProcessTable, Case]]:
    """Return so many cases of several sorts, begun on different days; the first sixty have every sort."""
    sorts = [played(lines) for lines, times in _SORTS for _ in range(times)]
    spread = [sorts[place * 7 % len(sorts)] for place in range(number)]
    return [(FIVE_STEP, shifted(case, place % 9 * 11)) for place, case in enumerate(spread)]


OWN_TEXT = """
extends = "common"
id = "grievance"
revision = 1
title = "A grievance route, made up for tests"
notice = "Made up; nobody's policy."
source = "Made up."

[sources]
policy = "A policy, made up for tests."

[regions.route]
title = "The route"
main = true
start = "received"
[regions.route.states.received]
label = "Received"
[regions.route.states.heard]
label = "Heard"
[regions.route.states.done]
label = "Done"
final = true

[regions.duties]
title = "Duties"
start = "usual"
[regions.duties.states.usual]
label = "Usual duties"
final = true
[regions.duties.states.moved]
label = "Moved to other duties"

[events.hear]
label = "Hear the two sides"
nature = "record"
[events.answer]
label = "Answer the grievance"
nature = "record"
decides = true
by = ["decision-maker"]
asks = ["choice"]
[events.answer.choices]
upheld = "Upheld"
not-upheld = "Not upheld"
[events.move]
label = "Agree other duties"
nature = "record"
decides = true
asks = ["reason"]
[events.look-at-duties]
label = "Look at the duties again"
nature = "record"
decides = true
[events.move-back]
label = "Go back to usual duties"
nature = "supportive"

[arrows.heard]
region = "route"
at = ["received"]
event = "hear"
to = "heard"
doubt = "Made up."
[arrows.answered]
region = "route"
at = ["heard"]
event = "answer"
to = "done"
doubt = "Made up."
needs = [{ kind = "evidence", of = ["add-document"], since = ["hear"], says = "Add the note of the hearing." }]
[arrows.moved]
region = "duties"
at = ["usual"]
event = "move"
to = "moved"
doubt = "Made up."
[arrows.looked]
region = "duties"
at = ["moved"]
event = "look-at-duties"
doubt = "Made up."
[arrows.back]
region = "duties"
at = ["moved"]
event = "move-back"
to = "usual"
doubt = "Made up."

[obligations.review-duties]
title = "Look at the duties again"
says = "Ask whether they are still needed."
owed_by = "case-manager"
region = "duties"
states = ["moved"]
within = { number = 1, unit = "weeks" }
on_review_day = true
repeats = true
verified = true
met_by = ["look-at-duties", "move-back"]
source = "policy"
"""
OWN = load_process(OWN_TEXT, "grievance.toml")
"""A process of somebody's own: other steps, no exclusion, and a limit that is reviewed under another name."""

_EFFECTS_ON_ENTRIES = ("supply", "correct", "strike")
_ROLES = ("case-manager", "reviewer", "decision-maker", "contact", "practitioner", "raised")


@st.composite
def logs(draw: st.DrawFn, most: int = 30) -> Case:
    """Draw a case of any log whatever, also of one that nobody would have been allowed to write."""
    codes = [code for code, kind in FIVE_STEP.events.items() if kind.effect != "migrate"]
    case = begin(FIVE_STEP, Header(reference="c1", subject=Subject(id="p1"), process=FIVE_STEP.ref))
    for number in range(draw(st.integers(0, most))):
        what = draw(st.sampled_from(codes))
        if not case.log and FIVE_STEP.events[what].effect in _EFFECTS_ON_ENTRIES:
            continue
        case = follow(FIVE_STEP, case, _any_event(draw, case, what, number))
    return case


def _any_event(draw: st.DrawFn, case: Case, what: str, number: int) -> Event:
    day_, late = draw(st.integers(0, 300)), draw(st.sampled_from([0, 0, 0, 1, 40]))
    kind = FIVE_STEP.events[what]
    about = f"x{draw(st.integers(0, case.version - 1))}" if case.log else ""
    return event(
        what,
        day_,
        id=f"x{case.version}",
        role=draw(st.sampled_from(_ROLES)),
        who=f"u{draw(st.integers(1, 4))}",
        recorded=day_ + late,
        reason=draw(st.sampled_from(["", "n1", "n9"])),
        review_on=draw(st.sampled_from([None, day(day_ + 20)])),
        until=draw(st.sampled_from([None, day(day_ + 9)])),
        choice=draw(st.sampled_from(["", *kind.choices])),
        about=about if kind.effect in _EFFECTS_ON_ENTRIES else "",
        obligation=draw(st.sampled_from(["", "review-exclusion", "reason:x1", "none-such"])),
        refs=draw(st.sampled_from([(), ("n1",)])),
    )


def suspended() -> Case:
    """Return a case on a performers list that was suspended and reviewed once, as a log that is taken as it is."""
    case = begin(PERFORMERS, Header(reference="c1", subject=Subject(id="p1"), process=PERFORMERS.ref))
    for number, what in ((0, "raise-concern"), (1, "suspend"), (60, "review-list-decision")):
        case = follow(PERFORMERS, case, event(what, number, reason="n1"))
    return case
