"""What is wrong with a dataset under a standard: every problem at once, before anything is computed.

The checks themselves are data of the standard (`[checks.X]`), one function here for each kind.
Problems of single cells (text for a number, an unknown label) are the reader's, not these.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise

from fairness_core.equality.assess import reporting_years
from fairness_core.equality.indicators import AddsUp, AnyCheck, AtMost, Jump, Standard, UnknownShare
from fairness_core.equality.kinds import View
from fairness_core.observations import Cut, Dataset, Observation, Period
from fairness_core.problems import Place, Problem, Severity, error, note, warning
from fairness_core.readings import Reading, read_in_cut
from fairness_core.values import Stated, Unit, percentage, round_half_up


def validate(dataset: Dataset, standard: Standard) -> tuple[Problem, ...]:
    """Return every problem of the data under the standard: errors, warnings and notes."""
    views = [View(dataset=dataset, standard=standard, year=year) for year in reporting_years(dataset, standard)]
    return (
        *_nothing(dataset, views),
        *dataset.conflicts(),
        *(problem for each in dataset.observations for problem in _out_of_range(each)),
        *_odd_days(dataset, standard),
        *(problem for view in views for check in standard.checks.values() for problem in _run(check, view)),
        *(
            problem
            for pair in pairwise(views)
            for check in standard.checks.values()
            for problem in _compare(check, *pair)
        ),
    )


def _nothing(dataset: Dataset, views: list[View]) -> Iterable[Problem]:
    if not views:
        names = ", ".join(source.name for source in dataset.sources)
        yield error(
            "no_figures",
            "There is not one figure in it that the standard uses.",
            where=Place(file=names),
            expected="at least one indicator filled in for one year",
            hint="An empty form gives nothing to compute: fill it in, or check that this is the right file.",
        )


def _out_of_range(each: Observation) -> Iterable[Problem]:
    value = each.value
    if isinstance(value, int) and value < 0:
        yield error(
            "negative_count",
            "A number of people cannot be negative.",
            where=each.where,
            found=str(value),
            expected="0 or more",
            hint="Correct the cell, or write 'not known' into it.",
        )
    if isinstance(value, Stated) and value.unit is Unit.PERCENT and not 0 <= value.value <= 100:
        yield error(
            "percentage_out_of_range",
            "A percentage must lie between 0 and 100.",
            where=each.where,
            found=str(value.value),
            expected="a number from 0 to 100",
            hint="Check for a lost decimal point, or a fraction that was multiplied twice.",
        )


def _odd_days(dataset: Dataset, standard: Standard) -> Iterable[Problem]:
    for measure, facts in dataset.measures.items():
        rule = standard.year_rules[facts.flow]
        for period in dataset.periods(measure) if rule.expected_end else ():
            if not standard.is_expected(facts.flow, period.end):
                yield note(
                    "other_day",
                    f"{facts.title}: the figures speak of {period}, the standard of {rule.expected_end}.",
                    where=Place(file=", ".join(source.name for source in dataset.sources)),
                    hint="They are used, but do not compare them with figures of the standard's own day.",
                )


def _run(check: AnyCheck, view: View) -> Iterable[Problem]:
    match check:
        case AtMost():
            return _at_most(check, view)
        case AddsUp():
            return _adds_up(check, view)
        case UnknownShare():
            return _unknown_share(check, view)
        case _:
            return ()


def _compare(check: AnyCheck, earlier: View, later: View) -> Iterable[Problem]:
    return _jump(check, earlier, later) if isinstance(check, Jump) else ()


def _at_most(check: AtMost, view: View) -> Iterable[Problem]:
    for group in view.standard.code_list.groupings[view.standard.grouping].groups:
        part = view.read(check.part, group=group)
        whole = view.read(check.whole, tuple(check.whole_where.items()), group=group)
        if part.count is not None and whole.count is not None and part.count > whole.count:
            yield Problem(
                code="part_above_whole",
                severity=Severity(check.severity),
                message=f"{view.label(group)}, {view.year}: {check.message}",
                where=_place(part),
                found=f"{part.count:,} of {whole.count:,}{_at(whole)}",
                expected=f"at most {whole.count:,}",
                hint=check.hint,
            )


def _place(reading: Reading) -> Place:
    return reading.rests_on[0].where if reading.rests_on else Place()


def _at(reading: Reading) -> str:
    return f" ({_place(reading)})" if reading.how == "stated" and reading.rests_on else ""


def _adds_up(check: AddsUp, view: View) -> Iterable[Problem]:
    """Compare each stated total with the sum of its parts in every next finer cut.

    Where people may stand in two parts, a difference is what one expects, and only a note.
    """
    period = view.period(check.measure)
    cuts = view.dataset.cuts(check.measure, period) if period else ()
    for coarse in cuts:
        finer = [cut for cut in cuts if coarse < cut]
        nearest = [cut for cut in finer if not any(between < cut for between in finer)]
        for total in view.dataset.entries(check.measure, period, coarse).values() if period else ():
            yield from (problem for fine in nearest if period for problem in _total(check, view, period, total, fine))
    if period:
        yield from _two_ways(check, view, period, cuts)


def _two_ways(check: AddsUp, view: View, period: Period, cuts: tuple[Cut, ...]) -> Iterable[Problem]:
    """Where no total is stated, two ways to divide the same people must still come to the same sum."""
    for first, second in combinations(cuts, 2):
        shared = first & second
        if shared in (first, second) or shared in cuts:
            continue
        entries = view.dataset.entries(check.measure, period, first)
        places = {tuple(pair for pair in key if pair[0] in shared): each for key, each in entries.items()}
        for where, entry in places.items():
            sums = [read_in_cut(view.dataset, check.measure, period, dict(where), cut) for cut in (first, second)]
            counts = [each.count for each in sums if each is not None and each.how == "summed" and not each.cautions]
            if len(counts) == 2 and counts[0] != counts[1]:
                yield _differ(check, view, entry, counts, (first - shared, second - shared))


def _differ(check: AddsUp, view: View, entry: Observation, counts: list[int | None], over: tuple[Cut, Cut]) -> Problem:
    ways = [" and ".join(sorted(names)) for names in over]
    return Problem(
        code="parts_disagree",
        severity=Severity(check.severity),
        message=f"{view.dataset.measures[check.measure].title}, {view.year}: two ways to divide them do not agree.",
        where=entry.where,
        found=f"{counts[0]:,} added up by {ways[0]}, {counts[1]:,} by {ways[1]}",
        expected="the same number",
        hint=check.hint,
    )


def _total(check: AddsUp, view: View, period: Period, total: Observation, fine: Cut) -> Iterable[Problem]:
    parts = read_in_cut(view.dataset, check.measure, period, dict(total.dimensions), fine)
    if parts is None or parts.how != "summed" or not isinstance(total.value, int) or parts.count == total.value:
        return
    over = " and ".join(sorted(fine - {name for name, _ in total.dimensions}))
    labels = [view.dataset.label(name, code) for name, code in total.dimensions]
    what = ", ".join([view.dataset.measures[check.measure].title, *labels, str(view.year)])
    twice = bool(parts.cautions)
    yield Problem(
        code="total_differs_from_parts",
        severity=Severity.NOTE if twice else Severity(check.severity),
        message=f"{what}: the stated total is not the sum of its parts by {over}; the stated total is used.",
        where=total.where,
        found=f"{total.value:,} stated, {parts.count:,} added up",
        expected="" if twice else "the same number",
        hint=parts.cautions[0] if twice else check.hint,
    )


def _unknown_share(check: UnknownShare, view: View) -> Iterable[Problem]:
    everyone, unknown = view.read(check.measure), view.read(check.measure, group="unknown")
    share = percentage(unknown.count, everyone.count) if unknown.count and everyone.count else None
    if share is not None and share > check.percent:
        yield warning(
            "many_unknown",
            f"In {view.year} the group of many people is unknown.",
            where=_place(unknown),
            found=f"{unknown.count:,} of {everyone.count:,}, {round_half_up(share, 1)}%",
            expected=f"at most {check.percent}%",
            hint=check.hint,
        )


def _jump(check: Jump, earlier: View, later: View) -> Iterable[Problem]:
    before, after = earlier.read(check.measure), later.read(check.measure)
    if not before.count or after.count is None:
        return
    change = percentage(after.count - before.count, before.count)
    if change is not None and abs(change) > check.percent:
        yield warning(
            "large_change",
            f"From {earlier.year} to {later.year} the total changed a good deal.",
            where=_place(after),
            found=f"{before.count:,}, then {after.count:,}: {round_half_up(change, 1):+}%",
            expected=f"a change of at most {check.percent}%",
            hint=check.hint,
        )
