"""TOML text to typed values, every fault at once; and rule files, found by kind and id.

A rule file has `id`, `revision`, `title`, `source` and `doubts`; one that `extends` another of
its kind states only what changed. What a file must hold beyond its types is said by the class
that it becomes, in `faults()`. A `Shelf` is where files find each other: the packaged ones, and those
that plugins bring. Nothing here knows what the rules mean.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    Protocol,
    TypeVar,
    Union,
    get_args,
    get_origin,
    runtime_checkable,
)

import attrs

from fairness_core.errors import CallerError, ConfigError
from fairness_core.problems import Place, error

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")
Tables = Mapping[str, Any]
Hook = Callable[[Any, Any], Any]
_UNKNOWN_KEY = "This key is not known here; is it misspelt?"
_GIVEN = frozenset({"shelf", "sha256"})
"""What whoever loads a file gives, and no file says."""


@attrs.frozen(kw_only=True)
class RuleFile:
    """What every rule file says of itself; `doubts` are printed where the rule is used.

    A released revision never changes; `sha256` is that of the text it was read from, so that a
    result can be traced to the exact file.
    """

    id: str
    revision: int
    title: str
    source: str
    doubts: tuple[str, ...] = ()
    sha256: str = ""


@attrs.frozen(eq=False)
class Shelf:
    """Rule files by kind and id: those that are packaged, and beside them the texts that somebody adds.

    `beside` maps (kind, id) to a file's text; a packaged file cannot be replaced by one of the same id.
    """

    beside: Mapping[tuple[str, str], str] = attrs.field(factory=dict)

    def ids(self, kind: str, package: str = "fairness_core") -> tuple[str, ...]:
        """Return the ids of the files of one kind, the packaged ones first."""
        packaged = packaged_ids(kind, package)
        added = sorted(file_id for of_kind, file_id in self.beside if of_kind == kind and file_id not in packaged)
        return (*packaged, *added)

    def text(self, kind: str, file_id: str, package: str = "fairness_core") -> str:
        """Return a file's text; raise `CallerError` that lists what there is when there is no such file."""
        there = self.ids(kind, package)
        if file_id not in there:
            hint = f"There are: {', '.join(there) or 'none'}."
            raise CallerError(f"There is no file {file_id!r} among the {kind}.", hint=hint)
        if file_id in packaged_ids(kind, package):
            return _packaged_text(kind, file_id, package)
        return self.beside[kind, file_id]


PACKAGED = Shelf()
"""What comes with the library, and nothing else."""

KEPT = 64
"""How many files of one kind are kept once they are read, over all shelves: a long-lived program may make many."""


@attrs.frozen(kw_only=True)
class Shelved(RuleFile):
    """A rule file that names others, say the taxonomy of a lexicon; `shelf` is where they are found.

    The shelf is given by whoever loads the file, and is nothing that a file can say.
    """

    shelf: Shelf = attrs.field(default=PACKAGED, eq=False, repr=False)


@runtime_checkable
class Checked(Protocol):
    """A value that can tell what is wrong with it."""

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield (key path, what is wrong and what to do) for each fault."""
        ...


def parse_toml(text: str, file: str = "") -> dict[str, Any]:
    """Parse TOML, decimals exactly; raise `ConfigError` with the line when it is not TOML."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        problem = error("not_toml", f"This is not valid TOML: {fault}.", where=Place(file=file))
        raise ConfigError(f"{file or 'The text'} cannot be read as TOML.", [problem]) from fault


def structure(tables: Tables, into: type[T], file: str = "") -> T:
    """Turn parsed TOML into a value of class `into`; raise `ConfigError` with every fault's key path.

    Types are strict: 7.9 is no whole number, true is no number, an unknown key is a fault.
    """
    from cattrs.errors import BaseValidationError

    try:
        value: T = _converter().structure(tables, into)
    except (BaseValidationError, ValueError) as fault:
        raise _config_error(file, key_paths(fault)) from None
    faults = tuple(value.faults()) if isinstance(value, Checked) else ()
    if faults:
        raise _config_error(file, faults)
    return value


def load(
    text: str,
    into: type[T],
    *,
    file: str = "",
    extend: Callable[[str], str] | None = None,
    shelf: Shelf = PACKAGED,
) -> T:
    """Read one rule file from its text; `extend` gives the text of the file that it extends, by id.

    `shelf` is where a file that names others finds them. Raises `ConfigError` with every fault. The result's
    `sha256` is that of all the text read.
    """
    tables, texts = _extended(text, file, extend, frozenset())
    if issubclass(into, RuleFile) and len(texts) > 1 and "id" not in parse_toml(text, file):
        raise _config_error(file, [("id", "A file that extends another needs an id of its own.")])
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    found_in = {"shelf": shelf} if issubclass(into, Shelved) and "shelf" not in tables else {}
    return structure({**tables, **found_in, "sha256": digest}, into, file)


def packaged_text(kind: str, file_id: str, package: str = "fairness_core") -> str:
    """Return the text of a packaged rule file, say ("standards", "wres-2025").

    Raises `CallerError` that lists what there is when there is no such file.
    """
    return PACKAGED.text(kind, file_id, package)


def _packaged_text(kind: str, file_id: str, package: str) -> str:
    from importlib import resources

    return resources.files(package).joinpath("data", kind, f"{file_id}.toml").read_text(encoding="utf-8")


@cache
def packaged_ids(kind: str, package: str = "fairness_core") -> tuple[str, ...]:
    """Return the ids of the packaged rule files of one kind, sorted."""
    from importlib import resources

    folder = resources.files(package).joinpath("data", kind)
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _extended(
    text: str, file: str, extend: Callable[[str], str] | None, seen: frozenset[str]
) -> tuple[dict[str, Any], list[str]]:
    tables = parse_toml(text, file)
    parent = tables.pop("extends", None)
    if parent is None:
        return tables, [text]
    if not isinstance(parent, str) or extend is None or parent in seen:
        message = "This must name one other file, and files may not extend each other in a circle."
        raise _config_error(file, [("extends", message)])
    try:
        text_of_parent = extend(parent)
    except CallerError as fault:
        raise _config_error(file, [("extends", f"{fault.message} {fault.hint}")]) from fault
    base, texts = _extended(text_of_parent, parent, extend, seen | {parent})
    return _merged(base, tables), [*texts, text]


def _merged(base: Tables, changes: Tables) -> dict[str, Any]:
    """Lay changes over a base: tables merge key by key, everything else is replaced."""
    merged = dict(base)
    for key, value in changes.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _config_error(file: str, faults: Iterable[tuple[str, str]]) -> ConfigError:
    problems = [
        error("bad_config", message, where=Place(file=file, field=path or "(the file as a whole)"))
        for path, message in faults
    ]
    count = "a fault" if len(problems) == 1 else f"{len(problems)} faults"
    return ConfigError(f"{file or 'The configuration'} has {count}.", problems)


def key_paths(fault: Exception, path: str = "") -> list[tuple[str, str]]:
    """List the key path and the sentence of every fault in cattrs' tree of exceptions."""
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

    if isinstance(fault, ClassValidationError):
        named, bare = fault.group_exceptions()
        inner = [(each, _join(path, note.name)) for each, note in named] + [(each, path) for each in bare]
        return [found for each, where in inner for found in key_paths(each, where)]
    if isinstance(fault, IterableValidationError):
        indexed, _ = fault.group_exceptions()
        return [found for each, note in indexed for found in key_paths(each, _join(path, note.index))]
    if isinstance(fault, ForbiddenExtraKeysError):
        known = known_keys(fault.cl)
        return [(_join(path, key), f"{_UNKNOWN_KEY} {_rather(key, known)}") for key in sorted(fault.extra_fields)]
    if isinstance(fault, CallerError):
        return [(path, fault.message)]
    return [(path, "This key is missing." if isinstance(fault, KeyError) else str(fault))]


def known_keys(of: type[attrs.AttrsInstance]) -> list[str]:
    """Return the keys that a table may have which becomes a value of this class, in the order of its fields."""
    keys = [each.name for each in attrs.fields(of) if each.init and each.name not in _GIVEN]
    return ["extends", *keys] if issubclass(of, RuleFile) else keys


def _rather(key: str, known: list[str]) -> str:
    """Say which key was meant, or which there are."""
    near = get_close_matches(key, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."


def _join(path: str, key: object) -> str:
    if isinstance(key, int):
        return f"{path}[{key + 1}]"
    return f"{path}.{key}" if path else str(key)


@cache
def _converter() -> Converter:
    """Make the one converter; cattrs alone would turn 7.9 into 7 and "abc" into three letters."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn

    converter = Converter(forbid_extra_keys=True)
    for kind, noun in ((int, "a whole number"), (str, "text in quotes"), (bool, "true or false")):
        converter.register_structure_hook(kind, _exactly(kind, noun))
    converter.register_structure_hook(Decimal, _number)
    converter.register_structure_hook(Shelf, _given_shelf)
    converter.register_structure_hook_func(_made_by(Literal), _one_of)
    converter.register_structure_hook_func(_made_by(tuple), _by_list(converter))
    converter.register_structure_hook_func(_made_by(Mapping), _by_table(converter))
    converter.register_structure_hook_func(_is_choice, lambda value, kind: _by_kind(converter, value, kind))
    converter.register_structure_hook_factory(
        attrs.has,
        lambda kind: _from_table(make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)),
    )
    return converter


def _made_by(origin: Any) -> Callable[[Any], bool]:
    return lambda kind: bool(get_origin(kind) is origin)


def _by_list(converter: Converter) -> Hook:
    def hook(value: Any, kind: Any) -> Any:
        as_list: Any = list[get_args(kind)[0]]  # type: ignore[misc]
        return tuple(converter.structure(_need(value, list), as_list))

    return hook


def _by_table(converter: Converter) -> Hook:
    def hook(value: Any, kind: Any) -> Any:
        as_dict: Any = dict[str, get_args(kind)[1]]  # type: ignore[misc]
        return converter.structure(_need(value, dict), as_dict)

    return hook


def _exactly(kind: type, noun: str) -> Hook:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"Found {_said(value)}; expected {noun}.")
        return value

    return hook


def _given_shelf(value: Any, _: Any) -> Shelf:
    if not isinstance(value, Shelf):
        raise ValueError(_UNKNOWN_KEY)
    return value


def _number(value: Any, _: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise ValueError(f"Found {_said(value)}; expected a number.")
    return Decimal(value)


def _one_of(value: Any, kind: Any) -> Any:
    if value not in get_args(kind):
        choices = ", ".join(map(repr, get_args(kind)))
        raise ValueError(f"Found {_said(value)}; expected one of {choices}.")
    return value


def _need(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        noun = "a list in square brackets" if kind is list else "a table of keys"
        raise ValueError(f"Found {_said(value)}; expected {noun}.")
    return value


def _from_table(structure_table: Hook) -> Hook:
    return lambda value, kind: structure_table(_need(value, dict), kind)


def _is_choice(kind: Any) -> bool:
    """Whether a type is a union of attrs classes told apart by their key `kind`."""
    members = [each for each in get_args(kind) if each is not NoneType]
    return get_origin(kind) in (Union, UnionType) and len(members) > 1 and all(map(attrs.has, members))


def _by_kind(converter: Converter, value: Any, choice: Any) -> Any:
    classes = {get_args(attrs.fields(attrs.resolve_types(each)).kind.type)[0]: each for each in get_args(choice)}
    kind = _need(value, dict).get("kind")
    if kind not in classes:
        raise ValueError(f"Its kind is {_said(kind)}; expected one of {', '.join(map(repr, classes))}.")
    return converter.structure(value, classes[kind])


def _said(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool | Decimal):
        return str(value).lower()
    return "nothing" if value is None else repr(value)
