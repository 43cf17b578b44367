"""Answers of a triage form to a triage record: what fits its fields, and a finding for what does not.

People stand in a record by reference, so a name that was typed into the form is not taken over; it stays among the
answers. A rating needs its matrix and a recommendation its route: what the form says of them stays there too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from fairness_adapters.layouts.form_answers import Answer
from fairness_adapters.layouts.form_labels import label_words
from fairness_adapters.layouts.form_rows import BETWEEN
from fairness_adapters.layouts.word_form import FormAnswers
from fairness_core.errors import CallerError
from fairness_core.problems import Problem, note, warning
from fairness_core.risk.triage import (
    Declaration,
    Note,
    Practitioner,
    Recommendation,
    Screen,
    Template,
    TriageRecord,
    template,
)
from fairness_core.staff import StaffRef, is_opaque

_REFERENCES = "Write a reference of letters and digits, such as u17; names stand apart from the record."
_NOTHING = Answer(state="unanswered")


def record_of(form: FormAnswers, rules: Template | None = None) -> tuple[TriageRecord, tuple[Problem, ...]]:
    """Return the record that a form's answers make, and what of them it could not take."""
    made = _Made(form.answers, rules or template())
    return made.record(), tuple(made.problems())


class _Made:
    """One form's answers on their way into a record."""

    def __init__(self, answers: Mapping[str, Answer], rules: Template) -> None:
        self.answers, self.rules = answers, rules

    def said(self, field: str) -> Answer:
        found = self.answers.get(field, _NOTHING)
        return found if found.state == "answered" else Answer(state=found.state, place=found.place)

    def text(self, field: str) -> str:
        return self.said(field).value

    def day(self, field: str) -> date | None:
        return date.fromisoformat(self.text(field)) if self.text(field) else None

    def notes(self, field: str) -> tuple[Note, ...]:
        return tuple(Note(text=item) for item in self.said(field).items if item)

    def record(self) -> TriageRecord:
        """Make the record of whatever fits."""
        reference = self.text("practitioner")
        return TriageRecord(
            reference=self.text("reference"),
            template=self.rules.id,
            discipline=self.text("discipline"),
            practitioner=Practitioner(
                reference=reference if is_opaque(reference) else "",
                register=self.text("register"),
                number=self.text("registration_number"),
                practice=self.text("practice"),
            ),
            received=self.day("received"),
            reviewer=self.reviewer,
            reviewed=self.day("reviewed"),
            declarations=self.declarations(),
            kinds=tuple(code for code, _ in self.kinds() if code),
            summary=Note(text=self.text("summary")),
            documents=self.notes("documents"),
            safeguarding=self.screen("safeguarding"),
            health=self.screen("health"),
            rationale=Note(text=self.text("rationale")),
            recommendation=self.recommendation(),
            additional=self.notes("additional"),
            shown_to_practitioner=self.day("shown_to_practitioner"),
        )

    @property
    def reviewer(self) -> StaffRef | None:
        """Return the reviewer by reference: "u17", or a role and a reference, "professional adviser u17"."""
        role, _, reference = self.text("reviewer").strip().rpartition(" ")
        try:
            return StaffRef(role=role.strip(" ,:") or "reviewer", id=reference) if reference else None
        except CallerError:
            return None

    def declarations(self) -> tuple[Declaration, ...]:
        answer, reviewer = self.said("conflict"), self.reviewer
        if reviewer is None or answer.value not in ("none", "declared"):
            return ()
        state: Literal["none", "declared"] = "none" if answer.value == "none" else "declared"
        words = Note(text=answer.note, confidentiality="restricted")
        return (Declaration(by=reviewer, state=state, on=self.day("reviewed"), note=words),)

    def screen(self, field: str) -> Screen:
        answer = self.said(field)
        words = Note(text=answer.note, confidentiality="restricted")
        if answer.value in ("yes", "no"):
            return Screen(answer="yes" if answer.value == "yes" else "no", note=words)
        return Screen()

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Yield each kind of allegation with its code; no code where the template has none of that name."""
        known = {label_words(text): code for code, each in self.rules.kinds.items() for text in (code, each.label)}
        for item in (part for each in self.said("kinds").items for part in each.split(BETWEEN) if part.strip()):
            yield known.get(label_words(item), ""), item

    def recommendation(self) -> Recommendation | None:
        route, text, day = self.text("route"), self.text("recommendation"), self.day("reviewed")
        if not (route and text and day and self.reviewer):
            return None
        return Recommendation(route=route, text=Note(text=text), by=self.reviewer, on=day)

    def lacking(self) -> str:
        """Say which of its route, reviewer (by reference) and day the recommendation lacks."""
        there = {"route": self.text("route"), "reviewer": self.reviewer, "day": self.text("reviewed")}
        *others, last = (part for part, given in there.items() if not given)
        return f"{', '.join(others)} or {last}" if others else last

    def problems(self) -> Iterator[Problem]:
        """Yield a finding for each answer that the record could not take."""
        if self.text("reviewer") and self.reviewer is None:
            yield self._not_taken("reviewer", "The reviewer is not given by a reference.", _REFERENCES)
        if self.text("practitioner") and not is_opaque(self.text("practitioner")):
            yield self._not_taken("practitioner", "The practitioner is not given by a reference.", _REFERENCES)
        if self.said("conflict").value and not self.declarations():
            hint = "Give the reviewer by reference, or record the declaration by hand."
            yield self._not_taken("conflict", "The declaration has nobody to belong to.", hint)
        if any(not code for code, _ in self.kinds()):
            labels = ", ".join(each.label for each in self.rules.kinds.values())
            yield self._not_taken("kinds", "A kind of allegation is none of the template's.", f"There are: {labels}.")
        if self.text("recommendation") and self.recommendation() is None:
            hint = "Record the recommendation with its route, by whom and when."
            yield self._not_taken("recommendation", f"The recommendation has no {self.lacking()}.", hint)
        if self.text("risk_rating"):
            hint = "Rate the concern with 'fairness rate' and a matrix, and record the rating."
            where = self.said("risk_rating").place
            yield note("rating_not_taken", "A rating needs the matrix that it was made with.", where=where, hint=hint)

    def _not_taken(self, field: str, message: str, hint: str) -> Problem:
        message = f"{message} It is not in the record, and stays among the answers."
        return warning("not_taken", message, where=self.said(field).place, hint=hint)
