"""`fairness formats`: what there is, who brings it, and what was left out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Fairness = Callable[..., Any]
REAL = Path(__file__).parent.parent.parent / "plugins" / "night-shifts"


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the real plugin, and a broken one, for one test."""
    modules = {"my_trust_night_shifts": (REAL / "my_trust_night_shifts.py").read_text(encoding="utf-8")}
    modules["broken_plugin"] = "import nowhere_to_be_found"
    for module, code in modules.items():
        monkeypatch.delitem(sys.modules, module, raising=False)
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        info = tmp_path / f"{module}-2.1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 2.1.0\n")
        (info / "entry_points.txt").write_text(f"[fairness_adapters]\n{module} = {module}\n")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("plugins")
def test_formats_as_json(fairness: Fairness) -> None:
    """Each format has id, title, kinds, distribution and version; each fault its stage and cause; the code is 0."""
    ran = fairness("formats", "--json")
    assert (0, "") == (ran.code, ran.err)
    brought_by = {"distribution": "my-trust-night-shifts", "version": "2.1.0"}
    assert {
        "id": "my-trust-night-shifts",
        "title": "My Trust's list of night shifts, one line for each",
        "reads": ["csv"],
        **brought_by,
    } in ran.json["readers"]
    assert {
        "id": "my-trust-one-line",
        "title": "The title of a report, in one line",
        "writes": ".txt",
        **brought_by,
    } in ran.json["writers"]
    assert {
        "adapter": "broken_plugin",
        "distribution": "broken-plugin",
        "version": "2.1.0",
        "stage": "import",
        "cause": "broken_plugin cannot be imported: ModuleNotFoundError: No module named 'nowhere_to_be_found'",
    } in ran.json["faults"]


@pytest.mark.usefixtures("plugins")
def test_formats_in_words(fairness: Fairness) -> None:
    """The same in words, one line for each, on stderr."""
    ran = fairness("formats")
    lines = ran.err.splitlines()
    assert (0, "") == (ran.code, ran.out)
    assert (
        "  my-trust-night-shifts (csv): My Trust's list of night shifts, one line for each. "
        "From my-trust-night-shifts 2.1.0"
    ) in lines[lines.index("Read") : lines.index("Written")]
    assert (
        "  my-trust-one-line (.txt): The title of a report, in one line. From my-trust-night-shifts 2.1.0"
    ) in lines[lines.index("Written") :]
    assert (
        "  broken_plugin (broken-plugin 2.1.0), import: broken_plugin cannot be imported: "
        "ModuleNotFoundError: No module named 'nowhere_to_be_found'"
    ) in lines[lines.index("Left out, because of a fault") :]


def test_the_built_in_formats_have_no_fault(fairness: Fairness) -> None:
    """Nothing that we bring ourselves is left out."""
    faults = fairness("formats", "--json").json["faults"]
    assert [] == [fault for fault in faults if fault["distribution"] == "fairness-core"]
