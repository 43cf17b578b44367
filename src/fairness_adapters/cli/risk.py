"""`fairness rate` and `fairness matrix list`, `show`, `check`: a concern's score, and the schemes behind it.

The work is done by `fairness_adapters.jobs.risk` and the core; here words are parsed and the outcome is
said. Colour only repeats what stands in the cell.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from rich.text import Text

from fairness_adapters.cli import plugins, shared
from fairness_adapters.cli.shared import AsJson, Exit, emit, emit_bytes, printable, say, say_path

if TYPE_CHECKING:
    from fairness_core.problems import Problem
    from fairness_core.risk.matrix import Band, Matrix
    from fairness_core.risk.rating import Rated

MATRIX = "npsa-2008"
_WIDEST = 80

MatrixName: TypeAlias = Annotated[
    str, typer.Option("--matrix", metavar="ID|FILE.toml", help="The risk matrix: its id, or a file of your own.")
]

matrix = typer.Typer(name="matrix", help="List, show and check risk matrices.", rich_markup_mode=None)


def rate(
    likelihood: Annotated[str, typer.Argument(metavar="LIKELIHOOD", help="How likely: a level's code or label.")],
    consequence: Annotated[str, typer.Argument(metavar="CONSEQUENCE", help="How severe: a level's code or label.")],
    matrix_name: MatrixName = MATRIX,
    as_json: AsJson = False,
) -> int:
    """Look up the risk of a concern.

    Both levels are given by code or label, say 3 or possible. Choose the reasonably foreseeable worst case:
    neither the most likely outcome nor the worst imaginable. The score describes a concern, never a person.
    """
    from fairness_adapters.jobs.risk import open_matrix
    from fairness_core.risk.rating import OVERALL, Judgement
    from fairness_core.risk.rating import rate as rate_with

    found = open_matrix(matrix_name, plugins.shelf())
    rated = rate_with(found, Judgement(likelihood=likelihood, consequences={OVERALL: consequence}))
    band = found.band(rated.likelihood, rated.consequence)
    if as_json:
        emit(_rated_to_json(found, rated, band))
    else:
        _show_rated(found, rated, band)
    return Exit.FINE


def _rated_to_json(found: Matrix, rated: Rated, band: Band) -> dict[str, object]:
    from fairness_core.report.matrix import number

    return {
        "score": number(rated.score),
        "band": band.label,
        "level": rated.level,
        "colour": band.colour_name,
        "matrix": found.id,
        "revision": found.revision,
        "adopted": found.adopted,
        "notice": rated.notice,
        "colour_hex": band.colour,
        "likelihood": {"code": rated.likelihood, "label": found.likelihood.level(rated.likelihood).label},
        "consequence": {"code": rated.consequence, "label": found.consequence.level(rated.consequence).label},
        "action": band.action,
        "escalate_to": band.escalate_to,
        "review_within_days": band.review_within_days,
        "second_rater": band.second_rater,
        "scoring_rule": found.scoring_rule,
        "sha256": found.sha256,
    }


def _show_rated(found: Matrix, rated: Rated, band: Band) -> None:
    from fairness_core.report.matrix import ABOUT_SCORES, band_text, level_text, review_text, score_text

    row, column = found.likelihood.level(rated.likelihood), found.consequence.level(rated.consequence)
    cell = f"{found.likelihood.title.lower()} {level_text(row)}, {found.consequence.title.lower()} {level_text(column)}"
    place = f"band {rated.level} of {len(found.bands)}"
    say(f"{score_text(rated.score)}, {band_text(band)}, {place}: {cell}.")
    if rated.notice:
        say(rated.notice, label="Note", style="bold yellow")
    say(f"What must be done: {band.action}")
    if band.escalate_to:
        say(f"Tell: {band.escalate_to}")
    if band.review_within_days:
        say(f"Review it {review_text(band)}.")
    if band.second_rater:
        say("A second person must rate it too.")
    say(f"How to choose a level: {found.scoring_rule}")
    say(f"Matrix: {found.title} ({found.id}, revision {found.revision}). {ABOUT_SCORES}")


@matrix.command("list", epilog=shared.EXAMPLES_WITHIN["matrix list"])
def list_matrices(as_json: AsJson = False) -> int:
    """List the risk matrices: the packaged ones, and those of plugins.

    Each with its size and bands, and what to know before using it.
    """
    from fairness_core.report.matrix import band_text
    from fairness_core.risk.matrix import matrices
    from fairness_core.risk.matrix import matrix as matrix_of

    shelf = plugins.shelf()
    found = [matrix_of(each, shelf) for each in matrices(shelf)]
    if as_json:
        emit({"matrices": [_listed(each) for each in found]})
        return Exit.FINE
    for each in found:
        bands = ", ".join(band_text(band) for band in each.bands)
        say(f"{each.id}: {each.title}. {_size(each)}; {bands}.")
        if each.notice:
            say(f"    {each.notice}")
    return Exit.FINE


def _listed(found: Matrix) -> dict[str, object]:
    return {
        "id": found.id,
        "revision": found.revision,
        "title": found.title,
        "owner": found.owner,
        "adopted": found.adopted,
        "notice": found.notice,
        "likelihoods": len(found.likelihood.levels),
        "consequences": len(found.consequence.levels),
        "bands": [band.label for band in found.bands],
    }


def _size(found: Matrix) -> str:
    return f"{len(found.likelihood.levels)} by {len(found.consequence.levels)}"


@matrix.command("show", epilog=shared.EXAMPLES_WITHIN["matrix show"])
def show(
    name: Annotated[str, typer.Argument(metavar="ID|FILE.toml", help="A matrix by its id, or a file of your own.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write it as a .docx, .xlsx, .svg or .json instead."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show a risk matrix, or write it as a document.

    The grid has the score and the band in words in every cell; below it stand what each band asks for, how
    to choose a level, and what is not certain.
    """
    from fairness_adapters.jobs import risk as jobs

    found = jobs.open_matrix(name, plugins.shelf())
    if out:
        written = jobs.write_matrix(found, out, catalogue=plugins.catalogue())
        say("Written:")
        say_path(written)
    if as_json:
        catalogue = plugins.catalogue()
        emit_bytes(catalogue.write(catalogue.writer("json-report"), jobs.matrix_report(found)))
    elif not out:
        _show_matrix(found)
    return Exit.FINE


def _show_matrix(found: Matrix) -> None:
    from fairness_core.report.matrix import ABOUT_SCORES

    say(f"{found.title} ({found.id}, revision {found.revision})")
    if found.notice:
        say(found.notice, label="Note", style="bold yellow")
    say()
    say(f"Rows: {found.likelihood.title.lower()}, the most likely on top. Columns: {found.consequence.title.lower()}.")
    say()
    out = shared.console()
    for line in grid(found, min(_WIDEST, out.width)):
        out.print(line, soft_wrap=True)
    say()
    for text in _bands_in_words(found):
        say(text)
    say(f"How to choose a level: {found.scoring_rule}")
    say(ABOUT_SCORES)
    for doubt in found.doubts:
        say(doubt, label="Not certain", style="bold cyan")
    say(f"Source: {found.source}")


def _bands_in_words(found: Matrix) -> Iterator[str]:
    from fairness_core.report.matrix import band_text, review_text, scores_text

    for band in found.bands:
        tell = f" Tell: {band.escalate_to}." if band.escalate_to else ""
        review = f" Review {review_text(band)}." if band.review_within_days else ""
        second = " A second person rates it too." if band.second_rater else ""
        yield f"{band_text(band)}, score {scores_text(found, band)}: {band.action}{tell}{review}{second}"


def grid(found: Matrix, width: int) -> list[Text]:
    """Return the grid as lines of at most `width` signs, or a line for each cell where it is too wide for that."""
    from fairness_core.report.matrix import cell_text, level_text

    columns = found.consequence.levels
    rows = [("", *(level_text(level) for level in columns))]
    looks = [("", *("bold" for _ in columns))]
    for row in reversed(found.likelihood.levels):
        bands = [found.band(row.code, column.code) for column in columns]
        rows.append((level_text(row), *(cell_text(found, row, column) for column in columns)))
        looks.append(("bold", *(f"{band.text_colour} on {band.colour}" for band in bands)))
    texts = [tuple(printable(cell) for cell in row) for row in rows]
    widths = _widths(texts, width)
    return _lines(texts, looks, widths) if widths else _listing(found)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the width of each column: its longest word, and more where there is room; empty when there is none."""
    columns = list(zip(*rows, strict=True))
    least = [max(len(word) for cell in column for word in (cell.split() or [""])) for column in columns]
    spare = width - sum(least) - (len(least) - 1)
    if spare < 0:
        return []
    natural = [max(map(len, column)) for column in columns]
    return [min(most, few + spare // len(least)) for few, most in zip(least, natural, strict=True)]


def _lines(rows: Sequence[Sequence[str]], looks: Sequence[Sequence[str]], widths: Sequence[int]) -> list[Text]:
    rule = Text(" ".join("-" * width for width in widths))
    found: list[Text] = []
    for row, styles in zip(rows, looks, strict=True):
        cells = [textwrap.wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            parts = [(cell[number] if number < len(cell) else "") for cell in cells]
            padded = zip(parts, widths, styles, strict=True)
            found.append(Text(" ").join(Text(part.ljust(width), style) for part, width, style in padded))
        found.append(rule)
    return found


def _listing(found: Matrix) -> list[Text]:
    from fairness_core.report.matrix import cell_text, level_text

    return [
        Text(printable(f"{level_text(row)}, {level_text(column)}: {cell_text(found, row, column)}"))
        for row in reversed(found.likelihood.levels)
        for column in found.consequence.levels
    ]


@matrix.command("check", epilog=shared.EXAMPLES_WITHIN["matrix check"])
def check_file(
    path: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A risk matrix of your own.")],
    as_json: AsJson = False,
) -> int:
    """List every fault of a risk matrix, each with its key path.

    The exit code is 1 when there is one, and 0 when the matrix is sound.
    """
    from fairness_adapters.jobs.risk import check_matrix

    found, faults = check_matrix(path, plugins.shelf())
    if as_json:
        emit({"sound": found is not None, "problems": [fault.to_json() for fault in faults]})
    else:
        _show_checked(path.name, found, faults)
    return Exit.FINE if found else Exit.ERRORS


def _show_checked(file: str, found: Matrix | None, faults: Sequence[Problem]) -> None:
    for fault in faults:
        say(str(fault), label="Error", style="bold red")
    if found is None:
        say(f"{file} has {'a fault' if len(faults) == 1 else f'{len(faults)} faults'}.")
        return
    bands = ", ".join(band.label for band in found.bands)
    say(f"{file} is sound: {found.id}, revision {found.revision}, {_size(found)}, bands {bands}.")
    if found.notice:
        say(found.notice, label="Note", style="bold yellow")
