"""Counts rows: each one, or each text of a column once (a person with two posts, a case with many entries)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import attrs

from fairness_core.observations import Dimensions, Observation, Period
from fairness_core.problems import Place

Key = tuple[Period, Dimensions]


class Tally:
    """The rows counted so far, by period and dimensions.

    `again` are rows whose text was counted before in the same period, `elsewhere` those among them that stand in
    another cut than the first, `unnamed` rows that should have a text and have none (each of them counts).
    """

    def __init__(self) -> None:
        self.counts: Counter[Key] = Counter()
        self.first: dict[Key, int] = {}
        self.again: list[int] = []
        self.elsewhere: list[int] = []
        self.unnamed: list[int] = []
        self._seen: dict[tuple[str, Period], Key] = {}

    def add(self, row: int, text: str, key: Key, *, once: bool) -> None:
        """Count a row, unless its text was counted before."""
        if once and text:
            before = self._seen.get((text, key[0]))
            self._seen.setdefault((text, key[0]), key)
            if before is not None:
                self.again.append(row)
                self.elsewhere += [row] if before != key else []
                return
        elif once:
            self.unnamed.append(row)
        self.first.setdefault(key, row)
        self.counts[key] += 1

    def observations(self, measure: str, place: Callable[[int, int], Place]) -> Iterable[Observation]:
        """Yield a figure for each cut, with the place of its first row."""
        for key, count in self.counts.items():
            where = attrs.evolve(place(self.first[key], 1), field=f"{count} rows, the first one here")
            yield Observation(measure=measure, period=key[0], dimensions=key[1], value=count, where=where)
