"""What the command `new-format` does: a whole package of a format of one's own, from templates.

The templates are in `data/new_format`: `both` for every kind, and a folder for each kind. They are files as they
will be, with `FORMAT-NAME` and the like for the name, `.txt` after their own ending (so that no tool of ours takes
them for its own), and `dot-` for a dot in front. A file that ends in `.xlsx.csv` becomes a workbook.
"""

from __future__ import annotations

import csv
import importlib.util
import keyword
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.jobs.writing import write_folder
from fairness_adapters.office.plain_workbook import plain_workbook
from fairness_core.errors import CallerError, OutputError

Kind: TypeAlias = Literal["layout", "python"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 40
"""Characters of a name at most, so that lines with it stay short enough for a linter."""

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ALLOWED = f"small letters a-z, digits and single hyphens between them, a letter first, at most {LONGEST} characters"
# Folders of the package itself, names that Windows keeps for itself, and ours.
_KEPT = {"build", "dist", "docs", "src", "tests", "fairness"} | {"con", "prn", "aux", "nul", "com1", "lpt1"}
_SHEET = "Wards"
_TEXT, _SHEET_OF = ".txt", ".xlsx.csv"
_WHERE = "data", "new_format"


def new_format(name: str, kind: Kind, folder: Path | None = None) -> Path:
    """Write a package of a format of this name into a new folder (by default, one of that name here).

    Raises `CallerError` for a name that cannot be used, with one that can, and `OutputError` for a folder
    that is there already or has no parent; everything that is wrong is said at once, and nothing is written.
    """
    if kind not in KINDS:
        raise CallerError(f"There is no kind {kind!r}.", hint=f"There are: {', '.join(KINDS)}.")
    target = Path(name) if folder is None else folder
    wrong_name = tuple(_faults_of_name(name))
    faults = wrong_name + (tuple(_faults_of_place(target)) if folder or not wrong_name else ())
    if faults:
        raising = CallerError if wrong_name else OutputError
        raise raising(" ".join(what for what, _ in faults), hint=" ".join(hint for _, hint in faults))
    return write_folder(package_files(name, kind), target)


def package_files(name: str, kind: Kind) -> Mapping[str, bytes]:
    """Return every file of the package, by its path; the same name and kind give the same files."""
    words = {
        "FORMAT-NAME": name,
        "FORMAT_NAME": module_of(name),
        "FormatName": "".join(part.capitalize() for part in name.split("-")),
        "FORMAT-FLOOR": _floor(),
    }
    templates = resources.files("fairness_adapters").joinpath(*_WHERE)
    found = [pair for part in ("both", kind) for pair in _templates(templates.joinpath(part))]
    return dict(sorted(_filled(path, text, words) for path, text in found))


def module_of(name: str) -> str:
    """Return the name of the package's Python module.

    >>> module_of("my-trust-wards")
    'my_trust_wards'
    """
    return name.replace("-", "_")


def suggested_name(text: str) -> str:
    """Return a name that may be used and is like the text.

    >>> suggested_name("Our Wards (2025)"), suggested_name("class"), suggested_name("5 wards"), suggested_name("!")
    ('our-wards-2025', 'my-class', 'my-5-wards', 'my-trust-wards')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if name and (not _NAME.fullmatch(name) or _kept_by(name)):
        name = _another(name)
    return name[:LONGEST].rstrip("-") or "my-trust-wards"


def _faults_of_name(name: str) -> Iterator[tuple[str, str]]:
    wrong = f"{name!r} cannot be the name of a format"
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        yield f"{wrong}.", f"A name is {_ALLOWED}: {suggested_name(name)!r} would do."
        return
    catalogue = Catalogue.discover()
    if taken := catalogue.readers.get(name) or catalogue.writers.get(name):
        by = f"{taken.distribution} {taken.version}".strip()
        yield f"There is a format {name!r} already, from {by}.", f"Take another name, such as {_another(name)!r}."
    elif owner := _kept_by(name):
        yield f"{wrong}: it is {owner}.", f"{_another(name)!r} would do."


def _another(name: str) -> str:
    return f"{name[: LONGEST - 2]}-2" if name.startswith("my-") else f"my-{name[: LONGEST - 3].rstrip('-')}"


def _kept_by(name: str) -> str:
    """Say who needs the name already; empty when nobody does."""
    module = module_of(name)
    if name in _KEPT or module.startswith("fairness_"):
        return "kept for something else"
    if keyword.iskeyword(module) or module in sys.stdlib_module_names:
        return "a word of Python's own"
    return "a package that is installed here" if importlib.util.find_spec(module) else ""


def _faults_of_place(target: Path) -> Iterator[tuple[str, str]]:
    if os.path.lexists(target):
        yield f"{target} is there already.", "Nothing is overwritten: take another name, or another folder with --out."
    elif not target.absolute().parent.is_dir():
        yield f"There is no folder {target.absolute().parent}.", "Make it first, or take another with --out."


def _templates(folder: Traversable, path: str = "") -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _templates(each, f"{path}{each.name}/")
        else:
            yield path + each.name, each.read_text(encoding="utf-8")


def _filled(path: str, text: str, words: Mapping[str, str]) -> tuple[str, bytes]:
    for word, meant in words.items():
        path, text = path.replace(word, meant), text.replace(word, meant)
    path = "/".join(re.sub("^dot-", ".", part) for part in path.split("/"))
    if path.endswith(_SHEET_OF):
        return path.removesuffix(".csv"), plain_workbook(_SHEET, [_cells(row) for row in csv.reader(text.splitlines())])
    return path.removesuffix(_TEXT), text.encode()


def _cells(row: list[str]) -> list[str | int]:
    return [int(text) if text.isdigit() else text for text in row]


def _floor() -> str:
    """Return the lowest version that the package may rest on: this one, when it is installed."""
    try:
        return f">={metadata.version('fairness-core')}"
    except metadata.PackageNotFoundError:
        return ""
