"""The command `fairness`: parse the words, call a job, say what came of it.

Exit codes, everywhere: 0 fine, or warnings only; 1 errors in the data or in the place to write to, and
nothing was written; 2 wrong use; 70 a fault of ours; 130 interrupted. Machine output (`--json`) goes to
stdout and everything for people to stderr, but for `--help` and `--version`, which were asked for.
There is one file for each group of verbs; none of them is imported before `main` is called.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

WRONG_USE = 2
INTERRUPTED = 130
_NEEDED = ("typer", "rich", "click")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on these words (by default, those of the process), and return its exit code."""
    try:
        from fairness_adapters.cli.app import run
    except ModuleNotFoundError as missing:
        if missing.name not in _NEEDED:
            raise
        return _say_what_installs_it(missing.name)
    except KeyboardInterrupt:
        return INTERRUPTED
    return run(sys.argv[1:] if arguments is None else arguments)


def _say_what_installs_it(missing: str) -> int:
    sys.stderr.write(
        f"The command line needs the extra 'cli', and of that '{missing}' is not installed. Install it with:\n\n"
        "    python -m pip install 'fairness-core[cli]'\n\n"
    )
    return WRONG_USE
