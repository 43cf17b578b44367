"""What a layout file may say: one frozen class for each kind of layout.

A layout only describes a file. How a grid is read by one is in `fairness_adapters.layouts.forms`
(kind `workbook`) and `fairness_adapters.layouts.records` (kind `records`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from fairness_adapters.layouts.sheets import Sheets
from fairness_core.classifications import Classification, Code, Group, classification, classifications
from fairness_core.config import PACKAGED, Shelf, Shelved
from fairness_core.observations import Derived, Measure, TableFacts, measures

FigureUnit: TypeAlias = Literal["count", "percent"]


@attrs.frozen(kw_only=True)
class Markers:
    """What texts in a figure's cell mean that there is no figure, by reason; compared without case.

    Texts in `zero` mean none, a figure that is 0: some publishers write a dash for it.
    """

    zero: tuple[str, ...] = ()
    suppressed: tuple[str, ...] = ("*", "[c]", "(c)", "suppressed", "redacted")
    not_recorded: tuple[str, ...] = ("-", "..", ":", "[x]", "[u]", "not known", "not recorded", "no data")
    not_applicable: tuple[str, ...] = ("n/a", "na", "[z]", "not applicable")


@attrs.frozen(kw_only=True)
class Layout(Shelved):
    """What every layout says: the tables it gives, the markers of missing figures, how to break down.

    `sheets` says which sheets are read, all visible ones if it is left out; `measures` are measures of the
    layout's own, beside the packaged ones.
    """

    sheets: Sheets = Sheets()
    measures: Mapping[str, Measure] = attrs.field(factory=dict)
    default_by: tuple[str, ...] = ()
    markers: Markers = Markers()
    tables: Mapping[str, TableFacts] = attrs.field(factory=dict)
    derived: Mapping[str, Derived] = attrs.field(factory=dict)
    notes: tuple[str, ...] = ()

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield what is wrong beyond the types of the keys."""
        yield from self.sheets.faults()

    def known_measures(self) -> Mapping[str, Measure]:
        """Return the packaged measures and the layout's own."""
        return {**measures().measures, **self.measures}


@attrs.frozen(kw_only=True)
class Block:
    """Rows that follow one another under a heading, one for each code of a dimension.

    `labels` are the heading's texts; `first_row` is the row number of the first code, where the form
    numbers its rows. Codes in `optional` may be left out of the form.
    """

    labels: tuple[str, ...]
    measure: str
    where: Mapping[str, str]
    dimension: str
    codes: tuple[str, ...]
    optional: tuple[str, ...] = ()
    first_row: int = 0


@attrs.frozen(kw_only=True)
class Line:
    """One row, known by its label wherever it stands.

    `rows` are the numbers that it may have, where the form numbers its rows: a form can state one
    figure in several places. `groups` are the groups that it is filled in for, where not for all.
    `blank` says what an empty cell means where its column has other headcounts. `base_of` names the
    survey measure whose number of answers it gives. A line without `measure` and `base_of` is
    recognised and not read, because the form works it out from others.
    """

    labels: tuple[str, ...]
    measure: str = ""
    where: Mapping[str, str] = attrs.field(factory=dict)
    unit: FigureUnit = "count"
    rows: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    required: bool = False
    blank: Literal["not recorded", "nobody"] = "not recorded"
    base_of: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the row's figures are taken, rather than only recognised."""
        return bool(self.measure or self.base_of)


@attrs.frozen(kw_only=True)
class SurveySeason:
    """When a survey takes place: from and to (day and month, "1 September"), so many years back."""

    start: str
    end: str
    years_back: int


@attrs.frozen(kw_only=True)
class WorkbookLayout(Layout):
    """A form: row labels down one side, and columns for each group and year.

    `dimension` is what the columns are grouped by and `groups` the groups they may have. Years come
    from the headings above the columns; `years` says what headings mean that name none ("This year" = 2025).
    `year_end` ("31 March") is the day that a year ends on.
    """

    kind: Literal["workbook"]
    dimension: str
    groups: tuple[str, ...]
    classifications: Mapping[str, str]
    year_end: str
    survey: SurveySeason
    years: Mapping[str, int] = attrs.field(factory=dict)
    row_number_headings: tuple[str, ...] = ()
    organisation_labels: tuple[str, ...] = ()
    blocks: Mapping[str, Block]
    lines: Mapping[str, Line]

    def code_list(self, dimension: str) -> Classification:
        """Return the classification that a dimension's codes belong to."""
        return classification(self.classifications[dimension], self.shelf)

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield measures, classifications and codes that do not exist."""
        yield from super().faults()
        known = self.known_measures()
        used = {f"blocks.{name}": block.measure for name, block in self.blocks.items()}
        used |= {f"lines.{name}": line.measure or line.base_of for name, line in self.lines.items()}
        for path, measure in used.items():
            if measure and measure not in known:
                yield path, f"There is no measure {measure!r}."
        for name, block in self.blocks.items():
            if block.dimension not in self.classifications:
                yield f"blocks.{name}.dimension", f"No classification is given for {block.dimension!r}."
                continue
            there = self.code_list(block.dimension)
            unknown = [code for code in block.codes if code not in {*there.codes, *there.groups}]
            yield from ((f"blocks.{name}.codes", f"There is no code {code!r}.") for code in unknown)


@attrs.frozen(kw_only=True)
class CodeColumn:
    """A column of codes: its headings, what its texts mean, and which of them are totals.

    `codes` maps a code to the texts that mean it; with `classification`, texts that are not listed
    are looked up there. Texts in `totals` state a total: such a row is not broken down by this
    dimension. Without `classification` the codes and their first texts make a list of their own.
    """

    labels: tuple[str, ...]
    classification: str = ""
    codes: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    totals: tuple[str, ...] = ()

    def faults_of(self, path: str, name: str, shelf: Shelf = PACKAGED) -> Iterable[tuple[str, str]]:
        """Yield a classification that does not exist, and codes that it does not have."""
        if self.classification and self.classification not in (known := classifications(shelf)):
            there = ", ".join(known)
            yield f"{path}.classification", f"There is no classification {self.classification!r}; there are: {there}."
            return
        there_are = self.code_list(name, shelf)
        unknown = [code for code in self.codes if code not in {*there_are.codes, *there_are.groups}]
        listed = f" ('fairness codes {self.classification}' lists them)" if self.classification else ""
        yield from ((f"{path}.codes", f"There is no code {code!r}{listed}.") for code in unknown)

    def code_list(self, name: str, shelf: Shelf = PACKAGED) -> Classification:
        """Return the classification that the column's codes belong to."""
        if self.classification:
            return classification(self.classification, shelf)
        codes = {code: Code(label=texts[0], aliases=texts[1:]) for code, texts in self.codes.items() if texts}
        return Classification(id=name, revision=1, title=name, source="the layout", codes=codes)


@attrs.frozen(kw_only=True)
class PeriodColumn:
    """A column of dates; each row's figure is a snapshot of that day."""

    labels: tuple[str, ...]


@attrs.frozen(kw_only=True)
class RecordsLayout(Layout):
    """A table with one header row, then a row for each person, or for each group with a count.

    Without `count` every row counts one. `ignored` are columns that are known and not used; any
    other column is reported. `derived_labels` name the codes of derived dimensions.
    """

    kind: Literal["records"]
    measure: str
    period: PeriodColumn
    count: tuple[str, ...] = ()
    dimensions: Mapping[str, CodeColumn]
    ignored: tuple[str, ...] = ()
    derived_labels: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield measures, codes and derived dimensions that do not exist."""
        yield from super().faults()
        if self.measure not in self.known_measures():
            yield "measure", f"There is no measure {self.measure!r}."
        for name, column in self.dimensions.items():
            yield from column.faults_of(f"dimensions.{name}", name, self.shelf)
        for name, derived in self.derived.items():
            if derived.dimension not in self.dimensions:
                yield f"derived.{name}.dimension", f"There is no dimension {derived.dimension!r}."

    def code_lists(self) -> Mapping[str, Classification]:
        """Return the classification of every dimension, derived ones included."""
        own = {name: column.code_list(name, self.shelf) for name, column in self.dimensions.items()}
        named = {name: own_codes(name, labels) for name, labels in self.derived_labels.items()}
        return {**own, **named}


def own_codes(name: str, labels: Mapping[str, str]) -> Classification:
    """Make a code list of the layout's own, of codes with one label each."""
    codes = {code: Code(label=label) for code, label in labels.items()}
    groups: Mapping[str, Group] = {}
    return Classification(id=name, revision=1, title=name, source="the layout", codes=codes, groups=groups)
