"""A triage record as JSON and back: strict, every fault at once with its key path.

How records become plain values is in `fairness_core.documents`. What may be shared is another form:
see `fairness_core.risk.redact`.
"""

from __future__ import annotations

from fairness_core.documents import from_document, parse_json, to_document
from fairness_core.risk.triage import Declaration, PrincipleAnswer, Template, TriageRecord, template
from fairness_core.staff import StaffRef

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
    return record_from_json(parse_json(text, file), file)


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
