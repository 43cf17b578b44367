"""Who may import whom: the table of layers, the checker that reads it, and proof that the checker bites.

Every module under src is parsed, never imported, so imports inside functions and under
TYPE_CHECKING count, and so does `import_module("name")`. To allow an import, change the table and
say why in docs/explanation/architecture.md.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

SRC = Path(__file__).parents[2] / "src"
CORE, ADAPTERS = "fairness_core", "fairness_adapters"

# A part of the core may import the parts on the lines above its own, and those on its own line.
CORE_LAYERS = (
    ("errors", "problems", "values"),
    ("config", "classifications", "documents", "observations", "readings", "staff", "statistics"),
    ("equality", "risk", "process", "lessons"),
    ("report",),
    ("disclosure",),
    ("serial",),
)
# These share a line and still know nothing of each other.
STRANGERS = ("equality", "risk", "process", "lessons")
CORE_LIBRARIES = {"attrs", "cattrs"}

ADAPTER_PARTS = (
    {"contract", "api_window", "hookspecs", "discovery", "gathering", "rule_files", "catalogue", "reading"}
    | {"source", "kinds", "delimited", "grid", "labels"}
    | {"workbooks", "trial", "suggesting", "validators", "frames", "office", "layouts", "formats", "jobs", "cli"}
    | {"testing", "data"}
    | {"case_store", "case_store_files", "case_store_lines", "calendars", "ical"}
)  # fmt: skip
# Nothing outside these parts imports them, save those named: the shell is on top.
ONLY_FOR = {"cli": {"cli"}, "jobs": {"jobs", "cli"}, "testing": {"testing"}}


class Library(NamedTuple):
    """Where in the adapters a library may be imported, and whether only inside functions."""

    parts: tuple[str, ...]
    lazily: bool


OFFICE = Library(parts=("office", "formats", "layouts", "testing"), lazily=True)
LIBRARIES = {
    "attrs": Library(parts=("",), lazily=False),
    "cattrs": Library(parts=("",), lazily=False),
    "pluggy": Library(parts=("hookspecs", "gathering"), lazily=False),
    "openpyxl": OFFICE,
    "defusedxml": OFFICE,
    "docx": OFFICE,
    "lxml": OFFICE,
    "xlsxwriter": OFFICE,
    "python_calamine": Library(parts=("office",), lazily=True),
    "filelock": Library(parts=("case_store_files",), lazily=True),
    "holidays": Library(parts=("calendars",), lazily=True),
    "icalendar": Library(parts=("ical",), lazily=True),
    "stdnum": Library(parts=("validators",), lazily=True),
    "matplotlib": Library(parts=("formats",), lazily=True),
    "narwhals": Library(parts=("frames",), lazily=False),
    "typer": Library(parts=("cli",), lazily=False),
    "click": Library(parts=("cli",), lazily=False),
    "rich": Library(parts=("cli",), lazily=False),
    "pytest": Library(parts=("testing",), lazily=False),
    "hypothesis": Library(parts=("testing",), lazily=False),
}


class Import(NamedTuple):
    """One import: which module, on which line, imports what, and whether only when it is called."""

    module: str
    line: int
    target: str
    lazy: bool

    @property
    def part(self) -> str:
        """The first name below the importing package; empty for the package's own face."""
        return part_of(self.module)

    def __str__(self) -> str:
        """Say where the import stands and what it imports."""
        return f"{self.module}, line {self.line}, imports {self.target}"


def part_of(dotted: str) -> str:
    """Return the second name of a dotted path: the part of our package that it lies in."""
    return [*dotted.split("."), ""][1]


def module_name(path: PurePosixPath) -> str:
    """Return the dotted name of a file given relative to src."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(path: PurePosixPath, text: str) -> Iterator[Import]:
    """Yield every import in the text of a module, wherever in it it stands."""
    name = module_name(path)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node, lazy in walk(ast.parse(text), lazy=False):
        for target in targets(node, package):
            yield Import(name, getattr(node, "lineno", 0), target, lazy)


def walk(node: ast.AST, *, lazy: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield every node below, and whether it runs only when something is called, or never."""
    for child in ast.iter_child_nodes(node):
        inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        inside = inside or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test))
        yield child, inside
        yield from walk(child, lazy=inside)


def targets(node: ast.AST, package: str) -> list[str]:
    """Return the dotted names that a node imports; none when it is no import."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            above = package.split(".")[: len(package.split(".")) + 1 - level] if level else []
            start = ".".join([*above, *([module] if module else [])])
            return [f"{start}.{alias.name}" for alias in names]
        case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]):
            return [name] if ast.unparse(called).endswith(("import_module", "__import__")) else []
    return []


def breaches(path: PurePosixPath, text: str) -> list[str]:
    """Return one sentence for each import in the module that the tables do not allow."""
    return [f"{found}: {why}" for found in imports(path, text) if (why := objection(found))]


def objection(found: Import) -> str:
    """Say why an import is not allowed; empty when it is."""
    top = found.target.split(".")[0]
    if top in sys.stdlib_module_names:
        return ""
    if found.module.split(".")[0] == CORE:
        return objection_in_core(found, top)
    return objection_in_adapters(found, top)


def objection_in_core(found: Import, top: str) -> str:
    """Say why the core may not import this; empty when it may."""
    if top == CORE:
        return objection_between_layers(found.part, part_of(found.target))
    if top == ADAPTERS:
        return "nothing in the core imports the adapters"
    return "" if top in CORE_LIBRARIES else "the core imports only attrs, cattrs and the standard library"


def objection_between_layers(importer: str, imported: str) -> str:
    """Say why one part of the core may not import another; empty when it may."""
    rank = {part: number for number, parts in enumerate(CORE_LAYERS) for part in parts}
    if importer in {"", imported}:
        return ""
    if unknown := {importer, imported} - rank.keys():
        return f"the table gives no place to {', '.join(sorted(unknown))}"
    if rank[imported] > rank[importer]:
        return f"'{imported}' lies above '{importer}'"
    if importer in STRANGERS and imported in STRANGERS:
        return f"'{importer}' and '{imported}' know nothing of each other"
    return ""


def objection_in_adapters(found: Import, top: str) -> str:
    """Say why the adapters may not import this here; empty when they may."""
    if top == CORE:
        return ""
    if top == ADAPTERS:
        imported = part_of(found.target)
        allowed = ONLY_FOR.get(imported)
        return f"only {sorted(allowed)} import '{imported}'" if allowed and found.part not in allowed else ""
    library = LIBRARIES.get(top)
    if library is None:
        return f"the table names no place for '{top}'"
    if "" not in library.parts and found.part not in library.parts:
        return f"'{top}' is imported only in {', '.join(library.parts)}"
    return f"'{top}' is imported inside functions only" if library.lazily and not found.lazy else ""


MODULES = sorted(PurePosixPath(path.relative_to(SRC).as_posix()) for path in SRC.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_module_imports_only_what_its_layer_may(path: PurePosixPath) -> None:
    """No module of ours imports what the tables do not allow."""
    assert [] == breaches(path, (SRC / path).read_text(encoding="utf-8"))


def test_every_module_lies_in_a_part_that_the_tables_know() -> None:
    """A new part of either package must be given its place before it lands."""
    known = {"", "data"}.union(*CORE_LAYERS)
    parts = {CORE: known, ADAPTERS: {""} | ADAPTER_PARTS}
    strays = [str(path) for path in MODULES if part_of(module_name(path)) not in parts[path.parts[0]]]
    assert [] == strays
    assert {CORE, ADAPTERS} == {path.parts[0] for path in MODULES}


FORBIDDEN = [
    ("fairness_core/values.py", "import fairness_core.config", "'config' lies above 'values'"),
    ("fairness_core/statistics/odds.py", "from fairness_core import report", "'report' lies above 'statistics'"),
    ("fairness_core/statistics/odds.py", "from ..equality import assess", "'equality' lies above 'statistics'"),
    ("fairness_core/risk/matrix.py", "from fairness_core.process.case import Case", "know nothing of each other"),
    ("fairness_core/report/draft.py", "from fairness_core.disclosure import protect", "lies above 'report'"),
    ("fairness_core/values.py", "from fairness_core import Dataset", "the table gives no place to Dataset"),
    ("fairness_core/made_up.py", "import fairness_core.values", "the table gives no place to made_up"),
    ("fairness_core/config.py", "import fairness_adapters.source", "nothing in the core imports the adapters"),
    ("fairness_core/config.py", "from pluggy import HookspecMarker", "only attrs, cattrs and the standard library"),
    ("fairness_core/__init__.py", "import openpyxl", "only attrs, cattrs and the standard library"),
    ("fairness_core/values.py", "def f():\n    import numpy", "line 2, imports numpy: the core imports only"),
    ("fairness_core/values.py", "async def f():\n    import fairness_core.serial", "'serial' lies above 'values'"),
    ("fairness_core/values.py", "if TYPE_CHECKING:\n    import fairness_core.serial", "'serial' lies above"),
    ("fairness_core/values.py", "x = importlib.import_module('docx')", "imports docx: the core imports only"),
    ("fairness_core/values.py", "x = __import__('docx')", "imports docx: the core imports only"),
    ("fairness_adapters/source.py", "def f():\n    import openpyxl", "only in office, formats, layouts"),
    ("fairness_adapters/office/excel.py", "import openpyxl", "inside functions only"),
    ("fairness_adapters/office/word.py", "class A:\n    from docx import Document", "inside functions only"),
    ("fairness_adapters/office/excel.py", "def f():\n    import matplotlib", "only in formats"),
    ("fairness_adapters/formats/word.py", "import matplotlib.figure", "inside functions only"),
    ("fairness_adapters/formats/word.py", "import pluggy", "only in hookspecs, gathering"),
    ("fairness_adapters/jobs/cases.py", "def f():\n    import holidays", "'holidays' is imported only in calendars"),
    ("fairness_adapters/case_store_files.py", "import filelock", "inside functions only"),
    ("fairness_adapters/jobs/wres.py", "import typer", "'typer' is imported only in cli"),
    ("fairness_adapters/jobs/wres.py", "import narwhals as nw", "'narwhals' is imported only in frames"),
    ("fairness_adapters/jobs/wres.py", "from fairness_adapters.cli import main", "only ['cli'] import 'cli'"),
    ("fairness_adapters/formats/word.py", "from ..jobs import wres", "only ['cli', 'jobs'] import 'jobs'"),
    ("fairness_adapters/source.py", "import requests", "the table names no place for 'requests'"),
]


@pytest.mark.parametrize(("path", "text", "why"), FORBIDDEN)
def test_forbidden_import_is_reported(path: str, text: str, why: str) -> None:
    """A forbidden import, put into a module, is reported once with its reason."""
    (found,) = breaches(PurePosixPath(path), text)
    assert why in found


ALLOWED = [
    ("fairness_core/errors.py", "from fairness_core.problems import Problem"),
    ("fairness_core/config.py", "import tomllib\nimport cattrs\nfrom fairness_core.observations import Dataset"),
    ("fairness_core/equality/assess.py", "from .indicators import Kind\nfrom ..statistics import odds"),
    ("fairness_core/serial/envelope.py", "from fairness_core.disclosure.protect import Report"),
    ("fairness_core/__init__.py", "from fairness_core.serial import envelope\nfrom .values import Rate"),
    ("fairness_adapters/gathering.py", "import pluggy\nfrom fairness_adapters import formats"),
    ("fairness_adapters/office/excel.py", "if TYPE_CHECKING:\n    from openpyxl import Workbook"),
    ("fairness_adapters/layouts/workbook.py", "def f():\n    if True:\n        import openpyxl.utils"),
    ("fairness_adapters/formats/word.py", "def f():\n    from matplotlib.figure import Figure"),
    ("fairness_adapters/cli/wres.py", "import typer\nfrom fairness_adapters.jobs import wres"),
]


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_allowed_import_passes(path: str, text: str) -> None:
    """What the layers allow is not reported."""
    assert [] == breaches(PurePosixPath(path), text)


def test_relative_imports_are_resolved() -> None:
    """A relative import counts as the module it means, from a module and from a package's face."""
    here = [found.target for found in imports(PurePosixPath("a/b/c.py"), "from . import x\nfrom ..d import y")]
    face = [found.target for found in imports(PurePosixPath("a/b/__init__.py"), "from .x import y")]
    assert ["a.b.x", "a.d.y"] == here
    assert ["a.b.x.y"] == face
