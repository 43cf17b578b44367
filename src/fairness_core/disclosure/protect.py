"""The door: a `Draft` goes in, a `Report` comes out, and writers take a `Report` and nothing else.

Hiding works on counts: a small count is hidden; so is one more member of every sum in which a
single count would be left to work out, whether we hid it or the source did; and every amount, fact,
sentence and point that rests on a hidden count goes with it. Sums that the draft does not list are not
looked at, and nor are other reports on the same people: that is the full treatment's work.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence, Set
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

Sum = tuple[str, tuple[str, ...]]

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
    hidden = hidden_counts(draft.counts, draft.sums, policy.threshold, draft.ranks, draft.withheld)
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
    withheld: Set[str] = frozenset(),
) -> frozenset[str]:
    """Return the keys to hide: counts from 1 to threshold - 1, and what would give away one of them or of `withheld`.

    `withheld` are figures that the source hid. Where a reader could work one out, sum by sum, from what is shown,
    one more is hidden: one of the lowest rank, of those the one that leaves the fewest other sums in that state,
    and of those the smallest; zeros last. Members of a sum that are neither counts nor withheld are not shown, and
    may be worked out on the way. What several sums tell only together, and ranges that two hidden numbers leave,
    are not looked at.
    """
    if threshold <= 1:
        return frozenset()
    search = _Search(counts, sums, ranks or {})
    search.hide({key for key, count in counts.items() if 0 < count < threshold} | (withheld - counts.keys()))
    while told := search.first_told():
        search.hide({min(told, key=search.harm)})
    return frozenset(search.secret & counts.keys())


class _Search:
    """What is hidden so far, and the sums by which a reader could work it out."""

    def __init__(self, counts: Mapping[str, int], sums: Iterable[Sum], ranks: Mapping[str, int]) -> None:
        self.counts, self.ranks = counts, ranks
        self.secret: set[str] = set()
        found = {frozenset((total, *parts)) for total, parts in sums}
        self.lines = sorted((line for line in found if len(line) > 1), key=sorted)
        self.of: dict[str, list[frozenset[str]]] = defaultdict(list)
        for line in self.lines:
            for key in line:
                self.of[key].append(line)

    def hide(self, keys: Set[str]) -> None:
        """Hide these, and one more member of every sum of which a single one is hidden and all others are shown."""
        self.secret |= keys
        waiting = deque(line for line in self.lines if self._tells(line))
        while waiting:
            line = waiting.popleft()
            if self._tells(line):
                chosen = min(line - self.secret, key=self.harm)
                self.secret.add(chosen)
                waiting.extend(each for each in self.of[chosen] if self._tells(each))

    def _tells(self, line: frozenset[str]) -> bool:
        return len(hidden := line & self.secret) == 1 and line - hidden <= self.counts.keys()

    def first_told(self) -> frozenset[str]:
        """Work out, sum by sum, what a reader can; return the counts that tell the first secret, none if none is told.

        A member that is neither shown nor secret may be worked out on the way.
        """
        known, shown_by = self.counts.keys() - self.secret, dict[str, frozenset[str]]()
        waiting = deque(self.lines)
        while waiting:
            line = waiting.popleft()
            unknown = line - known
            if len(unknown) == 1:
                (key,) = unknown
                rest = line - unknown
                told = (rest & self.counts.keys()) or frozenset().union(*(shown_by[each] for each in rest))
                if key in self.secret:
                    return told
                known.add(key)
                shown_by[key] = told
                waiting.extend(self.of[key])
        return frozenset()

    def harm(self, key: str) -> tuple[bool, int, int, int, str]:
        """Order counts by how much is lost when they are hidden: zeros last, for they tell that nobody is there."""
        found = [len(line & self.secret) for line in self.of[key]]
        loss = found.count(0) - found.count(1)
        return (self.counts[key] == 0, self.ranks.get(key, 0), loss, self.counts[key], key)


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
