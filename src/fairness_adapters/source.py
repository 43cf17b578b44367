"""Bytes in: a file's name, its content, its fingerprint, what it really is, and the limits it is held to.

`read_source` is the only function of the package that touches the disk on the way in. What is inside
the bytes is not parsed here: see `fairness_adapters.workbooks` and `fairness_adapters.office`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

import attrs

from fairness_adapters.kinds import Kind, sniff
from fairness_core.errors import ProtectedSource, SourceTooLarge, UnreadableSource, WrongKind
from fairness_core.problems import Place

__all__ = ["Kind", "Limits", "Source", "read_source", "wrong_kind"]

_MIB = 1 << 20


@attrs.frozen(kw_only=True)
class Limits:
    """How large a file may be before it is refused; each limit is the largest that is still read.

    The defaults let the largest extract of a trust through and stop what would exhaust an office computer.
    A workbook cell costs about 400 bytes of memory, so `max_cells` is the limit to lower first.
    """

    max_bytes: int = 200 * _MIB
    """Bytes of the file as given."""
    max_parts: int = 10_000
    """Members of a zip (an Excel or Word file is a zip)."""
    max_unpacked: int = 1024 * _MIB
    """Bytes that all members of a zip may unpack to together."""
    max_part: int = 512 * _MIB
    """Bytes that one member of a zip may unpack to."""
    max_ratio: int = 100
    """Times that a member over 10 MiB may grow in unpacking.

    Measured in real sheets: styled blanks 11, zeros 14, one text all over 28.
    """
    max_sheets: int = 1_000
    """Sheets of a workbook; real ones have a few dozen."""
    max_rows: int = 1_048_576
    """Highest row number of a sheet; the default is Excel's own limit."""
    max_columns: int = 16_384
    """Highest column number of a sheet; the default is Excel's own limit."""
    max_cells: int = 5_000_000
    """Cells of all the sheets of a workbook together; blanks that are only styled count where they cost anything."""
    max_seconds: float = 30
    """Seconds that a reading in a process of its own may take (.xls, .xlsb)."""
    max_text: int = _MIB
    """Characters in one cell; Excel itself stops at 32,767."""


@attrs.frozen(kw_only=True)
class Source:
    """A file that was given to us, by content: nothing here depends on where it lay.

    `name` is the file's name without its folder, `sha256` its fingerprint in hexadecimal, and `kind`
    what it really is. Making one refuses content larger than `limits.max_bytes` (`SourceTooLarge`).

    >>> source = Source.from_bytes("staff.csv", b"Band,Headcount")
    >>> source.name, source.kind.name, source.sha256[:8]
    ('staff.csv', 'CSV', 'bd0afb86')
    """

    name: str
    data: bytes = attrs.field(repr=False)
    limits: Limits = attrs.field(factory=Limits, eq=False, repr=False)
    sha256: str = attrs.field(init=False, eq=False)
    kind: Kind = attrs.field(init=False, eq=False)

    @data.validator
    def _check_size(self, _: object, data: bytes) -> None:
        if len(data) > self.limits.max_bytes:
            raise _too_large(self.name, len(data), self.limits)

    @sha256.default
    def _fingerprint(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @kind.default
    def _what_it_is(self) -> Kind:
        return sniff(self.data)

    @classmethod
    def from_bytes(cls, name: str, data: bytes, limits: Limits | None = None) -> Source:
        """Make a source of bytes in memory; `name` may be a path, of which only the last part is kept."""
        return cls(name=_last_part(name), data=data, limits=limits or Limits())

    @property
    def place(self) -> Place:
        """Where a finding about the whole file stands."""
        return Place(file=self.name)


def read_source(path: Path | str, limits: Limits | None = None) -> Source:
    """Read one file from disk; raise `UnreadableSource` or `SourceTooLarge`, saying what to do.

    Excel's owner files (`~$name.xlsx`) are refused: they hold the name of whoever has the file open, and no data.
    """
    path, limits = Path(path), limits or Limits()
    _refuse_owner_file(path)
    _refuse_non_file(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.max_bytes + 1)
        size = path.stat().st_size
    except OSError as problem:
        raise _not_opened(path) from problem
    if len(data) > limits.max_bytes:
        raise _too_large(path.name, max(size, len(data)), limits)
    return Source.from_bytes(path.name, data, limits)


def wrong_kind(source: Source) -> UnreadableSource:
    """Make the error for a file of a kind that the caller does not read: what it is, and what to do."""
    kind, hint = source.kind, source.kind.advice
    if kind is Kind.PROTECTED:
        return ProtectedSource("The file is protected by a password.", hint=hint, where=source.place)
    if kind in {Kind.EMPTY, Kind.DAMAGED_ZIP}:
        return UnreadableSource(f"The file cannot be read: it is {kind.described}.", hint=hint, where=source.place)
    return WrongKind(f"The file is {kind.described}.", hint=hint, where=source.place)


def _last_part(name: str) -> str:
    """Return the file name of a POSIX or a Windows path."""
    return PurePosixPath(name.replace("\\", "/")).name


def _refuse_owner_file(path: Path) -> None:
    if path.name.startswith("~$"):
        raise UnreadableSource(
            "This is not the workbook but the lock file that Excel or Word makes while a file is open.",
            hint="Close the file in Excel or Word and give the file whose name has no '~$' in front.",
            where=Place(file=path.name),
        )


def _refuse_non_file(path: Path) -> None:
    where = Place(file=path.name)
    try:
        if path.is_file():
            return
        exists, folder = path.exists(), path.is_dir()
    except (OSError, ValueError) as problem:
        raise _not_opened(path) from problem
    if folder:
        raise UnreadableSource("This is a folder, not a file.", hint="Give the file inside it.", where=where)
    if exists:
        raise UnreadableSource("This is not an ordinary file.", hint="Give a file that can be copied.", where=where)
    raise UnreadableSource("The file is not there.", hint="Check the spelling and the folder.", where=where)


def _not_opened(path: Path) -> UnreadableSource:
    hint = "Check that you may read it: open it in Excel, or ask whoever keeps it."
    if path.with_name(f"~${path.name}").exists():
        hint = "It is open in Excel or Word: close it there and run this again."
    return UnreadableSource("The file could not be opened.", hint=hint, where=Place(file=path.name))


def _too_large(name: str, size: int, limits: Limits) -> SourceTooLarge:
    return SourceTooLarge(
        f"The file holds {size:,} bytes; the limit is {limits.max_bytes:,}.",
        hint="Split the file, or raise max_bytes if you trust where it comes from.",
        where=Place(file=name),
    )
