"""A triage record as JSON and back: strict, every fault at once with its key path.

How records become plain values is in `fairness_core.risk.documents`. What may be shared is another form:
see `fairness_core.risk.redact`.
"""

from __future__ import annotations

import json

from fairness_core.errors import InvalidData, UnreadableSource
from fairness_core.problems import Place, error
from fairness_core.risk.documents import from_document, to_document
from fairness_core.risk.record import StaffRef
from fairness_core.risk.triage import Declaration, PrincipleAnswer, Template, TriageRecord, template

SCHEMA = "fairness-core/triage/1"
"""The name and version of this form; it changes when a reader of the old form would be misled."""

_BLANK_REVIEWER = StaffRef(role="reviewer", id="u1")


def record_to_json(record: TriageRecord) -> dict[str, object]:
    """Return the record as plain JSON values, every field present, days as 2026-03-31."""
    return to_document(record, SCHEMA)


def record_from_json(found: object, file: str = "") -> TriageRecord:
    """Return the record that plain JSON values hold; what is left out is as in an empty record.

    Raises `DocumentVersionError` for another version, and `InvalidData` with every fault and its key path.
    """
    return from_document(found, TriageRecord, SCHEMA, file)


def parse_record(text: str, file: str = "") -> TriageRecord:
    """Read a record from JSON text; raise `UnreadableSource` when it is not JSON, else as `record_from_json`.

    A key that stands twice in one place is a fault: JSON readers silently keep the last.
    """
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        twice.extend(key for number, key in enumerate(keys) if key in keys[:number])
        return dict(pairs)

    try:
        found = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as fault:
        line = getattr(fault, "lineno", 0)
        where = Place(file=file, cell=f"in line {line}" if line else "")
        raise UnreadableSource("This is not JSON.", where=where, hint="Correct the text at that place.") from None
    if twice:
        problems = [error("key_twice", "This key stands twice.", where=Place(file=file, field=key)) for key in twice]
        raise InvalidData(f"{file or 'The record'} has a key twice.", problems, hint="Keep one of the two.")
    return record_from_json(found, file)


def blank_record(rules: Template | None = None) -> TriageRecord:
    """Return an empty record to fill in: every field there, nothing answered, every principle listed."""
    used = rules or template()
    return TriageRecord(
        reference="T-0001",
        template=used.id,
        reviewer=_BLANK_REVIEWER,
        declarations=(Declaration(by=_BLANK_REVIEWER),),
        principles=tuple(PrincipleAnswer(principle=code) for code in used.principles),
    )
