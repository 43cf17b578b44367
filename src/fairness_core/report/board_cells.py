"""The counts behind the return to the board, under keys, with the sums that tie them together.

A number of reviews or contacts is protected by how many *cases* it comes from: six reviews of one case tell of
one person. So each key has a value, which is printed, and a count of cases, by which it is hidden. Some keys are
never printed and stand here because a reader could work them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from fairness_core.report.board_lines import (
    AGES,
    LENGTHS,
    OVER_A_YEAR,
    OVER_SIX_MONTHS,
    Board,
    CaseLine,
    Step,
    Tally,
    median_days,
    quantile,
)
from fairness_core.report.draft import Amount, AmountUnit

NONE_TO_TELL = "there is none"
BANDS = (*LENGTHS, OVER_SIX_MONTHS)
AGE_BANDS = (*AGES, OVER_A_YEAR)
TALLIED = {"reviews": ("exclusions", "limits"), "contacts": ("practitioner", "raised")}
PARTS = ("due", "in_time", "late", "not_done", "explained")
_UNPRINTED = 0
_PRINTED, _TOTAL, _FIRST = 1, 2, 3


class Cells:
    """The values and the counts of cases by key; `sums` and `ranks` are what a `Draft` asks for."""

    def __init__(self, board: Board) -> None:
        self.board, self.lines = board, board.lines
        self.values: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.sums: list[tuple[str, tuple[str, ...]]] = []
        self.ranks: dict[str, int] = {}
        self._spreads: dict[str, list[int]] = {}
        for fill in (self._cases, self._exclusions, self._tallies, self._steps, self._outcomes):
            fill()

    def amount(self, key: str) -> Amount:
        """Return a value as an amount that rests on the count of cases behind it."""
        return Amount(value=self.values[key], unit=AmountUnit.COUNT, rests_on=frozenset([key]))

    def _put(self, key: str, numbers: Iterable[int], rank: int = _PRINTED) -> None:
        """Keep the sum of what each case has, and how many cases have any."""
        found = [each for each in numbers if each]
        self.values[key], self.counts[key] = sum(found), len(found)
        self.ranks[key] = rank

    def _tie(self, total: str, *parts: str) -> None:
        self.sums.append((total, parts))

    def _cases(self) -> None:
        self._put("cases|all", (1 for _ in self.lines), _UNPRINTED)
        self._put("cases|open", (each.is_open for each in self.lines), _FIRST)
        self._put("cases|closed", (each.closed_now for each in self.lines), _TOTAL)
        self._put("cases|earlier", (not each.is_open and not each.closed_now for each in self.lines), _UNPRINTED)
        self._tie("cases|all", "cases|open", "cases|closed", "cases|earlier")
        for band in AGE_BANDS:
            self._put(f"age|{band}", (each.age == band for each in self.lines))
        self._tie("cases|open", *(f"age|{band}" for band in AGE_BANDS))

    def _exclusions(self) -> None:
        lines = self.lines
        self._put("away|now", (len(each.lengths) for each in lines), _FIRST)
        self._put("away|not", (each.is_open and not each.lengths for each in lines), _UNPRINTED)
        self._put("away|start", (each.at_start for each in lines))
        self._put("away|begun", (each.begun for each in lines))
        self._put("away|ended", (each.ended for each in lines))
        self._put("limits|now", (each.limited for each in lines))
        self._put("limits|not", (each.is_open and not each.lengths and not each.limited for each in lines), _UNPRINTED)
        self._put("right|arose", (each.right_arose for each in lines))
        self._put("right|stands", (each.right_stands for each in lines))
        self._put("right|none", (bool(each.lengths) and not each.right_stands for each in lines), _UNPRINTED)
        for band in BANDS:
            self._put(f"away|{band}", (each.length_bands.count(band) for each in lines))
        self._tie("cases|open", "away|now", "away|not")
        self._tie("away|not", "limits|now", "limits|not")
        self._tie("away|now", "away|start", "away|begun", "away|ended")
        self._tie("away|now", *(f"away|{band}" for band in BANDS))
        self._tie("away|now", "right|stands", "right|none")
        self._spread("away", [days for each in lines for days in each.lengths])

    def _tallies(self) -> None:
        for what, kinds in TALLIED.items():
            for kind in kinds:
                self._tally(f"{what}|{kind}", [getattr(each, what)[kind] for each in self.lines])
        self._tie("reviews|exclusions|untimely", "right|arose")

    def _tally(self, key: str, found: list[Tally]) -> None:
        for part in PARTS:
            self._put(f"{key}|{part}", (getattr(each, part) for each in found), _TOTAL if part == "due" else _PRINTED)
        for part in ("untimely", "unexplained"):
            self._put(f"{key}|{part}", (getattr(each, part) for each in found), _UNPRINTED)
        self._tie(f"{key}|due", f"{key}|in_time", f"{key}|late", f"{key}|not_done")
        self._tie(f"{key}|due", f"{key}|in_time", f"{key}|untimely")
        self._tie(f"{key}|untimely", f"{key}|late", f"{key}|not_done")
        self._tie(f"{key}|untimely", f"{key}|explained", f"{key}|unexplained")

    def _steps(self) -> None:
        every = [step for steps in self.board.steps.values() for step in steps]
        for step in every:
            self._put(step_key(step), (each.step == step for each in self.lines))
            # How many left a step is not told: beside those in it now, one step would give away the next.
            self._spread(step_key(step), [each.days_in[step] for each in self.lines if step in each.days_in])
        self._tie("cases|open", *map(step_key, every))

    def _outcomes(self) -> None:
        for decision, choices in self.board.outcomes.items():
            keys = [f"chosen|{decision}|{choice}" for choice in choices]
            for key, choice in zip(keys, choices, strict=True):
                self._put(key, (_chose(each, decision) == choice for each in self.lines))
            self._put(f"chosen|{decision}", (_chose(each, decision) != "" for each in self.lines), _TOTAL)
            self._put(f"open|{decision}", (_chose(each, decision) == "" for each in self.lines), _UNPRINTED)
            self._tie(f"chosen|{decision}", *keys)
            self._tie("cases|all", f"chosen|{decision}", f"open|{decision}")

    def _spread(self, key: str, days: list[int]) -> None:
        """Keep how many lie at or below the median and the lower quarter: a figure rests on them, not on one person."""
        for name, part in (("half", 2), ("quarter", 4)):
            self.counts[f"{key}|{name}"] = -(-len(days) // part)
        self.counts[f"{key}|longest"] = days.count(max(days, default=0))
        self._spreads[key] = days

    def spread(self, key: str) -> Mapping[str, Amount]:
        """Return the median, the two ends of the middle half, and the longest, of the days kept under a key."""
        days = self._spreads[key]
        return {
            "median_days": _days(median_days(days), f"{key}|half"),
            "middle_half_from": _days(quantile(days, Fraction(1, 4)), f"{key}|quarter"),
            "middle_half_to": _days(quantile(days, Fraction(3, 4)), f"{key}|quarter"),
            "longest_days": _days(max(days) if days else None, f"{key}|longest"),
        }


def step_key(step: Step) -> str:
    """Return the key of the cases in a step."""
    return f"in|{'|'.join(step)}"


def _chose(line: CaseLine, decision: str) -> str:
    return line.outcomes.get(decision, "")


def _days(value: Fraction | int | None, key: str) -> Amount:
    why_not = NONE_TO_TELL if value is None else ""
    return Amount(value=value, unit=AmountUnit.COUNT, rests_on=frozenset([key]), why_not=why_not)
