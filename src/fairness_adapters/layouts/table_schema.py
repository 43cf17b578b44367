"""What a layout of kind `table` may say: header rows, columns of labels, columns of figures, where notes begin.

How a sheet is read by one is in `fairness_adapters.layouts.tables` (headers) and `table_rows` (rows).
Every list of labels may hold patterns: see `fairness_adapters.layouts.anchors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

import attrs

from fairness_adapters.grid import CellValue
from fairness_adapters.layouts.anchors import is_pattern, matches, pattern_faults
from fairness_adapters.layouts.periods import Time, parse_time
from fairness_adapters.layouts.schema import CodeColumn, Layout, Markers, SurveySeason, own_codes
from fairness_core.classifications import Classification
from fairness_core.config import Shelf
from fairness_core.observations import Period

TableUnit: TypeAlias = Literal["count", "percent", "fraction", "score", "ratio"]
PERIOD = "period"
"""The name of a header row that tells the time, as a dimension's name says that it tells its codes."""


@attrs.frozen(kw_only=True)
class Header:
    """The rows above the figures.

    `rows` says what each header row tells, from the top: a dimension's name, "period", or "" where it only names
    the columns. The lowest one must stand among the first `within` rows. With `repeats` a further header
    below begins another table of the same kind. A header with one of the headings in `without` is another file's.
    """

    rows: tuple[str, ...] = ("",)
    without: tuple[str, ...] = ()
    within: int = 30
    repeats: bool = False


@attrs.frozen(kw_only=True)
class TableDimension(CodeColumn):
    """A dimension: where its texts stand, what they mean, and which of them state a total.

    It stands in the column headed by one of `labels`, or in `column` ("B") where that has no heading; or in a
    header row that `header.rows` names; or it is the sheet's name (`sheet_name`), or what the pattern `above`
    finds above the table. With `as_written` each text is a code of its own. `matching` is a pattern: what its first
    group finds is looked up, or is the code as written ("Surgery total" is of Surgery); a text without it is not known.
    `blank` says what an empty cell means: the text above it still holds ("above"), a "total", or "unknown".
    `check` compares totals with their parts: they must be the "sum", or "at most" the sum where people stand in
    two parts, or are not compared ("none"). An `optional` column may be lacking.
    """

    labels: tuple[str, ...] = ()
    column: str = ""
    sheet_name: bool = False
    above: str = ""
    as_written: bool = False
    matching: str = ""
    blank: Literal["unknown", "above", "total"] = "unknown"
    check: Literal["sum", "at most", "none"] = "sum"
    optional: bool = False

    def places(self, name: str, header: Header) -> list[str]:
        """Return the ways in which the layout says where the dimension stands; there should be one."""
        said = {
            "labels": bool(self.labels),
            "column": bool(self.column),
            "sheet_name": self.sheet_name,
            "above": bool(self.above),
            "header.rows": name in header.rows,
        }
        return [way for way, used in said.items() if used]


@attrs.frozen(kw_only=True)
class TablePeriod:
    """The time that figures speak of: a column of dates, a header row "period", a text above, or fixed days.

    Where `header.rows` names "period" nothing more need be said. `labels`, `column` and `above` are as for a
    dimension. What the file does not say is written here, as 2025-03-31: the `day` of a stock; the `first_day` and
    `last_day` of what is counted over a time (a stock beside it is of the last day). `years` says what texts mean
    that name no year ("This year" = 2025). A year means the year that
    ends on `year_end`; a date in a column of a flow means the year in which it falls.
    """

    labels: tuple[str, ...] = ()
    column: str = ""
    above: str = ""
    day: str = ""
    first_day: str = ""
    last_day: str = ""
    years: Mapping[str, int] = attrs.field(factory=dict)
    year_end: str = "31 March"
    survey: SurveySeason | None = None

    @property
    def fixed(self) -> Time | None:
        """The time that the layout itself states; None where the file does."""
        day, first, last = (_iso_day(each) for each in (self.day, self.first_day, self.last_day))
        return Period(start=first, end=last) if first and last else day

    def time_of(self, value: CellValue) -> Time | None:
        """Return the time that a cell names; None when it names none."""
        found = parse_time(value, self.year_end)
        said = (year for text, year in self.years.items() if matches([text], value))
        return next(said, None) if found is None else found

    def places(self, header: Header) -> list[str]:
        """Return the ways in which the layout says where the time stands; there should be one."""
        said = {
            "labels": bool(self.labels),
            "column": bool(self.column),
            "above": bool(self.above),
            "day": bool(self.day),
            "first_day": bool(self.first_day or self.last_day),
            "header.rows": PERIOD in header.rows,
        }
        return [way for way, used in said.items() if used]


@attrs.frozen(kw_only=True)
class Condition:
    """A test of a row: the column headed by `labels` (or `column`) holds one of `texts`, or none of `other_than`.

    Where an `optional` column is lacking, every row passes.
    """

    labels: tuple[str, ...] = ()
    column: str = ""
    texts: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    optional: bool = False


@attrs.frozen(kw_only=True)
class OwnMarkers(Markers):
    """What texts mean in these columns; asked before the layout's general `markers`. `zero` are texts for none."""

    zero: tuple[str, ...] = ()
    suppressed: tuple[str, ...] = ()
    not_recorded: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Figures:
    """Columns of figures of one measure.

    `labels` are their headings: the lowest one, or all of them from the top with " / " between. Without labels,
    every column counts whose header rows are understood. `unit`: a "count", a "percent" from 0 to 100, a
    "fraction" from 0 to 1 (given as a percentage), a "score" or a "ratio". Counts in thousands are multiplied with
    `times = 1000`. `where` are codes that hold for all of them,
    `when` the rows that count. `base` heads the column with the number of answers. `blank` says what an empty
    cell means. With `counts = "rows"` each row counts one, once for each text in the column `once_per`.
    `at_most` names another measure of the layout that holds these: nobody is appraised who is not there.
    """

    measure: str
    labels: tuple[str, ...] = ()
    unit: TableUnit = "count"
    times: int = 1
    where: Mapping[str, str] = attrs.field(factory=dict)
    when: tuple[Condition, ...] = ()
    base: tuple[str, ...] = ()
    blank: Literal["not recorded", "zero", "suppressed", "not applicable", "nothing"] = "not recorded"
    markers: OwnMarkers = OwnMarkers()
    counts: Literal["figures", "rows"] = "figures"
    once_per: tuple[str, ...] = ()
    at_most: str = ""
    optional: bool = False


@attrs.frozen(kw_only=True)
class Rows:
    """Which rows are read: not those with a label in `skip`, and none from the first label in `until` (the notes).

    `only` are conditions that each row must meet.
    """

    skip: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    only: tuple[Condition, ...] = ()


@attrs.frozen(kw_only=True)
class TableLayout(Layout):
    """A table: header rows above, columns of labels, columns of figures.

    `organisation` is its name, or a pattern that finds it above the table.
    `ignored` are headings of columns that are known and not used; any other column is reported. With
    `claims = "likely"` the layout gives way to any other that is certain of a file.
    """

    kind: Literal["table"]
    claims: Literal["certain", "likely"] = "certain"
    organisation: str = ""
    header: Header = Header()
    period: TablePeriod = TablePeriod()
    dimensions: Mapping[str, TableDimension] = attrs.field(factory=dict)
    figures: Mapping[str, Figures]
    rows: Rows = Rows()
    ignored: tuple[str, ...] = ()
    derived_labels: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)

    def code_lists(self) -> Mapping[str, Classification]:
        """Return the classification of every dimension, derived ones included."""
        own = {name: dimension.code_list(name, self.shelf) for name, dimension in self.dimensions.items()}
        return {**own, **{name: own_codes(name, labels) for name, labels in self.derived_labels.items()}}

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield what does not exist, what is said twice or not at all, and patterns that are none."""
        yield from super().faults()
        yield from pattern_faults("organisation", [self.organisation])
        yield from self._header_faults()
        yield from self._period_faults()
        for name, dimension in self.dimensions.items():
            yield from _dimension_faults(name, dimension, self.header, self.shelf)
        if not self.figures:
            yield "figures", "There are no figures; add a table [figures.NAME] with its measure."
        for name, figures in self.figures.items():
            yield from self._figure_faults(f"figures.{name}", figures)
        for path, labels in (("rows.skip", self.rows.skip), ("rows.until", self.rows.until), ("ignored", self.ignored)):
            yield from pattern_faults(path, labels)
        yield from _condition_faults("rows.only", self.rows.only)
        for name, derived in self.derived.items():
            if derived.dimension not in self.dimensions:
                yield f"derived.{name}.dimension", f"There is no dimension {derived.dimension!r}."

    def _header_faults(self) -> Iterable[tuple[str, str]]:
        if not self.header.rows:
            yield "header.rows", 'There must be one at least; write [""] for a row that only names the columns.'
        yield from pattern_faults("header.without", self.header.without)
        for name in self.header.rows:
            if name and name != PERIOD and name not in self.dimensions:
                known = 'write "period" for the time, "" for a row that only names the columns'
                yield "header.rows", f"There is no dimension {name!r}; {known}."

    def _period_faults(self) -> Iterable[tuple[str, str]]:
        places = self.period.places(self.header)
        if len(places) != 1:
            found = " and ".join(places) or "nothing"
            yield (
                "period",
                f"Found {found}; say in one way where the time stands: labels, column, above, a header row,"
                " or day, or first_day and last_day.",
            )
        yield from _day_faults(self.period)
        if not _is_day_of_year(self.period.year_end):
            yield "period.year_end", f"Found {self.period.year_end!r}; expected a day and month, such as 31 March."
        yield from _place_faults("period", self.period.labels, self.period.column, self.period.above)

    def _figure_faults(self, path: str, figures: Figures) -> Iterable[tuple[str, str]]:
        measure = self.known_measures().get(figures.measure)
        if measure is None:
            yield f"{path}.measure", f"There is no measure {figures.measure!r}."
        elif measure.flow == "survey" and self.period.survey is None:
            yield "period.survey", f"{path} is a survey's: say when it takes place (start, end, years_back)."
        elif measure.flow == "flow" and self.period.day:
            yield (
                "period.day",
                f"{path} counts what happens over a time, so a day does not say which; write first_day and last_day.",
            )
        for name, code in figures.where.items():
            dimension = self.dimensions.get(name)
            if dimension is None or any(dimension.faults_of("", name, self.shelf)):
                continue
            if code not in _codes(dimension.code_list(name, self.shelf)):
                yield f"{path}.where.{name}", f"There is no code {code!r}."
        if figures.times < 1 or (figures.times > 1 and figures.unit != "count"):
            yield f"{path}.times", "This is a whole number from 1, and for counts only."
        if figures.at_most and figures.at_most not in {each.measure for each in self.figures.values()} - {
            figures.measure
        }:
            yield f"{path}.at_most", f"There are no other figures here with the measure {figures.at_most!r}."
        if figures.once_per and figures.counts != "rows":
            yield f"{path}.once_per", 'This is for counts = "rows" only.'
        yield from pattern_faults(f"{path}.labels", figures.labels)
        yield from pattern_faults(f"{path}.base", figures.base)
        yield from _condition_faults(f"{path}.when", figures.when)


def _day_faults(period: TablePeriod) -> Iterable[tuple[str, str]]:
    for key in ("day", "first_day", "last_day"):
        text = getattr(period, key)
        if text and _iso_day(text) is None:
            yield f"period.{key}", f"Found {text!r}; expected a day such as 2025-03-31."
    first, last = _iso_day(period.first_day), _iso_day(period.last_day)
    if bool(period.first_day) != bool(period.last_day):
        yield "period.first_day", "first_day and last_day belong together: write both."
    elif first and last and first >= last:
        yield "period.last_day", f"Found {period.last_day!r}; expected a day after first_day."


def _dimension_faults(name: str, dimension: TableDimension, header: Header, shelf: Shelf) -> Iterable[tuple[str, str]]:
    path, places = f"dimensions.{name}", dimension.places(name, header)
    if name == PERIOD:
        yield path, "This name is kept for the time; call the dimension something else."
    if len(places) != 1:
        found = " and ".join(places) or "nothing"
        yield (
            path,
            (f"Found {found}; say in one way where it stands: labels, column, above, sheet_name, or a header row."),
        )
    if not (dimension.classification or dimension.codes or dimension.as_written):
        yield path, "Say what its texts mean: a classification, codes, or as_written = true."
    elif not dimension.as_written:
        yield from dimension.faults_of(path, name, shelf)
    texts = [text for listed in dimension.codes.values() for text in listed]
    yield from pattern_faults(f"{path}.codes", texts)
    yield from pattern_faults(f"{path}.totals", dimension.totals)
    if dimension.matching:
        yield from _pattern_needed(f"{path}.matching", dimension.matching)
    yield from _place_faults(path, dimension.labels, dimension.column, dimension.above)


def _place_faults(path: str, labels: Iterable[str], column: str, above: str) -> Iterable[tuple[str, str]]:
    yield from pattern_faults(f"{path}.labels", labels)
    if column and not re.fullmatch("[A-Z]{1,3}", column):
        yield f"{path}.column", f'Found {column!r}; expected the letters of a column, such as "B".'
    if above:
        yield from _pattern_needed(f"{path}.above", above)


def _pattern_needed(path: str, pattern: str) -> Iterable[tuple[str, str]]:
    if not is_pattern(pattern):
        yield path, f'Found {pattern!r}; expected a pattern between slashes, such as "/as at (.*)/".'
    yield from pattern_faults(path, [pattern])


def _condition_faults(path: str, conditions: tuple[Condition, ...]) -> Iterable[tuple[str, str]]:
    for number, each in enumerate(conditions, start=1):
        if bool(each.labels) == bool(each.column):
            yield f"{path}[{number}]", "Say which column it is about: labels, or column."
        if bool(each.texts) == bool(each.other_than):
            yield f"{path}[{number}]", "Say which texts count: texts, or other_than."
        yield from _place_faults(f"{path}[{number}]", each.labels, each.column, "")
        yield from pattern_faults(f"{path}[{number}].texts", (*each.texts, *each.other_than))


def _codes(code_list: Classification) -> set[str]:
    return {*code_list.codes, *code_list.groups}


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_day_of_year(text: str) -> bool:
    try:
        return bool(datetime.strptime(f"{text} 2025", "%d %B %Y"))  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return False
