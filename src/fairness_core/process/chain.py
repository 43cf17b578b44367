"""A log as lines of text: each carries the hash of the one before and its own, so that a change shows.

The first line is the header; each further one is an event. A chain shows that something was changed, put in or
taken out in the middle; that the end was cut off, or the whole written anew, only shows against a `head` that was
noted elsewhere. Words are beside the log: a reference to them is a digest of the words with some salt, so the
words can be redacted and the chain stays whole. Reading and writing files does not live here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TypeAlias

import attrs

from fairness_core.documents import from_document, parse_json, to_document
from fairness_core.errors import FairnessError, InvalidData
from fairness_core.problems import Place, Problem, error
from fairness_core.process.log import Case, Event, Header

HEADER = "fairness-core/case-log/1"
EVENT = "fairness-core/case-event/1"
"""Names and versions of the two kinds of line; they change when a reader of the old ones would be misled."""

MOST_FAULTS = 1000
"""A log with so many is none of ours, and its other lines are not looked into: to list all could take for ever."""


@attrs.frozen(kw_only=True)
class Log:
    """A log as read: its header, its events, and the hash of its last line."""

    header: Header
    events: tuple[Event, ...]
    head: str


def note_ref(text: str, salt: str) -> str:
    """Return the reference of a text kept beside the log: a digest of it with some salt.

    Who holds the text can show that it is the one referred to; who does not cannot guess it while the salt is
    secret. Give at least 16 random characters of salt, kept with the text and removed with it.

    >>> note_ref("Two records were late.", "0123456789abcdef")
    'n2...'
    """
    return f"n2{sha256(f'{salt}:{text}'.encode()).hexdigest()[:40]}"


def header_line(header: Header) -> str:
    """Return the first line of a log."""
    return _sealed({"before": "", **_lean(to_document(header, HEADER))})


def event_line(event: Event, version: int, before: str) -> str:
    """Return the line of the event that makes a case this version, after the line with the hash `before`."""
    return _sealed({"before": before, "version": version, **_lean(to_document(event, EVENT))})


def log_lines(case: Case) -> tuple[str, ...]:
    """Return the whole log of a case as lines, the header first."""
    lines = [header_line(case.header)]
    for version, event in enumerate(case.log, start=1):
        lines.append(event_line(event, version, line_hash(lines[-1])))
    return tuple(lines)


def line_hash(line: str) -> str:
    """Return the hash that a line carries."""
    return line.rpartition('"hash":"')[2].removesuffix('"}')


def is_sealed(line: str) -> bool:
    """Tell whether a line carries the hash of what it holds, and so is whole."""
    return _whole(line) is not None


def _lean(document: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is empty: a line holds what was said."""
    return {key: value for key, value in document.items() if value not in ("", None, [])}


def _sealed(content: Mapping[str, object]) -> str:
    bare = _canonical(content)
    return f'{bare[:-1]},"hash":"{sha256(bare.encode()).hexdigest()}"}}'


def _canonical(content: Mapping[str, object]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def parse_log(lines: Sequence[str], file: str = "", head: str = "") -> Log:
    """Return the log that lines hold; raise `InvalidData` with every line at fault, and nothing is quoted.

    `head` is the hash of the last line as somebody noted it elsewhere. Raises `DocumentVersionError` for a
    log of another version.
    """
    contents = [_whole(line) for line in lines]
    found = [*_chain_problems(lines, contents, file, head)]
    header, *events = [*_parsed(contents, file, found)] or [None]
    if found or not isinstance(header, Header):
        raise InvalidData(
            f"{file or 'The log'} is not as it was written.",
            found,
            hint="Keep it as it is, and compare it with a copy.",
        )
    return Log(
        header=header, events=tuple(each for each in events if isinstance(each, Event)), head=line_hash(lines[-1])
    )


Content: TypeAlias = Mapping[str, object]


def _whole(line: str) -> Content | None:
    """Return what a line holds; None when it is not the very text that was sealed."""
    try:
        found = parse_json(line)
        bare = {key: value for key, value in found.items() if key != "hash"} if isinstance(found, dict) else {}
        return bare if _sealed(bare) == line else None
    except (FairnessError, RecursionError):
        return None


def _chain_problems(
    lines: Sequence[str], contents: Sequence[Content | None], file: str, head: str
) -> Iterator[Problem]:
    before, version = "", -1
    for number, (line, content) in enumerate(zip(lines, contents, strict=True), start=1):
        where = Place(file=file, cell=f"line {number}")
        version += 1
        if content is None:
            yield error("changed", "This line was changed after it was written.", where=where)
        else:
            yield from _link_problems(content, before, version, where)
            # What follows a gap is where it should be: one gap is one fault.
            version = found if isinstance(found := content.get("version", 0), int) else version
        before = line_hash(line)
    if not lines:
        yield error("empty_log", "The log is empty.", where=Place(file=file))
    if head and head != before:
        yield error(
            "another_head",
            "The log does not end where it ended when its head was noted.",
            where=Place(file=file),
            hint="Events were taken off the end, or added since.",
        )


def _link_problems(content: Content, before: str, version: int, where: Place) -> Iterator[Problem]:
    """Yield why a whole line does not belong where it stands."""
    if content.get("before") != before:
        says = "This line does not follow the one before it." if before else "The beginning of the log is missing."
        yield error("broken_chain", says, where=where)
    elif content.get("version", 0) != version:
        yield error("wrong_version", "This line is not in its place.", where=where)


def _parsed(contents: Iterable[Content | None], file: str, found: list[Problem]) -> Iterator[Header | Event | None]:
    """Yield each line as a value, None for one that was changed; what cannot be one is added to the problems."""
    for number, content in enumerate(contents, start=1):
        if len(found) >= MOST_FAULTS:
            return
        if content is None:
            yield None
            continue
        bare = {key: value for key, value in content.items() if key not in ("before", "version")}
        try:
            yield from_document(bare, Event, EVENT) if content.get("before") else from_document(bare, Header, HEADER)
        except InvalidData as fault:
            where = Place(file=file, cell=f"line {number}")
            found += [attrs.evolve(each, where=attrs.evolve(where, field=each.where.field)) for each in fault.problems]
