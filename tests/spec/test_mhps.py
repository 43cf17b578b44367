"""Employed doctors and dentists (MHPS): one test for each clock, named after its source, with its doubt.

The agreement itself was not opened: what an archived page, a judgment or a letter tells of it is here, and what was
recalled. Days are counted without the bank holidays of England where working days count.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.core.process.made_cases import (
    CONTACT,
    INVESTIGATOR,
    MANAGER,
    PRACTITIONER,
    case_until,
    day,
    event,
    happened,
    opened,
    staff,
)
from tests.spec.made_clocks import (
    ENGLAND,
    HELD_UP_TILL_THEN,
    IN_TIME_TILL_THEN,
    around,
    case_of,
    doubt,
    option,
    owed,
    right_codes,
    unmet,
    waits,
)
from tests.spec.made_walks import BOARD, CHIEF, MHPS_HEARING, MHPS_REPORTED, PANEL, SECOND, played

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance
from fairness_core.process.obligations import due, overdue
from fairness_core.process.table import process_table
from fairness_core.report.spells import limits

MHPS = process_table("mhps")
MARCH_9 = date(2026, 3, 9)
"""A Monday; Good Friday is 3 April, Easter Monday 6 April."""


# --- exclusion -------------------------------------------------------------------------------------------------------


def test_immediate_exclusion_is_reviewed_within_two_weeks_dh_archived_page() -> None:
    """Two weeks after an exclusion at once is its last day; from the day after there is a right to return."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9))
    last = date(2026, 3, 23)
    assert IN_TIME_TILL_THEN == around(MHPS, case, "end-of-immediate-exclusion", last)
    assert [[], ["right-to-return"]] == [right_codes(MHPS, case, last), right_codes(MHPS, case, date(2026, 3, 24))]
    assert "archived page of 2003" in doubt(MHPS, "end-of-immediate-exclusion")
    assert "Whether the day itself counts is not stated" in doubt(MHPS, "end-of-immediate-exclusion")


def test_an_earlier_day_for_the_return_counts_dh_archived_page() -> None:
    """The day that was given to the practitioner for the review is the last one, when it comes before two weeks are over."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9, {"review_on": date(2026, 3, 16)}))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "end-of-immediate-exclusion", date(2026, 3, 16))


def test_a_later_day_for_the_return_does_not_count_dh_archived_page() -> None:
    """Nobody can give themselves more than two weeks."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9, {"review_on": date(2026, 4, 30)}))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "end-of-immediate-exclusion", date(2026, 3, 23))


def test_formal_exclusion_is_reviewed_within_four_weeks_dh_archived_page() -> None:
    """Four weeks is the longest period; from the day after a missed review there is a right to return."""
    case = case_of(MHPS, ("exclude", MARCH_9))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "review-exclusion", date(2026, 4, 6))
    assert [[], ["right-to-return"]] == [right_codes(MHPS, case, date(2026, 4, each)) for each in (6, 7)]
    assert "archived page of 2003" in doubt(MHPS, "review-exclusion")


def test_each_further_period_is_four_weeks_from_its_review_dh_archived_page() -> None:
    """A period is renewed by a review alone, and the next one begins on its day."""
    case = case_of(MHPS, ("exclude", MARCH_9), ("review-restriction", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "review-exclusion", date(2026, 4, 30))


def test_a_missed_review_extends_nothing_dh_archived_page() -> None:
    """Time renews no exclusion: the last day stays where it was, and the right stands however long nobody looks."""
    case = case_of(MHPS, ("exclude", MARCH_9))
    assert [date(2026, 4, 6)] * 2 == [owed(MHPS, case, "review-exclusion", each).due for each in (day(100), day(400))]
    assert ["right-to-return"] == right_codes(MHPS, case, day(400))


def test_a_late_review_takes_no_right_away_dh_archived_page() -> None:
    """Whoever reviews too late has reviewed, and the practitioner may return all the same."""
    case = case_of(MHPS, ("exclude", MARCH_9), ("review-restriction", date(2026, 4, 8)))
    assert ["right-to-return"] == right_codes(MHPS, case, date(2026, 4, 8))


@pytest.mark.parametrize("what", ["return-by-right", "lift-restriction", "agree-limits"])
def test_the_right_lasts_until_the_practitioner_is_back_dh_archived_page(what: str) -> None:
    """Whoever is back, by right, by decision or on limits that were agreed, has used the right."""
    case = case_of(MHPS, ("exclude", MARCH_9), (what, date(2026, 4, 10)))
    assert [] == right_codes(MHPS, case, date(2026, 4, 10))
    assert ["right-to-return"] == right_codes(MHPS, case_of(MHPS, ("exclude", MARCH_9)), date(2026, 4, 10))


def test_a_right_is_claimed_and_answered_on_the_next_working_day() -> None:
    """A practitioner who says on Maundy Thursday that they return is answered on the Tuesday after Easter: ours."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9), ("claim-return", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "answer-claim", date(2026, 4, 7), ENGLAND)
    assert "is ours" in doubt(MHPS, "answer-claim")


def test_ppa_is_told_before_a_formal_exclusion_dh_archived_page() -> None:
    """Without a word to Practitioner Performance Advice no exclusion is formal; at once it needs none."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9))
    says = "Tell Practitioner Performance Advice before a formal exclusion."
    assert says in unmet(MHPS, case, "exclude", MARCH_9)
    told = case_of(MHPS, ("exclude-at-once", MARCH_9), ("tell-ppa-of-exclusion", MARCH_9))
    assert says not in unmet(MHPS, told, "exclude", MARCH_9)
    assert () == option(MHPS, case, "exclude-at-once", MARCH_9).unmet


def test_ppa_is_told_anew_before_another_exclusion() -> None:
    """What was told of an exclusion that ended does not do for the next one."""
    case = case_of(
        MHPS, ("tell-ppa-of-exclusion", MARCH_9), ("exclude", MARCH_9), ("lift-restriction", date(2026, 3, 20))
    )
    says = "Tell Practitioner Performance Advice before a formal exclusion."
    assert says in unmet(MHPS, case, "exclude", date(2026, 3, 20))


def test_ppa_is_told_of_an_immediate_exclusion_on_the_next_working_day() -> None:
    """An exclusion of Maundy Thursday is told by the Tuesday after Easter: how soon is ours."""
    case = case_of(MHPS, ("exclude-at-once", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "tell-ppa-of-exclusion", date(2026, 4, 7), ENGLAND)
    assert "is ours" in doubt(MHPS, "tell-ppa-of-exclusion")


def test_ppa_after_three_periods_of_four_weeks_ncas_letter_2014() -> None:
    """Three periods of four weeks after a formal exclusion somebody speaks to Practitioner Performance Advice again."""
    case = case_of(MHPS, ("exclude", MARCH_9), ("review-restriction", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "ppa-after-three-periods", date(2026, 6, 1))
    assert "Known from a summary" in doubt(MHPS, "ppa-after-three-periods")


def test_advice_in_the_second_week_is_not_advice_after_the_twelfth_ncas_letter_2014() -> None:
    """What was asked early does not meet what is owed after three periods."""
    case = case_of(MHPS, ("exclude", MARCH_9), ("seek-advice", date(2026, 3, 20)))
    assert owed(MHPS, case, "ppa-after-three-periods", date(2026, 6, 1)).is_open
    spoken = case_of(MHPS, ("exclude", MARCH_9), ("tell-ppa-of-long-exclusion", date(2026, 5, 29)))
    assert date(2026, 5, 29) == owed(MHPS, spoken, "ppa-after-three-periods", date(2026, 6, 1)).met


def test_monthly_return_to_the_board_nhs_resolution_reporting_page() -> None:
    """A return is due a month after an exclusion began, and a month after the last one, to the end of short months too."""
    case = case_of(MHPS, ("exclude-at-once", date(2026, 1, 31)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "board-return", date(2026, 2, 28))
    sent = case_of(MHPS, ("exclude-at-once", date(2026, 1, 31)), ("return-to-board", date(2026, 2, 27)))
    assert IN_TIME_TILL_THEN == around(MHPS, sent, "board-return", date(2026, 3, 27))
    assert "not foundation trusts" in doubt(MHPS, "board-return")
    assert "was not checked" in doubt(MHPS, "board-return")


def test_monthly_return_goes_on_when_an_immediate_exclusion_becomes_formal() -> None:
    """One exclusion is one count of months, at once and formal."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9), ("exclude", date(2026, 3, 20)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "board-return", date(2026, 4, 9))


def test_six_months_is_the_usual_ceiling_nhs_resolution_insights() -> None:
    """Six months count from the first day, at once and formal together; nothing meets a ceiling but the end."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9), ("exclude", date(2026, 3, 20)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "exclusion-ceiling", date(2026, 9, 9))
    assert owed(MHPS, case, "exclusion-ceiling", date(2026, 9, 9)).ceiling
    assert "save for a criminal investigation" in doubt(MHPS, "exclusion-ceiling")


@pytest.mark.parametrize("what", ["register-concern", "exclude-at-once", "exclude"])
def test_designated_member_is_named_dh_archived_page(what: str) -> None:
    """A board member is named when a concern is registered, and at an exclusion at the latest: the next working day."""
    case = case_of(MHPS, (what, date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "name-designated-member", date(2026, 4, 7), ENGLAND)
    assert "how soon is ours" in doubt(MHPS, "name-designated-member")


def test_a_member_who_is_there_is_not_asked_for_again() -> None:
    """Whoever was named before an exclusion is there when it comes."""
    named = ("name-designated-member", MARCH_9, {"person": staff("designated-member", BOARD)})
    case = case_of(MHPS, named, ("exclude-at-once", date(2026, 3, 20)))
    assert "name-designated-member" not in [each.code for each in due(MHPS, case, date(2026, 3, 20))]


def test_what_is_written_to_the_member_is_answered_in_ten_working_days() -> None:
    """Ten working days over Easter: a letter of Monday 23 March is answered by Wednesday 8 April: the period is ours."""
    case = case_of(MHPS, ("write-to-member", date(2026, 3, 23)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "answer-letter-to-member", date(2026, 4, 8), ENGLAND)
    assert "the period is ours" in doubt(MHPS, "answer-letter-to-member")


def test_an_exclusion_counts_as_one_time_away_from_work() -> None:
    """At once and formal are one spell of exclusion, from its first day to its end."""
    case = case_of(
        MHPS, ("exclude-at-once", MARCH_9), ("exclude", date(2026, 3, 20)), ("lift-restriction", date(2026, 4, 2))
    )
    (spell,) = limits(MHPS, case)
    assert (True, MARCH_9, date(2026, 4, 2)) == (spell.is_exclusion, spell.since, spell.until)


def test_contact_before_during_and_after_an_exclusion() -> None:
    """Before a formal exclusion somebody asks; the day after, each week, and each week after the end, somebody rings."""
    case = case_of(MHPS, ("exclude-at-once", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "contact-at-exclusion", date(2026, 4, 7), ENGLAND)
    assert IN_TIME_TILL_THEN == around(MHPS, case, "contact-during-exclusion", date(2026, 4, 9))
    assert "Ask the practitioner how they are before they are told of an exclusion." in unmet(
        MHPS, case, "exclude", date(2026, 4, 2)
    )
    back = case_of(MHPS, ("exclude-at-once", date(2026, 4, 2)), ("lift-restriction", date(2026, 4, 9)))
    assert IN_TIME_TILL_THEN == around(MHPS, back, "contact-after-exclusion", date(2026, 4, 16))


def test_formal_exclusion_after_a_missed_review_waits_for_the_end_of_the_first() -> None:
    """Whoever has missed the two weeks cannot turn the exclusion into a formal one: it ends first."""
    case = case_of(MHPS, ("exclude-at-once", MARCH_9))
    says = "The review of the immediate exclusion was missed"
    on_time, late = (unmet(MHPS, case, "exclude", date(2026, 3, each)) for each in (23, 24))
    assert [False, True] == [any(each.startswith(says) for each in found) for found in (on_time, late)]


def test_an_exclusion_can_end_in_limits_that_were_agreed() -> None:
    """Agreed limits end an exclusion, and with it what was owed for it."""
    case = case_of(MHPS, ("exclude", MARCH_9), ("agree-limits", date(2026, 3, 20)))
    assert "voluntary" == case.states["restriction"]
    assert date(2026, 3, 20) == owed(MHPS, case, "review-exclusion", date(2026, 3, 20)).met


# --- what the practitioner is told and shown: Part I, paragraph 1.16 -------------------------------------------------

APPOINTED = ("appoint-investigator", date(2026, 3, 26), {"person": staff("investigator", INVESTIGATOR)})
"""A Thursday; two working days later is Monday, ten are Monday 13 April, over Easter."""


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("tell-of-investigation", date(2026, 3, 30)),
        ("tell-of-companion", date(2026, 3, 30)),
        ("show-correspondence", date(2026, 4, 13)),
        ("show-interview-list", date(2026, 4, 13)),
    ],
)
def test_told_and_shown_mhps_1_16_as_told_in_burn(code: str, last: date) -> None:
    """Of the investigation, the correspondence, the list of interviews and the companion; how soon is ours."""
    case = case_of(MHPS, APPOINTED)
    assert IN_TIME_TILL_THEN == around(MHPS, case, code, last, ENGLAND)
    assert "Burn v Alder Hey" in doubt(MHPS, code)
    assert "paragraph was not opened" in doubt(MHPS, code)
    assert "practitioner" == MHPS.obligations[code].to
    assert date(2026, 3, 27) == owed(MHPS, case_of(MHPS, APPOINTED, (code, date(2026, 3, 27))), code, last).met


# --- the clocks of the steps -----------------------------------------------------------------------------------------


def test_concern_is_registered_ewhc_2023_of_2025() -> None:
    """A concern of Maundy Thursday is registered by the Wednesday after Easter: how soon is ours."""
    case = case_of(MHPS, ("add-document", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "register-concern", date(2026, 4, 8), ENGLAND)
    assert "how soon is ours" in doubt(MHPS, "register-concern")


def test_first_look_in_ten_working_days() -> None:
    """Ten working days from Monday 23 March end on Wednesday 8 April: the period is ours."""
    case = case_of(MHPS, ("add-document", date(2026, 3, 23)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "first-look", date(2026, 4, 8), ENGLAND)
    assert "the period is ours" in doubt(MHPS, "first-look")


def test_investigation_in_four_weeks_recalled() -> None:
    """Four weeks from the appointment, on whatever day of the week they end."""
    case = case_of(MHPS, APPOINTED)
    assert IN_TIME_TILL_THEN == around(MHPS, case, "investigation", date(2026, 4, 23))
    assert "were not checked; the paragraph is not known" in doubt(MHPS, "investigation")


def test_report_in_five_further_working_days_recalled() -> None:
    """Five working days over Easter: finished on Wednesday 1 April, the report is there by Friday 10 April."""
    case = case_of(MHPS, APPOINTED, ("finish-investigation", date(2026, 4, 1)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "report", date(2026, 4, 10), ENGLAND)
    assert "were not checked" in doubt(MHPS, "report")


def test_report_goes_to_the_practitioner_in_two_working_days() -> None:
    """A report of Maundy Thursday is with the practitioner by the Wednesday after Easter: how soon is ours."""
    case = case_of(MHPS, ("submit-report", date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "send-report", date(2026, 4, 8), ENGLAND)
    assert "How soon is ours" in doubt(MHPS, "send-report")


def test_contact_after_the_report_and_after_the_hearing() -> None:
    """On the next working day somebody rings: after the report, after the hearing and after its decision."""
    for code, what in (
        ("contact-after-report", "send-report"),
        ("contact-after-hearing", "hold-hearing"),
        ("contact-after-hearing", "decide-hearing"),
        ("contact-after-outcome", "record-outcome"),
    ):
        case = case_of(MHPS, (what, date(2026, 4, 2)))
        assert IN_TIME_TILL_THEN == around(MHPS, case, code, date(2026, 4, 7), ENGLAND)
        assert "The period is ours" in doubt(MHPS, code)


AT_REPORT = (("begin-first-look", MARCH_9), ("decide-to-investigate", MARCH_9), ("submit-report", MARCH_9))
COMMENTS = "the practitioner has ten working days for their comments"


def test_comments_in_ten_working_days_recalled() -> None:
    """A report of Monday 23 March can be commented on to the end of Wednesday 8 April; then the time is over."""
    case = case_of(MHPS, *AT_REPORT, ("send-report", date(2026, 3, 23)))
    assert HELD_UP_TILL_THEN == waits(MHPS, case, "comments-time-over", date(2026, 4, 9), COMMENTS, ENGLAND)
    assert "were not checked; nor was whether the day itself counts" in MHPS.arrows["comments-time-over"].doubt


def test_comments_can_be_given_more_time_recalled() -> None:
    """More time is ten working days from the day on which it was given."""
    given = (("send-report", date(2026, 3, 23)), ("give-more-time", date(2026, 4, 8)))
    case = case_of(MHPS, *AT_REPORT, *given)
    assert HELD_UP_TILL_THEN == waits(MHPS, case, "comments-time-over", date(2026, 4, 23), COMMENTS, ENGLAND)


def test_whoever_comments_or_does_not_wish_to_does_not_wait() -> None:
    """The decision may begin when comments have come, or the practitioner says that there are none."""
    says = "Wait for the practitioner's comments, or until the time for them is over."
    sent = ("send-report", date(2026, 3, 23))
    assert says in unmet(MHPS, case_of(MHPS, *AT_REPORT, sent), "begin-decision", date(2026, 4, 30))
    for what in ("record-comments", "no-comments", "comments-time-over"):
        case = case_of(MHPS, *AT_REPORT, sent, (what, date(2026, 3, 24)))
        assert [] == unmet(MHPS, case, "begin-decision", date(2026, 3, 24))


@pytest.mark.parametrize("what", ["record-comments", "no-comments", "comments-time-over"])
def test_decision_in_ten_working_days_recalled(what: str) -> None:
    """Ten working days after the comments, over Easter; the letter goes on the day of the decision."""
    case = case_of(MHPS, *AT_REPORT, (what, date(2026, 3, 23)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "decision", date(2026, 4, 8), ENGLAND)
    assert "were not checked" in doubt(MHPS, "decision")


def test_decision_letter_on_the_day_of_the_decision_recalled() -> None:
    """The ten working days are for the letter, so that none is left after the decision."""
    case = case_of(MHPS, ("record-outcome", date(2026, 4, 8)))
    days = [date(2026, 4, each) for each in (8, 9)]
    assert [0, 1] == [owed(MHPS, case, "decision-letter", each, ENGLAND).days_late(each) for each in days]
    assert "were not checked" in doubt(MHPS, "decision-letter")


AT_HEARING = (*AT_REPORT, ("begin-decision", MARCH_9), ("send-to-conduct-hearing", MARCH_9))


def test_hearing_notice_of_twenty_working_days_recalled() -> None:
    """Notice of Monday 9 March: twenty working days over Easter end on Wednesday 8 April, and the hearing is after them."""
    case = case_of(MHPS, *AT_HEARING, ("give-hearing-notice", MARCH_9))
    says = "it is a notice of twenty working days"
    assert HELD_UP_TILL_THEN == waits(MHPS, case, "hold-hearing", date(2026, 4, 9), says, ENGLAND)
    assert "were not checked; nor was whether these are clear days" in MHPS.arrows["hearing-held"].doubt


def test_documents_ten_working_days_before_the_hearing_recalled() -> None:
    """Documents of Monday 23 March: ten working days over Easter end on Wednesday 8 April."""
    case = case_of(MHPS, *AT_HEARING, ("exchange-documents", date(2026, 3, 23)))
    says = "they are there ten working days before the hearing"
    assert HELD_UP_TILL_THEN == waits(MHPS, case, "hold-hearing", date(2026, 4, 9), says, ENGLAND)
    assert "documents ten working days before are recalled" in MHPS.arrows["hearing-held"].doubt


def test_hearing_decision_in_five_working_days_recalled() -> None:
    """A hearing of Wednesday 1 April is decided by Friday 10 April."""
    case = case_of(MHPS, ("hold-hearing", date(2026, 4, 1)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "hearing-decision", date(2026, 4, 10), ENGLAND)
    assert "were not checked" in doubt(MHPS, "hearing-decision")


def test_appeal_lodged_within_twenty_five_working_days_recalled() -> None:
    """The time for an appeal is over after twenty-five working days: Monday 9 March to Wednesday 15 April."""
    case = case_of(MHPS, *AT_HEARING, ("decide-hearing", MARCH_9), ("send-decision", MARCH_9))
    says = "the practitioner has twenty-five working days for an appeal"
    assert HELD_UP_TILL_THEN == waits(MHPS, case, "appeal-time-over", date(2026, 4, 16), says, ENGLAND)
    assert "were not checked" in MHPS.arrows["appeal-time-over"].doubt


def test_a_late_appeal_is_received_too() -> None:
    """Whether an appeal is in time is for the appeal panel; nothing here turns one away."""
    case = case_of(MHPS, *AT_HEARING, ("decide-hearing", MARCH_9), ("send-decision", MARCH_9))
    assert [] == unmet(MHPS, case, "lodge-appeal", date(2026, 12, 1))


def test_appeal_heard_within_twenty_five_working_days_recalled() -> None:
    """An appeal of Monday 9 March is heard by Wednesday 15 April."""
    case = case_of(MHPS, ("lodge-appeal", MARCH_9))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "appeal-hearing", date(2026, 4, 15), ENGLAND)
    assert "were not checked" in doubt(MHPS, "appeal-hearing")


def test_appeal_decided_within_five_working_days_recalled() -> None:
    """An appeal that was heard on Wednesday 1 April is decided by Friday 10 April."""
    case = case_of(MHPS, ("hold-appeal", date(2026, 4, 1)))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "appeal-decision", date(2026, 4, 10), ENGLAND)
    assert "were not checked" in doubt(MHPS, "appeal-decision")


def test_health_route_is_looked_at_every_four_weeks() -> None:
    """Nobody is left waiting in the health route: the period is ours."""
    case = case_of(MHPS, ("begin-first-look", MARCH_9), ("take-health-route", MARCH_9))
    assert IN_TIME_TILL_THEN == around(MHPS, case, "health-route", date(2026, 4, 6))
    assert "the period is ours" in doubt(MHPS, "health-route")


# --- who decides -----------------------------------------------------------------------------------------------------


def test_here_the_case_manager_decides() -> None:
    """In this process, and not in that of primary care, the case manager decides on a report."""
    assert "case-manager" in MHPS.events["record-outcome"].by
    assert "case-manager" not in process_table("performers-list").events["record-outcome"].by


def refused(what: str, role: str, who: str, **fields: Any) -> str:
    """Return what is said when somebody tries a decision after the report."""
    case = played(MHPS, MHPS_REPORTED)
    with pytest.raises(TransitionRefused) as caught:
        advance(MHPS, case, event(what, 36, role=role, who=who, **fields))
    return str(caught.value)


def test_the_investigator_decides_nothing() -> None:
    """Whoever gathered and weighed does not decide, in another role either."""
    said = refused("record-outcome", "decision-maker", INVESTIGATOR, choice="formal-sanction", reason="n9")
    assert "did not investigate" in said


def test_the_designated_member_decides_nothing() -> None:
    """Whoever watches over the case does not decide in it, in another role either."""
    case = happened(MHPS, played(MHPS, MHPS_REPORTED), "declare-no-conflict", 36, role="decision-maker", who=BOARD)
    with pytest.raises(TransitionRefused, match="Whoever watches over a case decides nothing in it"):
        happened(
            MHPS, case, "record-outcome", 36, role="decision-maker", who=BOARD, choice="learning-only", reason="n9"
        )


def test_a_decider_is_not_named_to_watch_over_the_case() -> None:
    """The board member has no other part: whoever decided cannot be named."""
    case = played(MHPS, MHPS_REPORTED)
    with pytest.raises(TransitionRefused, match="a board member who has no other part"):
        happened(MHPS, case, "name-designated-member", 36, person=staff("designated-member", MANAGER))


@pytest.mark.parametrize("what", ["lift-restriction", "review-restriction", "close", "return-by-right"])
def test_the_practitioner_lifts_reviews_and_closes_nothing(what: str) -> None:
    """What ends an exclusion or a case is recorded by those whose part it is."""
    assert "practitioner" not in MHPS.events[what].by
    assert "practitioner" in MHPS.events["claim-return"].by


def test_nobody_decides_a_formal_step_alone_letter_of_may_2019() -> None:
    """Without a second person's view there is no formal investigation, and whoever gave it does not decide."""
    until = next(place for place, line in enumerate(MHPS_REPORTED) if line[1] == "give-second-view")
    case = played(MHPS, MHPS_REPORTED[:until])
    with pytest.raises(TransitionRefused, match="a formal step is not one person's alone"):
        happened(MHPS, case, "decide-to-investigate", 4, reason="n4")
    case = happened(MHPS, case, "declare-no-conflict", 4, role="decision-maker", who=SECOND)
    case = happened(MHPS, case, "give-second-view", 4, role="decision-maker", who=SECOND, reason="n3")
    with pytest.raises(TransitionRefused, match="Somebody else decides than whoever gave the second view"):
        happened(MHPS, case, "decide-to-investigate", 4, role="decision-maker", who=SECOND, reason="n4")


def test_the_case_manager_is_not_on_the_panel() -> None:
    """Whoever sent a case to a hearing does not decide there."""
    until = next(place for place, line in enumerate(MHPS_HEARING) if line[1] == "decide-hearing")
    case = played(MHPS, MHPS_HEARING[:until])
    with pytest.raises(TransitionRefused, match="Nobody decides on the panel who sent the case to it"):
        happened(MHPS, case, "decide-hearing", 68, role="panel", who=MANAGER, choice="dismissal", reason="n9")


def test_the_panel_does_not_decide_the_appeal() -> None:
    """An appeal is decided by somebody who decided nothing before."""
    until = next(place for place, line in enumerate(MHPS_HEARING) if line[1] == "decide-appeal")
    case = played(MHPS, MHPS_HEARING[:until])
    with pytest.raises(TransitionRefused, match="who had no part in the decision"):
        happened(MHPS, case, "decide-appeal", 91, role="appeal-panel", who=PANEL, choice="not-upheld", reason="n9")


def test_capability_hearing_waits_for_the_question_of_an_assessment_chakrabarty() -> None:
    """A capability panel follows the question whether an assessment would help; no finding is needed."""
    case = case_of(MHPS, *AT_REPORT, ("begin-decision", MARCH_9))
    says = "Ask Practitioner Performance Advice first whether an assessment would help."
    assert says in unmet(MHPS, case, "send-to-capability-hearing", MARCH_9)
    asked = case_of(MHPS, *AT_REPORT, ("begin-decision", MARCH_9), ("ask-for-assessment", MARCH_9))
    assert says not in unmet(MHPS, asked, "send-to-capability-hearing", MARCH_9)


# --- protection and lateness -----------------------------------------------------------------------------------------


def test_an_exclusion_at_once_happens_with_everything_missing_and_owes_it() -> None:
    """On the first day, by somebody who is not named for it, without reason, review or contact: it happens, and owes them."""
    case = happened(MHPS, opened(MHPS), "exclude-at-once", 0, id="e2", role="contact", who=CONTACT)
    assert "excluded-at-once" == case.states["restriction"]
    missing = {"reason:e2", "review_on:e2", "contact:e2", "confirmation:e2"}
    assert missing <= {each.code for each in due(MHPS, case, day(0))}
    assert missing <= {each.code for each in overdue(MHPS, case, day(2))}


def test_a_late_decision_is_not_held_up_by_its_own_lateness() -> None:
    """When ten working days have gone by, the outcome can be recorded; what else is late holds it up."""
    case = played(MHPS, MHPS_REPORTED)
    late = day(35) + timedelta(weeks=4)
    assert "decision" in [each.code for each in overdue(MHPS, case, late)]
    held = next(each for each in option(MHPS, case, "record-outcome", late).unmet if each.kind == "not_overdue")
    assert "decision" not in held.codes
    assert "wellbeing-contact" in held.codes


def test_the_chief_executive_may_exclude_at_once() -> None:
    """Nobody has to confirm what the chief executive has decided."""
    fields = {"reason": "n1", "review_on": day(7), "contact": staff("contact", CONTACT)}
    case = happened(MHPS, opened(MHPS), "exclude-at-once", 0, id="e2", role="chief-executive", who=CHIEF, **fields)
    assert not [each.code for each in due(MHPS, case, day(0)) if each.code.endswith(":e2")]


def test_the_five_steps_share_the_clocks_of_exclusion() -> None:
    """What employed staff share is one part: the same clocks, marked as made for doctors and dentists."""
    five = process_table("five-step")
    for code in ("end-of-immediate-exclusion", "review-exclusion", "exclusion-ceiling"):
        assert MHPS.obligations[code] == five.obligations[code]
    assert any("made for doctors and dentists" in each for each in five.doubts)
    assert PRACTITIONER == case_until("begin-triage").header.subject.id
