"""A log as lines: what is written is read again, and whatever was done to the lines shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.process.made_cases import case_until, event, staff

from fairness_core.errors import DocumentVersionError, InvalidData
from fairness_core.process.chain import (
    EVENT,
    MOST_FAULTS,
    event_line,
    header_line,
    is_sealed,
    line_hash,
    log_lines,
    note_ref,
    parse_log,
)
from fairness_core.process.log import Header, Subject, replay
from fairness_core.process.table import TableRef, process_table

SALT = "0123456789abcdef"
WHOLE = log_lines(case_until())
SHORT = WHOLE[:6]


def faults(lines: Sequence[str], head: str = "") -> list[tuple[str, str]]:
    """Return (place, code) of everything that is wrong with lines that must be refused."""
    with pytest.raises(InvalidData) as caught:
        parse_log(lines, "c1.jsonl", head)
    return [(str(each.where), each.code) for each in caught.value.problems]


def sealed(content: dict[str, object]) -> str:
    """Seal a line as somebody would who knows how."""
    bare = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f'{bare[:-1]},"hash":"{sha256(bare.encode()).hexdigest()}"}}'


def opened_up(line: str) -> dict[str, object]:
    """Return what a line holds, without its hash."""
    return {key: value for key, value in json.loads(line).items() if key != "hash"}


def test_a_case_survives_the_journey_through_lines() -> None:
    """What is read is replayed to the very case that was written."""
    case = case_until()
    log = parse_log(log_lines(case))
    assert case == replay(process_table("five-step"), log.header, log.events)
    assert line_hash(WHOLE[-1]) == log.head


def test_every_field_of_an_event_survives() -> None:
    """No field of an event is lost or changed on the way."""
    full = event(
        "correct-entry",
        3,
        recorded=5,
        reason="n1",
        evidence=("d1", "d2"),
        review_on=date(2026, 2, 1),
        contact=staff("contact", "u5"),
        person=staff("investigator", "u3"),
        until=date(2026, 3, 1),
        choice="conduct",
        about="e1",
        true_day=date(2026, 1, 6),
        obligation="reason:e1",
        case="c2",
        to_table=TableRef(id="five-step", revision=2, sha256="ab12"),
        refs=("n1", "n2"),
    )
    header = header_line(case_until("begin-triage").header)
    assert (full,) == parse_log([header, event_line(full, 1, line_hash(header))]).events


def test_a_line_says_only_what_was_said() -> None:
    """What is empty is left out, and keys are sorted, so that a line can be read by people and by any program."""
    header = Header(
        reference="c1", subject=Subject(id="p1"), process=TableRef(id="five-step", revision=1, sha256="ab12")
    )
    line = header_line(header)
    assert line.startswith(
        '{"before":"","process":{"id":"five-step","revision":1,"sha256":"ab12"},"reference":"c1",'
        '"schema":"fairness-core/case-log/1","subject":{"id":"p1","kind":"person"},"hash":"'
    )
    assert {"actor", "before", "hash", "id", "occurred", "recorded", "schema", "version", "what"} == set(
        json.loads(WHOLE[1])
    )


def test_each_line_holds_the_hash_of_the_one_before() -> None:
    """The chain can be followed with any tool: a line's `before` is the `hash` of the line above it."""
    assert [""] + [line_hash(line) for line in WHOLE[:-1]] == [json.loads(line)["before"] for line in WHOLE]
    assert all(json.loads(line)["hash"] == line_hash(line) for line in WHOLE)


def test_a_log_without_events_is_a_log() -> None:
    """A header alone can be read."""
    assert () == parse_log(WHOLE[:1]).events


def test_every_single_changed_byte_is_noticed() -> None:
    """Whichever byte of a log is another, its line is named."""
    for number, line in enumerate(SHORT):
        for place in range(len(line)):
            other = "0" if line[place] != "0" else "1"
            changed = (*SHORT[:number], line[:place] + other + line[place + 1 :], *SHORT[number + 1 :])
            assert (f"c1.jsonl, line {number + 1}", "changed") in faults(changed), (number, place)


@given(
    st.integers(0, len(SHORT) - 1),
    st.integers(0, 400),
    st.sampled_from(["", " ", "\n", "x", '"', "}", "\x00", "é"]),
)
def test_a_byte_more_or_less_is_noticed(number: int, place: int, put: str) -> None:
    """A byte put into a line or taken out of it shows, a space too."""
    line = SHORT[number]
    cut = place % len(line)
    other = line[:cut] + put + line[cut + (not put) :]
    assert (f"c1.jsonl, line {number + 1}", "changed") in faults((*SHORT[:number], other, *SHORT[number + 1 :]))


@pytest.mark.parametrize("number", range(1, len(WHOLE) - 1))
def test_a_missing_line_is_one_fault(number: int) -> None:
    """The line after a gap is named, and the lines after that one are not."""
    lines = (*WHOLE[:number], *WHOLE[number + 1 :])
    assert [(f"c1.jsonl, line {number + 1}", "broken_chain")] == faults(lines)


@pytest.mark.parametrize("number", range(1, len(SHORT)))
def test_a_line_twice_is_one_fault(number: int) -> None:
    """The second of two equal lines is named."""
    assert [(f"c1.jsonl, line {number + 2}", "broken_chain")] == faults((*WHOLE[: number + 1], *WHOLE[number:]))


@pytest.mark.parametrize("number", range(1, len(SHORT) - 1))
def test_lines_in_another_order_are_noticed(number: int) -> None:
    """Two lines that changed places are named, and the one after them."""
    lines = [*SHORT]
    lines[number], lines[number + 1] = lines[number + 1], lines[number]
    expected = [f"c1.jsonl, line {each}" for each in range(number + 1, min(number + 4, len(SHORT) + 1))]
    assert [(where, "broken_chain") for where in expected] == faults(lines)


def test_a_log_without_its_beginning_says_so() -> None:
    """A log that begins with an event has lost its header, and that is all that is said."""
    with pytest.raises(InvalidData) as caught:
        parse_log(WHOLE[1:], "c1.jsonl")
    assert ["c1.jsonl, line 1: The beginning of the log is missing."] == [str(each) for each in caught.value.problems]


def test_two_headers_are_noticed() -> None:
    """A second header is not an event."""
    assert [("c1.jsonl, line 2", "broken_chain")] == faults((WHOLE[0], *WHOLE))


def test_an_end_that_was_cut_off_shows_against_a_head_noted_elsewhere() -> None:
    """The chain alone cannot know its end; a head that somebody noted does."""
    assert len(SHORT) - 2 == len(parse_log(SHORT[:-1]).events)
    assert [("c1.jsonl", "another_head")] == faults(SHORT[:-1], line_hash(SHORT[-1]))
    assert [("c1.jsonl", "another_head")] == faults(SHORT, line_hash(SHORT[-2]))
    assert line_hash(SHORT[-1]) == parse_log(SHORT, head=line_hash(SHORT[-1])).head


def test_a_log_written_anew_shows_against_a_head_noted_elsewhere() -> None:
    """Who rewrites a whole log seals it well; only the head that was noted knows."""
    content = opened_up(SHORT[-1])
    forged = (*SHORT[:-1], sealed(content | {"reason": "n999"}))
    assert "n999" == parse_log(forged).events[-1].reason
    assert [("c1.jsonl", "another_head")] == faults(forged, line_hash(SHORT[-1]))


def test_an_empty_log_says_so() -> None:
    """No line at all is no log, and has no head."""
    assert [("c1.jsonl", "empty_log")] == faults(())
    assert [("c1.jsonl", "empty_log"), ("c1.jsonl", "another_head")] == faults((), "ab12")


@pytest.mark.parametrize(
    "line",
    ["", "not json", "[]", "null", '{"a":1}', '{"hash":""}', "{" * 5000, '{"a":' + "[" * 990 + "]" * 990 + "}", SHORT[1] + "\n"],
    ids=range(9),
)  # fmt: skip
def test_a_line_that_nobody_sealed_is_named_once(line: str) -> None:
    """Whatever stands in a line instead of an event is one fault of that line, and no traceback."""
    assert ("c1.jsonl, line 2", "changed") == faults((SHORT[0], line))[0]
    assert not is_sealed(line)


@pytest.mark.parametrize("line", SHORT)
def test_a_line_as_written_is_sealed(line: str) -> None:
    """A store can tell a torn line from a whole one."""
    assert is_sealed(line)
    assert not is_sealed(line[:-1])


def test_a_line_out_of_its_place_is_noticed() -> None:
    """A line that follows by its hash but not by its number is not in its place."""
    content = opened_up(SHORT[2])
    assert [("c1.jsonl, line 3", "wrong_version")] == faults((*SHORT[:2], sealed(content | {"version": 7})))
    assert [("c1.jsonl, line 3", "wrong_version")] == faults((*SHORT[:2], sealed(content | {"version": "2"})))


@pytest.mark.parametrize(
    ("expected", "change"),
    [
        ("c1.jsonl, line 2, occurred", {"occurred": "2026-01-05T10:00:00"}),
        ("c1.jsonl, line 2, (the record as a whole)", {"reason": "He was late."}),
        ("c1.jsonl, line 2, surprise", {"surprise": 1}),
        ("c1.jsonl, line 2, actor", {"actor": {"role": "raised", "id": "Sam Example"}}),
        ("c1.jsonl, line 2, schema", {"schema": "made-up/other/1"}),
        ("c1.jsonl, line 2, (the record as a whole)", {"recorded": "2026-01-04T10:00:00+00:00"}),
    ],
)
def test_a_sealed_line_that_holds_no_event_is_a_fault_of_form(expected: str, change: dict[str, object]) -> None:
    """A line that is sealed and yet no event names its field, and nothing that stood there."""
    with pytest.raises(InvalidData) as caught:
        parse_log((SHORT[0], sealed(opened_up(SHORT[1]) | change)), "c1.jsonl")
    assert [expected] == [str(each.where) for each in caught.value.problems]
    assert not any(word in str(caught.value) for word in ("late", "Sam"))


def test_a_sealed_line_that_holds_no_header_is_a_fault_of_form() -> None:
    """A header names the case, whom it is about and its table."""
    content = {key: value for key, value in opened_up(SHORT[0]).items() if key != "subject"}
    assert [("c1.jsonl, line 1, subject", "bad_record")] == faults((sealed(content),))


def test_a_log_of_faults_is_not_read_to_its_end() -> None:
    """When very many lines are at fault, the faults stop being counted, so that no log takes for ever to refuse."""
    bad = [SHORT[0]]
    for version in range(1, MOST_FAULTS + 200):
        bad.append(sealed({"before": line_hash(bad[-1]), "version": version, "schema": EVENT, "id": f"e{version}"}))
    assert MOST_FAULTS <= len(faults(bad)) < 2 * MOST_FAULTS


def test_every_fault_of_a_log_at_once() -> None:
    """A log that was changed in several places names them all."""
    lines = (SHORT[0], SHORT[1].replace("raise", "Raise"), sealed(opened_up(SHORT[2]) | {"reason": "a b"}), SHORT[4])
    assert [
        ("c1.jsonl, line 2", "changed"),
        ("c1.jsonl, line 4", "broken_chain"),
        ("c1.jsonl, line 3, (the record as a whole)", "bad_record"),
    ] == faults(lines)


@pytest.mark.parametrize(("number", "schema"), [(0, "fairness-core/case-log/2"), (1, "fairness-core/case-event/2")])
def test_a_log_of_another_version_is_told_from_tampering(number: int, schema: str) -> None:
    """A whole line of a later version asks for a later reader; the same words written in by hand are tampering."""
    later = sealed(opened_up(SHORT[number]) | {"schema": schema})
    with pytest.raises(DocumentVersionError) as caught:
        parse_log((*SHORT[:number], later))
    assert schema == caught.value.found
    by_hand = SHORT[number].replace('/1"', '/2"')
    assert (f"c1.jsonl, line {number + 1}", "changed") in faults((*SHORT[:number], by_hand))


def test_a_reference_to_words_is_theirs_alone() -> None:
    """The same words with the same salt have one reference; other words or another salt have another."""
    made = note_ref("Two records were late.", SALT)
    assert made == note_ref("Two records were late.", SALT)
    others = {note_ref("Two records were late", SALT), note_ref("Two records were late.", SALT + "x")}
    assert made not in others
    assert ("n2", 42) == (made[:2], len(made))


def test_words_can_be_redacted_and_the_chain_stays_whole() -> None:
    """A log holds a digest of words and not the words, so that taking them away changes no line."""
    words = "Somebody's words."
    case = case_until("decide-immediate-risk")
    first = event("add-concern", 1, reason=note_ref(words, SALT), id="e3")
    lines = [*log_lines(case), event_line(first, case.version + 1, line_hash(log_lines(case)[-1]))]
    assert note_ref(words, SALT) == parse_log(lines).events[-1].reason
    assert not any(words in line for line in lines)


def test_lines_differ_where_anything_differs() -> None:
    """No two lines of a log have the same hash."""
    assert len(WHOLE) == len({line_hash(line) for line in WHOLE})
