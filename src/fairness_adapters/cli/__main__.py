"""Run the command line as `python -m fairness_adapters.cli`."""

from __future__ import annotations

import sys

from fairness_adapters.cli import main

if __name__ == "__main__":
    sys.exit(main())
