"""`fairness taxonomy list` and `taxonomy show`: which codes lessons can have, and what each covers."""

from __future__ import annotations

from typing import Annotated

import typer

from fairness_adapters.cli import plugins, shared
from fairness_adapters.cli.shared import AsJson, Exit, emit, say

taxonomy = typer.Typer(name="taxonomy", add_completion=False, rich_markup_mode=None)


@taxonomy.callback()
def about_taxonomy() -> None:
    """List and show taxonomies of lessons."""


@taxonomy.command("list", epilog=shared.EXAMPLES_WITHIN["taxonomy list"])
def list_taxonomies(as_json: AsJson = False) -> int:
    """List the taxonomies: the packaged ones, and those of plugins."""
    from fairness_core.lessons.taxonomy import taxonomies
    from fairness_core.lessons.taxonomy import taxonomy as taxonomy_of

    shelf = plugins.shelf()
    found = [taxonomy_of(each, shelf) for each in taxonomies(shelf)]
    if as_json:
        emit({"taxonomies": [{"id": each.id, "title": each.title, "codes": len(each.codes)} for each in found]})
        return Exit.FINE
    for each in found:
        say(f"{each.id}: {each.title}. {len(each.codes)} codes.")
    return Exit.FINE


@taxonomy.command("show", epilog=shared.EXAMPLES_WITHIN["taxonomy show"])
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A taxonomy by its id.")], as_json: AsJson = False
) -> int:
    """Show a taxonomy: its codes by axis, what each covers, and what is not certain."""
    import attrs

    from fairness_core.lessons.taxonomy import taxonomy as taxonomy_of

    found = taxonomy_of(name, plugins.shelf())
    if as_json:
        head = {"id": found.id, "revision": found.revision, "title": found.title, "owner": found.owner}
        rest = {"source": found.source, "notice": found.notice, "doubts": list(found.doubts), "sha256": found.sha256}
        axes = {axis: attrs.asdict(each) for axis, each in found.axes.items()}
        codes = [{"code": code, **attrs.asdict(each)} for code, each in found.codes.items()]
        emit({**head, **rest, "axes": axes, "codes": codes})
        return Exit.FINE
    say(f"{found.title} ({found.id}, revision {found.revision}), by {found.owner}.")
    for axis, each in found.axes.items():
        say(f"{each.label}: {each.question}", label="Axis")
        for code, about in found.codes.items():
            if about.axis == axis:
                retired = f" Retired; now {', '.join(about.successors) or 'none'}." if about.retired else ""
                say(f"    {code} {about.label}: {about.covers}{retired}")
    for text in (found.source, found.notice, *found.doubts):
        if text:
            say(text)
    return Exit.FINE
