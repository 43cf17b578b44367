"""Suggestions beside decisions: what was met, false and missed, and a rejection that comes back."""

from __future__ import annotations

from fractions import Fraction

from tests.core.lessons.made_lessons import DAY, LEAD, lesson
from tests.core.lessons.test_categorise import WORDS

from fairness_core.lessons.categorise import LexiconCategoriser
from fairness_core.lessons.decisions import Decisions, check_decisions
from fairness_core.lessons.lesson import Coding, Lesson

LATE, ROTA = "The letters were sent too late.", "The rota was changed."


def check(*lessons: Lesson) -> Decisions:
    """Check made-up lessons by a small lexicon: late letters are CF-COM, a rota CF-ENV."""
    return check_decisions(lessons, LexiconCategoriser(WORDS), order=("CF-ENV",))


def test_met_false_and_missed() -> None:
    """Each code counts what was suggested and confirmed, suggested alone, and confirmed alone."""
    found = check(
        lesson(1, "CF-COM", text=LATE),
        lesson(2, "CF-TSK", text=LATE),
        lesson(3, "CF-ENV", "CF-COM", text=ROTA),
    )
    assert [("CF-ENV", 1, 0, 0), ("CF-COM", 1, 1, 1), ("CF-TSK", 0, 0, 1)] == [
        (each.code, each.met, each.false, each.missed) for each in found.codes
    ]
    assert (2, 1, 2) == (found.overall.met, found.overall.false, found.overall.missed)
    assert (Fraction(2, 3), Fraction(1, 2)) == (found.overall.precision, found.overall.recall)
    assert (None, Fraction(0)) == (found.codes[2].precision, found.codes[2].recall)


def test_lessons_that_nobody_has_decided_on_count_nowhere() -> None:
    """Neither one without codes nor one with an open suggestion."""
    open_one = lesson(2, "CF-COM", text=LATE, codings=(Coding(code="CF-COM", made_by="x"),))
    assert Decisions(lessons=0, codes=(), again=()) == check(lesson(1, text=LATE), open_one)


def test_a_rejected_suggestion_that_comes_back_is_told() -> None:
    """By lesson, code and rule; one that no longer comes is not."""
    back = lesson(1, text=LATE, codings=(Coding(code="CF-COM", made_by="x"),)).rejected("CF-COM", LEAD, DAY, "No.")
    gone = lesson(2, text=LATE, codings=(Coding(code="CF-ENV", made_by="x"),)).rejected("CF-ENV", LEAD, DAY, "No.")
    found = check(back, gone)
    assert [("l1", "CF-COM", "late-letters")] == [
        (each.lesson, each.code, each.evidence.evidence[0].rule) for each in found.again
    ]
    assert 0 == found.lessons
