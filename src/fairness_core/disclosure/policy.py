"""Disclosure policies: which counts may be shown. What is done with them is in `protect`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

import attrs

from fairness_core.config import PACKAGED, RuleFile, Shelf, load
from fairness_core.errors import CallerError

KIND = "policies"


@attrs.frozen(kw_only=True)
class Policy:
    """A rule for small numbers: counts from 1 to `threshold` - 1 are hidden; 0 and 1 hide nothing.

    A zero is shown: it says that nobody is concerned. `describe` is printed in every report. `sha256` is that of
    the file, where it was read from one.
    """

    id: str
    threshold: int = 0
    sha256: str = ""

    @property
    def describe(self) -> str:
        """Say the policy in a sentence for the reader of a report."""
        if self.threshold <= 1:
            return "No number was hidden (policy none): this report is for those who may see exact counts."
        return (
            f"Counts from 1 to {self.threshold - 1}, and figures from which such a count could be worked "
            f"out, are shown as [c] (policy {self.id})."
        )


NONE = Policy(id="none")


def threshold(minimum: int) -> Policy:
    """Make the policy that hides counts from 1 to `minimum` - 1; `minimum` is at least 2."""
    if minimum < 2:
        raise CallerError(
            f"A threshold of {minimum} hides nothing.",
            hint="Give 2 or more, say threshold:5, or use the policy none.",
        )
    return Policy(id=f"threshold:{minimum}", threshold=minimum)


@attrs.frozen(kw_only=True)
class _PolicyFile(RuleFile):
    """A policy as an organisation has adopted it: `threshold` is the lowest count that is shown, 2 or more."""

    threshold: int

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield a threshold that would hide nothing, and an id that means a policy already."""
        if self.threshold < 2:
            yield "threshold", f"A threshold of {self.threshold} hides nothing: give 2 or more, such as 5."
        if self.id == NONE.id or ":" in self.id:
            yield "id", f"{self.id!r} means a policy already: give it another name."


def load_policy(text: str, file: str = "", shelf: Shelf = PACKAGED) -> Policy:
    """Read a policy from TOML; `extends` may name one on the shelf. Raises `ConfigError` with every fault."""
    found = load(text, _PolicyFile, file=file, extend=partial(shelf.text, KIND))
    return Policy(id=found.id, threshold=found.threshold, sha256=found.sha256)


def parse_policy(text: str, shelf: Shelf = PACKAGED) -> Policy:
    """Read a policy's name: "none", "threshold:5" with any whole number from 2, or the id of one on the shelf.

    Raises `CallerError` for any other text.

    >>> parse_policy("threshold:5").threshold
    5
    """
    if text == "none":
        return NONE
    if match := re.fullmatch(r"threshold:(\d{1,4})", text):
        return threshold(int(match[1]))
    if text in (there := shelf.ids(KIND)):
        return load_policy(shelf.text(KIND, text), f"{text}.toml", shelf)
    also = f", or one of: {', '.join(there)}" if there else ""
    raise CallerError(
        f"There is no disclosure policy called {text!r}.",
        hint=f"Use none, or threshold:5 (any whole number from 2){also}.",
    )
