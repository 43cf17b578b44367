"""Print what `import fairness_core` costs over an empty interpreter, beside `import attrs`.

Each statement runs in fresh interpreters, the statements taken in turn so that a busy moment
touches them all alike; the median counts. Byte code is there, as it is after an installation.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

RUNS = 21
STATEMENTS = {
    "an empty interpreter": "pass",
    "import attrs": "import attrs",
    "import fairness_core": "import fairness_core",
    "every name it offers": "import fairness_core as f; [getattr(f, name) for name in f.__all__]",
}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def timed(statement: str) -> float:
    """Return the seconds that a fresh interpreter takes for one statement."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def medians() -> dict[str, float]:
    """Return the median milliseconds of each statement; the first round only fills the caches."""
    rounds = [[timed(statement) for statement in STATEMENTS.values()] for _ in range(RUNS + 1)]
    taken = zip(*rounds[1:], strict=True)
    return {label: 1000 * statistics.median(times) for label, times in zip(STATEMENTS, taken, strict=True)}


def main() -> None:
    """Print milliseconds over an empty interpreter, and the ratio to `import attrs`."""
    found = medians()
    empty = found.pop("an empty interpreter")
    print(f"an empty interpreter    {empty:4.0f} ms")
    for label, taken in found.items():
        over = (taken - empty) / (found["import attrs"] - empty)
        print(f"{label:22}+ {taken - empty:4.0f} ms = {over:.1f} x attrs")


if __name__ == "__main__":
    main()
