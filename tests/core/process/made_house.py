"""Made-up cases of the guest house, whose process has an event of every effect; nobody in them exists.

`played` plays lines of (event, day, fields) and gives each the id of its place: e1 is the guest's arrival.
"""

from __future__ import annotations

from typing import Any

from tests.core.process.made_cases import event
from tests.core.process.made_tables import house

from fairness_core.process.case import advance, open_case
from fairness_core.process.log import Case, Event, Header, Subject, follow, standing_log
from fairness_core.process.table import ProcessTable

Line = tuple[str, int, dict[str, Any]]

HOUSE = house()
HEADER = Header(reference="c1", subject=Subject(id="p1"), process=HOUSE.ref)


def played(
    *lines: tuple[str, int, dict[str, Any]], table: ProcessTable = HOUSE, first: dict[str, Any] | None = None
) -> Case:
    """Return a case of the guest house after (event, day, fields), the guest's arrival before them all."""
    case = open_case(table, event("arrive", id="e1", **(first or {})), reference="c1", subject=Subject(id="p1"))
    for number, (what, on, fields) in enumerate(lines, start=2):
        case = advance(table, case, event(what, on, **{"id": f"e{number}", **fields}))
    return case


def known(case: Case, event_id: str) -> Event:
    """Return an event of a case of the guest house as it is now known."""
    found = standing_log(HOUSE, case)[case.places[event_id]]
    assert found is not None
    return found


def newer(*changes: tuple[str, str]) -> ProcessTable:
    """Return the next revision of the guest house's process."""
    return house(("revision = 1\n", "revision = 2\n"), *changes)


def moved(new: ProcessTable, *lines: tuple[str, int, dict[str, Any]]) -> Case:
    """Return a case that was played and then moved to a new table."""
    case = played(*lines)
    leap = event("move", 9, id="e90", to_table=new.ref)
    return follow(HOUSE, case, leap, lambda ref: new)
