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
STATEMENTS = ("pass", "import attrs", "import fairness_core")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def timed(statement: str) -> float:
    """Return the seconds that a fresh interpreter takes for one statement."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def medians() -> list[float]:
    """Return the median milliseconds of each statement; the first round only fills the caches."""
    rounds = [[timed(statement) for statement in STATEMENTS] for _ in range(RUNS + 1)]
    return [1000 * statistics.median(taken) for taken in zip(*rounds[1:], strict=True)]


def main() -> None:
    """Measure, and print milliseconds over an empty interpreter and the ratios."""
    empty, attrs, ours = medians()
    print(f"empty interpreter      {empty:5.0f} ms")
    print(f"import attrs         + {attrs - empty:5.0f} ms")
    print(f"import fairness_core + {ours - empty:5.0f} ms", end="")
    print(f" = {(ours - empty) / empty:.1f} empty interpreters = {(ours - empty) / (attrs - empty):.1f} x attrs")


if __name__ == "__main__":
    main()
