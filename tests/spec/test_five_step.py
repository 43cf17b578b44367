"""The five steps: the guards of the derived table, one by one, and the ways back. Derived; not the toolkit's text.

Each guard is taken away from a case that has everything, and must then be the one thing that is missing.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.core.process.made_cases import (
    DECIDER,
    INVESTIGATOR,
    MANAGER,
    Line,
    case_until,
    day,
    event,
    happened,
    opened,
    staff,
)
from tests.spec.made_clocks import ENGLAND, IN_TIME_TILL_THEN, around, case_of, doubt, option, owed, unmet
from tests.spec.made_walks import BOARD, FIVE_STEP, NAMED, played

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance
from fairness_core.process.log import Case
from fairness_core.process.obligations import next_contact, overdue
from fairness_core.process.table import process_table

FIVE = process_table("five-step")
AT_HELP = (("begin-triage", day(0)), ("begin-engagement", day(0)), ("choose-informal-route", day(0)))


def without(left_out: set[str], until: str) -> Case:
    """Play the whole case up to an event, leaving some out; what fails for want of them is left out too."""
    case = opened(FIVE)
    for number, (on, what, role, who, fields) in enumerate(FIVE_STEP):
        if what == until:
            return case
        if what in left_out:
            continue
        case = advance(FIVE, case, event(what, on, id=f"e{number + 2}", role=role, who=who, **fields))
    raise AssertionError(until)


def line(what: str) -> Line:
    """Return the line of the whole case in which an event happens for the first time."""
    return next(each for each in FIVE_STEP if each[1] == what)


def missing(left_out: set[str], what: str) -> tuple[str, ...]:
    """Return what is said when an event is tried without some others."""
    case = without(left_out, what)
    on, _, role, who, fields = line(what)
    try:
        advance(FIVE, case, event(what, on, role=role, who=who, **fields))
    except TransitionRefused as refusal:
        return refusal.unmet
    return ()


# --- the labels ------------------------------------------------------------------------------------------------------


def test_the_notice_says_that_it_is_not_the_toolkits_text() -> None:
    """The notice is these words exactly, wherever the five steps are shown."""
    assert "Derived; not the toolkit's text." == FIVE.notice


def test_the_steps_are_five_in_this_order_and_then_closed() -> None:
    """Attend, understand, engage, help, learn; the closing is no step."""
    assert ["attend", "understand", "engage", "help", "learn", "closed"] == list(FIVE.main.states)
    assert ["1", "2", "3", "4", "5"] == [each.label[0] for each in list(FIVE.main.states.values())[:5]]


def test_each_step_asks_for_the_elements_of_compassion() -> None:
    """Every step but the closing asks for at least two of the four elements, and says what shows them."""
    steps = {code: step.elements for code, step in FIVE.main.states.items()}
    assert [2, 2, 2, 2, 2, 0] == [len(each) for each in steps.values()]
    assert {"attending", "understanding", "empathising", "helping"} == {
        name for each in steps.values() for name in each
    }


# --- the guards, one by one ------------------------------------------------------------------------------------------

ONE = [
    ({"decide-immediate-risk"}, "Decide first whether anybody is at immediate risk, and write down why."),
    ({"declare-no-conflict"}, "Those with a part in this declare first whether they have a conflict of interest."),
    ({"name-contact"}, "Name a contact for the practitioner."),
    ({"offer-support"}, "Offer the practitioner support."),
    ({"no-safeguarding-question"}, "Answer the question about safeguarding."),
    ({"no-health-concern"}, "Answer the question about health."),
]


@pytest.mark.parametrize(("left_out", "says"), ONE, ids=lambda each: "".join(each) if isinstance(each, set) else "")
def test_step_1_ends_when_people_are_safe_and_somebody_is_there(left_out: set[str], says: str) -> None:
    """Risk, interests, contact, support, safeguarding and health: each is asked for, and alone holds up the triage."""
    assert () == missing(set(), "begin-triage")
    assert (says,) == missing(left_out, "begin-triage")


TWO = [
    ("record-rating", "Record the triage, with the rating and the scheme it was made with."),
    ("choose-category", "Say what kind of concern it is."),
    ("answer-fairness-questions", "Answer the five questions of fairness, each with its evidence."),
    ("record-alternatives", "Write down the alternatives to formal action."),
]


@pytest.mark.parametrize(("left_out", "says"), TWO)
def test_step_2_ends_when_person_team_and_system_were_looked_at(left_out: str, says: str) -> None:
    """Rating, kind, fairness and alternatives: each is asked for, and alone holds up the third step."""
    assert () == missing(set(), "begin-engagement")
    assert (says,) == missing({left_out}, "begin-engagement")


THREE = [
    ("tell-practitioner", "Tell the practitioner what the concern is, in person and in writing."),
    ("record-account", "Hear the practitioner's own account, or record that they decline."),
    ("agree-support-plan", "Agree a plan of support, or record that the practitioner does not want one."),
    ("advice-not-needed", "Ask for outside advice, or write down why it is not needed."),
    ("check-equity", "Check that anybody else in this position would be treated in the same way."),
]


@pytest.mark.parametrize(("left_out", "says"), THREE)
def test_step_3_ends_when_the_practitioner_was_told_and_heard(left_out: str, says: str) -> None:
    """Telling, account, plan, advice and the equity check: each is asked for, and alone holds up a formal process."""
    assert () == missing(set(), "choose-formal-route")
    assert (says,) == missing({left_out}, "choose-formal-route")


@pytest.mark.parametrize(("left_out", "says"), THREE)
def test_an_informal_way_needs_telling_hearing_and_a_plan(left_out: str, says: str) -> None:
    """To settle it informally the practitioner is told and heard and has a plan; advice and equity check are not asked."""
    case = without({left_out}, "choose-formal-route")
    found = unmet(FIVE, case, "choose-informal-route", day(5))
    expected = [says] if left_out in ("tell-practitioner", "record-account", "agree-support-plan") else []
    assert expected == found


def test_whoever_declines_is_not_held_to_it() -> None:
    """A practitioner may decline an account and a plan, and the case goes on."""
    case = without({"record-account", "agree-support-plan"}, "choose-formal-route")
    case = happened(FIVE, case, "decline-account", 5, reason="n20")
    case = happened(FIVE, case, "decline-support-plan", 5)
    case = happened(FIVE, case, "choose-formal-route", 5, reason="n5")
    assert "help" == case.states["steps"]


def test_step_4_has_no_outcome_without_an_account() -> None:
    """An outcome rests on the practitioner's own account, or on a recorded refusal."""
    case = case_of(FIVE, *AT_HELP)
    says = "Hear the practitioner's own account, or record that they decline."
    assert [says] == unmet(FIVE, case, "record-outcome", day(0))


FOUR = [
    ({"record-outcome", "tell-appeal-route"}, "Record the outcome, with its reasons."),
    ({"tell-appeal-route"}, "Tell the practitioner how to appeal."),
]


@pytest.mark.parametrize(("left_out", "says"), FOUR, ids=["outcome", "appeal"])
def test_step_4_ends_with_outcome_and_appeal_route(left_out: set[str], says: str) -> None:
    """Outcome and way to appeal: each is asked for before learning begins."""
    assert () == missing(set(), "begin-learning")
    expected = (says, "Tell the practitioner how to appeal.") if "record-outcome" in left_out else (says,)
    assert expected == missing(left_out, "begin-learning")


@pytest.mark.parametrize("what", ["restrict-at-once", "exclude-at-once", "exclude"])
def test_step_4_ends_when_every_restriction_has_ended_or_was_agreed(what: str) -> None:
    """A restriction ends, or is handed over as limits that were agreed, before learning begins."""
    says = "End the restriction, or hand it over as agreed limits."
    ready = (*AT_HELP, (what, day(0)), ("record-outcome", day(0)), ("tell-appeal-route", day(0)))
    assert [says] == unmet(FIVE, case_of(FIVE, *ready), "begin-learning", day(0))
    for ending in ("lift-restriction", "agree-limits"):
        assert [] == unmet(FIVE, case_of(FIVE, *ready, (ending, day(0))), "begin-learning", day(0))


def test_what_was_told_of_an_appeal_before_the_outcome_does_not_do() -> None:
    """The way to appeal is told after the outcome: before, it is easily lost."""
    case = case_of(
        FIVE,
        *AT_HELP,
        ("tell-appeal-route", day(0)),
        ("record-outcome", day(0)),
    )
    says = ["Tell the practitioner how to appeal."]
    assert says == unmet(FIVE, case, "begin-learning", day(0))


FIFTH = [
    ({"confirm-lessons"}, "A second person confirms the lessons, or that there are none."),
    ({"plan-actions"}, "Give each action an owner and a day."),
    ({"plan-aftercare"}, "Plan with the practitioner what happens after the case."),
    ({"give-feedback"}, "Tell the practitioner what was learnt."),
    ({"answer-raised"}, "Tell the person who raised the concern or was harmed what came of it."),
    ({"settle-return"}, "Settle the return with the practitioner, and end what limits are left."),
]


@pytest.mark.parametrize(("left_out", "says"), FIFTH, ids=lambda each: "".join(each) if isinstance(each, set) else "")
def test_step_5_ends_when_all_are_looked_after_and_lessons_stand(left_out: set[str], says: str) -> None:
    """Lessons, actions, aftercare, feedback, the answer to whoever raised it and the return: each is asked for."""
    assert () == missing(set(), "close")
    assert (says,) == missing(left_out, "close")


def test_an_open_appeal_holds_up_the_closing() -> None:
    """A case is not closed while somebody waits for their appeal."""
    case = happened(FIVE, without(set(), "close"), "lodge-appeal", 30, role="practitioner", who="p1")
    with pytest.raises(TransitionRefused, match="Decide the appeal first"):
        happened(FIVE, case, "close", 31)


def test_nobody_confirms_their_own_lessons() -> None:
    """The second person is another one."""
    case = without(set(), "confirm-lessons")
    with pytest.raises(TransitionRefused, match="Somebody else confirms than whoever recorded them"):
        happened(FIVE, case, "confirm-lessons", 29)


def test_no_case_to_answer_is_an_outcome() -> None:
    """That there was nothing in it is recorded and counted as an outcome."""
    assert "No case to answer" == FIVE.events["record-outcome"].choices["no-case-to-answer"]


# --- the ways back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "step"), [("tell-practitioner", "engage"), ("submit-report", "help"), ("record-lessons", "learn")]
)
def test_new_information_leads_back_to_understanding(until: str, step: str) -> None:
    """From the third, fourth and fifth step there is a way back to the second, with its reason."""
    case = case_until(until)
    assert step == case.states["steps"]
    on = case.log[-1].day - day(0)
    with pytest.raises(TransitionRefused, match="Say why"):
        happened(FIVE, case, "look-again", on.days)
    case = happened(FIVE, case, "look-again", on.days, reason="n30")
    assert "understand" == case.states["steps"]


@pytest.mark.parametrize("until", ["begin-triage", "close"])
def test_there_is_no_way_back_where_nothing_was_understood_or_all_is_closed(until: str) -> None:
    """The second step cannot lead back to itself, and a closed case is reopened."""
    assert not FIVE.is_in_reach("look-again", case_until(until).states)


def test_what_is_new_is_rated_told_and_heard_again() -> None:
    """After a way back the rating, the telling and the account are those of what is new; the kind and the plan stand."""
    case = happened(FIVE, case_until("submit-report"), "look-again", 21, reason="n30")
    says = ["Record the triage, with the rating and the scheme it was made with."]
    assert says == unmet(FIVE, case, "begin-engagement", day(21))
    case = happened(FIVE, case, "record-rating", 21, role="reviewer", who="u2", evidence=("d30",))
    case = happened(FIVE, case, "begin-engagement", 21)
    assert [
        "Tell the practitioner what the concern is, in person and in writing.",
        "Hear the practitioner's own account, or record that they decline.",
    ] == [each.says for each in option(FIVE, case, "choose-formal-route", day(21)).unmet if each.kind == "evidence"]


def test_an_old_outcome_does_not_do_after_a_way_back() -> None:
    """Learning from what was decided before something new came up is not enough."""
    case = case_of(
        FIVE,
        *AT_HELP,
        ("record-outcome", day(0)),
        ("tell-appeal-route", day(0)),
        ("look-again", day(1)),
        ("begin-engagement", day(1)),
        ("choose-informal-route", day(1)),
    )
    found = unmet(FIVE, case, "begin-learning", day(1))
    assert "Record the outcome, with its reasons." in found


def test_an_investigator_after_a_way_back_follows_a_new_decision() -> None:
    """A formal process that was decided before does not make the next one formal."""
    case = case_of(
        FIVE,
        ("begin-triage", day(0)),
        ("begin-engagement", day(0)),
        ("choose-formal-route", day(0)),
        ("look-again", day(1)),
        ("begin-engagement", day(1)),
        ("choose-informal-route", day(1)),
    )
    found = unmet(FIVE, case, "appoint-investigator", day(1))
    assert "Decide on a formal process first, with its reasons." in found


def test_reopening_asks_again_for_lessons_and_aftercare() -> None:
    """A case that was reopened closes with lessons, feedback and a plan of its own; whoever raised it hears of it."""
    case = happened(FIVE, case_until("close"), "reopen", 60, reason="n31")
    assert ("understand", "running", "offered", "told") == tuple(
        case.states[each] for each in ("steps", "activity", "welfare", "communication")
    )
    reopened = next_contact(FIVE, case, day(60), "raised")
    assert reopened is not None
    assert "tell-raised-of-reopening" == reopened.code
    closing = {each.says for each in FIVE.arrows["closed"].needs if "reopen" in getattr(each, "since", ())}
    assert 3 == len(closing)


# --- who decides, and lateness ---------------------------------------------------------------------------------------


def test_the_board_member_who_watches_decides_nothing() -> None:
    """Each decision of the five steps bars whoever watches over the case."""
    for code in ("informally", "formally", "outcome", "appeal-decided", "excluded"):
        assert any("designated-member" in getattr(each, "who", ()) for each in FIVE.arrows[code].needs), code
    case = happened(
        FIVE, case_until("submit-report"), "name-designated-member", 21, person=staff("designated-member", BOARD)
    )
    case = happened(FIVE, case, "declare-no-conflict", 21, role="decision-maker", who=BOARD)
    fields = {"choice": "learning-only", "reason": "n9"}
    with pytest.raises(TransitionRefused, match="Whoever watches over a case decides nothing in it"):
        happened(FIVE, case, "record-outcome", 21, role="decision-maker", who=BOARD, **fields)


def test_only_somebody_who_was_named_acts_as_board_member() -> None:
    """The part is given by an event, and to nobody who has another part."""
    case = case_until("submit-report")
    with pytest.raises(TransitionRefused, match="has not been appointed as designated board member"):
        happened(
            FIVE, case, "explain-lateness", 21, role="designated-member", who=BOARD, obligation="triage", reason="n1"
        )
    for who in (MANAGER, INVESTIGATOR):
        with pytest.raises(TransitionRefused, match="a board member who has no other part"):
            happened(FIVE, case, "name-designated-member", 21, person=staff("designated-member", who))


def test_an_outcome_that_is_late_is_not_held_up_by_that() -> None:
    """What is late is done late, and reported with its reason; other things that are late hold it up."""
    case = case_until("settle-return")
    late = day(21) + timedelta(weeks=8)
    assert "outcome-after-report" in {each.code for each in overdue(FIVE, case, late)}
    held = next(each for each in option(FIVE, case, "record-outcome", late).unmet if each.kind == "not_overdue")
    assert "outcome-after-report" not in held.codes
    assert "update-practitioner" in held.codes


@pytest.mark.parametrize(
    ("what", "code"), [("submit-report", "outcome-after-report"), ("appoint-investigator", "investigation")]
)
def test_a_way_back_ends_what_was_owed_for_the_old_inquiry(what: str, code: str) -> None:
    """When something new is looked at, nobody owes a decision on the report or an inquiry of before."""
    case = case_of(FIVE, *AT_HELP, (what, day(0)), ("look-again", day(1)))
    assert day(1) == owed(FIVE, case, code, day(1)).ended


def test_a_formal_exclusion_looks_at_alternatives_first() -> None:
    """Before a formal exclusion the alternatives are written down, each with why it will not do."""
    says = "Write down the alternatives to exclusion, and why each will not do."
    assert says in unmet(FIVE, case_of(FIVE, ("add-document", day(0))), "exclude", day(0))
    assert says not in unmet(FIVE, case_of(FIVE, ("record-alternatives", day(0))), "exclude", day(0))


@pytest.mark.parametrize(
    ("code", "what", "last"),
    [
        ("triage", "add-document", date(2026, 4, 8)),
        ("outcome-after-report", "submit-report", date(2026, 4, 22)),
        ("investigation", "appoint-investigator", date(2026, 4, 20)),
        ("contact-after-outcome", "record-outcome", date(2026, 3, 24)),
        ("share-advice", "receive-advice", date(2026, 3, 30)),
        ("tell-of-added-concern", "add-concern", date(2026, 3, 30)),
    ],
)
def test_clocks_of_the_steps_are_ours_or_recalled(code: str, what: str, last: date) -> None:
    """From Monday 23 March, over Easter where working days count: the periods are ours, or were not checked."""
    fields = {"person": staff("investigator", INVESTIGATOR)} if what == "appoint-investigator" else {}
    case = case_of(FIVE, (what, date(2026, 3, 23), fields))
    assert IN_TIME_TILL_THEN == around(FIVE, case, code, last, ENGLAND)
    assert any(says in doubt(FIVE, code) for says in ("period is ours", "was not checked"))


def test_an_appeal_is_decided_in_twenty_five_working_days() -> None:
    """From Monday 23 March, over Easter: the period is ours."""
    case = case_of(
        FIVE,
        *AT_HELP,
        ("record-outcome", day(0)),
        ("lodge-appeal", date(2026, 3, 23)),
    )
    assert IN_TIME_TILL_THEN == around(FIVE, case, "decide-appeal", date(2026, 4, 29), ENGLAND)
    assert "the period is ours" in doubt(FIVE, "decide-appeal")


# --- referral to the regulator, and those who raised it --------------------------------------------------------------


def test_nobody_learns_of_a_referral_from_others() -> None:
    """A referral waits until the practitioner was told of that referral, and each one anew."""
    case = case_until("tell-practitioner")
    says = "Tell the practitioner first: nobody learns of a referral from a third party."
    assert says in unmet(FIVE, case, "refer-regulator", day(3))
    case = happened(FIVE, case, "tell-of-referral", 3, contact=NAMED)
    case = happened(FIVE, case, "refer-regulator", 3, reason="n30")
    assert says in unmet(FIVE, case, "refer-regulator", day(3))


def test_an_urgent_referral_does_not_wait_and_owes_the_telling() -> None:
    """To keep people safe a referral goes at once; the practitioner is told on the next working day, and rung after it."""
    case = case_of(FIVE, ("refer-regulator-at-once", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(FIVE, case, "tell-of-referral", date(2026, 4, 7), ENGLAND)
    told = case_of(FIVE, ("refer-regulator-at-once", date(2026, 4, 2)), ("tell-of-referral", date(2026, 4, 2)))
    assert date(2026, 4, 2) == owed(FIVE, told, "tell-of-referral", date(2026, 4, 2)).met
    assert IN_TIME_TILL_THEN == around(FIVE, told, "contact-after-referral", date(2026, 4, 7), ENGLAND)


def test_whoever_is_protected_is_told_so() -> None:
    """Protection is no contact by itself: on the next working day somebody says how they are protected."""
    case = case_of(FIVE, ("protect-raised", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(FIVE, case, "tell-raised-of-protection", date(2026, 4, 7), ENGLAND)
    gone = case_of(FIVE, ("protect-raised", date(2026, 4, 2)), ("raised-out-of-reach", date(2026, 4, 2)))
    assert date(2026, 4, 2) == owed(FIVE, gone, "tell-raised-of-protection", date(2026, 4, 2)).ended


def test_support_goes_on_after_a_worry_that_came_after_the_closing() -> None:
    """Whoever was at risk after the closing comes back to support after the case, and its end is for the two to agree."""
    case = happened(FIVE, case_until("close"), "raise-welfare-alarm", 40, contact=NAMED)
    case = happened(FIVE, case, "welfare-settled", 45, reason="n40")
    case = happened(FIVE, case, "resume-aftercare", 45)
    case = happened(FIVE, case, "end-support", 90, role="practitioner", who="p1")
    assert "ended" == case.states["welfare"]
    assert next_contact(FIVE, case, day(90)) is None


def test_aftercare_is_not_for_a_case_that_runs() -> None:
    """While the case runs support goes on as it is."""
    with pytest.raises(TransitionRefused, match="The case is not closed yet"):
        happened(FIVE, case_until("begin-triage"), "resume-aftercare", 1)


def test_a_deciders_hands_are_not_the_contacts() -> None:
    """Whoever decided is not named as the practitioner's contact."""
    case = case_until("record-outcome")
    with pytest.raises(TransitionRefused, match="so that the practitioner can speak freely"):
        happened(FIVE, case, "name-contact", 27, person=staff("contact", DECIDER))


def test_the_whole_case_is_played_to_its_end() -> None:
    """With everything there, nothing is refused."""
    assert "closed" == played(FIVE, FIVE_STEP).states["steps"]
