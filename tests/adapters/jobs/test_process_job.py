"""Jobs on process tables: which table a name means, which one a case pins, and what to look at in a sound one."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from tests.adapters.made_case_files import OUR_WAY, our_way

from fairness_adapters.jobs.process import (
    check_process,
    doubtful,
    find_tables,
    named_tables,
    needs,
    open_process,
    process_to_json,
    read_process,
)
from fairness_core.errors import CallerError, ConfigError
from fairness_core.process.table import EventType, TableRef, process_table, processes


def test_opening() -> None:
    """A name is the id of a packaged process, or the path of a file of one's own."""
    assert process_table("five-step") == open_process("five-step")
    assert our_way() == open_process(str(OUR_WAY))
    with pytest.raises(CallerError) as raised:
        open_process("no-such")
    assert "five-step" in raised.value.hint


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """A file that is missing or no text is told by its name, without its folder."""
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.toml", "bytes.toml"):
        with pytest.raises(ConfigError, match=f"The process {name} cannot be read"):
            check_process(tmp_path / name)


def test_a_file_from_notepad(tmp_path: Path) -> None:
    """The mark that Notepad puts before UTF-8 text is no fault."""
    path = tmp_path / "notepad.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OUR_WAY.read_bytes())
    assert "our-way" == read_process(path).id


def test_a_sound_process_is_looked_at_too(tmp_path: Path) -> None:
    """What nobody has verified, what rests on a doubt, and events that a log will want are told with key paths."""
    found, findings = check_process(OUR_WAY)
    assert our_way() == found
    assert [
        ("unverified_period", "warning", "obligations.listen"),
        ("unverified_period", "warning", "obligations.look"),
        ("unverified_period", "warning", "obligations.review-limit"),
        ("without_source", "note", "arrows"),
        ("doubt", "note", "doubts"),
    ] == [(each.code, each.severity.value, each.where.field) for each in findings]
    assert "2 arrows of 5 rest on a doubt and no source." == findings[3].message


def test_a_log_that_could_not_be_put_right() -> None:
    """A process without the events that keep a log honest is told so, each with what to do."""
    table = our_way()
    without = {code: each for code, each in table.events.items() if each.effect not in ("explain", "correct")}
    bare = attrs.evolve(table, events=without, obligations={}, doubts=())
    assert ["What is late cannot be explained in the log.", "An entry of the log cannot be corrected."] == [
        each.message for each in doubtful(bare, "bare.toml") if each.code == "no_such_event"
    ]


def test_steps_without_a_place() -> None:
    """A formal event of which no arrow says where it leads is possible at every step, and that is told."""
    bare = attrs.evolve(our_way(), arrows={})
    found = [each for each in doubtful(bare, "bare.toml") if each.code == "at_every_step"]
    assert [("events.look", "'Look at it' is possible at every step.")] == [
        (each.where.field, each.message) for each in found
    ]


def test_a_faulty_process_gives_every_fault(tmp_path: Path) -> None:
    """No table, and each fault with its key path."""
    path = tmp_path / "bad.toml"
    text = OUR_WAY.read_text(encoding="utf-8").replace('start = "calm"', 'start = "clam"')
    path.write_text(text.replace('by = ["lead"]', 'by = ["leader"]', 1), encoding="utf-8")
    found, findings = check_process(path)
    assert None is found
    assert {"regions.safety.start", "events.limit.by"} == {each.where.field for each in findings}


def test_what_an_event_must_carry() -> None:
    """What the table asks for comes first, then what the effect makes no sense without, each once."""
    kind = EventType(label="Put off", nature="record", effect="extend", asks=("until", "choice"))
    assert ("until", "choice", "obligation", "reason") == needs(kind)
    assert () == needs(our_way().events["listen"])


def test_the_table_that_a_case_pins() -> None:
    """Exactly the table of that id, revision and text is found, one's own before the packaged."""
    assert process_table("five-step") is find_tables()(process_table("five-step").ref)
    own, later = our_way(), attrs.evolve(our_way(), revision=2)
    assert later is find_tables([own, later])(later.ref)


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        (
            TableRef(id="no-such", revision=1),
            "The case is under the process no-such, revision 1, and that is not here.",
        ),
        (TableRef(id="Sam Example", revision=1), "The case is under the process it names, and that is not here."),
        (TableRef(id="five-step", revision=99), "five-step, revision 99; what is here is revision 1."),
        (TableRef(id="our-way", revision=9), "our-way, revision 9; what is here is revision 1, 2."),
        (TableRef(id="our-way", revision=1, sha256="0123456789abcdef"), "with the fingerprint 0123456789ab; what"),
        (TableRef(id="our-way", revision=1), "with the fingerprint none; what"),
    ],
)
def test_another_table_than_the_pinned_is_told(ref: TableRef, said: str) -> None:
    """What the case pins and what is here are both said, and what to do."""
    with pytest.raises(CallerError) as raised:
        find_tables([our_way(), attrs.evolve(our_way(), revision=2)])(ref)
    assert said in raised.value.message
    assert "--process FILE.toml" in raised.value.hint


def test_names_alone() -> None:
    """Every packaged process and each of one's own can be meant by its id; one's own first."""
    mine = attrs.evolve(our_way(), id="five-step")
    assert {*processes()} == named_tables().keys()
    assert mine.ref == named_tables([mine])["five-step"]


def test_the_whole_process_as_json() -> None:
    """Everything of a table's file is there and plain, and nothing that was only looked up."""
    found = process_to_json(our_way())
    assert ("fairness-core/process/1", "our-way") == (found["schema"], found["id"])
    assert {each.name for each in attrs.fields(type(our_way()))} - {"index"} == found.keys() - {"schema"}
