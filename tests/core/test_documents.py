"""Records as plain JSON values and back: exact, strict, every fault at once, and nothing of a record in a message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_core.documents import from_document, parse_json, to_document
from fairness_core.errors import CallerError, DocumentVersionError, InvalidData, UnreadableSource
from fairness_core.staff import required

SCHEMA = "made-up/record/2"


@attrs.frozen(kw_only=True)
class Part:
    """A record within a record."""

    name: str = attrs.field(default="a part", validator=required)


@attrs.frozen(kw_only=True)
class Record:
    """A record with a field of each type that records have."""

    number: int = 0
    words: str = ""
    flag: bool = False
    exact: Decimal = Decimal(0)
    choice: Literal["a", "b"] = "a"
    day: date | None = None
    moment: datetime = datetime(2026, 3, 31, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    many: tuple[str, ...] = ()
    named: Mapping[str, Decimal] = attrs.field(factory=dict)
    part: Part | None = None
    parts: tuple[Part, ...] = ()


FULL = Record(
    number=-3,
    words='Line\nand "quote"',
    flag=True,
    exact=Decimal("12.50"),
    choice="b",
    day=date(2026, 3, 31),
    many=("x", "y"),
    named={"one": Decimal("0.10")},
    part=Part(),
    parts=(Part(name="first"), Part(name="second")),
)


def plain(**changes: object) -> dict[str, Any]:
    """Return the plain values of a record, some of them changed."""
    return {**to_document(FULL, SCHEMA), **changes}


def fault_of(found: object) -> InvalidData:
    """Return the fault of plain values that must be refused."""
    with pytest.raises(InvalidData) as caught:
        from_document(found, Record, SCHEMA, "r1.json")
    return caught.value


def faults(found: object) -> dict[str, str]:
    """Return the key path and the message of every fault."""
    return {each.where.field: each.message for each in fault_of(found).problems}


def test_a_record_says_its_schema_and_every_field() -> None:
    """A document is plain values: a decimal as exact text, a day and a moment as in ISO 8601, a list for a tuple."""
    assert {
        "schema": SCHEMA,
        "number": -3,
        "words": 'Line\nand "quote"',
        "flag": True,
        "exact": "12.50",
        "choice": "b",
        "day": "2026-03-31",
        "moment": "2026-03-31T09:30:00+01:00",
        "many": ["x", "y"],
        "named": {"one": "0.10"},
        "part": {"name": "a part"},
        "parts": [{"name": "first"}, {"name": "second"}],
    } == plain()


def test_a_record_survives_the_journey_through_text() -> None:
    """What is written is what is read, decimals and offsets as they were."""
    read = from_document(parse_json(json.dumps(plain())), Record, SCHEMA)
    assert read == FULL
    assert ("12.50", timedelta(hours=1)) == (str(read.exact), read.moment.utcoffset())


def test_fields_may_be_left_out() -> None:
    """What has a default need not be said."""
    assert Record() == from_document({"schema": SCHEMA}, Record, SCHEMA)


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-3, minutes=-30))])))
def test_a_moment_keeps_its_instant_and_its_offset(moment: datetime) -> None:
    """A moment comes back as the same instant, on the same day of the same clock."""
    document = to_document(Record(moment=moment), SCHEMA)
    read = from_document(document, Record, SCHEMA).moment
    assert (moment, moment.date(), moment.utcoffset()) == (read, read.date(), read.utcoffset())


@pytest.mark.parametrize("moment", ["2026-03-31T09:30:00", "2026-03-31", "half past nine", "", 5, None, True])
def test_a_moment_without_its_offset_is_refused(moment: object) -> None:
    """A time without its offset is no moment, and a day is none either."""
    expected = "Expected a moment with its offset, as 2026-03-31T09:30:00+01:00."
    assert {"moment": expected} == faults(plain(moment=moment))


def test_a_moment_may_end_in_z() -> None:
    """Other programs write "Z" for an offset of nothing."""
    read = from_document(plain(moment="2026-03-31T09:30:00Z"), Record, SCHEMA)
    assert datetime(2026, 3, 31, 9, 30, tzinfo=UTC) == read.moment


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("number", 7.0, "Expected a whole number."),
        ("number", True, "Expected a whole number."),
        ("words", 7, "Expected text in quotes."),
        ("flag", 1, "Expected true or false."),
        ("exact", 12.5, 'Expected a number as text, such as "12.5".'),
        ("exact", "twelve", 'Expected a number as text, such as "12.5".'),
        ("exact", "NaN", 'Expected a number as text, such as "12.5".'),
        ("exact", "Infinity", 'Expected a number as text, such as "12.5".'),
        ("choice", "c", "Expected one of 'a', 'b'."),
        ("choice", ["a"], "Expected one of 'a', 'b'."),
        ("day", "31.3.2026", "Expected a day as 2026-03-31."),
        ("day", 20260331, "Expected a day as 2026-03-31."),
        ("many", "xy", "Expected a list."),
        ("named", ["one"], "Expected a table of keys."),
        ("part", "a part", "Expected a table of keys."),
    ],
)
def test_another_type_is_refused(field: str, value: object, message: str) -> None:
    """Types are strict, and the message says what was expected."""
    assert {field: message} == faults(plain(**{field: value}))


def test_every_fault_is_told_with_its_key_path_and_without_what_was_found() -> None:
    """All faults come at once; list places count from 1, and nothing confidential is quoted."""
    found = plain(number="secret", many=["x", 7], parts=[{}, {"name": ""}, {"nme": "secret"}])
    assert {
        "number": "Expected a whole number.",
        "many[2]": "Expected text in quotes.",
        "parts[2]": "A Part needs its name.",
        "parts[3].nme": "This key is not known here; is it misspelt? Did you mean 'name'?",
    } == faults(found)
    assert "r1.json has 4 faults of form." == fault_of(found).message
    assert "secret" not in str(fault_of(found))


def test_a_record_that_refuses_itself_is_a_fault_of_the_whole() -> None:
    """What a class refuses when it is made has a place too."""
    assert "r1.json has a fault of form." == fault_of(plain(part={"name": " "})).message


@pytest.mark.parametrize("found", [None, [], "text", {}, {"schema": 1}, {"schema": "made-up/other/2"}])
def test_what_is_no_such_record_says_so(found: object) -> None:
    """Values without the schema, or with that of another kind, are no such record."""
    message = "The schema is missing, or that of another kind; expected made-up/record/2."
    assert {"schema": message} == faults(found)


def test_another_version_is_told_from_damage() -> None:
    """A record of another version says which, so that its reader can be found."""
    with pytest.raises(DocumentVersionError) as caught:
        from_document(plain(schema="made-up/record/3"), Record, SCHEMA)
    assert ("made-up/record/3", SCHEMA) == (caught.value.found, caught.value.expected)


@pytest.mark.parametrize(("line", "text"), [(1, ""), (2, '{\n"a": }'), (1, "\ufeff{}"), (1, "{'a': 1}")])
def test_text_that_is_no_json_says_in_which_line(line: int, text: str) -> None:
    """What cannot be read names the file and the line, and quotes nothing."""
    with pytest.raises(UnreadableSource) as caught:
        parse_json(text, "r1.json")
    assert f"r1.json, line {line}: This is not JSON. Correct the text at that place." == str(caught.value)


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5000])
def test_hostile_text_is_refused_without_a_line(text: str) -> None:
    """Text that no reader can hold is no JSON either."""
    with pytest.raises(UnreadableSource, match=r"^This is not JSON"):
        parse_json(text)


def test_a_key_that_stands_twice_is_a_fault() -> None:
    """JSON readers silently keep the last of two; here each such key is named once."""
    with pytest.raises(InvalidData) as caught:
        parse_json('{"a": 1, "b": {"c": 1, "c": 2, "c": 3}, "a": 2}', "r1.json")
    assert ["c", "a"] == [each.where.field for each in caught.value.problems]
    assert "r1.json has a key twice." == caught.value.message


def test_a_key_may_stand_once_in_each_place() -> None:
    """The same key in two tables is no fault."""
    assert {"a": {"a": 1}, "b": {"a": 2}} == parse_json('{"a": {"a": 1}, "b": {"a": 2}}')


def test_many_keys_are_read_in_good_time() -> None:
    """A table of a hundred thousand keys is read as quickly as it is long."""
    assert 100_000 == len(parse_json(json.dumps({str(n): n for n in range(100_000)})))  # type: ignore[arg-type]


def test_a_wrong_class_is_the_caller_s_fault() -> None:
    """A class that refuses a value with words of its own is heard."""
    with pytest.raises(CallerError, match="A Part needs its name"):
        Part(name="")
