"""Readings: a figure looked up in a dataset, or added up from finer figures, and which of the two.

A stated figure is taken as it is. Only where none is stated are finer ones added, from the
coarsest cut that has them, and only over dimensions over which they may be added. Where neither
can be had the reading says why. Nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod
from typing import Literal, TypeAlias

import attrs

from fairness_core.observations import Cut, Dataset, Observation, Period, TableFacts, count_key, value_text
from fairness_core.values import Missing, Reason, Value

Plan: TypeAlias = Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Reading:
    """A figure with how it was come by: stated in the source, summed from finer figures, or neither.

    `key` names the figure. `rests_on` are the observations used, `cautions` what to keep in mind
    with a sum. When `value` is `Missing`, it says why.
    """

    key: str
    value: Value
    how: Literal["stated", "summed", "not calculable"]
    rests_on: tuple[Observation, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def count(self) -> int | None:
        """The value when it is a count, else None."""
        return self.value if isinstance(self.value, int) else None

    @property
    def why_not(self) -> str:
        """Why there is no figure; empty when there is one."""
        return str(self.value) if isinstance(self.value, Missing) else ""


def read(dataset: Dataset, measure: str, period: Period, where: Mapping[str, str] | None = None) -> Reading:
    """Return the figure for the codes or groups in `where`; dimensions left out mean the total.

    A combination that the table lacks counts as 0 only where its source declares so
    (`TableFacts.absent`). A figure that was suppressed is never worked out from its parts.
    """
    asked = _Asked(dataset, measure, period, where or {})
    failed: Reading | None = None
    for cut in dataset.cuts(measure, period):
        reading = asked.in_cut(cut)
        if reading is None:
            continue
        if reading.how != "not calculable" or _is(reading.value, Reason.SUPPRESSED):
            return reading
        failed = failed or reading
    return failed or asked.absent()


def read_in_cut(dataset: Dataset, measure: str, period: Period, where: Mapping[str, str], cut: Cut) -> Reading | None:
    """Return the figure as one cut gives it, to compare with another; None when that cut is silent."""
    return _Asked(dataset, measure, period, where).in_cut(cut)


def _is(value: Value, reason: Reason) -> bool:
    return isinstance(value, Missing) and value.reason is reason


@attrs.frozen
class _Asked:
    """One question to a dataset."""

    dataset: Dataset
    measure: str
    period: Period
    where: Mapping[str, str]

    @property
    def facts(self) -> TableFacts:
        return self.dataset.tables.get(self.measure, TableFacts())

    def in_cut(self, cut: Cut) -> Reading | None:
        """Return the figure as one cut gives it; None when the cut does not speak of what is asked."""
        plan = self.plan(cut)
        if plan is None:
            return None
        entries = self.dataset.entries(self.measure, self.period, cut)
        pairs = [[(name, code) for code in codes] for name, codes in sorted(plan.items())]
        found = [entries[combination] for combination in product(*pairs) if combination in entries]
        if not found:
            return None
        if plan == {name: (code,) for name, code in self.where.items()}:
            return self._stated(found[0])
        holes = prod(len(codes) for codes in plan.values()) - len(found)
        return self._sum(found, [name for name, codes in plan.items() if len(codes) > 1], holes)

    def plan(self, cut: Cut) -> Plan | None:
        """Choose for each dimension of the cut the codes to add up; None when they cannot be had."""
        limits = {}
        for name in self.where.keys() - cut:
            derived = self.dataset.derived.get(name)
            if derived is None or derived.dimension not in cut:
                return None
            limits[derived.dimension] = frozenset(derived.codes.get(self.where[name], ()))
        plan = {name: self._cover(cut, name, limits.get(name)) for name in cut}
        return plan if all(plan.values()) else None

    def _cover(self, cut: Cut, name: str, limit: frozenset[str] | None) -> tuple[str, ...]:
        """Return the fewest codes in use that stand for what is asked of a dimension, without overlap.

        Empty when they cannot be had: no code in use, or a gap where gaps are not declared to be 0.
        """
        in_use = self.dataset.codes_in_use(self.measure, self.period, cut, name)
        leaves = {code: self._leaves(name, code) for code in in_use if limit is None or code in limit}
        asked = self.where.get(name)
        if asked in leaves:
            return (asked,) if asked else ()
        target = self._leaves(name, asked) if asked else frozenset[str]().union(*leaves.values())
        chosen: list[str] = []
        taken: frozenset[str] = frozenset()
        for code in sorted(leaves, key=lambda code: (-len(leaves[code]), code)):
            if leaves[code] <= target and not leaves[code] & taken:
                chosen.append(code)
                taken |= leaves[code]
        return tuple(chosen) if taken == target or self.facts.absent == "zero" else ()

    def _leaves(self, name: str, code: str) -> frozenset[str]:
        classification = self.dataset.classifications.get(name)
        known = classification is not None and (code in classification.codes or code in classification.groups)
        return classification.leaves(code) if classification and known else frozenset([code])

    def _stated(self, found: Observation) -> Reading:
        how: Literal["stated", "not calculable"] = "not calculable" if isinstance(found.value, Missing) else "stated"
        return Reading(key=self._key, value=found.value, how=how, rests_on=(found,))

    def _sum(self, found: list[Observation], over: list[str], holes: int) -> Reading:
        forbidden = [name for name in sorted(over) if not self._may_add(name)]
        if forbidden:
            return self._none(f"no total is stated, and figures may not be added up over {' and '.join(forbidden)}")
        parts = [each.value for each in found if isinstance(each.value, int)]
        if gap := next((each for each in found if not isinstance(each.value, int)), None):
            suppressed = any(_is(each.value, Reason.SUPPRESSED) for each in found)
            why = f"it would be a sum, and a part of it is {value_text(gap.value)} ({gap.where})"
            return self._none(why, found, Reason.SUPPRESSED if suppressed else Reason.NOT_RECORDED)
        if holes and self.facts.absent != "zero":
            return self._none(f"it would be a sum, and the source lacks {holes} of its parts", found)
        cautions = tuple(filter(None, (self.facts.additive_over.get(name, "") for name in sorted(over))))
        return Reading(key=self._key, value=sum(parts), how="summed", rests_on=tuple(found), cautions=cautions)

    def _may_add(self, name: str) -> bool:
        measure = self.dataset.measures.get(self.measure)
        return measure is None or name not in measure.not_additive_over or name in self.facts.additive_over

    def absent(self) -> Reading:
        """Return what a combination means that no cut has: 0 where the source declares so, else nothing."""
        cuts = self.dataset.cuts(self.measure, self.period)
        if self.facts.absent == "zero" and any(self.plan(cut) for cut in cuts):
            return Reading(key=self._key, value=0, how="stated")
        return self._none("the source has no such figure")

    @property
    def _key(self) -> str:
        return count_key(self.measure, self.period, tuple(sorted(self.where.items())))

    def _none(self, detail: str, found: Iterable[Observation] = (), reason: Reason = Reason.NOT_RECORDED) -> Reading:
        value = Missing(reason=reason, detail=detail)
        return Reading(key=self._key, value=value, how="not calculable", rests_on=tuple(found))
