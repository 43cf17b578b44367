"""Nine plugins, each at fault in one way, beside a sound one: nine lines in `fairness formats`, and the rest works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from fairness_adapters.jobs.wres import sample_path

LISTED = Path(__file__).with_name("nine_faults.json")
HOOK = "from fairness_adapters import hookimpl\nfrom fairness_adapters.contract import Plugin\n"
SOUND = """
    from datetime import date
    from fairness_adapters import hookimpl
    from fairness_adapters.contract import Confidence, Identification, Plugin, ReadResult
    from fairness_core import Dataset, Observation, Period, Place

    class Shifts:
        id, title, reads = "SOUND", "Made-up shifts", ("csv",)
        def identify(self, source):
            mine = Confidence.CERTAIN if source.data.startswith(b"SOUND") else Confidence.NO
            return Identification(confidence=mine, reason="of its first word")
        def read(self, source):
            where = Place(file=source.name, cell="line 2")
            figure = Observation(measure="headcount", period=Period(end=date(2025, 3, 31)), value=7, where=where)
            return ReadResult(value=Dataset(observations=(figure,)))

    @hookimpl
    def fairness_plugin():
        return Plugin(name="SOUND", readers=(Shifts(),))
"""


@attrs.frozen
class Case:
    """A distribution: what is wrong with it, its module, the stage of its fault, and its entry points if not usual."""

    wrong: str
    code: str
    stage: str
    entry_points: str = ""


NINE: Mapping[str, Case] = {
    "absent-neighbour": Case("it cannot be imported", "import nowhere_to_be_found", "import"),
    "early-leaver": Case("it exits when it is imported", "import sys\nsys.exit('bye')", "import"),
    "near-miss": Case("it misspells the hook", HOOK + "@hookimpl\ndef fairness_plugins(): ...", "hook"),
    "sore-hook": Case("its hook raises", HOOK + "@hookimpl\ndef fairness_plugin(): return 1 / 0", "hook"),
    "wrong-type": Case("its hook returns something else", HOOK + "@hookimpl\ndef fairness_plugin(): return [1]", "plugin"),
    "far-future": Case(
        "it asks for an API that is not there",
        HOOK + "@hookimpl\ndef fairness_plugin(): return Plugin(name='x', api=99)",
        "plugin",
    ),
    "second-comer": Case("its format has an id that is taken", SOUND.replace('id, title, reads = "SOUND"', 'id, title, reads = "wres-return"'), "format"),
    "blind-reader": Case("its reader raises in `identify`", SOUND.replace("mine = ", "source.data.index(b'zq'); mine = "), "identify"),
    "torn-metadata": Case("its list of entry points is damaged", "", "metadata", "[fairness_adapters]\nno line of that file\n"),
}  # fmt: skip


def install(site: Path, name: str, case: Case, version: str) -> None:
    """Install a distribution of one module, as an installer leaves it."""
    module = name.replace("-", "_")
    (site / f"{module}.py").write_text(textwrap.dedent(case.code).replace("SOUND", name), encoding="utf-8")
    info = site / f"{module}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    lines = case.entry_points or f"[fairness_adapters]\n{name} = {module}\n"
    (info / "entry_points.txt").write_text(lines, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install all ten in one folder."""
    site = tmp_path_factory.mktemp("site")
    for number, (name, case) in enumerate(NINE.items(), start=1):
        install(site, name, case, f"0.{number}")
    install(site, "sound-one", Case("", SOUND, ""), "3.1")
    return site


def fairness(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command with that folder on its path."""
    return subprocess.run(
        [sys.executable, "-m", "fairness_adapters.cli", *words],
        env={**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def listed(site: Path) -> Any:
    """Return what `fairness formats --json` prints."""
    return json.loads(fairness(site, "formats", "--json").stdout)


def test_each_of_the_nine_is_one_line(site: Path) -> None:
    """Each line has the distribution, its version, the stage and the cause; no line speaks of anything else."""
    ran = fairness(site, "formats")
    lines = ran.stderr.splitlines()
    starts = {name: (f"({name} 0.{number}), {case.stage}: ") for number, (name, case) in enumerate(NINE.items(), 1)}
    found = {name: [line for line in lines if start in line] for name, start in starts.items()}
    assert (0, "") == (ran.returncode, ran.stdout)
    assert dict.fromkeys(NINE, 1) == {name: len(each) for name, each in found.items()}
    assert [] == [name for name, (line,) in found.items() if not line.partition(starts[name])[2].strip()]
    faulty = lines[lines.index("Left out, because of a fault") :]
    assert len(NINE) == len([line for line in faulty if line.startswith("  ")])
    assert "Traceback" not in ran.stderr


def test_the_nine_as_json(listed: Any) -> None:
    """Programs get the same: one fault for each distribution, with its stage."""
    expected = {(name, f"0.{number}", case.stage) for number, (name, case) in enumerate(NINE.items(), 1)}
    assert expected == {(each["distribution"], each["version"], each["stage"]) for each in listed["faults"]}
    assert len(NINE) == len(listed["faults"])


def test_the_lines_are_those_of_the_page(listed: Any) -> None:
    """What each fault says is kept beside the test, for a page for authors to show; our version is left out."""
    causes = {
        each["distribution"]: re.sub(r"(?<=fairness-core) [\w.]+", "", each["cause"]) for each in listed["faults"]
    }
    table = [{"wrong": case.wrong, "stage": case.stage, "says": causes[name]} for name, case in NINE.items()]
    if os.environ.get("FAIRNESS_UPDATE_GOLDEN"):
        LISTED.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    assert json.loads(LISTED.read_text(encoding="utf-8")) == table


def test_the_sound_one_and_the_built_in_ones_are_listed(listed: Any) -> None:
    """The sound plugin's format stands beside the built-in ones, and nobody has taken an id from them."""
    brought = {each["id"]: each["distribution"] for each in listed["readers"]}
    assert ("sound-one", "fairness-core") == (brought["sound-one"], brought["wres-return"])
    assert {"excel-report", "json-report", "word-report"} <= {each["id"] for each in listed["writers"]}


def test_the_sound_one_and_the_built_in_ones_work(site: Path, tmp_path: Path) -> None:
    """With nine faults on the path a file of the sound plugin is recognised and read, and a return is too."""
    (tmp_path / "shifts.csv").write_text("sound-one,shifts\nMonday,7\n", encoding="utf-8")
    for file, figures in ((tmp_path / "shifts.csv", 1), (sample_path("made-up-trust-wres-2025.xlsx"), 100)):
        ran = fairness(site, "read", str(file), "--json")
        assert figures <= len(json.loads(ran.stdout)["observations"]), ran.stderr
        assert 0 == ran.returncode, ran.stderr


def test_a_failing_identify_is_told_where_a_file_is_identified(site: Path, tmp_path: Path) -> None:
    """When no format knows a file, the reader that failed is among the candidates with what it raised."""
    (tmp_path / "strange.csv").write_text("strange\n1\n", encoding="utf-8")
    ran = fairness(site, "read", str(tmp_path / "strange.csv"))
    assert 0 != ran.returncode
    assert "blind-reader: it failed while looking at the file (ValueError)" in ran.stderr
