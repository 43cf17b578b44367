"""The suite for a writer: it opens, nothing in it runs, nothing is left to fill in, the same gives the same.

An author writes one class; `samples` is the folder in which the texts of the kit's report are kept as the
writer gives them, when that is wanted:

    class TestOneLine(WriterSuite):
        adapter = OneLine()
"""

from __future__ import annotations

import time
from itertools import takewhile
from operator import eq
from typing import ClassVar

import pytest

from fairness_adapters.discovery import kind_of
from fairness_adapters.testing.golden import ENDING, equals_golden
from fairness_adapters.testing.levels import check
from fairness_adapters.testing.opened import PLACEHOLDER, live_in, texts_of
from fairness_adapters.testing.reports import TITLE, small_report, strained_report
from fairness_adapters.testing.suites import WritingSuite
from fairness_adapters.testing.telling import Found, fail, raised_at
from fairness_adapters.testing.watching import bounded, no_network
from fairness_core.disclosure import Report


class WriterSuite(WritingSuite):
    """Everything that is asked of a writer.

    `seconds_between` two writings is longer than the two seconds that a zip archive tells apart.
    """

    seconds_between: ClassVar[float] = 2.1

    @check(1, "what it writes opens")
    def test_write_opens(self) -> None:
        """A report with every awkward text, and an empty one, are written as a file of their ending."""
        __tracebackhide__ = True
        for report in (strained_report(), small_report()):
            self._written(report)

    @check(1, "the report's title is in it")
    def test_write_says_the_title(self) -> None:
        """The title stands in the file."""
        __tracebackhide__ = True
        if not any(TITLE in text for text in self._texts()):
            fail(f"The report's title, {TITLE!r}, is nowhere in the file.")

    @check(1, "no text becomes a formula, a field or a script")
    def test_write_has_nothing_live(self) -> None:
        """Texts that look like formulas or markup are texts in the file."""
        __tracebackhide__ = True
        if found := live_in(self._write(strained_report()), self.adapter.suffix):
            fail("Something in the file would run when it is opened:", *found, "Write texts as texts.")

    @check(1, "every placeholder is filled")
    def test_write_fills_every_placeholder(self) -> None:
        """No mark of a template is left, nor None or nan where a value should be."""
        __tracebackhide__ = True
        texts = self._texts()
        left = [each for text in texts for each in PLACEHOLDER.findall(text)]
        left += [text for text in texts if text.strip() in {"None", "nan", "NaN"}]
        if left:
            fail("These were left in the file where a value should stand:", *left)

    @check(1, "the same report gives the same bytes, seconds later")
    def test_write_is_the_same_later(self) -> None:
        """Written twice with time between, the bytes are the same: no clock is read."""
        __tracebackhide__ = True
        one = self._write(strained_report())
        time.sleep(self.seconds_between)
        other = self._write(strained_report())
        if one != other:
            at = sum(1 for _ in takewhile(bool, map(eq, one, other)))
            fail(
                f"The same report gave other bytes {self.seconds_between:g} seconds later: from byte {at} on of",
                f"{len(one)} and {len(other)}. Take the time from the report, and give zip members a fixed one.",
            )

    @check(1, "writing prints nothing and uses no network")
    def test_write_keeps_to_itself(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Nothing comes out on stdout or stderr, and no connection is tried."""
        __tracebackhide__ = True
        capfd.readouterr()
        with no_network() as tried:
            self._write(strained_report())
        if tried:
            fail(f"Writing tried to reach the network: {', '.join(sorted(set(tried)))}.")
        if printed := "".join(capfd.readouterr()):
            fail(f"Writing printed {len(printed)} characters:", printed)

    @check(1, "the texts are those that are kept")
    def test_write_equals_the_golden_texts(self) -> None:
        """The texts of the kit's report are those of the samples folder."""
        __tracebackhide__ = True
        if self.samples is None:
            pytest.skip("no samples folder: the texts of what is written are not kept")
        equals_golden(self.samples / f"{self.adapter.id}{self.adapter.suffix}{ENDING}", self._texts())

    def _texts(self) -> list[str]:
        __tracebackhide__ = True
        return texts_of(self._write(strained_report()), self.adapter.suffix)

    def _write(self, report: Report) -> bytes:
        """Return the file; where there is none, `test_write_opens` says why, and nothing else is asked."""
        __tracebackhide__ = True
        try:
            return self._written(report)
        except Found:
            pytest.skip("it writes no file that opens, as test_write_opens says")

    def _written(self, report: Report) -> bytes:
        __tracebackhide__ = True
        try:
            data = bounded(lambda: self.adapter.write(report), self.bounds, "write")
        except (Found, KeyboardInterrupt):
            raise
        except BaseException as problem:
            told = f"write raised {type(problem).__name__}: {problem!s:.200}"
            fail(
                told, *raised_at(problem, self.adapter), "Write whatever the report holds, one without any section too."
            )
        if not isinstance(data, bytes):
            fail(f"write returned {kind_of(data)} where bytes were expected.", "Of text, return text.encode().")
        try:
            texts_of(data, self.adapter.suffix)
        except Exception as problem:
            fail(f"The file does not open as {self.adapter.suffix}: {type(problem).__name__}: {problem!s:.200}")
        return bytes(data)
