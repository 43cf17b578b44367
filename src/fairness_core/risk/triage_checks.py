"""What is wrong with a triage record, and what it still owes.

`problems` is strict and names every fault with its field; `owed` lists in plain words what is still to
be done. What is owed makes only a discretionary formal step wait: never a protective step, and never
support. Neither quotes free text, a number or a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain

import attrs

from fairness_core.problems import Place, Problem, error, warning
from fairness_core.risk.triage import Template, TriageRecord, Validator, raters, template
from fairness_core.staff import StaffRef

OWED_HEADINGS: Mapping[str, str] = {
    "declaration": "Declaration of conflicts of interest",
    "practitioner": "Discipline and registration number",
    "received": "Day on which the concern came in",
    "kinds": "Kind of allegation",
    "summary": "Summary of the concern",
    "documents": "Documents reviewed",
    "safeguarding": "Safeguarding question",
    "health": "Health question",
    "support-practitioner": "Support for the practitioner",
    "support-others": "Support for whoever raised the concern or was harmed",
    "view": "The practitioner's own view",
    "system-factors": "Question about the place of work",
    "principles": "Fairness checklist",
    "alternatives": "Alternatives to formal action",
    "rating": "Risk rating",
    "rating-details": "Details of the risk rating",
    "rationale": "Rationale",
    "recommendation": "Recommendation",
    "shown": "Showing the outcome to the practitioner",
}
"""What can be owed, by code, in the order of a triage; the headings are those of a register."""


@attrs.frozen(kw_only=True)
class Owed:
    """One thing that is still owed: its code in `OWED_HEADINGS`, and a sentence for the reader."""

    code: str
    says: str


def owed(record: TriageRecord, on: date, rules: Template | None = None) -> tuple[str, ...]:
    """Return in plain words what the record still owes on a day; nothing of it blocks protection or support."""
    return tuple(each.says for each in owed_items(record, on, rules))


def owed_items(record: TriageRecord, on: date, rules: Template | None = None) -> tuple[Owed, ...]:
    """Return what the record still owes on a day, each with its code, in the order of a triage."""
    found = chain(
        _owed_first(record),
        _owed_to_people(record, on),
        _owed_in_fairness(record, rules or template(record.template)),
        _owed_last(record, on),
    )
    order = list(OWED_HEADINGS)
    return tuple(sorted((Owed(code=code, says=says) for code, says in found), key=lambda each: order.index(each.code)))


def _owed_first(record: TriageRecord) -> Iterator[tuple[str, str]]:
    acting = _acting(record)
    if not acting or any(record.declaration(each).state == "undeclared" for each in acting):
        yield "declaration", "Somebody who acts on this record has not declared whether they have a conflict."
    if not record.discipline or not record.practitioner.number.strip():
        yield "practitioner", "The discipline or the registration number is not given."
    if record.received is None:
        yield "received", "The day on which the concern came in is not given."
    if not record.kinds:
        yield "kinds", "The kind of allegation is not given."
    if not record.summary:
        yield "summary", "The summary of the concern is not written."
    if not record.documents:
        yield "documents", "No document is listed as reviewed."
    if record.safeguarding.answer == "unanswered":
        yield "safeguarding", "The question about safeguarding is not answered."
    if record.health.answer == "unanswered":
        yield "health", "The question about the practitioner's health is not answered."


def _acting(record: TriageRecord) -> list[StaffRef]:
    """Return whoever acts on the record, each once: the reviewer, raters, who recommends, who protects."""
    found = [record.reviewer] if record.reviewer is not None else []
    found += raters(record.rating) if record.rating else []
    found += [record.recommendation.by] if record.recommendation else []
    found += [step.by for step in record.immediate_steps]
    return list({each.id: each for each in found}.values())


def _owed_to_people(record: TriageRecord, on: date) -> Iterator[tuple[str, str]]:
    offered = {each.to for each in record.support}
    if "practitioner" not in offered:
        yield "support-practitioner", f"No support for the practitioner is recorded{_since(record, on)}."
    if not offered & {"raised the concern", "harmed"}:
        yield (
            "support-others",
            f"No support for whoever raised the concern or was harmed is recorded{_since(record, on)}.",
        )
    if record.practitioner_view.state == "not asked":
        yield "view", f"The practitioner has not been asked for their own view{_since(record, on)}."
    if record.practitioner_view.state == "asked":
        yield "view", f"The practitioner was asked for their own view, and it is not recorded{_since(record, on)}."


def _since(record: TriageRecord, on: date) -> str:
    days = days_since(record.received, on)
    return "" if days is None else f", {days} {'day' if days == 1 else 'days'} after the concern came in"


def days_since(start: date | None, on: date) -> int | None:
    """Return the days from `start` to `on`; None when there is no start, or it lies after `on`."""
    return None if start is None or start > on else (on - start).days


def _owed_in_fairness(record: TriageRecord, rules: Template) -> Iterator[tuple[str, str]]:
    if record.system_factors.asked == "unanswered":
        yield "system-factors", "It has not been asked whether anything in the place of work played a part."
    answered = {each.principle for each in record.principles if each.met != "unanswered" and each.evidence}
    if open_ := [each.label for code, each in rules.principles.items() if code not in answered]:
        yield "principles", f"The fairness checklist has no answer with evidence for: {', '.join(open_)}."
    if not record.alternatives:
        yield "alternatives", "Alternatives to formal action are not written down."


def _owed_last(record: TriageRecord, on: date) -> Iterator[tuple[str, str]]:
    if record.rating is None:
        yield "rating", "The concern is not rated."
    else:
        yield from (("rating-details", says) for says in record.rating.owed())
    if not record.rationale:
        yield "rationale", "The rationale is not written."
    if record.recommendation is None:
        yield "recommendation", f"There is no recommendation{_since(record, on)}."
    elif record.shown_to_practitioner is None:
        yield "shown", "It is not recorded that the practitioner was shown the outcome."


def problems(
    record: TriageRecord,
    *,
    rules: Template | None = None,
    validators: Mapping[str, Validator] | None = None,
    on: date | None = None,
    file: str = "",
) -> tuple[Problem, ...]:
    """Return every problem of a record, each with its field; `validators` are by register.

    With `on`, a date after it is a problem too. Something that is merely not there yet is owed, and no problem.
    """
    followed = rules or template(record.template)
    found = chain(
        _reference_problems(record),
        _code_problems(record, followed),
        _registration_problems(record, followed, validators or {}),
        _words_problems(record),
        _conflict_problems(record),
        _date_problems(record, on),
        _formal_problems(record, followed),
    )
    return tuple(attrs.evolve(each, where=attrs.evolve(each.where, file=file)) for each in found)


def _at(field: str) -> Place:
    return Place(field=field)


def _reference_problems(record: TriageRecord) -> Iterator[Problem]:
    if not record.reference.strip():
        hint = "Give the record a reference that is not a person's name."
        yield error("no_reference", "The record has no reference.", where=_at("reference"), hint=hint)


def _code_problems(record: TriageRecord, rules: Template) -> Iterator[Problem]:
    """Check every code against the template; a code is not quoted, for it may be anything."""
    used = [
        ("discipline", record.discipline, rules.disciplines, record.discipline != ""),
        *((f"kinds[{n}]", kind, rules.kinds, True) for n, kind in enumerate(record.kinds, start=1)),
        *(
            (f"principles[{n}].principle", each.principle, rules.principles, True)
            for n, each in enumerate(record.principles, start=1)
        ),
    ]
    if record.recommendation:
        used.append(("recommendation.route", record.recommendation.route, rules.routes, True))
    for field, code, there, given in used:
        if given and code not in there:
            message = f"This is not a code of the template '{rules.id}'."
            yield error("unknown_code", message, where=_at(field), expected=f"one of {', '.join(there)}")
    principles = [each.principle for each in record.principles]
    for number, code in enumerate(principles, start=1):
        if code in principles[: number - 1]:
            where = _at(f"principles[{number}].principle")
            yield error("answered_twice", "This principle is answered twice.", where=where, hint="Keep one answer.")


def _registration_problems(
    record: TriageRecord, rules: Template, validators: Mapping[str, Validator]
) -> Iterator[Problem]:
    who, discipline = record.practitioner, rules.disciplines.get(record.discipline)
    if who.register and discipline and who.register not in discipline.registers:
        yield warning(
            "unusual_register",
            "This register is not one that the template names for the discipline.",
            where=_at("practitioner.register"),
            expected=f"one of {', '.join(discipline.registers) or 'none'}",
        )
    if not who.number.strip() or who.register not in validators:
        return
    checked = validators[who.register].check(who.number)
    if checked.valid is False:
        # A shape is known from convention, a check digit from the register: only the second can convict.
        make = error if checked.how == "check digit" else warning
        hint = "Compare the number with the register."
        yield make("registration_number", checked.says, where=_at("practitioner.number"), hint=hint)


def _words_problems(record: TriageRecord) -> Iterator[Problem]:
    """A yes, and a declared conflict, need words; so do a rating and a recommendation."""
    needed = [
        (name, "The answer is yes, and no details are given.")
        for name in ("safeguarding", "health")
        if getattr(record, name).answer == "yes" and not getattr(record, name).note
    ]
    if record.system_factors.asked == "yes" and not record.system_factors.found:
        needed.append(("system_factors.found", "The place of work was asked about, and what was found is not given."))
    needed += [
        (f"declarations[{number}].note", "A conflict is declared, and it is not said which.")
        for number, each in enumerate(record.declarations, start=1)
        if each.state == "declared" and not each.note and not each.log_entry
    ]
    if record.practitioner_view.state == "recorded" and not record.practitioner_view.view:
        needed.append(("practitioner_view.view", "The practitioner's view is said to be recorded, and is not here."))
    if record.rating and not record.rationale:
        needed.append(("rationale", "The concern is rated, and the rationale is not written."))
    if record.recommendation and not record.recommendation.text:
        needed.append(("recommendation.text", "There is a recommendation without words."))
    needed += [
        (f"principles[{number}].evidence", "The principle is answered, and no evidence is given.")
        for number, each in enumerate(record.principles, start=1)
        if each.met != "unanswered" and not each.evidence
    ]
    yield from (error("words_missing", message, where=_at(f), hint="Write it down here.") for f, message in needed)


def _conflict_problems(record: TriageRecord) -> Iterator[Problem]:
    """Conflict first: whoever has not declared, or has a conflict, neither rates nor recommends."""
    acts = [("rating", each, "rated the concern") for each in (raters(record.rating) if record.rating else ())]
    if record.recommendation:
        acts.append(("recommendation", record.recommendation.by, "made the recommendation"))
    for field, staff, did in acts:
        state = record.declaration(staff).state
        if state == "undeclared":
            message = f"Somebody {did} who has not declared whether they have a conflict of interest."
            yield error("undeclared", message, where=_at(field), hint="Record their declaration.")
        if state == "declared":
            message = f"Somebody {did} who has declared a conflict of interest."
            yield error("conflict", message, where=_at(field), hint="Ask somebody without a conflict to do it again.")


def _date_problems(record: TriageRecord, on: date | None) -> Iterator[Problem]:
    for field, day in _dates(record):
        if on is not None and day > on:
            message = f"This day lies after {on.isoformat()}, the day of this check."
            yield error("date_ahead", message, where=_at(field), hint="Correct the date.")
        if record.received is not None and day < record.received:
            message = "This day lies before the day on which the concern came in."
            yield warning("date_before_concern", message, where=_at(field), hint="Check both dates.")
    for field, staff, day in _acts_on(record):
        declared = record.declaration(staff).on
        if declared is not None and declared > day:
            message = "The declaration of whoever did this is dated later."
            yield warning("declared_later", message, where=_at(field), hint="Check both dates.")


def _acts_on(record: TriageRecord) -> Iterator[tuple[str, StaffRef, date]]:
    if record.rating:
        yield "rating.on", record.rating.rater, record.rating.on
    if record.recommendation:
        yield "recommendation.on", record.recommendation.by, record.recommendation.on


def _dates(record: TriageRecord) -> Iterator[tuple[str, date]]:
    """Yield every date of the record with its field."""
    days: list[tuple[str, date | None]] = [
        ("received", record.received),
        ("reviewed", record.reviewed),
        ("practitioner_view.on", record.practitioner_view.on),
        ("shown_to_practitioner", record.shown_to_practitioner),
        ("rating.on", record.rating.on if record.rating else None),
        ("recommendation.on", record.recommendation.on if record.recommendation else None),
        *((f"support[{number}].on", each.on) for number, each in enumerate(record.support, start=1)),
        *((f"declarations[{number}].on", each.on) for number, each in enumerate(record.declarations, start=1)),
        *((f"immediate_steps[{number}].on", each.on) for number, each in enumerate(record.immediate_steps, start=1)),
    ]
    yield from ((field, day) for field, day in days if day is not None)


def _formal_problems(record: TriageRecord, rules: Template) -> Iterator[Problem]:
    """A formal step is discretionary, so it waits for what fairness owes; nothing else does."""
    recommended = record.recommendation
    route = rules.routes.get(recommended.route) if recommended else None
    if recommended is None or route is None or not route.formal:
        return
    waits_for = dict(_owed_in_fairness(record, rules))
    if record.rating is None:
        waits_for["rating"] = "The concern is not rated."
    if record.practitioner_view.state == "not asked":
        waits_for["practitioner_view"] = "The practitioner has not been asked for their own view."
    for code, says in waits_for.items():
        yield error(
            "formal_waits",
            f"A formal process is recommended, and it waits: {says[0].lower()}{says[1:]}",
            where=_at(_FIELDS.get(code, code)),
            hint="Do this first. Protective steps and support do not wait for it.",
        )


_FIELDS = {"system-factors": "system_factors"}
