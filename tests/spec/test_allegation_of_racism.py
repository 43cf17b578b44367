"""Allegations of racism: support and protection first, its own name to the end, the same for every allegation.

The webinar of 20 November 2025 asks for consistency, transparency and fairness in the triage of racism concerns; how
that is done here is derived, and each test says what it keeps.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.process.made_cases import DECIDER, RAISED, day, event, happened, opened
from tests.spec.made_clocks import ENGLAND, IN_TIME_TILL_THEN, around, case_of, doubt, owed, unmet
from tests.spec.made_walks import RACISM, played

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance, allowed
from fairness_core.process.log import Case
from fairness_core.process.obligations import next_contact
from fairness_core.process.table import process_table

TABLE = process_table("allegation-of-racism")
FIVE = process_table("five-step")
MONDAY, SATURDAY = date(2026, 3, 9), date(2026, 3, 14)


def until(what: str, *left_out: str) -> Case:
    """Play the whole case up to an event, leaving some out."""
    case = opened(TABLE)
    for number, (on, name, role, who, fields) in enumerate(RACISM):
        if name == what:
            return case
        if name not in left_out:
            case = advance(TABLE, case, event(name, on, id=f"e{number + 2}", role=role, who=who, **fields))
    raise AssertionError(what)


def held_up(what: str, *left_out: str) -> list[str]:
    """Return what is still asked for before an event, when some others were left out."""
    case = until(what, *left_out)
    return unmet(TABLE, case, what, case.log[-1].day)


# --- on the same day -------------------------------------------------------------------------------------------------


def days_late(code: str, raised: date, *days: date) -> list[int]:
    """Return by how many days something is late on some days, when an allegation is raised on a day."""
    case = case_of(TABLE, ("add-document", raised))
    return [owed(TABLE, case, code, each, ENGLAND).days_late(each) for each in days]


@pytest.mark.parametrize("code", ["support-raised", "protect-raised"])
def test_support_and_protection_come_on_the_same_working_day(code: str) -> None:
    """What is raised on a Monday is met on that Monday; the period is ours."""
    assert [0, 1] == days_late(code, MONDAY, MONDAY, date(2026, 3, 10))
    assert "on the same working day is ours" in doubt(TABLE, code)


@pytest.mark.parametrize("code", ["support-raised", "protect-raised"])
def test_what_is_raised_at_a_weekend_or_on_a_holiday_is_met_on_the_next_working_day(code: str) -> None:
    """A Saturday has its Monday; Good Friday has the Tuesday after Easter."""
    assert [0, 0, 1] == days_late(code, SATURDAY, SATURDAY, date(2026, 3, 16), date(2026, 3, 17))
    assert [0, 0, 1] == days_late(code, date(2026, 4, 3), *(date(2026, 4, each) for each in (3, 7, 8)))


def test_protecting_is_not_supporting() -> None:
    """Neither stands for the other: nothing is looked into before both have come."""
    support = "Support whoever raised it first, or record that they cannot be reached."
    protection = "Protect whoever raised it from victimisation first."
    assert [] == held_up("begin-triage")
    assert [support] == held_up("begin-triage", "support-raised")
    assert [protection] == held_up("begin-triage", "protect-raised")


def test_whoever_cannot_be_reached_is_protected_all_the_same() -> None:
    """An allegation without a name is looked into, and who raised it is kept back."""
    case = until("begin-triage", "support-raised", "protect-raised")
    case = happened(TABLE, case, "raised-out-of-reach", 1, reason="n20")
    case = happened(TABLE, case, "withhold-identity", 1, role="raised", who=RAISED)
    assert [] == unmet(TABLE, case, "begin-triage", day(1))


def test_protection_is_never_held_up() -> None:
    """Whoever raised it can be protected and kept back from the first moment, in every step."""
    for step in TABLE.main.states:
        for what in ("protect-raised", "withhold-identity"):
            assert TABLE.is_in_reach(what, {**TABLE.index.starts, "steps": step})


def test_whoever_raised_it_hears_every_two_weeks() -> None:
    """Transparency: twice as often as in other cases; the period is ours."""
    case = case_of(TABLE, ("support-raised", MONDAY))
    assert IN_TIME_TILL_THEN == around(TABLE, case, "update-raised", date(2026, 3, 23))
    assert "the period is ours" in doubt(TABLE, "update-raised")


def test_months_later_somebody_asks_how_they_were_treated_since() -> None:
    """Three months after the answer there is one more contact: the period is ours."""
    case = case_of(TABLE, ("support-raised", MONDAY), ("answer-raised", MONDAY))
    assert IN_TIME_TILL_THEN == around(TABLE, case, "check-on-raised", date(2026, 6, 9))
    known = next_contact(TABLE, case, MONDAY, "raised")
    assert known is not None
    assert "check-on-raised" == known.code
    assert "the period is ours" in doubt(TABLE, "check-on-raised")


def test_whoever_wishes_no_contact_is_not_asked_months_later() -> None:
    """Who said that they want to be left in peace is."""
    case = case_of(TABLE, ("answer-raised", MONDAY), ("raised-out-of-reach", MONDAY))
    assert next_contact(TABLE, case, MONDAY, "raised") is None


# --- its own name ----------------------------------------------------------------------------------------------------


def test_it_is_named_as_racism_in_the_words_of_whoever_raised_it() -> None:
    """The triage begins with their words, which they may record themselves."""
    says = "Write down what happened in the words of whoever raised it, and that it is about racism."
    assert [says] == held_up("begin-triage", "record-own-words")
    assert "raised" in TABLE.events["record-own-words"].by


def test_it_is_never_recast_as_something_else() -> None:
    """There is no choosing of another kind, in any step and by anybody; what else it is too is another concern."""
    assert "choose-category" not in TABLE.used
    case = until("begin-engagement")
    with pytest.raises(TransitionRefused):
        happened(TABLE, case, "choose-category", 2, choice="conduct")
    assert "choose-category" not in {each.event for each in allowed(TABLE, case, day(2))}
    assert "add-concern" in {each.event for each in allowed(TABLE, case, day(2))}


def test_the_opening_calls_it_by_its_name() -> None:
    """Whoever raised it reads that what they said about racism was received; the practitioner reads what everybody does."""
    assert "racism" in TABLE.events["raise-concern"].label
    assert "racism" in TABLE.events["raise-concern"].told_raised
    assert FIVE.events["raise-concern"].told == TABLE.events["raise-concern"].told


def test_nobody_is_talked_into_settling_it_informally() -> None:
    """An informal way is there only with the agreement of whoever raised it."""
    case = until("choose-formal-route")
    says = "Ask whoever raised it first: nobody is talked into a chat with whom they say was racist to them."
    assert [says] == unmet(TABLE, case, "choose-informal-route", day(5))
    agreed = happened(TABLE, case, "ask-raised-about-informal", 5, role="raised", who=RAISED, evidence=("d30",))
    assert [] == unmet(TABLE, agreed, "choose-informal-route", day(5))


# --- the same for every allegation -----------------------------------------------------------------------------------

TRIAGE = [
    ("record-rating", "Record the triage, with the rating and the scheme it was made with."),
    ("answer-same-questions", "Answer the questions that are asked of every allegation, and leave none out."),
    ("answer-fairness-questions", "Answer the five questions of fairness, each with its evidence."),
    ("record-alternatives", "Write down the alternatives to formal action."),
]


@pytest.mark.parametrize(("left_out", "says"), TRIAGE)
def test_the_same_is_asked_of_every_allegation(left_out: str, says: str) -> None:
    """Rating, questions, fairness, alternatives: what holds up the next step is the same whoever it is about."""
    assert [] == held_up("begin-engagement")
    assert [says] == held_up("begin-engagement", left_out)


@pytest.mark.parametrize(
    "code", ["to-understand", "to-engage", "informally", "formally", "outcome", "to-learn", "closed"]
)
def test_it_asks_for_everything_that_other_concerns_are_asked(code: str) -> None:
    """Nothing that the five steps ask for is left out here, but for the choice of a kind."""
    asked = {each.says for each in FIVE.arrows[code].needs} - {"Say what kind of concern it is."}
    assert asked <= {each.says for each in TABLE.arrows[code].needs}


@pytest.mark.parametrize("what", ["choose-formal-route", "choose-informal-route"])
def test_the_way_waits_for_a_check_against_other_allegations(what: str) -> None:
    """Which way it goes is checked against how others were handled."""
    case = until("choose-formal-route", "check-consistency")
    assert "Check against how other allegations were handled." in unmet(TABLE, case, what, day(5))


def test_the_outcome_waits_for_another_check() -> None:
    """The check before the way was chosen does not do for the outcome."""
    case = until("record-outcome")
    assert [] == unmet(TABLE, case, "record-outcome", day(18))
    early = case_of(
        TABLE,
        ("begin-triage", MONDAY),
        ("begin-engagement", MONDAY),
        ("check-consistency", MONDAY),
        ("choose-formal-route", MONDAY),
    )
    assert "Check once more against how other allegations were handled." in unmet(
        TABLE, early, "record-outcome", MONDAY
    )


def test_whoever_decides_does_not_check() -> None:
    """Consistency is checked by somebody who has decided nothing in the case, and declared no conflict."""
    case = happened(TABLE, until("say-what-lies-where"), "declare-no-conflict", 18, role="decision-maker", who=DECIDER)
    fields = {"reason": "n30", "evidence": ("d30",)}
    case = happened(TABLE, case, "say-what-lies-where", 18, choice="both", evidence=("d31",))
    fields_of_outcome = {"choice": "learning-only", "reason": "n31"}
    decided = happened(TABLE, case, "record-outcome", 18, role="decision-maker", who=DECIDER, **fields_of_outcome)
    with pytest.raises(TransitionRefused, match="decided and investigated nothing in this case"):
        happened(TABLE, decided, "check-consistency", 18, role="decision-maker", who=DECIDER, **fields)
    with pytest.raises(TransitionRefused, match="declared no conflict"):
        happened(TABLE, case, "check-consistency", 18, role="hr", who="u30", **fields)


def test_the_check_is_owed_in_five_working_days() -> None:
    """From Thursday 26 March, over the week before Easter: Thursday 2 April; the period is ours."""
    case = case_of(TABLE, ("begin-triage", MONDAY), ("begin-engagement", date(2026, 3, 26)))
    assert IN_TIME_TILL_THEN == around(TABLE, case, "check-consistency", date(2026, 4, 2), ENGLAND)
    assert "its period are ours" in doubt(TABLE, "check-consistency")


# --- nothing is assumed ----------------------------------------------------------------------------------------------


def test_there_is_no_default_of_system_unconfirmed() -> None:
    """What lies with whom is said with its evidence; nothing stands for it, and "not established" is said too."""
    says = "Say with its evidence what lies with a person, with the organisation, or with both; nothing is assumed."
    assert [says] == held_up("record-outcome", "say-what-lies-where")
    kind = TABLE.events["say-what-lies-where"]
    assert ("choice", "evidence") == kind.asks
    assert ["person", "organisation", "both", "not-established"] == list(kind.choices)


def test_what_lies_where_is_neither_chosen_nor_shown_without_evidence() -> None:
    """Without a choice and its evidence nothing is recorded."""
    with pytest.raises(TransitionRefused) as caught:
        happened(TABLE, until("say-what-lies-where"), "say-what-lies-where", 18)
    assert {"Choose one of the event's codes.", "Give the reference of the document that shows it."} == set(
        caught.value.unmet
    )


# --- and the practitioner --------------------------------------------------------------------------------------------


def test_the_practitioner_is_looked_after_as_in_every_case() -> None:
    """Contact, support and telling are those of the five steps, word for word."""
    for code in ("offer-support", "wellbeing-contact", "tell-practitioner", "update-practitioner", "aftercare-contact"):
        assert FIVE.obligations[code] == TABLE.obligations[code]


def test_it_says_that_it_is_no_published_procedure() -> None:
    """It is derived, and says of itself that nobody published it."""
    assert "Derived; not the toolkit's text, and not a published procedure." == TABLE.notice
    assert "closed" == played(TABLE, RACISM).states["steps"]
