"""A process as a drawing: each state and each way once, the notice in it, and no label that could break it."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.process.made_tables import small

from fairness_core.errors import CallerError
from fairness_core.process.diagram import Line, lines, to_dot, to_mermaid
from fairness_core.process.table import ProcessTable, process_table, processes

PARCELS = small()
AWKWARD = 'He said: "no";\n\t<b>50%</b> {#1} C:\\new `x` [*] --> end'


def labelled(label: str, *, notice: str = "") -> ProcessTable:
    """Return the small process with one label, for its title, a region, a state and an event too."""
    steps = PARCELS.regions["steps"]
    states = {**steps.states, "searched": attrs.evolve(steps.states["searched"], label=label)}
    return attrs.evolve(
        PARCELS,
        title=label,
        notice=notice,
        regions={
            "steps": attrs.evolve(steps, states=states),
            "door": attrs.evolve(PARCELS.regions["door"], title=label),
        },
        events={**PARCELS.events, "search": attrs.evolve(PARCELS.events["search"], label=label)},
    )


def test_the_steps_in_mermaid() -> None:
    """The states stand in the table's order, then the ways, then the ends."""
    assert (
        "---\n"
        'title: "A parcel that went astray"\n'
        "---\n"
        "stateDiagram-v2\n"
        '    state "Somebody misses a parcel" as s_missed\n'
        '    state "It is searched for" as s_searched\n'
        '    state "It was found" as s_found\n'
        "    [*] --> s_missed\n"
        "    s_missed --> s_searched: Search for it\n"
        "    s_searched --> s_found: Find it\n"
        "    s_found --> [*]\n"
    ) == to_mermaid(PARCELS)


def test_another_region_in_dot() -> None:
    """A region beside the steps is drawn by its code, and says its title; a final state has a double frame."""
    assert (
        "digraph s_door {\n"
        '  label="A parcel that went astray: The door"; labelloc=t; rankdir=TB; node [shape=box, style=rounded];\n'
        '  s_open [label="Open", peripheries=2];\n'
        '  s_shut [label="Shut"];\n'
        '  s_open -> s_shut [label="Shut the door"];\n'
        '  s_shut -> s_open [label="Open the door"];\n'
        "}\n"
    ) == to_dot(PARCELS, "door")


def test_what_stays_where_it_is_draws_no_line() -> None:
    """An arrow without an end, or back to where it began, is no way."""
    more = '[arrows.unshut-open]\nregion = "door"\nat = ["open"]\nevent = "unshut"\nto = "open"\nsource = "house"\n\n[arrows.unshut]'
    drawn = lines(small(("[arrows.unshut]", more)), "door")
    assert (
        Line(left="open", entered="shut", labels=("Shut the door",)),
        Line(left="shut", entered="open", labels=("Open the door",)),
    ) == drawn


def test_two_events_on_one_way_share_a_line() -> None:
    """One line has all the events that lead from one state to another."""
    more = '[arrows.found-by-chance]\nregion = "steps"\nat = ["searched"]\nevent = "apologise"\nto = "found"\nsource = "house"\n\n[arrows.unshut]'
    table = small(("[arrows.unshut]", more))
    assert "    s_searched --> s_found: Find it / Say sorry\n" in to_mermaid(table)
    assert '  s_searched -> s_found [label="Find it\\nSay sorry"];\n' in to_dot(table)


def test_the_notice_stands_in_every_drawing() -> None:
    """A derived process says so in its picture, whichever region is drawn."""
    table = process_table("five-step")
    drawings = [draw(table, region) for draw in (to_mermaid, to_dot) for region in ("", "welfare")]
    assert all("not the toolkit's text)" in each for each in drawings)


def test_an_awkward_label_in_mermaid() -> None:
    """What would be a mark of Mermaid's, of HTML or of YAML becomes a plain sign."""
    drawn = to_mermaid(labelled(AWKWARD))
    said = "He said - 'no', ‹b›50 per cent‹/b› (no. 1) C -/new `x` [*] --› end"
    assert f'title: "{said}"\n' in drawn
    assert f'    state "{said}" as s_searched\n' in drawn
    assert f"    s_missed --> s_searched: {said}\n" in drawn


def test_an_awkward_label_in_dot() -> None:
    """Quotes and backslashes are escaped, and a line break is a space."""
    drawn = to_dot(labelled(AWKWARD))
    said = r"He said: \"no\"; <b>50%</b> {#1} C:\\new `x` [*] --> end"
    assert f'  s_searched [label="{said}"];\n' in drawn


@given(st.text(min_size=1, max_size=30))
def test_no_label_can_break_a_drawing(label: str) -> None:
    """Whatever a label holds, a drawing has the same lines, and in dot each quotation ends."""
    table, plain = labelled(label, notice=label), labelled("x", notice="x")
    for draw in (to_mermaid, to_dot):
        for region in ("steps", "door"):
            assert len(draw(plain, region).splitlines()) == len(draw(table, region).splitlines())
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", to_dot(table))
    assert '"' not in bare
    assert bare == re.sub(r'"(?:[^"\\]|\\.)*"', "", to_dot(plain))


def test_a_state_called_end_is_a_state() -> None:
    """Words of the drawing languages are no trouble as codes."""
    table = small(
        ("[regions.steps.states.found]", "[regions.steps.states.end]"),
        ('to = "found"', 'to = "end"'),
    )
    assert "    s_searched --> s_end: Find it\n" in to_mermaid(table)


def test_a_region_that_is_not_there_is_told_with_those_that_are() -> None:
    """A wrong region is answered with the right ones."""
    for draw in (to_mermaid, to_dot):
        with pytest.raises(CallerError, match=r"^There is no region 'window'. There are: steps, door\.$"):
            draw(PARCELS, "window")


@pytest.mark.parametrize("process_id", processes())
def test_every_packaged_region_is_drawn_whole(process_id: str) -> None:
    """Each state of each region of each packaged process stands in its drawing, and the start leads in."""
    table = process_table(process_id)
    for code, region in table.regions.items():
        drawn = to_mermaid(table, code)
        assert len(region.states) == drawn.count("    state "), code
        assert f"    [*] --> s_{region.start.replace('-', '_')}\n" in drawn
        assert sum(state.final for state in region.states.values()) == drawn.count("--> [*]")
