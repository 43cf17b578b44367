"""The tables of an equality report: one for each kind of indicator, made of amounts and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from fairness_core.equality.assess import Assessment
from fairness_core.equality.indicators import AnyIndicator, RateRatio, StockRatio
from fairness_core.equality.results import (
    AnyResult,
    CompositionResult,
    GroupRate,
    PointGapResult,
    RateRatioResult,
    Share,
    StockRatioResult,
    SurveyResult,
    Where,
)
from fairness_core.equality.trend import Change
from fairness_core.readings import Reading
from fairness_core.report.draft import Amount, AmountUnit, Cell, Column, Fact, Shorthand, Table
from fairness_core.report.ledger import amount, base_key, count, fact, headcount, percent, pooled, tier_key
from fairness_core.report.metrics import how
from fairness_core.report.wording import gap_amount, stock_amount, survey_amount, survey_gap
from fairness_core.values import Stated

Rows = list[tuple[Cell, ...]]


def main_amount(result: AnyResult, assessment: Assessment) -> Amount:
    """Return the one figure that a result is about."""
    indicator = assessment.standard.indicators[result.indicator]
    match result:
        case RateRatioResult():
            return ratio_amount(result, indicator.decimals)
        case CompositionResult():
            return percent(result.main, indicator.decimals)
        case SurveyResult():
            return survey_gap(result)
        case PointGapResult():
            return gap_amount(result)
        case _:
            return stock_amount(result, indicator.decimals)


def ratio_amount(result: RateRatioResult, decimals: int, bound: str = "value") -> Amount:
    """Return the ratio of a result, or its "low" or "high" limit."""
    value = None if result.estimate is None else getattr(result.estimate, bound)
    if bound == "value" and result.ratio is not None:
        value = result.ratio
    return amount(value, AmountUnit.RATIO, decimals, shown_readings(result), result.why_not)


def shown_readings(result: AnyResult) -> tuple[Reading, ...]:
    """Return the readings that the table of a result shows."""
    match result:
        case RateRatioResult():
            return (*result.top.readings, *result.bottom.readings)
        case CompositionResult():
            return (*result.counts.values(), result.main.denominator)
        case SurveyResult():
            return tuple(result.groups.values())
        case PointGapResult():
            return tuple(
                r for share in (result.part_share, result.whole_share) for r in (share.numerator, share.denominator)
            )
        case _:
            return tuple(reading for readings in result.tiers.values() for reading in readings)


def table(name: str, assessment: Assessment, changes: Sequence[Change]) -> Table:
    """Return the main table of an indicator."""
    results = assessment.of(name)
    first = results[0]
    whole = [result for result in results if not result.where]
    match first:
        case RateRatioResult():
            return _over_years(
                name, assessment, [_ratio_rows(r, assessment, changes) for r in whole if isinstance(r, RateRatioResult)]
            )
        case CompositionResult():
            return _composition(name, assessment, changes)
        case SurveyResult():
            return _over_years(
                name, assessment, [_survey_rows(r, assessment, changes) for r in whole if isinstance(r, SurveyResult)]
            )
        case PointGapResult():
            return _point_gap(name, assessment, changes)
        case _:
            return _stock(name, assessment, changes)


def _named(name: str) -> str:
    return name.replace("-", "_")


def _over_years(name: str, assessment: Assessment, by_year: list[list[tuple[str, Cell]]]) -> Table:
    """Lay one list of (label, cell) a year side by side: figures down, years across."""
    indicator = assessment.standard.indicators[name]
    labels = [label for label, _ in by_year[0]]
    rows = tuple((label, *(year[line][1] for year in by_year)) for line, label in enumerate(labels))
    years = tuple(Column(label=str(result.year)) for result in assessment.of(name) if not result.where)
    return Table(
        name=_named(name), title=f"{indicator.title}, by year", columns=(Column(label="Figure"), *years), rows=rows
    )


def _ratio_rows(result: RateRatioResult, assessment: Assessment, changes: Sequence[Change]) -> list[tuple[str, Cell]]:
    indicator = assessment.standard.indicators[result.indicator]
    assert isinstance(indicator, RateRatio)
    low, high = indicator.non_adverse_range
    readings = shown_readings(result)
    p_value = result.estimate.p_mid_p if result.estimate else None
    confidence = f"{100 * assessment.standard.confidence:.0f}%"
    return [
        *(row for group in (result.top, result.bottom) for row in _group_rows(group, indicator, assessment)),
        (
            f"Ratio: {_label(assessment, indicator.top)} to {_label(assessment, indicator.bottom)}",
            ratio_amount(result, indicator.decimals),
        ),
        (f"{confidence} interval, from", ratio_amount(result, indicator.decimals, "low")),
        (f"{confidence} interval, to", ratio_amount(result, indicator.decimals, "high")),
        ("Difference of the rates, in points", amount(result.gap, AmountUnit.POINTS, 1, readings, result.why_not)),
        ("p-value (mid-p)", amount(p_value, AmountUnit.PROBABILITY, 3, readings, result.why_not)),
        (f"Against the non-adverse range, {low} to {high}", fact(result.position, readings)),
        (f"Significant at {100 * assessment.standard.significance:.0f}%", fact(result.significant, readings)),
        ("Change on the year before", change_cell(result, "", changes, assessment)),
        ("Counts are", how(readings)),
    ]


def _group_rows(group: GroupRate, indicator: RateRatio, assessment: Assessment) -> list[tuple[str, Cell]]:
    label, titles = _label(assessment, group.group), assessment.dataset.measures
    return [
        (f"{label}: {_uncapitalised(titles[indicator.denominator].title)}", pooled(group.people)),
        (f"{label}: {_uncapitalised(titles[indicator.numerator].title)}", pooled(group.events)),
        (f"{label}: rate", percent(group, 1)),
    ]


def _uncapitalised(title: str) -> str:
    """Begin a title with a small letter, so that it can follow a colon; CPD and the like stay."""
    return title[:1].lower() + title[1:]


def _label(assessment: Assessment, group: str) -> str:
    return assessment.standard.code_list.label(group)


def change_cell(result: AnyResult, item: str, changes: Sequence[Change], assessment: Assessment) -> Cell:
    """Return how a figure moved, in words, resting on both years; for the first year that is not applicable."""
    wanted = (result.indicator, result.where, item, result.year)
    change = next((c for c in changes if (c.indicator, c.where, c.item, c.to_year) == wanted), None)
    if change is None:
        return Shorthand.NOT_APPLICABLE.value
    verdict = "" if change.verdict in ("not judged", "same") else change.verdict
    both = [result, *([before] if (before := earlier(result, change.from_year, assessment)) else [])]
    rests_on = frozenset[str]().union(*(_tier_keys(each) | fact("", shown_readings(each)).rests_on for each in both))
    return Fact(value=", ".join(filter(None, (change.moved, verdict))) or "not comparable", rests_on=rests_on)


def earlier(result: AnyResult, year: int, assessment: Assessment) -> AnyResult | None:
    """Return the result of the same figure in another year; None when there is none."""
    wanted = (result.where, _part(result))
    return next((each for each in assessment.of(result.indicator, year) if (each.where, _part(each)) == wanted), None)


def _part(result: AnyResult) -> str:
    return result.part if isinstance(result, PointGapResult) else ""


def _tier_keys(result: AnyResult) -> frozenset[str]:
    if not isinstance(result, StockRatioResult):
        return frozenset()
    return frozenset(tier_key(result, *pair) for pair in result.tiers)


def _survey_rows(result: SurveyResult, assessment: Assessment, changes: Sequence[Change]) -> list[tuple[str, Cell]]:
    rows: list[tuple[str, Cell]] = []
    for group in result.groups:
        label = _label(assessment, group)
        rows.append((f"{label}: percentage", survey_amount(result, group)))
        rows.append((f"{label}: number of answers", _answers(result, group)))
        rows.append((f"{label}: change on the year before", change_cell(result, group, changes, assessment)))
    top, bottom = _label(assessment, result.top), _label(assessment, result.bottom)
    return [
        *rows,
        (f"Gap in points: {top} minus {bottom}", survey_gap(result)),
        ("Percentages are", how(result.groups.values())),
    ]


def _answers(result: SurveyResult, group: str) -> Cell:
    reading = result.groups[group]
    if not isinstance(reading.value, Stated) or reading.value.base is None:
        return Shorthand.NOT_AVAILABLE.value
    return Amount(value=reading.value.base, unit=AmountUnit.COUNT, rests_on=frozenset([base_key(reading)]))


def _composition(name: str, assessment: Assessment, changes: Sequence[Change]) -> Table:
    results = [r for r in assessment.of(name, assessment.latest) if isinstance(r, CompositionResult)]
    groups = tuple(results[0].counts)
    main = _label(assessment, results[0].main.group)
    columns = (
        *_place_columns(assessment),
        *(Column(label=_label(assessment, group), unit=AmountUnit.COUNT) for group in groups),
        Column(label="All", unit=AmountUnit.COUNT),
        Column(label=f"{main} % of all", unit=AmountUnit.PERCENT),
        Column(label=f"{main} % of known", unit=AmountUnit.PERCENT),
        Column(label="Points from whole", unit=AmountUnit.POINTS),
        Column(label="Change"),
        Column(label="Counts are"),
    )
    ordered = sorted(results, key=lambda result: _order(assessment, result.where))
    rows = tuple((*_place(assessment, r.where), *_composition_cells(r, assessment, changes)) for r in ordered)
    title = f"Staff by ethnicity, {results[0].period}"
    return _without_uniform_column(Table(name=_named(name), title=title, columns=columns, rows=rows))


def _without_uniform_column(table: Table) -> Table:
    """Say in a note how the counts were read, where the last column would say the same in every row."""
    said = {row[-1] for row in table.rows}
    if len(said) > 1:
        return table
    note = f"{table.columns[-1].label} {said.pop()} in every row."
    rows = tuple(row[:-1] for row in table.rows)
    return attrs.evolve(table, columns=table.columns[:-1], rows=rows, notes=(*table.notes, note))


def _composition_cells(
    result: CompositionResult, assessment: Assessment, changes: Sequence[Change]
) -> tuple[Cell, ...]:
    decimals = assessment.standard.indicators[result.indicator].decimals
    whole = (result.whole.numerator, result.whole.denominator, result.main.numerator, result.main.denominator)
    from_whole: Cell = amount(result.difference, AmountUnit.POINTS, decimals, whole)
    known = next(share for share in result.shares if (share.group, share.base) == (result.main.group, "known"))
    return (
        *(count(reading) for reading in result.counts.values()),
        count(_everybody(result).denominator),
        percent(result.main, decimals),
        percent(known, decimals),
        from_whole if result.where else Shorthand.NOT_APPLICABLE.value,
        change_cell(result, "", changes, assessment),
        how(shown_readings(result)),
    )


def _everybody(result: CompositionResult) -> Share:
    return next(share for share in result.shares if share.base == "all")


def _place_columns(assessment: Assessment) -> tuple[Column, ...]:
    names = [name.replace("_", " ").capitalize() for name in assessment.by] or ["Staff"]
    return tuple(Column(label=name) for name in names)


def _place(assessment: Assessment, where: Where) -> tuple[str, ...]:
    codes = dict(where)
    names = assessment.by or ("",)
    return tuple(assessment.dataset.label(name, codes[name]) if name in codes else "All" for name in names)


def _order(assessment: Assessment, where: Where) -> list[tuple[int, int, str]]:
    """Order strata with each total before its parts, in the order of the classifications."""
    codes = dict(where)
    return [
        (0, 0, "") if name not in codes else (1, *_code_order(assessment, name, codes[name])) for name in assessment.by
    ]


def _code_order(assessment: Assessment, name: str, code: str) -> tuple[int, str]:
    classification = assessment.dataset.classifications.get(name)
    return classification.order(code) if classification else (0, code)


def _point_gap(name: str, assessment: Assessment, changes: Sequence[Change]) -> Table:
    results = [r for r in assessment.of(name) if isinstance(r, PointGapResult) and not r.where]
    main = _label(assessment, results[0].part_share.group)
    columns = (
        Column(label="Part of the board"),
        Column(label="Year"),
        Column(label=f"{main} members", unit=AmountUnit.COUNT),
        Column(label="All members", unit=AmountUnit.COUNT),
        Column(label=f"{main} share of members", unit=AmountUnit.PERCENT),
        Column(label=f"{main} share of workforce", unit=AmountUnit.PERCENT),
        Column(label="Difference in points", unit=AmountUnit.POINTS),
        Column(label="Change"),
        Column(label="Counts are"),
    )
    parts = list(dict.fromkeys(result.part for result in results))
    ordered = sorted(results, key=lambda result: (parts.index(result.part), result.year))
    rows = tuple(_point_gap_cells(result, changes, assessment) for result in ordered)
    return _without_uniform_column(
        Table(name=_named(name), title="Board and workforce, by year", columns=columns, rows=rows)
    )


def _point_gap_cells(result: PointGapResult, changes: Sequence[Change], assessment: Assessment) -> tuple[Cell, ...]:
    return (
        result.part_label,
        str(result.year),
        count(result.part_share.numerator),
        count(result.part_share.denominator),
        percent(result.part_share, 1),
        percent(result.whole_share, 1),
        gap_amount(result),
        change_cell(result, result.part, changes, assessment),
        how(shown_readings(result)),
    )


def _stock(name: str, assessment: Assessment, changes: Sequence[Change]) -> Table:
    everything = [result for result in assessment.of(name) if isinstance(result, StockRatioResult)]
    results = [result for result in everything if any(result.counts.values())] or everything
    indicator = assessment.standard.indicators[name]
    assert isinstance(indicator, StockRatio)
    tiers = assessment.standard.tiers
    pairs = [
        (group, tier) for group in (indicator.top, indicator.bottom) for tier in (indicator.lower, indicator.upper)
    ]
    columns = (
        Column(label="Staff"),
        Column(label="Year"),
        *(Column(label=f"{_label(assessment, g)}, {tiers[t].label}", unit=AmountUnit.COUNT) for g, t in pairs),
        Column(label="Ratio of odds", unit=AmountUnit.RATIO),
        Column(label="Interval, from", unit=AmountUnit.RATIO),
        Column(label="Interval, to", unit=AmountUnit.RATIO),
        Column(label="Change"),
        Column(label="Counts are"),
    )
    rows = tuple(_stock_cells(result, pairs, indicator, assessment, changes) for result in results)
    return _without_uniform_column(
        Table(name=_named(name), title=f"{indicator.title}, by year", columns=columns, rows=rows)
    )


def _stock_cells(
    result: StockRatioResult,
    pairs: Iterable[tuple[str, str]],
    indicator: AnyIndicator,
    assessment: Assessment,
    changes: Sequence[Change],
) -> tuple[Cell, ...]:
    labels = [assessment.dataset.label(name, code) for name, code in result.where]
    return (
        ", ".join(labels) or "All staff",
        str(result.year),
        *(headcount(result, *pair) for pair in pairs),
        *(stock_amount(result, indicator.decimals, bound) for bound in ("value", "low", "high")),
        change_cell(result, "", changes, assessment),
        how(shown_readings(result)),
    )


def strata_table(name: str, assessment: Assessment) -> Table | None:
    """Return a rate ratio broken down for the latest year; None when it is not broken down."""
    results = [r for r in assessment.of(name, assessment.latest) if isinstance(r, RateRatioResult) and r.where]
    if not results:
        return None
    indicator = assessment.standard.indicators[name]
    assert isinstance(indicator, RateRatio)
    top, bottom = _label(assessment, indicator.top), _label(assessment, indicator.bottom)
    columns = (
        *_place_columns(assessment),
        *(
            Column(label=f"{label}: {what}", unit=unit)
            for label in (top, bottom)
            for what, unit in (("events", AmountUnit.COUNT), ("people", AmountUnit.COUNT), ("rate", AmountUnit.PERCENT))
        ),
        Column(label="Ratio", unit=AmountUnit.RATIO),
        Column(label="Interval, from", unit=AmountUnit.RATIO),
        Column(label="Interval, to", unit=AmountUnit.RATIO),
        Column(label="Against the range"),
        Column(label="Significant"),
    )
    ordered = sorted(results, key=lambda result: _order(assessment, result.where))
    rows = tuple((*_place(assessment, r.where), *_strata_cells(r, indicator.decimals)) for r in ordered)
    return Table(name=f"{_named(name)}_by", title=f"{indicator.title}, {assessment.latest}", columns=columns, rows=rows)


def _strata_cells(result: RateRatioResult, decimals: int) -> tuple[Cell, ...]:
    readings = shown_readings(result)
    return (
        *(cell for g in (result.top, result.bottom) for cell in (pooled(g.events), pooled(g.people), percent(g, 1))),
        *(ratio_amount(result, decimals, bound) for bound in ("value", "low", "high")),
        fact(result.position, readings),
        fact(result.significant, readings),
    )
