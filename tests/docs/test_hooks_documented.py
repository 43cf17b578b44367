"""Every hook, every field of `Plugin` and every member of a Protocol is on the page of hooks, with its arguments."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import attrs
import pytest

from fairness_adapters import contract, hookspecs, reading
from fairness_adapters.contract import Plugin
from fairness_adapters.discovery import GROUP
from fairness_adapters.rule_files import KINDS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "hooks.md").read_text(encoding="utf-8")
TUTORIAL = (DOCS / "how-to" / "write-a-format.md").read_text(encoding="utf-8")
HOOKS = {name: each for name, each in vars(hookspecs).items() if hasattr(each, f"{GROUP}_spec")}
PROTOCOLS = {
    name: each
    for name, each in vars(contract).items()
    if getattr(each, "_is_protocol", False) and each.__module__ == contract.__name__
}


def signature(function: object) -> str:
    """Return arguments and result as an author writes them: no self, no quotation marks."""
    assert isinstance(function, FunctionType)
    found = str(inspect.signature(function)).replace("'", "").replace("T_co", "T")
    return re.sub(r"\(self(, )?", "(", found)


def section(page: str, heading: str) -> str:
    """Return the text under a heading, empty when there is none."""
    found = re.search(rf"^## `{re.escape(heading)}`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def lacking(page: str) -> Iterator[str]:
    """Yield what the page does not say, or says otherwise."""
    for name, hook in HOOKS.items():
        yield from lacking_of_hook(name + signature(hook), hook, page)
    for field in attrs.fields(Plugin):
        default = "" if field.default is attrs.NOTHING else f"`{field.default!r}` "
        row = f"| `{field.name}` | `{field.type}` | {default}|"
        if row not in section(page, "Plugin"):
            yield f"Plugin: {row}"
    for name, protocol in PROTOCOLS.items():
        text = section(page, f"{name}[T]" if protocol.__parameters__ else name)
        yield from (f"{name}: {row}" for row in rows_of(protocol) if row not in text)


def lacking_of_hook(heading: str, hook: object, page: str) -> Iterator[str]:
    """Yield what is not said of one hook: its arguments in the heading, and the whole example of its docstring."""
    text = section(page, heading)
    if not text:
        yield f"no section for {heading}"
    shown = re.findall(r"(?<=:\n\n)((?: {4}.*\n|\n)+)", (inspect.getdoc(hook) or "") + "\n")
    if not shown:
        yield f"no example in the docstring of {heading}"
    yield from (f"{heading}: the example" for block in shown if textwrap.dedent(block).strip() not in text)


def rows_of(protocol: type) -> Iterator[str]:
    """Yield the beginning of the row of each member: its name, its arguments, its type."""
    for name, member in vars(protocol).items():
        if isinstance(member, property):
            yield f"| `{name}` | `{signature(member.fget).partition(' -> ')[2]}` |"
        elif isinstance(member, FunctionType) and not name.startswith("_"):
            arguments, _, result = signature(member).partition(" -> ")
            yield f"| `{name}{arguments}` | `{result}` |"


def test_everything_is_on_the_page() -> None:
    """Whoever changes the contract changes the page, and nothing of it is left for authors to find out."""
    assert [] == list(lacking(PAGE))
    assert {"fairness_plugin"} == HOOKS.keys()
    assert {"Reader", "Writer", "LessonCategoriser", "ReportBuilder"} == PROTOCOLS.keys()


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("## `fairness_plugin() -> Plugin`", "## `fairness_plugin(catalogue) -> Plugin`", "no section for fairness_plugin"),
        ("lines = source.data.decode", "lines = source.text.decode", "the example"),
        ("| `config` | `tuple[str, ...]`", "| `config` | `list[str]`", "Plugin: | `config`"),
        ("| `api` | `int` | `1` |", "| `api` | `int` | `2` |", "Plugin: | `api`"),
        ("| `read(source: Source)`", "| `read(source: Source, limits: Limits)`", "Reader: | `read"),
        ("| `suffix` | `str`", "| `suffix` | `bytes`", "Writer: | `suffix`"),
        ("| `suggest(text: str)`", "| `suggest(texts: list[str])`", "LessonCategoriser: | `suggest"),
        ("| `build(assessment", "| `make(assessment", "ReportBuilder: | `build"),
    ],
)  # fmt: skip
def test_what_differs_is_told(was: str, becomes: str, told: str) -> None:
    """A page that says something else of one hook, field or member is told of that and of nothing more."""
    assert was in PAGE
    (found,) = list(lacking(PAGE.replace(was, becomes)))[:1]
    assert told in found


def test_every_kind_of_rule_file_is_in_the_tutorial() -> None:
    """A kind that nobody is told of is of no use."""
    assert [] == [kind for kind in KINDS if f"`data/{kind}`" not in TUTORIAL]


def test_what_readers_rest_on_is_on_the_page() -> None:
    """Each name that is kept for authors of readers stands in the page's last table, and nothing else does."""
    table = PAGE[PAGE.index("## For readers in Python") :]
    named = {
        word for row in table.splitlines() for word in re.findall(r"`(\w+)", row.split("|")[1] if "|" in row else "")
    }
    assert {*reading.__all__} == named


def test_what_readers_rest_on_takes_what_the_page_says() -> None:
    """Arguments on the page are those of the function."""
    table = PAGE[PAGE.index("## For readers in Python") :]
    for name, arguments in re.findall(r"`(\w+)\(([^)]*)\)`", table):
        if name in reading.__all__:
            taken = [*inspect.signature(getattr(reading, name)).parameters.values()]
            needed = [each.name for each in taken if each.default is inspect.Parameter.empty]
            assert needed == [each.strip() for each in arguments.split(",")]
