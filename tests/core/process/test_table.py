"""A process as a table: how it is read and extended, which arrows an event follows, and where a rule comes from."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import pytest
from tests.core.process.made_tables import SMALL, changed, small

from fairness_core.errors import CallerError, ConfigError
from fairness_core.process.table import (
    ActorNot,
    Evidence,
    InRegion,
    NotOverdue,
    PersonNot,
    TableRef,
    load_process,
    process_table,
    processes,
)

PARCELS = small()


def leads(event: str, states: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (region, to) of the arrows that an event follows in the small process."""
    return [(each.region, each.to) for each in PARCELS.arrows_for(event, states)]


def test_a_table_is_known_by_its_id_its_revision_and_its_text() -> None:
    """Two texts of one revision differ by their fingerprint; people are told the id and the revision."""
    assert TableRef(id="parcels", revision=1, sha256=sha256(SMALL.encode()).hexdigest()) == PARCELS.ref
    assert small(("revision = 1", "revision = 1 # the same")).ref != PARCELS.ref
    assert "parcels, revision 1" == str(PARCELS.ref)


def test_the_main_region_has_the_steps() -> None:
    """The steps are the states of the region that says so, whichever place it has."""
    assert ("Steps", "steps") == (PARCELS.main.title, PARCELS.index.main)
    assert {"steps": "missed", "door": "open"} == PARCELS.index.starts


def test_an_event_follows_the_arrow_of_the_state() -> None:
    """An event leads from the states that its arrow names, and from no other."""
    assert [("steps", "found")] == leads("find", {"steps": "searched", "door": "open"})
    assert [] == leads("find", {"steps": "missed", "door": "open"})
    assert PARCELS.is_in_reach("find", {"steps": "searched", "door": "open"})
    assert not PARCELS.is_in_reach("find", {"steps": "missed", "door": "open"})


def test_an_event_without_an_arrow_is_possible_everywhere() -> None:
    """What moves nothing is in reach in every state."""
    states = {"steps": "found", "door": "shut"}
    assert [] == leads("apologise", states)
    assert PARCELS.is_in_reach("apologise", states)


def test_a_star_stands_for_every_state_without_an_arrow_of_its_own() -> None:
    """An arrow of one state goes before the arrow of all."""
    more = '[arrows.shut-still]\nregion = "door"\nat = ["shut"]\nevent = "shut"\nsource = "house"\n\n[arrows.unshut]'
    table = small(("[arrows.unshut]", more))
    assert ("shut", "") == tuple(table.arrows_for("shut", {"door": state})[0].to for state in ("open", "shut"))


def test_an_event_moves_all_its_regions_or_none() -> None:
    """An event with arrows in two regions is in reach only where it has one in each."""
    more = '[arrows.found-door]\nregion = "door"\nat = ["open"]\nevent = "find"\nto = "shut"\nsource = "house"\n\n[arrows.unshut]'
    table = small(("[arrows.unshut]", more))
    both = {"steps": "searched", "door": "open"}
    assert [("steps", "found"), ("door", "shut")] == [(a.region, a.to) for a in table.arrows_for("find", both)]
    assert table.is_in_reach("find", both)
    assert not table.is_in_reach("find", {"steps": "searched", "door": "shut"})


def test_the_five_kinds_of_guard_are_told_apart_by_their_kind() -> None:
    """Each guard has the fields of its kind, and its sentence."""
    guards = PARCELS.arrows["searched"].needs
    assert [Evidence, InRegion, ActorNot, PersonNot, NotOverdue] == [type(each) for each in guards]
    assert ("evidence", "region", "actor_not", "person_not", "not_overdue") == tuple(each.kind for each in guards)


def test_an_event_named_twice_begins_an_obligation_once() -> None:
    """A slip in a list of events does not double what is owed."""
    table = small(('after = ["shut"]', 'after = ["shut", "shut"]'))
    assert {"shut": ("open-door",)} == dict(table.index.after)


def test_a_rule_says_where_it_comes_from_and_what_is_doubtful() -> None:
    """Source and doubt are told together, each where there is one."""
    house = "The rules of a house that does not exist."
    assert [house, "Doubt: Ours.", f"{house} Doubt: Ours.", ""] == [
        PARCELS.cite(source, doubt) for source, doubt in (("house", ""), ("", "Ours."), ("house", "Ours."), ("", ""))
    ]


def test_a_process_of_ones_own_states_only_what_changed() -> None:
    """A file that extends a packaged process inherits all the rest, and its fingerprint is of both texts."""
    text = 'extends = "five-step"\nid = "ours"\nrevision = 3\n\n[regions.steps.states.attend]\nlabel = "Receive"\n'
    ours, theirs = load_process(text), process_table("five-step")
    assert ("ours", 3, "Receive") == (ours.id, ours.revision, ours.main.states["attend"].label)
    assert theirs.obligations == ours.obligations
    assert len({theirs.sha256, ours.sha256, sha256(text.encode()).hexdigest()}) == 3


def test_a_process_can_extend_a_packaged_part() -> None:
    """A part is there to be extended, and is no process: it has no steps."""
    assert "common" not in processes()
    with pytest.raises(ConfigError) as caught:
        load_process('extends = "common"\nid = "ours"\nrevision = 1\n')
    assert ["regions"] == [each.where.field for each in caught.value.problems]


def test_a_text_without_a_name_is_told_of_as_the_process() -> None:
    """Where no file was named, the message names none."""
    with pytest.raises(ConfigError, match=r"^The process has a fault\."):
        load_process(changed(("main = true\n", "")))


def test_a_process_that_is_not_there_is_told_with_those_that_are() -> None:
    """A wrong id is answered with the right ones."""
    with pytest.raises(CallerError, match=r"^There is no process 'six-step'. There are: .*five-step"):
        process_table("six-step")


def test_a_packaged_process_is_read_once() -> None:
    """Asking again gives the same table."""
    assert process_table("five-step") is process_table("five-step")


def test_the_five_steps_say_that_they_are_derived() -> None:
    """The derived process can be taken for nobody's text, and says what is doubtful."""
    table = process_table("five-step")
    assert "Derived; not the toolkit's text." == table.notice
    assert any("derived" in doubt for doubt in table.doubts)
    assert not any(rule.verified for rule in table.obligations.values())
