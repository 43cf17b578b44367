"""The bytes of a log as lines, and the other way round: where a line ends, and what a crash left behind.

A line is there when its end is, for a line and its end are written as one. What stands behind the last end was
torn off by a crash and never reported as written; it is left out, and cut off by whoever writes next. Only where it
carries its own hash is it whole: then a crash, or another program, took nothing but the end.
"""

from __future__ import annotations

import attrs

from fairness_core.errors import CallerError, SourceTooLarge, UnreadableSource
from fairness_core.problems import Place
from fairness_core.process.chain import is_sealed

END = b"\n"


@attrs.frozen(kw_only=True)
class StoreLimits:
    """How much a store reads and writes, and how many seconds it waits while somebody else is writing."""

    max_log: int = 4 << 20
    """Bytes of a log."""
    max_events: int = 5_000
    """Events of a log; a case that lasts for years has a few hundred."""
    """Events of a log; a case that lasts for years has a few hundred."""
    max_line: int = 16 << 10
    """Bytes of one line of a log; room for some 300 references in one event."""
    max_note: int = 1 << 20
    """Bytes of the file of one note, or of a certificate."""
    wait_seconds: float = 10


_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


@attrs.frozen(kw_only=True)
class Written:
    """What the bytes of a log amount to: its lines, how many bytes are good, and what is wrong at the end.

    `torn` says that bytes behind the good ones were never written to their end; `unended` that the last line is
    whole and only lacks its end.
    """

    lines: tuple[str, ...]
    good: int
    torn: bool
    unended: bool

    @property
    def version(self) -> int:
        """How many events there are: lines but for the header."""
        return len(self.lines) - 1


def read_lines(data: bytes, limits: StoreLimits, name: str) -> Written:
    """Return the lines of a log; bytes that are no text come as U+FFFD, and so show as a line that was changed.

    Raises `UnreadableSource` when the file is empty or was saved in UTF-16, `SourceTooLarge` beyond the limits of
    a line or of the number of events.
    """
    where = Place(file=name)
    if data.startswith(_OTHER_ENCODINGS):
        hint = "Use a copy that no other program has saved."
        raise UnreadableSource("The file was saved in another encoding (UTF-16).", hint=hint, where=where)
    if data.count(END) > limits.max_events + 1:
        raise _too_large(f"more than {limits.max_events:,} events", where)
    *whole, tail = data.split(END)
    unended = 0 < len(tail) <= limits.max_line and is_sealed(tail.decode("utf-8", "replace"))
    if unended:
        whole, tail = [*whole, tail], b""
    if not whole:
        hint = "Look for it in a copy; a case has one line at least."
        raise UnreadableSource("There is no whole line in the file.", hint=hint, where=where)
    if max(map(len, whole)) > limits.max_line:
        raise _too_large(f"a line of more than {limits.max_line:,} bytes", where)
    lines = tuple(line.decode("utf-8", "replace") for line in whole)
    return Written(lines=lines, good=len(data) - len(tail), torn=bool(tail), unended=unended)


def _too_large(has: str, where: Place) -> SourceTooLarge:
    hint = "Is it another file? If it is not, raise the store's limits."
    return SourceTooLarge(f"The log has {has}.", hint=hint, where=where)


def line_bytes(line: str, max_line: int) -> bytes:
    """Return a line with its end; raise `CallerError` for what is no line, or could not be read again."""
    data = line.encode("utf-8", "replace")
    if END in data or not data:
        raise CallerError("A log is added to line by line.", hint="Give one line, without its end.")
    if len(data) > max_line:
        raise CallerError(
            f"The event is too large for the log: its line has {len(data):,} bytes, and the limit is {max_line:,}.",
            hint="Give fewer references in one event.",
        )
    return data + END
