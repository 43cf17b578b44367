"""Jobs that write to a case: what is said becomes an event, words stay beside the log, twice is once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.adapters.made_case_files import HEARD, LOOKED_AT, OUR_WAY, day, made_case, moment, our_way, put_log

from fairness_adapters.case_store import FolderStore
from fairness_adapters.jobs.case_records import (
    OTHER,
    Recorded,
    Said,
    kept_words,
    open_new,
    opening_event,
    record_said,
    ways,
)
from fairness_adapters.jobs.cases import read_case
from fairness_core.errors import CallerError, StaleVersion, TransitionRefused
from fairness_core.process.log import Subject
from fairness_core.process.table import EventType
from fairness_core.staff import StaffRef

LEAD = StaffRef(role="lead", id="u1")
RAISED = StaffRef(role="friend", id="r1")
WHY = "The rota came late."


def began(folder: Path, **fields: Any) -> Recorded:
    """Open a case."""
    said = Said(what="hear", actor=RAISED, **fields)
    return open_new(folder / "c1.jsonl", said, table=our_way(), subject=Subject(id="p1"), now=moment(0))


def say(folder: Path, what: str, number: int = 0, *, expected: int | None = None, **fields: Any) -> Recorded:
    """Record an event in it."""
    said = Said(**{"what": what, "actor": LEAD, **fields})
    return record_said(folder / "c1.jsonl", said, now=moment(number, 12), expected=expected, own=[our_way()])


def codes(owed: Any) -> list[str]:
    """Return the codes of what is owed."""
    return [each.code for each in owed]


def test_opening(tmp_path: Path) -> None:
    """The file is the case; what it brought to be owed is said, and its head is that of the file."""
    found = began(tmp_path)
    assert (1, True, ["listen", "write-back", "look"], ()) == (
        found.case.version,
        found.is_new,
        codes(found.now_owed),
        found.done,
    )
    loaded = read_case(tmp_path / "c1.jsonl", own=[our_way()])
    assert (found.case, found.head) == (loaded.case, loaded.head)
    assert (moment(0), moment(0)) == (found.event.occurred, found.event.recorded)


def test_a_case_is_opened_once(tmp_path: Path) -> None:
    """Another concern under the same reference is refused, and the case stays as it was."""
    first = began(tmp_path)
    with pytest.raises(CallerError, match="another case c1"):
        began(tmp_path)
    assert first.case == read_case(tmp_path / "c1.jsonl", own=[our_way()]).case


def test_which_event_opens() -> None:
    """The only one is meant; where there are several, one must be chosen."""
    assert "hear" == opening_event(our_way())
    kind = EventType(label="Find", nature="record", effect="open")
    with pytest.raises(CallerError) as raised:
        opening_event(attrs.evolve(our_way(), events={**our_way().events, "find": kind}))
    assert "Give --what with one of: hear, find." == raised.value.hint


def test_what_an_event_brings(tmp_path: Path) -> None:
    """What is done by it and what is owed since are told apart."""
    began(tmp_path)
    found = say(tmp_path, "listen", 1)
    assert (["listen"], []) == (codes(found.done), codes(found.now_owed))
    limit = say(tmp_path, "limit", 2)
    assert ["reason", "review_on", "review-limit"] == [each.partition(":")[0] for each in codes(limit.now_owed)]


def test_every_field_reaches_the_event(tmp_path: Path) -> None:
    """What is said stands in the event, people as references."""
    began(tmp_path)
    said: dict[str, Any] = {
        "id": "x1",
        "occurred": moment(1),
        "reason_ref": "n7",
        "evidence": ("d1", "d2"),
        "review_on": day(9),
        "contact": "u5",
        "until": day(8),
        "choice": "police",
        "true_day": day(0),
        "obligation": "look",
        "case": "c2",
        "refs": ("n1",),
    }
    event = say(tmp_path, "hold", 2, **said).event
    assert {**said, "reason": "n7", "contact": StaffRef(role="contact", id="u5")} == {
        **{key: getattr(event, key) for key in said if key != "reason_ref"},
        "reason_ref": event.reason,
        "reason": event.reason,
    }
    assert moment(2, 12) == event.recorded


def test_words_stay_beside_the_log(tmp_path: Path) -> None:
    """Only a reference to the words is in the log; they can be had by it, and are restricted where the region is."""
    began(tmp_path)
    found = say(tmp_path, "limit", 1, reason=WHY, review_on=day(9))
    say(tmp_path, "explain", 9, reason=WHY, obligation="listen")
    say(tmp_path, "correct", 9, reason=WHY, about=found.event.id, restricted=True)
    assert "rota" not in (tmp_path / "c1.jsonl").read_text(encoding="utf-8")
    case = read_case(tmp_path / "c1.jsonl", own=[our_way()]).case
    refs = [each.reason for each in case.log if each.reason]
    assert dict.fromkeys(refs, WHY) == kept_words(tmp_path / "c1.jsonl", case)
    notes = [FolderStore(tmp_path).note("c1", ref) for ref in refs]
    assert ["restricted", "ordinary", "restricted"] == [each.confidentiality for each in notes if each]
    assert 3 == len({*refs})
    assert "rota" not in repr(Said(what="hear", actor=LEAD, reason=WHY))


def test_who_a_person_is(tmp_path: Path) -> None:
    """A role that is said is taken; else that of the event, else theirs in the case; one that is not there is refused."""
    began(tmp_path)
    say(tmp_path, "clear", actor=StaffRef(role="checker", id="u3"))
    assert StaffRef(role="checker", id="u3") == say(tmp_path, "name-checker", person="u3").event.person
    assert StaffRef(role="friend", id="r1") == say(tmp_path, "listen", person="r1").event.person
    assert StaffRef(role=OTHER, id="u9") == say(tmp_path, "listen", person="u9").event.person
    assert StaffRef(role="lead", id="u9") == say(tmp_path, "listen", person="lead:u9").event.person
    with pytest.raises(CallerError, match="in a role that the process does not have"):
        say(tmp_path, "listen", person="nurse:u9")


def test_twice_is_once(tmp_path: Path) -> None:
    """The same id with the same words changes nothing, by a later clock too; other words are refused."""
    began(tmp_path)
    first = say(tmp_path, "limit", 1, id="x1", reason=WHY, review_on=day(9), person="u9")
    before = (tmp_path / "c1.jsonl").read_bytes()
    again = say(tmp_path, "limit", 3, id="x1", reason=WHY, review_on=day(9), person="u9")
    assert (first.case, first.event, first.head, False, (), ()) == (
        again.case,
        again.event,
        again.head,
        again.is_new,
        again.now_owed,
        again.done,
    )
    others: list[dict[str, Any]] = [
        {"reason": "Another reason."},
        {"reason": WHY, "review_on": day(10)},
        {"reason": WHY, "what": "listen"},
    ]
    for other in others:
        with pytest.raises(CallerError, match="belongs to another event"):
            say(tmp_path, **{"what": "limit", "id": "x1", "person": "u9", **other})
    with pytest.raises(CallerError, match="belongs to another event"):
        say(tmp_path, "limit", id="x1", review_on=day(9), person="u9")
    assert before == (tmp_path / "c1.jsonl").read_bytes()


def test_twice_without_words(tmp_path: Path) -> None:
    """An event without a reason is as well said twice; a reason said only the second time is another event."""
    began(tmp_path)
    say(tmp_path, "listen", 1, id="x1")
    assert not say(tmp_path, "listen", 3, id="x1").is_new
    with pytest.raises(CallerError, match="belongs to another event"):
        say(tmp_path, "listen", 3, id="x1", reason=WHY)


def test_a_stale_version(tmp_path: Path) -> None:
    """Who has seen an older version is refused, and nothing is written; who has seen the present one is not."""
    began(tmp_path)
    assert 2 == say(tmp_path, "listen", expected=1).case.version
    before = sorted(each.name for each in tmp_path.rglob("*"))
    with pytest.raises(StaleVersion):
        say(tmp_path, "write-back", expected=1, reason=WHY)
    assert before == sorted(each.name for each in tmp_path.rglob("*"))


def test_a_misspelt_event(tmp_path: Path) -> None:
    """The nearest are named, and the misspelt word is not."""
    began(tmp_path)
    with pytest.raises(CallerError) as raised:
        say(tmp_path, "lissten")
    assert ("The process our-way, revision 1 has no event of that name.", "Did you mean 'listen'?") == (
        raised.value.message,
        raised.value.hint,
    )
    with pytest.raises(CallerError, match="no event of that name"):
        open_new(tmp_path / "c2.jsonl", Said(what="Sam Example", actor=LEAD), table=our_way(), subject=Subject(id="p1"), now=moment(0))  # fmt: skip


def test_moving_to_another_table(tmp_path: Path) -> None:
    """The table that the case moves to is given by its file, and the case is then under it."""
    later = tmp_path / "later.toml"
    text = OUR_WAY.read_text(encoding="utf-8").replace("revision = 1", "revision = 2")
    later.write_text(text, encoding="utf-8")
    began(tmp_path)
    found = say(tmp_path, "move", 1, to_process=str(later))
    assert (2, 2) == (found.case.process.revision, found.table.revision)


def refused(folder: Path, **fields: Any) -> tuple[Said, TransitionRefused]:
    """Return what was said and how it was refused."""
    said = Said(**{"what": "look", "actor": LEAD, **fields})
    with pytest.raises(TransitionRefused) as raised:
        record_said(folder / "c1.jsonl", said, now=moment(5), own=[our_way()])
    return said, raised.value


def test_how_a_refused_step_becomes_possible(tmp_path: Path) -> None:
    """Each thing unmet comes with the events that bring it about; with what is late, what to give, and what else may be."""
    put_log(tmp_path, made_case([*HEARD, (1, "limit", {"reason": "n1", "review_on": day(20)})]))
    said, fault = refused(tmp_path)
    found = ways(tmp_path / "c1.jsonl", said, fault, at=day(5), own=[our_way()])
    assert [
        ("Listen to the person first.", ("listen",)),
        ("End the limit first.", ("end-limit",)),
        ("Do first what is overdue.", ()),
        ("Say why: give the reference of the written reason.", ()),
    ] == [(each.says, each.events) for each in found.ways]
    assert (["listen"], ("reason",)) == (codes(found.late), found.missing)
    assert ("limit", "listen", "write-back", "end-limit") == found.instead


def test_what_is_given_is_not_missing(tmp_path: Path) -> None:
    """A reason in words or as a reference is one; an event that the process does not have needs nothing."""
    put_log(tmp_path, made_case())
    for fields in ({"reason": WHY}, {"reason_ref": "n1"}):
        said, fault = refused(tmp_path, **fields)
        assert () == ways(tmp_path / "c1.jsonl", said, fault, at=day(0), own=[our_way()]).missing
    assert (
        () == ways(tmp_path / "c1.jsonl", Said(what="no-such", actor=LEAD), fault, at=day(0), own=[our_way()]).missing
    )


def test_a_step_waits_for_no_more_than_is_late(tmp_path: Path) -> None:
    """On a day on which nothing is late, nothing late is named."""
    put_log(tmp_path, made_case(LOOKED_AT[:1]))
    said, fault = refused(tmp_path, reason=WHY, occurred=moment(0) + timedelta(hours=1))
    assert () == ways(tmp_path / "c1.jsonl", said, fault, at=day(0), own=[our_way()]).late
