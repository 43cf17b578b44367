"""Reads a form by a layout of kind `form`: which block of text answers which field, and what is left over.

A control's tag or title decides first, then the words of the label; nothing decides by resemblance. The value
is what stands in the other cells of the label's row, in the row below where the label spans its row, below it
where a row holds labels alone, or after it in running text. Text that no rule claims is left over and reported,
never dropped. What an answer means is in `fairness_adapters.layouts.form_answers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from fairness_adapters.layouts.form_answers import Answer, parse_answer, without_prompts
from fairness_adapters.layouts.form_claims import Claims
from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.office.form_values import Block, Change, Hidden, WordForm
from fairness_adapters.office.quoting import describe_found
from fairness_core.problems import Place, Problem, error, warning

_EXPECTED: Mapping[str, str] = {
    "date": "a day such as 31 March 2026",
    "yes-no": "yes or no, or one of the two ticked",
    "choice": "one of the choices",
}
_ADD = "Add the label to the field's labels in a layout of your own, or move the text to where it belongs."


@attrs.frozen(kw_only=True)
class FormAnswers:
    """What a form says: an answer for each field of the layout, and what no rule claimed.

    `unanswered` are the fields without an answer that counts, contradictory ones among them.
    """

    layout: str
    file: str
    answers: Mapping[str, Answer]
    left_over: tuple[Block, ...]
    changes: tuple[Change, ...]
    hidden: tuple[Hidden, ...]
    problems: tuple[Problem, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The fields without an answer that counts."""
        return tuple(name for name, each in self.answers.items() if each.state != "answered")

    def to_json(self) -> dict[str, object]:
        """Return everything as plain JSON values."""
        return {
            "file": self.file,
            "layout": self.layout,
            "answers": {name: each.to_json() for name, each in self.answers.items()},
            "left_over": [each.to_json() for each in self.left_over],
            "changes": [each.to_json() for each in self.changes],
            "hidden": [each.to_json() for each in self.hidden],
            "problems": [each.to_json() for each in self.problems],
        }


def read_answers(layout: FormLayout, form: WordForm) -> FormAnswers:
    """Read a form by a layout; problems name their place, and never quote what somebody wrote."""
    claims = Claims.of(layout, form)
    answers = {name: _answer(layout, claims, name) for name in layout.fields}
    problems = (*form.problems, *claims.problems, *_missing(layout, claims), *_unclear(layout, answers))
    left_over = tuple(claims.left_over())
    return FormAnswers(
        layout=f"{layout.id} (revision {layout.revision})",
        file=form.file,
        answers=answers,
        left_over=left_over,
        changes=form.changes,
        hidden=form.hidden,
        problems=tuple(dict.fromkeys((*problems, *(_left(each) for each in left_over)))),
    )


def _answer(layout: FormLayout, claims: Claims, name: str) -> Answer:
    claim = claims.found.get(name)
    if claim is None:
        return Answer(state="unanswered")
    field = layout.fields[name]
    text = without_prompts(claim.text, (*field.prompts, *layout.prompts))
    return parse_answer(field, text, claim.controls, claim.place)


def _missing(layout: FormLayout, claims: Claims) -> Iterator[Problem]:
    for name, field in layout.fields.items():
        if field.required and name not in claims.found:
            message = f"The form has no place for '{field.labels[0] if field.labels else name}'."
            hint = "Is it the right form? If it asks in other words, add them to the field's labels in a layout."
            where = Place(file=claims.file)
            yield error("label_missing", message, where=where, expected=_any_of(field.labels), hint=hint)


def _any_of(labels: tuple[str, ...]) -> str:
    return f"a label such as {', '.join(map(repr, labels[:3]))}" if labels else ""


def _unclear(layout: FormLayout, answers: Mapping[str, Answer]) -> Iterator[Problem]:
    for name, answer in answers.items():
        field = layout.fields[name]
        asked = field.labels[0] if field.labels else name
        expected = _EXPECTED.get(field.kind, "")
        if answer.state == "contradictory":
            message = f"The answer to '{asked}' says two things at once, so it counts as neither."
            yield error(
                "contradictory", message, where=answer.place, expected=expected, hint="Ask whoever filled it in."
            )
        if answer.state == "not understood":
            message = f"The answer to '{asked}' is not understood, so it counts as none."
            found = describe_found(answer.text)
            hint = "Ask whoever filled it in, or correct the form."
            yield error("not_understood", message, where=answer.place, found=found, expected=expected, hint=hint)


def _left(block: Block) -> Problem:
    size = len(block.text)
    message = f"There is text that no field claims ({size:,} character{'' if size == 1 else 's'})."
    return warning("left_over", message, where=block.place, hint="It is listed as left over; see where it belongs.")
