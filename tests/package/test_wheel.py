"""The built wheel, as somebody gets it: everything in it, importable from it alone, honest without its extras.

Runs in `nox -s build`, which installs the wheel where the source is out of reach and says where
the wheel and the checkout are.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import metadata
from pathlib import Path

import pytest

import fairness_core

pytestmark = pytest.mark.package

DEMO = {"wres-metrics.json", "wres-metrics.xlsx", "wres-report.docx"}


@pytest.fixture(scope="module")
def wheel() -> Path:
    """The wheel that was built for this run."""
    return Path(os.environ["FAIRNESS_WHEEL"])


@pytest.fixture(scope="module")
def base_only(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and no extra."""
    here = tmp_path_factory.mktemp("base") / "venv"
    run(sys.executable, "-m", "venv", str(here))
    programs = here / ("Scripts" if os.name == "nt" else "bin")
    run(str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel))
    return programs


def run(*command: str, where: Path | None = None, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a program; fail with all that it printed when it exits with another code."""
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=300, check=False)
    assert code == done.returncode, done.stdout + done.stderr
    return done


def fairness(*arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    """Run the script that the wheel installed beside this Python."""
    return run(str(Path(sys.executable).parent / "fairness"), *arguments, where=where)


def test_the_package_under_test_is_the_installed_one() -> None:
    """The suite that runs here imports the wheel's modules, not the checkout's."""
    assert Path(fairness_core.__file__).is_relative_to(sys.prefix)


def test_every_source_file_is_in_the_wheel(wheel: Path) -> None:
    """Every module, data file and type marker under src is in the wheel, and nothing but those."""
    src = Path(os.environ["FAIRNESS_CHECKOUT"]) / "src"
    files = (path for path in src.rglob("*") if path.is_file() and path.suffix != ".pyc")
    expected = {path.relative_to(src).as_posix() for path in files if not path.parts[-2].endswith(".egg-info")}
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert expected == packed


def test_the_wheel_says_who_it_is() -> None:
    """Name, licence and lowest Python are stated in the installed metadata."""
    found = metadata("fairness-core")
    assert ("fairness-core", "MIT", ">=3.11") == (found["Name"], found["License-Expression"], found["Requires-Python"])


def test_the_script_shows_its_verbs(tmp_path: Path) -> None:
    """`fairness --help` names every verb that is promised."""
    printed = fairness("--help", where=tmp_path).stdout
    assert set() == {"demo", "wres", "check", "read", "ratio", "formats"} - set(re.findall(r"\w+", printed))


def test_the_demo_writes_its_three_files(tmp_path: Path) -> None:
    """`fairness demo` writes report, workbook and JSON from the sample that the wheel carries."""
    fairness("demo", where=tmp_path)
    assert DEMO == {path.name for path in (tmp_path / "fairness-demo").iterdir()}


def test_base_imports_without_extras(base_only: Path, tmp_path: Path) -> None:
    """Without any extra, the core imports, and so does the contract that plugins are written against."""
    run(str(base_only / "python"), "-c", "import fairness_core, fairness_adapters.contract", where=tmp_path)


def test_script_without_its_extra_says_what_to_install(base_only: Path, tmp_path: Path) -> None:
    """Without the extra `cli`, `fairness` prints the line that installs it and exits 2."""
    done = run(str(base_only / "fairness"), "demo", where=tmp_path, code=2)
    assert "python -m pip install 'fairness-core[cli]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert "" == done.stdout
