"""A letter on a trust's own Word template: the facts by their names, and the parts of the letter by theirs.

What an author has not given yet is no field that can be filled: a letter on a trust's paper has no gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from fairness_adapters.formats.word_template import TemplateField
from fairness_adapters.office.docx_template import FilledTemplate, fill_template
from fairness_adapters.office.docx_values import FieldValue, Filling
from fairness_adapters.source import Source
from fairness_core.report.letters import ANSWERS, Letter, Letters, Passage, letters, printed

_ANSWERS: Mapping[str, str] = dict(ANSWERS.items())
_PARTS = {"greeting": "the greeting", **_ANSWERS, "closing": "the closing lines"}


def letter_fields(rules: Letters | None = None) -> tuple[TemplateField, ...]:
    """Return every field that a template of a letter may use; which facts a kind has a place for differs."""
    used = rules or letters()
    parts = {"subject": "what the letter is about, in a line", "date": "the day of the letter", **_PARTS}
    headings = {f"{part}.heading": f"the heading: {text}" for part, text in used.headings.items()}
    facts = {f"fact.{code}": fact.gap for code, fact in used.facts.items()}
    days = {"date", *(f"fact.{code}" for code, fact in used.facts.items() if fact.sort in ("day", "deadline"))}
    return tuple(_known(name, says, name in days) for name, says in {**parts, **headings, **facts}.items())


def _known(name: str, says: str, is_day: bool) -> TemplateField:
    return TemplateField(name=name, kind="day" if is_day else "text", says=says, value=lambda: None)


def letter_filling(letter: Letter, facts: Mapping[str, str | date], on: date, rules: Letters | None = None) -> Filling:
    """Return what a template is filled with; a part with a gap, and a fact that is not given, have no value."""
    used = rules or letters()
    fields: dict[str, FieldValue] = {"subject": letter.subject, "date": on}
    fields |= {f"{part}.heading": text for part, text in used.headings.items()}
    fields |= {f"fact.{code}": facts.get(code) or None for code in used.facts}
    for part in _PARTS:
        fields[part] = _joined([*_passages(letter, part)])
    return Filling(fields=fields)


def _passages(letter: Letter, part: str) -> Iterator[Passage]:
    return (each for name, each in letter.passages() if name == part)


def _joined(passages: list[Passage]) -> str | None:
    if any(each.gaps for each in passages):
        return None
    return "\n".join(map(printed, passages)) or None


def fill_letter(template: Source, letter: Letter, facts: Mapping[str, str | date], on: date) -> FilledTemplate:
    """Write a letter on a trust's own template.

    Raises what `fill_template` raises: with every part that has a gap, and in the hint what is missing.
    """
    missing = f" Still missing: {'; '.join(letter.gaps)}." if letter.gaps else ""
    told = f"'fairness template fields letter' lists the names.{missing}"
    filling = letter_filling(letter, facts, on)
    return fill_template(template, filling, fields_from=told, known=filling.fields)
