"""Events that a process inherits and has no use for: what leaving them out does, and what cannot be left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairness_core.errors import ConfigError
from fairness_core.process.table import load_process, process_table

TEXT = (Path(__file__).parents[2] / "processes" / "grievance.toml").read_text(encoding="utf-8")


def leaving_out(*codes: str) -> list[tuple[str, str]]:
    """Return (key path, message) of what is wrong when these are left out too."""
    listed = "".join(f'    "{code}",\n' for code in codes)
    with pytest.raises(ConfigError) as caught:
        load_process(TEXT.replace("unused = [\n", f"unused = [\n{listed}"), "faulty.toml")
    return [(each.where.field, each.message) for each in caught.value.problems]


def test_a_misspelt_event_is_a_fault_with_what_was_meant() -> None:
    """What is left out must be there to be left out."""
    assert [("unused", "There is no event 'reopne' in this process. Is 'reopen' meant?")] == leaving_out("reopne")


def test_protection_is_never_left_out() -> None:
    """No process can do without a protective event that it inherits."""
    says = "'raise-welfare-alarm' keeps people safe, so it is never left out: take it out of this list."
    assert ("unused", says) in leaving_out("raise-welfare-alarm")


def test_what_nothing_could_meet_any_more_is_a_fault() -> None:
    """A guard and an obligation of which every event is left out are told, each at its own key path."""
    says = "Nothing can meet this: 'unused' has all of it ({}). Take one of them out there."
    expected = [
        ("arrows.closed-informally.needs[1].of", says.format("settle-informally")),
        ("obligations.acknowledge.met_by", says.format("acknowledge")),
    ]
    assert expected == leaving_out("settle-informally", "acknowledge")


def test_a_state_that_only_it_led_to_is_a_fault() -> None:
    """Without the appeal there is no way to the states of the appeal."""
    unreached = {path for path, says in leaving_out("lodge-appeal") if says.startswith("No way leads here")}
    assert {"regions.steps.states.appealed", "regions.steps.states.appeal-decided"} == unreached


def test_a_case_must_be_able_to_begin() -> None:
    """The only event that opens a case cannot be left out."""
    assert ("events", 'No event opens a case: give one of them effect = "open".') in leaving_out("raise-concern")


def test_used_are_all_but_those() -> None:
    """What is left out is known still, so that the texts of older cases can be read, and is not used."""
    table = load_process(TEXT)
    assert set(table.unused) == table.events.keys() - table.used.keys()
    assert process_table("five-step").events == process_table("five-step").used
