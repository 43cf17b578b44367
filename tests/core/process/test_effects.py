"""What an event with an effect must be sound in: each thing that would make no sense has its sentence."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.process.made_cases import MANAGER, day, event, staff
from tests.core.process.made_house import HOUSE, Line, newer, played

from fairness_core.errors import CallerError, TransitionRefused
from fairness_core.process.case import advance
from fairness_core.process.log import Case, no_other_table
from fairness_core.process.table import ProcessTable, TableRef

NO_EVENT = "Give in `about` the id of an event of this case."
STAYS = "This event moved the case or did more than record, so it stays: record the event that puts it right."
WHY = "Say why: give the reference of the written reason."
FULL: dict[str, Any] = {"reason": "n1", "contact": staff("contact", "u5"), "review_on": day(9)}


def unmet(case: Case, what: str, on: int = 9, **fields: Any) -> tuple[str, ...]:
    """Return what is unmet of an event on a day; nothing when it happens."""
    try:
        advance(HOUSE, case, event(what, on, id="e90", **fields))
    except TransitionRefused as fault:
        return fault.unmet
    return ()


# --- interests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "lines", "what", "fields"),
    [
        ((), (), "clear", {}),
        ((), (), "clear", {"person": staff("case-manager", MANAGER)}),
        (("Only the person can declare that they have no conflict of interest.",), (), "clear", {"person": staff("finder", "u3")}),
        ((), (("clear", 0, {}),), "conflict", {}),
        ((), (), "conflict", {"person": staff("finder", "u3")}),
        (("A conflict that was declared is not taken back; somebody else records how it is managed.",), (("conflict", 0, {}),), "clear", {}),
        (("Somebody else decides how a person's conflict of interest is managed.",), (("conflict", 0, {}),), "manage", {}),
        ((), (("conflict", 0, {"who": "u2"}),), "manage", {"person": staff("case-manager", "u2")}),
        ((), (("conflict", 0, {"who": "u2"}), ("manage", 1, {"person": staff("case-manager", "u2")})), "conflict", {"who": "u2"}),
    ],
)  # fmt: skip
def test_interests_are_declared_by_oneself_and_managed_by_another(
    expected: tuple[str, ...], lines: tuple[Line, ...], what: str, fields: dict[str, Any]
) -> None:
    """Nobody clears another or takes a conflict back, and nobody manages their own."""
    assert expected == unmet(played(*lines), what, **fields)


def test_a_managed_conflict_is_not_declared_away() -> None:
    """Whoever had a conflict that is managed does not clear themselves of it."""
    case = played(("conflict", 0, {"who": "u2"}), ("manage", 1, {"person": staff("case-manager", "u2")}))
    says = "A conflict that was declared is not taken back; somebody else records how it is managed."
    assert (says,) == unmet(case, "clear", who="u2")


# --- what speaks of an earlier event -------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["supply", "correct", "strike"])
def test_an_amendment_speaks_of_an_event_of_the_case(what: str) -> None:
    """An id that the log does not have, and that of the amendment itself, are nothing to amend."""
    for about in ("e99", "e90"):
        assert (NO_EVENT,) == unmet(played(), what, about=about, reason="n1")


@pytest.mark.parametrize("what", ["supply", "correct"])
def test_what_was_struck_out_is_not_amended(what: str) -> None:
    """What counts for nothing is not added to or corrected."""
    case = played(("talk", 1, {}), ("strike", 2, {"about": "e2", "reason": "n1"}))
    says = "This event was struck out: record it anew where it did happen."
    assert (says,) == unmet(case, what, about="e2", reason="n1")


@pytest.mark.parametrize("what", ["supply", "correct"])
def test_a_review_that_is_given_later_is_not_before_the_step(what: str) -> None:
    """The day of a review is not before the step that it reviews; it may be before the day on which it is given."""
    case = played(("shut", 3, {}))
    says = "The day of the review is not before the day on which the event occurred."
    assert (says,) == unmet(case, what, about="e2", reason="n1", review_on=day(2))
    assert () == unmet(case, what, about="e2", reason="n1", review_on=day(3))


def test_a_correction_dates_nothing_after_its_recording() -> None:
    """What was written down on a day has occurred by then."""
    case = played(("talk", 1, {"recorded": 4}))
    assert ("The event cannot have occurred after it was recorded.",) == unmet(case, "correct", about="e2", reason="n1", true_day=day(5))  # fmt: skip
    assert () == unmet(case, "correct", about="e2", reason="n1", true_day=day(4))


@pytest.mark.parametrize("what", ["appoint", "dismiss", "conflict"])
def test_a_part_is_not_given_or_taken_by_a_correction(what: str) -> None:
    """Whoever was named has had the part since: another event puts it right."""
    case = played(("clear", 0, {"who": "u3"}), (what, 1, {"who": "u2", "person": staff("finder", "u3")}))
    says = "Somebody was named by this event, and has had that part since: record the event that puts it right."
    assert (says,) == unmet(case, "correct", about="e3", reason="n1", person=staff("finder", "u4"))
    assert () == unmet(case, "correct", about="e3", reason="n1", evidence=("d1",))


def test_a_person_in_any_other_event_can_be_corrected() -> None:
    """Whom an event only mentions can be put right."""
    case = played(("talk", 1, {"person": staff("practitioner", "p1")}))
    assert () == unmet(case, "correct", about="e2", reason="n1", person=staff("practitioner", "p2"))


def test_a_review_is_not_put_off_by_a_correction() -> None:
    """A correction may bring a review forward, and never puts it off: that would extend what it limits."""
    case = played(("shut", 1, FULL))
    says = "A day of review is not put off by a correction: review it, and give the next day then."
    assert (says,) == unmet(case, "correct", 3, about="e2", reason="n1", review_on=day(10))
    assert () == unmet(case, "correct", 3, about="e2", reason="n1", review_on=day(9))
    assert () == unmet(case, "correct", 3, about="e2", reason="n1", review_on=day(8))


def test_a_review_that_was_brought_forward_is_not_put_off_again() -> None:
    """The day as it is known now counts."""
    case = played(("shut", 1, FULL), ("correct", 2, {"about": "e2", "reason": "n1", "review_on": day(5)}))
    assert 1 == len(unmet(case, "correct", 3, about="e2", reason="n1", review_on=day(6)))


@pytest.mark.parametrize("about", ["e1", "e2", "e3"])
def test_what_moved_the_case_is_not_struck_out(about: str) -> None:
    """The opening, a move and an effect stay; what only records can go."""
    case = played(("shut", 1, {}), ("hold", 2, {"until": day(4), "choice": "police"}), ("shut", 3, {}))
    assert (STAYS,) == unmet(case, "strike", about=about, reason="n1")
    assert () == unmet(case, "strike", about="e4", reason="n1")


def test_nothing_is_struck_out_twice() -> None:
    """What was struck out already is said so."""
    case = played(("talk", 1, {}), ("strike", 2, {"about": "e2", "reason": "n1"}))
    assert ("This event was struck out already.",) == unmet(case, "strike", about="e2", reason="n1")
    assert (STAYS,) == unmet(case, "strike", about="e3", reason="n1")


# --- later days and reasons ----------------------------------------------------------------------------------------


def test_an_extension_says_what_until_when_and_why() -> None:
    """Everything that is missing is told at once."""
    case = played(("letter", 0, {}))
    assert ("Give in `obligation` the code of what is to be extended.",) == unmet(case, "extend")
    assert ("Give the day until which it lasts.", WHY) == unmet(case, "extend", obligation="answer")
    assert () == unmet(case, "extend", obligation="answer", until=day(30), reason="n1")


def test_only_what_may_be_extended_is() -> None:
    """A review whose missing gives a right is never extended, nor a ceiling, nor what a protective step lacks."""
    case = played(("shut", 0, {}))
    assert ("This cannot be extended: Look whether the room must stay shut.",) == unmet(
        case, "extend", obligation="look", until=day(30), reason="n1"
    )
    assert 1 == len(unmet(case, "extend", obligation="reason:e2", until=day(30), reason="n1"))


def test_only_what_is_owed_is_extended() -> None:
    """What was met or never began has no day to move."""
    assert ("This is not owed at the moment: Answer the letter.",) == unmet(
        played(), "extend", obligation="answer", until=day(30), reason="n1"
    )
    case = played(("letter", 0, {}), ("leave", 5, {}))
    assert ("This is not owed at the moment: Answer the letter.",) == unmet(
        case, "extend", obligation="answer", until=day(30), reason="n1"
    )


def test_an_extension_gives_a_later_day_that_is_still_to_come() -> None:
    """Neither the present day nor one that is over will do."""
    case = played(("letter", 0, {}))
    says = "An extension gives a day that is later than the present one, and still to come."
    assert (says,) == unmet(case, "extend", 9, obligation="answer", until=day(14), reason="n1")
    assert () == unmet(case, "extend", 9, obligation="answer", until=day(15), reason="n1")
    assert (says,) == unmet(case, "extend", 30, obligation="answer", until=day(30), reason="n1")
    assert () == unmet(case, "extend", 30, obligation="answer", until=day(31), reason="n1")


def test_of_several_the_one_that_is_extended_is_named() -> None:
    """Two letters are two answers: an extension says which."""
    case = played(("letter", 0, {}), ("letter", 4, {}))
    says = "This is owed 2 times: give in `about` the event from which the one follows that is extended."
    assert (says,) == unmet(case, "extend", 9, obligation="answer", until=day(30), reason="n1")
    assert () == unmet(case, "extend", 9, obligation="answer", until=day(30), reason="n1", about="e2")
    assert ("This is not owed at the moment: Answer the letter.",) == unmet(
        case, "extend", 9, obligation="answer", until=day(30), reason="n1", about="e1"
    )


def test_an_explanation_says_of_what_and_why() -> None:
    """A reason is given for an obligation of the process, or for what a protective step lacked."""
    case = played(("shut", 0, {}))
    assert ("Give in `obligation` the code of what is explained.", WHY) == unmet(case, "explain")
    assert 1 == len(unmet(case, "explain", obligation="reason:e9", reason="n1"))
    for code in ("look", "reason:e2"):
        assert () == unmet(case, "explain", obligation=code, reason="n1")


# --- holding, linking, redacting -----------------------------------------------------------------------------------


def test_a_hold_says_until_when_and_who_asked() -> None:
    """What the guest is told is held for somebody, until a day that is not over."""
    until = "Give the day until which telling is held; it is not before the day itself."
    who = "Say who asked for it: choose one of the event's codes."
    assert (until, who) == unmet(played(), "hold")
    assert (until,) == unmet(played(), "hold", until=day(8), choice="police")
    assert () == unmet(played(), "hold", until=day(9), choice="police")


def test_a_link_leads_to_another_case() -> None:
    """A case is not linked to itself."""
    for case in ("", "c1"):
        found = event("link", 9, id="e90", case=case)
        with pytest.raises(TransitionRefused, match="Give the reference of the other case"):
            advance(HOUSE, played(), found)
    assert "c2" == advance(HOUSE, played(), event("link", 9, case="c2")).log[-1].case


def test_only_notes_of_the_case_are_redacted() -> None:
    """Reasons and documents of this case can be redacted, and nothing else; the states stay."""
    case = played(("shut", 1, {"reason": "n1", "evidence": ("d1",)}))
    says = ("Give in `refs` the references of notes of this case.",)
    assert [says, says, says] == [unmet(case, "redact", refs=refs) for refs in ((), ("n2",), ("n1", "n2"))]
    after = advance(HOUSE, case, event("redact", 9, refs=("n1", "d1")))
    assert (case.states, case.moves) == (after.states, after.moves)


def test_no_words_are_removed_during_a_legal_hold() -> None:
    """While a case is kept for the law its words are too; when that has ended they can be redacted."""
    case = played(("shut", 1, {"reason": "n1"}), ("keep", 2, {}))
    says = "The case has been on legal hold since 07/01/2026: no words are removed until that is ended."
    assert (says,) == unmet(case, "redact", refs=("n1",))
    assert () == unmet(advance(HOUSE, case, event("let-go", 3)), "redact", refs=("n1",))


@pytest.mark.parametrize("what", ["pause", "release", "keep", "let-go", "appoint"])
def test_effects_that_need_nothing_are_not_refused(what: str) -> None:
    """Pausing, releasing, keeping and appointing ask for nothing of their own."""
    assert () == unmet(played(("clear", 0, {})), what)


# --- migrating -----------------------------------------------------------------------------------------------------


def test_a_migration_names_a_table_that_can_be_found() -> None:
    """What is missing or not the very table is told, and nothing happens."""
    new = newer()

    def tried(to_table: TableRef | None, found: ProcessTable | None) -> tuple[str, ...]:
        with pytest.raises(TransitionRefused) as caught:
            advance(
                HOUSE, played(), event("move", 9, to_table=to_table), tables=lambda ref: found or no_other_table(ref)
            )
        return caught.value.unmet

    assert ("Give in `to_table` the table that the case moves to.",) == tried(None, new)
    assert ("The process house, revision 2 is needed to read this case.",) == tried(new.ref, None)
    assert ("The process house, revision 3 is needed, and house, revision 2 was found.",) == tried(
        TableRef(id="house", revision=3), new
    )


def test_a_replay_without_the_table_says_so() -> None:
    """A migration that was recorded needs its table for ever."""
    with pytest.raises(CallerError, match="is needed to read this case"):
        no_other_table(newer().ref)
