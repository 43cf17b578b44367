"""The conformance kit: an author writes one class with two members and inherits every check.

Needs the extra `testing` (pytest and hypothesis). It runs wherever the wheels are installed:

    from fairness_adapters.testing import ReaderSuite

    class TestNightShifts(ReaderSuite):
        adapter = NightShifts()
        samples = Path(__file__).parent / "samples"

`FAIRNESS_UPDATE_GOLDEN=1 pytest` writes the expected results, which refuses where `CI` is set.
What each check asks is listed by `checks_of(ReaderSuite)`.
"""

from __future__ import annotations

from fairness_adapters.testing.golden import UPDATE, golden_of
from fairness_adapters.testing.hostile import Hostile, hostile_files
from fairness_adapters.testing.levels import LATEST, check, checks_of
from fairness_adapters.testing.meaning import meaning
from fairness_adapters.testing.readers import ReaderSuite
from fairness_adapters.testing.round_trip import RoundTripSuite
from fairness_adapters.testing.variants import ABILITIES
from fairness_adapters.testing.watching import Bounds
from fairness_adapters.testing.writers import WriterSuite

__all__ = [
    "ABILITIES",
    "LATEST",
    "UPDATE",
    "Bounds",
    "Hostile",
    "ReaderSuite",
    "RoundTripSuite",
    "WriterSuite",
    "check",
    "checks_of",
    "golden_of",
    "hostile_files",
    "meaning",
]
