"""The reference of rule files has every key of every kind, with its type and what it is unless given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
import pytest

from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.loading import ENGINES
from fairness_adapters.layouts.schema import CodeColumn, Layout, Markers
from fairness_adapters.rule_files import KINDS
from fairness_core.classifications import Classification
from fairness_core.config import RuleFile, known_keys
from fairness_core.disclosure.policy import _PolicyFile
from fairness_core.equality.indicators import Indicator, Standard
from fairness_core.lessons.lexicon import Lexicon
from fairness_core.lessons.taxonomy import Crosswalk, Taxonomy
from fairness_core.process.table import ProcessTable
from fairness_core.risk.matrix import Matrix
from fairness_core.risk.triage import Template

HERE = Path(__file__).parents[2]
PAGE = (HERE / "docs" / "reference" / "rule-files.md").read_text(encoding="utf-8")
FILES: Mapping[str, tuple[type, ...]] = {
    "classifications": (Classification,),
    "taxonomies": (Taxonomy,),
    "crosswalks": (Crosswalk,),
    "lexicons": (Lexicon,),
    "standards": (Standard,),
    "risk": (Matrix,),
    "triage": (Template,),
    "process": (ProcessTable,),
    "policies": (_PolicyFile,),
    "layouts": tuple(engine.layout for engine in ENGINES.values()),
    "forms": (FormLayout,),
}
"""What the files of each kind become."""
SHARED = (RuleFile, Indicator, Layout, CodeColumn, Markers)
"""Classes whose keys are told once, and not again where another class has them too."""
EVERY, EXTENDS = "Every rule file", "| `extends` | text | none |"
WORDS: Mapping[type, tuple[str, str]] = {
    str: ("text", "text"),
    int: ("whole number", "whole numbers"),
    bool: ("true or false", "true or false"),
    Decimal: ("number", "numbers"),
}


def members(kind: Any) -> tuple[Any, ...]:
    """Return the classes of a choice between several, or the one type that may be left out; else the type itself."""
    if get_origin(kind) in (Union, UnionType):
        return tuple(each for each in get_args(kind) if each is not NoneType)
    return (kind,)


def is_table(kind: Any) -> bool:
    """Whether a type is written as a table of keys of its own."""
    return all(map(attrs.has, members(kind)))


def words(kind: Any, *, many: bool = False) -> str:
    """Say a type as somebody writes it who knows TOML and no Python."""
    (kind, *others), origin = members(kind), get_origin(kind)
    if others or attrs.has(kind):
        return "tables" if many else "table"
    if origin is Literal:
        return " or ".join(f"`{toml(each)}`" for each in get_args(kind))
    if origin is tuple:
        return f"{'lists' if many else 'list'} of {words(get_args(kind)[0], many=True)}"
    if origin is Mapping:
        return f"{'tables' if many else 'table'} of {words(get_args(kind)[1], many=True)}"
    return WORDS[kind][many]


def toml(value: object) -> str:
    """Write a default as TOML has it; what has parts of its own is a table."""
    if isinstance(value, bool | Decimal | int):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else "{}"


def default_of(field: Any) -> str:
    """Say what a key is unless it is given: nothing for one that is needed, "none" for what is then not there."""
    if field.default is attrs.NOTHING:
        return ""
    value = field.default.factory() if isinstance(field.default, attrs.Factory) else field.default  # type: ignore[arg-type]
    return "none" if value is None else f"`{toml(value)}`"


def row(field: Any) -> str:
    """Return how the row of a key begins."""
    default = default_of(field)
    return f"| `{field.name}` | {words(field.type)} | {default}{' ' if default else ''}|"


def rows(of: type) -> list[str]:
    """Return the beginning of the row of each key that a class does not share with one that is told elsewhere."""
    fields = attrs.fields_dict(attrs.resolve_types(of))
    shared = {
        key: row(attrs.fields_dict(attrs.resolve_types(base))[key])
        for base in SHARED
        if issubclass(of, base) and of is not base
        for key in known_keys(base)
        if key != "extends"
    }
    own = [row(fields[key]) for key in known_keys(of) if key in fields]
    return [each for each in own if each not in shared.values()]


def headings(kind: str) -> dict[str, list[str]]:
    """Return the headings of a kind with the rows under each, in the order of the page: tables as they are written."""
    found: dict[str, list[str]] = {}
    seen: set[type] = set()
    for of in FILES[kind]:
        if several := len(FILES[kind]) > 1:
            found.setdefault("Every layout", rows(Layout))
        put(found, seen, kind_of(of) if several else "The file", "", of)
    return found


def kind_of(of: type) -> str:
    """Return how a class is told from others of its place."""
    return f'`kind = "{get_args(attrs.fields_dict(attrs.resolve_types(of))["kind"].type)[0]}"`'


def roots_in(found: Mapping[str, list[str]]) -> list[str]:
    """Return the kinds of layout that were put already."""
    return [each for each in found if each.startswith("`kind = ")]


def put(found: dict[str, list[str]], seen: set[type], heading: str, path: str, of: type) -> None:
    """Put a class and the tables within it under their headings; one that was met before has its heading already."""
    if of in seen:
        return
    seen.add(of)
    found[heading] = rows(of)
    fields = attrs.fields_dict(attrs.resolve_types(of))
    for key in known_keys(of):
        if key in fields:
            put_tables(found, seen, f"{path}{key}", fields[key].type)


def put_tables(found: dict[str, list[str]], seen: set[type], path: str, kind: Any) -> None:
    """Put the tables that a key holds, under a name where each has one, in a list where there are several."""
    origin = get_origin(kind)
    if origin in (Mapping, tuple):
        inner = get_args(kind)[1 if origin is Mapping else 0]
        path += ".NAME" if origin is Mapping else "[]"
        if not is_table(inner):
            return put_tables(found, seen, path, inner) if get_origin(inner) else None
    elif not is_table(kind):
        return None
    else:
        inner = kind
    classes = members(inner)
    heading = f"`[[{path[:-2]}]]`" if path.endswith("[]") else f"`[{path.replace('[]', '')}]`"
    if base := next((base for base in SHARED if len(classes) > 1 and issubclass(classes[0], base)), None):
        found.setdefault(heading, rows(base))
    for each in classes:
        name = f"{heading} with {kind_of(each)}" if len(classes) > 1 else heading
        # Two kinds of layout may have another table under one name.
        if each not in seen and name in found and (roots := roots_in(found)):
            name = f"{name} in {roots[-1]}"
        put(found, seen, name, f"{path.replace('[]', '')}.", each)
    return None


def sections(page: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (folder, heading, rows) as they stand on the page; the folder is "" for what every file has."""
    for title, text in re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL):
        folder = re.search(r"`data/(\w+)`", title)
        for heading, body in re.findall(r"^### ([^\n]*)\n(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL):
            yield folder[1] if folder else "", heading, re.findall(r"^\| `.*", body, re.MULTILINE)


def lacking(page: str) -> list[str]:
    """Return what the page does not say, says otherwise, or says of what is not there."""
    there = {(folder, heading): lines for folder, heading, lines in sections(page)}
    wanted = {("", EVERY): [EXTENDS, *rows(RuleFile)]}
    wanted |= {(kind, heading): keys for kind in KINDS for heading, keys in headings(kind).items()}
    told = [f"{folder}: {heading} is no table" for folder, heading in there if (folder, heading) not in wanted]
    for (folder, heading), keys in wanted.items():
        lines = there.get((folder, heading), [])
        begins = [each for each in lines if not any(each.startswith(f"{key} ") for key in keys)]
        missing = [key for key in keys if not any(re.match(rf"{re.escape(key)} \S", each) for each in lines)]
        told += [f"{folder}, {heading}: {each}" for each in [*missing, *(f"not there: {each}" for each in begins)]]
    return told


def test_every_key_is_on_the_page() -> None:
    """Whoever gives a rule file another key tells authors of it: its type, its default, and a line on it."""
    assert [] == lacking(PAGE)
    assert set(KINDS) == set(FILES)


def test_every_kind_has_an_example() -> None:
    """A whole file that loads; the page is executed, and shows that each was found without a fault."""
    assert [] == [kind for kind in KINDS if not re.search(rf"^\*\*northmoor/data/{kind}/[\w-]+\.toml\*\*$", PAGE, re.M)]
    assert [] == [kind for kind in KINDS if f"\n  {kind}/" not in PAGE]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("| `reach` |", "| `raech` |", "lexicons, The file: | `reach` |"),
        ("| `gap` | whole number | `4` |", "| `gap` | whole number | `5` |", "lexicons, The file: | `gap` |"),
        ("| `threshold` | number |", "| `threshold` | text |", "lexicons, The file: | `threshold` |"),
        ("### `[codes.NAME]`", "### `[kodes.NAME]`", "classifications: `[kodes.NAME]` is no table"),
    ],
)
def test_what_differs_is_told(was: str, becomes: str, told: str) -> None:
    """A page that lacks a key, or says something else of its type or default, is told of it."""
    assert was in PAGE
    assert any(each.startswith(told) for each in lacking(PAGE.replace(was, becomes, 1)))
