"""Made-up lessons for tests: nobody's words, alike whenever they are made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from fairness_core.lessons.lesson import Action, Coding, Lesson, State
from fairness_core.lessons.taxonomy import taxonomy
from fairness_core.staff import StaffRef

LEAD = StaffRef(role="learning lead", id="u7")
DAY = date(2025, 8, 1)
CODES = tuple(taxonomy().codes)
STATES: tuple[State, ...] = (*("confirmed",) * 8, "suggested", "rejected")
OWNERS = ("medical director", "head of people", "practice manager", "estates lead")


def lesson(number: int = 1, *codes: str, **fields: Any) -> Lesson:
    """Return a lesson of the third quarter of 2025 with these codes confirmed."""
    codings = tuple(Coding(code=code, state="confirmed", by=LEAD, on=DAY) for code in codes)
    made: dict[str, Any] = {
        "id": f"l{number}",
        "text": "Letters should say when the next one comes.",
        "recorded": DAY,
        "case": f"c{number}",
        "codings": codings,
    }
    return Lesson(**(made | fields))


def action(owner: str = OWNERS[0], due: date = date(2025, 9, 1), done: date | None = None) -> Action:
    """Return an action."""
    return Action(what="Change the letter.", owner=owner, due=due, done=done)


def many(number: int, seed: int = 0, before: float = 0.4, weights: Iterable[float] = ()) -> list[Lesson]:
    """Return lessons over two quarters, some codes common and others rare, from fewer cases than lessons."""
    chance = Random(seed)
    likely = tuple(weights) or tuple(0.5 / (place + 1) for place in range(len(CODES)))
    return [_one(place, number, chance, likely, before) for place in range(number)]


def _one(place: int, number: int, chance: Random, likely: tuple[float, ...], before: float) -> Lesson:
    day = date(2025, 5, 1) if chance.random() < before else DAY
    codings = [
        Coding(
            code=code,
            state=chance.choice(STATES),
            made_by=chance.choice(["", "lexicon lessons, revision 1"]),
            reason="It is about something else.",
            by=LEAD,
        )
        for code, weight in zip(CODES, likely, strict=True)
        if chance.random() < weight
    ]
    done = chance.choice([None, date(2025, 9, 20)])
    actions = [action(chance.choices(OWNERS, (8, 4, 2, 0.3))[0], date(2025, chance.choice([9, 11]), 1), done)]
    return Lesson(
        id=f"l{place + 1}",
        text=f"Lesson {place + 1}: letters should say when the next one comes.",
        recorded=day,
        case=chance.choice(["", *[f"c{chance.randrange(max(1, 2 * number // 3)) + 1}"] * 9]),
        kind=chance.choices(("problem", "strength"), (6, 1))[0],
        level=chance.choices(("person", "system", "both", ""), (0.3, 6, 2, 1))[0],
        codings=tuple(codings),
        actions=tuple(actions) if chance.random() < 0.6 else (),
    )


def lessons(most: int = 40) -> st.SearchStrategy[list[Lesson]]:
    """Draw lessons in any mixture."""
    return st.builds(
        many,
        st.integers(0, most),
        st.integers(0, 10_000),
        st.sampled_from([0.0, 0.4, 0.9]),
        st.sampled_from([(), (0.15,) * len(CODES), (0.9, 0.85, 0.8, *(0.02,) * (len(CODES) - 3))]),
    )
