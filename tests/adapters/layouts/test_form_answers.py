"""Answers of forms: what was said, what was not, and what says two things at once."""

from __future__ import annotations

from datetime import date

import pytest

from fairness_adapters.layouts.form_answers import Answer, parse_answer, parse_day, without_prompts
from fairness_adapters.layouts.form_schema import FormField
from fairness_adapters.office.form_values import Control
from fairness_core.problems import Place

YES_NO = FormField(labels=("Safeguarding",), kind="yes-no")
CHOICE = FormField(
    labels=("Rating",), kind="choice", choices={"green": ("Green",), "amber": ("Amber",), "red": ("Red",)}
)


def answer(field: FormField, text: str, *controls: Control) -> Answer:
    """Parse an answer."""
    return parse_answer(field, text, controls, Place())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("unanswered", "", "")),
        ("Yes/No", ("unanswered", "", "")),
        ("Yes / No", ("unanswered", "", "")),
        ("Yes or no", ("unanswered", "", "")),
        ("☐ Yes ☐ No", ("unanswered", "", "")),
        ("Yes ☐ No ☐", ("unanswered", "", "")),
        ("☒ Yes ☐ No", ("answered", "yes", "")),
        ("☐ Yes ☒ No", ("answered", "no", "")),
        ("Yes ☒ No ☐", ("answered", "yes", "")),
        ("Yes ☐ No ☒", ("answered", "no", "")),
        ("Yes\n☐\nNo\n☒", ("answered", "no", "")),
        ("☒ Yes\n☐ No\nRang the lead", ("answered", "yes", "Rang the lead")),
        ("Yes ☒ No ☐ Rang the lead", ("answered", "yes", "Rang the lead")),
        ("[x] Yes [ ] No", ("answered", "yes", "")),
        ("(x) No ( ) Yes", ("answered", "no", "")),
        ("☒ Yes ☒ No", ("contradictory", "", "")),
        ("Yes ☒ No ☒", ("contradictory", "", "")),
        ("☒", ("answered", "yes", "")),
        ("☐", ("unanswered", "", "")),
        ("☒ N/A ☐ No", ("not understood", "", "N/A")),
        ("☐ Yes ☐ No\nIt is complicated", ("not understood", "", "It is complicated")),
        ("Yes", ("answered", "yes", "")),
        ("no.", ("answered", "no", "")),
        ("N", ("answered", "no", "")),
        ("YES: rang the lead", ("answered", "yes", "rang the lead")),
        ("Yes\nRang the lead", ("answered", "yes", "Rang the lead")),
        ("No concerns identified", ("not understood", "", "No concerns identified")),
        ("Not known", ("not understood", "", "Not known")),
        ("Yes/No see letter", ("not understood", "", "see letter")),
        ("maybe", ("not understood", "", "maybe")),
        ("N/A", ("not understood", "", "N/A")),
        ("n/a", ("not understood", "", "n/a")),
        ("N/K", ("not understood", "", "N/K")),
        ("n.a.", ("not understood", "", "n.a.")),
        ("N. A.", ("not understood", "", "N. A.")),
        ("N - A", ("not understood", "", "N - A")),
        ("N-K", ("not understood", "", "N-K")),
        ("No-one knows", ("not understood", "", "No-one knows")),
        ("Yes/see letter", ("not understood", "", "Yes/see letter")),
        ("N.", ("answered", "no", "")),
        ("N - two weeks", ("answered", "no", "two weeks")),
        ("N- two weeks", ("answered", "no", "two weeks")),
        ("Y (see letter)", ("answered", "yes", "(see letter)")),
        ("No. Rang the lead", ("answered", "no", "Rang the lead")),
        ("\u2610 Yes \u2612 No - two weeks", ("answered", "no", "two weeks")),
        ("\u2612 No \u2013 two weeks", ("answered", "no", "two weeks")),
        ("\u2612 Yes \u2610 No \u2610 Not known", ("answered", "yes", "")),
        ("\u2610 Yes \u2610 No \u2610 N/A", ("unanswered", "", "")),
        ("\u2610 Yes \u2612 No \u2610 Not known - rang the lead", ("answered", "no", "Not known - rang the lead")),
        ("\u2612 N/A", ("not understood", "", "N/A")),
        ("\u2612 No/A", ("not understood", "", "No/A")),
        ("\u2612 No-one knows", ("not understood", "", "No-one knows")),
        ("\u2612 Yes/\u2610 No", ("answered", "yes", "")),
    ],
)
def test_yes_and_no(text: str, expected: tuple[str, str, str]) -> None:
    """Neither ticked is unanswered and both is contradictory; neither is ever a No."""
    found = answer(YES_NO, text)
    assert expected == (found.state, found.value, found.note)


@pytest.mark.parametrize("text", ["N/A", "n / a", "N/K", "N. A.", "No/A", "N (A)", "No / see letter"])
def test_the_letter_of_a_choice_is_not_the_choice(text: str) -> None:
    """Where a choice may be written as N, what begins with an N is not understood."""
    field = FormField(labels=("Conflict",), kind="choice", choices={"none": ("No", "N"), "declared": ("Yes", "Y")})
    assert ("not understood", "") == ((found := answer(field, text)).state, found.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("unanswered", "")),
        ("Amber", ("answered", "amber")),
        ("RED.", ("answered", "red")),
        ("Green\nAmber\nRed", ("unanswered", "")),
        ("Green / Amber / Red", ("unanswered", "")),
        ("Green\nAmber", ("contradictory", "")),
        ("Amber\n4 x 3 = 12", ("answered", "amber")),
        ("☐ Green ☒ Amber ☐ Red", ("answered", "amber")),
        ("Green ☐ Amber ☐ Red ☒", ("answered", "red")),
        ("☒ Green ☒ Amber ☐ Red", ("contradictory", "")),
        ("☐ Green ☐ Amber ☐ Red", ("unanswered", "")),
        ("☒ Blue", ("not understood", "")),
        ("Blue", ("not understood", "")),
        ("rather amber than red", ("not understood", "")),
    ],
)
def test_choices(text: str, expected: tuple[str, str]) -> None:
    """A choice is one of the texts, ticked or typed; all of them printed and none marked is no answer."""
    found = answer(CHOICE, text)
    assert expected == (found.state, found.value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 April 2026", date(2026, 4, 3)),
        ("3rd Apr 2026", date(2026, 4, 3)),
        ("Friday, 3 April 2026", date(2026, 4, 3)),
        ("03/04/2026", date(2026, 4, 3)),
        ("3.4.2026", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
        ("31/02/2026", None),
        ("04/13/2026", None),
        ("3/4/26", None),
        ("April 2026", None),
        ("soon", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    """Day before month; a day that does not exist, or a year of two digits, is none."""
    assert day == parse_day(text)


def test_what_a_date_control_stores_decides() -> None:
    """Its text may be written in any manner; one that shows another day than it stores says two things."""
    field = FormField(labels=("Date",), kind="date")
    assert ("answered", "2026-04-03") == _date(field, "03.IV.2026", "2026-04-03")
    assert ("answered", "2026-04-03") == _date(field, "3 April 2026", "2026-04-03")
    assert ("contradictory", "") == _date(field, "4 April 2026", "2026-04-03")
    assert ("not understood", "") == _date(field, "soon", "")
    assert ("unanswered", "") == _date(field, "", "")
    assert ("answered", "2026-04-03") == _date(field, "3 April 2026", "")


def _date(field: FormField, text: str, stored: str) -> tuple[str, str]:
    controls = [Control(kind="date", text=text, value=stored)] if stored else []
    found = answer(field, text, *controls)
    return found.state, found.value


def test_lists_lose_their_numbers_and_empty_entries() -> None:
    """What the blank form has ("1. 2. 3.") is no answer."""
    field = FormField(labels=("Documents",), kind="list")
    assert ("a letter", "12 notes", "x") == answer(field, "1. a letter\n2) 12 notes\n3.\n\u2022 x\n").items
    assert "unanswered" == answer(field, "1.\n2.\n3.").state


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Please describe.", ""),
        ("please  DESCRIBE\nRang twice", "Rang twice"),
        ("Please describe. Rang twice", "Rang twice"),
        ("Please describe Rang twice", "Rang twice"),
        ("Rang twice", "Rang twice"),
        ("XX/XX/XXXX", ""),
        ("first\n\nsecond", "first\n\nsecond"),
    ],
)
def test_prompts_of_the_blank_form_are_no_part_of_the_answer(text: str, rest: str) -> None:
    """Whole lines, and what a text begins with."""
    assert rest == without_prompts(text, ["Please describe.", "XX/XX/XXXX"])
