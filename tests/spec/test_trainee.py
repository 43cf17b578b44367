"""Doctors and dentists in training: the dean's team each week, the services offered, the annual review.

One deanery's practice is known from the webinar of 20 November 2025; the periods are ours, but for the week.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.process.made_cases import CONTACT, MANAGER, Line, day, event, happened, opened
from tests.spec.made_clocks import ENGLAND, IN_TIME_TILL_THEN, around, case_of, doubt, owed, unmet
from tests.spec.made_walks import DEAN, NAMED, SECOND, SUPERVISOR, TRAINEE, played

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance
from fairness_core.process.log import Case
from fairness_core.process.obligations import due
from fairness_core.process.table import process_table

TABLE = process_table("trainee")
FIVE = process_table("five-step")
MONDAY = date(2026, 3, 9)
SERVICES = ("offer-coaching", "offer-pastoral-support", "offer-neurodiversity-assessment")


def until(what: str, *left_out: str) -> Case:
    """Play the whole case up to an event, leaving some out."""
    case = opened(TABLE)
    lines: list[Line] = list(TRAINEE)
    for number, (on, name, role, who, fields) in enumerate(lines):
        if name == what:
            return case
        if name not in left_out:
            case = advance(TABLE, case, event(name, on, id=f"e{number + 2}", role=role, who=who, **fields))
    raise AssertionError(what)


# --- the dean's team, each week --------------------------------------------------------------------------------------


def test_the_deans_team_looks_at_every_case_each_week_webinar() -> None:
    """A week from the concern, and a week from each meeting; that every case is looked at is our reading."""
    case = case_of(TABLE, ("add-document", MONDAY))
    assert IN_TIME_TILL_THEN == around(TABLE, case, "weekly-review", date(2026, 3, 16))
    met = case_of(TABLE, ("review-by-deans-team", date(2026, 3, 12)))
    assert IN_TIME_TILL_THEN == around(TABLE, met, "weekly-review", date(2026, 3, 19))
    assert "is our reading" in doubt(TABLE, "weekly-review")


def test_a_paused_case_is_not_on_the_list_and_comes_back_to_it() -> None:
    """While the case is paused the team does not wait for it; a week after it goes on it is there again."""
    paused = case_of(TABLE, ("pause", MONDAY))
    assert "weekly-review" not in {each.code for each in due(TABLE, paused, date(2026, 5, 1))}
    again = case_of(TABLE, ("pause", MONDAY), ("resume", date(2026, 5, 4)))
    assert IN_TIME_TILL_THEN == around(TABLE, again, "weekly-review", date(2026, 5, 11))


def test_only_the_deans_team_holds_its_meeting() -> None:
    """The case manager cannot tick it off."""
    assert ("deans-team",) == TABLE.events["review-by-deans-team"].by
    with pytest.raises(TransitionRefused, match="This is done by: dean's case management team"):
        happened(TABLE, until("begin-triage"), "review-by-deans-team", 1, reason="n1")


def test_a_missed_week_holds_up_a_formal_step() -> None:
    """What the team owes each week comes before a formal process."""
    case = until("choose-formal-route", "review-by-deans-team")
    late = day(8)
    assert [each for each in unmet(TABLE, case, "choose-formal-route", late) if "Do first what is overdue" in each]


# --- the services ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", SERVICES)
def test_each_service_is_offered_in_five_working_days_webinar(code: str) -> None:
    """From Monday 30 March, over Easter: Wednesday 8 April; the period is ours."""
    case = case_of(TABLE, ("add-document", date(2026, 3, 30)))
    assert IN_TIME_TILL_THEN == around(TABLE, case, code, date(2026, 4, 8), ENGLAND)
    assert "ours" in doubt(TABLE, code)
    offered = case_of(TABLE, ("add-document", date(2026, 3, 30)), (code, date(2026, 3, 31)))
    assert date(2026, 3, 31) == owed(TABLE, offered, code, date(2026, 4, 8)).met


@pytest.mark.parametrize("code", SERVICES)
def test_a_formal_process_waits_until_each_service_was_offered(code: str) -> None:
    """Coaching, pastoral support and the assessment are offered to everybody before anything formal is decided."""
    case = until("choose-formal-route", code)
    (says,) = unmet(TABLE, case, "choose-formal-route", day(5))
    assert says.startswith(TABLE.events[code].label)


@pytest.mark.parametrize("code", SERVICES)
def test_what_was_offered_stays_between_the_doctor_and_the_service(code: str) -> None:
    """The sentence that is shown says that something was offered, and not what."""
    assert "You were offered something by the support and wellbeing service." == TABLE.events[code].told
    assert "neurodiversity" not in TABLE.obligations[code].told


def test_employer_and_deanery_agree_who_does_what() -> None:
    """Five working days from Monday 30 March over Easter; how soon is ours."""
    case = case_of(TABLE, ("add-document", date(2026, 3, 30)))
    assert IN_TIME_TILL_THEN == around(TABLE, case, "agree-who-does-what", date(2026, 4, 8), ENGLAND)
    assert "how soon, is ours" in doubt(TABLE, "agree-who-does-what")
    late = until("choose-formal-route", "tell-employer-and-deanery")
    assert ["Agree between employer and deanery who does what."] == unmet(TABLE, late, "choose-formal-route", day(5))


# --- the annual review -----------------------------------------------------------------------------------------------


def test_nobody_hears_in_the_annual_review_for_the_first_time() -> None:
    """Before an ARCP the doctor was told of the concern, and somebody went through it with them."""
    case = case_of(TABLE, ("add-document", MONDAY))
    assert {
        "Tell the doctor first what the concern is: nobody hears it in a review for the first time.",
        "Go through it with the doctor before the review.",
    } <= set(unmet(TABLE, case, "hold-arcp", MONDAY))
    held = case_of(TABLE, ("tell-practitioner", MONDAY), ("prepare-arcp", MONDAY), ("hold-arcp", MONDAY))
    assert ["Go through it with the doctor before the review."] == unmet(TABLE, held, "hold-arcp", MONDAY)


def test_the_review_is_not_held_by_who_looks_after_the_case() -> None:
    """Whoever sat in the weekly meeting does not hold the annual review of the same doctor."""
    case = happened(TABLE, until("hold-arcp"), "declare-no-conflict", 19, role="deans-team", who=DEAN)
    with pytest.raises(TransitionRefused, match="who does not look after this case each week"):
        happened(TABLE, case, "hold-arcp", 19, role="deans-team", who=DEAN, evidence=("d30",))


@pytest.mark.parametrize("what", ["extend-training", "end-training"])
def test_what_comes_of_the_training_waits_for_the_annual_review(what: str) -> None:
    """Neither more time nor an end is decided by the way."""
    case = case_of(TABLE, ("agree-support-plan", MONDAY))
    assert "Hold the annual review first." in unmet(TABLE, case, what, MONDAY)


def test_training_does_not_end_before_the_concern_is_settled_and_help_was_offered() -> None:
    """An end waits for the outcome, for each service, and for somebody who asks how the doctor is."""
    case = case_of(TABLE, ("hold-arcp", MONDAY))
    assert {
        "Wait for what comes of the concern.",
        "Offer coaching first.",
        "Offer pastoral support first.",
        "Offer an assessment of neurodiversity first.",
        "Ask the doctor how they are before they are told.",
    } == set(unmet(TABLE, case, "end-training", MONDAY))


def test_a_training_that_ended_can_go_on_after_an_appeal() -> None:
    """Nothing that was decided about a training is without a way back."""
    case = case_of(TABLE, ("end-training", MONDAY), ("resume-training", date(2026, 5, 1)))
    assert "going-on" == case.states["training"]


def test_a_second_extension_has_a_review_of_its_own() -> None:
    """More time once does not mean more time for ever."""
    case = case_of(TABLE, ("agree-support-plan", MONDAY), ("hold-arcp", MONDAY), ("extend-training", MONDAY))
    assert "Hold another annual review first." in unmet(TABLE, case, "extend-training", MONDAY)


def test_a_pause_of_the_training_is_looked_at_every_four_weeks() -> None:
    """A pause has a review as a restriction has; the period is ours, and the day that was given counts when earlier."""
    case = case_of(TABLE, ("pause-training", MONDAY))
    assert IN_TIME_TILL_THEN == around(TABLE, case, "review-of-pause", date(2026, 4, 6))
    sooner = case_of(TABLE, ("pause-training", MONDAY, {"review_on": date(2026, 3, 23)}))
    assert IN_TIME_TILL_THEN == around(TABLE, sooner, "review-of-pause", date(2026, 3, 23))
    assert "the period is ours" in doubt(TABLE, "review-of-pause")


@pytest.mark.parametrize("what", ["hold-arcp", "extend-training", "end-training"])
def test_somebody_rings_after_the_annual_review(what: str) -> None:
    """On the next working day; the period is ours."""
    case = case_of(TABLE, (what, date(2026, 4, 2)))
    assert IN_TIME_TILL_THEN == around(TABLE, case, "contact-after-arcp", date(2026, 4, 7), ENGLAND)
    assert "The period is ours" in doubt(TABLE, "contact-after-arcp")


# --- who has a part --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "who"), [("educational-supervisor", SUPERVISOR), ("deans-team", DEAN), ("programme-director", SECOND)]
)
def test_educators_support_and_do_not_decide_the_concern(role: str, who: str) -> None:
    """Those who train may ask how the doctor is and offer help; what comes of the concern is for others."""
    case = happened(TABLE, until("begin-triage"), "wellbeing-contact", 1, role=role, who=who)
    assert "wellbeing-contact" == case.log[-1].what
    for what in ("record-outcome", "choose-formal-route", "exclude", "close"):
        assert role not in TABLE.events[what].by


def test_the_responsible_officer_refers_and_the_case_manager_does_not() -> None:
    """A referral that can wait is for the responsible officer or whoever decides; an urgent one is everybody's."""
    assert ("decision-maker", "responsible-officer") == TABLE.events["refer-regulator"].by
    case = happened(TABLE, until("begin-triage"), "refer-regulator-at-once", 1, role="contact", who=CONTACT)
    assert "involved" == case.states["regulator"]


def test_the_steps_are_those_of_the_five() -> None:
    """What is asked of a doctor in training is what is asked of everybody, and the services beside it."""
    assert FIVE.main.states == TABLE.main.states
    for code in ("to-understand", "to-engage", "informally", "outcome", "to-learn", "closed"):
        assert FIVE.arrows[code] == TABLE.arrows[code]
    assert {each.says for each in FIVE.arrows["formally"].needs} <= {
        each.says for each in TABLE.arrows["formally"].needs
    }


def test_it_says_that_it_is_no_deanerys_procedure() -> None:
    """It is derived, and says so."""
    assert "Derived; not the toolkit's text, and not a deanery's procedure." == TABLE.notice
    case = played(TABLE, TRAINEE)
    assert ("closed", "extended") == (case.states["steps"], case.states["training"])
    assert MANAGER in case.people["case-manager"]
    assert NAMED.id in case.people["contact"]
