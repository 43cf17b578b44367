"""Code lists and their groupings: the 16+1 ethnic categories, pay bands, staff clusters.

A classification has codes (the finest level), groups (named sets of codes, which may overlap)
and groupings (sets of groups that belong together, such as White, BME and Unknown). What the codes
are is data in `data/classifications`; which cells of a file mean which code is said by its layout.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, partial

import attrs

from fairness_core.config import KEPT, PACKAGED, RuleFile, Shelf, load
from fairness_core.errors import CallerError

KIND = "classifications"


@attrs.frozen(kw_only=True)
class Code:
    """One code: its label, other labels that mean the same, and local sub-codes that roll up to it."""

    label: str
    aliases: tuple[str, ...] = ()
    sub_codes: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Group:
    """A named set of codes."""

    label: str
    members: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Grouping:
    """Groups that belong together, in the order in which they are shown."""

    title: str
    groups: tuple[str, ...]
    doubt: str = ""


@attrs.frozen(kw_only=True)
class Classification(RuleFile):
    """A code list. Codes and groups share one space of ids, and labels mean one of them only.

    `local_second_character` says that a code may carry a second character of local meaning, as
    the NHS Data Dictionary's ETHNIC CATEGORY does ("PC" is Black Nigerian, and counts as P).
    """

    codes: Mapping[str, Code]
    groups: Mapping[str, Group] = attrs.field(factory=dict)
    groupings: Mapping[str, Grouping] = attrs.field(factory=dict)
    local_second_character: bool = False
    _labels: Mapping[str, str] = attrs.field(init=False, eq=False, repr=False)

    @_labels.default
    def _index_labels(self) -> Mapping[str, str]:
        return {normalised(text): owner for owner, text in self._label_pairs()}

    def _label_pairs(self) -> Iterable[tuple[str, str]]:
        everything: dict[str, Code | Group] = {**self.codes, **self.groups}
        for owner, named in everything.items():
            yield from ((owner, text) for text in (named.label, *named.aliases))
            if isinstance(named, Code):
                yield from ((owner, text) for text in named.sub_codes.values())

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield ids used twice, members and groups that do not exist, and labels of two meanings."""
        for group, named in self.groups.items():
            if group in self.codes:
                yield f"groups.{group}", "A code has this id already."
            for member in named.members:
                if member not in self.codes:
                    yield f"groups.{group}.members", f"There is no code {member!r}."
        for grouping, listed in self.groupings.items():
            for group in listed.groups:
                if group not in self.groups:
                    yield f"groupings.{grouping}.groups", f"There is no group {group!r}."
        for owner, text in self._label_pairs():
            if self._labels[normalised(text)] != owner:
                yield owner, f"The label {text!r} also belongs to {self._labels[normalised(text)]!r}."

    def leaves(self, code: str) -> frozenset[str]:
        """Return the codes that a code or group stands for; raise `CallerError` for an unknown id."""
        if code in self.codes:
            return frozenset([code])
        if code in self.groups:
            return frozenset(self.groups[code].members)
        there = ", ".join([*self.groups, *self.codes])
        raise CallerError(f"{self.title} has no code or group {code!r}.", hint=f"There are: {there}.")

    def label(self, code: str) -> str:
        """Return the label of a code or group, or the id itself when it is unknown."""
        named = self.codes.get(code) or self.groups.get(code)
        return named.label if named else code

    def order(self, code: str) -> tuple[int, str]:
        """Return a key that sorts codes and groups as the file lists them."""
        ids = [*self.codes, *self.groups]
        return (ids.index(code) if code in ids else len(ids), code)

    def find(self, text: str) -> str | None:
        """Return the code or group that a text means: an id, "code label", a label, or an alias.

        A code with words behind it counts only when the words are that code's label. None when the text
        means nothing here; nothing is guessed.

        >>> ethnicity = classification("ethnicity")
        >>> [ethnicity.find(text) for text in ("A", "PC", "Z Not Stated", "asian or asian british - indian", "T")]
        ['A', 'P', 'Z', 'H', None]
        """
        first, _, rest = text.strip().partition(" ")
        code = self._code(first)
        if code and (not rest or first in self.codes[code].sub_codes or self._labels.get(normalised(rest)) == code):
            return code
        if first in self.groups and not rest:
            return first
        return self._labels.get(normalised(text))

    def _code(self, token: str) -> str | None:
        """Return the code that one word is: the code itself, or one with a local second character."""
        if token in self.codes:
            return token
        local = self.local_second_character and re.fullmatch(r"[A-Z][A-Z0-9]", token)
        return token[0] if local and token[0] in self.codes else None


@cache
def normalised(text: str) -> str:
    """Reduce a label to what decides its meaning: letters and digits, folded, with single spaces.

    >>> normalised("WHITE\u00a0\u2013 British ")
    'white british'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", folded.replace("'", "").replace("\u2019", "")))


@lru_cache(maxsize=KEPT)
def classification(classification_id: str, shelf: Shelf = PACKAGED) -> Classification:
    """Return a classification from the shelf, say "ethnicity", "band" or "cluster"."""
    return load_classification(shelf.text(KIND, classification_id), f"{classification_id}.toml", shelf)


def classifications(shelf: Shelf = PACKAGED) -> tuple[str, ...]:
    """Return the ids of the classifications on the shelf, the packaged ones first."""
    return shelf.ids(KIND)


def load_classification(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Classification:
    """Read a classification from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    return load(text, Classification, file=file, extend=partial(shelf.text, KIND))
