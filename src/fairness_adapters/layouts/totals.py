"""Stated totals beside the sum of their parts; a total that disagrees is reported at its cell, and kept.

Which of the two is wrong is for a person to say. Where people stand in two parts (two posts, two bands), the
total may be smaller than the sum: the layout says `check = "at most"` for such a dimension.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fairness_adapters.layouts.table_schema import TableDimension, TableLayout
from fairness_core.classifications import Classification
from fairness_core.observations import Dimensions, Observation, Period
from fairness_core.problems import Problem, warning

_IN_TWO_PARTS = ' If people can stand in two parts, write check = "at most" under dimensions.{} in the layout.'
Rest = tuple[str, Period, Dimensions]


def check_totals(layout: TableLayout, observations: Sequence[Observation]) -> Iterable[Problem]:
    """Yield a warning for each stated total that its parts contradict; suppressed parts count as unknown."""
    for name, dimension in layout.dimensions.items():
        if dimension.check != "none" and (dimension.totals or dimension.blank == "total"):
            yield from _check(name, dimension, layout.code_lists()[name], observations)


def check_at_most(layout: TableLayout, observations: Sequence[Observation]) -> Iterable[Problem]:
    """Yield a warning for each figure above the one that holds it: of the same codes, and of a time of the same end."""
    bounds = {each.measure: each.at_most for each in layout.figures.values() if each.at_most}
    by_place = {(each.measure, each.period.end, each.dimensions): each for each in observations if bounds}
    for each in observations:
        whole = by_place.get((bounds.get(each.measure, ""), each.period.end, each.dimensions))
        if whole and isinstance(each.value, int) and isinstance(whole.value, int) and each.value > whole.value:
            yield warning(
                "more_than_its_whole",
                f"This figure is more than the one that should hold it, {whole.measure}.",
                where=each.where,
                found=f"{each.value:,}",
                expected=f"at most {whole.value:,}, from cell {whole.where.cell}",
                hint="Correct the one that is wrong, or take at_most out of the layout.",
            )


def _check(
    name: str, dimension: TableDimension, code_list: Classification, observations: Sequence[Observation]
) -> Iterable[Problem]:
    totals: dict[Rest, Observation] = {}
    parts: dict[Rest, dict[str, Observation]] = {}
    for each in observations:
        code = dict(each.dimensions).get(name)
        rest = (each.measure, each.period, tuple(pair for pair in each.dimensions if pair[0] != name))
        if code is None:
            totals.setdefault(rest, each)
        else:
            parts.setdefault(rest, {}).setdefault(code, each)
    for rest, total in totals.items():
        found = _apart(code_list, parts.get(rest, {}))
        if isinstance(total.value, int) and len(found) > 1:
            yield from _compared(name, dimension, total, total.value, found)


def _apart(code_list: Classification, parts: Mapping[str, Observation]) -> list[Observation]:
    """Return the parts without those that are sums of others, such as a group beside its members."""
    taken: set[str] = set()
    found = []
    for code in sorted(parts, key=lambda each: len(_leaves(code_list, each))):
        leaves = _leaves(code_list, code)
        if not leaves & taken:
            taken |= leaves
            found.append(parts[code])
    return found


def _leaves(code_list: Classification, code: str) -> frozenset[str]:
    known = code in code_list.codes or code in code_list.groups
    return code_list.leaves(code) if known else frozenset([code])


def _compared(
    name: str, dimension: TableDimension, total: Observation, stated: int, parts: Sequence[Observation]
) -> Iterable[Problem]:
    values = [each.value for each in parts if isinstance(each.value, int)]
    lowest, complete = sum(values), len(values) == len(parts)
    advice = "" if dimension.check == "at most" else _IN_TWO_PARTS.format(name)
    if dimension.check == "at most":
        fits = stated >= max(values, default=0) and (stated <= lowest or not complete)
        said = f"at most {lowest:,}, the sum of its {len(parts)} parts, and at least {max(values, default=0):,}"
    else:
        fits = stated == lowest or (not complete and stated > lowest)
        said = f"{lowest:,}, the sum of its {len(parts)} parts"
    if not fits:
        yield warning(
            "total_disagrees",
            f"This total over {name} does not agree with its parts; the figure in the cell was kept.",
            where=total.where,
            found=f"{stated:,}",
            expected=said if complete else f"{said}, or more: some parts have no figure",
            hint=f"Correct the total or the part that is wrong.{advice}",
        )
