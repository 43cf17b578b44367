"""The wise-compassion quadrant: a leader's private look at themselves, on two scales of 1 to 5.

It describes whoever leads, and never the person that a case is about. So nothing here takes a case, a member of
staff or a day, nothing has an id, and nothing is kept: two numbers go in, and a few words come out for the
person who gave them. The words and their sources are data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, TypeAlias, final

import attrs

from fairness_core.config import RuleFile, load, packaged_text
from fairness_core.errors import CallerError

KIND = "reflection"
Side: TypeAlias = Literal["low", "high"]


@attrs.frozen(kw_only=True)
class Quadrant:
    """One of the four: on which side of each scale it lies, its name, a few words, and one thing to try."""

    wisdom: Side
    compassion: Side
    label: str
    says: str
    try_this: str
    source: str = ""
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Scale:
    """The question that a scale asks, and what its ends mean."""

    asks: str
    low: str
    high: str


@attrs.frozen(kw_only=True)
class Middle:
    """What is said on the midpoint of a scale, which is neither side."""

    says: str
    try_this: str
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Quadrants(RuleFile):
    """The whole of it: two scales from `lowest` to `highest`, four quadrants, and the words for the middle."""

    notice: str
    lowest: int
    highest: int
    scales: Mapping[str, Scale]
    quadrants: Mapping[str, Quadrant]
    middle: Middle

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield what is wrong: no midpoint, a scale too many or missing, a corner twice or missing."""
        if self.highest <= self.lowest or (self.lowest + self.highest) % 2:
            yield "highest", "The scale needs a midpoint: give a highest number that is 2, 4, 6 ... above the lowest."
        if set(self.scales) != {"wisdom", "compassion"}:
            yield "scales", "There are two scales: wisdom and compassion."
        corners = sorted((each.wisdom, each.compassion) for each in self.quadrants.values())
        if corners != [("high", "high"), ("high", "low"), ("low", "high"), ("low", "low")]:
            yield (
                "quadrants",
                "Give each of the four corners once: low and high wisdom, each with low and high compassion.",
            )


@final
@attrs.frozen(kw_only=True)
class Reflection:
    """What is said to whoever reflects: the quadrant's code and name (none in the middle), words, a thing to try."""

    quadrant: str = ""
    label: str = ""
    says: str
    try_this: str
    notice: str
    source: str = ""
    doubt: str = ""


def reflect(*, wisdom: int, compassion: int, rules: Quadrants | None = None) -> Reflection:
    """Return what two numbers say; on the midpoint of either scale, that they are neither high nor low.

    `rules` are the packaged ones when none are given. Raises `CallerError` for a number outside the scale.

    >>> reflect(wisdom=5, compassion=4).label
    'Wise compassion'
    >>> reflect(wisdom=3, compassion=5).label
    ''
    """
    used = rules or quadrants()
    outside = [name for name, number in (("wisdom", wisdom), ("compassion", compassion)) if not _is_on(used, number)]
    if outside:
        raise CallerError(
            f"Not on the scale: {' and '.join(outside)}.",
            hint=f"Give a whole number from {used.lowest} to {used.highest}.",
        )
    corner = (_side(used, wisdom), _side(used, compassion))
    for code, each in used.quadrants.items():
        if corner == (each.wisdom, each.compassion):
            return Reflection(
                quadrant=code,
                label=each.label,
                says=each.says,
                try_this=each.try_this,
                notice=used.notice,
                source=each.source,
                doubt=each.doubt,
            )
    middle = used.middle
    return Reflection(says=middle.says, try_this=middle.try_this, notice=used.notice, doubt=middle.doubt)


def _is_on(rules: Quadrants, number: object) -> bool:
    return type(number) is int and rules.lowest <= number <= rules.highest


def _side(rules: Quadrants, number: int) -> Side | None:
    """Return the side of the midpoint on which a number lies; None on the midpoint itself."""
    twice, middle = 2 * number, rules.lowest + rules.highest
    return None if twice == middle else "high" if twice > middle else "low"


def load_quadrants(text: str, file: str = "") -> Quadrants:
    """Read the words and scales from TOML, which may extend the packaged ones; raise `ConfigError` with every fault."""
    return load(text, Quadrants, file=file, extend=lambda each: packaged_text(KIND, each))


@cache
def quadrants() -> Quadrants:
    """Return the packaged words and scales."""
    return load_quadrants(packaged_text(KIND, "wise-compassion"), "wise-compassion.toml")
