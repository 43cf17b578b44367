"""Reads a form by a layout of kind `form`: which block of text answers which field, and what is left over.

A control's tag or title decides first, then the words of the label; nothing decides by resemblance. The value
is what stands in the other cells of the label's row, in the row below where the label spans its row, below it
where a row holds labels alone, or after it in running text. Text that no rule claims is left over and reported,
never dropped. What an answer means is in `fairness_adapters.layouts.form_answers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import attrs

from fairness_adapters.layouts.form_answers import Answer, parse_answer, plain_prompt, without_prompts
from fairness_adapters.layouts.form_claims import Claims
from fairness_adapters.layouts.form_lines import without_fillers
from fairness_adapters.layouts.form_rows import Claim, Gathered, gather
from fairness_adapters.layouts.form_schema import FormField, FormLayout
from fairness_adapters.office.form_values import Block, Change, Hidden, WordForm
from fairness_adapters.office.quoting import describe_found
from fairness_core.problems import Place, Problem, error, warning

_EXPECTED: Mapping[str, str] = {
    "date": "a day such as 31 March 2026, the year in four figures",
    "yes-no": "yes or no, or one of the two ticked",
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
    gathered = {name: _gathered(layout, claim, name) for name, claim in claims.found.items()}
    answers = {name: _answer(layout, claims.found.get(name), gathered.get(name), name) for name in layout.fields}
    found = (*claims.problems, *_missing(layout, claims), *_unclear(layout, answers), *_headings(layout, gathered))
    problems = (*form.problems, *found)
    left_over = tuple(claims.left_over())
    return FormAnswers(
        layout=f"{layout.id} (revision {layout.revision})",
        file=form.file,
        answers=answers,
        left_over=left_over,
        changes=form.changes,
        hidden=form.hidden,
        problems=tuple(dict.fromkeys((*problems, *_left(left_over, problems)))),
    )


def _gathered(layout: FormLayout, claim: Claim, name: str) -> Gathered:
    """Return what stands in a field's place; rows are kept together where free text may stand, not among tick boxes."""
    field = layout.fields[name]
    prompts = (*field.prompts, *layout.prompts)
    if field.kind not in ("text", "list"):
        return Gathered((without_prompts(claim.text, prompts),))
    known = {plain_prompt(each) for each in prompts}
    return gather(claim.pieces, lambda text: plain_prompt(text) in known, partial(without_prompts, prompts=prompts))


def _answer(layout: FormLayout, claim: Claim | None, said: Gathered | None, name: str) -> Answer:
    if claim is None or said is None:
        return Answer(state="unanswered")
    answer = parse_answer(layout.fields[name], "\n".join(said.stretches), claim.controls, claim.answer_place)
    if not claim.rows:
        return answer
    prompts = (*layout.fields[name].prompts, *layout.prompts)
    cells = (without_fillers(without_prompts(each, prompts)).strip() for each in claim.rows)
    return attrs.evolve(answer, items=tuple(cells))


def _headings(layout: FormLayout, gathered: Mapping[str, Gathered]) -> Iterator[Problem]:
    """Yield each table of which nothing but the first row is filled in."""
    for name, said in gathered.items():
        for where in said.only_headings:
            message = f"The table for '{layout.asked(name)}' has a first row and nothing below it: it is no answer."
            hint = "Give the headings as `prompts` of the field; if the row is an answer, write it below the headings."
            yield warning("only_headings", message, where=where, hint=hint)


def _missing(layout: FormLayout, claims: Claims) -> Iterator[Problem]:
    for name, field in layout.fields.items():
        if field.required and name not in claims.found:
            message = f"The form has no place for '{layout.asked(name)}'."
            hint = "Is it the right form? If it asks in other words, add them to the field's labels in a layout."
            where = Place(file=claims.file)
            yield error("label_missing", message, where=where, expected=_any_of(field.labels), hint=hint)


def _any_of(labels: tuple[str, ...]) -> str:
    return f"a label such as {', '.join(map(repr, labels[:3]))}" if labels else ""


def _unclear(layout: FormLayout, answers: Mapping[str, Answer]) -> Iterator[Problem]:
    for name, answer in answers.items():
        field = layout.fields[name]
        asked, expected = layout.asked(name), _EXPECTED.get(field.kind) or _choices(field)
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


def _choices(field: FormField) -> str:
    """Name the choices of a field by the first text of each."""
    shown = [next(iter(texts), code) for code, texts in field.choices.items()]
    *others, last = shown or [""]
    return f"{', '.join(others)} or {last}" if others else last


def _left(blocks: Iterable[Block], told: Iterable[Problem]) -> Iterator[Problem]:
    """Yield what is left over, but for labels that are told to be unknown already."""
    unknown = {each.where for each in told if each.code == "unknown_label"}
    for block in blocks:
        size = len(block.text)
        message = f"There is text that no field claims ({size:,} character{'' if size == 1 else 's'})."
        if block.place not in unknown:
            hint = "It is listed as left over; see where it belongs."
            yield warning("left_over", message, where=block.place, hint=hint)
