"""Made-up cases as files, under the made-up process of `our-way.toml`: nobody in them exists.

`lines` are (day, event, fields); `put_log` writes a case as its log, `document` gives one as plain JSON values.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from fairness_core.documents import to_document
from fairness_core.process.case import advance
from fairness_core.process.chain import EVENT, log_lines
from fairness_core.process.log import Case, Event, Header, Subject, begin
from fairness_core.process.table import ProcessTable, load_process
from fairness_core.staff import StaffRef

OUR_WAY = Path(__file__).parent / "our-way.toml"
FIRST_DAY = date(2026, 1, 5)
"""A Monday."""
Line = tuple[int, str, dict[str, Any]]

HEARD: Sequence[Line] = ((0, "hear", {"actor": "r1"}),)
LOOKED_AT: Sequence[Line] = (
    *HEARD,
    (0, "listen", {}),
    (1, "write-back", {}),
    (2, "look", {"reason": "n1"}),
    (2, "clear", {"actor": "u3", "role": "checker"}),
    (2, "name-checker", {"person": StaffRef(role="checker", id="u3")}),
)
SETTLED: Sequence[Line] = (
    *LOOKED_AT,
    (3, "clear", {"actor": "u2"}),
    (5, "settle", {"actor": "u2", "choice": "well"}),
)


@cache
def our_way() -> ProcessTable:
    """Return the made-up process."""
    return load_process(OUR_WAY.read_text(encoding="utf-8"), OUR_WAY.name)


def day(number: int) -> date:
    """Return the day so many days after the first."""
    return FIRST_DAY + timedelta(days=number)


def moment(number: int, hour: int = 10) -> datetime:
    """Return a moment on a day."""
    return datetime.combine(day(number), time(hour), tzinfo=UTC)


def event(number: int, what: str, place: int, fields: dict[str, Any]) -> Event:
    """Return an event on a day, with an id by its place."""
    rest = {key: value for key, value in fields.items() if key not in ("actor", "role", "recorded")}
    actor = StaffRef(role=fields.get("role", "lead"), id=fields.get("actor", "u1"))
    recorded = moment(fields.get("recorded", number))
    return Event(**{"id": f"e{place}", **rest}, what=what, occurred=moment(number), recorded=recorded, actor=actor)


def made_case(lines: Sequence[Line] = HEARD, reference: str = "c1", table: ProcessTable | None = None) -> Case:
    """Return the case of these lines."""
    used = table or our_way()
    case = begin(used, Header(reference=reference, subject=Subject(id="p1"), process=used.ref))
    for place, (number, what, fields) in enumerate(lines, start=1):
        case = advance(used, case, event(number, what, place, fields))
    return case


def put_log(folder: Path, case: Case) -> Path:
    """Write a case as its log, private to its owner, and return the path."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{case.reference}.jsonl"
    path.write_text("\n".join(log_lines(case)) + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def document(case: Case, **changes: object) -> dict[str, Any]:
    """Return a case as a document, changed."""
    events = [
        {key: value for key, value in to_document(each, EVENT).items() if value not in ("", None, [])}
        for each in case.log
    ]
    subject = attrs.asdict(case.header.subject)
    made = {"process": case.process.id, "reference": case.reference, "subject": subject, "events": events}
    return {**made, **changes}


def put_document(folder: Path, found: object, name: str = "c1.json") -> Path:
    """Write a document as a file, and return the path."""
    path = folder / name
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return path
