"""From a dataset and a standard to results: every indicator, year and stratum that the data allow.

`assess` computes; `fairness_core.equality.validate` says what is wrong with the data first, and
`fairness_core.equality.trend` compares years.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import attrs

from fairness_core.equality.indicators import AnyIndicator, PointGap, Standard, StockRatio
from fairness_core.equality.kinds import View, compute
from fairness_core.equality.results import AnyResult, Where
from fairness_core.errors import CallerError
from fairness_core.observations import Dataset, Dimensions

MOST_DIMENSIONS = 3
"""More than three dimensions at once gives tables that nobody can read and cells that show persons."""


@attrs.frozen(kw_only=True)
class Assessment:
    """The results of a dataset under a standard, broken down `by` dimensions, for each of `years`."""

    dataset: Dataset
    standard: Standard
    by: tuple[str, ...]
    years: tuple[int, ...]
    results: tuple[AnyResult, ...]

    def of(self, indicator: str, year: int | None = None) -> tuple[AnyResult, ...]:
        """Return the results of one indicator, for one year or for all."""
        return tuple(each for each in self.results if each.indicator == indicator and year in (None, each.year))

    @property
    def latest(self) -> int:
        """The latest reporting year; raises `CallerError` when there is none."""
        if not self.years:
            raise CallerError("There is no figure in the data, so no year to report on.")
        return self.years[-1]


def assess(dataset: Dataset, standard: Standard, *, by: Sequence[str] | None = None) -> Assessment:
    """Compute every indicator of the standard for every reporting year in the data.

    `by` names the dimensions to break down by; results come for the whole organisation, for each
    dimension alone, and for their combinations. Left out, the dataset's own choice is used. Raises
    `CallerError` for a dimension that the data do not have.
    """
    chosen = dataset.default_by if by is None else tuple(dict.fromkeys(by))
    _check_dimensions(dataset, standard, chosen)
    years = reporting_years(dataset, standard)
    views = [View(dataset=dataset, standard=standard, year=year) for year in years]
    results = [
        result
        for name, indicator in standard.indicators.items()
        if any(dataset.periods(measure) for measure in indicator.measures[:1])
        for view in views
        for where in _strata(indicator, view, chosen)
        for result in compute(name, indicator, view, where)
    ]
    return Assessment(dataset=dataset, standard=standard, by=chosen, years=years, results=tuple(results))


def reporting_years(dataset: Dataset, standard: Standard) -> tuple[int, ...]:
    """Return the reporting years that the standard's measures have figures for, earliest first."""
    used = {measure for indicator in standard.indicators.values() for measure in indicator.measures}
    years = {
        standard.reporting_year(dataset.measures[measure].flow, period.end)
        for measure in used
        for period in dataset.periods(measure)
    }
    return tuple(sorted(years))


def _check_dimensions(dataset: Dataset, standard: Standard, by: tuple[str, ...]) -> None:
    there = sorted(dataset.known_dimensions() - {standard.dimension})
    hint = f"These data can be broken down by: {', '.join(there) or 'nothing'}."
    if standard.dimension in by:
        raise CallerError(f"{standard.dimension} is what is compared, so it cannot be broken down by.", hint=hint)
    for name in by:
        if name not in there:
            raise CallerError(f"The data have no dimension {name!r}.", hint=hint)
    if len(by) > MOST_DIMENSIONS:
        raise CallerError(f"{len(by)} dimensions are too many at once.", hint=f"Give {MOST_DIMENSIONS} at the most.")


def _strata(indicator: AnyIndicator, view: View, by: tuple[str, ...]) -> tuple[Where, ...]:
    """List the strata of an indicator in one year: the whole first, then by each set of dimensions."""
    if isinstance(indicator, StockRatio):
        return _stock_strata(indicator, view, by)
    own = {name for part in indicator.parts.values() for name in part.where} if isinstance(indicator, PointGap) else {}
    names = [name for name in by if name not in own]
    chosen = [subset for size in range(1, len(names) + 1) for subset in combinations(names, size)]
    return ((), *(where for subset in chosen for where in _combinations(view, indicator.measures[0], subset)))


def _stock_strata(indicator: StockRatio, view: View, by: tuple[str, ...]) -> tuple[Where, ...]:
    """List a stock ratio's own strata where the data have them (else the whole), then those by dimension."""
    own = [
        where
        for dimension, codes in indicator.strata.items()
        for where in _combinations(view, indicator.measure, (dimension,))
        if where[0][1] in codes
    ]
    further = [name for name in by if name != indicator.dimension and name not in indicator.strata]
    return (*(own or [()]), *(where for name in further for where in _combinations(view, indicator.measure, (name,))))


def _combinations(view: View, measure: str, names: tuple[str, ...]) -> tuple[Where, ...]:
    """List the combinations of codes that the data have for a measure, in the classifications' order."""
    period = view.period(measure)
    found = {
        combination
        for each in view.dataset.observations
        if each.measure == measure and each.period == period
        for combination in _placed(view.dataset, each.dimensions, names)
    }
    return tuple(sorted(found, key=lambda where: [_order(view.dataset, *pair) for pair in where]))


def _placed(dataset: Dataset, dimensions: Dimensions, names: tuple[str, ...]) -> Iterable[Where]:
    """Yield where an observation stands in the named dimensions; nothing when it does not stand in all."""
    has = dict(dimensions)
    codes = [has.get(name) or _derived(dataset, has, name) for name in names]
    if all(codes):
        yield tuple((name, code) for name, code in zip(names, codes, strict=True) if code)


def _derived(dataset: Dataset, has: dict[str, str], name: str) -> str | None:
    derived = dataset.derived.get(name)
    if derived is None:
        return None
    return next((code for code, members in derived.codes.items() if has.get(derived.dimension) in members), None)


def _order(dataset: Dataset, name: str, code: str) -> tuple[int, str]:
    classification = dataset.classifications.get(name)
    return classification.order(code) if classification else (0, code)
