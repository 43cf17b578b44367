"""Files are written all together or not at all, and a refusal says in plain words what to do."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.jobs.writing import write_files
from fairness_core.errors import CallerError, OutputError

POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and links as POSIX has them")
NAMES = st.from_regex(r"[a-z]{1,8}\.(docx|xlsx|json)", fullmatch=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@given(
    old=st.dictionaries(NAMES, st.binary(max_size=50), max_size=3),
    files=st.dictionaries(NAMES, st.binary(max_size=50), max_size=4),
)
def test_what_is_written_is_what_is_there(old: dict[str, bytes], files: dict[str, bytes]) -> None:
    """Whatever stood there before, the folder then holds the new content and no litter."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_files(old, folder)
        assert tuple(folder / name for name in files) == write_files(files, folder)
        assert {**old, **files} == contents(folder)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    """A folder that is not there is made with its parents."""
    assert (tmp_path / "a" / "b" / "r.json",) == write_files({"r.json": b"{}"}, tmp_path / "a" / "b")
    assert b"{}" == (tmp_path / "a" / "b" / "r.json").read_bytes()


@POSIX
def test_permissions(tmp_path: Path) -> None:
    """A replaced file keeps its permissions; a new one gets what the umask leaves."""
    (tmp_path / "old.json").write_bytes(b"old")
    (tmp_path / "old.json").chmod(0o640)
    before = os.umask(0o027)
    try:
        write_files({"old.json": b"1", "new.json": b"2"}, tmp_path)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("old.json", "new.json")]
    assert [0o640, 0o640] == modes
    (tmp_path / "old.json").chmod(0o604)
    write_files({"old.json": b"3"}, tmp_path)
    assert 0o604 == stat.S_IMODE((tmp_path / "old.json").stat().st_mode)


@POSIX
def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """What a symbolic link points to is left alone."""
    (tmp_path / "elsewhere.json").write_bytes(b"mine")
    (tmp_path / "r.json").symlink_to(tmp_path / "elsewhere.json")
    write_files({"r.json": b"new"}, tmp_path)
    assert {"elsewhere.json": b"mine", "r.json": b"new"} == contents(tmp_path)
    assert not (tmp_path / "r.json").is_symlink()


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A folder of the target's name is refused by name, and the file before it is not changed."""
    (tmp_path / "a.json").write_bytes(b"old")
    (tmp_path / "b.json").mkdir()
    with pytest.raises(OutputError) as caught:
        write_files({"a.json": b"new", "b.json": b"new"}, tmp_path)
    assert f"{tmp_path / 'b.json'} cannot be written: there is a folder of that name." == caught.value.message
    assert {"a.json": b"old"} == contents(tmp_path)


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A file where the folder should be, or one of its parents, is named and left as it was."""
    (tmp_path / "out").write_bytes(b"mine")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(OutputError, match="a file stands where a folder is needed") as caught:
            write_files({"r.json": b"x"}, folder)
        assert caught.value.message.startswith(str(folder))
    assert {"out": b"mine"} == contents(tmp_path)


def test_a_read_only_file(tmp_path: Path) -> None:
    """A file that somebody protected is not replaced, and the message says what to do."""
    (tmp_path / "r.json").write_bytes(b"old")
    (tmp_path / "r.json").chmod(0o444)
    with pytest.raises(OutputError, match="open in another program") as caught:
        write_files({"a.json": b"new", "r.json": b"new"}, tmp_path)
    assert "Close it there, or write to another folder." == caught.value.hint
    assert {"r.json": b"old"} == contents(tmp_path)
    (tmp_path / "r.json").chmod(0o644)


def test_a_made_folder_is_taken_away_again(tmp_path: Path) -> None:
    """After a failure no folder is left that we made, and every folder that was there before is."""
    with pytest.raises(OutputError, match="too long"):
        write_files({"a.json": b"x", "n" * 300: b"x"}, tmp_path / "made" / "deeper")
    assert [] == list(tmp_path.iterdir())
    with pytest.raises(OutputError, match="too long"):
        write_files({"a.json": b"x", "n" * 300: b"x"}, tmp_path)
    assert tmp_path.is_dir()
    assert {} == contents(tmp_path)


@pytest.mark.parametrize("refused", [1, 2, 3])
def test_a_refusal_half_way_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int) -> None:
    """When the n-th file is open in Excel (Windows says so only now), the ones before it are put back."""
    old = {"a.docx": b"old a", "c.json": b"old c"}
    write_files(old, tmp_path)
    real, calls = os.replace, iter(range(1, 100))

    def replace(source: Path, target: Path) -> None:
        if next(calls) == refused:
            raise PermissionError(13, "Access is denied", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError, match="open in another program") as caught:
        write_files({"a.docx": b"new a", "b.xlsx": b"new b", "c.json": b"new c"}, tmp_path)
    assert caught.value.message.startswith(str(tmp_path / ["a.docx", "b.xlsx", "c.json"][refused - 1]))
    assert old == contents(tmp_path)


def test_ctrl_c_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption while writing passes on, and leaves what was there."""

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files({"a.json": b"x"}, tmp_path / "made")
    assert [] == list(tmp_path.iterdir())


@POSIX
def test_a_full_disk(tmp_path: Path) -> None:
    """When there is no room, nothing changes, and the message says so (a limit on file size, for real)."""
    (tmp_path / "b.json").write_bytes(b"old")
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from fairness_adapters.jobs.writing import write_files\n"
        "from fairness_core.errors import OutputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    write_files({'a.json': b'x' * 900, 'b.json': b'x' * 1100}, Path(sys.argv[1]))\n"
        "except OutputError as problem:\n    print(problem)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    expected = "b.json cannot be written: there is not enough room for it. Free some room, or write to another disk."
    assert f"{tmp_path / expected}\n" == done.stdout
    assert {"b.json": b"old"} == contents(tmp_path)


@pytest.mark.parametrize("name", ["", ".", "..", "../up.json", "deep/er.json", "/etc/x", "a\\b", "nul\0"])
def test_names_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    """A name that is not a plain file name is refused before anything happens."""
    with pytest.raises(CallerError, match="is not the name of a file"):
        write_files({"fine.json": b"x", name: b"x"}, tmp_path / "out")
    assert [] == list(tmp_path.iterdir())
