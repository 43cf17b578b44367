"""What `import fairness_core` costs, told by what it loads; the time is in benchmarks/import_time.py."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "openpyxl", "docx", "xlsxwriter", "lxml", "defusedxml", "pluggy", "typer", "rich", "click",
    "matplotlib", "numpy", "narwhals", "pytest", "hypothesis",
}  # fmt: skip

EVERY_CORE_MODULE = """
import importlib, pkgutil, fairness_core
for found in pkgutil.walk_packages(fairness_core.__path__, "fairness_core."):
    importlib.import_module(found.name)
"""


def loaded_by(statements: str) -> set[str]:
    """Return the top-level packages in sys.modules after the statements, in a fresh interpreter."""
    report = "\nimport json, sys\nprint(json.dumps([name.split('.')[0] for name in sys.modules]))"
    run = subprocess.run(
        [sys.executable, "-c", statements + report], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(run.stdout))


def test_importing_the_core_loads_no_heavy_library() -> None:
    """`import fairness_core` loads no Office library, no pluggy, no command line, no charts and no frames."""
    loaded = loaded_by("import fairness_core")
    assert "fairness_core" in loaded
    assert set() == loaded & HEAVY


def test_no_module_of_the_core_loads_a_heavy_library() -> None:
    """Importing every module of the core, one by one, still loads none of them."""
    loaded = loaded_by(EVERY_CORE_MODULE)
    assert "attrs" in loaded
    assert set() == loaded & HEAVY


def test_importing_the_core_does_not_load_the_adapters() -> None:
    """The core stands alone: the adapters come only when asked for, and nothing is discovered."""
    assert "fairness_adapters" not in loaded_by("import fairness_core")


def test_the_contract_of_plugins_loads_no_office_library() -> None:
    """A plugin author who imports the contract pays for no Office library and no command line."""
    loaded = loaded_by("import fairness_adapters.contract")
    assert "fairness_adapters" in loaded
    assert set() == loaded & (HEAVY - {"pluggy"})


def test_the_probe_sees_what_is_loaded() -> None:
    """The probe reports a heavy library when one is loaded, or the tests above would prove nothing."""
    assert {"openpyxl"} <= loaded_by("import openpyxl") & HEAVY
