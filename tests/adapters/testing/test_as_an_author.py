"""What an author sees who runs pytest on a suite that is not right yet: plain words, and nothing of the kit's insides."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SUITES = """
from pathlib import Path
from hypothesis import strategies as st
from fairness_adapters.source import wrong_kind
from fairness_adapters.testing import RoundTripSuite, WriterSuite, layout
from wrong_adapters import Bursts, Fewer, Right, Trips

HERE = Path(__file__).parent

class ForgetsWhatIsCut(Right):
    def read(self, source):
        if len(source.data) < 60 and source.name == "wards.csv":
            raise KeyError("cut")
        return super().read(source)

class TestClassForInstance(Fewer):
    adapter = Right
    samples = HERE / "right_samples"

class TestNothing(Fewer):
    pass

class TestNoFolder(Fewer):
    adapter = layout("staff-in-post")
    samples = HERE / "not_there"

class TestNoResultYet(Fewer):
    adapter = Right()
    samples = "no_result_yet"

class TestOlder(Fewer):
    adapter = ForgetsWhatIsCut()
    samples = HERE / "right_samples"

class TestRaises(Fewer):
    adapter = Bursts()
    samples = HERE / "right_samples"

class TestTripsOverMany(Fewer):
    adapter = Trips()
    samples = HERE / "right_samples"

class Refuses(Right):
    def read(self, source):
        raise wrong_kind(source)

class TestRefusesItsSample(Fewer):
    adapter = Refuses()
    samples = HERE / "right_samples"

class WritesNothing:
    id, title, suffix = "nothing", "Nothing", ".csv"

    def write(self, report):
        raise KeyError("sections")

class TestWritesNothing(WriterSuite):
    adapter = WritesNothing()

class TestMadeOfNothing(RoundTripSuite):
    adapter = Right()
    values = st.integers()
"""
WORDS = {
    "TestClassForInstance.test_identity_has_every_part": [
        "Right is a class; give an instance, Right()",
        "identify, read",
    ],
    "TestNothing.test_identity_has_every_part": ["no member 'adapter'", "adapter = NightShifts()", "layout("],
    "TestNothing.test_identity_has_samples": ["no member 'samples'", 'Path(__file__).parent / "samples"'],
    "TestNoFolder.test_identity_has_samples": ["There is no folder", "not_there", "made-up people"],
    "TestNoResultYet.test_read_equals_the_golden_result[wards.csv]": [
        "no expected result wards.csv.expected.json",
        "set FAIRNESS_UPDATE_GOLDEN=1",
        "division=ash | 3 | B3",
    ],
    "TestRaises.test_refuse_raises_only_our_errors[paper.pdf]": [
        "read raised KeyError on paper.pdf (a PDF)",
        "wrong_adapters.py, line",
        'in read: raise KeyError("title")',
        "Raise a SourceError",
    ],
    "TestTripsOverMany.test_identify_never_raises[noise.bin]": [
        "identify raised UnicodeDecodeError on noise.bin (random bytes)",
        'in identify: source.data.decode("ascii")',
        "It must answer, whatever the file is",
    ],
    "TestRefusesItsSample.test_read_equals_the_golden_result[wards.csv]": ["is a sample and was refused", "'refuse'"],
    "TestWritesNothing.test_write_opens": [
        "write raised KeyError: 'sections'",
        "test_suites.py, line",
        "in write: raise",
    ],
    "TestMadeOfNothing.test_round_trip_of_drawn_values": ["no method `make`"],
}
"""What fails, in the order of the suites, and what each must say."""
Run = tuple[list[str], str]


def run(folder: Path, *words: str, environment: Mapping[str, str] | None = None) -> Run:
    """Run pytest there as an author would; return the names of what failed, and all that was printed."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PYTEST", "FAIRNESS", "CI"))}
    command = [sys.executable, "-m", "pytest", "-c", "empty.ini", "-p", "no:cacheprovider", *words]
    done = subprocess.run(
        command, cwd=folder, env={**kept, **(environment or {})}, capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    failed = [line.partition("::")[2].partition(" ")[0] for line in lines if line.startswith(("FAILED", "ERROR "))]
    return failed, done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the suites and their samples."""
    away = tmp_path / "author"
    away.mkdir()
    shutil.copy(HERE / "wrong_adapters.py", away)
    shutil.copytree(HERE / "right_samples", away / "right_samples")
    (away / "no_result_yet").mkdir()
    shutil.copy(HERE / "right_samples" / "wards.csv", away / "no_result_yet")
    (away / "empty.ini").write_text("[pytest]\n", encoding="utf-8")
    (away / "test_suites.py").write_text(SUITES, encoding="utf-8")
    return away


def part(printed: str, name: str) -> list[str]:
    """Return the lines of one failure."""
    lines = printed.splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip("_ ") == name)
    return [*lines[start + 1 : next(at for at, line in enumerate(lines) if at > start and line[:1] in {"_", "="})]]


def test_a_mistake_is_told_once_and_in_words(folder: Path) -> None:
    """One failure each, or one for each member that is lacking, and not one for every check or file.

    It says what was found, where, what to do, and at the end what must hold; there is no traceback through the kit.
    A check that is newer than its suite fails nothing: without any option, the end of the run says what it found.
    """
    failed, printed = run(folder, "test_suites.py")
    assert [name.replace(".", "::", 1) for name in WORDS] == failed
    for name, words in WORDS.items():
        told = part(printed, name)
        assert [] == [each for each in words if each not in "\n".join(told)]
        assert "(What must hold: " == told[-1][:17]
        assert [] == [line for line in told if line.startswith(("E  ", ">")) or "fairness_adapters/" in line]
    assert "fairness-core: new checks, of which none fails anything yet" in printed
    (newer,) = (line for line in printed.splitlines() if "::TestOlder::" in line and "new at level" in line)
    assert "new at level 2, and this suite asks for level 1: read raised KeyError on wards.csv (cut after" in newer
    assert "Mend these, then say level = 2 in the suite" in printed


def test_results_that_were_written_are_told(folder: Path) -> None:
    """With the flag they are written and named at the end; where CI is set they are not, and it fails."""
    words = ("test_suites.py", "-k", "TestNoResultYet and golden")
    failed, printed = run(folder, *words, environment={"FAIRNESS_UPDATE_GOLDEN": "1", "CI": "true"})
    assert ["TestNoResultYet::test_read_equals_the_golden_result[wards.csv]"] == failed
    assert "Take it away there." in printed
    failed, printed = run(folder, *words, environment={"FAIRNESS_UPDATE_GOLDEN": "1"})
    written = folder / "no_result_yet" / "wards.csv.expected.json"
    assert [] == failed
    assert "wards.csv.expected.json was written: read it through" in printed
    assert "Take FAIRNESS_UPDATE_GOLDEN away again" in printed
    assert written.read_bytes() == (HERE / "right_samples" / written.name).read_bytes()
    written.unlink()


def test_a_layout_at_fault_is_told_where_the_tests_are_collected(folder: Path) -> None:
    """A package that is not installed, an id that is not there, a layout with faults: words, and no traceback."""
    (folder / "ours" / "data" / "layouts").mkdir(parents=True)
    (folder / "ours" / "__init__.py").touch()
    broken = 'kind = "table"\nid = "broken"\nrevision = 1\ntitle = 3\n'
    (folder / "ours" / "data" / "layouts" / "broken.toml").write_text(broken, encoding="utf-8")
    for number, wanted in enumerate(('"a", package="not_ours"', '"brokn", package="ours"', '"broken", package="ours"')):
        text = f"from fairness_adapters.testing import layout\nadapter = layout({wanted})\n"
        (folder / f"test_layout_{number}.py").write_text(text, encoding="utf-8")
    failed, printed = run(folder, *(f"test_layout_{number}.py" for number in range(3)))
    assert 3 == len(failed)
    assert "No module named 'not_ours'. Install your package first" in printed
    assert "There is no file 'brokn' among the layouts." in printed
    assert "- broken.toml, title: Found 3; expected text in quotes." in printed
    assert "fairness_adapters/" not in printed
