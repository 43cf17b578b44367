"""What the tests of the command line share: running it in process, with what it printed."""

from __future__ import annotations

import json
from collections.abc import Callable

import attrs
import pytest

from fairness_adapters.cli import main


@attrs.frozen
class Ran:
    """How a command ended: its exit code, and what it printed for machines and for people."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        """Return stdout as JSON; fails when there is anything else on it."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


Fairness = Callable[..., Ran]


@pytest.fixture
def fairness(capsys: pytest.CaptureFixture[str]) -> Fairness:
    """Return a function that runs `fairness` with these words."""

    def run(*words: str) -> Ran:
        capsys.readouterr()
        code = main(words)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run
