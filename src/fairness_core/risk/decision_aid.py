"""Decision aids and prompts as data: questions in order, evidence, and advice that decides nothing.

An aid is a TOML file in `data/decision-aids`, or a trust's own. NHS England's tool *Being fair* (May
2025) could not be had, so it is not packaged: a trust drops its file in. Prompts, in `data/prompts`,
are things to ask about the place of work; nothing here counts them. What is done with the advice, and
the record that it belongs to, do not live here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Literal

import attrs

from fairness_core.config import RuleFile, load, packaged_ids, packaged_text
from fairness_core.errors import CallerError

AIDS = "decision-aids"
PROMPTS = "prompts"
NEVER_AUTOMATIC = (
    "This is advice for the people who decide, and never an outcome of itself. It can be gone through again when "
    "facts change, and it replaces neither an investigation nor HR advice."
)


@attrs.frozen(kw_only=True)
class Answer:
    """An answer that may be chosen: it leads `to` another question, or to `advice`, never to both."""

    code: str
    label: str
    to: str = ""
    advice: str = ""


@attrs.frozen(kw_only=True)
class Question:
    """A question, what the evidence for its answer is, and the answers that may be chosen."""

    code: str
    ask: str
    evidence: str
    answers: tuple[Answer, ...]

    def answer(self, code: str) -> Answer:
        """Return an answer by its code; raise `CallerError` that lists them when there is none."""
        found = next((each for each in self.answers if each.code == code), None)
        if found is None:
            there = ", ".join(each.code for each in self.answers)
            raise CallerError(f"The question '{self.code}' has no such answer.", hint=f"There are: {there}.")
        return found


@attrs.frozen(kw_only=True)
class Advice:
    """What the aid recommends at an end: a label and a sentence or two."""

    label: str
    text: str


@attrs.frozen(kw_only=True)
class DecisionAid(RuleFile):
    """Questions from the `first`, the advice they lead to, and the only circumstances it may be used in.

    `usable_where` maps a code to the circumstance in words. `superseded_by` names what took its place.
    """

    first: str
    usable_where: Mapping[str, str]
    questions: tuple[Question, ...]
    advice: Mapping[str, Advice]
    superseded_by: str = ""

    def question(self, code: str) -> Question:
        """Return a question by its code; raise `CallerError` when there is none."""
        found = next((each for each in self.questions if each.code == code), None)
        if found is None:
            raise CallerError("There is no such question in this decision aid.")
        return found

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield every fault: what is used twice, leads nowhere, goes round in a circle or is never reached."""
        if not self.usable_where:
            yield "usable_where", "Say in which circumstances the aid may be used; it is not a screen for everyone."
        yield from _question_faults(self)
        yield from _circles(self)
        if self.first in {each.code for each in self.questions}:
            yield from _unreached(self)
        else:
            yield "first", "There is no such question."


def _question_faults(aid: DecisionAid) -> Iterator[tuple[str, str]]:
    codes = [each.code for each in aid.questions]
    for number, question in enumerate(aid.questions, start=1):
        path = f"questions[{number}]"
        if question.code in codes[: number - 1]:
            yield f"{path}.code", f"The code {question.code!r} is used twice."
        if not question.evidence.strip():
            yield f"{path}.evidence", "Say what evidence an answer must rest on."
        if len(question.answers) < 2:
            yield f"{path}.answers", "A question needs two answers or more."
        yield from _answer_faults(aid, path, question)


def _answer_faults(aid: DecisionAid, path: str, question: Question) -> Iterator[tuple[str, str]]:
    codes, there = [each.code for each in question.answers], {each.code for each in aid.questions}
    for number, answer in enumerate(question.answers, start=1):
        where = f"{path}.answers[{number}]"
        if answer.code in codes[: number - 1]:
            yield f"{where}.code", f"The code {answer.code!r} is used twice."
        if bool(answer.to) == bool(answer.advice):
            yield where, "It leads nowhere or to two places: give either the question that follows or the advice."
        if answer.to and answer.to not in there:
            yield f"{where}.to", f"It leads nowhere: there is no question {answer.to!r}."
        if answer.advice and answer.advice not in aid.advice:
            yield f"{where}.advice", f"It leads nowhere: there is no advice {answer.advice!r}."


def _followers(aid: DecisionAid) -> Mapping[str, set[str]]:
    there = {each.code for each in aid.questions}
    return {each.code: {answer.to for answer in each.answers} & there for each in aid.questions}


def _reached(starts: Iterable[str], followers: Mapping[str, set[str]]) -> set[str]:
    """Return what can be come to from the starts, themselves among it."""
    seen: set[str] = set()
    waiting = set(starts)
    while waiting:
        seen |= waiting
        waiting = {code for each in waiting for code in followers.get(each, set())} - seen
    return seen


def _circles(aid: DecisionAid) -> Iterator[tuple[str, str]]:
    followers = _followers(aid)
    for number, question in enumerate(aid.questions, start=1):
        if question.code in _reached(followers[question.code], followers):
            yield f"questions[{number}]", f"The questions go round in a circle back to {question.code!r}."


def _unreached(aid: DecisionAid) -> Iterator[tuple[str, str]]:
    asked = _reached([aid.first], _followers(aid))
    for number, question in enumerate(aid.questions, start=1):
        if question.code not in asked:
            yield f"questions[{number}]", f"No answer leads to the question {question.code!r}, so it is never asked."
    given = {answer.advice for each in aid.questions if each.code in asked for answer in each.answers}
    for name in aid.advice:
        if name not in given:
            yield f"advice.{name}", "No answer leads to this advice, so it is never given."


@attrs.frozen(kw_only=True)
class Answered:
    """An answer that somebody gave: to which question, which answer, on what evidence, and when.

    `evidence` is free text (or a reference to where it is kept); it is never shown in a `repr`.
    """

    question: str
    answer: str
    evidence: str = attrs.field(default="", repr=False)
    on: date


@attrs.frozen(kw_only=True)
class Walk:
    """How far the questions have been gone through: the next one, or the advice at the end.

    `owed` says in words what evidence has not been given yet; it does not hold the walk up. `says` is what
    must be shown with the advice, and names the file and its doubts.
    """

    aid: str
    revision: int
    sha256: str
    circumstance: str
    steps: tuple[Answered, ...]
    next_question: Question | None
    advice: Advice | None
    owed: tuple[str, ...]
    says: tuple[str, ...]


def walk(aid: DecisionAid, answers: Sequence[Answered], *, circumstance: str, allow_superseded: bool = False) -> Walk:
    """Follow the answers from the first question, to the next question or to the advice.

    Raises `CallerError` when the aid was superseded and that was not allowed by name, when the circumstance is
    not one that the aid may be used in, or when an answer is not to the question that comes next.
    """
    _may_be_used(aid, circumstance, allow_superseded)
    question: Question | None = aid.question(aid.first)
    advice: Advice | None = None
    owed: list[str] = []
    for step in answers:
        if question is None or step.question != question.code:
            raise _out_of_order(question)
        chosen = question.answer(step.answer)
        if not step.evidence.strip():
            owed.append(f"Evidence for the answer to '{question.ask}': {question.evidence}.")
        question = aid.question(chosen.to) if chosen.to else None
        advice = aid.advice[chosen.advice] if chosen.advice else None
    return Walk(
        aid=aid.id,
        revision=aid.revision,
        sha256=aid.sha256,
        circumstance=circumstance,
        steps=tuple(answers),
        next_question=question,
        advice=advice,
        owed=tuple(owed),
        says=_says(aid),
    )


def _may_be_used(aid: DecisionAid, circumstance: str, allow_superseded: bool) -> None:
    if aid.superseded_by and not allow_superseded:
        raise CallerError(
            f"'{aid.id}' was superseded by: {aid.superseded_by}.",
            hint="Use the aid that took its place. To read a decision of the past, give allow_superseded=True.",
        )
    if circumstance not in aid.usable_where:
        where = "; ".join(f"{code} ({words})" for code, words in aid.usable_where.items())
        raise CallerError("This decision aid is not for that circumstance.", hint=f"It may be used where: {where}")


def _out_of_order(question: Question | None) -> CallerError:
    if question is None:
        return CallerError("There is an answer after the last question.", hint="Leave it out.")
    return CallerError(
        "There is an answer to a question that does not come next.",
        hint=f"The question that comes next is '{question.code}'.",
    )


def _says(aid: DecisionAid) -> tuple[str, ...]:
    superseded = (f"Superseded by: {aid.superseded_by}.",) if aid.superseded_by else ()
    return (NEVER_AUTOMATIC, *superseded, *aid.doubts)


@attrs.frozen(kw_only=True)
class Prompt:
    """One thing to ask about the place of work: a known risk or something that protects."""

    group: Literal["risk", "protective"]
    label: str
    ask: str


@attrs.frozen(kw_only=True)
class Prompts(RuleFile):
    """Things to ask about, by code. There is no weight in the file and no number in the answer."""

    notice: str
    prompts: Mapping[str, Prompt]


def load_decision_aid(text: str, file: str = "") -> DecisionAid:
    """Read an aid from TOML; `extends` may name a packaged one. Raises `ConfigError` with every fault."""
    return load(text, DecisionAid, file=file, extend=lambda parent: packaged_text(AIDS, parent))


@cache
def decision_aid(aid_id: str) -> DecisionAid:
    """Return a packaged aid.

    >>> decision_aid("just-culture-2018").superseded_by
    'Being fair, NHS England, May 2025'
    """
    return load_decision_aid(packaged_text(AIDS, aid_id), f"{aid_id}.toml")


def decision_aids() -> tuple[str, ...]:
    """Return the ids of the packaged aids."""
    return packaged_ids(AIDS)


def load_prompts(text: str, file: str = "") -> Prompts:
    """Read prompts from TOML; `extends` may name a packaged file. Raises `ConfigError` with every fault."""
    return load(text, Prompts, file=file, extend=lambda parent: packaged_text(PROMPTS, parent))


@cache
def prompts(prompts_id: str) -> Prompts:
    """Return packaged prompts.

    >>> prompts("fair-to-refer-2019").prompts["induction"].label
    'Poor induction and support'
    """
    return load_prompts(packaged_text(PROMPTS, prompts_id), f"{prompts_id}.toml")
