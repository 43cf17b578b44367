"""A quarter of lessons, counted: what counts, under which code, and from how many cases."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from tests.core.lessons.made_lessons import CODES, DAY, LEAD, action, lesson, lessons

from fairness_core.lessons.collate import Collation, Split, Tally, collate
from fairness_core.lessons.lesson import Coding, Lesson
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import Code, taxonomy

Q3 = Quarter(year=2025, number=3)
EARLIER = date(2025, 5, 1)


def collated(*found: Lesson, on: date | None = None) -> Collation:
    """Collate the third quarter of 2025 by the default taxonomy."""
    return collate(found, Q3, taxonomy(), on)


def split(found: Collation, code: str) -> Split:
    """Return the count of a code in the quarter."""
    return next(each.now for each in found.codes if each.code == code)


def test_no_lessons() -> None:
    """Everything is nought, and every code is there."""
    found = collated()
    assert (Tally(), 0, CODES) == (found.lessons, found.cases, tuple(each.code for each in found.codes))
    assert not found.rejection_drifts


def test_lessons_fall_into_quarters_by_their_day() -> None:
    """The first and the last day belong to the quarter; what is older than the quarter before counts nowhere."""
    days = (date(2025, 7, 1), date(2025, 9, 30), date(2025, 6, 30), date(2025, 3, 31), date(2025, 10, 1))
    found = collated(*(lesson(number, recorded=day) for number, day in enumerate(days)))
    assert (2, 1) == (found.lessons.number, found.before.number)


def test_only_confirmed_codes_count() -> None:
    """A suggestion counts under no code, and its lesson counts as not confirmed."""
    found = collated(lesson(1, "CF-COM"), lesson(2, codings=(Coding(code="CF-COM", made_by="lexicon"),)), lesson(3))
    assert Split(part=Tally(number=1, cases=1), rest=Tally(number=2, cases=2)) == split(found, "CF-COM")
    assert (2, 1) == (found.unconfirmed.part.number, found.suggested.part.number)


def test_a_lesson_counts_once_under_each_of_its_codes() -> None:
    """Two codes of one lesson are one lesson under each."""
    found = collated(lesson(1, "CF-COM", "PS-UPD", "CF-COM"))
    assert [1, 1, 0] == [split(found, code).part.number for code in ("CF-COM", "PS-UPD", "CF-ENV")]


def test_cases_behind_lessons() -> None:
    """Several lessons of one case come from one; each that comes from no case counts for itself."""
    found = collated(*(lesson(number, "CF-COM", case=case) for number, case in enumerate(["c1", "c1", "c2", "", ""])))
    assert Tally(number=5, cases=4) == split(found, "CF-COM").part
    assert (2, 2) == (found.cases, found.without_case.part.number)


def test_retired_and_unknown_codes() -> None:
    """A retired code counts under its successors and is named; one that is not known is named and counts nowhere."""
    known = taxonomy()
    old = Code(label="Old", covers="Old.", axis="why", retired=True, successors=("CF-COM", "CF-ENV"))
    used = attrs.evolve(known, codes={**known.codes, "CF-OLD": old})
    found = collate([lesson(1, "CF-OLD", "CF-COM"), lesson(2, "CF-XXX")], Q3, used)
    assert (("CF-OLD",), ("CF-XXX",)) == (found.retired, found.unknown)
    assert [1, 1] == [split(found, code).part.number for code in ("CF-COM", "CF-ENV")]
    assert "CF-OLD" not in [each.code for each in found.codes]


def test_strengths() -> None:
    """What went well is counted by code too."""
    found = collated(lesson(1, "PS-WEL", kind="strength"), lesson(2, "PS-WEL"))
    assert [1, 1] == [found.by_kind[kind]["PS-WEL"].part.number for kind in ("strength", "problem")]
    assert {"problem": 1, "strength": 1} == {kind: each.number for kind, each in found.kinds.items()}


def test_actions_of_all_lessons_so_far() -> None:
    """Actions of older lessons count as long as they are in the register, those of later ones do not."""
    first, second = action("a", date(2025, 9, 1)), action("b", date(2025, 12, 1))
    old = lesson(1, recorded=date(2024, 1, 1), actions=(first, second))
    later = lesson(2, recorded=date(2025, 10, 1), actions=(first,))
    found = collated(old, later)
    assert {"open": 1, "overdue": 1, "done": 0} == {status: each.number for status, each in found.actions.items()}
    assert [("a", None), ("b", date(2025, 12, 1))] == [(each.owner, each.next_due) for each in found.owners]
    assert 2 == collated(old, on=date(2025, 8, 1)).actions["open"].number


@pytest.mark.parametrize(("before", "now", "drifts"), [(2, 3, True), (2, 2, False), (0, 1, True), (0, 0, False)])
def test_drift_of_rejections(before: int, now: int, drifts: bool) -> None:
    """When the share of lessons with a rejected suggestion rises by half, the words need a look."""

    def some(rejected: int, day: date) -> list[Lesson]:
        state = ["rejected"] * rejected + ["confirmed"] * (4 - rejected)
        return [
            lesson(
                place,
                recorded=day,
                codings=(Coding(code="CF-COM", state=each, made_by="x", by=LEAD, reason="No."),),  # type: ignore[arg-type]
            )
            for place, each in enumerate(state)
        ]

    assert drifts == collated(*some(before, EARLIER), *some(now, DAY)).rejection_drifts
    assert not collated(*some(now, DAY)).rejection_drifts


@given(lessons())
@settings(max_examples=50, deadline=None)
def test_parts_make_up_their_whole(found: list[Lesson]) -> None:
    """Whatever the lessons, divisions add up, and no number comes from more cases than there are lessons."""
    made = collated(*found)
    splits = [*(each.now for each in made.codes), made.unconfirmed, made.without_case, made.suggested]
    assert {made.lessons.number} == {each.part.number + each.rest.number for each in splits}
    assert made.lessons.number == sum(each.number for each in made.levels.values())
    assert made.lessons.number == sum(each.number for each in made.kinds.values())
    assert all(each.part.cases <= each.part.number for each in splits)
    assert {each.number for each in made.actions.values()} >= {max(each.number for each in made.actions.values())}
