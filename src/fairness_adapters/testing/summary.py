"""What pytest says at its end of the kit: checks that are newer than a suite, and expected results that were written.

Both are skipped tests, whose reasons pytest shows only when it is asked to (`-rs`). Neither fails anything.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from fairness_adapters.testing.golden import UPDATE, WRITTEN
from fairness_adapters.testing.levels import LATEST, NEW

_NAME = "fairness-kit-summary"


def tell_at_the_end(config: pytest.Config) -> None:
    """Have the summary shown at the end of this session, once."""
    if not config.pluginmanager.has_plugin(_NAME):
        config.pluginmanager.register(_Summary(), _NAME)


class _Summary:
    """The part of a pytest plugin that is called when all is done."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write what was skipped for the one reason or the other."""
        skipped = [(each.nodeid, _reason(each)) for each in terminalreporter.getreports("skipped")]
        written = [reason for _, reason in skipped if reason.endswith(WRITTEN)]
        newer = [f"{name}: {reason}" for name, reason in skipped if reason.startswith(NEW)]
        if written:
            terminalreporter.section("fairness-core: expected results were written")
            _lines(terminalreporter, written)
            terminalreporter.write_line(
                f"Take {UPDATE} away again: while it is set, whatever is read is taken for right."
            )
        if newer:
            terminalreporter.section("fairness-core: new checks, of which none fails anything yet")
            _lines(terminalreporter, newer)
            terminalreporter.write_line(f"Mend these, then say level = {LATEST} in the suite, so that they are kept.")


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    return told.removeprefix("Skipped: ")


def _lines(reporter: pytest.TerminalReporter, lines: Iterable[str]) -> None:
    for line in lines:
        reporter.write_line(line)
