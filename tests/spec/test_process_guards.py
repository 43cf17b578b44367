"""What holds up a step in the packaged processes: each thing that is asked for is asked for, and alone holds it up.

First what is the same in all of them, then the way of MHPS and of the performers lists; the five steps have a file of
their own.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.process.made_cases import day
from tests.spec.made_clocks import case_of, unmet
from tests.spec.made_walks import MHPS_HEALTH, MHPS_HEARING, PL_CONDITIONS, PL_REPORTED, missing

from fairness_core.process.obligations import due
from fairness_core.process.table import (
    ActorNot,
    Arrow,
    Evidence,
    Guard,
    InRegion,
    NotOverdue,
    ProcessTable,
    process_table,
    processes,
)

MHPS, PL = process_table("mhps"), process_table("performers-list")
MONDAY = date(2026, 3, 9)


# --- the same in every process ---------------------------------------------------------------------------------------

BEGINNING = {
    "Decide first whether anybody is at immediate risk, and write down why.",
    "Those with a part in this declare first whether they have a conflict of interest.",
    "Name a contact for the practitioner.",
    "Offer the practitioner support.",
    "Answer the question about safeguarding.",
    "Answer the question about health.",
}
CLOSING = {
    "A second person confirms the lessons, or that there are none.",
    "Give each action an owner and a day.",
    "Plan with the practitioner what happens after the case.",
    "Tell the practitioner what was learnt.",
    "Tell the person who raised the concern or was harmed what came of it.",
    "Settle the return with the practitioner, and end what limits are left.",
}


def said(arrow: Arrow) -> set[str]:
    """Return what an arrow asks for, in its own words."""
    return {each.says for each in arrow.needs}


@pytest.mark.parametrize("process", processes())
def test_people_are_safe_and_somebody_is_there_before_anything_is_looked_into(process: str) -> None:
    """Risk, interests, contact, support, safeguarding and health come first in every process."""
    table = process_table(process)
    first = [each for each in table.arrows.values() if each.at == (table.main.start,) and each.to]
    (arrow,) = [each for each in first if each.region == "steps"]
    assert said(arrow) >= BEGINNING


@pytest.mark.parametrize("process", processes())
def test_nothing_closes_before_people_are_looked_after(process: str) -> None:
    """Lessons, actions, aftercare, feedback, the answer to whoever raised it and the return come before every closing."""
    assert said(process_table(process).arrows["closed"]) >= CLOSING


def asked_for(table: ProcessTable, event: str) -> list[tuple[Guard, ...]]:
    """Return what is asked for before an event, from each place at which it has to do with the steps or with limits."""
    found = table.index.arrows.get(event, {}).items()
    return [arrow.needs for (region, _), arrow in found if region != "oversight"]


@pytest.mark.parametrize("process", processes())
def test_every_formal_step_waits_for_what_is_overdue(process: str) -> None:
    """What is at somebody's discretion waits for all that is overdue, in every process and from every state."""
    table = process_table(process)
    for code in (code for code, kind in table.used.items() if kind.nature == "formal"):
        assert asked_for(table, code), code
        for needs in asked_for(table, code):
            assert [each for each in needs if isinstance(each, NotOverdue) and not each.obligations], code


@pytest.mark.parametrize("process", processes())
def test_no_formal_decision_is_taken_while_the_case_is_paused(process: str) -> None:
    """A pause holds up whatever is decided formally; support, protection and records go on."""
    table = process_table(process)
    for code in (code for code, kind in table.used.items() if kind.nature == "formal" and kind.decides):
        for needs in asked_for(table, code):
            running = [each for each in needs if isinstance(each, InRegion) and each.region == "activity"]
            assert [("running",)] == [each.states for each in running], code


@pytest.mark.parametrize("process", [each for each in processes() if each != "performers-list"])
def test_no_formal_decision_is_taken_by_whoever_watches_over_the_case(process: str) -> None:
    """Where a board member watches over a case, they decide nothing in it, in whatever other role."""
    table = process_table(process)
    for code in (code for code, kind in table.used.items() if kind.nature == "formal" and kind.decides):
        for needs in asked_for(table, code):
            barred = {who for each in needs if isinstance(each, ActorNot) for who in each.who}
            assert "designated-member" in barred, code


AGAIN = {"look-again", "reopen"}
ANEW = {
    "record-rating": AGAIN,
    "tell-practitioner": AGAIN,
    "submit-report": {"look-again", "reopen"},
    "answer-same-questions": AGAIN,
    "check-consistency": AGAIN,
    "ask-raised-about-informal": AGAIN,
    "ask-for-assessment": AGAIN,
    "record-outcome": AGAIN,
    "give-second-view": AGAIN,
    "plan-aftercare": {"reopen"},
    "give-feedback": {"reopen"},
    "confirm-lessons": {"reopen", "record-lessons", "record-no-lessons"},
    "tell-appeal-route": {"record-outcome"},
}
OTHERWISE = {
    "excluded",  # asks anew for each exclusion
    "outcome",  # the account may be of any time; the check is since the way was chosen
    "to-report", "back-to-advisory", "to-decision", "comments-time-over",  # since the inquiry or its report
    "appeal-lodged", "appeal-time-over", "training-ended", "arcp-held",
}  # fmt: skip


def evidence(arrow: Arrow) -> list[Evidence]:
    """Return what must have happened before an arrow is followed."""
    return [each for each in arrow.needs if isinstance(each, Evidence)]


@pytest.mark.parametrize("process", processes())
def test_what_was_done_before_something_new_came_up_does_not_do(process: str) -> None:
    """Rating, telling, account, outcome and the like are asked for anew after a way back, lessons after a reopening."""
    table = process_table(process)
    for code, arrow in table.arrows.items():
        for guard in evidence(arrow) if arrow.region == "steps" and code not in OTHERWISE else []:
            assert ANEW.get(guard.of[0], set()) <= set(guard.since), (code, guard.of)


@pytest.mark.parametrize("process", processes())
def test_a_formal_way_hears_the_practitioner_anew(process: str) -> None:
    """The account that counts for the way that is chosen is one since something new came up."""
    table = process_table(process)
    for code in ("informally", "formally", "to-investigation", "to-inquiry", "to-panel"):
        if code in table.arrows:
            heard = [each for each in evidence(table.arrows[code]) if "record-account" in each.of]
            assert [AGAIN] == [set(each.since) for each in heard], code


SUPPORT = {
    "aftercare-contact",
    "update-practitioner",
    "update-raised",
    "wellbeing-contact",
    "wellbeing-contact-at-risk",
}
EXCLUSION = {"contact-after-exclusion", "contact-during-exclusion", "review-exclusion", "review-restriction"}
REPEATED = {
    "five-step": EXCLUSION,
    "allegation-of-racism": EXCLUSION,
    "trainee": EXCLUSION | {"weekly-review", "review-of-pause"},
    "mhps": EXCLUSION | {"board-return", "health-route"},
    "performers-list": {
        "contact-after-suspension", "contact-during-suspension", "next-review", "review-of-limits",
        "review-of-undertakings", "review-while-order-stands",
    },
}  # fmt: skip


@pytest.mark.parametrize("process", processes())
def test_what_is_due_again_once_it_was_done(process: str) -> None:
    """Contacts and reviews come again until their reason has gone; nothing else does."""
    table = process_table(process)
    assert SUPPORT | REPEATED[process] == {code for code, rule in table.obligations.items() if rule.repeats}


REVIEWED = {"end-of-immediate-exclusion", "review-exclusion", "review-restriction"}
ON_THE_DAY = {
    "five-step": REVIEWED,
    "allegation-of-racism": REVIEWED,
    "trainee": REVIEWED | {"review-of-pause"},
    "mhps": REVIEWED,
    "performers-list": {
        "review-at-once", "first-review", "next-review", "review-of-limits", "review-of-undertakings",
        "review-while-order-stands",
    },
}  # fmt: skip


@pytest.mark.parametrize("process", processes())
def test_a_day_that_was_given_for_a_review_counts(process: str) -> None:
    """Every review of what limits somebody is due on the day that they were told."""
    table = process_table(process)
    assert ON_THE_DAY[process] == {code for code, rule in table.obligations.items() if rule.on_review_day}


EXCLUDING = {"exclude", "decide-not-to-exclude", "review-restriction"}
STEPS = {"choose-informal-route", "choose-formal-route", "record-outcome", "decide-appeal"}
DECISIONS = {
    "five-step": EXCLUDING | STEPS,
    "allegation-of-racism": EXCLUDING | STEPS,
    "trainee": EXCLUDING | STEPS | {"hold-arcp", "extend-training", "end-training"},
    "mhps": EXCLUDING
    | {
        "choose-informal-route", "decide-to-investigate", "record-outcome", "send-to-conduct-hearing",
        "send-to-capability-hearing", "take-health-route", "decide-hearing", "decide-appeal",
    },
    "performers-list": {
        "decide-on-inquiry", "agree-undertakings", "refer-to-panel", "record-outcome", "suspend", "decide-not-to-suspend",
        "confirm-suspension", "review-list-decision", "review-undertakings", "resume-on-conditions",
        "give-notice-of-list-action", "decide-no-list-action", "impose-conditions", "remove-from-list",
    },
}  # fmt: skip


@pytest.mark.parametrize("process", processes())
def test_these_are_the_decisions(process: str) -> None:
    """Whoever has a conflict, investigated or is whom it is about takes none of these; protection and its end are not among them."""
    assert DECISIONS[process] == {code for code, kind in process_table(process).used.items() if kind.decides}


@pytest.mark.parametrize("process", processes())
def test_calls_after_hard_news_end_with_support_and_not_before(process: str) -> None:
    """A call that was missed stays owed until it was made, or until support has ended as agreed."""
    table = process_table(process)
    calls = [each for each in table.obligations.values() if each.contact and each.after and each.to == "practitioner"]
    news = [each for each in calls if each.met_by == ("wellbeing-contact",)]
    assert len(news) >= 3
    assert {("end-support",)} == {each.ended_by for each in news}


# --- one by one: MHPS ------------------------------------------------------------------------------------------------

FIRST = [
    ("decide-immediate-risk", "immediate risk"),
    ("name-contact", "Name a contact"),
    ("offer-support", "Offer the practitioner support"),
    ("no-safeguarding-question", "safeguarding"),
    ("no-health-concern", "health"),
    ("declare-no-conflict", "conflict of interest"),
    ("name-case-manager", "Name the case manager"),
]
TRIAGE = [
    ("record-rating", "Record the triage"),
    ("choose-category", "what kind of concern"),
    ("answer-fairness-questions", "five questions of fairness"),
    ("record-alternatives", "alternatives"),
    ("tell-practitioner", "Tell the practitioner what the concern is"),
]
HEARING = [
    ("record-account", "own account"),
    ("agree-support-plan", "plan of support"),
    ("check-equity", "treated in the same way"),
]
LAST = [
    ("confirm-lessons", "second person confirms"),
    ("plan-actions", "owner and a day"),
    ("plan-aftercare", "after the case"),
    ("give-feedback", "what was learnt"),
    ("answer-raised", "raised the concern"),
]
OF_MHPS = [
    *((left_out, "begin-first-look", says) for left_out, says in [*FIRST, ("register-concern", "chief executive")]),
    *((left_out, "decide-to-investigate", says) for left_out, says in [*TRIAGE, *HEARING]),
    ("advice-not-needed", "decide-to-investigate", "Practitioner Performance Advice"),
    ("give-second-view", "decide-to-investigate", "second person"),
    ("finish-investigation", "submit-report", "Finish the investigation"),
    ("record-comments", "begin-decision", "comments"),
    ("hold-hearing", "decide-hearing", "Hold the hearing first"),
    ("hold-appeal", "decide-appeal", "Hear the appeal first"),
    ("decide-appeal", "close", "appeal"),
]


@pytest.mark.parametrize(("left_out", "what", "says"), OF_MHPS)
def test_one_thing_left_out_holds_up_the_step_of_mhps(left_out: str, what: str, says: str) -> None:
    """With everything there nothing is asked for; without one thing, that alone is."""
    assert [] == missing(MHPS, MHPS_HEARING, "", what)
    if what != "close":
        (found,) = missing(MHPS, MHPS_HEARING, left_out, what)
        assert says in found


@pytest.mark.parametrize(
    ("left_out", "what", "says"),
    [
        ("occupational-health-advised", "leave-health-route", "advice of occupational health"),
        ("send-decision", "begin-learning", "Send the practitioner the decision"),
        ("tell-appeal-route", "begin-learning", "Tell the practitioner how to appeal"),
        ("no-appeal", "close", "until the time for it is over"),
        *((left_out, "close", says) for left_out, says in LAST),
    ],
)
def test_one_thing_left_out_holds_up_the_end_of_mhps(left_out: str, what: str, says: str) -> None:
    """By way of the health route too, nothing ends before it was told, learnt and cared for."""
    assert [] == missing(MHPS, MHPS_HEALTH, "", what)
    (found,) = missing(MHPS, MHPS_HEALTH, left_out, what)
    assert says in found


@pytest.mark.parametrize(("left_out", "says"), [*HEARING[:2], TRIAGE[4]])
def test_an_informal_way_of_mhps_hears_the_practitioner(left_out: str, says: str) -> None:
    """Telling, account and plan come before it is settled informally, too."""
    lines = [
        line if line[1] != "decide-to-investigate" else (4, "choose-informal-route", *line[2:]) for line in MHPS_HEARING
    ]
    assert [] == missing(MHPS, lines, "", "choose-informal-route")
    (found,) = missing(MHPS, lines, left_out, "choose-informal-route")
    assert says in found


def test_an_outcome_of_mhps_rests_on_an_account() -> None:
    """From the health route too, nothing comes of it before the practitioner was heard or did not wish to be."""
    case = case_of(MHPS, ("begin-first-look", MONDAY), ("take-health-route", MONDAY), ("leave-health-route", MONDAY))
    assert "own account" in " ".join(unmet(MHPS, case, "record-outcome", MONDAY))


@pytest.mark.parametrize("what", ["stand-down-investigator", "look-again", "take-health-route"])
def test_no_report_of_mhps_is_owed_of_an_inquiry_that_has_ended(what: str) -> None:
    """Whoever was stood down, or whose inquiry was overtaken, owes neither investigation nor report."""
    inquiry = (("begin-first-look", MONDAY), ("decide-to-investigate", MONDAY), ("appoint-investigator", MONDAY))
    for done in ((), (("finish-investigation", MONDAY),)):
        case = case_of(MHPS, *inquiry, *done, (what, MONDAY))
        assert not {"investigation", "report"} & {each.code for each in due(MHPS, case, MONDAY)}


def test_a_hearing_of_mhps_follows_a_report() -> None:
    """What was settled informally, or comes from the health route, is not sent to a hearing without an investigation."""
    case = case_of(MHPS, ("begin-first-look", MONDAY), ("choose-informal-route", MONDAY))
    says = "There is no report yet: a hearing follows an investigation."
    for what in ("send-to-conduct-hearing", "send-to-capability-hearing"):
        assert says in unmet(MHPS, case, what, MONDAY)


def test_the_practitioner_is_heard_in_the_investigation_of_mhps() -> None:
    """What was said before the investigator came does not do."""
    before = (("begin-first-look", MONDAY), ("record-account", MONDAY), ("decide-to-investigate", MONDAY))
    case = case_of(MHPS, *before, ("appoint-investigator", MONDAY))
    assert "Hear the practitioner in the investigation" in " ".join(unmet(MHPS, case, "finish-investigation", MONDAY))


def test_somebody_asks_before_the_hearing_of_mhps() -> None:
    """Between notice and hearing somebody asks the practitioner how they are."""
    before = [("begin-first-look", MONDAY), ("decide-to-investigate", MONDAY), ("submit-report", MONDAY)]
    case = case_of(
        MHPS, *before, ("begin-decision", MONDAY), ("send-to-conduct-hearing", MONDAY), ("give-hearing-notice", MONDAY)
    )
    assert "Ask the practitioner how they are before the hearing." in unmet(MHPS, case, "hold-hearing", MONDAY)


def test_an_old_appeal_of_mhps_does_not_do_for_a_new_one() -> None:
    """A second appeal is heard as the first was."""
    heard = (("begin-first-look", MONDAY), ("choose-informal-route", MONDAY), ("record-outcome", MONDAY))
    case = case_of(MHPS, *heard, ("lodge-appeal", MONDAY), ("hold-appeal", MONDAY), ("decide-appeal", MONDAY))
    again = case_of(
        MHPS,
        *heard,
        ("lodge-appeal", MONDAY),
        ("hold-appeal", MONDAY),
        ("decide-appeal", MONDAY),
        ("lodge-appeal", MONDAY),
    )
    assert "learning" == case.states["steps"]
    assert ["Hear the appeal first."] == unmet(MHPS, again, "decide-appeal", MONDAY)


@pytest.mark.parametrize("what", ["exclude"])
@pytest.mark.parametrize(
    ("done", "says"),
    [
        ("give-second-view", "Ask a second person: an exclusion is not one person's alone."),
        ("wellbeing-contact", "Ask the practitioner how they are before they are told of an exclusion."),
        ("record-alternatives", "Write down the alternatives to exclusion, and why each will not do."),
        ("tell-ppa-of-exclusion", "Tell Practitioner Performance Advice before a formal exclusion."),
    ],
)
def test_a_formal_exclusion_of_mhps_asks_for_four_things(what: str, done: str, says: str) -> None:
    """Each is asked for until it was done, and but for the alternatives anew for the next exclusion."""
    assert says in unmet(MHPS, case_of(MHPS, ("add-document", MONDAY)), what, MONDAY)
    assert says not in unmet(MHPS, case_of(MHPS, (done, MONDAY)), what, MONDAY)
    over = case_of(MHPS, (done, MONDAY), ("exclude", MONDAY), ("lift-restriction", MONDAY))
    assert (done != "record-alternatives") == (says in unmet(MHPS, over, what, MONDAY))


# --- one by one: performers lists ------------------------------------------------------------------------------------

OF_PL = [
    *((left_out, "begin-triage", says) for left_out, says in FIRST),
    *((left_out, "bring-before-advisory-group", says) for left_out, says in TRIAGE),
    *((left_out, "decide-on-inquiry", says) for left_out, says in HEARING),
    ("submit-report", "return-to-advisory-group", "Wait for the report"),
    ("advice-not-needed", "refer-to-panel", "Practitioner Performance Advice"),
    ("record-alternatives", "bring-before-advisory-group", "alternatives"),
    ("representations-complete", "begin-list-decision", "Wait for the practitioner's answer"),
    ("hold-oral-hearing", "begin-list-decision", "they asked for a hearing"),
    ("tell-appeal-route", "carry-out-decision", "how to appeal"),
    ("settle-return", "close", "Settle the return"),
    *((left_out, "close", says) for left_out, says in LAST),
]


@pytest.mark.parametrize(("left_out", "what", "says"), OF_PL)
def test_one_thing_left_out_holds_up_the_step_of_performers_lists(left_out: str, what: str, says: str) -> None:
    """With everything there nothing is asked for; without one thing, that is."""
    assert [] == missing(PL, PL_CONDITIONS, "", what)
    found = missing(PL, PL_CONDITIONS, left_out, what)
    assert says in " ".join(found)
    assert 1 == len(found)


@pytest.mark.parametrize("left_out", ["send-report", "record-comments"])
def test_the_practitioner_has_the_report_before_the_group_of_performers_lists(left_out: str) -> None:
    """Neither unsent nor without the practitioner's word does a report come before the group."""
    assert missing(PL, PL_REPORTED, left_out, "return-to-advisory-group")


AT_ADVISORY = (("begin-triage", MONDAY), ("bring-before-advisory-group", MONDAY))


def test_the_panel_asks_what_the_group_asked() -> None:
    """Account, plan and equity check come before the panel, without an inquiry too."""
    found = " ".join(unmet(PL, case_of(PL, *AT_ADVISORY), "refer-to-panel", MONDAY))
    for says in ("own account", "plan of support", "Practitioner Performance Advice", "treated in the same way"):
        assert says in found


def test_conditions_and_removal_are_for_the_panel_alone() -> None:
    """Notice is given where the case is before the panel, with the alternatives written down."""
    found = unmet(PL, case_of(PL, *AT_ADVISORY), "give-notice-of-list-action", MONDAY)
    assert {
        "Put the case to the decision panel first.",
        "Write down the alternatives, and why each will not do.",
    } <= set(found)


def test_undertakings_come_from_a_group_that_has_the_case() -> None:
    """Nobody is asked for undertakings before anybody has looked at the concern."""
    case = case_of(PL, ("accept-undertakings", MONDAY))
    assert ["Bring the concern before the group first."] == unmet(PL, case, "agree-undertakings", MONDAY)


def test_nothing_is_carried_out_while_something_is_considered() -> None:
    """An outcome, and the end of what is considered, come before it is carried out."""
    case = case_of(PL, *AT_ADVISORY, ("refer-to-panel", MONDAY), ("give-notice-of-list-action", MONDAY))
    found = unmet(PL, case, "carry-out-decision", MONDAY)
    assert {
        "Record the outcome, with its reasons.",
        "Decide first on the conditions or the removal that are considered.",
    } <= set(found)


@pytest.mark.parametrize("what", ["agree-undertakings", "impose-conditions", "suspend", "suspend-at-once"])
def test_learning_waits_until_the_limits_have_ended(what: str) -> None:
    """While undertakings, conditions or a suspension last, they are carried out and reviewed."""
    case = case_of(PL, *AT_ADVISORY, ("record-outcome", MONDAY), ("carry-out-decision", MONDAY))
    limited = case_of(
        PL,
        *AT_ADVISORY,
        ("refer-to-panel", MONDAY),
        ("give-notice-of-list-action", MONDAY),
        ("begin-list-decision", MONDAY),
        (what, MONDAY),
        ("carry-out-decision", MONDAY),
    )
    assert [] == unmet(PL, case, "begin-learning", MONDAY)
    assert "while they last, they are reviewed here" in " ".join(unmet(PL, limited, "begin-learning", MONDAY))


def test_a_removal_that_is_not_in_effect_holds_up_the_closing() -> None:
    """Nobody closes a case on somebody who may still appeal."""
    case = case_of(
        PL,
        *AT_ADVISORY,
        ("refer-to-panel", MONDAY),
        ("give-notice-of-list-action", MONDAY),
        ("begin-list-decision", MONDAY),
        ("remove-from-list", MONDAY),
        ("carry-out-decision", MONDAY),
        ("begin-learning", MONDAY),
        ("lodge-appeal", MONDAY),
    )
    found = set(unmet(PL, case, "close", MONDAY))
    assert {"Wait until the removal is in effect or undone.", "Wait for the Tribunal."} <= found


def test_a_suspension_after_notice_asks_for_three_things() -> None:
    """Hearing, contact and alternatives: each is asked for, and contact anew for the next one."""
    empty = unmet(PL, case_of(PL, ("add-document", MONDAY)), "suspend", MONDAY)
    for done, says in (
        ("wellbeing-contact", "Ask the practitioner how they are before they are told of a suspension."),
        ("record-alternatives", "Write down the alternatives to suspension, and why each will not do."),
    ):
        assert says in empty
        assert says not in unmet(PL, case_of(PL, (done, MONDAY)), "suspend", MONDAY)
    over = case_of(PL, ("wellbeing-contact", MONDAY), ("suspend", MONDAY), ("lift-suspension", MONDAY))
    assert "Ask the practitioner how they are before they are told of a suspension." in unmet(
        PL, over, "suspend", day(70)
    )


def test_each_set_of_undertakings_is_agreed_to() -> None:
    """What the practitioner agreed to once is not what they are asked for the next time."""
    case = case_of(PL, *AT_ADVISORY, ("accept-undertakings", MONDAY), ("agree-undertakings", MONDAY))
    assert ["Ask the practitioner first: undertakings are voluntary."] == unmet(PL, case, "agree-undertakings", MONDAY)


def test_an_old_answer_does_not_do_for_a_new_notice() -> None:
    """A second notice of conditions or removal gives the practitioner the whole time again, and somebody asks them."""
    notice = (
        ("give-notice-of-list-action", MONDAY),
        ("representations-complete", MONDAY),
        ("wellbeing-contact", MONDAY),
    )
    before = (*AT_ADVISORY, ("refer-to-panel", MONDAY), *notice)
    assert [] == [each for each in unmet(PL, case_of(PL, *before), "begin-list-decision", MONDAY) if "Wait" in each]
    again = case_of(PL, *before, ("decide-no-list-action", MONDAY), ("give-notice-of-list-action", day(70)))
    found = " ".join(unmet(PL, again, "begin-list-decision", day(70)))
    assert "Wait for the practitioner's answer" in found
    assert "Ask the practitioner how they are before it is decided." in found


def test_an_old_notice_does_not_do_for_a_hearing_nobody_came_to() -> None:
    """After a suspension has ended nobody can be absent from its hearing any more."""
    case = case_of(PL, ("give-notice-of-suspension", MONDAY), ("suspend", day(70)), ("lift-suspension", day(80)))
    for what in ("hearing-not-attended", "no-hearing-wanted", "hold-suspension-hearing"):
        assert unmet(PL, case, what, day(90))


def test_comments_on_one_report_do_not_do_for_the_next() -> None:
    """A report that was sent again is commented on again."""
    report = (
        ("decide-on-inquiry", MONDAY),
        ("submit-report", MONDAY),
        ("record-comments", MONDAY),
        ("send-report", MONDAY),
    )
    case = case_of(PL, *AT_ADVISORY, *report)
    assert "Ask the practitioner what is wrong in it" in " ".join(unmet(PL, case, "return-to-advisory-group", MONDAY))


def test_the_report_is_not_owed_by_whoever_was_stood_down() -> None:
    """Another investigator has a time of their own."""
    case = case_of(PL, ("appoint-investigator", MONDAY), ("stand-down-investigator", MONDAY))
    assert "report" not in {each.code for each in due(PL, case, MONDAY)}


def test_time_for_comments_begins_with_the_report() -> None:
    """Nobody's time is over before they had the report."""
    before = (("begin-first-look", MONDAY), ("decide-to-investigate", MONDAY), ("submit-report", MONDAY))
    says = "Send the practitioner the report first."
    assert says in unmet(MHPS, case_of(MHPS, *before, ("give-more-time", MONDAY)), "comments-time-over", day(120))


def test_each_decision_of_a_panel_has_a_hearing_of_its_own() -> None:
    """What a panel heard once it has decided; another decision needs another hearing."""
    before = (("begin-first-look", MONDAY), ("choose-informal-route", MONDAY), ("send-to-conduct-hearing", MONDAY))
    case = case_of(MHPS, *before, ("hold-hearing", MONDAY), ("decide-hearing", MONDAY))
    assert ["Hold the hearing first."] == unmet(MHPS, case, "decide-hearing", MONDAY)


def test_the_letter_that_called_to_a_hearing_does_not_tell_its_decision() -> None:
    """After the panel has decided, its own letter is sent."""
    before = (("begin-first-look", MONDAY), ("choose-informal-route", MONDAY), ("send-to-conduct-hearing", MONDAY))
    case = case_of(MHPS, *before, ("send-decision", MONDAY), ("decide-hearing", MONDAY))
    assert "Send the practitioner the decision with its reasons." in unmet(MHPS, case, "begin-learning", MONDAY)


def test_a_hearing_that_was_not_decided_teaches_nothing_yet() -> None:
    """What was decided before a hearing was called does not do for the learning after it."""
    before = (("begin-first-look", MONDAY), ("choose-informal-route", MONDAY), ("record-outcome", MONDAY))
    case = case_of(MHPS, *before, ("send-to-conduct-hearing", MONDAY))
    assert "Record what came of it, with the reasons." in unmet(MHPS, case, "begin-learning", MONDAY)


def test_the_time_for_an_appeal_is_not_over_before_anybody_said_how() -> None:
    """Without the way to appeal no time for it runs out."""
    before = (("begin-first-look", MONDAY), ("choose-informal-route", MONDAY), ("record-outcome", MONDAY))
    case = case_of(MHPS, *before, ("send-decision", MONDAY))
    assert ["Tell the practitioner how to appeal."] == unmet(MHPS, case, "appeal-time-over", day(200))


@pytest.mark.parametrize("process", processes())
def test_lessons_are_confirmed_by_another_person_once_there_are_any(process: str) -> None:
    """In every process there is first something to confirm, and somebody else who does."""
    needs = process_table(process).arrows["lessons-confirmed"].needs
    assert [
        "Record the lessons first, or why there are none.",
        "Somebody else confirms than whoever recorded them.",
    ] == [each.says for each in needs]
