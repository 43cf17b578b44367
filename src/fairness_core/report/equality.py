"""The board report of a workforce equality standard: from an assessment to a draft.

A summary in plain words comes first, then a section for each indicator with at most one chart and
one table, then notes on method, doubts, and what was noticed in the data. Sentences are made in
`fairness_core.report.wording`, tables in `tables`, charts in `figures`, the machine-readable
metrics in `metrics`.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from fairness_core.equality.assess import Assessment
from fairness_core.equality.indicators import AnyIndicator, RateRatio, StockRatio
from fairness_core.equality.results import AnyResult, PointGapResult, RateRatioResult, Where
from fairness_core.equality.trend import RULES, Change, compare_years
from fairness_core.problems import Problem
from fairness_core.report import figures, tables, wording
from fairness_core.report.draft import Draft, Provenance, Section, Sentence
from fairness_core.report.ledger import counts, ranks, sums, withheld
from fairness_core.report.metrics import metrics
from fairness_core.statistics import FISHER_TEST, ODDS_INTERVAL


@attrs.frozen(kw_only=True)
class Story:
    """What the sections are told from: an assessment with its comparison of years."""

    assessment: Assessment
    changes: tuple[Change, ...]

    def change(self, result: AnyResult) -> Change | None:
        """Return how a result's figure moved since the year before; None for the first year."""
        item = result.part if isinstance(result, PointGapResult) else ""
        wanted = (result.indicator, result.where, item, result.year)
        return next((c for c in self.changes if (c.indicator, c.where, c.item, c.to_year) == wanted), None)


def build_equality_report(assessment: Assessment, *, problems: Sequence[Problem] = ()) -> Draft:
    """Build the board report of an assessment, with the data's problems; raises `CallerError` when it is empty."""
    story = Story(assessment=assessment, changes=compare_years(assessment))
    standard = assessment.standard
    organisation = assessment.dataset.organisation
    return Draft(
        kind="equality-standard",
        title=f"{standard.title}{': ' + organisation if organisation else ''}",
        subtitle=f"Figures for {_years(assessment)}",
        sections=(_summary(story), *_indicators(story), _method(assessment), *_doubts(assessment)),
        metrics=metrics(assessment, story.changes),
        provenance=_provenance(assessment),
        problems=tuple(problems),
        counts=counts(assessment),
        sums=sums(assessment),
        ranks=ranks(assessment),
        withheld=withheld(assessment),
    )


def _years(assessment: Assessment) -> str:
    return " and ".join(map(str, assessment.years))


def _summary(story: Story) -> Section:
    """The findings of the latest year, one bullet each, with what changed."""
    bullets = [_bullet(story, result) for result in _headline_results(story.assessment)]
    return Section(
        name="summary",
        heading="Summary",
        paragraphs=(
            wording.plain(f"What the figures of {story.assessment.latest} say. The sections below show them in full."),
        ),
        bullets=tuple(bullets),
        notes=(wording.plain(wording.NO_PROOF),),
    )


def _headline_results(assessment: Assessment) -> list[AnyResult]:
    """The whole organisation's results of the latest year; stock ratios have their own strata."""
    return [
        result
        for result in assessment.results
        if result.year == assessment.latest and assessment.standard.indicators[result.indicator].in_summary
        if result.where in _own_strata(assessment, result)
    ]


def _own_strata(assessment: Assessment, result: AnyResult) -> list[Where]:
    """The strata that an indicator is about: the whole, or those that a stock ratio is defined on."""
    indicator = assessment.standard.indicators[result.indicator]
    if not isinstance(indicator, StockRatio):
        return [()]
    found = [each.where for each in assessment.of(result.indicator, result.year)]
    return [where for where in found if not where or where[0][0] in indicator.strata]


def _bullet(story: Story, result: AnyResult) -> Sentence:
    return attrs.evolve(wording.finding(result, story.assessment), then=_moved(story, result))


def _moved(story: Story, result: AnyResult) -> Sentence | None:
    change = story.change(result)
    before = tables.earlier(result, change.from_year, story.assessment) if change else None
    if change is None or before is None:
        return None
    amounts = (tables.main_amount(before, story.assessment), tables.main_amount(result, story.assessment))
    return wording.change_words(change, amounts, story.assessment)


def _indicators(story: Story) -> list[Section]:
    return [
        section
        for name, indicator in story.assessment.standard.indicators.items()
        if story.assessment.of(name)
        for section in _sections(story, name, indicator)
    ]


def _sections(story: Story, name: str, indicator: AnyIndicator) -> list[Section]:
    assessment = story.assessment
    own = [r for r in assessment.of(name, assessment.latest) if r.where in _own_strata(assessment, r)]
    heading = f"Indicator {indicator.number}: {indicator.title}" if indicator.number.isdigit() else indicator.title
    said = [wording.finding(result, assessment) for result in own]
    if isinstance(own[0], RateRatioResult):
        said.append(wording.ratio_evidence(own[0], assessment.standard))
    moved = [sentence for result in own if (sentence := _moved(story, result))] if len(own) == 1 else []
    main = Section(
        name=name,
        heading=heading,
        paragraphs=(wording.plain(indicator.definition), *said, *moved),
        figure=figures.figure(name, assessment),
        table=tables.table(name, assessment, story.changes),
        notes=_notes(indicator, own, assessment.years),
    )
    broken_down = tables.strata_table(name, assessment)
    if broken_down is None:
        return [main]
    by = " and ".join(assessment.by)
    return [main, Section(name=f"{name}-by", heading=f"{indicator.title}: by {by}", level=2, table=broken_down)]


def _notes(indicator: AnyIndicator, results: Sequence[AnyResult], years: Sequence[int]) -> tuple[Sentence, ...]:
    cautions = [c for result in results for reading in tables.shown_readings(result) for c in reading.cautions]
    own = [indicator.caution] if isinstance(indicator, RateRatio) and indicator.caution else []
    pooled = [
        f"{r.years_pooled} years are pooled: the sum of the events over the sum of the people."
        for r in results
        if isinstance(r, RateRatioResult) and r.years_pooled > 1
    ]
    broken = [f"Before {year} and after are not compared: {why}." for year, why in _breaks(indicator, years)]
    rule = [f"Change: {RULES[indicator.better]}."]
    said = [*own, *pooled, *cautions, *broken, *rule, *indicator.doubts]
    return tuple(wording.plain(text) for text in dict.fromkeys(said))


def _breaks(indicator: AnyIndicator, years: Sequence[int]) -> list[tuple[str, str]]:
    """The breaks in an indicator's series that fall between the years of a report."""
    return [(year, why) for year, why in indicator.breaks.items() if years[0] < int(year) <= years[-1]]


def _method(assessment: Assessment) -> Section:
    percent = f"{100 * assessment.standard.confidence:.0f}%"
    told = (
        "Every figure is worked out from unrounded counts and rounded once, half up, for print.",
        f"Intervals are {percent} intervals: the Miettinen-Nurminen score interval for a ratio of rates, its form for "
        "odds for a race disparity ratio, and Newcombe's for a difference of two rates.",
        "The p-value is Fisher's exact test in its mid-p form, two-sided by doubling; a figure is called significant "
        f"when it is under {assessment.standard.significance}.",
        "Indicators 1 and 9 compare a part with the whole that it belongs to, so no test is made of them. Survey "
        "percentages are taken as published.",
        "The direction of a change is that of the figure itself. It does not say how strong the evidence for a change "
        "is.",
        "A count is 'stated' when the source gives it, and 'summed' when it was added up from finer counts.",
    )
    return Section(name="method", heading="How the figures were worked out", bullets=tuple(map(wording.plain, told)))


def _doubts(assessment: Assessment) -> list[Section]:
    """What is not certain about the rules and the reading of the source, said openly."""
    from_source = [note for source in assessment.dataset.sources for note in source.notes]
    derived = [each.doubt for each in assessment.dataset.derived.values() if each.doubt]
    grouping = assessment.standard.code_list.groupings[assessment.standard.grouping].doubt
    doubts = dict.fromkeys([*assessment.standard.doubts, grouping, *from_source, *derived])
    bullets = tuple(wording.plain(text) for text in doubts if text)
    return [Section(name="doubts", heading="What is not certain", bullets=bullets)] if bullets else []


def _provenance(assessment: Assessment) -> Provenance:
    standard = assessment.standard
    return Provenance(
        sources=tuple(
            {"name": source.name, "sha256": source.sha256, "format": source.format}
            for source in assessment.dataset.sources
        ),
        standard={
            "id": standard.id,
            "title": standard.title,
            "revision": str(standard.revision),
            "sha256": standard.sha256,
            "source": standard.source,
        },
        methods=("miettinen-nurminen", ODDS_INTERVAL, "newcombe", FISHER_TEST),
    )
