"""Settings that every test shares: how long the property tests look, and how reproducibly.

`quick` (the default) draws the same examples each time, so that a red run can be repeated.
`long` draws new ones and many more: `nox -s long`, or `pytest --hypothesis-profile=long`.
`faults` is quick and does not shrink: it only asks whether a test notices (`scripts/mutate_process.py`).
"""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile("quick", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("long", deadline=None, max_examples=1000, print_blob=True)
settings.register_profile("faults", settings.get_profile("quick"), phases=(Phase.explicit, Phase.generate))
settings.load_profile("quick")
