"""What the command `layout` does with forms: a form layout tried on a form, and one proposed for a form.

Layouts of figures are tried and proposed in `fairness_adapters.jobs.layouts`. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from fairness_adapters.kinds import Kind
from fairness_adapters.layouts.form_answers import Answer
from fairness_adapters.layouts.form_claims import Claims
from fairness_adapters.layouts.form_loading import (
    FEWEST,
    FOLDER,
    find_form_layout,
    form_layout,
    form_layouts,
    open_form,
)
from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.form_suggest import FormSuggestion, suggest_form
from fairness_adapters.layouts.loading import PACKAGE
from fairness_adapters.layouts.word_form import FormAnswers, read_answers
from fairness_adapters.office.form_values import said
from fairness_adapters.source import Source, read_source
from fairness_core.config import PACKAGED, Shelf, parse_toml
from fairness_core.errors import CallerError, ConfigError

_WORD = (Kind.DOCX, Kind.DOCM)


@attrs.frozen(kw_only=True)
class FormTrial:
    """A form layout tried on a form: the layout, and what every field got."""

    layout: FormLayout
    found: FormAnswers

    def lines(self) -> Iterator[str]:
        """Say what was understood field by field; what people wrote in their own words is counted and not shown."""
        answered = len(self.found.answers) - len(self.found.unanswered)
        yield f"{answered} of {len(self.found.answers)} fields are answered, as {self.layout.id} reads the form."
        for name, answer in self.found.answers.items():
            where = said(answer.place)
            yield f"  {name}: {self._told(name, answer)}{f' ({where})' if where else ''}"
        left = [said(each.place) for each in self.found.left_over]
        if left:
            yield f"  Left over: {'; '.join(left)}."

    def _told(self, name: str, answer: Answer) -> str:
        if answer.state != "answered":
            return answer.state
        kind = self.layout.fields[name].kind
        if kind in ("text", "list"):
            count = len(answer.items) if kind == "list" else len(answer.value)
            unit = "entr" if kind == "list" else "character"
            ending = ("y", "ies") if kind == "list" else ("", "s")
            return f"{count:,} {unit}{ending[count != 1]}"
        beside = f", and {len(answer.note):,} characters beside it" if answer.note else ""
        return f"{answer.value}{beside}"


def form_layout_named(name: str, shelf: Shelf = PACKAGED) -> FormLayout | None:
    """Return the form layout of that id or file; None when it is a layout of figures, or nothing that can be read.

    Raises `ConfigError` for a form layout with faults.
    """
    if not name.lower().endswith(".toml"):
        return find_form_layout(name, shelf) if name in shelf.ids(FOLDER, PACKAGE) else None
    try:
        tables = parse_toml(Path(name).read_text(encoding="utf-8-sig"), Path(name).name)
    except (OSError, UnicodeDecodeError, ConfigError):
        return None
    extends_form = "kind" not in tables and tables.get("extends") in shelf.ids(FOLDER, PACKAGE)
    return find_form_layout(name, shelf) if tables.get("kind") == "form" or extends_form else None


def try_form(layout: FormLayout, path: Path) -> FormTrial:
    """Read a form by a layout; raise a `SourceError` when it cannot be read at all."""
    return FormTrial(layout=layout, found=read_answers(layout, open_form(read_source(path))))


def is_word(source: Source) -> bool:
    """Tell whether a file is a Word document, for which only a form layout can be proposed."""
    return source.kind in _WORD


@attrs.frozen(kw_only=True)
class FormProposal:
    """A proposed form layout; `found` are its fields that it finds in the form, `known` layouts that know the form."""

    suggestion: FormSuggestion
    found: int
    known: tuple[str, ...]


def suggest_form_layout(source: Source, shelf: Shelf = PACKAGED, layout_id: str = "") -> FormProposal:
    """Propose a layout for a form and try it; raise `CallerError` when no label can be seen in it."""
    form = open_form(source)
    suggestion = suggest_form(form, layout_id)
    if not suggestion.fields:
        hint = "Look at it with 'fairness cells'. A form has labels, with room for an answer beside or below each."
        raise CallerError(f"No label can be seen in {source.name}.", hint=hint)
    found = Claims.recognised(form_layout(suggestion.text, "the proposal", shelf), form)
    layouts = form_layouts(shelf)
    known = tuple(each for each, rules in layouts.items() if Claims.recognised(rules, form) >= FEWEST)
    return FormProposal(suggestion=suggestion, found=found, known=known)
