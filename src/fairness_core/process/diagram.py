"""A process drawn from its table, for Mermaid and for Graphviz.

The labels are the table's own; its notice stands in the drawing, so that a derived process cannot be taken for
another's text. Nothing here renders a picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from fairness_core.errors import CallerError
from fairness_core.process.table import ProcessTable

SCHEMA = "fairness-core/process/1"
"""Name and version of a table as plain JSON values."""


@attrs.frozen(kw_only=True, order=True)
class Line:
    """One line of a drawing: from which state to which, with the labels of the events that lead there."""

    left: str
    entered: str
    labels: tuple[str, ...]


def lines(table: ProcessTable, region: str) -> tuple[Line, ...]:
    """Return the lines of a region's drawing; what stays where it is draws none."""
    found: dict[tuple[str, str], list[str]] = {}
    order = list(table.regions[region].states)
    for event, places in table.index.arrows.items():
        for (place, state), arrow in places.items():
            if place == region and arrow.to and arrow.to != state:
                found.setdefault((state, arrow.to), []).append(table.events[event].label)
    keys = sorted(found, key=lambda each: (order.index(each[0]), order.index(each[1])))
    return tuple(Line(left=left, entered=entered, labels=tuple(found[left, entered])) for left, entered in keys)


def to_mermaid(table: ProcessTable, region: str = "") -> str:
    """Draw one region, the steps when none is named, as a Mermaid state diagram; raise `CallerError` for another."""
    return "\n".join(_mermaid(table, _named(table, region))) + "\n"


def _mermaid(table: ProcessTable, code: str) -> Iterator[str]:
    region = table.regions[code]
    yield "---"
    yield f'title: "{_plain(_title(table, code))}"'
    yield "---"
    yield "stateDiagram-v2"
    for name, state in region.states.items():
        yield f'    state "{_plain(state.label)}" as {_id(name)}'
    yield f"    [*] --> {_id(region.start)}"
    for line in lines(table, code):
        yield f"    {_id(line.left)} --> {_id(line.entered)}: {_plain(' / '.join(line.labels))}"
    for name, state in region.states.items():
        if state.final:
            yield f"    {_id(name)} --> [*]"


def to_dot(table: ProcessTable, region: str = "") -> str:
    """Draw one region, the steps when none is named, in Graphviz's language; raise `CallerError` for another."""
    return "\n".join(_dot(table, _named(table, region))) + "\n"


def _dot(table: ProcessTable, code: str) -> Iterator[str]:
    region = table.regions[code]
    yield f"digraph {_id(code)} {{"
    yield f"  label={_quoted(_title(table, code))}; labelloc=t; rankdir=TB; node [shape=box, style=rounded];"
    for name, state in region.states.items():
        yield f"  {_id(name)} [label={_quoted(state.label)}{', peripheries=2' if state.final else ''}];"
    for line in lines(table, code):
        label = "\\n".join(_escaped(each) for each in line.labels)
        yield f'  {_id(line.left)} -> {_id(line.entered)} [label="{label}"];'
    yield "}"


def _named(table: ProcessTable, region: str) -> str:
    if region and region not in table.regions:
        raise CallerError(f"There is no region {region!r}.", hint=f"There are: {', '.join(table.regions)}.")
    return region or table.index.main


def _title(table: ProcessTable, code: str) -> str:
    part = "" if code == table.index.main else f": {table.regions[code].title}"
    notice = f" ({table.notice.rstrip('.')})" if table.notice else ""
    return f"{table.title}{part}{notice}"


def _plain(text: str) -> str:
    """Keep a label from being read as marks of Mermaid's, of HTML or of the YAML at the head."""
    return " ".join(text.translate(_MARKS).split())


_MARKS = str.maketrans(
    {'"': "'", ":": " -", ";": ",", "#": "no. ", "\\": "/", "<": "‹", ">": "›", "{": "(", "}": ")", "%": " per cent"}
)


def _escaped(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split())


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _id(code: str) -> str:
    # "end" and the like are words of both languages.
    return f"s_{code.replace('-', '_')}"
