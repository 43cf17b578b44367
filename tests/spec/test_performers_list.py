"""Performers lists (primary care): one test for each clock, named after its source, with its doubt.

Regulations 12(1) to (4), 12(1A) in part and 16(1) to (3A) of SI 2013/335 were read; the rest was recalled, comes from
regulations that no longer apply or apply in Wales, or is ours. Working days are those of England.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.process.made_cases import CONTACT, MANAGER, PRACTITIONER, day, happened, opened, staff
from tests.spec.made_clocks import (
    ENGLAND,
    HELD_UP_TILL_THEN,
    IN_TIME_TILL_THEN,
    around,
    case_of,
    doubt,
    option,
    owed,
    unmet,
    waits,
)
from tests.spec.made_walks import GROUP, NAMED, PANEL, PL_CONDITIONS, PL_REPORTED, played

from fairness_core.errors import ConfigError, TransitionRefused
from fairness_core.process.obligations import due, overdue
from fairness_core.process.table import load_process, process_table
from fairness_core.report.spells import limits

PL = process_table("performers-list")
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, each) for each in (9, 10, 11))
NOTICE = "it is a notice of two working days"


# --- notice and hearing: regulation 12(2) to (4) ---------------------------------------------------------------------


def test_notice_of_monday_allows_a_hearing_on_wednesday_reg_12_2_c() -> None:
    """Two working days beginning with Monday are Monday and Tuesday: not on Tuesday, and on Wednesday."""
    case = case_of(PL, ("give-notice-of-suspension", MONDAY))
    found = [
        NOTICE in " ".join(unmet(PL, case, "hold-suspension-hearing", each)) for each in (MONDAY, TUESDAY, WEDNESDAY)
    ]
    assert [True, True, False] == found
    assert "is our reading" in PL.arrows["suspension-hearing"].doubt
    assert "beginning with the day on which it is given" in PL.arrows["suspension-hearing"].doubt


@pytest.mark.parametrize(
    ("given", "first"),
    [
        (date(2026, 3, 13), date(2026, 3, 17)),
        (date(2026, 3, 14), date(2026, 3, 18)),
        (date(2026, 4, 2), date(2026, 4, 8)),
        (date(2026, 4, 3), date(2026, 4, 9)),
    ],
    ids=["on a Friday", "on a Saturday", "on Maundy Thursday", "on Good Friday"],
)
def test_notice_over_weekends_and_bank_holidays_reg_12_2_c(given: date, first: date) -> None:
    """Days that are not working days do not count, the day of the notice among them."""
    case = case_of(PL, ("give-notice-of-suspension", given))
    assert HELD_UP_TILL_THEN == waits(PL, case, "hold-suspension-hearing", first, NOTICE, ENGLAND)


def test_absence_from_a_hearing_has_the_same_notice_reg_12_3() -> None:
    """Nobody has missed a hearing that could not be held yet."""
    case = case_of(PL, ("give-notice-of-suspension", MONDAY))
    found = [bool(unmet(PL, case, "hearing-not-attended", each)) for each in (MONDAY, TUESDAY, WEDNESDAY)]
    assert [True, True, False] == found
    assert "our reading" in PL.arrows["hearing-not-attended"].doubt


def test_whoever_wants_no_hearing_does_not_wait_reg_12_3() -> None:
    """A suspension may follow at once when the practitioner does not want a hearing, once they were told."""
    untold = case_of(PL, ("wellbeing-contact", MONDAY))
    assert ["Give notice first, so that the practitioner knows what they do without."] == unmet(
        PL, untold, "no-hearing-wanted", MONDAY
    )
    case = case_of(PL, ("give-notice-of-suspension", MONDAY), ("no-hearing-wanted", MONDAY))
    assert not [each for each in unmet(PL, case, "suspend", MONDAY) if "Hear the practitioner" in each]


@pytest.mark.parametrize("what", ["hold-suspension-hearing", "hearing-not-attended", "no-hearing-wanted"])
def test_a_suspension_follows_a_hearing_or_its_absence_reg_12_3_and_4(what: str) -> None:
    """After notice alone there is no suspension; after any of the three there can be."""
    says = "Hear the practitioner, or record that they do not want a hearing or did not come."
    notice = ("give-notice-of-suspension", MONDAY)
    assert says in unmet(PL, case_of(PL, notice), "suspend", WEDNESDAY)
    assert says not in unmet(PL, case_of(PL, notice, (what, WEDNESDAY)), "suspend", WEDNESDAY)


def test_an_old_hearing_does_not_do_for_a_new_suspension_reg_12_2() -> None:
    """After a suspension has ended, another one begins with another notice."""
    case = case_of(
        PL,
        ("give-notice-of-suspension", MONDAY),
        ("hold-suspension-hearing", WEDNESDAY),
        ("suspend", WEDNESDAY),
        ("lift-suspension", date(2026, 4, 9)),
    )
    assert NOTICE in " ".join(unmet(PL, case, "hold-suspension-hearing", date(2026, 4, 9)))
    assert "Hear the practitioner" in " ".join(unmet(PL, case, "suspend", date(2026, 4, 9)))


# --- protection ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", PL.regions["list"].states)
def test_mandatory_suspension_is_never_held_up_si_2015_362(state: str) -> None:
    """After a regulator's interim order the suspension happens from every place on the list, whatever is missing."""
    assert PL.is_in_reach("suspend-by-law", {**PL.index.starts, "list": state})
    assert () == PL.index.arrows["suspend-by-law"]["list", state].needs


def test_mandatory_suspension_happens_with_everything_missing_and_owes_it_si_2015_362() -> None:
    """On the first day, with nothing declared, told or written down: it happens, and all of that is owed at once."""
    case = happened(PL, opened(PL), "suspend-by-law", 0, id="e2")
    assert "suspended-by-law" == case.states["list"]
    missing = {"reason:e2", "review_on:e2", "contact:e2", "evidence:e2"}
    assert missing <= {each.code for each in due(PL, case, day(0))}
    assert missing <= {each.code for each in overdue(PL, case, day(3))}
    assert "confirmation:e2" not in {each.code for each in due(PL, case, day(0))}


def test_mandatory_suspension_by_anybody_is_confirmed_by_those_whose_part_it_is() -> None:
    """Somebody who is not named for it can do it as well, and somebody who is confirms it."""
    case = happened(PL, opened(PL), "suspend-by-law", 0, id="e2", role="contact", who=CONTACT)
    assert "confirmation:e2" in {each.code for each in due(PL, case, day(0))}
    case = happened(PL, case, "supply-missing", 1, about="e2", reason="n1", role="case-manager", who=MANAGER)
    assert "confirmation:e2" not in {each.code for each in due(PL, case, day(1))}


def test_a_mandatory_suspension_is_no_decision() -> None:
    """The law decides, and not the case manager who carries it out."""
    assert not PL.events["suspend-by-law"].decides
    assert "case-manager" in PL.events["suspend-by-law"].by
    assert ["decision-maker"] == list(PL.events["suspend-at-once"].by)


def test_suspension_at_once_needs_no_notice_reg_12_6() -> None:
    """Nothing holds up a suspension that keeps people safe; that (6) sets the notice aside is read in (2)."""
    case = case_of(PL, ("wellbeing-contact", MONDAY))
    assert () == option(PL, case, "suspend-at-once", MONDAY).unmet
    assert "its own wording was not seen" in PL.arrows["suspended-at-once"].doubt


def test_suspension_at_once_is_reviewed_within_two_working_days_recalled_with_doubt() -> None:
    """A suspension of Maundy Thursday is reviewed by the Wednesday after Easter; what follows when not is not known."""
    case = case_of(PL, ("suspend-at-once", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(PL, case, "review-at-once", date(2026, 4, 8), ENGLAND)
    said = doubt(PL, "review-at-once")
    assert "recalled with doubt" in said
    assert "nor whether the day itself counts, nor what follows when it is missed" in said


@pytest.mark.parametrize("what", ["confirm-suspension", "lift-suspension", "resume-on-conditions"])
def test_the_review_at_once_has_three_ends(what: str) -> None:
    """Going on, ending and coming back on agreed conditions are each a review."""
    case = case_of(PL, ("suspend-at-once", MONDAY), (what, TUESDAY))
    assert TUESDAY == owed(PL, case, "review-at-once", TUESDAY).met


# --- how long, and reviews -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["suspend", "suspend-at-once"])
def test_six_months_is_the_usual_ceiling_recalled(what: str) -> None:
    """Six months from the first day, and only an end meets a ceiling."""
    case = case_of(PL, (what, MONDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, "suspension-ceiling", date(2026, 9, 9))
    assert owed(PL, case, "suspension-ceiling", MONDAY).ceiling
    assert "recalled and were not checked" in doubt(PL, "suspension-ceiling")


def test_the_ceiling_counts_from_the_first_day_through_a_confirmation() -> None:
    """At once and confirmed are one suspension."""
    case = case_of(PL, ("suspend-at-once", MONDAY), ("confirm-suspension", WEDNESDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, "suspension-ceiling", date(2026, 9, 9))
    (spell,) = limits(PL, case)
    assert (True, MONDAY) == (spell.is_exclusion, spell.since)


def test_an_interim_order_lasts_eighteen_months_at_most_recalled() -> None:
    """A suspension by law has the order's own limit, and not the six months."""
    case = case_of(PL, ("suspend-by-law", MONDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, "order-ceiling", date(2027, 9, 9))
    assert "suspension-ceiling" not in {each.code for each in due(PL, case, MONDAY)}
    assert "were not checked" in doubt(PL, "order-ceiling")


def test_a_suspension_by_law_ends_with_the_order() -> None:
    """When the order ends, the practitioner is back on the list, with support."""
    case = case_of(PL, ("suspend-by-law", MONDAY), ("interim-order-ended", date(2026, 6, 1)))
    assert "returning" == case.states["list"]
    assert IN_TIME_TILL_THEN == around(PL, case, "contact-after-suspension", date(2026, 6, 8))


def test_whether_the_order_stands_is_asked_every_three_months() -> None:
    """Nobody stays suspended because nobody asked: the period is ours."""
    case = case_of(PL, ("suspend-by-law", MONDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, "review-while-order-stands", date(2026, 6, 9))
    assert "the period is ours" in doubt(PL, "review-while-order-stands")


def test_first_review_after_three_months_2004_regulations_reg_14_2() -> None:
    """What could be asked for after three months is done then, without being asked for."""
    case = case_of(PL, ("suspend", MONDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, "first-review", date(2026, 6, 9))
    assert "whether that holds for those of 2013 is not known" in doubt(PL, "first-review")


def test_further_reviews_every_six_months_2004_regulations_reg_14_3() -> None:
    """After a review the next is due in six months, and again after that."""
    case = case_of(PL, ("suspend", MONDAY), ("review-list-decision", date(2026, 6, 8)))
    assert IN_TIME_TILL_THEN == around(PL, case, "next-review", date(2026, 12, 8))
    again = case_of(
        PL, ("suspend", MONDAY), ("review-list-decision", date(2026, 6, 8)), ("review-list-decision", date(2026, 12, 1))
    )
    assert IN_TIME_TILL_THEN == around(PL, again, "next-review", date(2027, 6, 1))
    assert "whether that holds for those of 2013 is not known" in doubt(PL, "next-review")


def test_the_day_that_was_given_for_a_review_counts_when_it_is_earlier() -> None:
    """A review that was promised for a day is due on it."""
    case = case_of(PL, ("suspend", MONDAY, {"review_on": date(2026, 4, 20)}))
    assert IN_TIME_TILL_THEN == around(PL, case, "first-review", date(2026, 4, 20))


def test_a_written_request_is_met_by_a_review_reg_16_1() -> None:
    """A request must be met; within twenty-eight days, which is ours."""
    case = case_of(PL, ("suspend", MONDAY), ("ask-for-review", MONDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, "review-on-request", date(2026, 4, 6))
    assert "How soon is ours" in doubt(PL, "review-on-request")
    assert "practitioner" in PL.events["ask-for-review"].by
    assert [] == unmet(PL, case, "ask-for-review", TUESDAY)


def test_resuming_only_on_conditions_that_were_agreed_reg_16_3() -> None:
    """A panel lets nobody come back on conditions that the practitioner has not agreed to since the suspension."""
    says = "Agree the conditions with the practitioner: nobody comes back on conditions that were only imposed."
    suspended = ("suspend", MONDAY)
    assert says in unmet(PL, case_of(PL, suspended), "resume-on-conditions", TUESDAY)
    agreed_before = case_of(PL, ("accept-conditions", MONDAY), suspended)
    assert says in unmet(PL, agreed_before, "resume-on-conditions", TUESDAY)
    agreed = case_of(PL, suspended, ("accept-conditions", TUESDAY))
    assert [] == unmet(PL, agreed, "resume-on-conditions", TUESDAY)
    assert "practitioner" in PL.events["accept-conditions"].by


def test_nobody_resumes_on_conditions_while_the_order_stands() -> None:
    """What the law requires cannot be agreed away."""
    case = case_of(PL, ("suspend-by-law", MONDAY), ("accept-conditions", TUESDAY))
    assert not PL.is_in_reach("resume-on-conditions", case.states)
    assert not PL.is_in_reach("lift-suspension", case.states)


@pytest.mark.parametrize(
    ("what", "code"), [("impose-conditions", "review-of-limits"), ("agree-undertakings", "review-of-undertakings")]
)
def test_conditions_and_undertakings_are_looked_at_every_three_months(what: str, code: str) -> None:
    """What limits somebody's work is looked at again: the period is ours."""
    case = case_of(PL, (what, MONDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, code, date(2026, 6, 9))
    assert "the period is ours" in doubt(PL, code)


# --- conditions or removal -------------------------------------------------------------------------------------------

AT_PANEL = (
    ("begin-triage", MONDAY),
    ("bring-before-advisory-group", MONDAY),
    ("refer-to-panel", MONDAY),
    ("give-notice-of-list-action", MONDAY),
)


def test_representations_in_twenty_eight_days_wales_2004_reg_8_recalled_for_england() -> None:
    """A notice of 9 March can be answered to the end of 6 April; then the time is over."""
    case = case_of(PL, *AT_PANEL)
    says = "the practitioner has twenty-eight days for their answer"
    assert HELD_UP_TILL_THEN == waits(PL, case, "representations-time-over", date(2026, 4, 7), says)
    assert "recalled for England" in PL.arrows["representations-time-over"].doubt
    assert "whether the day of the notice counts was not checked" in PL.arrows["representations-time-over"].doubt


def test_an_early_answer_does_not_cut_the_time_short() -> None:
    """Only when the practitioner says that it is all, or the time is over, may the panel begin."""
    says = "Wait for the practitioner's answer, or until the time for it is over."
    answered = case_of(PL, *AT_PANEL, ("make-representations", TUESDAY))
    assert says in unmet(PL, answered, "begin-list-decision", WEDNESDAY)
    complete = case_of(PL, *AT_PANEL, ("representations-complete", TUESDAY))
    assert says not in unmet(PL, complete, "begin-list-decision", WEDNESDAY)


def test_whoever_asks_for_a_hearing_is_heard() -> None:
    """A hearing that was asked for comes before the decision; within twenty-eight days, which is ours."""
    says = "Hear the practitioner: they asked for a hearing."
    asked = case_of(PL, *AT_PANEL, ("ask-for-hearing", TUESDAY))
    assert says in unmet(PL, asked, "begin-list-decision", WEDNESDAY)
    assert IN_TIME_TILL_THEN == around(PL, asked, "oral-hearing", date(2026, 4, 7))
    assert "the period is ours" in doubt(PL, "oral-hearing")
    held = case_of(PL, *AT_PANEL, ("ask-for-hearing", TUESDAY), ("hold-oral-hearing", WEDNESDAY))
    assert says not in unmet(PL, held, "begin-list-decision", WEDNESDAY)


@pytest.mark.parametrize("what", ["decide-no-list-action", "impose-conditions", "remove-from-list"])
def test_decision_is_told_within_seven_days_wales_2004_reg_8(what: str) -> None:
    """A decision of Maundy Thursday is told by 9 April: seven days on the calendar, holidays and all."""
    case = case_of(PL, (what, date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(PL, case, "notify-list-decision", date(2026, 4, 9), ENGLAND)
    assert "read for Wales; for England they are taken over" in doubt(PL, "notify-list-decision")


REMOVAL = (*AT_PANEL, ("begin-list-decision", MONDAY), ("remove-from-list", MONDAY), ("notify-list-decision", MONDAY))


def test_removal_waits_twenty_eight_days_for_an_appeal_recalled() -> None:
    """A removal that was told on 9 March takes effect on 7 April at the earliest."""
    case = case_of(PL, *REMOVAL)
    says = "they have twenty-eight days for an appeal"
    assert HELD_UP_TILL_THEN == waits(PL, case, "removal-takes-effect", date(2026, 4, 7), says)
    assert "were not checked" in PL.arrows["removal-takes-effect"].doubt


def test_removal_waits_for_the_tribunal() -> None:
    """While an appeal is open a removal is not in effect."""
    case = case_of(PL, *REMOVAL, ("lodge-appeal", date(2026, 3, 20)))
    assert ["Wait for the Tribunal: there is an appeal."] == unmet(PL, case, "removal-takes-effect", date(2026, 5, 1))
    decided = case_of(PL, *REMOVAL, ("lodge-appeal", date(2026, 3, 20)), ("tribunal-decides", date(2026, 6, 1)))
    assert [] == unmet(PL, decided, "removal-takes-effect", date(2026, 6, 1))


def test_a_late_appeal_is_recorded_too() -> None:
    """Whether an appeal is in time is for the Tribunal."""
    assert [] == unmet(PL, case_of(PL, *REMOVAL), "lodge-appeal", date(2026, 12, 1))


def test_a_removal_in_effect_and_undone_moves_the_place_on_the_list() -> None:
    """Whoever is removed is off the list, and whoever comes back comes back with support."""
    removed = (*REMOVAL, ("removal-takes-effect", date(2026, 4, 7)))
    assert ("removed", "off-list") == tuple(case_of(PL, *removed).states[each] for each in ("list-action", "list"))
    undone = case_of(PL, *removed, ("undo-removal", date(2026, 6, 1)))
    assert ("none", "returning") == tuple(undone.states[each] for each in ("list-action", "list"))
    before = case_of(PL, *REMOVAL, ("undo-removal", date(2026, 3, 20)))
    assert ("none", "on-list") == tuple(before.states[each] for each in ("list-action", "list"))


def test_conditions_do_not_end_a_suspension_by_law() -> None:
    """Conditions take the place of a suspension that was decided, and not of one that the law requires."""
    ready = (*AT_PANEL, ("begin-list-decision", MONDAY))
    decided = case_of(PL, ("suspend", MONDAY), *ready, ("impose-conditions", MONDAY))
    by_law = case_of(PL, ("suspend-by-law", MONDAY), *ready, ("impose-conditions", MONDAY))
    assert ("conditions", "suspended-by-law") == (decided.states["list"], by_law.states["list"])
    assert "our reading" in PL.arrows["conditions-in-force"].doubt


# --- telling others, payments, contact -------------------------------------------------------------------------------


SUSPENDING = pytest.mark.parametrize("what", ["suspend", "suspend-at-once", "suspend-by-law"])


@SUSPENDING
def test_ppa_is_told_of_a_suspension_nhs_resolution_insights(what: str) -> None:
    """Practitioner Performance Advice is told of every suspension; within seven days, which is ours."""
    case = case_of(PL, (what, MONDAY))
    assert IN_TIME_TILL_THEN == around(PL, case, "tell-ppa-of-suspension", date(2026, 3, 16))
    assert "how soon is ours" in doubt(PL, "tell-ppa-of-suspension")


@SUSPENDING
def test_payments_are_settled_in_five_working_days_reg_13(what: str) -> None:
    """Nobody waits long to know what they will live on: five working days over Easter, which is ours."""
    case = case_of(PL, (what, date(2026, 4, 1)))
    assert IN_TIME_TILL_THEN == around(PL, case, "settle-payments", date(2026, 4, 10), ENGLAND)
    assert "how soon this is settled is ours" in doubt(PL, "settle-payments")


@SUSPENDING
def test_contact_at_and_during_a_suspension(what: str) -> None:
    """Somebody rings on the next working day, and then each week."""
    case = case_of(PL, (what, date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(PL, case, "contact-at-suspension", date(2026, 4, 7), ENGLAND)
    assert IN_TIME_TILL_THEN == around(PL, case, "contact-during-suspension", date(2026, 4, 9))
    assert "the period is ours" in doubt(PL, "contact-at-suspension")


@pytest.mark.parametrize("what", ["lift-suspension", "resume-on-conditions"])
def test_contact_after_a_suspension(what: str) -> None:
    """Each week after the end somebody asks how the return goes."""
    case = case_of(PL, ("suspend", MONDAY), (what, date(2026, 4, 9)))
    assert IN_TIME_TILL_THEN == around(PL, case, "contact-after-suspension", date(2026, 4, 16))
    assert "the period is ours" in doubt(PL, "contact-after-suspension")


def test_contact_after_the_panel_has_decided() -> None:
    """On the next working day somebody rings."""
    case = case_of(PL, ("remove-from-list", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(PL, case, "contact-after-list-decision", date(2026, 4, 7), ENGLAND)
    assert "The period is ours" in doubt(PL, "contact-after-list-decision")


def test_first_look_and_report_have_periods_of_ours() -> None:
    """Ten working days for the first look, six weeks for the report: nobody else's."""
    case = case_of(PL, ("add-document", date(2026, 3, 23)))
    assert IN_TIME_TILL_THEN == around(PL, case, "triage", date(2026, 4, 8), ENGLAND)
    looked = case_of(PL, ("appoint-investigator", MONDAY, {"person": staff("investigator", "u3")}))
    assert IN_TIME_TILL_THEN == around(PL, looked, "report", date(2026, 4, 20))
    assert ["Derived: the period is ours."] * 2 == [PL.obligations[each].doubt for each in ("triage", "report")]


# --- who decides -----------------------------------------------------------------------------------------------------


def test_the_case_manager_decides_nothing_londonwide_lmcs() -> None:
    """No decision names the case manager: they collate, and are the one to call."""
    assert [] == [code for code, kind in PL.events.items() if kind.decides and "case-manager" in kind.by]
    assert "case-manager" in PL.events["bring-before-advisory-group"].by


@pytest.mark.parametrize(
    "what",
    [
        "appoint-investigator", "stand-down-investigator", "refer-regulator", "lift-suspension", "end-limits",
        "begin-list-decision", "undo-removal", "close", "reopen", "pause", "extend-period",
    ],
)  # fmt: skip
def test_what_amounts_to_a_decision_is_not_for_the_case_manager(what: str) -> None:
    """Ending, appointing, referring, pausing and giving more time are for those who decide, too."""
    assert PL.events[what].by
    assert "case-manager" not in PL.events[what].by


def test_a_case_manager_cannot_take_a_decision_in_the_right_place() -> None:
    """Where the outcome is to be recorded, the case manager is refused for the role alone."""
    case = played(PL, PL_REPORTED)
    with pytest.raises(TransitionRefused) as caught:
        happened(PL, case, "record-outcome", 38, choice="no-case-to-answer", reason="n9")
    assert ("This is done by: performance advisory group, performers list decision panel.",) == caught.value.unmet


def test_the_advisory_group_agrees_undertakings_and_does_not_suspend_nhse_privacy_notice() -> None:
    """The group may agree undertakings and ask the panel; what the regulations give is the panel's, which may do both."""
    assert {"advisory-group", "decision-maker"} == set(PL.events["agree-undertakings"].by)
    for what in ("suspend", "suspend-at-once", "impose-conditions", "remove-from-list", "resume-on-conditions"):
        assert ("decision-maker",) == PL.events[what].by


def test_undertakings_are_voluntary_nhse_privacy_notice() -> None:
    """Nothing is undertaken to which the practitioner has not agreed."""
    case = played(PL, PL_REPORTED)
    fields = {"reason": "n9", "review_on": day(120), "contact": NAMED}
    with pytest.raises(TransitionRefused, match="Ask the practitioner first: undertakings are voluntary"):
        happened(PL, case, "agree-undertakings", 38, role="advisory-group", who=GROUP, **fields)
    case = happened(PL, case, "accept-undertakings", 38, role="practitioner", who=PRACTITIONER, evidence=("d30",))
    case = happened(PL, case, "agree-undertakings", 38, role="advisory-group", who=GROUP, **fields)
    assert "undertakings" == case.states["list"]


def test_the_investigator_is_nobody_of_the_group() -> None:
    """Whoever decides on an inquiry does not carry it out."""
    until = next(place for place, line in enumerate(PL_REPORTED) if line[1] == "appoint-investigator")
    case = played(PL, PL_REPORTED[:until])
    fields = {"person": staff("investigator", GROUP), "evidence": ("d4",)}
    with pytest.raises(TransitionRefused, match="who has no other part"):
        happened(PL, case, "appoint-investigator", 8, role="advisory-group", who=GROUP, **fields)


OUR_NAMES = """extends = "performers-list"
id = "our-list"
roles = { advisory-group = { label = "Professional Standards Group" }, decision-maker = { label = "Decision Panel" } }
"""


def test_a_file_of_three_lines_gives_the_bodies_their_names() -> None:
    """What the bodies are called is configuration, and stands wherever they are named; nothing else changes."""
    ours = load_process(OUR_NAMES, "our-list.toml")
    assert 3 == len(OUR_NAMES.splitlines())
    assert ("our-list", "Professional Standards Group", "Decision Panel") == (
        ours.id,
        ours.roles["advisory-group"].label,
        ours.roles["decision-maker"].label,
    )
    assert (PL.events, PL.arrows, PL.obligations, PL.notice) == (
        ours.events,
        ours.arrows,
        ours.obligations,
        ours.notice,
    )
    case = played(ours, PL_REPORTED)
    with pytest.raises(TransitionRefused, match="This is done by: professional standards group, decision panel"):
        happened(ours, case, "record-outcome", 38, choice="no-case-to-answer", reason="n9")


def test_an_adopted_file_plays_the_whole_case() -> None:
    """With names of its own an organisation walks the same way."""
    assert "closed" == played(load_process(OUR_NAMES, "our-list.toml"), PL_CONDITIONS).states["steps"]


def test_a_misspelt_body_is_a_fault_and_not_a_new_one() -> None:
    """A role without its label, because its code was misspelt, is told with its key."""
    with pytest.raises(ConfigError) as caught:
        load_process('extends = "performers-list"\nid = "our-list"\nroles = { advisory-grup = { name = "Group" } }')
    assert "roles.advisory-grup.name" in {each.where.field for each in caught.value.problems}


def test_the_panel_that_decides_declares_first() -> None:
    """A panel member who has declared nothing decides nothing."""
    until = next(place for place, line in enumerate(PL_CONDITIONS) if line[1] == "give-notice-of-list-action")
    case = played(PL, PL_CONDITIONS[: until - 1])
    fields = {"reason": "n5", "evidence": ("d7",), "contact": NAMED}
    with pytest.raises(TransitionRefused, match="has declared no conflict of interest"):
        happened(PL, case, "give-notice-of-list-action", 39, role="decision-maker", who=PANEL, **fields)
