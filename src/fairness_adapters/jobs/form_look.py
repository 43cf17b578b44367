"""What a Word document holds, as we understand it: the part of `fairness cells` that is about forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.office.form_values import Control, WordForm
from fairness_adapters.source import Source
from fairness_core.errors import CallerError
from fairness_core.problems import Problem

_TICKED = {True: "ticked", False: "not ticked"}


@attrs.frozen(kw_only=True)
class FormLook:
    """A Word document as blocks, tracked changes and hidden text."""

    form: WordForm

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What there was to remark on in reading the file."""
        return self.form.problems

    def to_json(self) -> dict[str, object]:
        """Return everything as plain JSON values."""
        return self.form.to_json()

    def lines(self) -> Iterator[str]:
        """Give each block with its place on a line, then controls, tracked changes and hidden text."""
        shown = [each for each in self.form.blocks if each.text.strip()]
        yield from _section("Text", ((each.place.field, repr(each.text)) for each in shown))
        controls = ((block.place.field, _about(each)) for block in self.form.blocks for each in block.controls)
        yield from _section("Controls", controls)
        changes = ((each.place.field, f"{each.what}: {each.text!r}") for each in self.form.changes)
        yield from _section("Tracked changes and comments (--json says by whom and when)", changes)
        yield from _section("Hidden text", ((each.place.field, repr(each.text)) for each in self.form.hidden))


def _about(control: Control) -> str:
    """Say what a control is called, whether it is filled in, and what may be chosen."""
    names = [f"{what} {text!r}" for what, text in (("tag", control.name), ("title", control.title)) if text]
    state = ("answered" if control.answered else "empty") if control.ticked is None else _TICKED[control.ticked]
    choices = [f"choices {', '.join(map(repr, control.choices))}"] if control.choices else []
    return "; ".join([f"{control.kind}, {state}", *names, *choices])


def _section(title: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [f"  {place}: {text}" for place, text in pairs]
    if lines or title == "Text":
        yield title
        yield from lines or ["  nothing in it"]


def look_at_form(source: Source, sheet: str) -> FormLook:
    """Read a Word document; raise a `SourceError` when it cannot be read, `CallerError` when a sheet is asked for."""
    if sheet:
        raise CallerError(f"{source.name} is a Word document and has no sheets.", hint="Leave --sheet out.")
    return FormLook(form=read_form_blocks(source))
