"""Checked by mypy and never run: a leader's reflection takes no case and no person, and gives nothing to keep with one.

Under warn_unused_ignores each line fails the check as soon as the reflection takes what it refuses here.
"""

from __future__ import annotations

from typing import assert_type

import attrs

from fairness_core.process.log import Case, Event
from fairness_core.process.reflection import Reflection, reflect
from fairness_core.staff import StaffRef


def two_numbers_are_all_it_takes() -> None:
    """Wisdom and compassion, each by name."""
    assert_type(reflect(wisdom=4, compassion=2), Reflection)


def a_case_cannot_be_passed(case: Case, event: Event, who: StaffRef) -> None:
    """Neither beside the numbers, nor as one of them."""
    reflect(wisdom=4, compassion=2, case=case)  # type: ignore[call-arg]
    reflect(wisdom=4, compassion=2, reference=case.reference)  # type: ignore[call-arg]
    reflect(case, wisdom=4, compassion=2)  # type: ignore[misc, arg-type]
    reflect(wisdom=case, compassion=2)  # type: ignore[arg-type]
    reflect(wisdom=4, compassion=event)  # type: ignore[arg-type]
    reflect(wisdom=4, compassion=2, by=who)  # type: ignore[call-arg]
    reflect(wisdom=4, compassion=2, rules=case)  # type: ignore[arg-type]


def what_it_gives_cannot_be_tied_to_one(found: Reflection, case: Case, event: Event, who: StaffRef) -> None:
    """It has no field for a case or a person, none can be added, and no event takes it."""
    attrs.evolve(found, case=case)  # type: ignore[call-arg]
    attrs.evolve(found, by=who)  # type: ignore[call-arg]
    found.case = case  # type: ignore[attr-defined]
    attrs.evolve(event, reason=found)  # type: ignore[arg-type]
    attrs.evolve(event, choice=found)  # type: ignore[arg-type]

    class Kept(Reflection):  # type: ignore[misc]
        case: Case
