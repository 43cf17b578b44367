"""A report outlives whatever happens while it is written: kill -9, two writers, a full disk, a disk that is read-only.

The writers are processes of their own. Runs of a hundred are marked `long`; `pytest -s` shows figures. A real small or
read-only disk is mounted where the system allows it.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest

from fairness_adapters.jobs.writing import write_files
from fairness_core.errors import OutputError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs the signals and mounts of POSIX")
SIZE = 200_000
NAMES = ("board.docx", "board.xlsx")
WRITER = """
import sys
from pathlib import Path
from fairness_adapters.jobs.writing import write_files
folder, start, times = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for number in range(start, start + times):
    letter = bytes([65 + number % 26])
    write_files({"board.docx": letter * SIZE, "board.xlsx": letter * SIZE}, folder)
    print(number, flush=True)
""".replace("SIZE", str(SIZE))


def writer(folder: Path, start: int, times: int) -> subprocess.Popen[str]:
    """Start a process that writes two reports again and again, each version of one letter."""
    line = [sys.executable, "-c", WRITER, str(folder), str(start), str(times)]
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=paths)


def letters(folder: Path) -> list[str]:
    """Return the letter of each report, which must be whole."""
    found = [(folder / name).read_bytes() for name in NAMES]
    assert [SIZE, SIZE] == [len(each) for each in found]
    assert [1, 1] == [len(set(each)) for each in found]
    return [chr(each[0]) for each in found]


def kill_often(folder: Path, times: int) -> None:
    """Kill so many writers at random moments; each report is whole, and none is older than what was reported."""
    chance, told = random.Random(8), 0
    for number in range(times):
        process = writer(folder, 0, 10_000)
        assert process.stdout
        process.stdout.readline()
        sleep(chance.uniform(0, 0.03))
        process.kill()
        lines = [line for line in process.stdout.readlines() if line.endswith("\n")]
        process.communicate()
        last = int(lines[-1]) if lines else 0
        told += len(lines) + 1
        for letter in letters(folder):
            assert letter in {chr(65 + each % 26) for each in (last, last + 1)}, number
        write_files(dict.fromkeys(NAMES, b"Z" * SIZE), folder)
        assert ["Z", "Z"] == letters(folder)
    sys.stdout.write(f"{times} writers killed after {told} whole writings\n")


def test_kill_leaves_each_report_whole(tmp_path: Path) -> None:
    """After kill -9 at a random moment each report is the old or the new one, whole; the next writing works."""
    kill_often(tmp_path, 5)


@pytest.mark.long
def test_a_hundred_kills_leave_each_report_whole(tmp_path: Path) -> None:
    """A hundred times."""
    kill_often(tmp_path, 100)


def two_writers(folder: Path, each: int) -> None:
    """Let two processes write the same reports, and look at them all the while."""
    write_files(dict.fromkeys(NAMES, b"Z" * SIZE), folder)
    processes = [writer(folder, start, each) for start in (0, 13)]
    looks = 0
    while any(process.poll() is None for process in processes):
        letters(folder)
        looks += 1
    assert [0, 0] == [process.wait() for process in processes]
    for process in processes:
        process.communicate()
    assert sorted(NAMES) == sorted(path.name for path in folder.iterdir())
    sys.stdout.write(f"two writers, {each} writings each: {looks} looks, each report whole at every one\n")
    assert looks


def test_two_writers_at_once(tmp_path: Path) -> None:
    """Whoever looks, and whenever, sees whole reports; nothing is left beside them at the end."""
    two_writers(tmp_path, 15)


@pytest.mark.long
def test_two_writers_a_hundred_times(tmp_path: Path) -> None:
    """A hundred writings each."""
    two_writers(tmp_path, 100)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Mount a small disk in memory; skip the test where the system does not allow it."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("the system allows no mounting here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def refused(folder: Path, times: int, says: str) -> None:
    """Try so many times to write: it is refused each time in plain words, and what was there stays, and nothing else."""
    for number in range(times):
        with pytest.raises(OutputError, match=says):
            write_files({"board.docx": b"new" * (SIZE + number), "board.xlsx": b"new" * SIZE}, folder)
        assert dict.fromkeys(NAMES, b"old") == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """A hundred times on a real small disk: the old reports stay."""
    with mounted(tmp_path / "small", "size=256k") as folder:
        write_files(dict.fromkeys(NAMES, b"old"), folder)
        refused(folder, 100, "not enough room")


def test_a_disk_that_is_read_only(tmp_path: Path) -> None:
    """A hundred times on a real read-only disk, which stops the superuser too."""
    with mounted(tmp_path / "still", "size=4m") as folder:
        write_files(dict.fromkeys(NAMES, b"old"), folder)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        refused(folder, 100, "the disk is read-only")
