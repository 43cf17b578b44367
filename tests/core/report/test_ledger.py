"""The ledger: which counts the numbers of a report rest on, and which sums tie them together."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest
from tests.core.equality.datasets import MARCH, dataset, figure, groups, made_up_return, percent
from tests.core.report.made_reports import assessed, bands, leaves, report_of, trust, without

from fairness_core.disclosure import hidden_counts, protect, threshold
from fairness_core.equality.assess import Assessment
from fairness_core.equality.results import CompositionResult, GroupRate, Share, StockRatioResult
from fairness_core.observations import Observation, TableFacts, dimensions
from fairness_core.readings import Reading
from fairness_core.report import ledger
from fairness_core.report.draft import Amount, AmountUnit, Fact
from fairness_core.report.equality import build_equality_report
from fairness_core.values import Missing, Reason

GONE = Missing(reason=Reason.SUPPRESSED)


def reading(key: str, value: object) -> Reading:
    """Return a reading of a value."""
    return Reading(key=key, value=value, how="not calculable" if value is GONE else "stated")  # type: ignore[arg-type]


ONE, TWO, NONE = reading("a", 3), reading("b", 4), reading("c", GONE)


def composition(assessment: Assessment, **where: str) -> CompositionResult:
    """Return who is in one stratum."""
    (found,) = [each for each in assessment.of("wres-1") if dict(each.where) == where]
    assert isinstance(found, CompositionResult)
    return found


def test_keys_name_counts_and_bases_and_nothing_else() -> None:
    """A count is named by its own key, a published percentage by that of its base, a missing figure not at all."""
    readings = [ONE, NONE, reading("p", percent("24.0", base=50)), reading("q", percent("24.0"))]
    assert {"a", "p|base"} == ledger.keys(readings)


def test_a_count_is_an_amount_that_rests_on_itself() -> None:
    """What is missing has no value and says why."""
    assert Amount(value=3, unit=AmountUnit.COUNT, rests_on=frozenset({"a"})) == ledger.count(ONE)
    assert Amount(value=None, unit=AmountUnit.COUNT, why_not="suppressed") == ledger.count(NONE)


def test_pooled_years_are_their_sum() -> None:
    """One year that is missing leaves no sum, and says why."""
    assert (7, frozenset({"a", "b"})) == ((found := ledger.pooled((ONE, TWO))).value, found.rests_on)
    assert (None, "suppressed", frozenset({"a"})) == (
        (lost := ledger.pooled((ONE, NONE))).value,
        lost.why_not,
        lost.rests_on,
    )


def test_a_percentage_is_unrounded_and_rests_on_both_counts() -> None:
    """A share and a group's rate alike."""
    share = Share(group="bme", base="all", numerator=ONE, denominator=TWO)
    rate = GroupRate(group="bme", events=(ONE,), people=(TWO,))
    expected = Amount(value=Fraction(75), unit=AmountUnit.PERCENT, decimals=1, rests_on=frozenset({"a", "b"}))
    assert expected == ledger.percent(share, 1) == ledger.percent(rate, 1)


@pytest.mark.parametrize(
    ("denominator", "why_not"),
    [
        (NONE, "suppressed"),
        (reading("d", 2), "more (3) than there are in all (2), so one of the two is wrong"),
        (reading("d", 0), "more (3) than there are in all (0), so one of the two is wrong"),
    ],
)
def test_a_percentage_that_is_none_says_why(denominator: Reading, why_not: str) -> None:
    """A missing count, or a base of nobody."""
    found = ledger.percent(Share(group="bme", base="all", numerator=ONE, denominator=denominator), 1)
    assert (None, why_not) == (found.value, found.why_not)


def test_a_fact_rests_on_its_readings() -> None:
    """Words that tell of a count are hidden with it."""
    assert Fact(value="above", rests_on=frozenset({"a"})) == ledger.fact("above", [ONE, NONE])


def test_every_number_of_a_report_rests_on_counts_that_it_lists() -> None:
    """What an amount, a fact or a point rests on is in the ledger, so that it can be hidden."""
    draft = report_of(trust(2024, 2025), "cluster", "band")
    used = {key for leaf in leaves(draft) if isinstance(leaf, Amount | Fact) for key in leaf.rests_on}
    assert used <= draft.counts.keys()
    assert 150 < len(used)


def test_every_count_of_a_report_rests_on_itself() -> None:
    """No count is shown that the ledger could not hide: where it stands, its key stands."""
    draft = report_of(trust(2025), "cluster", "band")
    counts = [leaf for leaf in leaves(draft) if isinstance(leaf, Amount) and leaf.unit is AmountUnit.COUNT]
    assert all(leaf.value in {draft.counts[key] for key in leaf.rests_on} for leaf in counts if leaf.value is not None)
    assert 100 < len(counts)


def test_every_sum_of_a_report_adds_up() -> None:
    """Each total is the sum of its parts, for groups within a stratum, strata within a total, bands within a tier."""
    draft = report_of(trust(2024, 2025), "cluster", "band")
    whole = [(total, parts) for total, parts in draft.sums if {total, *parts} <= draft.counts.keys()]
    assert 100 < len(whole)
    for total, parts in whole:
        assert draft.counts[total] == sum(draft.counts[part] for part in parts)


def test_groups_and_strata_and_tiers_are_tied() -> None:
    """The sums that would tell a hidden count of the whole, and of one band, are all there."""
    assessment = assessed(bands(2025), "band")
    sums = {(total, frozenset(parts)) for total, parts in ledger.sums(assessment)}
    whole, band = composition(assessment), composition(assessment, band="6")
    everybody = whole.shares[0].denominator
    by_group = {group: each.key for group, each in whole.counts.items()}
    assert (everybody.key, frozenset(by_group.values())) in sums
    assert (whole.shares[1].denominator.key, frozenset([by_group["white"], by_group["bme"]])) in sums
    in_bands = [composition(assessment, band=code).counts["bme"].key for code in ("5", "6", "8a")]
    assert (by_group["bme"], frozenset(in_bands)) in sums
    assert (band.shares[0].denominator.key, frozenset(each.key for each in band.counts.values())) in sums
    tiers = [each for each in assessment.of("disparity-lower-upper") if isinstance(each, StockRatioResult)]
    (clinical,) = [each for each in tiers if dict(each.where) == {"cluster": "clinical"}]
    lower = clinical.tiers["bme", "lower"]
    assert (ledger.tier_key(clinical, "bme", "lower"), frozenset(each.key for each in lower)) in sums


def test_strata_that_do_not_add_up_are_no_sum() -> None:
    """Where people stand in two bands, the bands tell nothing exact of the whole, so nothing is tied."""
    data = attrs.evolve(
        bands(2025),
        observations=(*bands(2025).observations, *groups("headcount", MARCH, {"white": 9, "bme": 9, "unknown": 9})),
    )
    assessment = assessed(data, "band")
    total = composition(assessment).counts["bme"].key
    parts = composition(assessment, band="6").counts["bme"].key
    assert not any(total == each and parts in others for each, others in ledger.sums(assessment))


def two_bands(bme: int) -> Assessment:
    """Return an assessment of two bands, of which the source hides the BME staff of one; `bme` is their total."""
    marked = [
        attrs.evolve(each, value=GONE) if dict(each.dimensions) == {"band": "6", "ethnicity": "bme"} else each
        for band in ("5", "6")
        for each in groups("headcount", MARCH, {"white": 60, "bme": 30, "unknown": 9}, band=band)
    ]
    total = groups("headcount", MARCH, {"white": 120, "bme": bme, "unknown": 18})
    return assessed(dataset(*marked, *total), "band")


def test_a_part_that_the_source_hid_is_a_member_of_the_sum_all_the_same() -> None:
    """The rest of the sum would tell it; it is withheld and no count. Parts above their total are no parts of it."""
    assessment = two_bands(33)
    whole, hidden = composition(assessment).counts, composition(assessment, band="6").counts["bme"].key
    (parts,) = (each for total, each in ledger.sums(assessment) if total == whole["bme"].key)
    assert hidden in parts
    assert {hidden} <= ledger.withheld(assessment)
    assert hidden not in ledger.counts(assessment)
    above = two_bands(29)
    assert not any(total == composition(above).counts["bme"].key for total, _ in ledger.sums(above))


def test_what_the_source_hid_cannot_be_worked_out_from_a_report() -> None:
    """Neither from its own sum nor by way of a total that is not shown; without a policy nothing of it is done."""
    draft = build_equality_report(two_bands(33))
    report = protect(draft, threshold(5))
    assert 0 < report.hidden_counts
    hidden = hidden_counts(draft.counts, draft.sums, 5, draft.ranks, draft.withheld)
    for total, parts in draft.sums:
        assert 1 != len({total, *parts} - (draft.counts.keys() - hidden)) or not {total, *parts} & draft.withheld
    assert frozenset() == hidden_counts(draft.counts, draft.sums, 0, draft.ranks, draft.withheld)


def test_a_total_that_is_printed_nowhere_is_a_member_too() -> None:
    """With all and White stated BME can be worked out, and with it the band that the source hid: one more goes."""
    parts = [
        attrs.evolve(each, value=GONE) if dict(each.dimensions) == {"band": "6", "ethnicity": "bme"} else each
        for band in ("5", "6", "7")
        for each in groups("headcount", MARCH, {"white": 60, "bme": 30, "unknown": 0}, band=band)
    ]
    totals = groups("headcount", MARCH, {"white": 180, "unknown": 0})
    assessment = assessed(dataset(*parts, *totals, figure("headcount", 243)), "band")
    whole = composition(assessment).counts["bme"]
    assert (None, True) == (whole.count, any(total == whole.key for total, _ in ledger.sums(assessment)))
    draft = build_equality_report(assessment)
    hidden = hidden_counts(draft.counts, draft.sums, 5, draft.ranks, draft.withheld)
    assert hidden & {composition(assessment, band=band).counts["bme"].key for band in ("5", "7")}


def test_figures_that_are_merely_not_recorded_are_not_withheld() -> None:
    """What nobody wrote down need not be kept from anybody."""
    assert frozenset() == ledger.withheld(assessed(without(made_up_return(), "appointed")))


def test_the_compared_groups_are_kept_longest() -> None:
    """White and BME rank above unknown and everybody, tiers with them, and the whole above its strata."""
    assessment = assessed(bands(2025), "band")
    ranks = ledger.ranks(assessment)
    whole, band = composition(assessment), composition(assessment, band="6")
    kept = (whole.counts["bme"], whole.counts["unknown"], whole.shares[0].denominator)
    bme, unknown, everybody = (ranks[each.key] for each in kept)
    assert (True, unknown) == (bme > unknown, everybody)
    assert ranks[band.counts["bme"].key] == bme - 1
    (tier, *_) = [each for each in assessment.of("disparity-lower-upper") if isinstance(each, StockRatioResult)]
    assert bme == ranks[ledger.tier_key(tier, "bme", "lower")]


def test_tiers_are_named_apart_by_group_tier_and_place() -> None:
    """No two headcounts of a report share a key."""
    assessment = assessed(trust(2024, 2025))
    results = [each for each in assessment.results if isinstance(each, StockRatioResult)]
    named = {(each.period, each.where, pair): ledger.tier_key(each, *pair) for each in results for pair in each.tiers}
    assert len(named) == len(set(named.values()))


def test_the_readings_of_each_kind_of_result() -> None:
    """All that a result shows is in the ledger, by kind: flows, shares, answers with a base, and parts of a board."""
    data = made_up_return()
    with_base = figure("survey_discrimination", percent("9.0", base=12), data.periods("survey_discrimination")[0])
    assessment = assessed(attrs.evolve(data, observations=(*data.observations, with_base)))
    counts = ledger.counts(assessment)
    by_indicator = {each.indicator: [r.key for r in ledger.readings_of(each)] for each in assessment.results}
    assert 4 == len(by_indicator["wres-2"])
    assert 2 == len(by_indicator["wres-5"])
    assert 4 == len(by_indicator["wres-9"])
    assert [] == by_indicator["disparity-lower-upper"]
    assert {80, 40, 400, 300, 725, 2505, 66, 3296, 15, 2} <= set(counts.values())


def test_without_a_measure_its_counts_are_not_there() -> None:
    """The ledger holds what the report shows and no more."""
    whole, less = (ledger.counts(assessed(each)) for each in (made_up_return(), without(made_up_return(), "appointed")))
    gone = whole.keys() - less.keys()
    assert {"appointed", "shortlisted"} == {key.split("|")[0] for key in gone}


def test_facts_of_a_table_decide_what_an_absent_row_means() -> None:
    """With rows that are absent and mean nobody, zeros are counts of the ledger too."""
    facts = TableFacts(absent="zero", additive_over={"band": ""})
    there = (
        {"ethnicity": "white", "band": "5"},
        {"ethnicity": "white", "band": "6"},
        {"ethnicity": "bme", "band": "5"},
    )
    data = dataset(
        *(Observation(measure="headcount", period=MARCH, dimensions=dimensions(**each), value=5) for each in there),
        tables={"headcount": facts},
    )
    assert 0 in ledger.counts(assessed(data, "band")).values()
