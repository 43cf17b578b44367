"""A lesson: what it may hold, and how its codes are decided on."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.core.lessons.made_lessons import DAY, LEAD, action, lesson

from fairness_core.errors import CallerError
from fairness_core.lessons.lesson import Coding


@pytest.mark.parametrize(
    "fields",
    [{"id": ""}, {"id": "Sam Example"}, {"case": "the Example case"}, {"text": " "}, {"kind": "fault"}, {"level": "x"}],
)
def test_what_a_lesson_may_not_hold(fields: dict[str, Any]) -> None:
    """Ids and cases are references, never words; a lesson has a text, and is a problem or a strength."""
    with pytest.raises(CallerError):
        lesson(1, **fields)


def test_a_suggestion_is_confirmed_or_rejected_by_somebody() -> None:
    """A decision keeps what suggested the code and says who decided and when; only confirmed codes count."""
    suggested = Coding(code="CF-COM", made_by="lexicon", rule="letters", span=(0, 7))
    found = lesson(1, codings=(suggested, Coding(code="CF-ENV", made_by="lexicon")))
    assert ((), False) == (found.codes, found.is_confirmed)
    agreed = found.confirmed("CF-COM", LEAD, DAY)
    assert (("CF-COM",), False) == (agreed.codes, agreed.is_confirmed)
    assert attrs.evolve(suggested, state="confirmed", by=LEAD, on=DAY) == agreed.codings[-1]
    done = agreed.rejected("CF-ENV", LEAD, DAY, "It is about a letter.")
    assert (("CF-COM",), True, "It is about a letter.") == (done.codes, done.is_confirmed, done.codings[-1].reason)
    assert "" == done.confirmed("CF-ENV", LEAD, DAY).codings[-1].reason


def test_a_code_that_was_not_suggested() -> None:
    """It can be confirmed all the same, and there is nothing to reject."""
    assert ("PS-UPD",) == lesson().confirmed("PS-UPD", LEAD, DAY).codes
    with pytest.raises(CallerError, match="not suggested"):
        lesson().rejected("PS-UPD", LEAD, DAY, "No.")


def test_a_rejection_has_a_reason() -> None:
    """Without one nobody could learn from it."""
    with pytest.raises(CallerError, match="without a reason"):
        Coding(code="CF-COM", state="rejected", by=LEAD, reason=" ")


def test_how_an_action_stands() -> None:
    """It is open until its day is over, then overdue; done from the day on which it was."""
    waiting, finished = action(due=date(2025, 9, 1)), action(due=date(2025, 9, 1), done=date(2025, 9, 9))
    assert ["open", "overdue"] == [waiting.status(date(2025, 9, day)) for day in (1, 2)]
    assert ["overdue", "done"] == [finished.status(date(2025, 9, day)) for day in (8, 9)]
