"""Private files, read with a limit and written for good: what the store of cases asks of a file system.

Nothing is followed that is a symbolic link, nothing is read that is not an ordinary file, and what cannot be
written to its end is taken back. What is in the files is not known here.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from fairness_core.errors import FairnessError, MissingExtra, OutputError, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
LOCK = ".cases.lock"
# No system has every one of these.
_SAFE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


def read_private(path: Path, limit: int) -> bytes | None:
    """Read a file of at most so many bytes; None when there is none.

    Raises `UnreadableSource` for a link, a folder, a device, or where it may not be read; `SourceTooLarge`.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _SAFE | _AT_ONCE)
        try:
            _need_ordinary(path, handle)
            with os.fdopen(handle, "rb", closefd=False) as stream:
                data = stream.read(limit + 1)
        finally:
            os.close(handle)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    if len(data) > limit:
        raise SourceTooLarge(
            f"The file is larger than a case's may be: the limit is {limit:,} bytes.",
            hint="Is it another file? If it is not, raise the store's limits.",
            where=Place(file=path.name),
        )
    return data


def _need_ordinary(path: Path, handle: int) -> None:
    if path.is_symlink() or not stat.S_ISREG(os.fstat(handle).st_mode):
        raise not_a_file(path)


def not_a_file(path: Path) -> UnreadableSource:
    """Make the error for what stands where an ordinary file should."""
    return UnreadableSource(
        "This is a link, a folder or a device; a case is kept in ordinary files.",
        hint="Put the file itself there.",
        where=Place(file=path.name),
    )


def _unreadable(path: Path, problem: OSError) -> FairnessError:
    if problem.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO) or path.is_symlink() or path.is_dir():
        return not_a_file(path)
    hint = "Check that you may read it, or ask whoever keeps the cases."
    return UnreadableSource("The file could not be opened.", hint=hint, where=Place(file=path.name))


@contextmanager
def open_to_add(path: Path) -> Iterator[int]:
    """Give the handle of a file that is there, for `write_at`; raise `OutputError` where it may not be written."""
    with in_plain_words(path):
        handle = os.open(path, os.O_RDWR | _SAFE | _AT_ONCE)
    try:
        yield handle
    finally:
        os.close(handle)


def write_at(path: Path, handle: int, end: int, data: bytes) -> None:
    """Write from `end` on, where what is good of the file ends, and flush; leave it ending there when that fails.

    Raises `OutputError`.
    """
    try:
        os.ftruncate(handle, end)
        os.lseek(handle, end, os.SEEK_SET)
        _write_all(handle, data)
        os.fsync(handle)
    except BaseException as problem:
        # Should this fail too, then what stays has no line's end, and so is never read.
        with suppress(OSError):
            os.ftruncate(handle, end)
            os.fsync(handle)
        if isinstance(problem, OSError):
            raise _refused(path, problem) from problem
        raise


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def put_private(path: Path, data: bytes) -> None:
    """Write a whole private file, or nothing; it takes the place of an earlier one. Raises `OutputError`."""
    fresh = fresh_path(path)
    with in_plain_words(path):
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFE, PRIVATE_FILE)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(handle)
            os.replace(fresh, path)
        except BaseException:
            with suppress(OSError):
                fresh.unlink()
            raise
    flush_folder(path.parent)


def fresh_path(path: Path) -> Path:
    """Return where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.new")


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder, none when there is no folder; raise `UnreadableSource` where it may not be read."""
    try:
        return sorted(os.listdir(folder)) if folder.is_dir() else []
    except OSError as problem:
        raise _unreadable(folder, problem) from problem


def make_private_folder(folder: Path) -> None:
    """Make a folder, open to its owner alone, when it is missing; raise `OutputError`."""
    if not folder.is_dir():
        with in_plain_words(folder):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        flush_folder(folder.parent)


def move(path: Path, to: Path) -> None:
    """Give a file another name, at once and for good; raise `OutputError`."""
    with in_plain_words(path):
        os.replace(path, to)
    flush_folder(path.parent)


def remove_for_good(*paths: Path) -> None:
    """Remove files, and folders with all that is in them; nothing happens where there is none. Raises `OutputError`."""
    for path in paths:
        with in_plain_words(path):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        flush_folder(path.parent)


def is_open_to_others(path: Path) -> bool:
    """Tell whether others than its owner may read or write a file; never on Windows, which has no such bits."""
    with suppress(OSError):
        return os.name == "posix" and bool(path.lstat().st_mode & 0o077)
    return False


def flush_folder(folder: Path) -> None:
    """Ask the disk to keep the names in a folder, where the system can be asked."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(folder: Path, seconds: float) -> Iterator[None]:
    """Keep everybody else from writing in a folder; raise `OutputError` when it cannot be had in so many seconds.

    The lock is the system's own, so it ends with the process that holds it, however that ends. It is as good as
    the file system's: on a network share ask whoever keeps it whether locks hold between computers.
    """
    try:
        from filelock import FileLock, Timeout
    except ModuleNotFoundError as missing:
        raise MissingExtra("cases", "Writing cases to a folder") from missing
    lock = FileLock(folder / LOCK, mode=PRIVATE_FILE)
    try:
        lock.acquire(timeout=seconds, poll_interval=0.01)
    except Timeout as taken:
        raise OutputError(
            "Somebody else is writing to these cases.", hint="Wait a moment and do it again; nothing was written."
        ) from taken
    except NotImplementedError as missing:
        raise OutputError("This disk knows no locks.", hint="Keep the cases on a disk that does.") from missing
    except OSError as problem:
        raise _refused(folder / LOCK, problem) from problem
    try:
        yield
    finally:
        lock.release()


_NO_ROOM = ("there is not enough room for it", "Free some room and do it again; what was there is as it was.")
_NOT_ALLOWED = ("you may not write there, or the disk is read-only", "Ask whoever keeps the cases.")
_WORDS: Mapping[int, tuple[str, str]] = {
    **dict.fromkeys((errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)), _NO_ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _NOT_ALLOWED),
}


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn a refusal by the system into an `OutputError` that names the file and says what to do."""
    try:
        yield
    except OSError as problem:
        raise _refused(path, problem) from problem


def _refused(path: Path, problem: OSError) -> OutputError:
    reason = problem.strerror or type(problem).__name__
    said, hint = _WORDS.get(problem.errno or -1, (reason, "What was there is as it was."))
    return OutputError(f"{path.name} cannot be written: {said}.", hint=hint)
