"""`fairness codes`: the code lists that figures are broken down by, and the codes of one, as layouts may write them.

Code lists are data in `fairness_core.classifications`; which of them a file uses is said by its layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from fairness_adapters.cli import plugins
from fairness_adapters.cli.shared import AsJson, Exit, emit, say
from fairness_core.classifications import Classification, Code, Group, classification, classifications
from fairness_core.errors import CallerError


def codes(
    list_id: Annotated[str, typer.Argument(metavar="[ID]", help="A code list; all of them when not given.")] = "",
    as_json: AsJson = False,
) -> int:
    """List the code lists, or the codes of one.

    A layout writes the code (5, bme); a file may have the code, its label, or one of the other ways of writing.
    """
    shelf = plugins.shelf()
    if list_id and list_id not in classifications(shelf):
        there = ", ".join(classifications(shelf))
        raise CallerError(f"There is no code list {list_id!r}.", hint=f"There are: {there}.")
    if list_id:
        _show(classification(list_id, shelf), as_json=as_json)
        return Exit.FINE
    found = [classification(each, shelf) for each in classifications(shelf)]
    if as_json:
        emit({"code_lists": [{"id": each.id, "title": each.title, "codes": len(each.codes)} for each in found]})
        return Exit.FINE
    for each in found:
        say(f"{each.id}: {each.title} ({len(each.codes)} codes).")
    return Exit.FINE


def _show(found: Classification, *, as_json: bool) -> None:
    if as_json:
        emit(_as_json(found))
        return
    say(f"{found.title}. Source: {found.source}.")
    say("Codes:")
    for code, named in found.codes.items():
        say(f"  {code}: {named.label}{_also(named.aliases)}{_below(named.sub_codes)}")
    if found.groups:
        say("Groups:")
    for name, group in found.groups.items():
        say(f"  {name}: {group.label} = {', '.join(group.members)}{_also(group.aliases)}")
    for doubt in found.doubts:
        say(f"Not certain: {doubt}")


def _also(aliases: Iterable[str]) -> str:
    written = ", ".join(f"'{each}'" for each in aliases)
    return f"; also {written}" if written else ""


def _below(sub_codes: Iterable[str]) -> str:
    listed = ", ".join(sub_codes)
    return f"; with {listed}" if listed else ""


def _as_json(found: Classification) -> dict[str, object]:
    return {
        "id": found.id,
        "title": found.title,
        "source": found.source,
        "codes": {code: _named(named) | {"sub_codes": dict(named.sub_codes)} for code, named in found.codes.items()},
        "groups": {name: _named(group) | {"members": list(group.members)} for name, group in found.groups.items()},
        "doubts": list(found.doubts),
    }


def _named(named: Code | Group) -> dict[str, object]:
    return {"label": named.label, "aliases": list(named.aliases)}
