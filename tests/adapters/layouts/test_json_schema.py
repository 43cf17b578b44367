"""The JSON Schema of layouts: up to date, true to the packaged layouts, and strict where the loader is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from tests.adapters.layouts.made_tables import PLAIN, YEARS

from fairness_adapters.jobs.layouts import schema_text
from fairness_adapters.layouts.form_schema import FormLayout
from fairness_adapters.layouts.json_schema import layout_schema
from fairness_adapters.layouts.loading import ENGINES, PACKAGE
from fairness_core.config import packaged_ids, packaged_text, parse_toml

SCHEMA: dict[str, Any] = json.loads(schema_text())
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "number": (int, Decimal),
    "array": list,
    "object": dict,
}


def wrong(value: Any, schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield the paths at which a value breaks a schema; as much of JSON Schema as layouts use."""
    if "$ref" in schema:
        yield from wrong(value, SCHEMA["definitions"][schema["$ref"].rsplit("/", 1)[1]], path)
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield path
        return
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        yield path
    if "if" in schema:
        branch = "else" if any(wrong(value, schema["if"], path)) else "then"
        yield from wrong(value, schema.get(branch, {}), path)
    for each in schema.get("allOf", ()):
        yield from wrong(value, each, path)
    if isinstance(value, dict):
        yield from (f"{path}.{key}" for key in schema.get("required", ()) if key not in value)
        known, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
        for key, each in value.items():
            if key in known:
                yield from wrong(each, known[key], f"{path}.{key}")
            elif rest is False:
                yield f"{path}.{key}"
            else:
                yield from wrong(each, rest, f"{path}.{key}")
    if isinstance(value, list) and "items" in schema:
        for place, each in enumerate(value):
            yield from wrong(each, schema["items"], f"{path}[{place}]")


def faults(text: str) -> list[str]:
    """Return where a layout's text breaks the schema."""
    return [*wrong(parse_toml(text), SCHEMA)]


def test_the_schema_is_what_the_classes_say() -> None:
    """What is shipped was made from the classes as they are: else run scripts/make_schemas.py."""
    kinds = {kind: engine.layout for kind, engine in ENGINES.items()}
    assert layout_schema({**kinds, "form": FormLayout}) == SCHEMA


@pytest.mark.parametrize(
    ("folder", "layout_id"),
    [(folder, each) for folder in ("layouts", "forms") for each in packaged_ids(folder, PACKAGE)],
)
def test_packaged_layouts_keep_to_the_schema(folder: str, layout_id: str) -> None:
    """An editor finds nothing wrong with what the library itself ships."""
    assert [] == faults(packaged_text(folder, layout_id, PACKAGE))


@pytest.mark.parametrize("text", [PLAIN, YEARS, 'extends = "wres-return"\nid = "own"\nanything = 1\n'])
def test_layouts_of_these_tests_keep_to_it(text: str) -> None:
    """A layout that extends another may state any part."""
    assert [] == faults(text)


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("revision = 1", 'revision = "1"', ".revision"),
        ("revision = 1", "", ".revision"),
        ("revision = 1", "revision = 1\nbogus = 2", ".bogus"),
        ('measure = "headcount"', 'mesure = "headcount"', ".figures.headcount.mesure"),
        ('totals = ["All staff"]', 'check = "sums"', ".dimensions.ethnicity.check"),
        ('totals = ["All staff"]', "totals = [1]", ".dimensions.ethnicity.totals[0]"),
        ('kind = "table"', 'kind = "tables"', ".kind"),
    ],
)
def test_what_the_loader_refuses_an_editor_shows(before: str, after: str, path: str) -> None:
    """Wrong types, lacking and unknown keys, and words that are none of the choices, each at its place."""
    assert path in faults(PLAIN.replace(before, after))


def test_every_key_s_table_is_explained() -> None:
    """What an editor shows over a table is the class's own words."""
    assert all(each["description"] for each in SCHEMA["definitions"].values())
    assert "the text above it still holds" in " ".join(SCHEMA["definitions"]["TableDimension"]["description"].split())


def test_the_fingerprint_is_not_written_by_anybody() -> None:
    """Keys that the loader fills in are not offered."""
    assert all("sha256" not in each["properties"] for each in SCHEMA["definitions"].values())
