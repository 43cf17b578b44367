"""Warnings for the author of a letter: what it lacks, when it would arrive, how it reads; each can be provoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.core.process.made_cases import case_until, event
from tests.core.report.made_letters import FACTS, KINDS, TUESDAY, made_letter

from fairness_core.errors import CallerError, ConfigError
from fairness_core.problems import Problem, Severity
from fairness_core.process.log import Case, follow
from fairness_core.process.table import process_table
from fairness_core.report.letter_checks import check_letter, check_referrals, letter_rules, load_letter_rules
from fairness_core.report.letters import Letter, Passage, SentLetter, letters

TABLE = process_table("five-step")
FRIDAY = datetime(2026, 1, 16, 16, 30, tzinfo=UTC)


def codes(found: Iterable[Problem]) -> list[str]:
    """Return the codes of warnings."""
    return [each.code for each in found]


def check(letter: Letter, sent_at: datetime = TUESDAY, **more: Any) -> list[str]:
    """Return the codes of what a letter is warned of."""
    return codes(check_letter(letter, sent_at, **more))


def with_text(text: str, *, kind: str = "update", part: str = "what", quoted: bool = False) -> Letter:
    """Return a letter in which one part says this alone."""
    letter = made_letter(kind)
    return attrs.evolve(letter, answers={**letter.answers, part: (Passage(text=text, quoted=quoted),)})


class NewYear:
    """A calendar in which New Year's Day is no working day."""

    says = "with New Year's Day"

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        return day.weekday() < 5 and (day.month, day.day) != (1, 1)


# --- our own letters -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_letters_are_warned_of_nothing(kind: str) -> None:
    """What we suggest keeps our own rules, though the allegation and the finding in it are as harsh as can be."""
    assert [] == check(made_letter(kind))


def test_warnings_are_warnings_and_leave_the_letter_as_it_is() -> None:
    """Nothing stops an author; every warning says what to do."""
    letter = made_letter("exclusion", without=("contact", "reason"))
    before = repr(letter), tuple(letter.passages())
    found = check_letter(letter, FRIDAY)
    assert found
    assert {Severity.WARNING} == {each.severity for each in found}
    assert all(each.hint for each in found)
    assert before == (repr(letter), tuple(letter.passages()))


# --- answers and contact ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["who", "what", "why", "next", "call"])
def test_a_missing_answer_is_told(answer: str) -> None:
    """An answer that is not there, or blank, is named with its part."""
    letter = made_letter("update")
    blank = attrs.evolve(letter, answers={**letter.answers, answer: (Passage(text=" "),)})
    gone = attrs.evolve(letter, answers={code: each for code, each in letter.answers.items() if code != answer})
    for each in (blank, gone):
        (found,) = check_letter(each, TUESDAY)
        assert ("missing_answer", answer) == (found.code, found.where.field)


def test_every_gap_is_told() -> None:
    """Each fact that is missing has a warning of its own."""
    found = check_letter(made_letter("update", without=("news", "support")), TUESDAY)
    assert ["Still missing: what has happened since.", "Still missing: who gives support from outside."] == [
        each.message for each in found
    ]


def test_hard_news_needs_a_named_contact() -> None:
    """News that is not hard is only told of the gap."""
    assert ["gap", "no_contact"] == check(made_letter("exclusion", without=("contact",)))
    assert ["gap"] == check(made_letter("update", without=("contact",)))


# --- when it arrives -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent_at", "code"),
    [
        (datetime(2026, 1, 16, 11, 59, tzinfo=UTC), ""),
        (datetime(2026, 1, 16, 12, 0, tzinfo=UTC), "before_days_off"),
        (datetime(2026, 1, 16, 20, 0, tzinfo=UTC), "before_days_off"),
        (datetime(2026, 1, 17, 9, 0, tzinfo=UTC), "on_a_day_off"),
        (datetime(2026, 1, 18, 20, 0, tzinfo=UTC), "on_a_day_off"),
        (datetime(2026, 1, 13, 16, 59, tzinfo=UTC), ""),
        (datetime(2026, 1, 13, 17, 0, tzinfo=UTC), "in_the_evening"),
    ],
)
def test_hard_news_does_not_arrive_when_nobody_can_be_reached(sent_at: datetime, code: str) -> None:
    """Not on a day off, not late on the day before one, not in the evening; other news may."""
    assert [code] * bool(code) == check(made_letter("exclusion"), sent_at)
    assert [] == check(made_letter("update"), sent_at)


def test_a_bank_holiday_is_a_day_off() -> None:
    """The calendar that is given decides; without one, bank holidays are not known."""
    eve = datetime(2025, 12, 31, 15, tzinfo=UTC)
    assert ["before_days_off"] == check(made_letter("exclusion"), eve, calendar=NewYear())
    assert [] == check(made_letter("exclusion"), eve)


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        (date(2026, 1, 13), "during_leave"),
        (date(2026, 1, 14), "before_leave"),
        (date(2026, 1, 15), ""),
        (date(2026, 1, 12), ""),
    ],
)
def test_hard_news_does_not_arrive_before_or_in_leave(leave: date, code: str) -> None:
    """The working day after belongs to its eve; other news may come."""
    assert [code] * bool(code) == check(made_letter("exclusion"), leave={leave})
    assert [] == check(made_letter("update"), leave={leave})


def test_the_eve_of_a_leave_reaches_over_a_weekend() -> None:
    """From Friday morning, a leave that begins on Monday is near; one that begins on Saturday is too."""
    morning = datetime(2026, 1, 16, 9, tzinfo=UTC)
    assert ["before_leave"] == check(made_letter("exclusion"), morning, leave={date(2026, 1, 19)})
    assert ["before_leave"] == check(made_letter("exclusion"), morning, leave={date(2026, 1, 17)})
    assert [] == check(made_letter("exclusion"), morning, leave={date(2026, 1, 20)})


def test_a_calendar_without_working_days_is_looked_at_for_a_year_at_most() -> None:
    """No calendar makes the check run for ever."""

    class TodayAlone:
        says = "today alone"

        def is_working_day(self, day: date) -> bool:
            return day == TUESDAY.date()

    near, far = {date(2026, 12, 1)}, {date(2030, 12, 1)}
    assert ["before_leave"] == check(made_letter("exclusion"), calendar=TodayAlone(), leave=near)
    assert [] == check(made_letter("exclusion"), calendar=TodayAlone(), leave=far)


def test_no_eve_can_be_asked_for() -> None:
    """An organisation may look at days in leave alone."""
    rules = letter_rules()
    none = attrs.evolve(rules, timing=attrs.evolve(rules.timing, working_days_before_leave=0))
    assert [] == check(made_letter("exclusion"), leave={date(2026, 1, 14)}, rules=none)


def test_a_moment_has_its_offset() -> None:
    """Nobody knows what Friday evening is without it."""
    with pytest.raises(CallerError, match="no offset"):
        check(made_letter("update"), datetime(2026, 1, 13, 10))  # noqa: DTZ001


# --- how many --------------------------------------------------------------------------------------------------------


def sent(days_before: float, to: Any = "practitioner") -> SentLetter:
    """Return a letter that went out so many days before."""
    return SentLetter(id=f"l{days_before}", kind="update", to=to, at=TUESDAY - timedelta(days=days_before))


def test_five_letters_in_four_days_are_too_many() -> None:
    """The fifth, and already the fourth, is warned of, with how many there were."""
    (found,) = check_letter(made_letter("update"), TUESDAY, earlier=[sent(each) for each in (0.1, 1, 2, 3)])
    assert ("too_many_letters", "at most 3") == (found.code, found.expected)
    assert "This would be letter 5 to the same person in 4 days." == found.message
    assert ["too_many_letters"] == check(made_letter("update"), earlier=[sent(1), sent(2), sent(3)])


@pytest.mark.parametrize("earlier", [[], [sent(1), sent(2)], [sent(1), sent(2), sent(4)]])
def test_letters_at_a_bearable_pace_are_not_warned_of(earlier: list[SentLetter]) -> None:
    """Three in four days, or any number before that."""
    assert [] == check(made_letter("update"), earlier=earlier)


def test_letters_to_somebody_else_and_later_ones_do_not_count() -> None:
    """Only what this reader has had by then."""
    others = [sent(each, "raised") for each in (1, 2, 3)]
    later = [sent(-each) for each in (1, 2, 3)]
    assert [] == check(made_letter("update"), earlier=[*others, *later])


# --- deadlines -------------------------------------------------------------------------------------------------------


def test_a_deadline_in_leave_is_told() -> None:
    """A day by which something is asked for is not one on which the person is away; our own days may be."""
    letter = made_letter("report-for-comments")
    assert ["deadline_in_leave"] == check(letter, leave={date(2026, 2, 10)})
    assert [] == check(letter, leave={date(2026, 2, 3)})


@pytest.mark.parametrize(
    "text",
    [
        "Please send us your comments by 3 March.",
        "You need to answer within 5 days.",
        "We have your letter. Reply no later than 3 March.",
        "Write to us before 3 March",
    ],
)
def test_a_bare_deadline_is_told_and_help_with_it_mends_it(text: str) -> None:
    """A sentence that asks for something by a day is accompanied by an offer of help, anywhere in the letter."""
    assert ["deadline_without_help"] == check(with_text(text))
    assert [] == check(with_text(f"{text}. If you need more time, tell me."))


@pytest.mark.parametrize(
    "text",
    [
        "I will write to you by 3 March.",
        "Please tell me what you think.",
        "We will send it within 5 days.",
        "By 3 March!",
    ],
)
def test_our_own_promises_and_open_questions_are_no_deadlines(text: str) -> None:
    """What we promise by a day is no burden to the reader."""
    assert [] == check(with_text(text))


def test_a_deadline_of_the_letter_needs_help_too() -> None:
    """An author who takes the offer of help out is told, though the words around the day are their own."""
    letter = made_letter("report-for-comments")
    answers = {**letter.answers, "next": (Passage(text="Comments: 10 February."),)}
    (found,) = check_letter(attrs.evolve(letter, answers=answers), TUESDAY)
    assert ("deadline_without_help", "next") == (found.code, found.where.field)


def test_a_letter_whose_deadline_was_taken_out_is_not_warned_of_it() -> None:
    """A day that is not there falls in no leave."""
    letter = attrs.evolve(made_letter("report-for-comments"), days={})
    assert [] == check(letter, leave={date(2026, 2, 10)})


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(letter_rules().words))
def test_every_phrase_is_found_in_the_authors_own_words(code: str) -> None:
    """Each phrase of each list is warned of, with its part, why, and what to say instead."""
    for phrase in letter_rules().words[code].phrases:
        found = [each for each in check_letter(with_text(f"Well, {phrase}, so."), TUESDAY) if phrase in each.message]
        assert found, phrase
        assert ("what", True) == (found[0].where.field, found[0].hint.startswith("You could say"))
        assert f"wording_{code.replace('-', '_')}" == found[0].code


@pytest.mark.parametrize("code", list(letter_rules().words))
def test_nothing_that_is_quoted_is_searched(code: str) -> None:
    """An allegation, a witness's words and a finding are left alone, marked by the letter or between quotation marks."""
    for phrase in letter_rules().words[code].phrases:
        assert [] == check(with_text(f"Well, {phrase}, so.", quoted=True)), phrase
        assert [] == check(with_text(f"She said: “Well, {phrase}, so.” That is all.")), phrase
        assert [] == check(with_text(f'She said: "Well, {phrase}, so." That is all.')), phrase


def test_phrases_are_whole_words_in_any_case_and_spacing() -> None:
    """Capitals, line ends and curly apostrophes hide nothing; parts of other words are not found."""
    (found,) = check_letter(with_text("You FAILED\n to sign."), TUESDAY)
    assert '"failed to", "you failed": It blames before anybody has looked.' == found.message
    assert ["wording_must"] == check(with_text("YOU MUST come."))
    assert [] == check(with_text("The guiltyish commencement was in the hr of the tor."))
    assert ["wording_letters"] == check(with_text("Ask HR."))


def test_the_subject_and_the_greeting_are_searched_too() -> None:
    """The first line is the one that is read in any case."""
    letter = attrs.evolve(
        made_letter("update"), subject="Your final opportunity", greeting=Passage(text="To the accused")
    )
    assert [("wording_last_chance", "subject"), ("wording_accused", "greeting")] == [
        (each.code, each.where.field) for each in check_letter(letter, TUESDAY)
    ]


def test_no_warning_repeats_what_the_author_wrote() -> None:
    """A warning names the phrase of our list, the part and the fact, and nothing else of the letter."""
    letter = with_text("Robin Example failed to sign by 3 March. Please come by 4 March.", kind="exclusion")
    said = " ".join(map(str, check_letter(letter, FRIDAY, leave={FRIDAY.date()})))
    assert "failed to" in said
    assert all(each not in said for each in ("Robin", "3 March", str(FACTS["name"])))


def test_the_names_of_gaps_are_not_the_authors_words() -> None:
    """What stands in brackets for a missing fact is not searched."""
    assert [] == check(with_text("[failed to: not given yet]"))


# --- referrals -------------------------------------------------------------------------------------------------------


def test_the_regulator_is_not_written_to_before_the_letter_is_read() -> None:
    """A referral on the day of the letter, or before, is warned of; one on a later day is not."""
    assert ["referral_before_telling"] == check(made_letter("referral", refer_on=date(2026, 1, 13)))
    assert ["referral_before_telling"] == check(made_letter("referral", refer_on=date(2026, 1, 12)))
    assert [] == check(made_letter("referral", refer_on=date(2026, 1, 14)))


def referred(*before: Any) -> Case:
    """Return a case with some events and then a referral to the regulator, of which nobody asked."""
    case = case_until("wellbeing-contact")
    for each in (*before, event("refer-regulator", 8, id="ref1", reason="n70")):
        case = follow(TABLE, case, each)
    return case


def test_a_referral_of_which_the_practitioner_was_not_told_is_found() -> None:
    """They may hear of it from a third party."""
    (found,) = check_referrals(TABLE, referred())
    assert ("referral_untold", "ref1") == (found.code, found.where.field)


def test_a_referral_told_by_letter_or_in_person_is_not() -> None:
    """A letter of referral before it, or the event that tells of it, is enough; one after it is not."""
    case = referred()
    at = case.log[-1].occurred
    first = SentLetter(id="l1", kind="referral", to="practitioner", at=at - timedelta(days=1))
    assert () == check_referrals(TABLE, case, [first])
    for wrong in (
        attrs.evolve(first, at=at + timedelta(days=1)),
        attrs.evolve(first, to="raised"),
        attrs.evolve(first, kind="update"),
    ):
        assert ["referral_untold"] == codes(check_referrals(TABLE, case, [wrong]))
    told = event("tell-of-referral", 7, id="t1")
    assert () == check_referrals(TABLE, referred(told))


def test_a_referral_that_was_struck_out_is_none() -> None:
    """An entry made by mistake told nobody anything."""
    case = follow(TABLE, referred(), event("strike-entry", 8, id="s1", about="ref1", reason="n71"))
    assert () == check_referrals(TABLE, case)


def test_while_telling_is_held_nobody_is_asked_to_tell() -> None:
    """The police asked for silence: no warning says to break it."""
    hold = event("hold-telling", 7, id="h1", choice="police", until=date(2026, 3, 1), reason="n72")
    assert () == check_referrals(TABLE, referred(hold))


# --- files -----------------------------------------------------------------------------------------------------------


def test_an_organisation_sets_its_own_limits_and_words() -> None:
    """A file that extends ours changes a number and adds a word."""
    own = load_letter_rules(
        """
        extends = "checks"
        id = "ours"
        [volume]
        most = 1
        [words.kindly]
        phrases = ["kindly"]
        why = "It is not kind."
        say = "please"
        """
    )
    assert ["too_many_letters", "wording_kindly"] == check(with_text("Kindly come."), earlier=[sent(1)], rules=own)


def test_every_fault_of_a_file_is_told_at_once() -> None:
    """An hour that there is not, limits below one, lists without a phrase."""
    with pytest.raises(ConfigError) as caught:
        load_letter_rules(
            """
            extends = "checks"
            id = "ours"
            [timing]
            late_from_hour = 25
            evening_from_hour = -1
            [volume]
            most = 0
            days = 0
            [deadline]
            help = []
            [words.must]
            phrases = ["you must", " "]
            """
        )
    assert [
        "timing.late_from_hour",
        "timing.evening_from_hour",
        "volume.most",
        "volume.days",
        "deadline.help",
        "words.must.phrases",
    ] == [each.where.field for each in caught.value.problems]


def test_the_rules_say_what_is_recalled_and_what_is_ours() -> None:
    """Numbers of ours are not presented as anybody's rule."""
    assert any("recalled and not opened" in each for each in letter_rules().doubts)
    assert set(letter_rules().referral.letters) <= set(letters().kinds)
    assert set(letter_rules().referral.events) <= set(TABLE.events)
