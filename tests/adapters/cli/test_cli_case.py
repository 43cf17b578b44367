"""`fairness case`: a case begun, recorded, refused, shown, replayed, verified, bundled and destroyed."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.made_case_files import (
    HEARD,
    LOOKED_AT,
    OUR_WAY,
    SETTLED,
    day,
    document,
    made_case,
    moment,
    our_way,
    put_document,
    put_log,
)

from fairness_adapters.cli import case_folder, case_options, case_record
from fairness_core.process.chain import line_hash
from fairness_core.process.table import process_table

Fairness = Callable[..., Any]
OURS = ("--process", str(OUR_WAY))
LEAD = ("--by", "u1", "--role", "lead")
PROMISED = {"state", "regions", "allowed", "due", "lapsed", "time_in_step"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return a function that sets the clock."""

    def set_to(found: datetime) -> None:
        for module in (case_options, case_record, case_folder):
            monkeypatch.setattr(module, "now", lambda: found)

    set_to(moment(0))
    return set_to


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Callable[[datetime], None]) -> Path:
    """Work in an empty folder on the first day."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def begun(desk: Path, fairness: Fairness) -> Path:
    """Return the file of a case that has just begun."""
    assert 0 == fairness("case", "open", "c1.jsonl", *OURS, "--about", "p1", "--by", "r1", "--role", "friend").code
    return desk / "c1.jsonl"


# open -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
def test_a_case_is_opened(fairness: Fairness) -> None:
    """What was recorded, where the case is, what is owed since, and the head to note."""
    words = ("case", "open", "c1.jsonl", *OURS, "--about", "p1", "--by", "r1", "--role", "friend")
    ran = fairness(*words)
    assert (0, "") == (ran.code, ran.out)
    lines = ran.err.splitlines()
    assert lines[0].startswith("Recorded: Hear of it. Its id is e1")
    assert lines[0].endswith("; the log of c1 holds 1 event.")
    assert "Note: Ours alone." == lines[1]
    assert "The case is at: 1 Heard." in lines
    assert "  7 January 2026 [unverified]: Listen to the person (listen); owed by lead to the practitioner." in lines
    head = line_hash(Path("c1.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert f"Version 1, head {head}" in lines
    again = fairness(*words)
    assert (2, "") == (again.code, again.out)
    assert "There is another case c1 already." in again.err


@pytest.mark.usefixtures("desk")
def test_a_case_about_a_team(fairness: Fairness) -> None:
    """For programs, what came of it is on stdout; a case may be about a team, and begin earlier."""
    ran = fairness("case", "open", "c2.jsonl", *OURS, "--about", "t1", "--team", *LEAD, "--what", "hear", "--id", "x1", "--occurred", "2026-01-02T09:30", "--json")  # fmt: skip
    assert ("c2", "hear", "x1", True, 1, "heard", "Ours alone.") == tuple(
        ran.json[key] for key in ("reference", "event", "id", "recorded", "version", "state", "notice")
    )
    assert ["listen", "write-back", "look"] == [each["code"] for each in ran.json["now_owed"]]
    log = Path("c2.jsonl").read_text(encoding="utf-8")
    assert '"subject":{"id":"t1","kind":"team"}' in log
    assert '"occurred":"2026-01-02T09:30:00' in log


@pytest.mark.usefixtures("desk")
def test_a_packaged_process(fairness: Fairness) -> None:
    """Five steps and their notice."""
    ran = fairness("case", "open", "c1.jsonl", "--process", "five-step", "--about", "p1", "--by", "r1", "--role", "raised")  # fmt: skip
    assert 0 == ran.code
    assert f"Note: {process_table('five-step').notice}\n" in ran.err


OPEN = ("open", "c1.jsonl", *OURS, "--about", "p1", *LEAD)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("open", "c1.jsonl"), 2, "Example: fairness case open c1.jsonl --process five-step"),
        ((*OPEN, "--what", "heer"), 2, "Did you mean 'hear'"),
        ((*OPEN, "--what", "listen"), 1, "A case begins with one of: hear."),
        ((*OPEN, "--occurred", "yesterday"), 2, "What --occurred gives is not a moment."),
        ((*OPEN, "--occurred", "2026-01-06"), 2, "What --occurred gives is still to come."),
        (("open", "c1.txt", *OPEN[2:]), 2, "is not the file of a case"),
        (("open", "Sam.jsonl", *OPEN[2:]), 2, "one digit at least"),
        (("open", "c1.jsonl", *OURS, "--about", "Sam Example", *LEAD), 2, "never words or a name"),
        (("open", "c1.jsonl", *OURS, "--about", "p1", "--by", "Sam", "--role", "lead"), 2, "never a name"),
        (("open", "c1.jsonl", *OURS, "--about", "p1", "--by", "u1", "--role", "Sam Example"), 2, "What --role gives"),
        (("open", "c1.jsonl", "--process", "no-such", *OPEN[4:]), 2, "There is no process 'no-such'."),
        (("open", "c1.jsonl", "--process", "no-such.toml", *OPEN[4:]), 1, "no-such.toml cannot be read"),
    ],
)
def test_what_cannot_be_opened(fairness: Fairness, words: tuple[str, ...], code: int, said: str) -> None:
    """Each is said with what to do, no name is repeated, and nothing is written."""
    ran = fairness("case", *words)
    assert (code, "") == (ran.code, ran.out)
    assert said in ran.err
    assert "Sam Example" not in ran.err
    assert [] == list(Path().iterdir())


# event ------------------------------------------------------------------------------------------


def test_an_event_is_recorded(fairness: Fairness, begun: Path) -> None:
    """What it moved, what is no longer owed and what is owed since, and the new head."""
    ran = fairness("case", "event", "c1.jsonl", "limit", *LEAD, *OURS)
    lines = ran.err.splitlines()
    assert (0, "") == (ran.code, ran.out)
    assert "  Now Safety: Limited." in lines
    assert [] != [line for line in lines if line.startswith("  6 January 2026 [unverified]: The reason for a limit")]
    assert "  To give what that step lacked: fairness case event c1.jsonl supply --about e1" in ran.err
    listened = fairness("case", "event", "c1.jsonl", "listen", *LEAD, *OURS)
    assert "No longer owed:\n  Listen to the person (listen)\n" in listened.err
    head = line_hash(begun.read_text(encoding="utf-8").splitlines()[-1])
    assert f"Version 3, head {head}\n" in listened.err


def test_something_done_late_is_said_to_be_late(
    fairness: Fairness, begun: Path, clock: Callable[[datetime], None]
) -> None:
    """By how many days, in words and for programs."""
    clock(moment(4))
    ran = fairness("case", "event", str(begun), "listen", *LEAD, *OURS, "--json")
    assert "  Listen to the person (listen), 2 days late\n" in ran.err
    assert [("listen", 2)] == [(each["code"], each["days_late"]) for each in ran.json["done"]]


def test_a_refusal_says_everything(fairness: Fairness, begun: Path, clock: Callable[[datetime], None]) -> None:
    """What is unmet, with the events or options that give it; what is late; what may be instead. The code is 1."""
    clock(moment(3))
    before = begun.read_bytes()
    ran = fairness("case", "event", str(begun), "look", *LEAD, *OURS)
    assert (1, "", before) == (ran.code, ran.out, begun.read_bytes())
    assert ran.err.splitlines() == [
        "Error: Not yet: Look at it. Still needed:",
        "  - Listen to the person first. (listen)",
        "  - Do first what is overdue.",
        "  - Say why: give the reference of the written reason.",
        "  Late: listen (due 7 January 2026).",
        "  Give with it: --reason.",
        f"What may happen instead ('fairness case show {begun}' says more):",
        "  To keep people safe, always: limit.",
        "  Support, always: listen, write-back.",
        "Nothing was recorded.",
    ]
    told = fairness("case", "event", str(begun), "look", *LEAD, *OURS, "--json")
    assert (1, "transition_refused") == (told.code, told.json["error"])
    assert {"unmet": "Listen to the person first.", "events": ["listen"]} == told.json["ways"][0]
    assert told.json["unmet"] == [each["unmet"] for each in told.json["ways"]]
    assert "listen" in told.json["allowed"]


def test_what_only_lacks_an_option_says_no_more(fairness: Fairness, begun: Path) -> None:
    """Where every need is an option of the command, nothing else is proposed."""
    ran = fairness("case", "event", str(begun), "explain", *LEAD, *OURS)
    assert 1 == ran.code
    assert "  Give with it: --obligation and --reason.\n" in ran.err
    assert "instead" not in ran.err


def test_protection_is_never_refused(fairness: Fairness, begun: Path) -> None:
    """Whoever takes the step, in whatever role, with nothing given: it is recorded, and what it lacks is owed."""
    ran = fairness("case", "event", str(begun), "limit", "--by", "u8", "--role", "porter", *OURS, "--json")
    assert 0 == ran.code
    owed = {each["code"].partition(":")[0] for each in ran.json["now_owed"]}
    assert {"reason", "review_on", "confirmation", "review-limit"} == owed


def test_a_stale_version_is_refused(fairness: Fairness, begun: Path) -> None:
    """Who has seen fewer events than there are ends with 1, and is told to read again."""
    assert 0 == fairness("case", "event", str(begun), "listen", *LEAD, *OURS, "--expect", "1").code
    ran = fairness("case", "event", str(begun), "write-back", *LEAD, *OURS, "--expect", "1")
    assert (1, "") == (ran.code, ran.out)
    assert "Read the case again, look at what is new, and decide again." in ran.err
    assert "stale_version" == fairness("case", "event", str(begun), "listen", *LEAD, *OURS, "--expect", "1", "--json").json["error"]  # fmt: skip


WHY = "Sam was asleep on the ward."


def test_words_are_kept_beside_the_log(fairness: Fairness, begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason in words is never in the log; standard input gives one too; 'show --words' shows them again."""
    assert 0 == fairness("case", "event", str(begun), "limit", *LEAD, *OURS, "--reason", WHY, "--id", "x1").code
    monkeypatch.setattr(sys, "stdin", io.StringIO("It was the rota.\n"))
    ran = fairness("case", "event", str(begun), "correct", *LEAD, *OURS, "--reason", "-", "--about", "x1")
    assert (0, 2) == (ran.code, len(list((begun.parent / "c1.notes").iterdir())))
    assert "Sam" not in begun.read_text(encoding="utf-8")
    assert "rota" not in begun.read_text(encoding="utf-8")
    assert "Sam" not in fairness("case", "show", str(begun), *OURS).err
    assert "    Reason: It was the rota.\n" in fairness("case", "show", str(begun), *OURS, "--words").err


def test_the_same_id_twice_is_once(fairness: Fairness, begun: Path, clock: Callable[[datetime], None]) -> None:
    """The second time nothing is changed, and that is said."""
    words = ("case", "event", str(begun), "limit", *LEAD, *OURS, "--reason", WHY, "--id", "x1")
    fairness(*words)
    before = begun.read_bytes()
    clock(moment(2))
    ran = fairness(*words, "--json")
    assert (0, False, 2, before) == (ran.code, ran.json["recorded"], ran.json["version"], begun.read_bytes())
    assert ran.err.startswith("This was recorded before, and nothing was changed: Limit the work at once.")


def test_every_option_reaches_the_log(fairness: Fairness, begun: Path, clock: Callable[[datetime], None]) -> None:
    """What is said on the command line stands in the event."""
    clock(moment(3))
    ran = fairness(
        "case", "event", str(begun), "hold", *LEAD, *OURS, "--occurred", "2026-01-06", "--reason-ref", "n9",
        "--evidence", "d1", "--evidence", "d2", "--review-on", "2026-01-20", "--contact", "u5", "--person", "friend:u6",
        "--until", "2026-01-19", "--choice", "police", "--true-day", "2026-01-05", "--obligation", "look",
        "--case", "c2", "--note", "n1", "--restricted",
    )  # fmt: skip
    assert 0 == ran.code
    event = json.loads(begun.read_text(encoding="utf-8").splitlines()[-1])
    assert event["occurred"].startswith("2026-01-06T12:00:00")
    assert {
        "reason": "n9",
        "evidence": ["d1", "d2"],
        "review_on": "2026-01-20",
        "contact": {"role": "contact", "id": "u5"},
        "person": {"role": "friend", "id": "u6"},
        "until": "2026-01-19",
        "choice": "police",
        "true_day": "2026-01-05",
        "obligation": "look",
        "case": "c2",
        "refs": ["n1"],
    }.items() <= event.items()


def test_what_happened_today_at_an_unknown_hour(
    fairness: Fairness, begun: Path, clock: Callable[[datetime], None]
) -> None:
    """A day alone is its noon, or now where its noon is still to come."""
    early = datetime(2026, 1, 7, 8, tzinfo=UTC)
    clock(early)
    assert 0 == fairness("case", "event", str(begun), "listen", *LEAD, *OURS, "--occurred", "2026-01-07").code
    event = json.loads(begun.read_text(encoding="utf-8").splitlines()[-1])
    assert early == datetime.fromisoformat(event["occurred"])


def test_moving_to_another_table(fairness: Fairness, begun: Path) -> None:
    """The case is then under the new revision, and both are needed to read it."""
    later = begun.parent / "later.toml"
    text = OUR_WAY.read_text(encoding="utf-8").replace("revision = 1", "revision = 2")
    later.write_text(text, encoding="utf-8")
    assert 0 == fairness("case", "event", str(begun), "move", *LEAD, *OURS, "--to-process", str(later)).code
    ran = fairness("case", "show", str(begun), *OURS, "--process", str(later), "--json")
    assert 2 == ran.json["process"]["revision"]


EVENT = ("event", "c1.jsonl", "listen", *LEAD)


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("event", "c1.jsonl", "listen"), 2, "Example: fairness case event c1.jsonl offer-support"),
        ((*EVENT, *OURS, "--until", "soon"), 2, "What --until gives is not a day."),
        ((*EVENT, *OURS, "--until", "2026-02-30"), 2, "Write it as 2026-03-31."),
        ((*EVENT, *OURS, "--review-on", "20260131"), 2, "What --review-on gives is not a day."),
        ((*EVENT, *OURS, "--true-day", "2026-1-3"), 2, "What --true-day gives is not a day."),
        ((*EVENT, *OURS, "--person", "Sam Example"), 2, "never a name"),
        ((*EVENT, *OURS, "--person", "boss:u1"), 2, "in a role that the process does not have"),
        ((*EVENT, *OURS, "--evidence", "Sam Example"), 2, "never words or a name"),
        ((*EVENT, *OURS, "--reason", "x", "--reason-ref", "n1"), 2, "Give one of the two."),
        ((*EVENT, *OURS, "--id", "Sam Example"), 2, "never words or a name"),
        ((*EVENT, *OURS, "--to-process", "no-such"), 2, "There is no process 'no-such'."),
        (EVENT, 2, "our-way, revision 1, and that is not here."),
        (("event", "c9.jsonl", *EVENT[2:]), 1, "There is no case c9 here."),
        (("event", "c1.jsonl", "lisen", *LEAD, *OURS), 2, "Did you mean 'listen' or 'link'?"),
        (("event", "c1.jsonl", "Sam Example", *LEAD, *OURS), 2, "'fairness process show' lists them."),
        (("event", "c1.jsonl", "hear", *LEAD, *OURS), 1, "another concern is an event of its own"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded(fairness: Fairness, words: tuple[str, ...], code: int, said: str) -> None:
    """Each is said with what to do, no name is repeated, and nothing is written."""
    before = {each: each.read_bytes() for each in Path().rglob("*") if each.is_file()}
    ran = fairness("case", *words)
    assert (code, "") == (ran.code, ran.out)
    assert said in ran.err
    assert "Sam Example" not in ran.err
    assert before == {each: each.read_bytes() for each in Path().rglob("*") if each.is_file()}


def test_reasons_that_are_no_reasons(fairness: Fairness, begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too long for a note, and bytes that are no text, are refused; at a terminal it is said how to end."""
    words = ("case", "event", str(begun), "listen", *LEAD, *OURS, "--reason", "-")
    monkeypatch.setattr(case_record, "LONGEST", 5)
    monkeypatch.setattr(sys, "stdin", io.StringIO("far too long"))
    assert "The reason is too long." in fairness(*words).err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xff"), encoding="utf-8"))
    assert "is not text" in fairness(*words).err

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("rota"))
    ran = fairness(*words)
    assert (0, True) == (ran.code, ran.err.startswith("Write the reason, and end it with Ctrl-D"))


# show and replay --------------------------------------------------------------------------------


def test_show_says_where_the_case_is(fairness: Fairness, desk: Path) -> None:
    """Notice, step, what is late and how to explain it, the next contact of each, rights, regions."""
    put_log(desk, made_case([*HEARD, (1, "limit", {})]))
    ran = fairness("case", "show", "c1.jsonl", *OURS, "--at", "2026-01-21")
    assert (0, "") == (ran.code, ran.out)
    lines = ran.err.splitlines()
    for line in (
        "c1: a case about the person p1, under our-way, revision 1. Its log holds 2 events.",
        "Note: Ours alone.",
        "On 21 January 2026 it is at: 1 Heard, since 5 January 2026 (16 days).",
        "Late. None of it holds up support or protection:",
        "  7 January 2026 [unverified]: Listen to the person (listen); owed by lead to the practitioner; 14 days late.",
        "    The review was missed, so the limit has no ground.",
        "  To say why something is late: fairness case event c1.jsonl explain --obligation CODE --reason - --by ... "
        "--role ...",
        "  To give what that step lacked: fairness case event c1.jsonl supply --about e2 --by ... --role ..., with "
        "--reason, --review-on, --contact or --evidence.",
        "Due:",
        "  2 February 2026 [unverified]: Look at it (look); owed by lead.",
        "  Working days are counted so: Monday to Friday without the bank holidays of England.",
        "The next contact with the practitioner was owed by 7 January 2026 and is late, so it is owed today: Listen "
        "to the person (listen).",
        "The next contact with the person who raised the concern or was harmed was owed by 12 January 2026 and is "
        "late, so it is owed today: Write back (write-back).",
        "Right: Right to work on, of the practitioner, since 21 January 2026. The review was missed, so the limit has "
        "no ground.",
        "  Safety: Limited [restricted]",
    ):
        assert line in lines


def test_show_groups_what_may_be_next(fairness: Fairness, desk: Path) -> None:
    """What always may be done, what may be done now, and what not yet and why."""
    put_log(desk, made_case())
    lines = fairness("case", "show", "c1.jsonl", *OURS, "--at", "2026-01-08").err.splitlines()
    always = lines.index("Can always be done, to keep people safe; what it lacks is owed once it is done:")
    not_yet = lines.index("Not yet, and why:")
    assert (
        "  limit: Limit the work at once. [protective] Leads to 'Safety: Limited'. By the lead. Give --reason and "
        "--review-on." == lines[always + 1]
    )
    assert [
        "  look: Look at it. [formal] Leads to '2 Looked at'. By the lead. Give --reason.",
        "    - Listen to the person first.",
        "    - Do first what is overdue.",
        "      late: listen",
    ] == lines[not_yet + 1 : not_yet + 5]
    assert "Can be done now:" not in lines
    anywhere = next(line for line in lines if line.startswith("Can be done at any time "))
    assert "('fairness process show our-way' says what each is): listen, write-back, name-checker, clear," in anywhere


def test_show_says_on_what_a_step_depends(fairness: Fairness, desk: Path) -> None:
    """A decision depends on who takes it, and that is said; its choices are listed."""
    put_log(desk, made_case(LOOKED_AT))
    said = fairness("case", "show", "c1.jsonl", *OURS).err
    assert "  settle: Settle it. Leads to 'Settled'. By the lead or checker. Give --choice. Choices: well and badly.\n" in said  # fmt: skip
    assert "    provided: Somebody else settles it.\n" in said
    assert "\n  And at any time ('fairness process show our-way' says what each is): listen," in said


def test_show_tells_what_has_happened(fairness: Fairness, desk: Path) -> None:
    """Each entry with its moment, who in which role, what it moved, and marks for what was changed."""
    lines = [
        *LOOKED_AT,
        (4, "listen", {"evidence": ("d1",), "actor": "u5", "role": "friend", "id": "x7"}),
        (5, "strike", {"about": "x7"}),
        (5, "correct", {"about": "e4", "reason": "n4", "true_day": day(1)}),
        (5, "write-back", {"recorded": 6}),
    ]
    put_log(desk, made_case(lines))
    said = fairness("case", "show", "c1.jsonl", *OURS, "--at", "2026-01-20").err
    for line in (
        "  2026-01-05 10:00 Hear of it. (e1; lead r1)\n",
        "  2026-01-06 10:00 Look at it. (e4; lead u1) [corrected]\n    Now Steps: 2 Looked at.\n    Reason: see note n1\n",
        "  2026-01-09 10:00 Listen to the person. (x7; friend u5) [struck out as recorded by mistake]\n"
        "    Documents: d1\n",
        "  2026-01-10 10:00 Write back to whoever said so. (e10; lead u1)\n    Written down on 11 January 2026.\n",
    ):
        assert line in said


def test_show_of_a_case_that_is_over(fairness: Fairness, desk: Path) -> None:
    """For how long it is kept, that nothing is owed, and what was late with its reasons."""
    explained = (4, "explain", {"obligation": "listen", "reason": "n123456789012345"})
    lines = [*HEARD, explained, (6, "listen", {}), (6, "write-back", {}), (6, "look", {"reason": "n1"})]
    lines += [(7, "clear", {"actor": "u2"}), (8, "settle", {"actor": "u2", "choice": "well"}), (9, "keep", {})]
    put_log(desk, made_case(lines))
    said = fairness("case", "show", "c1.jsonl", *OURS, "--at", "2026-02-01").err
    for line in (
        "It is kept until 13 January 2032 [unverified], and is then destroyed whole.\n",
        "It has been on legal hold since 14 January 2026, and is not destroyed while that lasts.\n",
        "Nothing is due.\n",
        "No contact with the practitioner is owed.\n",
        "Was late, and is no longer owed:\n  7 January 2026 [unverified]: Listen to the person (listen); owed by lead "
        "to the practitioner; 4 days late when it was done.\n"
        "    Explained on 9 January 2026: see note n12345678901.\n",
    ):
        assert line in said


def test_show_while_telling_is_held(fairness: Fairness, desk: Path) -> None:
    """That it is held, and until when, stands with what waits for it; a later day that was given is said."""
    hold = (0, "hold", {"until": day(20), "choice": "police", "reason": "n1"})
    later = (1, "put-off", {"obligation": "look", "until": day(40), "reason": "n2"})
    put_log(desk, made_case([*HEARD, hold, later]))
    said = fairness("case", "show", "c1.jsonl", *OURS, "--at", "2026-01-12").err
    for line in (
        "    Held until 25 January 2026, because telling the practitioner is held.\n",
        "What the practitioner is told is held until 25 January 2026.\n",
        "    Explained on 6 January 2026, and put off until 14 February 2026: see note n2.\n",
    ):
        assert line in said
    assert "Late" not in said


def test_before_it_began_and_only_late(fairness: Fairness, desk: Path) -> None:
    """On a day before the first entry there is nothing; where all is late nothing else is due."""
    put_log(desk, made_case())
    assert fairness("case", "show", "c1.jsonl", *OURS, "--at", "2026-01-01").err.splitlines()[2:] == [
        "1 entry was recorded after 1 January 2026 and not known by then; a later --at has more.",
        "",
        "Can be done at any time ('fairness process show our-way' says what each is): hear.",
    ]
    put_log(desk, made_case(LOOKED_AT, "c2"))
    said = fairness("case", "show", "c2.jsonl", *OURS, "--at", "2026-01-06").err
    assert "3 entries were recorded after 6 January 2026 and not known by then; a later --at has more.\n" in said
    assert "Nothing else is due.\n" in fairness("case", "show", "c1.jsonl", *OURS, "--at", "2026-03-01").err


def test_without_a_day_it_is_today(fairness: Fairness, desk: Path, clock: Callable[[datetime], None]) -> None:
    """Today, or the day of the last entry where the clock is behind it."""
    put_log(desk, made_case(SETTLED))
    clock(moment(9))
    assert day(9).isoformat() == fairness("case", "replay", "c1.jsonl", *OURS, "--json").json["at"]
    clock(moment(1))
    found = fairness("case", "replay", "c1.jsonl", *OURS, "--json").json
    assert (day(5).isoformat(), "settled") == (found["at"], found["state"])


def test_replay_has_the_promised_keys(fairness: Fairness, desk: Path) -> None:
    """From a log and from a document alike; for each day what was known on it."""
    put_log(desk, made_case(LOOKED_AT))
    put_document(desk, document(made_case(LOOKED_AT)))
    for file, kind in (("c1.jsonl", "log"), ("c1.json", "document")):
        ran = fairness("case", "replay", file, *OURS, "--at", "2026-01-06", "--json")
        assert (0, "") == (ran.code, ran.err)
        assert ran.json.keys() >= PROMISED
        assert ("heard", kind, {"heard": 1}) == (ran.json["state"], ran.json["kind"], ran.json["time_in_step"])
    assert "timeline" in fairness("case", "show", "c1.jsonl", *OURS, "--json").json


@pytest.mark.usefixtures("desk")
def test_replay_of_a_packaged_process(fairness: Fairness) -> None:
    """A document names a packaged process by its id alone."""
    event = {
        "id": "e1",
        "what": "raise-concern",
        "occurred": "2026-03-02T09:00:00+00:00",
        "recorded": "2026-03-02T09:00:00+00:00",
        "actor": {"role": "raised", "id": "r1"},
    }
    made = {"process": "five-step", "reference": "c1", "subject": {"kind": "person", "id": "p1"}, "events": [event]}
    put_document(Path(), made)
    found = fairness("case", "replay", "c1.json", "--at", "2026-03-09", "--json").json
    table = process_table("five-step")
    assert (table.main.start, {*table.regions}) == (found["state"], {*found["regions"]})
    assert table.notice == found["notice"]
    protective = [each for each in found["allowed"] if each["nature"] == "protective"]
    assert [] == [each for each in protective if each["unmet"]]
    assert protective
    assert [] == [each for each in found["due"] if each["code"] == "offer-support" and not each["days_late"]]


def test_replay_in_words(fairness: Fairness, desk: Path) -> None:
    """It says which the file is, where the case stands, and how long each step took."""
    put_log(desk, made_case(LOOKED_AT))
    put_document(desk, document(made_case(SETTLED)))
    log = fairness("case", "replay", "c1.jsonl", *OURS, "--at", "2026-01-20").err
    assert log.startswith("c1.jsonl is a log, and its chain is whole: every line is as it was written.\n")
    assert "Time in each step: 1 Heard: 2 days; 2 Looked at: 13 days.\n" in log
    made = fairness("case", "replay", "c1.json", *OURS, "--at", "2026-01-20").err
    assert made.startswith("c1.json is a document, without a chain: that nothing was changed in it cannot be seen.\n")


def test_replay_of_what_was_not_allowed(fairness: Fairness, desk: Path) -> None:
    """It is replayed, told as a warning, and the exit code is 0."""
    made = document(made_case())
    made["events"].append({**made["events"][0], "id": "e2", "what": "look"})
    put_document(desk, made)
    ran = fairness("case", "replay", "c1.json", *OURS, "--json")
    assert (0, "looked-at") == (ran.code, ran.json["state"])
    assert "Warning: c1.json, events[2]: This was not allowed when it was recorded (Look at it). Listen" in ran.err
    assert ["not_allowed"] == [each["code"] for each in ran.json["warnings"]]


def test_replay_of_a_faulty_document(fairness: Fairness, desk: Path) -> None:
    """Every fault at once with its key path, and the code is 1."""
    made = document(made_case(), subject={"id": "Sam Example"}, colour=1)
    made["events"][0]["what"] = "no-such"
    put_document(desk, made)
    ran = fairness("case", "replay", "c1.json", *OURS, "--json")
    assert (1, {"subject", "colour", "events[1].what"}) == (ran.code, {each["field"] for each in ran.json["problems"]})
    assert "c1.json has 3 faults." in ran.err
    assert "Sam" not in ran.err + ran.out


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("replay",), 2, "Example: fairness case replay c1.jsonl --at 2026-03-01 --json"),
        (("replay", "c1.jsonl", "--at", "yesterday"), 2, "What --at gives is not a day."),
        (("show", "missing.jsonl"), 1, "missing.jsonl: The file cannot be read."),
        (("show", "c1.jsonl"), 2, "our-way, revision 1, and that is not here."),
        (("due",), 2, "Example: fairness case due cases --at 2026-03-01 --ical due.ics"),
        (("due", "missing"), 1, "cannot be opened as a folder"),
        (("due", ".", *OURS, "--at", "soon"), 2, "What --at gives is not a day."),
        (("verify",), 2, "Example: fairness case verify c1.jsonl"),
        (("bundle", "c1.jsonl", *OURS, "--at", "soon"), 2, "What --at gives is not a day."),
        (("destroy", "c1.jsonl"), 2, "Example: fairness case destroy c1.jsonl --by u9"),
        ((), 2, "Example: fairness case show c1.jsonl"),
    ],
)
def test_wrong_words(fairness: Fairness, desk: Path, words: tuple[str, ...], code: int, said: str) -> None:
    """Each ends with its code, what is wrong, and what to do."""
    put_log(desk, made_case())
    ran = fairness("case", *words)
    assert (code, "") == (ran.code, ran.out)
    assert said in ran.err


def test_a_log_of_a_table_that_was_changed(fairness: Fairness, desk: Path) -> None:
    """A table that calls itself the pinned revision and is another text is told by both fingerprints."""
    put_log(desk, made_case())
    changed = desk / "changed.toml"
    changed.write_text(OUR_WAY.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    ran = fairness("case", "show", "c1.jsonl", "--process", str(changed))
    assert 2 == ran.code
    assert f"with the fingerprint {our_way().sha256[:12]}; what is here" in ran.err
    assert "so one of the two was changed." in ran.err
