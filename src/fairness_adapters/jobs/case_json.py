"""A case's position as plain JSON values, for programs: the keys that `fairness case replay` promises."""

from __future__ import annotations

from datetime import date

import attrs

from fairness_adapters.jobs.cases import CaseRead, Position
from fairness_core.process.case import Option
from fairness_core.process.obligations import Owed, StandingRight
from fairness_core.process.timeline import Entry


def position_to_json(read: CaseRead, found: Position) -> dict[str, object]:
    """Return where a case stands; `state` is that of the main region, `regions` has the state of each.

    `version` and `head` are those of the whole log, `version_then` counts what had been recorded by that day.
    """
    case, table = found.case, found.table
    return {
        "state": case.states[table.index.main],
        "regions": dict(case.states),
        "allowed": [option_to_json(each) for each in found.options],
        "due": [owed_to_json(each, found.at) for each in found.due],
        "lapsed": [owed_to_json(each, found.at) for each in found.lapsed],
        "time_in_step": found.time_in_step,
        "at": found.at.isoformat(),
        "reference": case.reference,
        "subject": attrs.asdict(case.header.subject),
        "process": attrs.asdict(case.process),
        "notice": table.notice,
        "doubts": list(table.doubts),
        "kind": read.kind,
        "version": read.case.version,
        "version_then": case.version,
        "head": read.head,
        "rights": [_right(each) for each in found.rights],
        "next_contact": _contact(found.next_contact, found.at),
        "next_contact_raised": _contact(found.next_contact_raised, found.at),
        "held_until": _day(found.held_until),
        "calendar": found.calendar,
        "warnings": [each.to_json() for each in read.problems],
    }


def _contact(owed: Owed | None, at: date) -> dict[str, object] | None:
    return owed_to_json(owed, at) if owed else None


def option_to_json(option: Option) -> dict[str, object]:
    """Return one option; `codes` are those of what is late, where that is what it waits for."""
    return {
        "event": option.event,
        "label": option.label,
        "nature": option.nature,
        "allowed": option.is_allowed,
        "unmet": [each.says for each in option.unmet],
        "codes": sorted({code for each in option.unmet for code in each.codes}),
        "provided": list(option.provided),
        "asks": list(option.asks),
        "by": list(option.by),
        "leads_to": dict(option.leads_to),
    }


def owed_to_json(owed: Owed, at: date) -> dict[str, object]:
    """Return one thing owed, with how many days late it is on a day, or was when it was done."""
    return {
        "code": owed.code,
        "title": owed.title,
        "says": owed.says,
        "due": owed.due.isoformat(),
        "since": owed.since.isoformat(),
        "days_late": owed.days_late(at),
        "owed_by": owed.owed_by,
        "to": owed.to,
        "contact": owed.contact,
        "ceiling": owed.ceiling,
        "met": _day(owed.met),
        "ended": _day(owed.ended),
        "held_until": _day(owed.held_until),
        "explained": [
            {"reason": each.reason, "role": each.role, "on": each.on.isoformat(), "until": _day(each.until)}
            for each in owed.explained
        ],
        "right": owed.right,
        "verified": owed.verified,
        "basis": owed.basis,
        "calendar": owed.calendar,
        "event": owed.event,
    }


def _right(right: StandingRight) -> dict[str, object]:
    return {**attrs.asdict(right), "since": right.since.isoformat()}


def entry_to_json(entry: Entry) -> dict[str, object]:
    """Return one line of a timeline, with references only."""
    event = entry.event
    return {
        "id": event.id,
        "event": event.what,
        "label": entry.label,
        "nature": entry.nature,
        "occurred": event.occurred.isoformat(),
        "recorded": event.recorded.isoformat(),
        "actor": attrs.asdict(event.actor),
        "reason": event.reason,
        "evidence": list(event.evidence),
        "moves": list(entry.moves),
        "struck": entry.struck,
        "corrected": entry.corrected,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
