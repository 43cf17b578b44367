"""A process of one's own is told of the events that it inherited and gave no place among its steps."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from fairness_adapters.jobs.process import check_process, doubtful
from fairness_core.process.table import load_process, process_table, processes

GRIEVANCE = Path(__file__).parents[2] / "processes" / "grievance.toml"


def without_place(file: Path) -> list[str]:
    """Return the key paths of the events that are possible at every step of a sound process."""
    table, found = check_process(file)
    assert table is not None
    return [each.where.field for each in found if each.code == "at_every_step"]


def test_formal_events_and_those_for_the_whole_case_are_told() -> None:
    """What the grievance leaves out would be possible at every step were it left in; support that is so is meant to be."""
    table = load_process(GRIEVANCE.read_text(encoding="utf-8"))
    found = [each.where.field for each in doubtful(attrs.evolve(table, unused=()), "f") if each.code == "at_every_step"]
    assert ["events.appoint-investigator", "events.record-outcome", "events.reopen"] == found


def test_what_is_left_out_is_not_told() -> None:
    """Events that stand under `unused` have been thought of."""
    assert [] == without_place(GRIEVANCE)


@pytest.mark.parametrize("process_id", processes())
def test_packaged_processes_have_a_place_for_each(process_id: str) -> None:
    """Nothing that is formal is possible everywhere in a packaged process."""
    assert [] == [each.where.field for each in doubtful(process_table(process_id), "f") if each.code == "at_every_step"]
