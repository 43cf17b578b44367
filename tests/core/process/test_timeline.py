"""What happened when, and how long each step took: told from the log alone, and no day counts twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.core.process.made_cases import FIRST_DAY, case_until, day, event
from tests.core.process.made_house import HEADER, HOUSE, moved, newer, played
from tests.core.process.made_tables import house

from fairness_core.process.log import Case, begin, follow
from fairness_core.process.table import process_table
from fairness_core.process.timeline import Stay, stays, time_in_step, timeline


def spans(case: Case, at: int) -> list[tuple[str, int, int | None, int]]:
    """Return (step, since, until, days) of each stay in the guest house, as numbers of days."""
    found = stays(HOUSE, case, day(at))
    return [
        (each.step, (each.since - FIRST_DAY).days, (each.until - FIRST_DAY).days if each.until else None, each.days)
        for each in found
    ]


# --- the timeline --------------------------------------------------------------------------------------------------


def test_what_occurred_first_is_told_first() -> None:
    """The order is that of what happened, not of what was written down; at one time, that of the log."""
    case = played(("talk", 3, {}), ("letter", 1, {"recorded": 4}), ("tell", 3, {"recorded": 5}))
    assert ["e1", "e3", "e2", "e4"] == [each.event.id for each in timeline(HOUSE, case)]


def test_an_entry_says_what_moved_in_words() -> None:
    """A move is told as the region's title and the state's label."""
    entry = timeline(HOUSE, played(("shut", 1, {})))[1]
    assert ("Shut the room", "protective", ("The room: Shut",)) == (entry.label, entry.nature, entry.moves)
    assert (False, False) == (entry.struck, entry.corrected)


def test_a_corrected_entry_is_told_as_it_is_known() -> None:
    """What was corrected stands on its true day and is marked."""
    case = played(
        ("talk", 3, {}), ("letter", 3, {}), ("correct", 4, {"about": "e3", "reason": "n1", "true_day": day(1)})
    )
    assert [("e1", False), ("e3", True), ("e2", False), ("e4", False)] == [
        (each.event.id, each.corrected) for each in timeline(HOUSE, case)
    ]


def test_a_struck_entry_is_told_as_it_was_and_marked() -> None:
    """What was recorded by mistake stays visible."""
    case = played(("talk", 1, {}), ("strike", 2, {"about": "e2", "reason": "n1"}))
    entry = timeline(HOUSE, case)[1]
    assert ("e2", True, False) == (entry.event.id, entry.struck, entry.corrected)


def test_after_a_migration_the_words_are_those_of_the_new_table() -> None:
    """What the new table does not know is told by its code, and a new region begins with the migration."""
    new = newer(
        ("[events]\n", '[regions.bell]\ntitle = "The bell"\nstart = "still"\nstates.still = { label = "Still", final = true }\n\n[events]\n'),
        ('label = "Talk with the guest"', 'label = "Have a talk"'),
    )  # fmt: skip
    told = timeline(new, moved(new, ("talk", 1, {})))
    assert ["Arrive", "Have a talk", "Move to another table"] == [each.label for each in told]
    assert ("The bell: Still",) == told[2].moves
    unknown = timeline(house(("letter = {", "post = {"), *_POST), follow(HOUSE, played(), event("letter", 1, id="e2")))
    assert ("letter", "record") == (unknown[1].label, unknown[1].nature)


_POST = (('owed_by = "case-manager"\nafter = ["letter"]\nwithin = { number = 10', 'owed_by = "case-manager"\nafter = ["post"]\nwithin = { number = 10'), ('owed_by = "case-manager"\nafter = ["letter"]\nwithin = { number = 1,', 'owed_by = "case-manager"\nafter = ["post"]\nwithin = { number = 1,'))  # fmt: skip


def test_a_state_that_no_table_knows_any_more_is_told_by_its_code() -> None:
    """An old move into a state that the present table dropped is still told."""
    new = newer(
        ("[regions.run]", "[regions.clock]"),
        *((f'{code} = {{ region = "run"', f'{code} = {{ region = "clock"') for code in ("pause", "resume")),
    )
    case = moved(new, ("pause", 1, {}), ("resume", 2, {}))
    assert ("run: paused",) == timeline(new, case)[1].moves


# --- stays ---------------------------------------------------------------------------------------------------------


def test_no_case_has_no_stay() -> None:
    """Before its first event a case was in no step."""
    assert () == stays(HOUSE, begin(HOUSE, HEADER), day(9))
    assert () == stays(HOUSE, played(), day(-1))


def test_the_steps_follow_each_other() -> None:
    """Each stay ends on the day on which the next begins, and the last goes on."""
    case = played(("leave", 3, {}), ("back", 10, {}), ("leave", 12, {}))
    assert [("in", 0, 3, 3), ("out", 3, 10, 7), ("in", 10, 12, 2), ("out", 12, None, 8)] == spans(case, 20)
    assert {"in": 5, "out": 15} == time_in_step(HOUSE, case, day(20))
    assert (
        Stay(step="in", label="The guest is in", since=day(0), until=day(3), days=3) == stays(HOUSE, case, day(20))[0]
    )


def test_what_came_later_does_not_count_yet() -> None:
    """Up to a day, a stay that ended after it goes on, and one that began after it is not there."""
    case = played(("leave", 3, {}), ("back", 10, {}))
    assert [("in", 0, 3, 3), ("out", 3, None, 2)] == spans(case, 5)
    assert [("in", 0, 3, 3), ("out", 3, None, 0)] == spans(case, 3)
    assert [("in", 0, None, 2)] == spans(case, 2)


def test_other_regions_have_no_part_in_the_steps() -> None:
    """A restriction is no step."""
    assert [("in", 0, None, 9)] == spans(played(("shut", 1, {}), ("unshut", 4, {})), 9)


def test_what_was_recorded_late_does_not_make_a_day_count_twice() -> None:
    """A move that occurred before the one recorded before it begins where that began."""
    case = played(("leave", 10, {}), ("back", 8, {"recorded": 12}))
    assert [("in", 0, 10, 10), ("out", 10, 10, 0), ("in", 10, None, 10)] == spans(case, 20)
    assert {"in": 20, "out": 0} == time_in_step(HOUSE, case, day(20))


def test_a_corrected_day_moves_a_stay() -> None:
    """A step began when it truly began."""
    case = played(("leave", 5, {}), ("correct", 6, {"about": "e2", "reason": "n1", "true_day": day(2)}))
    assert [("in", 0, 2, 2), ("out", 2, None, 8)] == spans(case, 10)


def test_stays_are_told_in_the_names_of_the_new_table() -> None:
    """A migration that renames a step does not cut it in two."""
    new = newer(
        ("states.in = {", "states.inside = {"),
        ('start = "in"', 'start = "inside"'),
        ('leave = { region = "steps", at = ["in"]', 'leave = { region = "steps", at = ["inside"]'),
        ('event = "back", to = "in"', 'event = "back", to = "inside"'),
        ('bill = { region = "steps", at = ["in"]', 'bill = { region = "steps", at = ["inside"]'),
        ('states = ["in"]', 'states = ["inside"]'),
        ("[rights.open-up]", '[migrates.house-1]\n"steps.in" = "steps.inside"\n\n[rights.open-up]'),
    )
    case = moved(new, ("leave", 3, {}), ("back", 5, {}))
    assert {"inside": 8, "out": 2} == time_in_step(new, case, day(10))


def test_steps_that_a_migration_brought_begin_with_it() -> None:
    """Where a case that only stood at its start comes under other steps, their time begins there."""
    new = newer(
        ("[regions.steps]", "[regions.stages]"),
        *((f'{code} = {{ region = "steps"', f'{code} = {{ region = "stages"') for code in ("leave", "back", "bill")),
        ('region = "steps"\nstates = ["in"]', 'region = "stages"\nstates = ["in"]'),
    )
    case = moved(new, ("talk", 1, {}))
    assert [("in", day(9), 3)] == [(each.step, each.since, each.days) for each in stays(new, case, day(12))]


def test_a_step_that_no_table_knows_any_more_keeps_its_days() -> None:
    """Time spent in a step that the present table dropped is told by its code."""
    gone = (("leave", "in", "out"), ("back", "out", "in"))
    new = newer(
        ('states.out = { label = "The guest has left", final = true }', 'states.gone = { label = "Gone", final = true }'),
        *((f'at = ["{at}"], event = "{what}", to = "{to}"', f'at = ["{at.replace("out", "gone")}"], event = "{what}", to = "{to.replace("out", "gone")}"') for what, at, to in gone),
    )  # fmt: skip
    case = moved(new, ("leave", 3, {}), ("back", 5, {}))
    assert [("in", "The guest is in"), ("out", "out")] == [
        (each.step, each.label) for each in stays(new, case, day(9))
    ][:2]


def test_a_whole_case_spends_all_its_days_in_its_steps() -> None:
    """The five steps of the made-up case add up to its length."""
    table, case = process_table("five-step"), case_until()
    found = time_in_step(table, case, day(40))
    assert {"attend": 1, "understand": 2, "engage": 2, "help": 23, "learn": 3, "closed": 9} == found


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), max_size=8),
    st.integers(0, 60),
)
def test_the_days_of_all_steps_add_up(lines: list[tuple[int, int]], at: int) -> None:
    """Whenever moves occurred and were recorded, each day since the first event is in exactly one step."""
    case, written = played(), 0
    for number, (on, lag) in enumerate(lines, start=2):
        written = max(written, on + lag)
        what = "leave" if number % 2 == 0 else "back"
        case = follow(HOUSE, case, event(what, on, id=f"e{number}", recorded=written))
    assert at == sum(time_in_step(HOUSE, case, day(at)).values())
    entered = [each.since for each in stays(HOUSE, case, day(at))]
    assert sorted(entered) == entered
