"""Layout files to readers: a packaged or a local TOML file becomes a format like any other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

import attrs

from fairness_adapters.contract import Confidence, Identification, ReadResult
from fairness_adapters.grid import Workbook
from fairness_adapters.layouts.forms import read_form
from fairness_adapters.layouts.hits import observations
from fairness_adapters.layouts.records import find_columns, read_table
from fairness_adapters.layouts.schema import Layout, RecordsLayout, WorkbookLayout
from fairness_adapters.layouts.table_rows import read_sheets
from fairness_adapters.layouts.table_schema import TableLayout
from fairness_adapters.source import Source
from fairness_adapters.workbooks import TABLES, open_workbook
from fairness_core.classifications import Classification
from fairness_core.config import PACKAGED, Shelf, load, parse_toml
from fairness_core.errors import CallerError, ConfigError
from fairness_core.observations import Dataset, Observation, SourceFacts
from fairness_core.problems import Place, Problem, error

PACKAGE, KIND = "fairness_adapters", "layouts"
L = TypeVar("L", bound=Layout)
AnyLayout: TypeAlias = WorkbookLayout | RecordsLayout | TableLayout
CERTAIN_FROM, LIKELY_FROM = 10, 3
"""How many rows of a form must be recognised for the layout to be certain, or likely."""
LOOKED_AT = 500
"""How many rows of a table are read to recognise it."""
CERTAIN_HEADINGS = 4
"""How many columns of a table must be recognised for the layout to be certain."""
_NO_TIME = "its column headings are there, but the time that its figures are of was not found"
_REASONS: Mapping[str, str] = {
    "no_sheet": "no sheet that it speaks of is there",
    "no_header": "its column headings are not there",
    **dict.fromkeys(["nothing_above", "stretch_not_known", "not_a_day"], _NO_TIME),
}
"""Why a table's layout does not claim a file, by the code of the problem that is met in it."""


@attrs.frozen(kw_only=True)
class Understood:
    """What a layout made of a file: figures, problems, code lists of the dimensions, the organisation's name."""

    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...]
    classifications: Mapping[str, Classification]
    organisation: str = ""


@attrs.frozen(kw_only=True)
class Engine(Generic[L]):
    """How the layouts of one kind are read: their class, how to recognise a file as theirs, and how to read it."""

    layout: type[L]
    identify: Callable[[L, Workbook], Identification]
    read: Callable[[L, Workbook], Understood]


def _identify_records(layout: RecordsLayout, workbook: Workbook) -> Identification:
    sheets = [grid for grid in layout.sheets.chosen(workbook) if find_columns(layout, grid)]
    confidence = Confidence.CERTAIN if sheets else Confidence.NO
    reason = "all its column headings are there" if sheets else "its column headings are not there"
    return Identification(confidence=confidence, reason=reason)


def _read_records(layout: RecordsLayout, workbook: Workbook) -> Understood:
    table = read_table(layout, workbook)
    return Understood(observations=table.observations, problems=table.problems, classifications=layout.code_lists())


def _identify_form(layout: WorkbookLayout, workbook: Workbook) -> Identification:
    found = read_form(layout, workbook).rows
    confidence = Confidence.CERTAIN if found >= CERTAIN_FROM else Confidence.LIKELY
    if found < LIKELY_FROM:
        return Identification(confidence=Confidence.NO, reason="its row labels and column headings are not there")
    return Identification(confidence=confidence, reason=f"{found} of its rows are there")


def _read_form(layout: WorkbookLayout, workbook: Workbook) -> Understood:
    form = read_form(layout, workbook)
    cells = tuple(hit.parsed for hit in form.hits if isinstance(hit.parsed, Problem))
    nothing = () if form.rows else (_no_rows(workbook),)
    return Understood(
        observations=observations(layout, form.hits),
        problems=(*nothing, *form.problems, *cells),
        classifications={name: layout.code_list(name) for name in layout.classifications},
        organisation=form.organisation,
    )


def _no_rows(workbook: Workbook) -> Problem:
    return error(
        "no_rows",
        "No row of this layout is in the file, so nothing was read.",
        where=Place(file=workbook.file),
        hint="Check that this is the file you meant, or choose another format or layout.",
    )


def _identify_table(layout: TableLayout, workbook: Workbook) -> Identification:
    headed_sheets, problems = read_sheets(layout, workbook, LOOKED_AT)
    heads = [head for reading in headed_sheets if reading.observations for head in reading.heads]
    if not heads:
        of_sheets = (each for reading in headed_sheets for each in reading.problems)
        return Identification(
            confidence=Confidence.NO, reason=_lacking({each.code for each in (*problems, *of_sheets)})
        )
    headed = max(len(head.labels) + len({each.column for each in head.figures}) for head in heads)
    sure = layout.claims == "certain" and (layout.sheets.holding or headed >= CERTAIN_HEADINGS)
    confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
    return Identification(confidence=confidence, reason=f"{headed} of its columns are there")


def _lacking(codes: Collection[str]) -> str:
    """Say why nothing was read by a layout, from the codes of what was met."""
    return next((reason for code, reason in _REASONS.items() if code in codes), "no rows of it are there")


def _read_table(layout: TableLayout, workbook: Workbook) -> Understood:
    readings, problems = read_sheets(layout, workbook)
    return Understood(
        observations=tuple(each for reading in readings for each in reading.observations),
        problems=(*(each for reading in readings for each in reading.problems), *problems),
        classifications=layout.code_lists(),
        organisation=next((each.organisation for each in readings if each.organisation), ""),
    )


ENGINES: Mapping[str, Engine[Any]] = {
    "workbook": Engine(layout=WorkbookLayout, identify=_identify_form, read=_read_form),
    "records": Engine(layout=RecordsLayout, identify=_identify_records, read=_read_records),
    "table": Engine(layout=TableLayout, identify=_identify_table, read=_read_table),
}
"""The kinds of layout; a further kind is one more entry here, and its class in `AnyLayout`."""


@attrs.frozen
class LayoutReader:
    """A format declared in TOML: reads workbooks and CSV files into a `Dataset`."""

    layout: AnyLayout

    @property
    def id(self) -> str:
        """The layout's id."""
        return self.layout.id

    @property
    def title(self) -> str:
        """The layout's title."""
        return self.layout.title

    @property
    def reads(self) -> tuple[str, ...]:
        """The kinds of file."""
        return tuple(kind.value for kind in TABLES)

    def identify(self, source: Source) -> Identification:
        """Say whether the file has the layout's columns or rows; raise `SourceError` when it cannot be opened."""
        if source.kind.value not in self.reads:
            return Identification(confidence=Confidence.NO, reason=f"it is {source.kind.described}")
        return self._engine.identify(self.layout, open_workbook(source))

    def read(self, source: Source) -> ReadResult[Dataset]:
        """Read the file; problems carry their cells, and an unknown label stops nothing but is reported."""
        workbook = open_workbook(source)
        found = self._engine.read(self.layout, workbook)
        dataset = Dataset(
            observations=found.observations,
            measures=self.layout.measures,
            classifications=found.classifications,
            tables=self.layout.tables,
            derived=self.layout.derived,
            default_by=self.layout.default_by,
            organisation=found.organisation,
            sources=(_facts(source, self.layout),),
        )
        return ReadResult(value=dataset, problems=_without_echo((*workbook.problems, *found.problems)))

    @property
    def _engine(self) -> Engine[Any]:
        return ENGINES[self.layout.kind]


def _facts(source: Source, layout: AnyLayout) -> SourceFacts:
    return SourceFacts(
        name=source.name,
        sha256=source.sha256,
        format=f"{layout.id} (revision {layout.revision})",
        notes=(*layout.notes, *layout.doubts),
    )


def _without_echo(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Leave out what the workbook says of a sheet of which the layout says more, cell by cell."""
    said = {problem.where.sheet for problem in problems if problem.code == "never_calculated"}
    return tuple(p for p in problems if not (p.code == "formula_not_calculated" and p.where.sheet in said))


def layout_reader(text: str, file: str = "", *, folder: Path | None = None, shelf: Shelf = PACKAGED) -> LayoutReader:
    """Make a reader of a layout's TOML text; raise `ConfigError` with every fault and its key path.

    `extends` may name a layout on the shelf, or a file in `folder` by its name ("ours.toml").
    """
    extend = partial(_text_of, folder, shelf)
    kind = _kind(text, file, extend)
    return LayoutReader(load(text, ENGINES[kind].layout, file=file, extend=extend, shelf=shelf))


def _kind(text: str, file: str, extend: Callable[[str], str], seen: frozenset[str] = frozenset()) -> str:
    tables = parse_toml(text, file)
    parent = tables.get("extends")
    if "kind" not in tables and isinstance(parent, str) and parent not in seen:
        return _kind(extend(parent), parent, extend, seen | {parent})
    kind = tables.get("kind")
    if kind == "form":
        raise _is_form(file)
    if kind not in ENGINES:
        expected = f"one of {', '.join(map(repr, ENGINES))}"
        where = Place(file=file, field="kind")
        raise ConfigError(
            f"{file or 'The layout'} does not say what kind of layout it is.",
            [error("bad_config", "The kind is not known.", where=where, found=repr(kind), expected=expected)],
        )
    return str(kind)


def _is_form(file: str) -> ConfigError:
    hint = "Read forms with 'fairness triage read FORM.docx --layout FILE.toml', or try it with 'fairness layout try'."
    return ConfigError(f"{file or 'The layout'} describes a form, which has answers and no figures.", [], hint=hint)


def _text_of(folder: Path | None, shelf: Shelf, name: str) -> str:
    if name in shelf.ids("forms", PACKAGE):
        raise _is_form(f"The layout {name!r}")
    if folder is None or not name.endswith(".toml"):
        return shelf.text(KIND, name, PACKAGE)
    if Path(name).name != name:
        hint = "Name a file in the same folder, or a packaged layout."
        raise CallerError(f"{name!r} is not the name of a file in the layout's folder.", hint=hint)
    return _read_text(folder / name)


def load_layout(path: Path, shelf: Shelf = PACKAGED) -> LayoutReader:
    """Read a layout file from disk; raise `ConfigError` with every fault and its key path."""
    return layout_reader(_read_text(path), path.name, folder=path.parent, shelf=shelf)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(
            f"The layout {path.name} cannot be read.",
            [],
            hint="Check that the file is there and is plain text (TOML, UTF-8).",
        ) from fault


@cache
def packaged_layouts() -> tuple[LayoutReader, ...]:
    """Return a reader for each layout that comes with the library."""
    texts = {each: PACKAGED.text(KIND, each, PACKAGE) for each in PACKAGED.ids(KIND, PACKAGE)}
    return tuple(layout_reader(text, f"{each}.toml") for each, text in texts.items())
