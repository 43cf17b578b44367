"""The JSON Schema of layouts, made from their classes: what an editor completes, and what it explains.

The schema says which keys there are and of which type; what a layout may not say beyond that is told by
`faults()` when it is loaded. `scripts/make_schemas.py` writes it to `data/schemas`, and a test compares.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""Draft 7, because that is what the TOML extensions of editors read."""
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
}
_NOT_WRITTEN = frozenset({"sha256", "shelf"})


def layout_schema(kinds: Mapping[str, type]) -> Schema:
    """Return the schema of layouts of these kinds; a layout that extends another needs an id and nothing else."""
    definitions: dict[str, Schema] = {}
    for each in kinds.values():
        _definition(each, definitions)
    branches = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"$ref": f"#/definitions/{each.__name__}"},
        }
        for kind, each in kinds.items()
    ]
    extending = {"properties": {"extends": {"type": "string"}, "id": {"type": "string"}}, "required": ["extends", "id"]}
    return {
        "$schema": DIALECT,
        "title": "A layout of fairness-core: where things stand in a file",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": extending,
        "else": {"required": ["kind"], "properties": {"kind": {"enum": list(kinds)}}, "allOf": branches},
        "definitions": definitions,
    }


def _definition(kind: type, definitions: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        fields = [
            each for each in attrs.fields(attrs.resolve_types(kind)) if each.name not in _NOT_WRITTEN and each.init
        ]
        required = [each.name for each in fields if each.default is attrs.NOTHING]
        definitions[name] = {
            "type": "object",
            "description": inspect.cleandoc(kind.__doc__ or ""),
            "properties": {each.name: _schema(each.type, definitions) for each in fields},
            "additionalProperties": False,
        } | ({"required": required} if required else {})
    return {"$ref": f"#/definitions/{name}"}


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if origin in (Union, UnionType):
        members = [_schema(each, definitions) for each in arguments if each is not NoneType]
        return members[0] if len(members) == 1 else {"anyOf": members}
    return _definition(kind, definitions)
