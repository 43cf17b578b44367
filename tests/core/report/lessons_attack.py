"""Working out what a protected report on lessons hides: subtraction, and ranges narrowed until nothing moves.

What is printed is read by its labels, as a reader reads it. What must hold of the numbers is written down here anew
and not taken from the builder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from fairness_core.lessons.collate import KINDS, LEVELS, STATUSES, Collation
from fairness_core.report.draft import Amount, Content, Sentence

Known = dict[str, int]
Relation = tuple[str, tuple[str, ...]]
"""A whole and its parts."""


@attrs.define(kw_only=True)
class Range:
    """What a reader knows of a number: it lies from `low` to `high`."""

    low: int
    high: int


def truth(found: Collation) -> dict[str, tuple[int, int]]:
    """Return every number that a reader may think of: how many lessons or actions, and from how many cases."""
    tallies = {"lessons": found.lessons, "before": found.before}
    for each in found.codes:
        tallies |= {f"{each.code} now": each.now.part, f"{each.code} not now": each.now.rest}
        tallies |= {f"{each.code} before": each.before.part, f"{each.code} not before": each.before.rest}
        for kind in KINDS:
            split = found.by_kind[kind][each.code]
            tallies |= {f"{each.code} {kind}": split.part, f"{each.code} not {kind}": split.rest}
    tallies |= {f"level {level}": found.levels[level] for level in LEVELS}
    tallies |= {f"kind {kind}": found.kinds[kind] for kind in KINDS}
    for name, split in (("unconfirmed", found.unconfirmed), ("without case", found.without_case)):
        tallies |= {name: split.part, f"not {name}": split.rest}
    tallies |= {"suggested": found.suggested.part, "not suggested": found.suggested.rest}
    tallies |= {"rejected": found.rejected.part, "not rejected": found.rejected.rest}
    tallies |= {f"actions {status}": found.actions[status] for status in STATUSES}
    for owner in found.owners:
        tallies |= {f"{owner.owner} {status}": owner.statuses[status] for status in STATUSES}
    return {name: (each.number, each.cases) for name, each in tallies.items()}


def relations(found: Collation) -> list[Relation]:
    """Return what must hold of the numbers of any quarter."""
    made: list[Relation] = [
        ("lessons", tuple(f"level {level}" for level in LEVELS)),
        ("lessons", tuple(f"kind {kind}" for kind in KINDS)),
        ("suggested", ("rejected", "not rejected")),
        *(("lessons", (name, f"not {name}")) for name in ("unconfirmed", "without case", "suggested")),
    ]
    for each in found.codes:
        made += [("lessons", (f"{each.code} now", f"{each.code} not now"))]
        made += [("before", (f"{each.code} before", f"{each.code} not before"))]
        made += [(f"kind {kind}", (f"{each.code} {kind}", f"{each.code} not {kind}")) for kind in KINDS]
        made += [(f"{each.code} now", tuple(f"{each.code} {kind}" for kind in KINDS))]
        made += [(f"{each.code} not now", tuple(f"{each.code} not {kind}" for kind in KINDS))]
    for status in STATUSES if found.owners else ():
        made += [(f"actions {status}", tuple(f"{each.owner} {status}" for each in found.owners))]
    return made


_ROWS = {
    "coding": {
        "Lessons without a confirmed code, or with a suggestion not decided on": "unconfirmed",
        "Lessons that come from no case": "without case",
        "Lessons with codes suggested by a program": "suggested",
        "of which with one that somebody rejected": "rejected",
    },
    "levels": {label: f"level {level}" for level, label in LEVELS.items()},
    "kinds": {label: f"kind {kind}" for kind, label in KINDS.items()},
    "actions": {label: f"actions {status}" for status, label in STATUSES.items()},
}


def printed(report: Content, codes: Mapping[str, str]) -> Known:
    """Return every number that a report prints, by what it is of; `codes` are labels by code."""
    known: Known = {}
    for name, value in [*_in_tables(report), *_in_metrics(report.metrics), *_in_sentences(report, codes)]:
        assert known.setdefault(name, value) == value
    return known


def _in_tables(report: Content) -> Iterator[tuple[str, int]]:
    for table in report.tables():
        for label, *cells in table.rows:
            numbers = [
                int(cell.value) if isinstance(cell, Amount) and cell.value is not None else None for cell in cells
            ]
            names = _names(table.name, str(label))
            if table.name.startswith("codes_"):
                # A share of a known whole says nearly what its count is.
                assert numbers[0] is not None or numbers[1] is None
            yield from ((name, value) for name, value in zip(names, numbers, strict=True) if name and value is not None)
            if table.name.startswith("codes_"):
                yield from _by_change(names, numbers)


def _names(table: str, label: str) -> list[str]:
    """Say what the numbers of a row are of."""
    code = re.search(r"\(([A-Z-]+)\)$", label)
    if code and table.startswith("codes_"):
        return [f"{code[1]} now", "", f"{code[1]} before", ""]
    if table == "owners":
        return [f"{label} {status}" for status in (*STATUSES, "due")]
    return [f"{code[1]} strength" if code else _ROWS[table][label]]


def _by_change(names: list[str], numbers: list[int | None]) -> Iterator[tuple[str, int]]:
    """Work out one quarter's number from the other's and the change."""
    now, _, before, change = numbers
    if change is not None and now is not None:
        yield names[2], now - change
    if change is not None and before is not None:
        yield names[0], before + change


def _in_metrics(tree: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    found: dict[str, object] = {"lessons": tree["lessons"], "before": tree["lessons_before"]}
    for each in tree["codes"]:  # type: ignore[attr-defined]
        found |= {f"{each['code']} now": each["lessons"], f"{each['code']} before": each["before"]}
        found |= {f"{each['code']} strength": each["strengths"]}
    for name, label in (("levels", "level"), ("kinds", "kind"), ("actions", "actions")):
        found |= {f"{label} {key.replace('not_said', '')}": each for key, each in tree[name].items()}  # type: ignore[attr-defined]
    found |= {name: tree[name] for name in ("unconfirmed", "suggested", "rejected")}
    yield from (
        (name, int(each.value)) for name, each in found.items() if isinstance(each, Amount) and each.value is not None
    )


def sentences(report: Content) -> Iterator[Sentence]:
    """Yield every sentence of a report, those of its figures too."""
    for section in report.sections:
        yield from (*section.paragraphs, *section.bullets, *section.notes)
        if section.figure:
            yield from (section.figure.title, section.figure.alternative)


def _in_sentences(report: Content, codes: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Read what the sentences and the bars say of codes, in words and numbers."""
    by_label = {label: code for code, label in codes.items()}
    for each in sentences(report):
        for labels, number in re.findall(r"(?:lessons[^:]*|have) ?:? ([A-Z][^:.(]*?)(?:: | \()(\d[\d,]*)", each.text):
            for label in labels.split(" and "):
                if label in by_label:
                    yield f"{by_label[label]} now", int(number.replace(",", ""))
    for section in report.sections:
        for series, when in zip(section.figure.series if section.figure else (), ("now", "before"), strict=False):
            for point in series.points:
                if isinstance(point.value, Amount) and point.value.value is not None:
                    yield f"{by_label[point.label]} {when}", int(point.value.value)


def narrowed(known: Known, rules: Iterable[Relation], highest: int) -> dict[str, Range]:
    """Narrow what each number can be until nothing moves."""
    lines = list(rules)
    names = {name for whole, parts in lines for name in (whole, *parts)} | set(known)
    found = {name: Range(low=known.get(name, 0), high=known.get(name, highest)) for name in names}
    moved = True
    while moved:
        moved = False
        for whole, parts in lines:
            low, high = sum(found[each].low for each in parts), sum(found[each].high for each in parts)
            moved |= _narrow(found[whole], low, high)
            for each in parts:
                rest_low, rest_high = low - found[each].low, high - found[each].high
                moved |= _narrow(found[each], found[whole].low - rest_high, found[whole].high - rest_low)
                low, high = rest_low + found[each].low, rest_high + found[each].high
    return found


def _narrow(each: Range, low: int, high: int) -> bool:
    before = (each.low, each.high)
    each.low, each.high = max(each.low, low), min(each.high, high)
    return before != (each.low, each.high)


def _same_in_both(known: Known, start: str, end: str) -> Known:
    """Return what a report says of the quarter that another calls something else: "now" there is "before" here."""
    names = {f"{name.removesuffix(start)}{end}": value for name, value in known.items() if name.endswith(f" {start}")}
    whole = {"now": "lessons", "before": "before"}
    return names | ({whole[end]: known[whole[start]]} if whole[start] in known else {})


def pinned(
    report: Content, found: Collation, fewest: int, earlier: Content | None = None, later: Content | None = None
) -> dict[str, int]:
    """Return every number from 1 to `fewest` - 1, of lessons or the cases behind them, that a reader can be sure of.

    The reader may have the report of the quarter before too, or that of the quarter after.
    """
    true = truth(found)
    labels = {each.code: each.label for each in found.codes}
    known = printed(report, labels)
    for other, start, end in ((earlier, "now", "before"), (later, "before", "now")):
        known |= _same_in_both(printed(other, labels), start, end) if other else {}
    highest = max(number for number, _ in true.values())
    ranges = narrowed({name: value for name, value in known.items() if name in true}, relations(found), highest)
    sure = {name: each.low for name, each in ranges.items() if each.low == each.high and name in true}
    assert sure == {name: true[name][0] for name in sure}
    small = {name for name, (number, cases) in true.items() if 0 < cases < fewest or 0 < number < fewest}
    return {name: value for name, value in sure.items() if name in small}
