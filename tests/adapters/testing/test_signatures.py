"""An author's type-checker: the demo plugins pass it, and it shows a wrong signature with what was expected.

That it is refused at all is kept by `tests/typing/plugin_signatures.py`; here is what the author reads. Only where
mypy is installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")

PLUGINS = Path(__file__).parents[2] / "plugins"
HEAD = """
from fairness_adapters.contract import Confidence, Identification, Reader, ReadResult, Writer
from fairness_adapters.source import Source
from fairness_core.disclosure import Report


class Ours:
    id = "ours"
    title = "Ours"
    reads = ("csv",)
    suffix = ".txt"

    def identify(self, source: Source) -> Identification:
        return Identification(confidence=Confidence.NO, reason="it is not ours")

    def read(self, source: Source) -> ReadResult[int]:
        return ReadResult(value=1)

    def write(self, report: Report) -> bytes:
        return b""


READER: Reader[int] = Ours()
WRITER: Writer = Ours()
"""
IDENTIFY, READ = (
    "def identify(self, source: Source) -> Identification",
    "def read(self, source: Source) -> ReadResult[int]",
)
WRITE = "def write(self, report: Report) -> bytes"
WRONG = {
    "identify without source": (IDENTIFY, "def identify(self) -> Identification", "return 1"),
    "read that returns a list": (READ, "def read(self, source: Source) -> list[int]", "return [1]"),
    "write that returns text": (WRITE, "def write(self, report: Report) -> str", 'return ""'),
}


def mypy(folder: Path, cache: Path, what: str = ".") -> tuple[int, str]:
    """Run mypy strictly there; return whether it found something, and what it says."""
    words = ["--strict", "--config-file=", f"--cache-dir={cache}", "--no-error-summary", what]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which mypy keeps what it knows of us from one run to the next."""
    return tmp_path_factory.mktemp("cache")


# The session for types checks them in their place; from outside it takes mypy as long as all else here.
@pytest.mark.long
@pytest.mark.parametrize("plugin", sorted(each.parent.name for each in PLUGINS.glob("*/pyproject.toml")))
def test_the_demo_plugins_and_their_tests_pass(plugin: str, tmp_path: Path, cache: Path) -> None:
    """Copied out of the tree, every file of a plugin is strictly typed."""
    ignored = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(PLUGINS / plugin, tmp_path / plugin, ignore=ignored)
    assert (0, "") == mypy(tmp_path / plugin, cache)


def test_what_is_right_passes(tmp_path: Path, cache: Path) -> None:
    """The adapter that the wrong ones are made from is reported for nothing."""
    (tmp_path / "ours.py").write_text(HEAD, encoding="utf-8")
    assert (0, "") == mypy(tmp_path, cache, "ours.py")


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_signature_is_shown_beside_what_was_expected(wrong: str, tmp_path: Path, cache: Path) -> None:
    """Mypy names the class, the Protocol, the signature that was expected and the one that it got."""
    expected, got, returned = WRONG[wrong]
    text = re.sub(rf"{re.escape(expected)}:\n        return .*", f"{got}:\n        {returned}", HEAD)
    (tmp_path / "ours.py").write_text(text.replace("return 1\n", "raise NotImplementedError\n"), encoding="utf-8")
    code, said = mypy(tmp_path, cache, "ours.py")
    protocol = "Writer" if "write" in wrong else r"Reader\[int\]"
    assert 1 == code
    assert re.search(rf'expression has type "Ours", variable has type "{protocol}"\)  \[assignment\]', said), said
    assert re.search(rf"Expected:.*{re.escape(expected)}.*Got:.*{re.escape(got)}", said, re.DOTALL), said
    assert 1 == said.count("error:")


def test_a_number_as_id_is_shown(tmp_path: Path, cache: Path) -> None:
    """Both Protocols ask for text, and both lines are reported."""
    (tmp_path / "ours.py").write_text(HEAD.replace('id = "ours"', "id = 7"), encoding="utf-8")
    code, said = mypy(tmp_path, cache, "ours.py")
    assert (1, 2, 2) == (code, said.count("[assignment]"), said.count('id: expected "str", got "int"'))
