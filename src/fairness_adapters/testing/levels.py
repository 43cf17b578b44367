"""The marks on the checks of the kit: what each asks, and at which level it came.

A level is frozen once it is released: a check that is added later gets the next level. A suite that asks for
an earlier level runs the later checks too, but what they find is a line in pytest's summary (`pytest -rs`) and
no failure, so that a new release of ours breaks nobody's build. What the checks do lives in the suites.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import pytest

from fairness_adapters.testing.telling import Found

LATEST = 2
"""The highest level there is; a new plugin asks for this one."""

NEW = "new at level"
"""How the reason begins for which a check that is newer than its suite is skipped."""

Check = Callable[..., None]


def check(level: int, asks: str) -> Callable[[Check], Check]:
    """Mark a method as a check of this level; `asks` says in one clause what it asks of the adapter."""

    def mark(method: Check) -> Check:
        @wraps(method)
        def run(self: Any, *args: Any, **kwargs: Any) -> None:
            __tracebackhide__ = _is_not_told
            outcome: BaseException
            try:
                method(self, *args, **kwargs)
                return
            except pytest.xfail.Exception as expected:
                outcome = pytest.xfail.Exception(expected.msg, pytrace=False)
            except Exception as found:
                if level > self.level:
                    first = str(found).partition("\n")[0] or type(found).__name__
                    pytest.skip(f"{NEW} {level}, and this suite asks for level {self.level}: {first}")
                if not isinstance(found, Found):
                    raise
                outcome = pytest.fail.Exception(f"{found}\n(What must hold: {asks}.)", pytrace=False)
            # Only the words: a traceback would lead through the kit, which is not the author's.
            raise outcome from None

        run.level, run.asks = level, asks  # type: ignore[attr-defined]
        return run

    return mark


def _is_not_told(raised: pytest.ExceptionInfo[BaseException]) -> bool:
    """Whether it is no failure in our words; of those one entry must be seen, or pytest says that all are hidden."""
    return not isinstance(raised.value, pytest.fail.Exception)


def checks_of(suite: type) -> Mapping[str, tuple[int, str]]:
    """Return every check that a suite runs by its name, with its level and what it asks.

    >>> from fairness_adapters.testing import ReaderSuite
    >>> checks_of(ReaderSuite)["test_identify_gives_a_reason"]
    (1, 'every answer of identify says why, in one line')
    """
    methods = ((name, getattr(suite, name)) for name in sorted(dir(suite)) if name.startswith("test_"))
    return {name: (method.level, method.asks) for name, method in methods if hasattr(method, "level")}
