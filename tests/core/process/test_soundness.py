"""A process that cannot be is refused: every fault at once, each at its key path, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.process.made_tables import changed, small

from fairness_core.errors import ConfigError
from fairness_core.process.table import ProcessTable, load_process, process_table, processes

SEVEN = Path(__file__).with_name("seven-faults.toml").read_text(encoding="utf-8")
CITE = "Say where this comes from: source = a code of [sources], or doubt = why there is no source."


def faults(text: str) -> list[tuple[str, str]]:
    """Return (key path, message) of every fault of a text that must be refused."""
    with pytest.raises(ConfigError) as caught:
        load_process(text, "parcels.toml")
    count = len(caught.value.problems)
    assert f"parcels.toml has {'a fault' if count == 1 else f'{count} faults'}." == caught.value.message
    assert {"parcels.toml"} == {each.where.file for each in caught.value.problems}
    return [(each.where.field, each.message) for each in caught.value.problems]


def test_seven_faults_are_seven_messages() -> None:
    """Faults of form and faults of the whole come together, each once, and nothing that only follows from another."""
    assert [
        (
            "arrows.cross",
            "Say where this comes from: source = a code of [sources], or doubt = why there is no source.",
        ),
        (
            "arrows.found-at-once",
            "A second arrow for 'find' from the state 'searched' of 'steps', beside 'found': keep one of the two.",
        ),
        (
            "arrows.found.needs[2]",
            "Its kind is 'weather'; "
            "expected one of 'evidence', 'region', 'actor_not', 'person_not', 'not_overdue'.",
        ),
        ("obligations.search.states", "The region 'steps' has no state 'lost'. Its states are: missed, searched, found, returned, shelved."),
        ("regions.mood", "This region cannot end: say final = true of a state in which a case may rest."),
        (
            "regions.steps.states.returned",
            "No way leads here from 'missed', where the region starts: give an arrow, or take the state out.",
        ),
        (
            "regions.steps.states.shelved",
            "A case would be stuck here: give an arrow that leads on, or say final = true.",
        ),
    ] == sorted(faults(SEVEN))  # fmt: skip


def test_the_small_process_is_sound() -> None:
    """The process that the other tests here change has no fault of its own."""
    assert "parcels, revision 1" == str(small().ref)


# --- one fault at a time -------------------------------------------------------------------------------------------

ONE_FAULT: list[tuple[str, str, str, str]] = [
    # the whole
    ("main = true\n", "", "regions", "Exactly one region has the steps, and says main = true; here is none."),
    (
        'title = "The door"\n',
        'title = "The door"\nmain = true\n',
        "regions",
        "Exactly one region has the steps, and says main = true; here are 2: steps, door.",
    ),
    ('effect = "open"\n', "", "events", 'No event opens a case: give one of them effect = "open".'),
    (
        '[arrows.found]\n',
        '[arrows.missed]\nregion = "steps"\nat = ["found"]\nevent = "miss"\nsource = "house"\n\n[arrows.found]\n',
        "events.miss",
        "It opens a case, when every region is where it starts: its arrows begin there.",
    ),
    # codes
    (
        "[roles.clerk]\n",
        "[roles.Clerk_2]\nlabel = 'Another'\n\n[roles.clerk]\n",
        "roles.Clerk_2",
        "A code has small letters, digits and hyphens only, such as 'name-contact'.",
    ),
    (
        'whole = "Whole"\n',
        'whole = "Whole"\n"in two" = "In two"\n',
        "events.find.choices.in two",
        "A code has small letters, digits and hyphens only, such as 'name-contact'.",
    ),
    (
        "[roles.clerk]\n",
        "[roles.decided]\nlabel = 'Another'\n\n[roles.clerk]\n",
        "roles.decided",
        "A guard would take 'decided' for what is known of a person: give the role another code.",
    ),
    # arrows
    (
        'event = "find"\nto = "found"\nsource = "house"\n',
        'event = "find"\nto = "found"\nsource = "hause"\n',
        "arrows.found.source",
        "'hause' is not among the [sources] of this file, which are: house.",
    ),
    ('doubt = "Nobody wrote it down."\n', "", "arrows.shut", CITE),
    (
        'event = "unshut"\nto = "open"\n',
        'event = "unshutt"\nto = "open"\n',
        "arrows.unshut.event",
        "There is no event 'unshutt' in this process. Is 'unshut' meant?",
    ),
    (
        'at = ["*"]\n',
        "at = []\n",
        "arrows.shut.at",
        'Say from which states it leads: a list of them, or ["*"] for all.',
    ),
    (
        'region = "door"\nat = ["shut"]\n',
        'region = "dor"\nat = ["shut"]\n',
        "arrows.unshut.region",
        "There is no region 'dor' in this process. Is 'door' meant?",
    ),
    (
        'event = "shut"\nto = "shut"\n',
        'event = "shut"\nto = "shot"\n',
        "arrows.shut.to",
        "The region 'door' has no state 'shot'. Its states are: open, shut.",
    ),
    (
        'at = ["searched"]\n',
        'at = ["serched"]\n',
        "arrows.found.at",
        "The region 'steps' has no state 'serched'. Its states are: missed, searched, found.",
    ),
    ('at = ["searched"]\n', 'at = ["searched", "searched"]\n', "arrows.found.at", "'searched' stands here 2 times; once is enough."),
    (
        'at = ["searched"]\n',
        'at = ["searched", "serched"]\n',
        "arrows.found.at",
        "The region 'steps' has no state 'serched'. Its states are: missed, searched, found.",
    ),
    (
        'event = "unshut"\nto = "open"\n',
        'event = "unshut"\nto = "ajar"\n',
        "arrows.unshut.to",
        "The region 'door' has no state 'ajar'. Its states are: open, shut.",
    ),
    (
        'doubt = "Nobody wrote it down."\n',
        'doubt = "None."\nneeds = [{ kind = "evidence", of = ["find"], says = "Find it first." }]\n',
        "arrows.shut.needs",
        "Nothing holds up protective action: take these out. What it lacks is owed afterwards.",
    ),
    (
        "[arrows.unshut]\n",
        '[arrows.shut-too]\nregion = "door"\nat = ["*"]\nevent = "shut"\nto = "shut"\nsource = "house"\n\n[arrows.unshut]\n',
        "arrows.shut-too",
        "A second arrow for 'shut' from every state of 'door', beside 'shut': keep one of the two.",
    ),
    # guards
    ('says = "Say sorry first."', 'says = " "', "arrows.searched.needs[1].says", "Say in a sentence what somebody can do about it."),
    ('of = ["apologise"]', "of = []", "arrows.searched.needs[1].of", "Name at least one here."),
    ('states = ["open"]', "states = []", "arrows.searched.needs[2].states", "Name at least one here."),
    ('who = ["clerk"]', "who = []", "arrows.searched.needs[4].who", "Name at least one here."),
    ('of = ["apologise"]', 'of = ["sorry"]', "arrows.searched.needs[1].of", "There is no event 'sorry' in this process."),
    ('since = ["shut"]', 'since = ["sht"]', "arrows.searched.needs[1].since", "There is no event 'sht' in this process. Is 'shut' meant?"),
    (
        'of = ["apologise"], since = ["shut"]',
        'of = ["apologise"], choice = "whole"',
        "arrows.searched.needs[1].choice",
        "None of these events has the choice 'whole'. There are: none.",
    ),
    ('region = "door", states = ["open"]', 'region = "dor", states = ["open"]', "arrows.searched.needs[2].region", "There is no region 'dor' in this process. Is 'door' meant?"),
    ('region = "door", states = ["open"]', 'region = "door", states = ["ajar"]', "arrows.searched.needs[2].states", "The region 'door' has no state 'ajar'. Its states are: open, shut."),
    ('"did:miss"', '"did:mis"', "arrows.searched.needs[3].who", "There is no role or standing 'did:mis' in this process. Is 'did:miss' meant?"),
    ('who = ["clerk"]', 'who = ["nobody"]', "arrows.searched.needs[4].who", "There is no role or standing 'nobody' in this process."),
    ('obligations = ["apologise"]', 'obligations = ["apologies"]', "arrows.searched.needs[5].obligations", "There is no obligation 'apologies' in this process. Is 'apologise' meant?"),
    (
        'nature = "formal"\n',
        'nature = "supportive"\n',
        "arrows.searched.needs[5]",
        "Only a formal event waits for what is overdue, and this one is supportive: take the guard out.",
    ),
    (
        'nature = "formal"\n',
        'nature = "record"\n',
        "arrows.searched.needs[5]",
        "Only a formal event waits for what is overdue, and this one is a record: take the guard out.",
    ),
    # regions
    ('start = "missed"\n', 'start = "mised"\n', "regions.steps.start", "The region 'steps' has no state 'mised'. Its states are: missed, searched, found."),
    (
        '[regions.door.states.shut]\n',
        '[regions.door.states.ajar]\nlabel = "Ajar"\n\n[regions.door.states.shut]\n',
        "regions.door.states.ajar",
        "No way leads here from 'open', where the region starts: give an arrow, or take the state out.",
    ),
    (
        'label = "Open"\nfinal = true\n\n[regions.door.states.shut]\nlabel = "Shut"\n',
        'label = "Open"\n\n[regions.door.states.shut]\nlabel = "Shut"\n',
        "regions.door",
        "This region cannot end: say final = true of a state in which a case may rest.",
    ),
    (
        '[arrows.unshut]\nregion = "door"\nat = ["shut"]\nevent = "unshut"\nto = "open"\n',
        '[arrows.unshut]\nregion = "door"\nat = ["shut"]\nevent = "unshut"\n',
        "regions.door.states.shut",
        "A case would be stuck here: give an arrow that leads on, or say final = true.",
    ),
    (
        'shown_by = ["apologise"]',
        'shown_by = ["apologies"]',
        "regions.steps.states.missed.elements.attending.shown_by",
        "There is no event 'apologies' in this process. Is 'apologise' meant?",
    ),
    (
        "[regions.steps.states.missed.elements.attending]",
        "[regions.steps.states.missed.elements.listening]",
        "regions.steps.states.missed.elements",
        "There is no element of compassion 'listening' in this process. Is 'attending' meant?",
    ),
    # events
    ('by = ["clerk"]\ndecides = true\n', 'by = ["clark"]\ndecides = true\n', "events.search.by", "There is no role 'clark' in this process. Is 'clerk' meant?"),
    ('role = "finder"\n', "", "events.appoint-finder.role", "Say to which role, or from which: role = a code of [roles]."),
    ('role = "finder"\n', 'role = "seeker"\n', "events.appoint-finder.role", "There is no role 'seeker' in this process."),
    ('standing = "clear"\n', "", "events.declare.standing", 'Say what is declared: "clear", "managed" or "conflicted".'),
    (
        '[events.find.choices]\nwhole = "Whole"\nbroken = "Broken"\n',
        "",
        "events.find",
        "It asks for a choice: say under [events.find.choices] what there is to choose from.",
    ),
    (
        'label = "Say sorry"\nnature = "supportive"\n',
        'label = "Say sorry"\nnature = "supportive"\neffect = "hold"\n',
        "events.apologise",
        "It asks for a choice: say under [events.apologise.choices] what there is to choose from.",
    ),
    (
        'at = ["*"]\n',
        'at = ["open"]\n',
        "events.shut",
        "Nothing holds up protective action, and this is not possible in shut of 'door': "
        'give it an arrow there, or one at = ["*"].',
    ),
    (
        'asks = ["reason"]\n',
        'asks = ["reason", "contact"]\n',
        "events.shut",
        "Say under [owing.contact] what is owed when this protective step lacks it.",
    ),
    (
        'nature = "protective"\n',
        'nature = "protective"\neffect = "link"\n',
        "events.shut.effect",
        "This effect may be refused, and protection never is: make another event for it.",
    ),
    # obligations
    (
        'missed = "walk-in"\ndoubt = "The period is ours."\n',
        'missed = "walk-in"\ndoubt = "The period is ours."\nverified = true\n',
        "obligations.open-door.verified",
        "What has no source was not verified: give the source, or take verified out.",
    ),
    (
        'region = "steps"\nstates = ["missed", "searched"]\n',
        "",
        "obligations.apologise",
        "It runs while a region is in some states, or from an event: give region and states, or after.",
    ),
    (
        'region = "steps"\nstates = ["missed", "searched"]\n',
        'region = "steps"\nstates = ["missed"]\nafter = ["miss"]\n',
        "obligations.apologise",
        "It runs while a region is in some states, or from an event: give region and states, or after.",
    ),
    (
        'after = ["shut"]\n',
        'after = ["shut"]\nstates = ["open"]\n',
        "obligations.open-door.states",
        "These states are of no region: it runs from an event. Take them out.",
    ),
    ('states = ["missed", "searched"]\n', "", "obligations.apologise.states", "Say in which states of the region it runs."),
    (
        'region = "steps"\nstates = ["missed", "searched"]\n',
        'region = "step"\nstates = ["missed", "searched"]\n',
        "obligations.apologise.region",
        "There is no region 'step' in this process. Is 'steps' meant?",
    ),
    ('after = ["shut"]\n', 'after = ["shot"]\n', "obligations.open-door.after", "There is no event 'shot' in this process. Is 'shut' meant?"),
    ('met_by = ["apologise"]\n', 'met_by = ["apologies"]\n', "obligations.apologise.met_by", "There is no event 'apologies' in this process. Is 'apologise' meant?"),
    ('met_by = ["unshut"]\n', 'met_by = ["unshut"]\nended_by = ["end"]\n', "obligations.open-door.ended_by", "There is no event 'end' in this process."),
    ('says = "Tell the house."\nowed_by = "clerk"\n', 'says = "Tell the house."\nowed_by = "cleric"\n', "obligations.longest.owed_by", "There is no role 'cleric' in this process. Is 'clerk' meant?"),
    ('missed = "walk-in"\n', 'missed = "run-in"\n', "obligations.open-door.missed", "There is no right 'run-in' in this process."),
    (
        'within = { number = 2, unit = "working days" }\n',
        "",
        "obligations.apologise",
        'Say within what period it is due: within = { number = 4, unit = "weeks" }, say.',
    ),
    (
        'within = { number = 2, unit = "working days" }\n',
        "on_review_day = true\n",
        "obligations.apologise",
        "Say within what period it is due, for the case that nobody gave a day for review: "
        'within = { number = 4, unit = "weeks" }, say.',
    ),
    (
        'met_by = ["apologise"]\n',
        "",
        "obligations.apologise",
        "Give one: met_by, the events that meet it, or ceiling = true, for a limit that nothing meets.",
    ),
    (
        "ceiling = true\n",
        'ceiling = true\nmet_by = ["unshut"]\n',
        "obligations.longest",
        "Give one: met_by, the events that meet it, or ceiling = true, for a limit that nothing meets.",
    ),
    (
        'region = "door"\nstates = ["shut"]\n',
        'after = ["shut"]\n',
        "obligations.longest",
        "A ceiling is on how long a state lasts: give region and states.",
    ),
    *(
        (
            'missed = "walk-in"\n',
            f'missed = "walk-in"\n{name} = true\n',
            f"obligations.open-door.{name}",
            "Missing this gives somebody a right, so its day is never put off: take this out.",
        )
        for name in ("extendable", "pausable", "holdable")
    ),
    (
        'within = { number = 1, unit = "months" }\n',
        'within = { number = -1, unit = "months" }\n',
        "obligations.longest.within",
        "A period is of 0 to 1000 days, weeks, months or years.",
    ),
    # the rest
    (
        "[owing.confirmation]\n",
        '[owing.reasons]\ntitle = "x"\nsays = "x"\nowed_by = "clerk"\nwithin = { number = 1, unit = "weeks" }\nsource = "house"\n\n[owing.confirmation]\n',
        "owing.reasons",
        "There is no field 'reasons' in this process. Is 'reason' meant?",
    ),
    ('says = "Let a clerk confirm it."\nowed_by = "clerk"\n', 'says = "Let a clerk confirm it."\nowed_by = "king"\n', "owing.confirmation.owed_by", "There is no role 'king' in this process."),
    ('ended_by = ["unshut"]\n', 'ended_by = ["shout"]\n', "rights.walk-in.ended_by", "There is no event 'shout' in this process. Is 'shut' meant?"),
    (
        '[retention]\nwithin = { number = 6, unit = "years" }\nsource = "house"\n',
        '[retention]\nwithin = { number = 6, unit = "years" }\n',
        "retention",
        CITE,
    ),
    (
        '"steps.lost" = "steps.missed"',
        '"steps.lost" = "steps.mised"',
        "migrates.parcels-0.steps.lost",
        "There is no state 'steps.mised' in this process. Is 'steps.missed' meant?",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "message"), ONE_FAULT)
def test_one_fault_is_one_message(old: str, new: str, path: str, message: str) -> None:
    """Each fault is told once, at its key path, and says what to do."""
    assert [(path, message)] == faults(changed((old, new)))


def test_a_round_without_an_end_is_told_at_each_state_of_it() -> None:
    """A state from which a case only goes round is named where another state of the region is final."""
    text = changed(
        ('[arrows.unshut]\nregion = "door"\nat = ["shut"]\nevent = "unshut"\nto = "open"\n', '[arrows.unshut]\nregion = "door"\nat = ["shut"]\nevent = "unshut"\nto = "ajar"\n'),
        ("[regions.door.states.shut]\n", '[regions.door.states.ajar]\nlabel = "Ajar"\n\n[regions.door.states.shut]\n'),
    )  # fmt: skip
    message = "From here a case goes round and never comes to a final state: give an arrow that leads to one."
    assert [("regions.door.states.ajar", message), ("regions.door.states.shut", message)] == faults(text)


def test_faults_of_many_kinds_come_at_once() -> None:
    """Whatever is wrong with the whole is told in one go, in the order of the file's parts."""
    text = changed(
        ("main = true\n", ""),
        ('doubt = "Nobody wrote it down."\n', ""),
        ('owed_by = "clerk"\nafter', 'owed_by = "clark"\nafter'),
        ('says = "Tell the house."', 'says = "Tell the house."\nextendable = false'),
    )
    assert ["regions", "arrows.shut", "obligations.open-door.owed_by"] == [path for path, _ in faults(text)]


# --- faults of form and of the whole together ----------------------------------------------------------------------

MORE = ('doubt = "Nobody wrote it down."\n', "")
"""A fault of the whole that each fault of form is put beside."""

FORM: list[tuple[str, str, list[str]]] = [
    ('id = "parcels"\n', "", ["id"]),
    ("revision = 1\n", 'revision = "one"\n', ["revision"]),
    ('title = "A parcel that went astray"\n', 'titel = "A parcel that went astray"\n', ["title", "titel"]),
    ('[roles.clerk]\nlabel = "Clerk"\n', "[roles.clerk]\n", ["roles.clerk.label"]),
    ('label = "Say sorry"\n', "label = 7\n", ["events.apologise.label"]),
    ('label = "Say sorry"\n', 'lable = "Say sorry"\n', ["events.apologise.label", "events.apologise.lable"]),
    ('label = "Say sorry"\nnature = "supportive"\n', 'label = "Say sorry"\n', ["events.apologise.nature"]),
    ('label = "Say sorry"\nnature = "supportive"\n', 'label = "Say sorry"\nnature = "kind"\n', ["events.apologise.nature"]),
    ('label = "Open the door"\nnature = "supportive"\n', 'label = "Open the door"\nnature = "supportive"\nsays = "x"\n', ["events.unshut.says"]),
    ('effect = "open"\n', 'effct = "open"\n', ["events.miss.effct"]),
    ("main = true\n", "mian = true\n", ["regions.steps.mian"]),
    ("main = true\n", "main = 1\n", ["regions.steps.main"]),
    ('start = "missed"\n', "", ["regions.steps.start"]),
    ('label = "It was found"\nfinal = true\n', 'label = "It was found"\nfinl = true\n', ["regions.steps.states.found.finl"]),
    ('label = "It was found"\nfinal = true\n', "final = true\n", ["regions.steps.states.found.label"]),
    ('asks = "Who has listened to the one who waits?"\n', "", ["regions.steps.states.missed.elements.attending.asks"]),
    ('at = ["searched"]\n', 'at = "searched"\n', ["arrows.found.at"]),
    ('at = ["searched"]\n', 'at = ["searched", 7]\n', ["arrows.found.at[2]"]),
    ('at = ["searched"]\nevent = "find"\n', 'at = ["searched"]\n', ["arrows.found.event"]),
    ('event = "find"\nto = "found"\nsource = "house"\n', 'event = "find"\nto = "found"\nsource = 7\n', ["arrows.found.source"]),
    ('event = "find"\nto = "found"\nsource = "house"\n', 'event = "find"\nto = 7\nsource = "house"\n', ["arrows.found.to"]),
    ('region = "steps"\nat = ["searched"]\n', 'region = 7\nat = ["searched"]\n', ["arrows.found.region"]),
    ('kind = "not_overdue"', 'kind = "not_late"', ["arrows.searched.needs[5]"]),
    ('kind = "evidence", of = ["apologise"]', 'kind = "evidence"', ["arrows.searched.needs[1].of"]),
    ('kind = "evidence", of = ["apologise"]', 'kind = "evidence", of = "apologise"', ["arrows.searched.needs[1].of"]),
    ('kind = "evidence", of = ["apologise"]', 'kind = "evidence", whom = 1, of = ["apologise"]', ["arrows.searched.needs[1].whom"]),
    ('within = { number = 1, unit = "months" }\n', 'within = { number = 1.5, unit = "months" }\n', ["obligations.longest.within.number"]),
    ('within = { number = 1, unit = "months" }\n', 'within = { number = 1, unit = "moons" }\n', ["obligations.longest.within.unit"]),
    ('within = { number = 1, unit = "months" }\n', "within = 1\n", ["obligations.longest.within"]),
    ('title = "Say sorry"\n', "", ["obligations.apologise.title"]),
    ("ceiling = true\n", 'ceiling = "yes"\n', ["obligations.longest.ceiling"]),
    ('title = "The reason"\n', "", ["owing.reason.title"]),
    ('label = "Right to walk in"\n', "", ["rights.walk-in.label"]),
    ('within = { number = 6, unit = "years" }\n', "", ["retention.within"]),
    ('house = "The rules', 'house = 7 # "The rules', ["sources.house"]),
    ('"steps.lost" = "steps.missed"', '"steps.lost" = 7', ["migrates.parcels-0.steps.lost"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "paths"), FORM)
def test_a_fault_of_form_hides_nothing_and_brings_nothing_with_it(old: str, new: str, paths: list[str]) -> None:
    """A wrong type, a missing or an unknown key stands beside the faults of the whole, and no echo of it does."""
    assert sorted([*paths, "arrows.shut"]) == sorted(path for path, _ in faults(changed((old, new), MORE)))


@pytest.mark.parametrize(
    ("part", "expected"),
    [("roles", "arrows.shut"), ("regions", "arrows.shut"), ("events", "arrows.shut"), ("obligations", "arrows.shut")],
)
def test_a_whole_part_that_is_no_table_is_one_fault(part: str, expected: str) -> None:
    """Where a part of the file cannot be read at all, what rests on it is not complained of."""
    head, *sections = changed(MORE).split("\n[")
    kept = [each for each in sections if not each.startswith(f"{part}.")]
    found = [path for path, _ in faults("\n[".join([f"{head}\n{part} = 7\n", *kept]))]
    assert part in found
    assert expected in found


def test_arrows_that_are_no_table_leave_no_way_to_judge() -> None:
    """Without any arrow nothing is said of what can be reached."""
    head, *sections = changed().split("\n[")
    kept = [each for each in sections if not each.startswith("arrows.")]
    assert ["arrows"] == [path for path, _ in faults("\n[".join([f"{head}\narrows = []\n", *kept]))]


def test_a_process_without_regions_says_what_is_missing() -> None:
    """A file of a head alone is told its missing parts."""
    found = faults('id = "x"\nrevision = 1\ntitle = "X"\nsource = "made up"\n')
    missing = ["roles", "regions", "events", "arrows"]
    assert missing == [path for path, message in found if message == "This key is missing."]


def test_text_that_is_no_toml_is_one_fault() -> None:
    """Where not even TOML can be read, nothing else is guessed."""
    with pytest.raises(ConfigError, match=r"parcels.toml cannot be read as TOML") as caught:
        load_process("id = ", "parcels.toml")
    assert ["not_toml"] == [each.code for each in caught.value.problems]


def test_a_code_with_a_dot_ends_the_search() -> None:
    """Where a key path leads nowhere, the faults of form are told and nothing else is guessed."""
    text = changed(MORE, ("[roles.clerk]\n", '[roles."a.b"]\n\n[roles.clerk]\n'))
    assert ["roles.a.b.label"] == [path for path, _ in faults(text)]


def test_a_process_that_extends_one_that_is_not_there_says_which_there_are() -> None:
    """The packaged processes and parts can be extended, and nothing else."""
    [(path, message)] = faults('extends = "nowhere"\n')
    assert "extends" == path
    assert "five-step" in message


def test_a_process_that_extends_another_needs_an_id_and_hides_nothing() -> None:
    """A missing id of one's own does not hide what else is wrong."""
    text = 'extends = "five-step"\n\n[arrows.outcome]\nregion = "stairs"\n\n[events.close]\nlabel = 7\n'
    assert ["id", "events.close.label", "arrows.outcome.region"] == [path for path, _ in faults(text)]


# --- the packaged processes ----------------------------------------------------------------------------------------


def test_there_are_packaged_processes() -> None:
    """The five steps are among them."""
    assert "five-step" in processes()


@pytest.mark.parametrize("process_id", processes())
def test_every_packaged_process_loads(process_id: str) -> None:
    """Each packaged process is sound, and has the id of its file."""
    assert process_id == process_table(process_id).id


@pytest.mark.parametrize("process_id", processes())
def test_every_packaged_protective_event_is_possible_in_every_state(process_id: str) -> None:
    """There is no state of any region in which protection would have to wait, and no guard before it."""
    table = process_table(process_id)
    protective = [code for code, kind in table.events.items() if kind.nature == "protective"]
    assert protective
    for code in protective:
        places = table.index.arrows.get(code, {})
        regions = {region for region, _ in places}
        every = {(region, state) for region in regions for state in table.regions[region].states}
        assert every == set(places), code
        assert not any(arrow.needs for arrow in places.values()), code


def _waiting(table: ProcessTable) -> set[str]:
    return {arrow.event for arrow in table.arrows.values() for guard in arrow.needs if guard.kind == "not_overdue"}


@pytest.mark.parametrize("process_id", processes())
def test_no_packaged_support_waits_for_what_is_overdue(process_id: str) -> None:
    """Only formal events are guarded by what is overdue, and some are."""
    table = process_table(process_id)
    assert {"formal"} == {table.events[code].nature for code in _waiting(table)}


@pytest.mark.parametrize("process_id", processes())
def test_what_gives_a_right_is_never_put_off(process_id: str) -> None:
    """No packaged review whose missing gives a right can be extended, paused or held."""
    rules = [each for each in process_table(process_id).obligations.values() if each.missed]
    assert not any(each.extendable or each.pausable or each.holdable for each in rules)
