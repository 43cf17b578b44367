"""The form for the next review: what is known, what is owed or was missed, and room to write."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import given, settings
from tests.core.process.made_cases import case_until, day, event, happened, opened, staff
from tests.core.report.made_papers import (
    FIVE_STEP,
    OWN,
    PERFORMERS,
    WORDS,
    logs,
    long_case,
    played,
    sections,
    suspended,
    told,
)

from fairness_core.process.case import advance
from fairness_core.process.log import Case, follow
from fairness_core.process.table import ProcessTable
from fairness_core.report.case_papers import CaseFile
from fairness_core.report.draft import Draft
from fairness_core.report.exclusion_review import (
    ANSWER,
    COUNTED_ONCE,
    NEVER_WAITS,
    QUESTIONS,
    QUESTIONS_ARE_OURS,
    build_exclusion_review,
)

EXCLUDED = case_until("exclude-at-once")


def form(case: Case, on: int, table: ProcessTable = FIVE_STEP) -> Draft:
    """Return the form for a case on a day."""
    return build_exclusion_review(CaseFile(table=table, case=case, on=day(on), words=WORDS.get))


def part(name: str, case: Case, on: int, table: ProcessTable = FIVE_STEP) -> list[str]:
    """Return the lines of a section of the form."""
    return sections(form(case, on, table))[name].splitlines()


def test_a_case_never_excluded() -> None:
    """Where nothing is in force the page says so, and asks nothing."""
    assert ["none"] == list(sections(form(opened(), 3)))
    assert "so there is nothing to review." in part("none", opened(), 3)[1]
    assert "What there was:" not in part("none", opened(), 3)


def test_an_exclusion_that_was_lifted() -> None:
    """What there was is told with its days."""
    lines = part("none", long_case(lifted=True), 300)
    assert "Excluded at once, then formally excluded: 14 January 2026 to 24 August 2026, 222 days." in lines


def test_the_form_of_a_first_review() -> None:
    """Since when, until when, what follows if it is missed, the reason on record."""
    assert "For the review due by 25 January 2026. As it stands on 19 January 2026" == form(EXCLUDED, 14).subtitle
    lines = part("where-it-stands", EXCLUDED, 14)
    assert "Excluded at once, since 14 January 2026: 5 days." in lines
    assert "Reason on record: Two witnesses work on the same ward. (n6)" in lines
    assert "A contact for the practitioner is named." in lines
    assert any(line.startswith("This review is due by 25 January 2026. Look again") for line in lines)
    missed = "If it is missed, then from 26 January 2026: right to return to work. Nothing extends it by itself."
    assert missed in lines
    assert "Six months is the usual limit of an exclusion: reached on 14 July 2026." in lines
    assert NEVER_WAITS in lines
    assert FIVE_STEP.notice in lines


def test_what_was_not_given_is_owed() -> None:
    """A reason and a contact that an urgent exclusion lacked are shown as owed, and as late when they are."""
    case = happened(FIVE_STEP, opened(), "exclude-at-once", 0)
    lines = part("where-it-stands", case, 1)
    assert "No reason is on record. It was owed by 6 January 2026." in lines
    assert "No contact was named with it. It was owed by 6 January 2026." in lines
    late = part("where-it-stands", case, 3)
    assert "No reason is on record. It was owed by 6 January 2026, and is 2 days late." in late
    given_ = happened(FIVE_STEP, case, "supply-missing", 3, about=case.log[1].id, reason="n6")
    assert "Reason on record: Two witnesses work on the same ward. (n6)" in part("where-it-stands", given_, 3)


def test_what_a_decision_lacked_and_nobody_owes() -> None:
    """A reason or contact that is missing and not owed is asked for at this review."""
    own = advance(OWN, opened(OWN), event("declare-no-conflict"))
    lines = part("where-it-stands", follow(OWN, own, event("move", 1)), 3, OWN)
    assert "No reason is on record. Write it down at this review." in lines
    assert "No contact was named with it. Name one at this review." in lines


def test_the_title_says_what_is_reviewed() -> None:
    """An exclusion and a suspension share a title."""
    assert "Review of an exclusion or suspension: case c1" == form(EXCLUDED, 14).title
    assert "Review of an exclusion or suspension: case c1" == form(suspended(), 99, PERFORMERS).title


def test_a_missed_review_and_the_right_that_follows() -> None:
    """A review that was missed is told with its days, and the right that somebody has since."""
    lines = part("where-it-stands", EXCLUDED, 25)
    assert any(line.startswith("This review was due by 25 January 2026, and is 5 days late.") for line in lines)
    assert any(line.startswith("Since 26 January 2026 there is this right: right to return to work.") for line in lines)
    assert not any(line.startswith("If it is missed") for line in lines)


def test_a_review_missed_and_done_late() -> None:
    """Each review is told with the day it was due, done, by how much it was late and why; a gap is a gap."""
    lines = part("reviews", long_case(), 210)
    assert "Review | Due by | Done | In time? | Why it was late" in lines
    rows = [line.split(" | ")[1:4] for line in lines if line.startswith("Review the")]
    assert [
        ["25 January 2026", "25 January 2026", "yes"],
        ["22 February 2026", "22 February 2026", "yes"],
        ["22 March 2026", "16 April 2026", "25 days late"],
        ["14 May 2026", "24 June 2026", "41 days late"],
        ["22 July 2026", "not yet", "not done, 12 days late"],
    ] == rows
    assert COUNTED_ONCE in lines
    assert lines[3].endswith("not late")
    assert "29 July 2026: The practitioner's representative was ill, and the hearing was moved. (n23)" in lines[-1]
    assert COUNTED_ONCE not in part("reviews", EXCLUDED, 14)
    assert "no reason on record" in part("reviews", EXCLUDED, 40)[-1]


def test_every_day_from_which_the_right_stands() -> None:
    """Several missed reviews are one right, with each day from which it arose."""
    lines = part("where-it-stands", long_case(), 210)
    (right,) = (line for line in lines if "there is this right" in line)
    assert right.startswith("Since 23 March 2026 (again since 15 May 2026 and 23 July 2026) there is this right")
    assert any("limit of an exclusion: passed on 14 July 2026, 20 days ago. Tell the board" in line for line in lines)


def test_the_last_decision() -> None:
    """The reason of the last decision stands beside the one it began with; one without a reason says so."""
    (last,) = (line for line in part("where-it-stands", long_case(), 210) if line.startswith("Last decision"))
    assert (
        "Last decision, 24 June 2026, review a restriction or exclusion: The inquiry has begun and two witnesses "
        "are still to be heard. (n20)"
    ) == last
    own = advance(OWN, opened(OWN), event("declare-no-conflict"))
    own = advance(OWN, advance(OWN, own, event("move", 1, reason="n1")), event("look-at-duties", 2))
    assert "Last decision, 7 January 2026, look at the duties again: no reason is on record" in part(
        "where-it-stands", own, 3, OWN
    )


def test_alternatives_and_contact() -> None:
    """Alternatives are told with their day, contacts with how many were due, done and missed."""
    lines = part("looked-at", EXCLUDED, 18)
    assert f"Alternatives written down on 7 January 2026: {WORDS['n2']} (n2)" in lines
    assert "Be in touch on the day after an exclusion | 1 | 0 | 0 | 1 | 15 January 2026, late" in lines
    bare = happened(FIVE_STEP, opened(), "exclude-at-once", 0)
    assert "No alternatives are on record." in part("looked-at", bare, 1)


def test_a_process_that_owes_no_further_review_and_no_contact() -> None:
    """Where no review is owed any more, or no contact, the form says so and asks for both all the same."""
    rules = {code: attrs.evolve(each, contact=False, repeats=False) for code, each in OWN.obligations.items()}
    quiet = attrs.evolve(OWN, obligations=rules)
    case = advance(quiet, opened(quiet), event("declare-no-conflict"))
    case = advance(quiet, case, event("move", 1, reason="n1"))
    case = advance(quiet, case, event("look-at-duties", 2))
    found = form(case, 3, quiet)
    assert "No day of review is set: set one. As it stands on 8 January 2026" == found.subtitle
    assert "Look at the duties again | 13 January 2026 | 7 January 2026 | yes | not late" in sections(found)["reviews"]
    assert "make it all the same." in sections(found)["looked-at"]


def test_questions_and_room() -> None:
    """Every question stands with room to answer, said to be ours."""
    lines = part("questions", EXCLUDED, 14)
    assert f"Question | {ANSWER}" in lines
    assert [f"{number}. {each}" for number, each in enumerate(QUESTIONS, start=1)] == [
        line.removesuffix(" | Write here:") for line in lines if line.endswith(" | Write here:")
    ]
    assert QUESTIONS_ARE_OURS in lines


def test_who_decides() -> None:
    """The roles that may decide are those of the table; the investigator and the conflicted are ruled out in words."""
    lines = part("who-decides", EXCLUDED, 14)
    assert "Decided by: case manager or decision maker." in lines
    assert "did not investigate" in lines[2]
    bare = happened(FIVE_STEP, opened(), "exclude-at-once", 0)
    assert "Decided by: case manager or decision maker." in part("who-decides", bare, 1)


def test_several_exclusions() -> None:
    """The form is that of the exclusion in force; earlier ones are told in a line each."""
    lines: list[Any] = [
        (0, "exclude-at-once", "case-manager", "u1", {}),
        (5, "lift-restriction", "case-manager", "u1", {}),
    ]
    case = played([*lines, (30, "exclude-at-once", "case-manager", "u1", {})])
    found = part("where-it-stands", case, 32)
    assert "Excluded at once, since 4 February 2026: 2 days." in found
    assert "Before: excluded at once, 5 January 2026 to 10 January 2026, 5 days." in found
    assert ["Review the immediate exclusion, and end it or decide formally | 18 February 2026 | not yet"] == [
        " | ".join(line.split(" | ")[:3]) for line in part("reviews", case, 32) if line.startswith("Review the")
    ]


def test_lesser_limits_have_a_form_too() -> None:
    """Agreed limits and restrictions are reviewed with the same form, under their own name; no right follows."""
    case = happened(FIVE_STEP, opened(), "restrict-at-once", 0, reason="n6", contact=staff("contact", "u5"))
    assert "Review of limits on practice: case c1" == form(case, 2).title
    assert "Practice is restricted, since 5 January 2026: 2 days." in part("where-it-stands", case, 2)
    assert "right to return" not in told(form(case, 2))


def test_under_a_table_of_ones_own() -> None:
    """The form takes its states, reviews and words from the case's own table, and asks for contact all the same."""
    own = advance(OWN, opened(OWN), event("declare-no-conflict"))
    own = advance(OWN, own, event("move", 1, reason="n1"))
    found = sections(form(own, 3, OWN))
    assert "Moved to other duties, since 6 January 2026: 2 days." in found["where-it-stands"]
    assert "Look at the duties again | 13 January 2026 | not yet | to come | not late" in found["reviews"]
    assert "Decided by whoever the organisation names." in found["who-decides"]
    assert "not verified" not in found["doubts"].splitlines()[1]


def test_a_redacted_reason() -> None:
    """A reason that was redacted is marked, and its words stand nowhere."""
    case = happened(FIVE_STEP, EXCLUDED, "redact-notes", 12, reason="n9", refs=("n6",))
    assert "Reason on record: [Redacted on 17 January 2026] (n6)" in part("where-it-stands", case, 14)
    assert WORDS["n6"] not in told(form(case, 14))


@given(logs())
@settings(max_examples=60, deadline=None)
def test_a_form_can_be_made_of_any_log(case: Case) -> None:
    """Whatever the log, there is a form, with the notice on it."""
    assert FIVE_STEP.notice in told(form(case, 200))
