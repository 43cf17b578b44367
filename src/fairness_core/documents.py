"""Records of this package as plain JSON values and back: strict, exact, every fault at once.

A document says its schema, as in "fairness-core/rating/1". Numbers are exact: a decimal is text. No
message quotes what was found, for anything in a record may be confidential. Reading and writing files
does not live here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

import attrs

from fairness_core.config import key_paths
from fairness_core.errors import DocumentVersionError, InvalidData, UnreadableSource
from fairness_core.problems import Place, error

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")


def to_document(value: attrs.AttrsInstance, schema: str) -> dict[str, object]:
    """Return a record as plain JSON values under its schema; every field is present."""
    return {"schema": schema, **_plain(value)}


def from_document(found: object, into: type[T], schema: str, file: str = "") -> T:
    """Return the record that plain JSON values hold.

    Raises `DocumentVersionError` for another version of the schema, and `InvalidData` with every fault, each
    with its key path, for anything else that is not such a record; an unknown key is a fault.
    """
    tables = _tables(found, schema, file)
    from cattrs.errors import BaseValidationError

    try:
        return _converter().structure(tables, into)
    except BaseValidationError as fault:
        faults = key_paths(fault)
    raise _invalid(faults, file)


def parse_json(text: str, file: str = "") -> object:
    """Read JSON text as plain values; raise `UnreadableSource` when it is not JSON, with its line.

    A key that stands twice in one place raises `InvalidData`: JSON readers silently keep the last.
    """
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    try:
        found: object = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as fault:
        line = getattr(fault, "lineno", 0)
        where = Place(file=file, cell=f"line {line}" if line else "")
        raise UnreadableSource("This is not JSON.", where=where, hint="Correct the text at that place.") from None
    if twice:
        problems = [error("key_twice", "This key stands twice.", where=Place(file=file, field=key)) for key in twice]
        raise InvalidData(f"{file or 'The record'} has a key twice.", problems, hint="Keep one of the two.")
    return found


def _tables(found: object, schema: str, file: str) -> dict[str, object]:
    """Check the schema, and return the values without it."""
    stated = found.get("schema") if isinstance(found, Mapping) else None
    family, _, _ = schema.rpartition("/")
    if not isinstance(found, Mapping) or not isinstance(stated, str) or stated.rpartition("/")[0] != family:
        raise _invalid([("schema", f"The schema is missing, or that of another kind; expected {schema}.")], file)
    if stated != schema:
        raise DocumentVersionError(found=stated, expected=schema)
    return {key: value for key, value in found.items() if key != "schema"}


def _invalid(faults: list[tuple[str, str]], file: str) -> InvalidData:
    problems = [
        error("bad_record", message, where=Place(file=file, field=path or "(the record as a whole)"))
        for path, message in faults
    ]
    count = "a fault" if len(problems) == 1 else f"{len(problems)} faults"
    return InvalidData(f"{file or 'The record'} has {count} of form.", problems)


def _plain(value: Any) -> Any:
    """Write a value as JSON has it: a class as its fields, a decimal as exact text, a day as 2026-03-31."""
    if attrs.has(type(value)):
        return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value


@cache
def _converter() -> Converter:
    """Make the converter; its messages say what was expected and never what was found."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn

    converter = Converter()
    for kind, noun in ((int, "a whole number"), (str, "text in quotes"), (bool, "true or false")):
        converter.register_structure_hook(kind, _exactly(kind, noun))
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(datetime, _moment)
    converter.register_structure_hook_func(_made_by(Literal), _one_of)
    converter.register_structure_hook_func(_made_by(tuple), lambda value, kind: _many(converter, value, kind))
    converter.register_structure_hook_func(_made_by(Mapping), lambda value, kind: _named(converter, value, kind))

    def by_class(kind: Any) -> Callable[[Any, Any], Any]:
        make = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)
        return lambda value, wanted: make(_need(value, dict), wanted)

    converter.register_structure_hook_factory(attrs.has, by_class)
    return converter


def _made_by(origin: Any) -> Callable[[Any], bool]:
    return lambda kind: bool(get_origin(kind) is origin)


def _many(converter: Converter, value: Any, kind: Any) -> tuple[Any, ...]:
    as_list: Any = list[get_args(kind)[0]]  # type: ignore[misc]
    return tuple(converter.structure(_need(value, list), as_list))


def _named(converter: Converter, value: Any, kind: Any) -> Any:
    as_dict: Any = dict[str, get_args(kind)[1]]  # type: ignore[misc]
    return converter.structure(_need(value, dict), as_dict)


def _exactly(kind: type, noun: str) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"Expected {noun}.")
        return value

    return hook


def _decimal(value: Any, _: Any) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError('Expected a number as text, such as "12.5".')
    return number


def _day(value: Any, _: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("Expected a day as 2026-03-31.") from None


def _moment(value: Any, _: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError("Expected a moment with its offset, as 2026-03-31T09:30:00+01:00.")
    return moment


def _one_of(value: Any, kind: Any) -> Any:
    if not isinstance(value, str) or value not in get_args(kind):
        raise ValueError(f"Expected one of {', '.join(map(repr, get_args(kind)))}.")
    return value


def _need(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"Expected {'a list' if kind is list else 'a table of keys'}.")
    return value
