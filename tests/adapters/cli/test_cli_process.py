"""`fairness process`: listed, shown in words and drawings, and checked with every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from rich.console import Console
from tests.adapters.made_case_files import OUR_WAY, our_way

from fairness_adapters.cli import process as verbs
from fairness_adapters.cli import shared
from fairness_adapters.cli.process_words import Line, in_words, listed
from fairness_core.process.clocks import Period
from fairness_core.process.diagram import to_dot, to_mermaid
from fairness_core.process.table import process_table, processes

Fairness = Callable[..., Any]
OURS = str(OUR_WAY)


# list -------------------------------------------------------------------------------------------


def test_every_packaged_process_is_listed(fairness: Fairness) -> None:
    """Each with its id, its steps and its notice; for programs with its fingerprint and its doubts too."""
    ran = fairness("process", "list")
    assert (0, "") == (ran.code, ran.out)
    for each in map(process_table, processes()):
        assert f"{each.id}: {each.title}.\n" in ran.err
        assert each.notice in ran.err
    found = fairness("process", "list", "--json").json["processes"]
    assert [*processes()] == [each["id"] for each in found]
    five = next(each for each in found if each["id"] == "five-step")
    assert ("Derived; not the toolkit's text.", process_table("five-step").sha256) == (five["notice"], five["sha256"])
    assert [*process_table("five-step").main.states] == [*five["steps"]]
    assert five["doubts"]


# show -------------------------------------------------------------------------------------------


def test_a_process_in_words(fairness: Fairness) -> None:
    """Notice, steps with their purpose, regions, who may do what, clocks with source or doubt, rights, doubts."""
    ran = fairness("process", "show", OURS)
    assert (0, "") == (ran.code, ran.out)
    lines = ran.err.splitlines()
    assert ["Our way (our-way, revision 1)", "Note: Ours alone.", "", "Steps, one after the other:"] == lines[:4]
    for line in (
        "  1 Heard (heard)",
        "    Listen first.",
        "    Attending: Who has listened?",
        "    To '2 Looked at' by 'Look at it' (look); before that:",
        "      - Listen to the person first.",
        "  Settled (settled): the case may end here",
        "    To '1 Heard' by 'Begin again' (again)",
        "  Safety (safety): left out of what is shown by default",
        "    Calm (calm) [start, may end]; Limited (limited)",
        "    limit: Limit the work at once. [protective] It carries a reason and the day of its review.",
        "    settle: Settle it. It carries a choice. Choices: well, badly.",
        "  Only somebody who was appointed acts as: checker.",
        "    Within 2 working days [unverified]; owed by lead to the practitioner; while Steps is at: 1 Heard.",
        "    It waits while telling the practitioner is held.",
        "    Source: Our policy, section 3. Doubt: The days are ours.",
        "    Within 1 week; owed by lead to the person who raised the concern or was harmed; from: Hear of it.",
        "    When it is missed: right to work on.",
        "    Within 2 weeks or on the day given for its review, whichever is first [unverified]; owed by lead to the "
        "practitioner; while Safety is at: Limited.",
        "A closed case is kept for 6 years [unverified], and is then destroyed whole.",
        "Not certain: It is made up.",
        "Source: Made up.",
        f"Fingerprint: {our_way().sha256}",
    ):
        assert line in lines


@pytest.mark.parametrize("process_id", processes())
def test_every_packaged_process_can_be_shown(fairness: Fairness, process_id: str) -> None:
    """Its notice, every step, every clock, every doubt are there, and a period that is not verified is marked."""
    table, said = process_table(process_id), fairness("process", "show", process_id).err
    assert [] == [state.label for state in table.main.states.values() if state.label not in said]
    assert [] == [rule.title for rule in table.obligations.values() if rule.title not in said]
    assert [] == [text for text in (table.notice, *table.doubts) if text not in said]
    clocks = (*table.obligations.values(), *table.owing.values(), *([table.retention] if table.retention else []))
    unverified = sum(not getattr(each, "verified", False) for each in clocks)
    assert unverified == said.count(" [unverified]") - ("A period marked [unverified]" in said)


def text_of(lines: Any) -> str:
    """Return lines as one text."""
    return "\n".join(each.text for each in lines)


def test_a_bare_process_says_no_more_than_it_has() -> None:
    """Without regions beside the steps, clocks, owing, rights, retention or notice nothing is said of them."""
    table = attrs.evolve(
        our_way(),
        notice="",
        regions={"steps": attrs.evolve(our_way().main, states={"heard": our_way().main.states["settled"]})},
        roles={"lead": our_way().roles["lead"]},
        events={},
        arrows={},
        obligations={},
        owing={},
        rights={},
        retention=None,
        doubts=(),
    )
    said = text_of(in_words(table))
    for word in ("Beside", "owed", "Rights", "kept", "unverified", "appointed", "Note"):
        assert word not in said


def test_what_a_clock_can_do_is_said() -> None:
    """Ceilings, later days, pauses, and periods at once are each a sentence."""
    rule = attrs.evolve(
        our_way().obligations["look"], ceiling=True, pausable=True, repeats=True, within=Period(number=0, unit="weeks")
    )
    said = text_of(in_words(attrs.evolve(our_way(), obligations={"look": rule})))
    for sentence in (
        "At once, again and again [unverified]; owed by lead;",
        "A limit: nothing meets it, only leaving the state ends it.",
        "It can be given a later day, with the reason. It stops while the case is paused.",
    ):
        assert sentence in said
    reviewed = attrs.evolve(rule, within=None, on_review_day=True, verified=True, repeats=False)
    said = text_of(in_words(attrs.evolve(our_way(), obligations={"look": reviewed})))
    assert "On the day given for its review; owed by lead" in said
    assert "A period marked" not in said


def test_lists_in_words() -> None:
    """Two are joined by "and", more by commas too, one stands alone."""
    assert ["a", "a and b", "a, b and c"] == [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])]


def test_drawings(fairness: Fairness) -> None:
    """A drawing is on stdout alone: of the steps, or of the region that is named."""
    table = process_table("five-step")
    for option, draw in (("--mermaid", to_mermaid), ("--dot", to_dot)):
        ran = fairness("process", "show", "five-step", option)
        assert (0, draw(table), "") == (ran.code, ran.out, ran.err)
        assert draw(table, "welfare") == fairness("process", "show", "five-step", option, "--region", "welfare").out
    assert "Derived" in to_mermaid(table)


def test_the_whole_table_as_json(fairness: Fairness) -> None:
    """For programs everything that the file says is there."""
    found = fairness("process", "show", OURS, "--json").json
    assert ("fairness-core/process/1", "our-way", our_way().sha256) == (found["schema"], found["id"], found["sha256"])
    assert [*our_way().arrows] == [*found["arrows"]]
    assert {"number": 2, "unit": "working days", "counting": "after"} == found["obligations"]["listen"]["within"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show",), "Example: fairness process show five-step --mermaid"),
        (("show", "no-such"), "There is no process 'no-such'."),
        (("show", OURS, "--mermaid", "--dot"), "Only one of --mermaid, --dot and --json"),
        (("show", OURS, "--region", "safety"), "Give --mermaid or --dot with it."),
        (("show", OURS, "--dot", "--region", "sfety"), "It has: steps, safety."),
        (("check",), "Example: fairness process check our-process.toml"),
    ],
)
def test_wrong_use(fairness: Fairness, words: tuple[str, ...], said: str) -> None:
    """Wrong words end with 2, what is wrong, and what to do."""
    ran = fairness("process", *words)
    assert (2, "") == (ran.code, ran.out)
    assert said in ran.err


def test_one_form_at_a_time(fairness: Fairness) -> None:
    """A drawing and JSON cannot both be on stdout: for programs the refusal is JSON."""
    ran = fairness("process", "show", OURS, "--mermaid", "--json")
    assert (2, "caller_error") == (ran.code, ran.json["error"])


def test_lines_stand_in_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal a long line goes on below its own beginning; nothing steers the terminal."""
    monkeypatch.setattr(shared, "console", lambda: Console(stderr=True, force_terminal=True, width=20, no_color=True))
    verbs.say_lines([Line("one two three four five six \x1b[2J", 2), Line("End.", 0, "Note")])
    said = capsys.readouterr().err
    assert "\x1b[2J" not in said
    plain = [line.rstrip() for line in said.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()]
    assert ["    one two three", "    four five six", "    \\x1b[2J", "Note: End."] == plain


# check ------------------------------------------------------------------------------------------


def test_a_sound_process_says_what_it_is(fairness: Fairness) -> None:
    """The exit code is 0; what nobody has verified is a warning, and what to do about it is said."""
    ran = fairness("process", "check", OURS)
    assert (0, "") == (ran.code, ran.out)
    assert "Warning: our-way.toml, obligations.look: Not verified: Look at it.\n" in ran.err
    assert "then say verified = true; until then it is never shown as law." in ran.err
    assert "our-way.toml is sound: our-way, revision 1, 3 steps, 1 region, 20 events, 4 clocks.\n" in ran.err
    assert ran.err.endswith("Note: Ours alone.\n")
    found = fairness("process", "check", OURS, "--json").json
    assert (True, "our-way", 3) == (found["sound"], found["process"]["id"], found["process"]["unverified"])
    assert {"warning", "note"} == {each["severity"] for each in found["problems"]}


SEVEN = (
    ('at = ["heard"]\nevent = "look"', 'at = ["herd"]\nevent = "look"'),
    ('start = "calm"', 'start = "clam"'),
    ('nature = "formal"\nby = ["lead"]', 'nature = "formal"\nby = ["leader"]'),
    ('source = "policy"\nverified', 'source = "polcy"\nverified'),
    ('missed = "freedom"', 'missed = "freedon"'),
    ('who = ["did:look"]', 'who = ["did:lok"]'),
    ("[retention]", "[retenton]"),
)


def test_seven_faults_are_seven_messages(fairness: Fairness, tmp_path: Path) -> None:
    """Every fault of a file is named at once with its key path; the exit code is 1."""
    text = OUR_WAY.read_text(encoding="utf-8")
    for old, new in SEVEN:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "seven.toml"
    path.write_text(text, encoding="utf-8")
    ran = fairness("process", "check", str(path))
    assert (1, "") == (ran.code, ran.out)
    assert 7 == ran.err.count("Error: seven.toml, ")
    assert "seven.toml has 7 faults.\n" in ran.err
    told = fairness("process", "check", str(path), "--json")
    assert (1, False, None) == (told.code, told.json["sound"], told.json["process"])
    assert {
        "arrows.looked.at",
        "regions.safety.start",
        "events.look.by",
        "obligations.write-back.source",
        "obligations.review-limit.missed",
        "arrows.settled.needs[1].who",
        "retenton",
    } == {problem["field"] for problem in told.json["problems"]}


def test_one_fault_is_one(fairness: Fairness, tmp_path: Path) -> None:
    """A single fault is counted as one."""
    path = tmp_path / "one.toml"
    path.write_text(OUR_WAY.read_text(encoding="utf-8").replace('start = "calm"', 'start = "clam"'), encoding="utf-8")
    assert fairness("process", "check", str(path)).err.endswith("one.toml has a fault.\n")


@pytest.mark.parametrize(("data", "said"), [(b"id = ", "not valid TOML"), (b"\xff\xfe", "cannot be read"), (None, "cannot be read")])  # fmt: skip
def test_what_is_no_process_at_all(fairness: Fairness, tmp_path: Path, data: bytes | None, said: str) -> None:
    """No TOML, no text, no file: each is said, with exit code 1."""
    path = tmp_path / "not.toml"
    if data is not None:
        path.write_bytes(data)
    for verb in ("check", "show"):
        ran = fairness("process", verb, str(path))
        assert (1, "") == (ran.code, ran.out)
        assert said in ran.err


@pytest.mark.parametrize("verb", [each for each in shared.EXAMPLES_WITHIN if each.startswith(("process", "case"))])
def test_the_help_of_every_verb_has_an_example(fairness: Fairness, verb: str) -> None:
    """It ends with an example of that very verb, and begins with what the verb does."""
    ran = fairness(*verb.split(), "--help")
    shown = " ".join(ran.out.split())
    assert 0 == ran.code
    assert f"Usage: fairness {verb} " in shown
    assert shared.EXAMPLES_WITHIN[verb].replace("-", "") in shown.replace("- ", "").replace("-", "")
