"""The four elements as evidence: what each step asks, which events show it, and what is still asked."""

from __future__ import annotations

import pytest
from tests.core.process.made_cases import CONTACT, case_until, event, happened, opened

from fairness_core.process.case import advance
from fairness_core.process.compassion import Asked, asked, still_asked
from fairness_core.process.log import Case
from fairness_core.process.table import Element, ProcessTable, load_process, process_table

TABLE = process_table("five-step")


def standing(case: Case, step: str, element: Element) -> str:
    """Return how the question of a step by an element stands."""
    (found,) = (each for each in asked(TABLE, case) if (each.step, each.element) == (step, element))
    return found.standing


def test_a_new_case_is_asked_what_its_first_step_asks() -> None:
    """Each element of the step is asked, in its own words, and nothing of later steps."""
    found = asked(TABLE, opened())
    assert list(TABLE.main.states["attend"].elements) == [each.element for each in found]
    assert {"still asked"} == {each.standing for each in found}
    prompt = TABLE.main.states["attend"].elements["attending"]
    label = TABLE.main.states["attend"].label
    first = Asked(step="attend", label=label, element="attending", asks=prompt.asks, standing="still asked")
    assert first == next(each for each in found if each.element == "attending")


def test_an_event_of_the_step_shows_it() -> None:
    """What was done is named by its id, every time that it was done."""
    case = happened(TABLE, opened(), "offer-support", 0, id="e2")
    case = happened(TABLE, case, "wellbeing-contact", 1, id="e3", role="contact", who=CONTACT)
    found = next(each for each in asked(TABLE, case) if each.element == "attending")
    assert ("shown", ("e2", "e3")) == (found.standing, found.events)


def test_what_was_struck_out_shows_nothing() -> None:
    """An entry made by mistake is no evidence."""
    case = happened(TABLE, opened(), "wellbeing-contact", 1, id="e2", role="contact", who=CONTACT)
    assert "shown" == standing(case, "attend", "attending")
    case = happened(TABLE, case, "strike-entry", 1, about="e2", reason="n1")
    assert "still asked" == standing(case, "attend", "attending")


def test_an_event_that_leads_to_a_step_counts_for_both() -> None:
    """The event that begins a step shows what the step that it ends asks, and what the one that it begins asks."""
    table = load_process(
        """
        extends = "five-step"
        id = "ours"
        [regions.steps.states.attend.elements.attending]
        shown_by = ["begin-triage"]
        [regions.steps.states.understand.elements.attending]
        shown_by = ["begin-triage"]
        """
    )
    case = case_until("begin-triage", table)
    found = {each.step: (each.standing, each.events) for each in asked(table, case) if each.element == "attending"}
    last = ("shown", (case.log[-1].id,))
    assert {"attend": last, "understand": last} == found


def test_a_case_that_moved_to_another_table_is_asked_in_the_words_of_the_new_one() -> None:
    """Steps that the new table calls by another name are asked under that name."""
    old = case_until("name-contact")
    new = load_process(
        """
        extends = "five-step"
        id = "five-step-2"
        [regions.steps.states.attend.elements.attending]
        asks = "Who has listened?"
        """
    )
    moved = happened_under(TABLE, old, new)
    found = next(each for each in asked(new, moved) if each.element == "attending")
    assert ("Who has listened?", "still asked") == (found.asks, found.standing)
    helped = next(each for each in asked(new, moved) if each.element == "helping")
    assert ("shown", (old.log[-1].id,)) == (helped.standing, helped.events)


def happened_under(table: ProcessTable, case: Case, new: ProcessTable) -> Case:
    """Return the case after it moved to another table."""
    moving = event("move-to-table", 1, reason="n1", to_table=new.ref)
    return advance(table, case, moving, tables=lambda _: new)


def test_what_an_earlier_step_did_is_told_apart() -> None:
    """Contact before the step began is named as earlier: somebody may ask again."""
    case = happened(TABLE, opened(), "send-update", 0, id="e2")
    for number, each in enumerate(case_until("choose-formal-route").log[1:], start=10):
        case = happened(
            TABLE,
            case,
            each.what,
            6,
            id=f"x{number}",
            role=each.actor.role,
            who=each.actor.id,
            person=each.person,
            reason=each.reason,
            evidence=each.evidence,
            choice=each.choice,
        )
    found = next(each for each in asked(TABLE, case) if (each.step, each.element) == ("help", "helping"))
    earlier = {case.event(each).what for each in found.events}
    assert ("shown earlier", {"send-update", "agree-support-plan"}) == (found.standing, earlier)


def test_a_step_that_is_over_is_not_asked_any_more() -> None:
    """What was not shown then is said to be so, and nobody is sent back to it."""
    case = case_until("begin-engagement")
    assert "not shown" == standing(case, "understand", "attending")
    assert "understand" not in {each.step for each in still_asked(TABLE, case)}
    # What later steps did for the practitioner shows nothing of this one.
    assert "not shown" == standing(case_until(), "understand", "attending")


def test_still_asked_is_what_the_present_step_lacks() -> None:
    """What is left to do now, and only that."""
    case = case_until("begin-engagement")
    assert {("engage", "understanding"), ("engage", "empathising")} <= {
        (each.step, each.element) for each in still_asked(TABLE, case)
    }
    told = case_until("record-account")
    assert ("engage", "understanding") not in {(each.step, each.element) for each in still_asked(TABLE, told)}


@pytest.mark.parametrize("what", ["begin-learning", "close"])
def test_a_case_that_has_gone_through_tells_of_every_step(what: str) -> None:
    """Every step that the case was in stands in the order of the table; a closed case is asked nothing."""
    case = case_until(what)
    steps = list(dict.fromkeys(each.step for each in asked(TABLE, case)))
    assert ["attend", "understand", "engage", "help", "learn"] == steps
    assert (what == "close") == (still_asked(TABLE, case) == ())
