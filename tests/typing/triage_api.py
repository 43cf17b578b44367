"""Checked by mypy and never run: what may look at numbers, and what may not stand in a record."""

from __future__ import annotations

from datetime import date

from fairness_adapters.validators import VALIDATORS, ByCheckDigit, ByShape
from fairness_core.risk.redact import Shareable
from fairness_core.risk.triage import Note, Step, TriageRecord, Validator
from fairness_core.risk.triage_checks import problems
from fairness_core.staff import StaffRef


def validators_satisfy_the_protocol() -> tuple[Validator, ...]:
    """Both ways of looking at a number are a `Validator`."""
    return ByShape(register="GMC", pattern=r"\d{7}", words="seven digits"), ByCheckDigit(
        register="Made-up", is_valid=str.isdigit
    )


def packaged_validators_are_taken(record: TriageRecord) -> None:
    """The adapters' table goes into the core as it is."""
    problems(record, validators=VALIDATORS)


def people_are_references(staff: StaffRef) -> None:
    """A name in the place of a reference is refused, and so is a note that says nothing of who may see it."""
    Step(what=Note(text="Letters are checked."), by=staff, on=date(2026, 3, 2))
    Step(what=Note(text="Letters are checked."), by="A. Person", on=date(2026, 3, 2))  # type: ignore[arg-type]
    TriageRecord(reference="T-1", summary="Late records.")  # type: ignore[arg-type]
    Note(text="Late records.", confidentiality="public")  # type: ignore[arg-type]


def a_kind_of_person_has_no_field() -> None:
    """A record has no place for a protected characteristic, nor for a number of past concerns."""
    TriageRecord(reference="T-1", ethnicity="A")  # type: ignore[call-arg]
    TriageRecord(reference="T-1", past_concerns=3)  # type: ignore[call-arg]


def a_shared_form_is_no_record(shared: Shareable) -> None:
    """What was made to be shared is not taken for the record itself."""
    problems(shared)  # type: ignore[arg-type]
