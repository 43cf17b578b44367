"""Times under limits and exclusions: which states they are, when they began and ended, what was owed meanwhile."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.core.process.made_cases import Line, case_until, day, event, happened, opened
from tests.core.report.made_papers import FIVE_STEP, LIFTED, OWN, PERFORMERS, logs, long_case, played, suspended

from fairness_core.process.case import advance
from fairness_core.process.log import Case
from fairness_core.process.obligations import Owed, ledger
from fairness_core.process.table import process_table, processes
from fairness_core.report.spells import (
    Spell,
    became,
    ceilings,
    contacts,
    excluding,
    limits,
    open_limits,
    review_states,
    reviewed,
    reviews,
)


def test_which_states_are_limits_and_which_exclusions() -> None:
    """A state with a review owed is a limit; an exclusion is one with a right or a usual limit of its length."""
    away = {"excluded-at-once", "excluded"}
    assert {"restriction": away | {"voluntary", "restricted"}} == reviewed(FIVE_STEP)
    assert {"restriction": away} == excluding(FIVE_STEP)
    assert {"duties": frozenset({"moved"})} == reviewed(OWN)
    assert {} == excluding(OWN)


@pytest.mark.parametrize("code", processes())
def test_no_packaged_process_calls_a_step_an_exclusion(code: str) -> None:
    """Whatever a packaged process limits or reviews, none of its steps is taken for a time away from work."""
    table = process_table(code)
    assert table.index.main not in excluding(table)


def test_a_case_never_excluded() -> None:
    """Without limits there is no spell."""
    assert () == limits(FIVE_STEP, opened())
    assert open_limits(FIVE_STEP, opened()) is None


def test_a_spell_goes_on_from_the_immediate_to_the_formal_exclusion() -> None:
    """Both are one time away from work, counted in days from its first."""
    (found,) = limits(FIVE_STEP, long_case(lifted=True))
    assert (
        Spell(
            region="restriction",
            is_exclusion=True,
            states=("excluded-at-once", "excluded"),
            label="Excluded at once, then formally excluded",
            since=day(9),
            until=day(LIFTED),
            began="e25",
        )
        == found
    )
    assert [0, 1, 222, 222] == [found.days(day(number)) for number in (0, 10, LIFTED, LIFTED + 9)]
    assert open_limits(FIVE_STEP, long_case(lifted=True)) is None


def test_lesser_limits_are_a_spell_of_their_own() -> None:
    """A restriction before an exclusion, and one after it, are told apart from it."""
    case = opened()
    for number, what in enumerate(("restrict-at-once", "exclude-at-once", "lift-restriction", "exclude-at-once")):
        case = happened(FIVE_STEP, case, what, number * 3)
    found = limits(FIVE_STEP, case)
    assert [(False, day(0), day(3)), (True, day(3), day(6)), (True, day(9), None)] == [
        (each.is_exclusion, each.since, each.until) for each in found
    ]
    assert found[-1] == open_limits(FIVE_STEP, case)


def test_an_exclusion_comes_first_where_two_limits_go_on() -> None:
    """The open spell is the exclusion, whichever began first."""
    case = happened(FIVE_STEP, opened(), "restrict-at-once", 1)
    found = open_limits(FIVE_STEP, case)
    assert found is not None
    assert not found.is_exclusion
    own = advance(OWN, opened(OWN), event("declare-no-conflict"))
    own = advance(OWN, own, event("move", 2, reason="n1"))
    assert ["Moved to other duties"] == [each.label for each in limits(OWN, own)]


@given(logs())
@settings(max_examples=100)
def test_a_spell_lies_within_its_case(case: Case) -> None:
    """Days are never below nothing, one spell of a region is open at most, and each began with an entry of the log."""
    found = limits(FIVE_STEP, case)
    assert all(each.days(day(400)) >= 0 for each in found)
    assert sum(each.until is None for each in found) <= 1
    assert all(each.began in case.places for each in found)
    now = case.states["restriction"]
    assert (now in reviewed(FIVE_STEP)["restriction"]) == any(each.until is None for each in found)


def test_reviews_and_limits_of_a_spell() -> None:
    """Each review that was owed belongs to the spell in which it was, and so does the usual limit of its length."""
    case = long_case()
    (spell,) = limits(FIVE_STEP, case)
    owed = ledger(FIVE_STEP, case, day(210))
    assert [day(20), day(48), day(76), day(129), day(198)] == sorted(
        each.due for each in reviews(FIVE_STEP, owed, spell)
    )
    assert ["exclusion-ceiling"] == [each.code for each in ceilings(owed, FIVE_STEP, spell)]


def test_a_review_that_is_owed_from_the_last_one_on() -> None:
    """A review that hangs on an event and on no state belongs to the spell in which it is owed."""
    case = suspended()
    (spell,) = limits(PERFORMERS, case)
    owed = ledger(PERFORMERS, case, day(300))
    assert spell.is_exclusion
    assert ["first-review", "next-review"] == [each.code for each in reviews(PERFORMERS, owed, spell)]
    assert "next-review" not in review_states(OWN)


def test_reviews_of_two_spells_are_not_mixed() -> None:
    """What was owed in an earlier exclusion is not told with a later one."""
    lines: list[Line] = [
        (0, "exclude-at-once", "case-manager", "u1", {}),
        (5, "lift-restriction", "case-manager", "u1", {}),
    ]
    case = played([*lines, (30, "exclude-at-once", "case-manager", "u1", {})])
    owed = ledger(FIVE_STEP, case, day(40))
    first, second = limits(FIVE_STEP, case)
    assert [[day(14)], [day(44)]] == [[each.due for each in reviews(FIVE_STEP, owed, e)] for e in (first, second)]
    assert [1, 1] == [len(ceilings(owed, FIVE_STEP, each)) for each in (first, second)]


def test_contacts_during_a_spell() -> None:
    """Contacts owed to the practitioner while it lasted are told, and nobody else's."""
    case = case_until("lift-restriction")
    (spell,) = limits(FIVE_STEP, case)
    found = contacts(ledger(FIVE_STEP, case, day(18)), spell)
    assert {"practitioner"} == {each.to for each in found}
    assert "contact-during-exclusion" in {each.code for each in found}
    assert "offer-support" not in {each.code for each in found}


def _owed(**fields: object) -> Owed:
    given_ = {"code": "x", "title": "X", "says": "X.", "owed_by": "y", "event": "e1", "since": day(0), "due": day(5)}
    return Owed(**{**given_, **fields})  # type: ignore[arg-type]


def test_what_became_of_something_owed() -> None:
    """It was done in time or late, is not done, is still to come, or is owed no more."""
    found = {
        "in time": _owed(met=day(5)),
        "late": _owed(met=day(6)),
        "not done": _owed(),
        "to come": _owed(due=day(9)),
        "not needed": _owed(ended=day(5)),
    }
    assert list(found) == [became(each, day(8)) for each in found.values()]
    assert "not done" == became(_owed(ended=day(6)), day(8))
