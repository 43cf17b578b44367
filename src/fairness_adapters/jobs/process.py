"""Jobs on process tables: open one by id or file, list every fault of a file, find the one that a case pins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from fairness_core.config import PACKAGED, Shelf
from fairness_core.errors import CallerError, ConfigError
from fairness_core.problems import Place, Problem, note, warning
from fairness_core.process.diagram import SCHEMA
from fairness_core.process.log import Tables
from fairness_core.process.table import EventType, ProcessTable, TableRef, load_process, process_table, processes

TOML = ".toml"
SHORT = 12
"""How many signs of a fingerprint are shown to people; programs get the whole of it."""

WHOLE_CASE = 2
"""An event with arrows in more regions than this, and none among the steps, speaks of the case as a whole."""

_KEEP_HONEST = (
    ("explain", "What is late cannot be explained in the log"),
    ("supply", "What a protective step still owes cannot be given later"),
    ("correct", "An entry of the log cannot be corrected"),
    ("strike", "An entry that was recorded by mistake cannot be struck out"),
)


def open_process(name: str, shelf: Shelf = PACKAGED) -> ProcessTable:
    """Return a process from the shelf by its id, or one of your own by the path of its TOML file.

    Raises `CallerError` when there is none of that id, `ConfigError` with every fault of the file.
    """
    if name.lower().endswith(TOML):
        return read_process(Path(name), shelf)
    if name not in (there := processes(shelf)):
        hint = f"There are: {', '.join(there)}. Or give the path of a file of your own that ends in .toml."
        raise CallerError(f"There is no process {name!r}.", hint=hint)
    return process_table(name, shelf)


def read_process(path: Path, shelf: Shelf = PACKAGED) -> ProcessTable:
    """Read a process from a file; raise `ConfigError` when it cannot be read, or with every fault of it."""
    try:
        # Notepad begins a file with a mark that is no TOML.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        hint = "Check that the file is there and is plain text (TOML, UTF-8)."
        raise ConfigError(f"The process {path.name} cannot be read.", [], hint=hint) from fault
    return load_process(text, path.name, shelf)


def check_process(path: Path, shelf: Shelf = PACKAGED) -> tuple[ProcessTable | None, tuple[Problem, ...]]:
    """Return a file's process, None when it is at fault, and every finding, each with its key path.

    The findings of a sound process are warnings and notes: see `doubtful`. Raises `ConfigError` when the file
    cannot be read at all.
    """
    try:
        found = read_process(path)
    except ConfigError as fault:
        if not fault.problems:
            raise
        return None, fault.problems
    return found, tuple(doubtful(found, path.name))


def doubtful(table: ProcessTable, file: str) -> Iterator[Problem]:
    """Yield what somebody should look at: unverified periods, events that a log will want, steps without a place."""
    effects = {each.effect for each in table.used.values()}
    for effect, says in _KEEP_HONEST:
        if effect not in effects:
            hint = f'Give an event effect = "{effect}", or begin the file with extends = "common", which has one.'
            yield warning("no_such_event", f"{says}.", where=Place(file=file, field="events"), hint=hint)
    for code, rule in table.obligations.items():
        if not rule.verified:
            where = Place(file=file, field=f"obligations.{code}")
            hint = "Check it against its source, then say verified = true; until then it is never shown as law."
            yield warning("unverified_period", f"Not verified: {rule.title}.", where=where, hint=hint)
    yield from _without_place(table, file)
    derived = sum(not each.source for each in table.arrows.values())
    if derived:
        message = f"{_counted(derived, 'arrow')} of {len(table.arrows)} rest on a doubt and no source."
        yield note("without_source", message, where=Place(file=file, field="arrows"))
    for doubt in table.doubts:
        yield note("doubt", doubt, where=Place(file=file, field="doubts"))


def _without_place(table: ProcessTable, file: str) -> Iterator[Problem]:
    """Yield each formal event, or event for the whole case, of which no arrow says from which step it leads where."""
    for code, kind in table.used.items():
        regions = table.index.regions_of.get(code, frozenset())
        if table.index.main not in regions and (len(regions) > WHOLE_CASE or (kind.nature == "formal" and not regions)):
            says = f"'{kind.label}' is possible at every step."
            hint = (
                "Say from which steps it leads where, with an arrow; or put it under unused, where it has no use here."
            )
            yield warning("at_every_step", says, where=Place(file=file, field=f"events.{code}"), hint=hint)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def process_to_json(table: ProcessTable) -> dict[str, object]:
    """Return a whole process as plain JSON values: what its file says, and what that extends."""
    return {"schema": SCHEMA, **attrs.asdict(table, filter=attrs.filters.exclude("index"))}


_EFFECT_NEEDS: Mapping[str, tuple[str, ...]] = {
    "extend": ("obligation", "until", "reason"),
    "explain": ("obligation", "reason"),
    "hold": ("until", "choice"),
    "supply": ("about",),
    "correct": ("about",),
    "strike": ("about",),
    "link": ("case",),
    "redact": ("refs",),
    "migrate": ("to_process",),
}


def needs(kind: EventType) -> tuple[str, ...]:
    """Return the fields that an event must carry: what its table asks for, and what its effect needs."""
    return tuple(dict.fromkeys((*kind.asks, *_EFFECT_NEEDS.get(kind.effect, ()))))


def find_tables(own: Sequence[ProcessTable] = ()) -> Tables:
    """Return how a table is found for a case that pins one: among your own first, then the packaged.

    What is returned raises `CallerError` when the table that is pinned is not there, or is another revision or
    another text.
    """

    def find(ref: TableRef) -> ProcessTable:
        candidates = [each for each in own if each.id == ref.id] + [*_packaged(ref.id)]
        for each in candidates:
            if each.ref == ref:
                return each
        raise _not_there(ref, candidates)

    return find


def named_tables(own: Sequence[ProcessTable] = ()) -> Mapping[str, TableRef]:
    """Return the table that is meant by each id alone: your own, else the packaged one."""
    packaged = {each: process_table(each).ref for each in processes()}
    return packaged | {each.id: each.ref for each in own}


def _packaged(process_id: str) -> Iterator[ProcessTable]:
    if process_id in processes():
        yield process_table(process_id)


def _not_there(ref: TableRef, candidates: Iterable[ProcessTable]) -> CallerError:
    """Say which table the case pins, and what is here instead; an id that could be words is not repeated."""
    here = [*candidates]
    hint = "Give the file of that very revision with --process FILE.toml."
    if not here:
        which = str(ref) if re.fullmatch(r"[a-z0-9-]+", ref.id) else "it names"
        return CallerError(f"The case is under the process {which}, and that is not here.", hint=hint)
    if all(each.revision != ref.revision for each in here):
        there = ", ".join(str(each.revision) for each in here)
        return CallerError(f"The case is under the process {ref}; what is here is revision {there}.", hint=hint)
    mine, pinned = here[0].sha256[:SHORT], ref.sha256[:SHORT] or "none"
    return CallerError(
        f"The case is under the process {ref}, with the fingerprint {pinned}; what is here calls itself the same "
        f"revision and has the fingerprint {mine}, so one of the two was changed.",
        hint=f"{hint} A released revision is never changed: a change makes a new one.",
    )
