"""What the command `layout` does: a layout tried on a file, cell by cell; the packaged layouts as text.

Suggesting a layout lives in `fairness_adapters.layouts.suggest`. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import attrs

from fairness_adapters.contract import Confidence, ReadResult
from fairness_adapters.grid import cell_name
from fairness_adapters.jobs.sheets_told import sheets_together
from fairness_adapters.layouts import LayoutReader, layout_reader, load_layout, packaged_layouts
from fairness_adapters.layouts.form_loading import FOLDER as FORMS
from fairness_adapters.layouts.form_loading import form_layouts
from fairness_adapters.layouts.loading import KIND, PACKAGE
from fairness_adapters.layouts.marked_html import draw_marked
from fairness_adapters.layouts.marks import MarkedSheet, Role, mark_workbook
from fairness_adapters.layouts.suggest import Suggestion, suggest
from fairness_adapters.source import Source, read_source
from fairness_adapters.workbooks import open_workbook
from fairness_core.config import PACKAGED, Shelf
from fairness_core.errors import CallerError, ConfigError
from fairness_core.observations import Dataset
from fairness_core.problems import Problem, Severity


@attrs.frozen(kw_only=True)
class Trial:
    """A layout tried on a file: what was read, and each sheet with a mark for every cell."""

    reader: LayoutReader
    source: Source
    result: ReadResult[Dataset]
    sheets: tuple[MarkedSheet, ...]

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was taken for granted: the layout's doubts and notes, and what the reading remarked on."""
        layout = self.reader.layout
        notes = (f"{each.where}: {each.message}" for each in self.findings if each.severity is Severity.NOTE)
        return (*layout.doubts, *layout.notes, *notes)

    @property
    def findings(self) -> tuple[Problem, ...]:
        """Everything that was found, notes as well; a figure that is given twice with different values is an error."""
        return (*sheets_together(self.result.problems), *self.result.value.conflicts())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The errors and warnings, errors first."""
        order = list(Severity)
        found = (each for each in self.findings if each.severity is not Severity.NOTE)
        return tuple(sorted(found, key=lambda each: order.index(each.severity)))

    def left_over(self, sheet: MarkedSheet) -> tuple[str, ...]:
        """Return the names of the cells of which nothing was made."""
        return tuple(cell_name(*at) for at, mark in sorted(sheet.marks.items()) if mark.role is Role.LEFT_OVER)


def try_layout(layout: str, path: Path, shelf: Shelf = PACKAGED) -> Trial:
    """Read a file by a layout (a TOML file, or the id of a packaged one) and mark every cell.

    Raises `SourceError` for a file that cannot be read at all, `ConfigError` for a faulty layout.
    """
    reader, source = reader_of(layout, shelf), read_source(path)
    workbook = open_workbook(source)
    result = reader.read(source)
    return Trial(reader=reader, source=source, result=result, sheets=mark_workbook(reader.layout, workbook, result))


def reader_of(layout: str, shelf: Shelf = PACKAGED) -> LayoutReader:
    """Return a layout from the shelf by its id, or one of the trust's own by the path of its TOML file."""
    if layout.endswith(".toml"):
        return load_layout(Path(layout), shelf)
    return layout_reader(layout_text(layout, shelf), f"{layout}.toml", shelf=shelf)


def layouts_of(shelf: Shelf) -> tuple[LayoutReader, ...]:
    """Return every layout on the shelf, the packaged ones first."""
    added = (each for each in shelf.ids(KIND, PACKAGE) if each not in PACKAGED.ids(KIND, PACKAGE))
    return (*packaged_layouts(), *(reader_of(each, shelf) for each in added))


def layout_text(layout_id: str, shelf: Shelf = PACKAGED) -> str:
    """Return a layout's TOML text, of figures or of a form; raise `CallerError`, listing what there is, if none."""
    for folder in (KIND, FORMS):
        if layout_id in shelf.ids(folder, PACKAGE):
            return shelf.text(folder, layout_id, PACKAGE)
    there = ", ".join((*shelf.ids(KIND, PACKAGE), *shelf.ids(FORMS, PACKAGE)))
    hint = f"There are: {there}. A file of your own has a name that ends in .toml."
    raise CallerError(f"There is no layout {layout_id!r}.", hint=hint)


def listed_layouts(shelf: Shelf) -> tuple[tuple[str, str, str], ...]:
    """Return (id, kind, title) of every layout on the shelf: those of figures, then those of forms."""
    figures = ((each.id, str(each.layout.kind), each.title) for each in layouts_of(shelf))
    forms = ((each.id, each.kind, each.title) for each in form_layouts(shelf).values())
    return (*figures, *forms)


def schema_text() -> str:
    """Return the JSON Schema of layouts, as it is shipped."""
    return resources.files(PACKAGE).joinpath("data", "schemas", "layout.schema.json").read_text(encoding="utf-8")


@attrs.frozen(kw_only=True)
class Proposal:
    """A proposed layout for a file: the text, what each column was taken for, and what is wrong with it as it stands.

    `figures` is how many the proposal reads as it is and `problems` what is met in that; None when keys must be filled
    in first (`to_fill`). `known` are packaged layouts that recognise the file already.
    """

    suggestion: Suggestion
    figures: int | None
    to_fill: tuple[Problem, ...] = ()
    known: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def suggest_layout(path: Path, sheet: str = "", layout_id: str = "") -> Proposal:
    """Propose a layout for a file, or a sheet, and try it; raise `CallerError` when no table can be seen there."""
    source = read_source(path)
    found = suggest(open_workbook(source), sheet, layout_id)
    answers = ((each.id, each.identify(source)) for each in packaged_layouts())
    known = tuple(layout_id for layout_id, said in answers if said.confidence is not Confidence.NO)
    try:
        reader = layout_reader(found.text, "the proposal")
    except ConfigError as fault:
        return Proposal(suggestion=found, figures=None, to_fill=tuple(fault.problems), known=known)
    result = reader.read(source)
    problems = (*sheets_together(result.problems), *result.value.conflicts())
    return Proposal(suggestion=found, figures=len(result.value.observations), known=known, problems=problems)


def trial_page(trial: Trial) -> bytes:
    """Return the marked sheets as a web page."""
    words = [
        f"Read by the layout {trial.reader.id}: {trial.reader.title}.",
        f"{len(trial.result.value.observations):,} figures were understood.",
        *(str(problem) for problem in trial.problems),
        *(f"Assumed: {each}" for each in trial.assumed),
    ]
    return draw_marked(f"{trial.source.name}, as understood", trial.sheets, words)


def trial_json(trial: Trial) -> dict[str, object]:
    """Return what was made of every cell as plain JSON values; texts that were left over are not quoted."""
    return {
        "file": trial.source.name,
        "layout": trial.reader.id,
        "figures": len(trial.result.value.observations),
        "sheets": [
            {"name": sheet.grid.name, "state": sheet.grid.state, "was_read": sheet.was_read} | _counts(sheet)
            for sheet in trial.sheets
        ],
        "cells": dict(pair for sheet in trial.sheets if sheet.was_read for pair in _cells(sheet)),
        "assumed": list(trial.assumed),
        "problems": [problem.to_json() for problem in trial.findings],
    }


def _counts(sheet: MarkedSheet) -> dict[str, object]:
    return {"cells": {role.value: sheet.count(role) for role in Role if sheet.count(role)}}


def _cells(sheet: MarkedSheet) -> Iterator[tuple[str, dict[str, object]]]:
    prefix = f"{sheet.grid.name}!" if sheet.grid.name else ""
    for at, mark in sorted(sheet.marks.items()):
        told: dict[str, object] = {"role": mark.role.value, "meaning": mark.meaning}
        yield f"{prefix}{cell_name(*at)}", told | ({"problems": list(mark.problems)} if mark.problems else {})
