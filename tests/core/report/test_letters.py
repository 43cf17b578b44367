"""Letters as data and as drafts: the five answers, gaps that are shown, plain words, and nothing sent."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import attrs
import pytest
from tests.core.report.made_letters import FACTS, KINDS, TUESDAY, made_letter

from fairness_core.disclosure import NONE, protect
from fairness_core.errors import CallerError, ConfigError
from fairness_core.problems import warning
from fairness_core.report.draft import Draft
from fairness_core.report.letter_checks import check_letter
from fairness_core.report.letters import (
    ANSWERS,
    IN_SPITE,
    IS_DRAFT,
    MISSING,
    TAKE_OUT,
    WARNED,
    Letter,
    Passage,
    draft_letter,
    letters,
    load_letters,
    override,
    write_letter,
)
from fairness_core.serial import to_json
from fairness_core.staff import StaffRef

BY = StaffRef(role="case manager", id="u1")


def words(letter: Letter) -> str:
    """Return everything that a letter says."""
    return "\n".join([letter.subject, *(each.text for _, each in letter.passages())])


def parts(draft: Draft) -> list[tuple[str, list[str]]]:
    """Return the headings of a draft, each with its lines."""
    return [(each.heading, [line.text for line in (*each.paragraphs, *each.bullets)]) for each in draft.sections]


# --- the kinds -------------------------------------------------------------------------------------------------------


def test_there_is_a_letter_for_every_turn_of_a_case() -> None:
    """From the first word to the last, for both people in it."""
    assert (
        "concern", "update", "update-nothing-new", "restriction", "exclusion", "exclusion-review", "lifting", "referral",
        "report-for-comments", "outcome-no-case", "outcome", "appeal-outcome", "closing", "thanks", "raised-update",
        "protection",
    ) == KINDS  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_gives_the_five_answers(kind: str) -> None:
    """Who, what, why, what next, whom to call; whoever writes, the contact and outside support are among them."""
    letter = made_letter(kind)
    assert list(ANSWERS) == list(letter.answers)
    assert all(letter.answers.values())
    text = words(letter)
    for code in ("writer", "contact", "contact_reach", "support"):
        assert str(FACTS[code]) in text, code
    assert () == letter.gaps


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_of_which_nothing_is_known_is_all_gaps_and_makes_nothing_up(kind: str) -> None:
    """Each missing fact stands in brackets where it belongs, and is named once in the list."""
    letter = write_letter(kind, {})
    text = words(letter)
    assert "{" not in text
    assert "[who the named contact is: not given yet]" in text
    assert len(set(letter.gaps)) == len(letter.gaps)
    for gap in letter.gaps:
        assert f"[{gap}: not given yet]" in text
    assert ("", {}, ()) == (letter.contact, letter.days, letter.deadlines)


@pytest.mark.parametrize("kind", ["concern", "restriction", "exclusion", "exclusion-review", "referral"])
def test_what_is_done_before_anything_is_known_says_that_it_says_nothing_about_the_person(kind: str) -> None:
    """A concern, a limit, an exclusion, a referral: none means guilt, and the letter says so."""
    assert "does not mean that you have done anything wrong" in words(made_letter(kind))
    if kind != "concern":
        assert "It says nothing about what will come of this." in words(made_letter(kind))


def test_which_letters_are_hard_news() -> None:
    """The warnings about timing are for these."""
    assert {
        "concern", "restriction", "exclusion", "exclusion-review", "referral", "report-for-comments", "outcome",
        "appeal-outcome",
    } == {kind for kind in KINDS if made_letter(kind).hard}  # fmt: skip


def test_hard_news_to_a_practitioner_names_a_helpline() -> None:
    """Whoever cannot bear it finds a number that answers at night."""
    for kind in KINDS:
        letter = made_letter(kind)
        assert letter.hard == ("Samaritans" in words(letter)), kind


def test_letters_to_whoever_raised_the_concern_go_to_them_and_protect_them() -> None:
    """They are thanked, told that nobody may treat them worse, and nothing about the practitioner is asked for."""
    theirs = [kind for kind in KINDS if made_letter(kind).to == "raised"]
    assert ["thanks", "raised-update", "protection"] == theirs
    assert all("Nobody may treat you worse" in words(made_letter(kind)) for kind in ("thanks", "protection"))


def _syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


def _reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade: years of school that a text asks for, roughly."""
    sentences = [each for each in re.split(r"[.!?:]\s|\n", text) if each.strip()]
    found = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(found) / len(sentences) + 11.8 * sum(map(_syllables, found)) / len(found) - 15.59


@pytest.mark.parametrize("kind", KINDS)
def test_letters_are_easy_to_read(kind: str) -> None:
    """A reader of eleven could follow; no sentence is longer than 28 words."""
    own = [each.text for _, each in made_letter(kind).passages() if not each.quoted]
    assert _reading_grade("\n".join(own)) <= 6
    for text in own:
        for sentence in re.split(r"[.!?:]\s|\n", text):
            assert len(sentence.split()) <= 28, sentence


def test_no_letter_presents_itself_as_anybody_elses() -> None:
    """No toolkit, no policy and no law is named in a letter; the source and the doubts say whose words they are."""
    for kind in KINDS:
        assert not re.search(r"toolkit|LOTUS|policy|regulation|framework", words(write_letter(kind, {}))), kind
    assert letters().source.startswith("Ours")
    assert letters().doubts


# --- facts -----------------------------------------------------------------------------------------------------------


def test_days_are_said_with_their_weekday() -> None:
    """A day of the week helps to plan."""
    assert "by Wednesday 28 January 2026" in words(made_letter("exclusion"))


def test_what_is_quoted_stands_alone_and_is_marked() -> None:
    """An allegation, a finding: each a passage of its own, in nobody's words but its own."""
    quoted = [each.text for _, each in made_letter("concern").passages() if each.quoted]
    assert [FACTS["concern"]] == quoted
    decided = [each.text for _, each in made_letter("outcome").passages() if each.quoted]
    assert [FACTS["finding"], FACTS["finding_reasons"]] == decided


def test_only_days_that_the_letter_speaks_of_are_its_days() -> None:
    """Facts that a kind has no place for are left out; days by which something is asked for are known as such."""
    letter = made_letter("report-for-comments")
    assert {"next_on", "answer_by"} == set(letter.days)
    assert ("answer_by",) == letter.deadlines
    assert date(2026, 2, 10) == letter.days["answer_by"]


def test_blank_words_are_a_gap() -> None:
    """A fact of spaces alone is one that is missing."""
    letter = made_letter("update", contact="  ")
    assert ("", ("who the named contact is",)) == (letter.contact, letter.gaps)


def test_every_fact_at_fault_is_named() -> None:
    """One that there is not, a day where words are wanted, words for a day, a moment for a day."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    wrong: dict[str, str | date] = {"colour": "red", "reason": date(2026, 1, 1), "next_on": "soon", "review_on": moment}
    with pytest.raises(CallerError) as caught:
        write_letter("exclusion", {**FACTS, **wrong})
    assert (
        "These facts are not known, or not of their sort: reason, next_on, review_on, colour." == caught.value.message
    )


def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    """The message lists the kinds."""
    with pytest.raises(CallerError) as caught:
        write_letter("dismissal", {})
    assert caught.value.hint.startswith("There are: concern, update, update-nothing-new")


def test_names_and_words_stay_out_of_a_representation() -> None:
    """A letter that gets into a log tells nothing."""
    shown = repr(made_letter("concern"))
    assert "Robin" not in shown
    assert "records" not in shown


# --- a letter on paper -----------------------------------------------------------------------------------------------


def test_a_draft_begins_with_what_is_for_the_author_alone() -> None:
    """That it is a draft and not sent, what is missing, what is doubtful; then the letter, under its subject."""
    draft = draft_letter(made_letter("exclusion", without=("pay",)))
    found = parts(draft)
    assert ("letter", "Draft of a letter", "Exclusion") == (draft.form, draft.title, draft.subtitle)
    assert [TAKE_OUT, MISSING, "Time away from work for now"] == [heading for heading, _ in found[:3]]
    assert IS_DRAFT == found[0][1][0]
    assert any("archived page of 2003" in line for line in found[0][1])
    assert ["what happens to their pay"] == found[1][1]
    assert "Dear Dr Sample," == found[2][1][0]
    assert ["What this is about", "Why", "What happens next", "Who you can call", ""] == [each for each, _ in found[3:]]
    assert ["With kind regards,\nSam Example\nthe case manager"] == found[-1][1]


def test_what_is_quoted_is_printed_as_a_quote() -> None:
    """Harsh words of others are seen to be theirs; a quote that is missing is a gap like any other."""
    assert f"“{FACTS['concern']}”" in dict(parts(draft_letter(made_letter("concern"))))["What this is about"]
    missing = dict(parts(draft_letter(made_letter("concern", without=("concern",)))))
    assert "[what was said: not given yet]" in missing["What this is about"]


def test_a_whole_letter_has_no_list_of_what_is_missing() -> None:
    """What is not there is not headed."""
    assert [TAKE_OUT, "Where things stand"] == [each for each, _ in parts(draft_letter(made_letter("update")))][:2]


def test_warnings_are_told_to_the_author_and_change_nothing() -> None:
    """Each stands in the author's part, with what to do; the letter itself is the same."""
    letter = made_letter("update")
    found = parts(draft_letter(letter, [warning("x", "Something.", hint="Do this.")]))
    assert (WARNED, ["Something. Do this."]) == found[1]
    assert parts(draft_letter(letter))[1:] == found[2:]


def test_what_is_missing_is_listed_once() -> None:
    """A warning of a gap says no more than the list of what is missing."""
    letter = made_letter("update", without=("news",))
    assert parts(draft_letter(letter)) == parts(draft_letter(letter, check_letter(letter, TUESDAY)))


def test_an_override_keeps_the_warnings_with_who_and_why() -> None:
    """In an emergency the author goes on; what was warned of stays on record."""
    warned = (warning("before_days_off", "Late on a Friday."), warning("no_contact", "Nobody to call."))
    letter = override(made_letter("exclusion"), warned, reason=" Somebody is in danger. ", by=BY, at=TUESDAY)
    (kept,) = letter.overrides
    assert (warned, "Somebody is in danger.", BY, TUESDAY) == (kept.warnings, kept.reason, kept.by, kept.at)
    assert made_letter("exclusion") == attrs.evolve(letter, overrides=())
    found = dict(parts(draft_letter(letter)))[IN_SPITE]
    assert [
        "Decided by case manager (u1) on 13 January 2026. Why: Somebody is in danger.",
        "Late on a Friday.",
        "Nobody to call.",
    ] == found


def test_overrides_add_up() -> None:
    """A second one follows the first."""
    once = override(made_letter("update"), (), reason="One.", by=BY, at=TUESDAY)
    assert ["One.", "Two."] == [each.reason for each in override(once, (), reason="Two.", by=BY, at=TUESDAY).overrides]


def test_an_override_needs_its_reason() -> None:
    """Urgency is said in words."""
    with pytest.raises(CallerError, match="for a reason"):
        override(made_letter("update"), (), reason="  ", by=BY, at=TUESDAY)


def test_a_letter_as_data_tells_no_words() -> None:
    """A program learns the kind, the days, the gaps, the warnings and the overrides, and no name and no text."""
    letter = override(
        made_letter("exclusion", without=("pay",)), [warning("no_contact", "x")], reason="Why.", by=BY, at=TUESDAY
    )
    found = to_json(protect(draft_letter(letter, [warning("gap", "y")]), NONE))["letter"]
    assert {
        "kind": "exclusion",
        "to": "practitioner",
        "hard": True,
        "has_contact": True,
        "gaps": ["what happens to their pay"],
        "days": {"from_on": "2026-01-14", "review_on": "2026-01-28"},
        "warnings": ["gap"],
        "overrides": [
            {
                "warnings": ["no_contact"],
                "by": {"role": "case manager", "id": "u1"},
                "at": "2026-01-13T10:00:00+00:00",
            }
        ],
    } == found


def test_an_author_may_write_every_word_themselves() -> None:
    """A letter with other parts, and of a kind of one's own, is drafted as it is; an empty part has no heading."""
    own = attrs.evolve(
        made_letter("update"),
        kind="ours",
        subject="Hello",
        answers={"what": (Passage(text="Braces {0} stay."),)},
        closing=(Passage(text="Yours, S"),),
    )
    found = parts(draft_letter(own))
    assert [("Hello", ["Dear Dr Sample,"]), ("What this is about", ["Braces {0} stay."]), ("", ["Yours, S"])] == found[
        1:
    ]
    assert "ours" == draft_letter(own).subtitle


# --- files -----------------------------------------------------------------------------------------------------------


def test_an_organisation_writes_its_own_letters() -> None:
    """A file that extends ours changes one paragraph and adds a kind."""
    own = load_letters(
        """
        extends = "letters"
        id = "ours"
        greeting = "Hello {name}"
        [kinds.visit]
        label = "Visit"
        told = "We wrote to you about a visit."
        to = "practitioner"
        subject = "May we visit you?"
        block = "practitioner"
        [kinds.visit.answers]
        who = ["I am {writer}."]
        what = ["We would like to visit you."]
        why = ["{reason}"]
        next = ["We suggest {meet_on}. Another day is fine."]
        """
    )
    letter = write_letter("visit", FACTS, own)
    assert "Hello Dr Sample" == letter.greeting.text
    assert ("meet_on",) == letter.deadlines
    assert made_letter("update").answers["call"] == letter.answers["call"]
    assert "Visit" == draft_letter(letter, rules=own).subtitle


def test_every_fault_of_a_file_is_told_at_once() -> None:
    """A block, a fact and an answer that there are not, a quote in a sentence, an answer and a heading missing."""
    with pytest.raises(ConfigError) as caught:
        load_letters(
            """
            id = "ours"
            revision = 1
            title = "T"
            source = "S"
            greeting = "Dear {nobody},"
            closing = []
            [headings]
            what = "What"
            why = "Why"
            next = ""
            call = "Call"
            [facts.said]
            sort = "quote"
            gap = "what was said"
            [blocks.b]
            who = ["We are {nobody}."]
            [kinds.k]
            label = "L"
            told = "We wrote."
            to = "practitioner"
            subject = "{said}"
            block = "c"
            [kinds.k.answers]
            what = ["They said {said}."]
            how = ["So."]
            """
        )
    assert [
        ("facts.name", "This fact is needed."),
        ("facts.contact", "This fact is needed."),
        ("headings.next", "This part of a letter needs a heading."),
        ("kinds.k.block", "There is no block 'c'."),
        ("kinds.k.answers.who", "The letter does not say who writes, and who is the contact."),
        ("kinds.k.answers.why", "The letter does not say why."),
        ("kinds.k.answers.next", "The letter does not say what happens next, and by when."),
        ("kinds.k.answers.call", "The letter does not say whom to call, and who gives support."),
        ("kinds.k.answers.how", "The answers are who, what, why, next, call."),
        ("greeting", "There is no fact 'nobody'."),
        ("blocks.b.who", "There is no fact 'nobody'."),
        ("kinds.k.answers.what", "A quote stands in a paragraph of its own: {said}."),
    ] == [(each.where.field, each.message) for each in caught.value.problems]
