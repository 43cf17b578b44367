"""A case is its log: what an event carries, what a log amounts to, and what is known of it after corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from tests.core.process.made_cases import MANAGER, WHOLE, case_until, day, event, staff
from tests.core.process.made_house import HEADER, HOUSE, Line, known, moved, newer, played
from tests.core.process.made_tables import house

from fairness_core.errors import CallerError
from fairness_core.process.case import advance, open_case
from fairness_core.process.log import (
    DECIDED,
    Move,
    Subject,
    as_of,
    begin,
    follow,
    no_other_table,
    replay,
    standing_log,
)
from fairness_core.process.table import TableRef, process_table
from fairness_core.staff import StaffRef

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


# --- what an event can hold ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("id", "", "Event needs its id"),
        ("id", "first", "The id of Event is a reference"),
        ("what", "He arrived.", "The what of Event is a code of the process"),
        ("reason", "He was late.", "The reason of Event is a reference"),
        ("evidence", ("d1", "Letter of Sam"), "The evidence of Event is a reference"),
        ("about", "the first one", "The about of Event is a reference"),
        ("choice", "it was large", "The choice of Event is a code of the process"),
        ("obligation", "the letter", "The obligation of Event is a code of the process"),
        ("case", "another one", "The case of Event is a reference"),
        ("refs", ("n1", "some words"), "The refs of Event is a reference"),
        ("actor", StaffRef(role="Dr Example", id="u1"), "The role of the actor of Event is a code"),
        ("person", StaffRef(role="Dr Example", id="u1"), "The role of the person of Event is a code"),
        ("contact", StaffRef(role="my friend", id="u1"), "The role of the contact of Event is a code"),
        ("occurred", datetime(2026, 1, 5, 10), "The occurred time of Event is a moment with its offset"),  # noqa: DTZ001
        ("recorded", datetime(2026, 1, 5, 10), "The recorded time of Event is a moment with its offset"),  # noqa: DTZ001
        ("recorded", datetime(2026, 1, 5, 9, 59, tzinfo=UTC), "The event e1 was recorded before it occurred"),
    ],
)
def test_no_words_and_no_guesses_get_into_an_event(field: str, value: Any, message: str) -> None:
    """References, codes and moments with their offset are all that an event takes, and nothing is quoted."""
    with pytest.raises(CallerError, match=f"^{message}") as caught:
        attrs.evolve(event("arrive", id="e1"), **{field: value})
    assert not any(word in str(caught.value) for word in ("late", "Sam", "Example", "friend"))


def test_a_case_and_its_subject_are_references() -> None:
    """Neither the case nor whom it is about can be called by a name."""
    with pytest.raises(CallerError, match="The id of Subject is a reference"):
        Subject(id="Sam Example")
    with pytest.raises(CallerError, match="The reference of Header is a reference"):
        attrs.evolve(HEADER, reference="The case of Sam")


def test_the_day_of_an_event_is_that_of_its_own_clock() -> None:
    """Half past eleven at night is still that day, whatever day it is elsewhere."""
    late = datetime(2026, 7, 1, 23, 30, tzinfo=timezone(timedelta(hours=1)))
    assert date(2026, 7, 1) == attrs.evolve(event("arrive"), occurred=late, recorded=late).day
    assert date(2026, 7, 2) == attrs.evolve(event("arrive"), occurred=late + timedelta(hours=1), recorded=late + timedelta(hours=1)).day  # fmt: skip


def test_a_team_can_be_the_subject_of_a_case() -> None:
    """A concern about a team is a case too."""
    case = open_case(HOUSE, event("arrive", id="e1"), reference="c1", subject=Subject(kind="team", id="t1"))
    assert Subject(kind="team", id="t1") == case.header.subject


# --- what a log amounts to -----------------------------------------------------------------------------------------


def test_a_case_before_its_first_event_stands_at_the_start() -> None:
    """Every region is where the table says that it starts."""
    case = begin(HOUSE, HEADER)
    assert ({"steps": "in", "room": "free", "run": "running"}, 0, ()) == (case.states, case.version, case.moves)


def test_an_event_moves_what_its_arrows_say() -> None:
    """The case before stays as it was, and the move says where in the log it was made."""
    before = played()
    after = follow(HOUSE, before, event("shut", 1, id="e2"))
    assert ("free", "shut") == (before.states["room"], after.states["room"])
    assert (Move(region="room", left="free", entered="shut", at=1),) == after.moves
    assert ("c1", 2, "shut") == (after.reference, after.version, after.event("e2").what)


def test_an_event_that_leads_nowhere_makes_no_move() -> None:
    """An arrow without an end, and an event without an arrow, leave every state as it was."""
    case = played(("shut", 1, {}), ("shut", 2, {}), ("talk", 3, {}))
    assert 1 == len(case.moves)


def test_the_latest_of_a_kind_counts() -> None:
    """The case knows the place of the latest event of each kind."""
    assert {"arrive": 0, "talk": 3, "letter": 2} == played(("talk", 1, {}), ("letter", 1, {}), ("talk", 2, {})).last


def test_who_took_part_and_who_holds_a_part() -> None:
    """Whoever was appointed holds the part until they are stood down, and stays known as having had it."""
    lines: Sequence[Line] = (
        ("clear", 0, {"role": "finder", "who": "u3"}),
        ("appoint", 1, {"person": staff("finder", "u3")}),
        ("dismiss", 2, {"person": staff("finder", "u3")}),
    )
    held, after = played(*lines[:2]), played(*lines)
    assert [{"u3"}, set()] == [held.holders["finder"], after.holders["finder"]]
    assert {"u3"} == after.people["finder"]
    assert {MANAGER} == after.people["case-manager"]


def test_whoever_appoints_without_naming_anybody_appoints_themselves() -> None:
    """The actor is meant where no person is named; the same holds for standing down and declaring."""
    case = follow(HOUSE, played(), event("appoint", 1, id="e2", who="u7"))
    assert {"u7"} == case.holders["finder"]
    assert set() == follow(HOUSE, case, event("dismiss", 2, id="e3", who="u7")).holders["finder"]
    assert {"u7": "conflicted"} == follow(HOUSE, case, event("conflict", 2, id="e3", who="u7")).standing


def test_whoever_decides_is_known_as_such() -> None:
    """A decision is remembered by who took it."""
    case = played(("clear", 0, {}), ("judge", 1, {}), ("judge", 2, {}))
    assert {MANAGER} == case.people[DECIDED]


def test_a_declaration_can_speak_of_somebody_else() -> None:
    """Somebody can declare another's conflict."""
    case = played(("conflict", 1, {"person": staff("finder", "u3")}))
    assert {"u3": "conflicted"} == case.standing


def test_an_unknown_event_cannot_be_followed() -> None:
    """A log that holds what the table does not know is not guessed at."""
    with pytest.raises(CallerError, match="The process house, revision 1 has no event 'dance'"):
        follow(HOUSE, played(), event("dance", 1))


def test_an_unknown_id_is_told() -> None:
    """Asking for an event that is not there says so."""
    with pytest.raises(CallerError, match="The case c1 has no event 'e99'"):
        played().event("e99")


# --- replaying -----------------------------------------------------------------------------------------------------


def test_a_log_replays_to_the_case_that_it_was() -> None:
    """Equal logs under equal tables give equal cases, step by step as well as whole."""
    whole = case_until()
    assert len(WHOLE) + 1 == whole.version
    assert whole == replay(process_table("five-step"), whole.header, whole.log)


def test_a_log_is_not_replayed_under_another_table() -> None:
    """A case is read under the very table that it began under: its id, its revision and its text."""
    case = played()
    with pytest.raises(CallerError, match="The case c1 is under house, revision 1, and not under five-step"):
        replay(process_table("five-step"), case.header, case.log)
    with pytest.raises(CallerError, match="The text of house, revision 1 is not the one that the case c1 is under"):
        replay(house(("revision = 1", "revision = 1 # altered")), case.header, case.log)


def test_a_log_as_it_stood_on_a_day_is_its_beginning() -> None:
    """What was recorded by the end of a day counts, whenever it occurred."""
    case = played(("talk", 1, {}), ("letter", 0, {"recorded": 4}), ("talk", 5, {}))
    assert [1, 2, 2, 3, 4] == [as_of(HOUSE, case, day(number)).version for number in (0, 1, 3, 4, 5)]
    assert 0 == as_of(HOUSE, case, day(-1)).version


def test_clocks_of_two_offsets_do_not_take_an_event_out_of_the_middle() -> None:
    """An event that bears a later day than the one after it does not vanish from between."""
    one_ahead = timezone(timedelta(hours=1))
    early = datetime(2026, 1, 6, 0, 10, tzinfo=one_ahead)
    later = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    case = played()
    for number, moment in enumerate((early, later), start=2):
        case = advance(HOUSE, case, attrs.evolve(event("talk", id=f"e{number}"), occurred=moment, recorded=moment))
    assert ("e1",) == tuple(each.id for each in as_of(HOUSE, case, day(0)).log)
    assert case == as_of(HOUSE, case, day(1))


# --- what is known after corrections -------------------------------------------------------------------------------


def test_a_log_without_corrections_is_known_as_it_stands() -> None:
    """Nothing is copied where nothing was changed."""
    case = played(("talk", 1, {}))
    assert case.log is standing_log(HOUSE, case)


def test_what_was_missing_is_given_and_what_was_there_stays() -> None:
    """Giving what was missing never changes what was said."""
    case = played(
        ("shut", 1, {"reason": "n1"}),
        ("supply", 2, {"about": "e2", "reason": "n2", "contact": staff("contact", "u5"), "review_on": day(9)}),
        ("supply", 3, {"about": "e2", "review_on": day(5), "evidence": ("d1",)}),
    )
    found = known(case, "e2")
    assert ("n1", staff("contact", "u5"), day(9), ("d1",)) == (found.reason, found.contact, found.review_on, found.evidence)  # fmt: skip
    assert case.log[1].contact is None


def test_a_reason_can_be_given_later() -> None:
    """A protective step without its reason gets it from what is given later."""
    assert "n2" == known(played(("shut", 1, {}), ("supply", 2, {"about": "e2", "reason": "n2"})), "e2").reason


def test_a_correction_changes_what_is_known_and_never_the_log() -> None:
    """The day, the documents and the day of review are as corrected; the entry itself stays as it was written."""
    case = played(
        ("shut", 1, {"reason": "n1", "evidence": ("d1",), "review_on": day(9)}),
        ("correct", 3, {"about": "e2", "reason": "n9", "true_day": day(0), "evidence": ("d2",), "review_on": day(8)}),
    )
    found = known(case, "e2")
    assert (day(0), ("d2",), day(8)) == (found.day, found.evidence, found.review_on)
    assert (day(1), ("d1",), day(9)) == (case.log[1].day, case.log[1].evidence, case.log[1].review_on)


def test_the_reason_of_a_correction_is_no_new_reason() -> None:
    """Why an entry is corrected is not why the step was taken; and it gives no reason where there was none."""
    reasons = [
        known(played(("shut", 1, fields), ("correct", 2, {"about": "e2", "reason": "n9", "true_day": day(0)})), "e2")
        for fields in ({"reason": "n1"}, {})
    ]
    assert ["n1", ""] == [each.reason for each in reasons]


def test_what_is_corrected_to_the_day_of_its_recording_occurred_before_it() -> None:
    """Something recorded in the morning and first dated the afternoon before can have occurred that morning."""
    before = attrs.evolve(event("talk", id="e2"), occurred=NOON + timedelta(hours=3), recorded=NOON + timedelta(days=1))
    case = advance(HOUSE, played(), before)
    case = advance(HOUSE, case, event("correct", 2, id="e3", about="e2", reason="n9", true_day=day(1)))
    assert (day(1), NOON + timedelta(days=1)) == (known(case, "e2").day, known(case, "e2").occurred)


def test_two_corrections_follow_each_other() -> None:
    """The later correction counts."""
    case = played(
        ("talk", 3, {}),
        ("correct", 4, {"about": "e2", "reason": "n1", "true_day": day(1)}),
        ("correct", 5, {"about": "e2", "reason": "n2", "true_day": day(2)}),
    )
    assert day(2) == known(case, "e2").day


def test_a_correction_can_leave_the_day_as_it_was() -> None:
    """What a correction does not speak of stays."""
    case = played(
        ("talk", 1, {"evidence": ("d1",)}), ("correct", 2, {"about": "e2", "reason": "n1", "evidence": ("d2",)})
    )
    assert (day(1), ("d2",)) == (known(case, "e2").day, known(case, "e2").evidence)


def test_what_was_struck_out_is_known_no_more() -> None:
    """An entry made by mistake stays in the log, and counts for nothing."""
    case = played(("talk", 1, {}), ("talk", 2, {}), ("strike", 3, {"about": "e3", "reason": "n1"}))
    assert ["e1", "e2", None, "e4"] == [each.id if each else None for each in standing_log(HOUSE, case)]
    assert {"e3"} == case.struck
    assert 1 == case.last["talk"]
    once = played(("talk", 1, {}), ("strike", 2, {"about": "e2", "reason": "n1"}))
    assert "talk" not in once.last
    both = advance(HOUSE, case, event("strike", 4, id="e5", about="e2", reason="n1"))
    assert {"e2", "e3"} == both.struck
    assert "talk" not in both.last


def test_a_correction_of_what_was_struck_out_brings_nothing_back() -> None:
    """A log may hold a correction that was never judged; what was struck out stays so."""
    case = played(("talk", 1, {}), ("strike", 2, {"about": "e2", "reason": "n1"}))
    case = follow(HOUSE, case, event("correct", 3, id="e4", about="e2", reason="n2", true_day=day(0)))
    assert standing_log(HOUSE, case)[1] is None


def test_nobody_is_held_to_what_was_struck_out() -> None:
    """Whoever has a part or took a decision by a struck entry alone has neither; other parts stay."""
    case = played(
        ("clear", 0, {}),
        ("clear", 0, {"who": "u2", "role": "decision-maker"}),
        ("judge", 1, {"who": "u2", "role": "decision-maker"}),
        ("judge", 1, {"who": "u1", "role": "decision-maker"}),
        ("clear", 1, {"who": "u3", "role": "finder"}),
        ("appoint", 1, {"person": staff("finder", "u3")}),
        ("strike", 2, {"about": "e5", "reason": "n1"}),
    )
    parts = (DECIDED, "decision-maker", "finder")
    assert [{"u2"}, {"u2"}, {"u3"}] == [case.people[part] for part in parts]
    assert {"u3"} == case.holders["finder"]
    assert case == replay(HOUSE, case.header, case.log)


@pytest.mark.parametrize("what", ["supply", "correct", "strike"])
def test_a_log_that_changes_an_event_that_is_not_there_is_refused(what: str) -> None:
    """What speaks of no event was never judged, and is not guessed at."""
    with pytest.raises(CallerError, match="has no event 'e99'"):
        follow(HOUSE, played(), event(what, 1, id="e2", about="e99"))


# --- moving to another table ---------------------------------------------------------------------------------------


RENAMED = (
    ("[regions.room]", "[regions.chamber]"),
    ("states.shut = { label", "states.closed = { label"),
    ('shut = { region = "room", at = ["free"], event = "shut", to = "shut"', 'shut = { region = "chamber", at = ["free"], event = "shut", to = "closed"'),
    ('shut-still = { region = "room", at = ["shut"]', 'shut-still = { region = "chamber", at = ["closed"]'),
    ('unshut = { region = "room", at = ["shut"]', 'unshut = { region = "chamber", at = ["closed"]'),
    ('look = { region = "room", at = ["shut"]', 'look = { region = "chamber", at = ["closed"]'),
    ('to = "practitioner"\nregion = "room"\nstates = ["shut"]\n', 'to = "practitioner"\nregion = "chamber"\nstates = ["closed"]\n'),
    ('contact = true\nregion = "room"\nstates = ["shut"]\n', 'contact = true\nregion = "chamber"\nstates = ["closed"]\n'),
    ('to = "board"\nregion = "room"\nstates = ["shut"]\n', 'to = "board"\nregion = "chamber"\nstates = ["closed"]\n'),
    ("[rights.open-up]", '[migrates.house-1]\n"room.free" = "chamber.free"\n"room.shut" = "chamber.closed"\n\n[rights.open-up]'),
)  # fmt: skip


def test_a_migrated_case_has_the_names_of_its_new_table() -> None:
    """States and moves are told in the words of the new table, as if they had always been."""
    new = newer(*RENAMED)
    case = moved(new, ("shut", 1, {}), ("unshut", 2, {}), ("shut", 3, {}))
    assert new.ref == case.process
    assert {"steps": "in", "chamber": "closed", "run": "running"} == case.states
    assert [("chamber", "free", "closed"), ("chamber", "closed", "free")] == [
        (each.region, each.left, each.entered) for each in case.moves[:2]
    ]
    assert HOUSE.ref == case.header.process


def test_a_migrated_log_replays() -> None:
    """The log alone, with the tables at hand, gives the same case; without them it says what is missing."""
    new = newer(*RENAMED)
    case = moved(new, ("shut", 1, {}))
    case = advance(new, case, event("look", 10, id="e91", review_on=day(12)))
    assert case == replay(HOUSE, case.header, case.log, lambda ref: new)
    with pytest.raises(CallerError, match="The process house, revision 2 is needed to read this case"):
        replay(HOUSE, case.header, case.log)


def test_a_region_that_a_migration_brings_begins_there() -> None:
    """A region that the case did not have enters its start with the migration, and not before."""
    added = '[regions.bell]\ntitle = "The bell"\nstart = "still"\nstates.still = { label = "Still", final = true }\n\n[events]\n'
    case = moved(newer(("[events]\n", added)), ("talk", 1, {}))
    assert ("still", Move(region="bell", left="", entered="still", at=2)) == (case.states["bell"], case.moves[-1])


def test_a_region_that_only_stood_at_its_start_can_be_left_behind() -> None:
    """What never happened has nothing to lose: the new table begins where it begins."""
    new = newer(
        ('start = "running"\nstates.running = {', 'start = "going"\nstates.going = {'),
        ('at = ["running"]', 'at = ["going"]'),
        ('to = "running"', 'to = "going"'),
    )
    case = moved(new, ("talk", 1, {}))
    assert ("going", "") == (case.states["run"], case.moves[-1].left)


def test_a_migration_needs_the_very_table_that_it_names() -> None:
    """Another table than the one named is not taken for it."""
    new = newer()
    with pytest.raises(CallerError, match="A migration names the table that it leads to"):
        follow(HOUSE, played(), event("move", 1, id="e2"))
    for wrong in (
        TableRef(id="house", revision=3),
        attrs.evolve(new.ref, sha256="ab12"),
        attrs.evolve(new.ref, id="home"),
    ):
        with pytest.raises(CallerError, match=f"The process {wrong} is needed, and house, revision 2 was found"):
            follow(HOUSE, played(), event("move", 1, id="e2", to_table=wrong), lambda ref: new)
    by_number = follow(HOUSE, played(), event("move", 1, id="e2", to_table=TableRef(id="house", revision=2)), lambda _: new)  # fmt: skip
    assert new.ref == by_number.process


def test_no_other_table_is_found_where_none_is_given() -> None:
    """The finder that is used by default says which table is needed."""
    with pytest.raises(CallerError, match="The process house, revision 1 is needed"):
        no_other_table(HOUSE.ref)
