"""Several layouts for the same files: which reads what. One workbook may hold a table for each of them.

A layout that is certain of a sheet goes before one that only finds it likely; no cell is read by two. Reading by a
single layout or a named format is in `fairness_adapters.jobs.reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import attrs

from fairness_adapters.catalogue import Answer, Catalogue, Registered
from fairness_adapters.contract import Confidence, Reader, ReadResult
from fairness_adapters.source import Source
from fairness_core.errors import AmbiguousFormat, CallerError, UnknownFormat
from fairness_core.observations import Dataset, merge
from fairness_core.problems import Place, Problem, warning

Layouts = Sequence[Registered[Reader[Dataset]]]


@attrs.frozen
class _Part:
    """What one layout made of a file."""

    answer: Answer
    result: ReadResult[Dataset]

    @property
    def layout_id(self) -> str:
        return self.answer.registered.format.id

    @property
    def sheets(self) -> set[str]:
        return {each.where.sheet for each in self.result.value.observations}

    @property
    def cells(self) -> set[tuple[str, str]]:
        """The sheets and cells that figures come from; where rows were counted, the whole sheet without a cell."""
        found = (each.where for each in self.result.value.observations)
        return {(where.sheet, "" if where.field else where.cell) for where in found}


def read_by_layouts(source: Source, layouts: Layouts) -> ReadResult[Dataset]:
    """Read a file by each layout that claims a sheet of it, and put the figures together.

    Raises `UnknownFormat` when none claims it, `AmbiguousFormat` when two read the same cell, naming both, and
    `CallerError` when two layouts have the same id.
    """
    asked = Catalogue(readers=_by_id(layouts), writers={})
    claims = [each for each in asked.answers(source) if each.confidence is not Confidence.NO]
    if not claims:
        raise _none_fits(source, asked)
    by_id = {each.format.id: each for each in layouts}
    parts = [_Part(each, asked.read(by_id[each.registered.format.id], source)) for each in claims]
    kept = list(_kept(parts))
    for one, other in combinations(kept, 2):
        _refuse_same_cells(source, one, other)
    read = {sheet for part in kept for sheet in part.sheets}
    problems = dict.fromkeys(problem for part in kept for problem in _told(part, read))
    return ReadResult(value=merge(part.result.value for part in kept), problems=tuple(problems))


def unused_layouts(layouts: Layouts, results: Iterable[ReadResult[Dataset]]) -> Iterator[Problem]:
    """Warn of each layout by which nothing was read, for then its figures are lacking."""
    used = {source.format.partition(" (")[0] for result in results for source in result.value.sources}
    for each in (each for each in layouts if each.format.id not in used):
        yield warning(
            "layout_not_used",
            f"Nothing was read by the layout {each.format.id}: no file, and no sheet of one, is of its kind.",
            where=Place(file=each.distribution),
            hint=f"'fairness layout try {each.distribution} FILE' says what it does not find.",
        )


def _by_id(layouts: Layouts) -> dict[str, Registered[Reader[object]]]:
    found = {each.format.id: each for each in layouts}
    if len(found) < len(layouts):
        hint = "Give each an id of its own, so that it can be told which one read a file."
        raise CallerError("Two of the layouts have the same id.", hint=hint)
    return dict(found)


def _kept(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Leave out a layout that finds likely what another is certain of, unless it reads further sheets."""
    certain = [part for part in parts if part.answer.confidence is Confidence.CERTAIN]
    taken = {sheet for part in certain for sheet in part.sheets}
    yield from certain
    yield from (part for part in parts if part not in certain and not (certain and part.sheets <= taken))


def _refuse_same_cells(source: Source, one: _Part, other: _Part) -> None:
    same = sorted((one.cells & other.cells) | _counted(one, other) | _counted(other, one))
    if same:
        sheet, cell = same[0]
        raise AmbiguousFormat(
            f"The layouts {one.layout_id} and {other.layout_id} both read the same cells of this file.",
            candidates=[(part.layout_id, part.answer.reason) for part in (one, other)],
            hint='Name in each layout the sheet that it is for, under [sheets]: names = ["..."].'
            if sheet
            else "Give only the layout that is right for this file.",
            where=Place(file=source.name, sheet=sheet, cell=cell),
        )


def _counted(one: _Part, other: _Part) -> set[tuple[str, str]]:
    """Return the sheets whose rows one counts, where the other reads anything of them."""
    return {(sheet, cell) for sheet, cell in one.cells if not cell and sheet in other.sheets}


def _told(part: _Part, read: set[str]) -> Iterator[Problem]:
    """Yield what a layout told, but not that it passed over a sheet that another one read."""
    return (each for each in part.result.problems if each.code != "sheet_not_read" or each.where.sheet not in read)


def _none_fits(source: Source, asked: Catalogue) -> Exception:
    """Return what is raised where no layout claims a file; what hinders all of them, a password say, goes first."""
    try:
        asked.identify(source)
    except UnknownFormat as fault:
        hint = "'fairness layout try LAYOUT FILE' says what a layout does not find in a file."
        where = source.place
        return UnknownFormat("No layout recognises this file.", candidates=fault.candidates, hint=hint, where=where)
    raise AssertionError  # pragma: no cover - identify raises where nothing claims the file
