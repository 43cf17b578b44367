"""Taxonomies of lessons: codes on axes, their history, and crosswalks between frameworks.

A code is never taken away: it is retired and names its successors, so that what was coded once stays readable.
A crosswalk says where meaning is lost. Which code fits a lesson is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial

import attrs

from fairness_core.config import KEPT, PACKAGED, RuleFile, Shelf, Shelved, load
from fairness_core.errors import CallerError

KIND = "taxonomies"
CROSSWALKS = "crosswalks"
DEFAULT = "lessons"
"""The taxonomy that is used when none is named: contributory factors, and themes of the process."""


@attrs.frozen(kw_only=True)
class Axis:
    """One question that codes answer: why it happened, or what to change."""

    label: str
    question: str


@attrs.frozen(kw_only=True)
class Code:
    """One code: what it is called and covers, the code above it, and since which revision it exists.

    A `retired` code is used no more; `successors` are the codes that took its place, none where nothing did.
    `doubt` says what about its label or its scope was recalled or is unsure.
    """

    label: str
    covers: str
    axis: str
    parent: str = ""
    since: int = 1
    retired: bool = False
    successors: tuple[str, ...] = ()
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Taxonomy(RuleFile):
    """A framework of codes. `owner` is whose framework it is, `notice` is said wherever it is shown."""

    owner: str
    notice: str = ""
    axes: Mapping[str, Axis]
    codes: Mapping[str, Code]

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield every code whose axis, parent or successor does not exist or makes no sense."""
        for name in ("axes", "codes"):
            if not getattr(self, name):
                yield name, "There must be at least one."
        for code, each in self.codes.items():
            yield from self._faults_of(f"codes.{code}", code, each)

    def _faults_of(self, path: str, code: str, each: Code) -> Iterator[tuple[str, str]]:
        if each.axis not in self.axes:
            yield f"{path}.axis", f"There is no axis '{each.axis}'; there are: {', '.join(self.axes)}."
        if each.parent and (each.parent not in self.codes or code in self.above(each.parent)):
            yield f"{path}.parent", f"'{each.parent}' is no code above this one."
        if each.successors and not each.retired:
            yield f"{path}.successors", "Only a retired code has successors: say retired = true."
        for successor in each.successors:
            if successor not in self.codes or successor == code:
                yield f"{path}.successors", f"'{successor}' is no other code of this taxonomy."
            elif code in self._after(successor):
                yield f"{path}.successors", f"'{successor}' leads back to this code."
        if not 1 <= each.since <= self.revision:
            yield f"{path}.since", f"This is a revision from 1 to {self.revision}, the file's own."

    def _after(self, code: str) -> set[str]:
        """Return a code and all that came after it, also where they go round in a circle."""
        found, waiting = set[str](), [code]
        while waiting:
            each = waiting.pop()
            if each in self.codes and each not in found:
                found.add(each)
                waiting += self.codes[each].successors
        return found

    def above(self, code: str) -> tuple[str, ...]:
        """Return a code and the codes above it, the highest last; a circle ends where it closes."""
        found: list[str] = []
        while code in self.codes and code not in found:
            found.append(code)
            code = self.codes[code].parent
        return tuple(found)

    def code(self, code: str) -> Code:
        """Return a code; raise `CallerError` that lists what there is when there is no such code."""
        if code not in self.codes:
            there = ", ".join(self.codes)
            raise CallerError(f"The taxonomy {self.id} has no code {code!r}.", hint=f"It has: {there}.")
        return self.codes[code]

    def current(self, code: str) -> tuple[str, ...]:
        """Return the codes that stand for a code now: itself, or its successors' successors; none where none do."""
        each = self.code(code)
        if not each.retired:
            return (code,)
        return tuple(dict.fromkeys(found for successor in each.successors for found in self.current(successor)))

    def on_axis(self, axis: str) -> tuple[str, ...]:
        """Return the codes of one axis that are in use, in the order of the file."""
        return tuple(code for code, each in self.codes.items() if each.axis == axis and not each.retired)


@attrs.frozen(kw_only=True)
class Mapped:
    """Where a code of one framework leads in another; `lost` says in words what the other does not keep."""

    to: tuple[str, ...]
    lost: str = ""


@attrs.frozen(kw_only=True)
class Crosswalk(Shelved):
    """From the codes of one taxonomy to those of another."""

    from_taxonomy: str
    to_taxonomy: str
    codes: Mapping[str, Mapped]

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield every code that the taxonomies do not have, and every loss that is not told."""
        there = taxonomies(self.shelf)
        for name, known in (("from_taxonomy", self.from_taxonomy), ("to_taxonomy", self.to_taxonomy)):
            if known not in there:
                yield name, f"There is no taxonomy '{known}'; there are: {', '.join(there)}."
                return
        source, target = taxonomy(self.from_taxonomy, self.shelf), taxonomy(self.to_taxonomy, self.shelf)
        for code, mapped in self.codes.items():
            if code not in source.codes:
                yield f"codes.{code}", f"The taxonomy {source.id} has no such code."
            for each in mapped.to:
                if each not in target.codes:
                    yield f"codes.{code}.to", f"The taxonomy {target.id} has no code '{each}'."
            if len(mapped.to) != 1 and not mapped.lost:
                yield f"codes.{code}.lost", "It leads to several codes or to none: say what is lost."

    def follow(self, code: str) -> Mapped:
        """Return where a code leads; a code that is not mapped leads nowhere, and says so."""
        return self.codes.get(code) or Mapped(to=(), lost=f"{self.to_taxonomy} has no place for {code}.")


def load_taxonomy(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Taxonomy:
    """Read a taxonomy from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    return load(text, Taxonomy, file=file, extend=partial(shelf.text, KIND))


@lru_cache(maxsize=KEPT)
def taxonomy(taxonomy_id: str = DEFAULT, shelf: Shelf = PACKAGED) -> Taxonomy:
    """Return a taxonomy from the shelf; raise `CallerError` that lists what there is for another id.

    >>> taxonomy().code("CF-COM").label
    'Communication'
    """
    return load_taxonomy(shelf.text(KIND, taxonomy_id), f"{taxonomy_id}.toml", shelf)


def taxonomies(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the taxonomies on the shelf, the packaged ones first."""
    return shelf.ids(KIND)


def load_crosswalk(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Crosswalk:
    """Read a crosswalk from TOML; it may name taxonomies on the shelf. Raises `ConfigError` with every fault."""
    return load(text, Crosswalk, file=file, extend=partial(shelf.text, CROSSWALKS), shelf=shelf)


@lru_cache(maxsize=KEPT)
def crosswalk(crosswalk_id: str, shelf: Shelf = PACKAGED) -> Crosswalk:
    """Return a crosswalk from the shelf, say "lessons-to-seips"; raise `CallerError` for one that there is not."""
    return load_crosswalk(shelf.text(CROSSWALKS, crosswalk_id), f"{crosswalk_id}.toml", shelf)


def crosswalks(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the crosswalks on the shelf, the packaged ones first."""
    return shelf.ids(CROSSWALKS)
