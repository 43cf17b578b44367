"""Laws of the core: what must hold for any figures, whatever their order."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf, isclose
from random import Random

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.core.equality.datasets import MARCH, YEAR, figure, groups
from tests.property.strategies import (
    NATIONAL_CODES,
    Events,
    Sums,
    by_code,
    counts,
    dataset,
    events_of_people,
    ratios,
    tables_with_sums,
)

from fairness_core.classifications import classification
from fairness_core.disclosure import NONE, hidden_counts, protect, threshold
from fairness_core.equality.indicators import Better, RateRatio, StockRatio, standard
from fairness_core.equality.kinds import View, compute_rate_ratio, compute_stock_ratio
from fairness_core.equality.results import RateRatioResult
from fairness_core.equality.trend import Verdict, judge
from fairness_core.observations import Observation, merge
from fairness_core.readings import read
from fairness_core.report.draft import Amount, AmountUnit, Column, Draft, Hidden, Section, Table
from fairness_core.values import round_half_up

WRES = standard("wres-2025")
ETHNICITY = classification("ethnicity")
DISCIPLINARY = WRES.indicators["wres-3"]
OTHER_WAY: dict[Verdict, Verdict] = {"improved": "worsened", "worsened": "improved"}

# --- readings ---------------------------------------------------------------------------------------------------------


@given(by_code("headcount", MARCH), st.sampled_from(sorted(ETHNICITY.groups)))
def test_a_group_is_the_sum_of_its_codes_whatever_their_order(figures: tuple[Observation, ...], group: str) -> None:
    """Any group of the 16+1 codes is the sum of its members, and rests on exactly those."""
    members = ETHNICITY.leaves(group)
    parts = [each for each in figures if dict(each.dimensions)["ethnicity"] in members]
    reading = read(dataset(*figures), "headcount", MARCH, {"ethnicity": group})
    assert sum(each.value for each in parts if isinstance(each.value, int)) == reading.count
    assert {each.key for each in parts} == {each.key for each in reading.rests_on}


@given(by_code("headcount", MARCH))
def test_white_bme_and_unknown_are_everybody(figures: tuple[Observation, ...]) -> None:
    """The three groups add up to the total, as do known and unknown."""
    data = dataset(*figures)
    white, bme, unknown, known = (
        read(data, "headcount", MARCH, {"ethnicity": group}).count or 0
        for group in ("white", "bme", "unknown", "known")
    )
    total = read(data, "headcount", MARCH).count
    assert white + bme + unknown == total == known + unknown


@given(by_code("board_members", MARCH), by_code("board_members", MARCH, sex="f"), st.randoms(use_true_random=False))
def test_a_reading_does_not_depend_on_the_order_of_observations(
    first: tuple[Observation, ...], second: tuple[Observation, ...], random: Random
) -> None:
    """Shuffled observations give the same readings, in every detail."""
    shuffled = [*first, *second]
    random.shuffle(shuffled)
    for where in ({}, {"ethnicity": "bme"}, {"ethnicity": "H"}, {"sex": "f"}, {"ethnicity": "asian", "sex": "f"}):
        one, other = (read(dataset(*order), "board_members", MARCH, where) for order in ([*first, *second], shuffled))
        assert one == other


@given(by_code("headcount", MARCH), by_code("shortlisted", YEAR), by_code("headcount", MARCH, band="6"), st.data())
def test_parts_put_together_in_any_order_give_the_same_readings(
    staff: tuple[Observation, ...],
    applicants: tuple[Observation, ...],
    band: tuple[Observation, ...],
    data: st.DataObject,
) -> None:
    """A return in three files is one return, whichever is opened first."""
    parts = [dataset(*staff), dataset(*applicants), dataset(*band)]
    one, other = merge(parts), merge(data.draw(st.permutations(parts)))
    for measure, period in (("headcount", MARCH), ("shortlisted", YEAR)):
        for where in ({}, {"ethnicity": "bme"}, {"ethnicity": "white", "band": "6"}):
            assert read(one, measure, period, where) == read(other, measure, period, where)


@given(counts(), st.lists(counts(), min_size=1, max_size=5))
def test_a_stated_total_stands_whatever_its_parts(total: int, parts: list[int]) -> None:
    """No parts, however they add up, change a total that is stated."""
    observations = [figure("board_members", part, ward=str(ward)) for ward, part in enumerate(parts)]
    reading = read(dataset(*observations, figure("board_members", total)), "board_members", MARCH)
    assert ("stated", total) == (reading.how, reading.count)


@given(st.sampled_from(NATIONAL_CODES), st.data())
def test_a_label_means_its_code_however_it_is_typed(code: str, data: st.DataObject) -> None:
    """Capitals, spaces around, and dashes for spaces do not change what a label means."""
    label = data.draw(st.sampled_from([ETHNICITY.codes[code].label, *ETHNICITY.codes[code].aliases]))
    typed = data.draw(st.sampled_from([label.upper(), label.lower(), f"  {label}\u00a0", label.replace(" ", " - ")]))
    assert code == ETHNICITY.find(typed)


# --- ratios -----------------------------------------------------------------------------------------------------------


def rate_ratio(top: Events, bottom: Events, *, swap: bool = False) -> RateRatioResult:
    """Compute a ratio of rates, BME over White, or White over BME."""
    assert isinstance(DISCIPLINARY, RateRatio)
    data = dataset(
        *groups("entered_disciplinary", YEAR, {"bme": top[0], "white": bottom[0]}),
        *groups("headcount", MARCH, {"bme": top[1], "white": bottom[1]}),
    )
    turned = attrs.evolve(DISCIPLINARY, top="white", bottom="bme")
    view = View(dataset=data, standard=WRES, year=2025)
    return compute_rate_ratio("wres-3", turned if swap else DISCIPLINARY, view, ())


@given(events_of_people(), events_of_people())
def test_swapping_top_and_bottom_inverts_the_ratio_and_keeps_the_evidence(top: Events, bottom: Events) -> None:
    """1 over the ratio, minus the gap, the same p-values and the same flags for strength and few events."""
    one, other = rate_ratio(top, bottom), rate_ratio(top, bottom, swap=True)
    assert one.estimate is not None
    assert other.estimate is not None
    if one.ratio and other.ratio:
        assert 1 / one.ratio == other.ratio
    assert (one.significant, one.few_events, one.why_not) == (other.significant, other.few_events, other.why_not)
    assert one.gap == -(other.gap or 0)
    assert isclose(one.estimate.p_mid_p or 0, other.estimate.p_mid_p or 0, rel_tol=1e-9)
    opposite = {"below": "above", "above": "below"}
    assert one.position == opposite.get(other.position or "", other.position)


@given(events_of_people(), events_of_people())
def test_a_ratio_is_above_its_range_only_above_1(top: Events, bottom: Events) -> None:
    """Which side of the range a ratio lies on agrees with which rate is higher."""
    result = rate_ratio(top, bottom)
    rates = [Fraction(*top), Fraction(*bottom)]
    if result.position == "above":
        assert rates[0] > rates[1]
    if result.position == "below":
        assert rates[0] < rates[1]
    assert (result.position is None) == (rates == [0, 0])


@given(st.tuples(*[st.integers(1, 5000)] * 3), st.tuples(*[st.integers(1, 5000)] * 3))
def test_disparity_of_lower_to_upper_is_the_product_of_its_steps(
    white: tuple[int, int, int], bme: tuple[int, int, int]
) -> None:
    """Lower to middle times middle to upper, exactly."""
    observations = [
        each
        for band, of_white, of_bme in zip(("5", "6", "8a"), white, bme, strict=True)
        for each in groups("headcount", MARCH, {"white": of_white, "bme": of_bme}, band=band)
    ]
    view = View(dataset=dataset(*observations), standard=WRES, year=2025)
    found = {}
    for name, indicator in WRES.indicators.items():
        if isinstance(indicator, StockRatio):
            found[name.removeprefix("disparity-")] = compute_stock_ratio(name, indicator, view, ()).ratio or Fraction(0)
    assert found["lower-upper"] == found["lower-middle"] * found["middle-upper"]
    assert found["lower-middle"] == Fraction(white[1], white[0]) / Fraction(bme[1], bme[0])


# --- comparison of years ----------------------------------------------------------------------------------------------

FIGURES = st.one_of(ratios(), ratios().map(float), st.just(inf))
RULES: st.SearchStrategy[Better] = st.sampled_from(["lower", "higher", "towards_one", "none"])


@given(FIGURES, FIGURES, RULES)
def test_going_back_undoes_the_verdict(before: Fraction | float, after: Fraction | float, better: Better) -> None:
    """With the years exchanged improved is worsened; same, not judged and not comparable stay."""
    verdict = judge(before, after, better)
    assert OTHER_WAY.get(verdict, verdict) == judge(after, before, better)


@given(FIGURES, RULES)
def test_what_did_not_change_is_the_same(value: Fraction | float, better: Better) -> None:
    """A figure is neither better nor worse than itself."""
    assert ("not judged" if better == "none" else "same") == judge(value, value, better)


@given(ratios(), ratios())
def test_distance_from_1_is_that_of_the_ratio_and_of_its_inverse(before: Fraction, after: Fraction) -> None:
    """Which group stands on top makes no difference to whether a ratio came closer to parity."""
    verdict = judge(before, after, "towards_one")
    assert {verdict} == {
        judge(1 / before, after, "towards_one"),
        judge(before, 1 / after, "towards_one"),
        judge(1 / before, 1 / after, "towards_one"),
    }


@given(ratios(), ratios(), ratios())
def test_improvements_add_up(first: Fraction, second: Fraction, third: Fraction) -> None:
    """What improved from the first to the second and to the third year improved over both."""
    for better in ("lower", "higher", "towards_one"):
        if judge(first, second, better) == judge(second, third, better) == "improved":
            assert judge(first, third, better) == "improved"


# --- rounding ---------------------------------------------------------------------------------------------------------

NUMBERS = st.one_of(
    st.fractions(min_value=-(10**9), max_value=10**9),
    st.decimals(min_value=-(10**9), max_value=10**9, places=6),
    st.floats(min_value=-1e9, max_value=1e9),
)


@given(NUMBERS, st.integers(0, 6))
def test_rounding_is_to_the_nearest_and_ties_go_away_from_zero(
    value: Fraction | Decimal | float, decimals: int
) -> None:
    """Never more than half a unit off, at half a unit in the direction away from zero, and symmetric."""
    rounded = round_half_up(value, decimals)
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    off = (Fraction(rounded) - exact) * 10**decimals
    assert abs(off) <= Fraction(1, 2)
    assert abs(off) != Fraction(1, 2) or abs(Fraction(rounded)) > abs(exact)
    assert -decimals == rounded.as_tuple().exponent
    assert -rounded == round_half_up(-value, decimals)


# --- disclosure -------------------------------------------------------------------------------------------------------


@given(tables_with_sums())
def test_no_hidden_count_can_be_had_from_a_listed_sum_by_subtraction(table: Sums) -> None:
    """In every sum either nothing is hidden or at least two members are."""
    hidden = hidden_counts(table.counts, table.sums, table.threshold)
    for total, parts in table.sums:
        assert len({total, *parts} & hidden) != 1, (total, parts)


@given(tables_with_sums(), st.data())
def test_nothing_hidden_can_be_worked_out_sum_by_sum(table: Sums, data: st.DataObject) -> None:
    """Whether we hid it, the source did, or it is not shown at all: an attacker who goes from sum to sum gets none."""
    keys = sorted(table.counts)
    withheld = frozenset(data.draw(st.lists(st.sampled_from(keys), max_size=3)))
    unseen = frozenset(data.draw(st.lists(st.sampled_from(keys), max_size=3))) - withheld
    counts = {key: count for key, count in table.counts.items() if key not in withheld | unseen}
    hidden = hidden_counts(counts, table.sums, table.threshold, withheld=withheld)
    known, before = counts.keys() - hidden, -1
    while before != (before := len(known)):
        for total, parts in table.sums:
            unknown = {total, *parts} - known
            known |= unknown if len(unknown) == 1 and len({total, *parts}) > 1 else set()
    assert not known & (hidden | withheld)


@given(tables_with_sums())
def test_every_small_count_is_hidden_and_no_zero_is(table: Sums) -> None:
    """1 to threshold - 1 never shows; a zero always does."""
    hidden = hidden_counts(table.counts, table.sums, table.threshold)
    small = {key for key, count in table.counts.items() if 0 < count < table.threshold}
    assert small <= hidden
    assert set() == {key for key in hidden if table.counts[key] == 0}
    assert bool(small) == bool(hidden)


@given(tables_with_sums(), st.data())
def test_what_is_hidden_does_not_depend_on_the_order_of_counts_and_sums(table: Sums, data: st.DataObject) -> None:
    """The same counts are hidden however they are listed."""
    keys = data.draw(st.permutations(sorted(table.counts)))
    sums = data.draw(st.permutations(table.sums))
    assert hidden_counts(table.counts, table.sums, table.threshold) == hidden_counts(
        {key: table.counts[key] for key in keys}, sums, table.threshold
    )


def draft(table: Sums) -> Draft:
    """Return a draft whose one table shows every count, and whose metrics hold every sum."""
    rows = tuple(
        (key, Amount(value=count, unit=AmountUnit.COUNT, rests_on=frozenset([key])))
        for key, count in table.counts.items()
    )
    columns = (Column(label="Key"), Column(label="Count", unit=AmountUnit.COUNT))
    shares = {
        f"{place} {total}": Amount(value=1, unit=AmountUnit.PERCENT, rests_on=frozenset([total, *parts]))
        for place, (total, parts) in enumerate(table.sums)
    }
    shown = Table(name="t", title="T", columns=columns, rows=rows)
    return Draft(
        kind="k",
        title="T",
        sections=(Section(name="s", heading="H", table=shown),),
        metrics={"shares": shares},
        counts=table.counts,
        sums=table.sums,
    )


@given(tables_with_sums())
def test_a_protected_report_shows_what_is_not_hidden_and_nothing_else(table: Sums) -> None:
    """Each cell is either as it was or hidden, and hidden exactly when its count is."""
    hidden = hidden_counts(table.counts, table.sums, table.threshold)
    whole = draft(table)
    report = protect(whole, threshold(table.threshold))
    before, after = whole.tables()[0].rows, report.tables()[0].rows
    for (key, shown), (same, cell) in zip(before, after, strict=True):
        assert (key, Hidden(unit=AmountUnit.COUNT) if key in hidden else shown) == (same, cell)
    assert len(hidden) == report.hidden_counts


@given(tables_with_sums())
def test_protecting_twice_hides_what_protecting_once_hid(table: Sums) -> None:
    """The shown cells of a report, with their counts, pass the same door as they are."""
    policy = threshold(table.threshold)
    whole = draft(table)
    once = protect(whole, policy)
    again = protect(attrs.evolve(whole, sections=once.sections, metrics=once.metrics), policy)
    assert once == again
    hidden = hidden_counts(table.counts, table.sums, table.threshold)
    shown = {key: count for key, count in table.counts.items() if key not in hidden}
    assert frozenset() == hidden_counts(shown, table.sums, table.threshold)


@given(tables_with_sums())
def test_the_policy_none_hides_nothing(table: Sums) -> None:
    """Sections and metrics come through as they were."""
    whole = draft(table)
    report = protect(whole, NONE)
    assert (whole.sections, whole.metrics, 0) == (report.sections, report.metrics, report.hidden_counts)


@given(st.integers(1, 10**6), st.integers(0, 6))
def test_an_amount_that_is_not_finite_has_no_rounded_value(value: int, decimals: int) -> None:
    """A number is printed from its rounded value; infinity has none and is said in words."""
    finite = Amount(value=value, unit=AmountUnit.RATIO, decimals=decimals)
    assert f"{finite.rounded:,}" == finite.text
    infinite = Amount(value=inf, unit=AmountUnit.RATIO, decimals=decimals)
    assert (None, "infinity") == (infinite.rounded, infinite.text)
