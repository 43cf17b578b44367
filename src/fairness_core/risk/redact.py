"""A triage record as it may be shared: without what is restricted, and without what says who it is about.

What is kept is named field by field, so a field that is added one day stays out until somebody decides.
What comes out is plain JSON values and not a record, so that nobody takes it for one. Known identifiers
(references, the registration number, the practice, staff) are taken out of the remaining words as well; a
name that somebody wrote into ordinary words cannot be known here, and the form says so.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import Literal, TypeAlias, get_args

import attrs

from fairness_core.errors import CallerError
from fairness_core.risk.decision_aid import prompts
from fairness_core.risk.pattern import PatternOfConcerns
from fairness_core.risk.record import Rating
from fairness_core.risk.triage import Note, Screen, Template, TriageRecord, raters, template

SHAREABLE = "fairness-core/triage-shareable/1"
"""The name and version of the form that may be shared."""

GONE = "[left out]"
"""Stands in words where an identifier was."""

READ_FIRST = "Read the remaining words before you share them: a program cannot find a name written into ordinary words."
RARE = "A rare combination of profession and kind of allegation can itself point to a person: share with care."

PROMPTS = "fair-to-refer-2019"

Audience: TypeAlias = Literal["panel", "learning"]
"""Who it is for: a panel that decides (ordinary words stay), or learning across cases (codes alone stay)."""


@attrs.frozen(kw_only=True)
class Shareable:
    """What may be shared, for whom, and what was left out: each field with the reason."""

    audience: Audience
    content: Mapping[str, object]
    left_out: tuple[str, ...]
    notice: str

    def to_json(self) -> dict[str, object]:
        """Return the form as plain JSON values, with the list of what was left out."""
        return {
            "schema": SHAREABLE,
            "for": self.audience,
            "record": dict(self.content),
            "left_out": list(self.left_out),
            "notice": self.notice,
        }


def redact(record: TriageRecord, for_: Audience, rules: Template | None = None) -> Shareable:
    """Return the form of a record that may be shared with an audience; raise `CallerError` for another one.

    A code that `rules` (the record's template when not given) does not know could be anything, and is left out.
    """
    if for_ not in get_args(Audience):
        raise CallerError(f"There is no audience {for_!r}.", hint=f"There are: {', '.join(get_args(Audience))}.")
    form = _Form(record, rules or template(record.template), words=for_ == "panel")
    content = _for_panel(record, form) if for_ == "panel" else _for_learning(record, form)
    return Shareable(
        audience=for_,
        content=content,
        left_out=tuple(dict.fromkeys(form.left_out)),
        notice=READ_FIRST if for_ == "panel" else RARE,
    )


class _Form:
    """Takes notes in, gives words out, and remembers what was left out and why."""

    def __init__(self, record: TriageRecord, rules: Template, *, words: bool) -> None:
        self.left_out: list[str] = []
        self.rules = rules
        self._words = words
        self._identifiers = _identifiers(record)

    def note(self, field: str, note: Note) -> str | None:
        """Return the words of a note that may be shared, without identifiers; None where they may not."""
        if not note:
            return None
        if note.confidentiality == "restricted":
            self.without(field, "restricted")
            return None
        return self.text(field, note.text)

    def text(self, field: str, text: str) -> str | None:
        """Return words without identifiers; None where the audience sees no words."""
        if not text.strip():
            return None
        if not self._words:
            self.without(field, "free text")
            return None
        cleaned = self._identifiers.sub(GONE, text)
        if cleaned != text:
            self.without(field, "an identifier within the words")
        return cleaned

    def screen(self, field: str, screen: Screen) -> dict[str, object] | None:
        """Return an answer with its words; None where the whole is restricted."""
        if screen.note.confidentiality == "restricted":
            self.without(field, "restricted")
            return None
        return {"answer": screen.answer, "note": self.note(f"{field}.note", screen.note)}

    def day(self, field: str, day: date | None) -> str | None:
        """Return a day; None where the audience sees no words, for a day can point to a person."""
        if day is None or self._words:
            return day.isoformat() if day else None
        self.without(field, "a date can point to a person")
        return None

    def code(self, field: str, code: str, known: Container[str]) -> str | None:
        """Return a code that the template knows; None for any other."""
        if code in known or not code:
            return code
        self.without(field, "not a known code")
        return None

    def without(self, field: str, why: str) -> None:
        """Leave a field out: remember it, and give None in its place."""
        self.left_out.append(f"{field}: {why}")


def _identifiers(record: TriageRecord) -> re.Pattern[str]:
    """Match every identifier that the record holds, however its characters are spaced or joined by hyphens."""
    bare = {re.sub(r"[\s-]", "", each) for each in _known(record)} - {""}
    # The longest first, so that one which begins another does not leave the rest of it standing.
    loose = [r"[\s-]*".join(map(re.escape, each)) for each in sorted(bare, key=lambda each: (-len(each), each))]
    return re.compile(rf"(?<!\w)(?:{'|'.join(loose) or '(?!)'})(?!\w)", re.IGNORECASE)


def _known(record: TriageRecord) -> Iterator[str]:
    who = record.practitioner
    yield from (who.reference, who.number, who.practice)
    yield from (each.log_entry for each in record.declarations)
    yield from (each.by.id for each in record.declarations)
    yield from (each.by.id for each in record.immediate_steps)
    if record.reviewer:
        yield record.reviewer.id
    if record.recommendation:
        yield record.recommendation.by.id
    if record.rating:
        yield from (each.id for each in raters(record.rating))
        yield from (each.ref for each in record.rating.controls)


def _leave_out_people(record: TriageRecord, form: _Form) -> None:
    """List what says who somebody is; none of it is ever shared."""
    for name in ("reference", "number", "practice"):
        if getattr(record.practitioner, name):
            form.without(f"practitioner.{name}", "identifies a person")
    if any((record.reviewer, record.declarations, record.immediate_steps, record.rating, record.recommendation)):
        form.without("references of staff", "identify a person; their roles stay for a panel")


def _for_panel(record: TriageRecord, form: _Form) -> dict[str, object]:
    _leave_out_people(record, form)
    return {
        "reference": form.text("reference", record.reference),
        **_codes(record, form),
        "received": form.day("received", record.received),
        "reviewed": form.day("reviewed", record.reviewed),
        "declarations": [
            {"role": each.by.role, "state": each.state, "note": form.note(f"declarations[{n}].note", each.note)}
            for n, each in enumerate(record.declarations, start=1)
        ],
        "summary": form.note("summary", record.summary),
        "documents": [form.note(f"documents[{n}]", each) for n, each in enumerate(record.documents, start=1)],
        "safeguarding": form.screen("safeguarding", record.safeguarding),
        "health": form.screen("health", record.health),
        "immediate_steps": [
            {"what": form.note(f"immediate_steps[{n}].what", each.what), "on": each.on.isoformat()}
            for n, each in enumerate(record.immediate_steps, start=1)
        ],
        "system_factors": _system_factors(record, form),
        "pattern": _pattern(record.pattern, form),
        **_hearing_and_support(record, form),
        **_reasoning(record, form),
        "shown_to_practitioner": form.day("shown_to_practitioner", record.shown_to_practitioner),
    }


def _for_learning(record: TriageRecord, form: _Form) -> dict[str, object]:
    """Keep codes alone; everything else of the panel's form is gone through to list that it was left out."""
    _for_panel(record, form)
    form.without("reference", "points to the case")
    form.without("safeguarding and health", "not needed for learning")
    rating = record.rating
    return {
        **_codes(record, form),
        "system_factors": {"asked": record.system_factors.asked, "prompts": _known_prompts(record)},
        "practitioner_view": {"state": record.practitioner_view.state},
        "support": [{"to": each.to, "answer": each.answer} for each in record.support],
        "principles": _answers(record, form),
        "rating": _band(rating) if rating else None,
        "recommendation": {"route": _route(record, form)} if record.recommendation else None,
    }


def _codes(record: TriageRecord, form: _Form) -> dict[str, object]:
    return {
        "template": form.rules.id,
        "discipline": form.code("discipline", record.discipline, form.rules.disciplines),
        "kinds": [form.code(f"kinds[{n}]", each, form.rules.kinds) for n, each in enumerate(record.kinds, start=1)],
    }


def _answers(record: TriageRecord, form: _Form) -> list[dict[str, object]]:
    return [
        {"principle": form.code(f"principles[{n}].principle", each.principle, form.rules.principles), "met": each.met}
        for n, each in enumerate(record.principles, start=1)
    ]


def _route(record: TriageRecord, form: _Form) -> str | None:
    made = record.recommendation
    return form.code("recommendation.route", made.route, form.rules.routes) if made else None


def _known_prompts(record: TriageRecord) -> list[str]:
    return sorted(record.system_factors.prompts.keys() & prompts(PROMPTS).prompts.keys())


def _system_factors(record: TriageRecord, form: _Form) -> dict[str, object]:
    factors = record.system_factors
    said = {code: form.note(f"system_factors.prompts.{code}", factors.prompts[code]) for code in _known_prompts(record)}
    if len(said) < len(factors.prompts):
        form.without("system_factors.prompts", "not a known code")
    return {"asked": factors.asked, "found": form.note("system_factors.found", factors.found), "prompts": said}


def _pattern(pattern: PatternOfConcerns | None, form: _Form) -> object:
    if pattern is None:
        return None
    concerns = [
        {
            "summary": form.text(f"pattern.concerns[{n}].summary", each.summary),
            "evidence": form.text(f"pattern.concerns[{n}].evidence", each.evidence),
            "outcome": each.outcome,
            "why_relevant": form.text(f"pattern.concerns[{n}].why_relevant", each.why_relevant),
        }
        for n, each in enumerate(pattern.concerns, start=1)
    ]
    return {"link": form.text("pattern.link", pattern.link), "concerns": concerns}


def _hearing_and_support(record: TriageRecord, form: _Form) -> dict[str, object]:
    view = record.practitioner_view
    return {
        "practitioner_view": {"state": view.state, "view": form.note("practitioner_view.view", view.view)},
        "support": [
            {"to": each.to, "answer": each.answer, "what": form.note(f"support[{n}].what", each.what)}
            for n, each in enumerate(record.support, start=1)
        ],
        "principles": [
            answer | {"evidence": form.note(f"principles[{n}].evidence", each.evidence)}
            for n, (answer, each) in enumerate(zip(_answers(record, form), record.principles, strict=True), start=1)
        ],
    }


def _reasoning(record: TriageRecord, form: _Form) -> dict[str, object]:
    recommended = record.recommendation
    return {
        "alternatives": [
            {
                "what": form.note(f"alternatives[{n}].what", each.what),
                "why": form.note(f"alternatives[{n}].why", each.why),
            }
            for n, each in enumerate(record.alternatives, start=1)
        ],
        "rating": _rating(record.rating, form) if record.rating else None,
        "rationale": form.note("rationale", record.rationale),
        "recommendation": {
            "route": _route(record, form),
            "text": form.note("recommendation.text", recommended.text),
        }
        if recommended
        else None,
        "additional": [form.note(f"additional[{n}]", each) for n, each in enumerate(record.additional, start=1)],
    }


def _band(rating: Rating) -> dict[str, object]:
    rated, moved = rating.rated, rating.override
    return {
        "stage": rating.stage,
        "scheme": str(rated.scheme),
        "adopted": rated.adopted,
        "notice": rated.notice,
        "band": rated.band,
        "band_in_force": moved.to_band if moved else rated.band,
        "working": rated.working,
    }


def _rating(rating: Rating, form: _Form) -> dict[str, object]:
    return _band(rating) | {
        "rationale": form.text("rating.rationale", rating.rationale),
        "controls": [
            {"description": form.text(f"rating.controls[{n}]", each.description), "status": each.status}
            for n, each in enumerate(rating.controls, start=1)
        ],
        "override_reason": form.text("rating.override.reason", rating.override.reason) if rating.override else None,
    }
