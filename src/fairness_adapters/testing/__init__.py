"""The conformance kit: an author writes one class with two members and inherits every check.

Needs the extra `testing` (pytest and hypothesis). It runs wherever the wheels are installed. In your package,
put a small file with made-up people into `tests/samples`, as your system writes it, and into `tests/test_format.py`:

    from pathlib import Path

    from fairness_adapters.testing import ReaderSuite, layout

    class TestMyTrustWards(ReaderSuite):
        adapter = layout("my-trust-wards", package="my_trust_wards")
        samples = Path(__file__).parent / "samples"

That is for a format without Python, a layout (for a form layout it is `form(...)`); for a class of your own it is
`adapter = NightShifts()`. Then:

1. `pytest` says what is amiss: what was found, in which file and cell, and what to do.
2. `FAIRNESS_UPDATE_GOLDEN=1 pytest` writes what each sample gives beside it (`wards.csv.expected.json`), one figure
   a line with its cell. Read that through, with the file open in Excel, and keep it: from then on any other result
   is a failure that shows each line that differs. The flag refuses where `CI` is set.
3. Files that must be refused (last year's form, another system's) go into `tests/samples/refuse`.
4. `abilities` says what else it is to keep: `frozenset({"rows-above", "semicolons"})`; all are in `ABILITIES`.

What each check asks is listed by `checks_of(ReaderSuite)`. A check that a later release adds has a higher level
than your suite's `level`: what it finds is told at the end of the run, and fails nothing until you raise `level`.
A `WriterSuite` asks a writer, a `RoundTripSuite` whether what is made is read back.
"""

from __future__ import annotations

from fairness_adapters.testing.golden import UPDATE, golden_of
from fairness_adapters.testing.hostile import Hostile, hostile_files
from fairness_adapters.testing.layout_of import form, layout
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
    "form",
    "golden_of",
    "hostile_files",
    "layout",
    "meaning",
]
