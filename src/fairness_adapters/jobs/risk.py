"""Jobs on risk matrices: open one by id or file, list every fault of a file, write one out."""

from __future__ import annotations

from pathlib import Path

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.matrix_svg import draw_matrix
from fairness_adapters.jobs.writing import write_files
from fairness_core.config import PACKAGED, Shelf
from fairness_core.disclosure import NONE, Report, protect
from fairness_core.errors import CallerError, ConfigError
from fairness_core.problems import Place, Problem, error
from fairness_core.report.matrix import build_matrix_report
from fairness_core.risk.matrix import Matrix, load_matrix, matrices, matrix
from fairness_core.risk.protected import protected_words

WRITERS = {".docx": "word-report", ".xlsx": "excel-report", ".json": "json-report"}
SVG = ".svg"


def open_matrix(name: str, shelf: Shelf = PACKAGED) -> Matrix:
    """Return a matrix from the shelf by its id, or one of the trust's own by the path of its TOML file.

    Raises `CallerError` when there is none of that id, `ConfigError` with every fault of the file.
    """
    if name.lower().endswith(".toml"):
        return read_matrix(Path(name), shelf)
    if name not in (there := matrices(shelf)):
        hint = f"There are: {', '.join(there)}. Or give the path of a file of your own that ends in .toml."
        raise CallerError(f"There is no risk matrix {name!r}.", hint=hint)
    return matrix(name, shelf)


def read_matrix(path: Path, shelf: Shelf = PACKAGED) -> Matrix:
    """Read a matrix from a file; raise `ConfigError` when it cannot be read, or with every fault of it."""
    try:
        # Notepad begins a file with a mark that is no TOML.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        hint = "Check that the file is there and is plain text (TOML, UTF-8)."
        raise ConfigError(f"The matrix {path.name} cannot be read.", [], hint=hint) from fault
    return load_matrix(text, path.name, shelf)


def check_matrix(path: Path, shelf: Shelf = PACKAGED) -> tuple[Matrix | None, tuple[Problem, ...]]:
    """Return a file's matrix, None when it is at fault, and every fault, each with its key path.

    A scale or a domain that names who somebody is, or counts what came before, is a fault too: no rating
    can be made with it. Raises `ConfigError` when the file cannot be read at all.
    """
    try:
        found = read_matrix(path, shelf)
    except ConfigError as fault:
        if not fault.problems:
            raise
        return None, fault.problems
    faults = [
        error("about_people", message, where=Place(file=path.name, field=field))
        for field, message in protected_words(found)
    ]
    return (None if faults else found), tuple(faults)


def matrix_report(found: Matrix) -> Report:
    """Return the report of a matrix; nothing in it is about people, so nothing is hidden."""
    return protect(build_matrix_report(found), NONE)


def write_matrix(found: Matrix, out: Path, *, catalogue: Catalogue) -> Path:
    """Write a matrix as the kind of file that the ending names, and return its path.

    Raises `CallerError` for an ending that there is no writer for, `OutputError` when the place is at fault.
    """
    (written,) = write_files({out.name: _file_bytes(found, out, catalogue)}, out.parent)
    return written


def _file_bytes(found: Matrix, out: Path, catalogue: Catalogue) -> bytes:
    suffix = out.suffix.lower()
    if suffix == SVG:
        return draw_matrix(found)
    if suffix not in WRITERS:
        endings = ", ".join((*WRITERS, SVG))
        raise CallerError(f"{out.name!r} does not say what to write.", hint=f"Let it end in one of: {endings}.")
    return catalogue.write(catalogue.writer(WRITERS[suffix]), matrix_report(found))
