"""Jobs on one case: a log or a document is read, what was tampered with is refused, and where it stands on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
import pytest
from tests.adapters.made_case_files import (
    HEARD,
    LOOKED_AT,
    SETTLED,
    day,
    document,
    made_case,
    moment,
    our_way,
    put_document,
    put_log,
)

from fairness_adapters.case_store import FolderStore
from fairness_adapters.jobs import cases
from fairness_adapters.jobs.case_json import entry_to_json, owed_to_json, position_to_json
from fairness_adapters.jobs.cases import (
    CaseRead,
    Position,
    as_stood,
    last_day_known,
    log_path,
    position,
    read_case,
    words_beside,
)
from fairness_core.errors import CallerError, InvalidData, SourceTooLarge, UnreadableSource
from fairness_core.process.chain import event_line, line_hash, log_lines
from fairness_core.process.log import Case
from fairness_core.process.store import StoredNote


def read(path: Path) -> CaseRead:
    """Read a file under our own process."""
    return read_case(path, own=[our_way()])


def at(case: Case, number: int) -> Position:
    """Return where a case of our own process stands on a day."""
    return position(case, day(number), tables=lambda _: our_way())


# reading ----------------------------------------------------------------------------------------


def test_a_log_is_the_case_it_tells(tmp_path: Path) -> None:
    """The case, the hash of its last line, and nothing to warn of; whatever the file is called."""
    case = made_case(LOOKED_AT)
    path = put_log(tmp_path, case)
    for name in ("c1.jsonl", "a copy.json", "copy"):
        found = read(path.rename(path := tmp_path / name))
        assert (case, "log", line_hash(log_lines(case)[-1]), ()) == (found.case, found.kind, found.head, found.problems)


def test_a_document_under_another_name_is_a_document(tmp_path: Path) -> None:
    """What the file holds decides, and not how it ends."""
    found = read(put_document(tmp_path, document(made_case()), "c1.jsonl"))
    assert "document" == found.kind


def test_a_log_that_was_changed(tmp_path: Path) -> None:
    """Every line at fault is named, and nothing is read of it."""
    path = put_log(tmp_path, made_case(LOOKED_AT))
    path.write_text(path.read_text(encoding="utf-8").replace('"u1"', '"u9"'), encoding="utf-8")
    with pytest.raises(InvalidData) as raised:
        read(path)
    assert {"changed"} == {each.code for each in raised.value.problems}
    assert 4 == len(raised.value.problems)


def test_a_line_that_was_torn_off(tmp_path: Path) -> None:
    """What was never written to its end is left out, and told."""
    case = made_case(LOOKED_AT)
    path = put_log(tmp_path, case)
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"actor":{"id":"u1"')
    found = read(path)
    assert (case, ["torn_line"]) == (found.case, [each.code for each in found.problems])


def test_a_log_that_means_nothing(tmp_path: Path) -> None:
    """A chain that is whole and still cannot be followed is a fault with its place."""
    case = made_case()
    odd = attrs.evolve(case.log[0], id="e2", what="strike", about="e9")
    lines = [*log_lines(case)]
    lines.append(event_line(odd, 2, line_hash(lines[-1])))
    path = tmp_path / "c1.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InvalidData) as raised:
        read(path)
    assert ["events[2].about"] == [each.where.field for each in raised.value.problems]


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is missing, a folder, or too large is told by its name, without its folder."""
    path = put_log(tmp_path, made_case())
    for name in ("missing.jsonl", "."):
        with pytest.raises(UnreadableSource):
            read(tmp_path / name)
    monkeypatch.setattr(cases, "LARGEST", 10)
    with pytest.raises(SourceTooLarge) as raised:
        read(path)
    assert "c1.jsonl" == str(raised.value.where)


def test_a_table_that_is_not_here(tmp_path: Path) -> None:
    """The process that the case pins is said."""
    with pytest.raises(CallerError, match="our-way, revision 1"):
        read_case(put_log(tmp_path, made_case()))


def test_a_document_is_not_written_to(tmp_path: Path) -> None:
    """The path of a log need not be there yet; that of a document is refused."""
    assert (FolderStore(tmp_path), "c1") == log_path(tmp_path / "c1.jsonl")
    put_log(tmp_path, made_case())
    assert "c1" == log_path(tmp_path / "c1.jsonl")[1]
    with pytest.raises(CallerError, match=r"c2\.json is a document and no log"):
        log_path(put_document(tmp_path, document(made_case()), "c2.json"))


def test_words_beside_a_log(tmp_path: Path) -> None:
    """Words are given by their reference; none where there are none, for a name that no file has, for damaged ones."""
    store, note = FolderStore(tmp_path), StoredNote.made("The rota was late.", "0123456789abcdef")
    store.keep_note("c1", note)
    words = words_beside(tmp_path / "c1.jsonl", "c1")
    assert "The rota was late." == words(note.ref)
    assert [None, None] == [words("n1"), words("n:1")]
    (tmp_path / "c1.notes" / f"{note.ref}.json").write_text("{}", encoding="utf-8")
    assert None is words(note.ref)


# where it stands --------------------------------------------------------------------------------


def test_where_a_case_stands() -> None:
    """State, what is owed and to whom, and the next contact of each are those of the day."""
    found = at(made_case(), 0)
    assert "heard" == found.case.states["steps"]
    assert [("listen", day(2)), ("write-back", day(7)), ("look", day(28))] == [
        (each.code, each.due) for each in found.due
    ]
    assert ("listen", "write-back") == (found.next_contact.code, found.next_contact_raised.code)  # type: ignore[union-attr]
    assert ((), (), None, {"heard": 0}) == (found.lapsed, found.rights, found.held_until, found.time_in_step)


def test_an_earlier_day_knows_no_later_event() -> None:
    """The case is shown as its log stood at the end of that day; on a day before it began nothing is owed."""
    case = made_case(SETTLED)
    assert ["heard", "heard", "looked-at", "settled"] == [
        at(case, number).case.states["steps"] for number in (0, 1, 2, 5)
    ]
    before = at(case, -1)
    assert (0, ()) == (before.case.version, before.due)
    assert "hear" in {each.event for each in before.options}
    assert case is as_stood(case, day(5), lambda _: our_way())


def test_bank_holidays_are_no_working_days() -> None:
    """Two working days from Thursday before Easter 2026 end on the Wednesday after it."""
    found = position(made_case([(87, "hear", {"actor": "r1"})]), date(2026, 4, 2), tables=lambda _: our_way())
    assert date(2026, 4, 8) == next(each.due for each in found.due if each.code == "listen")
    assert "Monday to Friday without the bank holidays of England" == found.calendar


def test_the_last_day_known() -> None:
    """Today, but never before the last entry: a log is not shown without its end."""
    assert day(9) == last_day_known(made_case(SETTLED), day(9))
    assert day(5) == last_day_known(made_case(SETTLED), day(1))


def test_the_promised_keys(tmp_path: Path) -> None:
    """JSON has every promised key; the version and the head are those of the whole log, whatever the day."""
    loaded = read(put_log(tmp_path, made_case([*HEARD, (1, "limit", {})])))
    found = position_to_json(loaded, position(loaded.case, day(20), tables=loaded.tables))
    assert {"state", "regions", "allowed", "due", "lapsed", "time_in_step"} <= found.keys()
    assert ("heard", {"steps": "heard", "safety": "limited"}) == (found["state"], found["regions"])
    assert ("c1", "log", "Ours alone.", 2, loaded.head) == tuple(
        found[key] for key in ("reference", "kind", "notice", "version", "head")
    )
    assert ["freedom"] == [each["code"] for each in found["rights"]]  # type: ignore[attr-defined]
    earlier = position_to_json(loaded, position(loaded.case, day(0), tables=loaded.tables))
    assert (2, 1, loaded.head) == (earlier["version"], earlier["version_then"], earlier["head"])
    assert "calm" == earlier["regions"]["safety"]  # type: ignore[index]


def test_options_as_json(tmp_path: Path) -> None:
    """Each option says what is unmet and by what lateness, what it carries, who may, and where it leads."""
    loaded = read(put_log(tmp_path, made_case()))
    found = position_to_json(loaded, position(loaded.case, day(3), tables=loaded.tables))
    look = next(each for each in found["allowed"] if each["event"] == "look")  # type: ignore[attr-defined]
    assert {
        "event": "look",
        "label": "Look at it",
        "nature": "formal",
        "allowed": False,
        "unmet": ["Listen to the person first.", "Do first what is overdue."],
        "codes": ["listen"],
        "provided": [],
        "asks": ["reason"],
        "by": ["lead"],
        "leads_to": {"steps": "looked-at"},
    } == look


def test_lateness_as_json() -> None:
    """What is late says by how many days, why, and what it rests on; when it is done it stays in the report."""
    lines = [*HEARD, (4, "explain", {"obligation": "listen", "reason": "n2"}), (6, "listen", {})]
    (owed,) = at(made_case(lines), 7).lapsed
    found = owed_to_json(owed, day(7))
    assert (4, day(2).isoformat(), day(6).isoformat()) == (found["days_late"], found["due"], found["met"])
    assert [{"reason": "n2", "role": "lead", "on": day(4).isoformat(), "until": None}] == found["explained"]
    assert (False, "Our policy, section 3. Doubt: The days are ours.") == (found["verified"], found["basis"])


def test_a_timeline_as_json() -> None:
    """An entry has its moments, its actor and references, and never words."""
    found = entry_to_json(at(made_case(LOOKED_AT), 2).timeline[3])
    assert ("look", moment(2).isoformat(), {"role": "lead", "id": "u1"}, "n1", ["Steps: 2 Looked at"]) == tuple(
        found[key] for key in ("event", "occurred", "actor", "reason", "moves")
    )
