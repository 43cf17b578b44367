"""A process that a new user wrote from the docs alone: what it says is what happens to a case played through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.core.process.made_cases import CONTACT, DECIDER, PRACTITIONER, RAISED, day, event, staff

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance, allowed, open_case
from fairness_core.process.log import Case, Subject
from fairness_core.process.obligations import due, lapsed
from fairness_core.process.table import load_process

TABLE = load_process(
    (Path(__file__).parents[2] / "processes" / "grievance.toml").read_text(encoding="utf-8"), "grievance.toml"
)
CHAIR, OTHER_CHAIR, WITNESS = "u6", "u7", "w1"

Line = tuple[int, str, dict[str, Any]]
OPENING: tuple[Line, ...] = (
    (1, "acknowledge", {}),
    (1, "support-raised", {}),
    (1, "offer-support", {}),
    (2, "tell-practitioner", {"evidence": ("d1",)}),
    (3, "talk-informally", {}),
)
TO_THE_MEETING: tuple[Line, ...] = (
    (4, "name-witness", {"person": staff("witness", WITNESS)}),
    (4, "support-witness", {"person": staff("witness", WITNESS)}),
    (4, "declare-no-conflict", {"role": "chair", "who": CHAIR}),
    (4, "appoint-chair", {"person": staff("chair", CHAIR)}),
    (7, "call-meeting", {"evidence": ("d2",)}),
)
TO_THE_DECISION: tuple[Line, ...] = (
    (14, "wellbeing-contact", {}),
    (14, "send-update", {}),
    (15, "hold-meeting", {"role": "chair", "who": CHAIR, "evidence": ("d3",)}),
    (16, "decide", {"role": "chair", "who": CHAIR, "choice": "not-upheld", "reason": "n1"}),
    (16, "tell-appeal-route", {}),
)
THE_APPEAL: tuple[Line, ...] = (
    (20, "send-update", {}),
    (20, "lodge-appeal", {"role": "raised", "who": RAISED}),
    (21, "declare-no-conflict", {"role": "appeal-chair", "who": OTHER_CHAIR}),
    (21, "appoint-appeal-chair", {"person": staff("appeal-chair", OTHER_CHAIR)}),
    (28, "wellbeing-contact", {}),
    (28, "decide-appeal", {"role": "appeal-chair", "who": OTHER_CHAIR, "choice": "upheld", "reason": "n2"}),
)
TO_THE_END: tuple[Line, ...] = (
    (29, "answer-raised", {}),
    (29, "record-no-lessons", {"reason": "n3"}),
    (29, "close", {}),
)


def raised() -> Case:
    """Return a grievance that was just raised."""
    first = event("raise-concern", role="raised", who=RAISED)
    return open_case(TABLE, first, reference="g1", subject=Subject(id=PRACTITIONER))


def played(*parts: tuple[Line, ...]) -> Case:
    """Return a grievance after parts of its life."""
    case = raised()
    for number, (on, what, fields) in enumerate(line for part in parts for line in part):
        case = advance(TABLE, case, event(what, on, id=f"e{number}", **fields))
    return case


def refused(case: Case, what: str, on: int, **fields: Any) -> tuple[str, ...]:
    """Return what is still needed for an event that must be refused."""
    with pytest.raises(TransitionRefused) as caught:
        advance(TABLE, case, event(what, on, **fields))
    return caught.value.unmet


def test_a_grievance_goes_from_raised_to_closed() -> None:
    """The whole route with an appeal: every step is entered in its turn, and the last one ends the case."""
    case = played(OPENING, TO_THE_MEETING, TO_THE_DECISION, THE_APPEAL, TO_THE_END)
    steps = [move.entered for move in case.moves if move.region == "steps"]
    assert ["informal", "formal", "decided", "appealed", "appeal-decided", "closed"] == steps
    assert {"steps": "closed", "activity": "ended", "witnesses": "supported"}.items() <= case.states.items()
    assert [] == [each.code for each in lapsed(TABLE, case, day(29))]


def test_a_grievance_can_be_settled_informally() -> None:
    """A talk that settles it ends the case without a meeting, once both know and support was offered."""
    talked = played(OPENING)
    assert ("Record how it was settled; where it was not, call a meeting.",) == refused(talked, "close", 4)
    settled = advance(TABLE, talked, event("settle-informally", 4, reason="n1"))
    assert "closed" == advance(TABLE, settled, event("close", 4)).states["steps"]


def test_a_meeting_waits_for_the_chair_and_for_the_witnesses() -> None:
    """Every condition that is missing is said at once; the route and not a person is what is refused."""
    named = played(OPENING, TO_THE_MEETING[:1])
    expected = ("Appoint somebody to chair the meeting.", "Offer the witnesses support first.")
    assert expected == refused(named, "call-meeting", 5, evidence=("d2",))


def test_everybody_has_five_working_days_to_prepare() -> None:
    """A meeting called on Monday the 12th is held from Tuesday the 20th on: five working days lie between."""
    called = played(OPENING, TO_THE_MEETING)
    early = event("hold-meeting", 14, role="chair", who=CHAIR, evidence=("d3",))
    with pytest.raises(TransitionRefused, match="five working days"):
        advance(TABLE, called, early)
    on_time = event("hold-meeting", 15, role="chair", who=CHAIR, evidence=("d3",))
    assert called.version + 1 == advance(TABLE, called, on_time).version


def test_what_is_late_holds_up_the_meeting_and_never_support() -> None:
    """Ten days without an acknowledgement: the formal meeting waits for it, a witness gets support all the same."""
    late = raised()
    assert "acknowledge" in [each.code for each in due(TABLE, late, day(10))]
    assert "Do first what is late." in refused(late, "call-meeting", 10, evidence=("d2",))
    named = advance(TABLE, late, event("name-witness", 10, person=staff("witness", WITNESS)))
    helped = advance(TABLE, named, event("support-witness", 10, person=staff("witness", WITNESS)))
    assert "supported" == helped.states["witnesses"]


@pytest.mark.parametrize("who", [CHAIR, WITNESS])
def test_an_appeal_is_heard_by_somebody_new(who: str) -> None:
    """Neither whoever decided nor a witness chairs the appeal."""
    appealed = played(OPENING, TO_THE_MEETING, TO_THE_DECISION, THE_APPEAL[:2])
    heard = advance(TABLE, appealed, event("declare-no-conflict", 20, role="witness", who=WITNESS))
    (needed,) = refused(heard, "appoint-appeal-chair", 21, person=staff("appeal-chair", who))
    assert needed == "Appoint somebody who had no part in the decision."


def test_nobody_decides_without_declaring_their_interests() -> None:
    """The chair was appointed but has declared nothing: the library's own rule holds in a table of one's own too."""
    lines = tuple(line for line in TO_THE_MEETING if line[1] != "declare-no-conflict")
    met = played(OPENING, lines, TO_THE_DECISION[:3])
    (needed,) = refused(met, "decide", 16, role="chair", who=CHAIR, choice="upheld", reason="n1")
    assert needed.startswith("Whoever decides has declared no conflict of interest")


def codes(case: Case) -> Iterator[str]:
    """Yield the events that could be next in a case."""
    return (each.event for each in allowed(TABLE, case, day(1)))


def test_events_without_a_use_are_neither_offered_nor_taken() -> None:
    """A grievance has no investigator and is not rated: nobody is offered it, and it is refused with the reason."""
    case = raised()
    assert set() == set(codes(case)) & set(TABLE.unused)
    unused = event("appoint-investigator", 1, person=staff("investigator", DECIDER), evidence=("d1",))
    with pytest.raises(TransitionRefused, match="no use for this event"):
        advance(TABLE, case, unused)


def test_protection_is_offered_in_a_process_of_ones_own() -> None:
    """Whatever the route, the protective events of the part that it extends are there from the first day."""
    protective = {code for code, kind in TABLE.events.items() if kind.nature == "protective"}
    assert protective <= set(codes(raised()))
    case = advance(TABLE, raised(), event("protect-raised", 1, who=CONTACT, role="contact"))
    assert "protected" == case.states["raised"]
    owed = [each.code for each in due(TABLE, case, day(1)) if each.event == case.log[-1].id]
    assert f"reason:{case.log[-1].id}" in owed
