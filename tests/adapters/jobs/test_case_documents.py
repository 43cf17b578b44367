"""A case as one JSON document: every fault at once with its key path, and what was not allowed is told."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.adapters.made_case_files import LOOKED_AT, document, made_case, our_way, put_document

from fairness_adapters.jobs.cases import CaseRead, read_case
from fairness_core.errors import DocumentVersionError, FairnessError, InvalidData, UnreadableSource
from fairness_core.process.chain import log_lines


def read(folder: Path, found: object) -> CaseRead:
    """Read a document under our own process."""
    return read_case(put_document(folder, found), own=[our_way()])


def faults(folder: Path, found: object) -> dict[str, str]:
    """Return every fault of a document by its key path."""
    with pytest.raises(InvalidData) as raised:
        read(folder, found)
    assert {"c1.json"} == {each.where.file for each in raised.value.problems}
    return {each.where.field: each.message for each in raised.value.problems}


def test_a_document_is_the_case_it_tells(tmp_path: Path) -> None:
    """The same events give the same case as a log of them; a document has no head."""
    case = made_case(LOOKED_AT)
    found = read(tmp_path, document(case))
    assert (case, "document", "", ()) == (found.case, found.kind, found.head, found.problems)


def test_the_process_by_id_by_revision_or_by_fingerprint(tmp_path: Path) -> None:
    """The process is named by its id alone, with its revision, or with its fingerprint too; the schema may be said."""
    case = made_case()
    ref = attrs.asdict(case.process)
    for process in ("our-way", {"id": "our-way", "revision": 1}, ref):
        assert case == read(tmp_path, document(case, process=process)).case
    assert case == read(tmp_path, document(case, schema="fairness-core/case/1")).case


def test_events_may_be_lines_of_a_log(tmp_path: Path) -> None:
    """What chains a line to the one before is left out of account, and so is the schema of an event."""
    case = made_case(LOOKED_AT)
    events = [json.loads(line) for line in log_lines(case)[1:]]
    assert case == read(tmp_path, document(case, events=events)).case


def test_every_fault_at_once(tmp_path: Path) -> None:
    """Faults of form and of meaning, of head and events, are all named, and nothing that was found is quoted."""
    made = document(made_case(LOOKED_AT), subject={"id": "Sam Example"}, colour="red", reference="")
    made["events"][0]["actor"] = {"role": "lead", "id": "Sam Example"}
    made["events"][1]["what"] = "Sam Example"
    made["events"][2]["id"] = "e1"
    made["events"][3]["recorded"] = "2025-01-01T10:00:00+00:00"
    made["events"][4]["what"] = "strike"
    made["events"][4].pop("id")
    found = faults(tmp_path, made)
    assert {
        "subject",
        "colour",
        "reference",
        "events[1].actor",
        "events[2]",
        "events[2].what",
        "events[3].id",
        "events[4]",
        "events[4].recorded",
        "events[5].id",
        "events[5].about",
    } == found.keys()
    assert "Sam" not in "".join(found.values())
    assert "This was recorded before the event that stands before it." == found["events[4].recorded"]


@pytest.mark.parametrize(
    ("process", "said"),
    [
        ("no-such", "There is no process of that id here. There are: "),
        ({"id": "our-way", "revision": 2}, "our-way, revision 2; what is here is revision 1."),
        ({"id": "our-way", "revision": 1, "sha256": "ab"}, "so one of the two was changed"),
    ],
)
def test_another_process(tmp_path: Path, process: object, said: str) -> None:
    """A process that is not here, or is here otherwise, is a fault of the key `process`."""
    found = faults(tmp_path, document(made_case(), process=process))
    assert said in found["process"]


@pytest.mark.parametrize("process", [5, {"revision": 1}, {"id": "our-way", "revision": "1"}, {"id": [], "revision": 1}])
def test_a_process_that_is_none(tmp_path: Path, process: object) -> None:
    """What cannot name a process is a fault with its place."""
    assert {"process"} == {each[:7] for each in faults(tmp_path, document(made_case(), process=process))}


@pytest.mark.parametrize("found", [[], "case", None, 7])
def test_what_is_no_document(tmp_path: Path, found: object) -> None:
    """Anything but a table of keys is told what a document is."""
    assert "process, reference, subject and events" in faults(tmp_path, found)[""]


@pytest.mark.parametrize("value", [[], {}, None, 7, True, "Sam Example"])
@pytest.mark.parametrize("key", ["id", "what", "about", "recorded", "occurred", "actor", "evidence", "to_table"])
def test_a_value_of_the_wrong_kind(tmp_path: Path, key: str, value: object) -> None:
    """Whatever stands in an event, it is a fault of that event, or nothing; what was found is not quoted."""
    made = document(made_case(LOOKED_AT))
    made["events"][2][key] = value
    made["events"][3]["what"] = "strike"
    assert "Sam" not in "".join(faults(tmp_path, made).values())


def test_an_empty_document_lacks_everything(tmp_path: Path) -> None:
    """Every key that must be there is named, and no schema is asked for."""
    assert {"process", "reference", "subject", "events"} == faults(tmp_path, {}).keys()


def test_a_later_version_of_the_document(tmp_path: Path) -> None:
    """A document of a schema that is not known yet is refused as that."""
    with pytest.raises(DocumentVersionError):
        read(tmp_path, document(made_case(), schema="fairness-core/case/2"))


def test_no_json(tmp_path: Path) -> None:
    """Text that is no JSON, and bytes that are no text, are told with their place."""
    (tmp_path / "c1.json").write_text('{"process": ', encoding="utf-8")
    with pytest.raises(UnreadableSource, match="This is not JSON"):
        read_case(tmp_path / "c1.json")
    (tmp_path / "c1.json").write_bytes(b'{"process": "\xff"}')
    with pytest.raises(UnreadableSource, match="not text in UTF-8"):
        read_case(tmp_path / "c1.json")


def test_what_was_not_allowed_is_replayed_and_told(tmp_path: Path) -> None:
    """The event counts, since it has happened; the warning says what was missing then."""
    made = document(made_case())
    looked = {"id": "e2", "what": "look", "actor": {"role": "friend", "id": "u5"}}
    made["events"].append(
        {**looked, "occurred": made["events"][0]["occurred"], "recorded": "2026-01-05T11:00:00+00:00"}
    )
    found = read(tmp_path, made)
    assert "looked-at" == found.case.states["steps"]
    (told,) = found.problems
    assert ("warning", "events[2]") == (told.severity.value, told.where.field)
    for says in ("Look at it", "Listen to the person first.", "This is done by: lead.", "Say why"):
        assert says in told.message


def test_a_case_that_moved_to_another_table(tmp_path: Path) -> None:
    """After a migration the events are those of the new table; one that is not here is a fault."""
    later = attrs.evolve(our_way(), revision=2, events={**our_way().events, "sing": our_way().events["listen"]})
    made = document(made_case())
    first = made["events"][0]
    move = {**first, "id": "e2", "what": "move", "to_table": attrs.asdict(later.ref)}
    made["events"] += [move, {**first, "id": "e3", "what": "sing"}]
    path = put_document(tmp_path, made)
    found = read_case(path, own=[our_way(), later])
    assert (later.ref, ()) == (found.case.process, found.problems)
    assert {"events[2].to_table"} == faults(tmp_path, made).keys()
    del move["to_table"]
    assert "events[2].to_table" in faults(tmp_path, made)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5) | st.just("2026-01-05T10:00:00+00:00"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "role", "revision"]), inner),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_document_holds_is_a_case_or_a_fault_of_ours(tmp_path: Path, data: st.DataObject) -> None:
    """Any value in any place gives a case, or an exception of ours; never a traceback."""
    made: dict[str, Any] = document(made_case(LOOKED_AT))
    place = data.draw(st.sampled_from(["top", "subject", "event", "event", "event"]))
    table = {"top": made, "subject": made["subject"]}.get(place, data.draw(st.sampled_from(made["events"])))
    key = data.draw(st.sampled_from([*table, "about", "to_table", "until", "what"]))
    table[key] = data.draw(ANY | st.sampled_from([*our_way().events]))
    with suppress(FairnessError):
        assert "document" == read(tmp_path, made).kind
