"""Write several files as one: all of them or, as far as a file system allows, none; a new folder as one too.

Every file is first written beside its target and flushed to the disk; only when all are there do they
take their places, one after the other. Should one of those steps be refused (the old report is open in
Excel), the ones before it are undone. What is in the files is not known here: see the writers.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs

from fairness_core.errors import CallerError, OutputError


@attrs.frozen
class _Step:
    """One file on its way: its place, what will stand there, and a copy of what stood there before."""

    target: Path
    fresh: Path
    before: Path

    def replace(self) -> None:
        os.replace(self.fresh, self.target)

    def undo(self) -> None:
        if self.before.exists():
            os.replace(self.before, self.target)
        else:
            self.target.unlink(missing_ok=True)

    def tidy(self) -> None:
        for litter in (self.fresh, self.before):
            with suppress(OSError):
                litter.unlink(missing_ok=True)


def write_files(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write every file, by its name, into the folder, and return their paths in the order given.

    The folder is made when it is missing. A file that is replaced keeps its permissions, and a new one
    gets those that the system gives to new files. A symbolic link is replaced, never followed.

    Raises `CallerError` when a name is not that of a file in this folder, and `OutputError` when the place
    is at fault; then nothing has changed, and a folder that was made is gone again.
    """
    for name in files:
        _check_name(name)
    with _made(folder):
        steps = [_step(folder, name) for name in files]
        try:
            for step, data in zip(steps, files.values(), strict=True):
                _prepare(step, data)
            _put_in_place(steps)
        finally:
            for step in steps:
                step.tidy()
        _flush_folder(folder)
    return tuple(folder / name for name in files)


def write_folder(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write a new folder of files, by their paths within it ("tests/README.md"), and return the folder.

    It is written beside its place under another name and takes its place whole. Raises `OutputError` when
    something of that name is there already, its parent is not there, or the place is at fault; then nothing is left.
    """
    fresh = folder.with_name(f".{secrets.token_hex(8)}.new")
    with in_plain_words(folder):
        if os.path.lexists(folder):
            raise FileExistsError(errno.EEXIST, "there already", str(folder))
        try:
            fresh.mkdir()
            for name, data in files.items():
                target = fresh / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            # On some systems this takes the place of an empty folder, which was not there a moment ago.
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _check_name(name: str) -> None:
    if not name.strip(" .") or name != Path(name).name or "\\" in name or "\0" in name:
        raise CallerError(
            f"{name!r} is not the name of a file in a folder.", hint="Give a plain name, such as report.docx."
        )


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make the folder and its parents; take away again what was made when the work inside fails."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        with in_plain_words(folder):
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for place in missing:
            with suppress(OSError):
                place.rmdir()
        raise


def _step(folder: Path, name: str) -> _Step:
    """Name the files beside the target, so that no other run of ours uses the same."""
    mark = secrets.token_hex(8)
    return _Step(folder / name, folder / f".{mark}.new", folder / f".{mark}.old")


def _prepare(step: _Step, data: bytes) -> None:
    """Write the new content beside its target, flushed; keep a copy of what it will replace."""
    with in_plain_words(step.target):
        before = _what_is_there(step.target)
        with step.fresh.open("xb") as stream:
            # Before the content, so that what was private is never open to others, not for a moment.
            _take_permissions(step.fresh, before)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if step.target.is_symlink() or before is not None:
            shutil.copyfile(step.target, step.before, follow_symlinks=False)
            _take_permissions(step.before, before)


def _take_permissions(path: Path, like: os.stat_result | None) -> None:
    """Give a file the permissions of another; a network share that knows none may refuse."""
    if like is not None:
        with suppress(OSError):
            path.chmod(stat.S_IMODE(like.st_mode))


def _what_is_there(target: Path) -> os.stat_result | None:
    """Return the status of the file that will be replaced, None when there is none; refuse all else."""
    try:
        found = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        return None
    if not stat.S_ISREG(found.st_mode):
        raise OutputError(
            f"{target} cannot be written: there is {_kind(found)} of that name.",
            hint="Move or rename it, or write to another folder.",
        )
    if not found.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        # Replacing needs only the folder's permission, but somebody protected this file on purpose.
        raise PermissionError(errno.EACCES, "read-only", str(target))
    return found


def _kind(found: os.stat_result) -> str:
    return "a folder" if stat.S_ISDIR(found.st_mode) else "something that is not a plain file"


def _put_in_place(steps: list[_Step]) -> None:
    done: list[_Step] = []
    try:
        for step in steps:
            with in_plain_words(step.target):
                step.replace()
            done.append(step)
    except BaseException:
        for step in reversed(done):
            with suppress(OSError):
                step.undo()
        raise


def _flush_folder(folder: Path) -> None:
    """Ask the disk to keep the new names, where the system can be asked; the files are there already."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_CLOSE_IT = (
    "cannot be written: it is open in another program (Excel, Word), or protected against writing",
    "Close it there, or write to another folder.",
)
_NO_ROOM = ("cannot be written: there is not enough room for it", "Free some room, or write to another disk.")
_NOT_A_FOLDER = ("cannot be written: a file stands where a folder is needed", "Write to another folder.")
_READ_ONLY = ("cannot be written: the disk is read-only", "Write to another folder.")
_TOO_LONG = ("cannot be written: its name or path is too long", "Write to a folder with a shorter path.")
_GONE = ("cannot be written: the folder is not there (any more)", "Write to another folder.")
_REFUSALS: Mapping[tuple[str, str], tuple[str, ...]] = {
    _CLOSE_IT: ("EACCES", "EPERM", "EBUSY", "ETXTBSY"),
    _NO_ROOM: ("ENOSPC", "EDQUOT", "EFBIG"),
    _READ_ONLY: ("EROFS",),
    _NOT_A_FOLDER: ("EEXIST", "ENOTDIR"),
    _TOO_LONG: ("ENAMETOOLONG",),
    _GONE: ("ENOENT",),
}
# By name, because no system has every one of them.
_WORDS = {getattr(errno, name, 0): words for words, names in _REFUSALS.items() for name in names}


@contextmanager
def in_plain_words(target: Path) -> Iterator[None]:
    """Turn a refusal by the system into an `OutputError` that names the file and says what to do."""
    try:
        yield
    except OSError as problem:
        reason = f"cannot be written: {problem.strerror or type(problem).__name__}"
        said, hint = _WORDS.get(problem.errno or -1, (reason, "Write to another folder."))
        raise OutputError(f"{target} {said}.", hint=hint) from problem
