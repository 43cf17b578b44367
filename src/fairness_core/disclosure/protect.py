"""The door: a `Draft` goes in, a `Report` comes out, and writers take a `Report` and nothing else.

Hiding works on counts: a small count is hidden; so is one more member of every sum in which a
single count would be left to work out; and every amount, fact, sentence and point that rests on
a hidden count goes with it. Sums that the draft does not list are not looked at, and nor are other
reports on the same people: that is the full treatment's work.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs

from fairness_core.disclosure.policy import Policy
from fairness_core.errors import CallerError
from fairness_core.problems import Problem
from fairness_core.report.draft import (
    Amount,
    Cell,
    Content,
    Draft,
    Fact,
    Figure,
    Hidden,
    Point,
    Section,
    Sentence,
    Series,
    Table,
    Tree,
)

_SEAL = object()


def _opened(seal: object) -> None:
    """Refuse whoever does not hold the seal; no report keeps it, so that no changed copy can be made either."""
    if seal is not _SEAL:
        raise CallerError("A Report is made by protect() only.", hint="Call protect(draft, policy).")


@attrs.frozen(kw_only=True)
class Report(Content):
    """A report that may be written. Only `protect` makes one.

    `policy` is the rule that was applied, `hidden_counts` how many counts it hid; `counted` says whether there
    were any that it could have hidden.
    """

    policy: Policy
    hidden_counts: int
    counted: bool
    _seal: None = attrs.field(repr=False, eq=False, converter=_opened)


def protect(draft: Draft, policy: Policy) -> Report:
    """Hide what could identify a person under `policy`, and return the report that may be written."""
    hidden = hidden_counts(draft.counts, draft.sums, policy.threshold, draft.ranks)
    return Report(
        kind=draft.kind,
        form=draft.form,
        title=draft.title,
        subtitle=draft.subtitle,
        language=draft.language,
        sections=tuple(_section(section, hidden) for section in draft.sections),
        metrics=cast("Mapping[str, Tree]", _tree(draft.metrics, hidden)),
        provenance=draft.provenance,
        problems=draft.problems if policy.threshold <= 1 else tuple(map(_without_figures, draft.problems)),
        policy=policy,
        hidden_counts=len(hidden),
        counted=bool(draft.counts),
        seal=_SEAL,
    )


def hidden_counts(
    counts: Mapping[str, int],
    sums: Iterable[tuple[str, tuple[str, ...]]],
    threshold: int,
    ranks: Mapping[str, int] | None = None,
) -> frozenset[str]:
    """Return the keys to hide: counts from 1 to threshold - 1, and what would give one away.

    In a sum (a total and its parts) where exactly one member is hidden, the others tell it, so one more
    is hidden: one of the lowest rank, of those the one that leaves the fewest other sums in that state,
    and of those the smallest; zeros last. Repeated until no sum has exactly one hidden member. What
    several sums tell together, and ranges that two hidden numbers leave, are not looked at.
    """
    rank = ranks or {}
    hidden = {key for key, count in counts.items() if 0 < count < threshold}
    members = {frozenset((total, *parts)) for total, parts in sums}
    lines = sorted((line for line in members if len(line) > 1 and line <= counts.keys()), key=sorted)
    of: dict[str, list[frozenset[str]]] = defaultdict(list)
    for line in lines:
        for key in line:
            of[key].append(line)

    def harm(key: str) -> tuple[bool, int, int, int, str]:
        # A zero tells that nobody is there, so hiding it protects nobody; it goes only when nothing else is left.
        found = [len(line & hidden) for line in of[key]]
        return (counts[key] == 0, rank.get(key, 0), found.count(0) - found.count(1), counts[key], key)

    waiting = deque(line for line in lines if len(line & hidden) == 1)
    while waiting:
        line = waiting.popleft()
        if len(line & hidden) == 1:
            chosen = min(line - hidden, key=harm)
            hidden.add(chosen)
            waiting.extend(each for each in of[chosen] if len(each & hidden) == 1)
    return frozenset(hidden)


def _without_figures(problem: Problem) -> Problem:
    """Leave out what a finding quotes from the data: the place is enough for those who may open the file."""
    return attrs.evolve(problem, found="", expected="")


def _amount(amount: Amount | Hidden, hidden: frozenset[str]) -> Amount | Hidden:
    if isinstance(amount, Amount) and amount.rests_on & hidden:
        return Hidden(unit=amount.unit)
    return amount


def _cell(cell: Cell, hidden: frozenset[str]) -> Cell:
    if isinstance(cell, Amount):
        return _amount(cell, hidden)
    if isinstance(cell, Fact) and cell.rests_on & hidden:
        return Hidden()
    return cell


def _sentence(sentence: Sentence, hidden: frozenset[str]) -> Sentence:
    then = _sentence(sentence.then, hidden) if sentence.then else None
    if any(isinstance(_cell(part, hidden), Hidden) for part in sentence.parts):
        # Two sentences in a row that only say that something is hidden say it once.
        rest = then.then if then is not None and then.template == then.otherwise else then
        return Sentence(template=sentence.otherwise, otherwise=sentence.otherwise, then=rest)
    return attrs.evolve(sentence, then=then)


def _table(table: Table, hidden: frozenset[str]) -> Table:
    rows = tuple(tuple(_cell(cell, hidden) for cell in row) for row in table.rows)
    return attrs.evolve(table, rows=rows)


def _point(point: Point, hidden: frozenset[str]) -> Point:
    return Point(
        label=point.label,
        value=_amount(point.value, hidden),
        low=_amount(point.low, hidden) if point.low else None,
        high=_amount(point.high, hidden) if point.high else None,
    )


def _figure(figure: Figure, hidden: frozenset[str]) -> Figure:
    series = tuple(
        Series(label=line.label, points=tuple(_point(point, hidden) for point in line.points)) for line in figure.series
    )
    return attrs.evolve(
        figure,
        series=series,
        title=_sentence(figure.title, hidden),
        alternative=_sentence(figure.alternative, hidden),
    )


def _section(section: Section, hidden: frozenset[str]) -> Section:
    return attrs.evolve(
        section,
        paragraphs=tuple(_sentence(each, hidden) for each in section.paragraphs),
        bullets=tuple(_sentence(each, hidden) for each in section.bullets),
        notes=tuple(_sentence(each, hidden) for each in section.notes),
        figure=_figure(section.figure, hidden) if section.figure else None,
        table=_table(section.table, hidden) if section.table else None,
    )


def _tree(tree: Tree, hidden: frozenset[str]) -> Tree:
    if isinstance(tree, Amount | Fact):
        return _cell(tree, hidden)
    if isinstance(tree, Mapping):
        return {key: _tree(value, hidden) for key, value in tree.items()}
    if isinstance(tree, Sequence) and not isinstance(tree, str):
        return tuple(_tree(value, hidden) for value in tree)
    return tree
