"""Disclosure policies: which counts may be shown. What is done with them is in `protect`."""

from __future__ import annotations

import re

import attrs

from fairness_core.errors import CallerError


@attrs.frozen(kw_only=True)
class Policy:
    """A rule for small numbers: counts from 1 to `threshold` - 1 are hidden; 0 and 1 hide nothing.

    A zero is shown: it says that nobody is concerned. `describe` is printed in every report.
    """

    id: str
    threshold: int = 0

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


def parse_policy(text: str) -> Policy:
    """Read a policy's name: "none", or "threshold:5" with any whole number from 2.

    Raises `CallerError` for any other text.

    >>> parse_policy("threshold:5").threshold
    5
    """
    if text == "none":
        return NONE
    if match := re.fullmatch(r"threshold:(\d{1,4})", text):
        return threshold(int(match[1]))
    raise CallerError(
        f"There is no disclosure policy called {text!r}.",
        hint="Use none, or threshold:5 (any whole number from 2).",
    )
