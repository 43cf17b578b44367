"""`fairness new-format`: a package of a format of one's own, ready to be tested, changed and installed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from fairness_adapters.cli.shared import AsJson, Exit, emit, say, say_path


def new_format(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens: my-trust-wards.")],
    kind: Annotated[
        Literal["layout", "python"],
        typer.Option("--kind", help="A layout in TOML, or a reader in Python where no layout will do."),
    ] = "layout",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder to make; one of that name here else.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Start a package of your own format.

    It holds a layout (or a reader), a made-up sample with its expected result, tests, and a README that says what to
    change, in which order. As written it passes its own tests. Nothing that is there already is overwritten.
    """
    from fairness_adapters.jobs import new_format as job

    made = job.new_format(name, kind, out)
    written = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    say(f"A package of {len(written)} files for the format {name}. Written:")
    say_path(made)
    say("What to do next:")
    say('  1. In that folder, install it: python -m pip install --editable ".[test]"')
    say("  2. Test it, and see it listed: python -m pytest, then fairness formats")
    say("  3. Make it your own: README.md there says what to change, in which order.")
    if as_json:
        emit({"folder": str(made), "name": name, "kind": kind, "files": written})
    return Exit.FINE
