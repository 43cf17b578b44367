"""Moving a case to another table: it goes where nothing loses its meaning, and is refused with all that would."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.process.made_cases import day, event, staff
from tests.core.process.made_house import HOUSE, Line, newer, played
from tests.core.process.test_log import RENAMED

from fairness_core.errors import TransitionRefused
from fairness_core.process.case import advance
from fairness_core.process.log import Case, replay
from fairness_core.process.obligations import due, ledger, rights
from fairness_core.process.table import ProcessTable

FULL: dict[str, Any] = {"reason": "n1", "contact": staff("contact", "u5"), "review_on": day(9)}


def lost(new: ProcessTable, *lines: Line, on: int = 10) -> tuple[str, ...]:
    """Return what a case that was played would lose under a new table on a day; nothing when it moves."""
    try:
        moved(new, *lines, on=on)
    except TransitionRefused as fault:
        return fault.unmet
    return ()


def moved(new: ProcessTable, *lines: Line, on: int = 10) -> Case:
    """Return a case that was played and then moved to a new table on a day."""
    return advance(HOUSE, played(*lines), event("move", on, id="e90", to_table=new.ref), tables=lambda _: new)


def test_a_case_moves_where_nothing_is_lost() -> None:
    """Under the same rules a case goes on as it was, and replays with both tables."""
    new = newer()
    case = moved(new, ("shut", 1, FULL), ("letter", 2, {}))
    assert (new.ref, HOUSE.ref) == (case.process, case.header.process)
    assert case == replay(HOUSE, case.header, case.log, lambda _: new)
    assert "free" == advance(new, case, event("unshut", 11)).states["room"]


def test_clocks_run_on_under_other_names() -> None:
    """What is owed keeps its day though the states are called otherwise."""
    before = played(("shut", 1, FULL), ("talk", 3, {}))
    new = newer(*RENAMED)
    after = moved(new, ("shut", 1, FULL), ("talk", 3, {}))
    assert ledger(HOUSE, before, day(10)) == ledger(new, after, day(10))


def test_a_state_without_a_place_is_lost() -> None:
    """A room that is shut cannot move to where no room can be."""
    new = newer(*(each for each in RENAMED if "[rights.open-up]" not in each[0]))
    assert "The new process has no place for 'The room: Shut'." in lost(new, ("shut", 1, FULL))
    assert () == lost(new, ("talk", 1, {}))


def test_two_states_are_not_folded_into_one_place() -> None:
    """Where the new table would put two regions into one, the state that would be overwritten is lost."""
    new = newer(
        ("[rights.open-up]", '[migrates.house-1]\n"run.paused" = "room.shut"\n\n[rights.open-up]'),
    )
    found = lost(new, ("shut", 1, FULL), ("pause", 2, {}))
    assert () == tuple(each for each in found if "Shut" in each)
    overwritten = newer(("[rights.open-up]", '[migrates.house-1]\n"run.paused" = "room.free"\n\n[rights.open-up]'))
    assert "The new process has no place for 'The room: Shut'." in lost(
        overwritten, ("shut", 1, FULL), ("pause", 2, {})
    )


@pytest.mark.parametrize(
    "change",
    [
        ('talk = { label = "Talk with the guest", nature = "supportive"', 'talk = { label = "Talk with the guest", nature = "record"'),
        ('talk = { label = "Talk with the guest", nature = "supportive"', 'talk = { label = "Talk with the guest", nature = "supportive", effect = "pause"'),
        ('talk = { label = "Talk with the guest", nature = "supportive"', 'talk = { label = "Talk with the guest", nature = "supportive", decides = true'),
        ('talk = { label = "Talk with the guest", nature = "supportive"', 'talk = { label = "Talk with the guest", nature = "supportive", role = "finder"'),
    ],
)  # fmt: skip
def test_an_event_that_would_mean_something_else_is_lost(change: tuple[str, str]) -> None:
    """An event of the log keeps its nature and its effect, who was made what by it, and whether it decided."""
    assert ("The new process does not know the event 'Talk with the guest' as this one does.",) == lost(
        newer(change), ("talk", 1, {})
    )
    assert () == lost(newer(change), ("tell", 1, {}))


def test_an_event_that_is_not_there_is_lost() -> None:
    """What happened has its name in the new table too, unless it was struck out."""
    new = newer(
        ("letter = {", "post = {"),
        ('owed_by = "case-manager"\nafter = ["letter"]\nwithin = { number = 10', 'owed_by = "case-manager"\nafter = ["post"]\nwithin = { number = 10'),
        ('owed_by = "case-manager"\nafter = ["letter"]\nwithin = { number = 1,', 'owed_by = "case-manager"\nafter = ["post"]\nwithin = { number = 1,'),
    )  # fmt: skip
    assert "The new process does not know the event 'Receive a letter' as this one does." in lost(
        new, ("letter", 1, {})
    )
    assert () == lost(new, ("letter", 1, {}), ("strike", 2, {"about": "e2", "reason": "n1"}))


def test_a_choice_that_was_made_is_not_lost() -> None:
    """What was chosen is among the new table's choices."""
    new = newer(('choices = { large = "Large", small = "Small" }', 'choices = { huge = "Huge", small = "Small" }'))
    bill: Line = ("bill", 1, {"choice": "large"})
    assert ("The new process does not know the choice 'Large' of 'Write the bill'.",) == lost(
        new, ("clear", 0, {}), bill
    )
    assert () == lost(new, ("clear", 0, {}), ("bill", 1, {"choice": "small"}))


APPOINTED: tuple[Line, ...] = (
    ("clear", 0, {"who": "u3", "role": "case-manager"}),
    ("appoint", 0, {"person": staff("finder", "u3")}),
)


def test_a_part_that_somebody_holds_is_not_lost() -> None:
    """A role that is held is there in the new table; whoever investigated goes on having done so."""
    seeker = (
        ('finder = { label = "Finder", appointed = true, investigates = true }', 'seeker = { label = "Seeker", appointed = true, investigates = true }'),
        ('effect = "appoint", role = "finder"', 'effect = "appoint", role = "seeker"'),
        ('effect = "stand-down", role = "finder"', 'effect = "stand-down", role = "seeker"'),
        ('by = ["case-manager", "finder"]', 'by = ["case-manager", "seeker"]'),
    )  # fmt: skip
    assert "The new process has no role 'Finder', which somebody holds." in lost(newer(*seeker), *APPOINTED)
    idle = newer(("appointed = true, investigates = true", "appointed = true"))
    says = "In the new process, 'Finder' does not investigate, and here somebody did."
    assert (says,) == lost(idle, *APPOINTED)
    assert (says,) == lost(idle, *APPOINTED, ("dismiss", 1, {"person": staff("finder", "u3")}))
    assert () == lost(idle, ("talk", 1, {}))


def test_what_is_owed_stays_owed() -> None:
    """An obligation that the new table would drop is told by its title, whichever way it would be dropped."""
    gone = newer(('after = ["letter"]\nwithin = { number = 10, unit = "working days" }\nmet_by = ["bill"]', 'after = ["back"]\nwithin = { number = 10, unit = "working days" }\nmet_by = ["bill"]'))  # fmt: skip
    assert ("Under the new process this would be owed no more: Answer the letter.",) == lost(gone, ("letter", 1, {}))
    assert () == lost(gone, ("letter", 1, {}), ("leave", 2, {}))
    met = newer(('met_by = ["bill"]', 'met_by = ["bill", "tell"]'))
    assert ("Under the new process this would be owed no more: Answer the letter.",) == lost(
        met, ("letter", 1, {}), ("tell", 2, {})
    )


def test_what_a_protective_step_lacks_stays_owed() -> None:
    """A step without its reason does not get away with it by a table that asks for none."""
    asks = newer(('asks = ["reason", "review_on", "contact"]', 'asks = ["review_on", "contact"]'))
    assert ("Under the new process this would be owed no more: The reason.",) == lost(
        asks, ("shut", 9, {"review_on": day(20)})
    )
    anybody = newer(('by = ["case-manager", "finder"]', 'by = ["case-manager", "finder", "practitioner"]'))
    guest: Line = ("shut", 9, {**FULL, "role": "practitioner", "who": "p1"})
    assert ("Under the new process this would be owed no more: A second pair of eyes.",) == lost(anybody, guest)


def test_a_right_that_stands_is_not_lost() -> None:
    """A longer period in the new table does not undo that a review was missed."""
    longer = newer(('within = { number = 2, unit = "weeks" }\non_review_day = true', 'within = { number = 8, unit = "weeks" }\non_review_day = true'))  # fmt: skip
    bare: Line = ("shut", 0, {"reason": "n1", "contact": staff("contact", "u5")})
    says = "Under the new process this right would be gone: Right to have the room opened."
    assert [(), (says,)] == [lost(longer, bare, on=on) for on in (14, 15)]
    late = moved(newer(), bare, on=15)
    assert ["open-up"] == [each.code for each in rights(newer(), late, day(15))]


def test_all_that_would_be_lost_is_told_at_once() -> None:
    """States, events, parts and obligations come in one answer, and the case stays where it was."""
    new = newer(
        *(each for each in RENAMED if "[rights.open-up]" not in each[0]),
        ("appointed = true, investigates = true", "appointed = true"),
        ('talk = { label = "Talk with the guest", nature = "supportive"', 'talk = { label = "Talk", nature = "record"'),
    )
    found = lost(new, *APPOINTED, ("shut", 1, FULL), ("talk", 2, {}))
    assert [
        "The new process has no place for 'The room: Shut'.",
        "The new process does not know the event 'Talk with the guest' as this one does.",
        "In the new process, 'Finder' does not investigate, and here somebody did.",
        "Under the new process this would be owed no more: Look whether the room must stay shut.",
        "Under the new process this would be owed no more: Talk with the guest each week.",
        "Under the new process this would be owed no more: No room is shut for longer.",
        "Under the new process this right would be gone: Right to have the room opened.",
    ] == list(found)


def test_what_a_new_region_owes_is_owed_from_the_migration_on() -> None:
    """A region that the case did not have before makes nobody late for the time before."""
    region = '[regions.bell]\ntitle = "The bell"\nstart = "still"\nstates.still = { label = "Still", final = true }\n\n[events]\n'
    rule = '[obligations.ring]\ntitle = "Ring"\nsays = "Ring."\nowed_by = "case-manager"\nregion = "bell"\nstates = ["still"]\nwithin = { number = 1, unit = "weeks" }\nmet_by = ["tell"]\nsource = "rules"\n\n[obligations.limit]\n'
    new = newer(("[events]\n", region), ("[obligations.limit]\n", rule))
    case = moved(new, ("talk", 1, {}), on=30)
    [ring] = [each for each in due(new, case, day(30)) if each.code == "ring"]
    assert (day(30), day(37), "e90") == (ring.since, ring.due, ring.event)


def test_a_start_that_the_new_table_moved_owes_nothing_of_its_own() -> None:
    """A case stands where it stood: what is owed in a new start state was never owed."""
    rule = ('[obligations.limit]\n', '[obligations.knock]\ntitle = "Knock"\nsays = "Knock."\nowed_by = "case-manager"\nregion = "steps"\nstates = ["door"]\nwithin = { number = 1, unit = "weeks" }\nmet_by = ["tell"]\nsource = "rules"\n\n[obligations.limit]\n')  # fmt: skip
    new = newer(
        ('start = "in"\n', 'start = "door"\nstates.door = { label = "At the door" }\n'),
        ('[arrows]\n', '[arrows]\nenter = { region = "steps", at = ["door"], event = "letter", to = "in", source = "rules" }\nstay = { region = "steps", at = ["in", "out"], event = "letter", source = "rules" }\n'),
        rule,
    )  # fmt: skip
    assert "knock" not in [each.code for each in ledger(new, moved(new), day(30))]
    gone = moved(new, ("leave", 2, {}))
    assert "knock" not in [each.code for each in ledger(new, gone, day(30))]
