"""The suite for a format that can be made from values: what is made is read back, for drawn and for pinned values.

Beside the reader an author gives the values to draw, and how a file is made of one:

    class TestThereAndBack(RoundTripSuite):
        adapter = NightShifts()
        values = st.lists(st.dates())
        special = ([],)

        def make(self, value):
            return Source.from_bytes("shifts.csv", ...)

        def expected(self, value):
            return len(value)
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fairness_adapters.discovery import READER_PARTS
from fairness_adapters.source import Source
from fairness_adapters.testing.levels import check
from fairness_adapters.testing.meaning import plain
from fairness_adapters.testing.suites import Suite
from fairness_adapters.testing.telling import fail, raised_at, same

_DRAWN = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    # The shortest value that fails is enough, without hypothesis's own remarks.
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)


class RoundTripSuite(Suite):
    """There and back: `values` to draw, `special` ones that are always tried, `make` a file, `expected` to be read."""

    parts = READER_PARTS
    values: ClassVar[st.SearchStrategy[Any] | None] = None
    special: ClassVar[tuple[Any, ...]] = ()

    def make(self, value: Any) -> Source:
        """Return the file that holds this value."""
        fail(f"{type(self).__name__} has no method `make`: it returns the file (a Source) that holds a value.")

    def expected(self, value: Any) -> Any:
        """Return what reading must give; the value itself, when nothing else is said."""
        return value

    @check(1, "a pinned value that is written is read back")
    def test_round_trip_of_pinned_values(self) -> None:
        """Each special value comes back."""
        __tracebackhide__ = True
        if not self.special:
            pytest.skip("no special values are pinned")
        for value in self.special:
            self._there_and_back(value)

    @check(1, "any value that is written is read back")
    def test_round_trip_of_drawn_values(self) -> None:
        """Each drawn value comes back."""
        __tracebackhide__ = True
        if self.values is None:
            fail(f"{type(self).__name__} has no `values`: set it to a hypothesis strategy.")

        @_DRAWN
        @given(self.values)
        def there_and_back(value: Any) -> None:
            self._there_and_back(value)

        there_and_back()

    def _there_and_back(self, value: Any) -> None:
        __tracebackhide__ = True
        made = self.make(value)
        try:
            found = self.adapter.read(made)
        except Exception as problem:
            told = f"read raised {type(problem).__name__} on the file that was made of {value!r}: {problem!s:.200}"
            fail(told, *raised_at(problem, self.adapter))
        same(plain(self.expected(value)), plain(found.value), f"{value!r} was not read back (- made, + read):")
