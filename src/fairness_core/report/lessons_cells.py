"""The numbers of a report on lessons under their keys, and what each rests on.

A number of lessons is hidden by the cases behind it. The numbers of one division (a code and its complement, the
levels) are tied together: all are shown or none, so that no hidden one can be had from the others and their whole.
Rows that would hide a whole table are counted together instead. What is said of the numbers is in `lessons`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from fairness_core.lessons.collate import KINDS, LEVELS, STATUSES, Collation, Split, Tally
from fairness_core.report.draft import Amount, AmountUnit, Column, Section, Sentence, Table

FEW = 20
"""Below this many lessons there are no percentages, only counts: one lesson more or less would move them too far."""


class Cells:
    """Numbers by key. `fewest` is the smallest number of cases that the policy shows; 0 when it hides nothing."""

    def __init__(self, found: Collation, fewest: int) -> None:
        self.fewest = fewest
        self.numbers: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self._ties: dict[str, frozenset[str]] = {}
        self._count(found)

    def divide(self, parts: Mapping[str, Tally], *within: str) -> None:
        """Keep the parts of a division; they are shown together or not at all, and only with what they lie within."""
        tied = frozenset(parts).union(*(self._ties[key] for key in within))
        for key, each in parts.items():
            self.numbers[key], self.counts[key], self._ties[key] = each.number, each.cases, tied

    def tie(self, *keys: str) -> frozenset[str]:
        """Return all that numbers under these keys rest on."""
        return frozenset().union(*(self._ties[key] for key in keys))

    def shown(self, *keys: str) -> bool:
        """Tell whether numbers under these keys may be shown."""
        return not any(0 < self.counts[key] < self.fewest for key in self.tie(*keys))

    def amount(self, key: str) -> Amount:
        """Return a number."""
        return Amount(value=self.numbers[key], unit=AmountUnit.COUNT, rests_on=self.tie(key))

    def share(self, key: str, of: str) -> Amount:
        """Return a share in percent; where there are few lessons, none."""
        whole, rests_on = self.numbers[of], self.tie(key, of)
        if whole < FEW:
            return Amount(value=None, unit=AmountUnit.PERCENT, rests_on=rests_on, why_not=f"fewer than {FEW} lessons")
        return Amount(value=100 * self.numbers[key] / whole, unit=AmountUnit.PERCENT, rests_on=rests_on)

    def change(self, key: str, before: str) -> Amount:
        """Return by how much a number has risen or fallen."""
        value = self.numbers[key] - self.numbers[before]
        return Amount(value=value, unit=AmountUnit.COUNT, rests_on=self.tie(key, before))

    def _count(self, found: Collation) -> None:
        self.divide({"lessons|now": found.lessons})
        self.divide({"lessons|before": found.before})
        self.divide({"cases": Tally(number=found.cases, cases=found.cases)}, "lessons|now")
        for each in found.codes:
            self._split(f"code|{each.code}|now", each.now, "lessons|now")
            self._split(f"code|{each.code}|before", each.before, "lessons|before")
        self.divide({f"level|{level}": found.levels[level] for level in LEVELS}, "lessons|now")
        self.divide({f"kind|{kind}": found.kinds[kind] for kind in KINDS}, "lessons|now")
        for each in found.codes:
            self._by_kind(each.code, {kind: found.by_kind[kind][each.code] for kind in KINDS})
        self._split("unconfirmed", found.unconfirmed, "lessons|now")
        self._split("without_case", found.without_case, "lessons|now")
        coded = {"rejected": found.rejected.part, "kept": found.rejected.rest, "none": found.suggested.rest}
        self.divide({f"coded|{key}": each for key, each in coded.items()}, "lessons|now")
        self.numbers["coded|suggested"], self._ties["coded|suggested"] = (
            found.suggested.part.number,
            self.tie("coded|kept"),
        )
        self.divide({f"actions|{status}": found.actions[status] for status in STATUSES})

    def _split(self, key: str, split: Split, *within: str) -> None:
        """Keep a part and its complement, for whoever knows one and the whole knows the other."""
        self.divide({key: split.part, f"not|{key}": split.rest}, *within)

    def _by_kind(self, code: str, kinds: Mapping[str, Split]) -> None:
        """Keep all four: with the code and without it, what went wrong and what went well."""
        parts = {f"{kind}|{code}": split.part for kind, split in kinds.items()}
        parts |= {f"not|{kind}|{code}": split.rest for kind, split in kinds.items()}
        self.divide(parts, f"code|{code}|now", *(f"kind|{kind}" for kind in kinds))


@attrs.frozen(kw_only=True)
class Row:
    """One row that is to be counted: its label, its numbers, and whether its label may stand in a report."""

    label: str
    parts: tuple[Tally, ...]
    nameable: bool = True


def together(rows: Iterable[Row], fewest: int, label: str) -> tuple[Row, ...]:
    """Count rows with small numbers together, under a label, with as many others as it takes; the rest stay.

    No row that stays has a number from 1 to `fewest` - 1 cases, and nor has the joint row unless all are in it.

    >>> rows = [Row(label=name, parts=(Tally(number=n, cases=n),)) for name, n in (("a", 9), ("b", 2), ("c", 7))]
    >>> [(each.label, each.parts[0].number) for each in together(rows, 5, "Others")]
    [('a', 9), ('Others', 9)]
    """
    every = tuple(rows)
    joined = [each for each in every if not each.nameable or _small(each, fewest)]
    left = sorted((each for each in every if each not in joined), key=_size)
    while joined and left and (len(joined) == 1 or _small(_sum(joined, label), fewest)):
        joined.append(left.pop(0))
    stay = tuple(each for each in every if each not in joined)
    return (*stay, _sum(joined, label)) if joined else stay


def _small(row: Row, fewest: int) -> bool:
    return any(0 < each.cases < fewest for each in row.parts)


def _size(row: Row) -> int:
    return sum(each.number for each in row.parts)


def _sum(rows: Sequence[Row], label: str) -> Row:
    """Add rows up; the same case may stand behind several, so of the cases only the most of one row are sure."""
    columns = zip(*(each.parts for each in rows), strict=True)
    parts = tuple(
        Tally(number=sum(each.number for each in column), cases=max(each.cases for each in column))
        for column in columns
    )
    return Row(label=label, parts=parts)


def plain(*texts: str) -> tuple[Sentence, ...]:
    """Return texts that rest on no count as sentences; empty ones are left out."""
    return tuple(Sentence(template=text) for text in texts if text)


def counted(cells: Cells, name: str, title: str, first: str, rows: Iterable[tuple[str, str]]) -> Table:
    """Return a table of numbers, a row for each label and key."""
    columns = (Column(label=first), Column(label="Number", unit=AmountUnit.COUNT))
    filled = tuple((label, cells.amount(key)) for label, key in rows)
    return Table(name=name, title=title, columns=columns, rows=filled)


def is_told(cells: Cells, section: Section) -> bool:
    """Tell whether a section's table shows more than noughts and hidden numbers; nothing is hidden in some."""
    amounts = [cell for row in section.table.rows for cell in row if isinstance(cell, Amount)] if section.table else []
    hidden = [each for each in amounts if _hides(cells, each)]
    return not hidden or any(each.value for each in amounts if each not in hidden)


def _hides(cells: Cells, amount: Amount) -> bool:
    return any(0 < cells.counts[key] < cells.fewest for key in amount.rests_on)
