"""The core is pure: it opens no file, reads no clock, draws no lots, makes up no identifier and prints nothing.

Checked by reading the source, so a call counts wherever it stands. Packaged data come through
`importlib.resources`, which is allowed.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "src" / "fairness_core"
MODULES = sorted(CORE.rglob("*.py"))

IMPURE_MODULES = {
    "asyncio", "http", "locale", "logging", "multiprocessing", "os", "pathlib", "platform", "random", "secrets",
    "shutil", "socket", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"open", "print", "input", "now", "utcnow", "today", "getenv", "urandom"}


def impurities(text: str) -> list[str]:
    """Return what in the text of a module reads or changes the world, with its line."""
    return [
        f"line {getattr(node, 'lineno', 0)}: {found}" for node in ast.walk(ast.parse(text)) for found in impure(node)
    ]


def impure(node: ast.AST) -> list[str]:
    """Return the impure modules that a node imports, or the impure function that it calls."""
    match node:
        case ast.Import(names=names):
            return sorted({alias.name.split(".")[0] for alias in names} & IMPURE_MODULES)
        case ast.ImportFrom(module=str(module), level=0):
            return sorted({module.split(".")[0]} & IMPURE_MODULES)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return sorted({name} & IMPURE_CALLS)
    return []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(CORE).as_posix())
def test_module_of_the_core_is_pure(path: Path) -> None:
    """No module of the core touches the world."""
    assert [] == impurities(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import os.path", ["line 1: os"]),
        ("from random import random", ["line 1: random"]),
        ("def f():\n    from time import time", ["line 2: time"]),
        ("from datetime import date\nx = date.today()", ["line 2: today"]),
        ("from datetime import datetime, UTC\nx = datetime.now(UTC)", ["line 2: now"]),
        ("with open('f') as f:\n    print(f)", ["line 1: open", "line 2: print"]),
        ("from importlib.resources import files\nx = files('a').joinpath('b').read_text()", []),
        ("from datetime import date\nx = date(2025, 3, 31)", []),
    ],
)
def test_impurity_is_reported(text: str, found: list[str]) -> None:
    """What touches the world, put into a module, is reported with its line; what does not is let be."""
    assert found == impurities(text)
