"""A small made-up process as TOML, for tests that change one thing in it: what becomes of a parcel that went astray."""

from __future__ import annotations

from fairness_core.process.table import ProcessTable, load_process

SMALL = """
id = "parcels"
revision = 1
title = "A parcel that went astray"
source = "made up"

[sources]
house = "The rules of a house that does not exist."

[roles.clerk]
label = "Clerk"

[roles.finder]
label = "Finder"
appointed = true
investigates = true

[regions.steps]
title = "Steps"
main = true
start = "missed"

[regions.steps.states.missed]
label = "Somebody misses a parcel"

[regions.steps.states.missed.elements.attending]
asks = "Who has listened to the one who waits?"
shown_by = ["apologise"]

[regions.steps.states.searched]
label = "It is searched for"

[regions.steps.states.found]
label = "It was found"
final = true

[regions.door]
title = "The door"
start = "open"

[regions.door.states.open]
label = "Open"
final = true

[regions.door.states.shut]
label = "Shut"

[events.miss]
label = "A parcel is missed"
nature = "record"
effect = "open"

[events.search]
label = "Search for it"
nature = "formal"
by = ["clerk"]
decides = true

[events.find]
label = "Find it"
nature = "record"
asks = ["choice"]

[events.find.choices]
whole = "Whole"
broken = "Broken"

[events.appoint-finder]
label = "Appoint a finder"
nature = "record"
effect = "appoint"
role = "finder"

[events.declare]
label = "Declare that nothing stands in the way"
nature = "record"
effect = "declare"
standing = "clear"

[events.apologise]
label = "Say sorry"
nature = "supportive"

[events.shut]
label = "Shut the door"
nature = "protective"
by = ["clerk"]
asks = ["reason"]

[events.unshut]
label = "Open the door"
nature = "supportive"

[arrows.searched]
region = "steps"
at = ["missed"]
event = "search"
to = "searched"
source = "house"
needs = [
    { kind = "evidence", of = ["apologise"], since = ["shut"], says = "Say sorry first." },
    { kind = "region", region = "door", states = ["open"], says = "Open the door first." },
    { kind = "actor_not", who = ["conflicted", "finder", "did:miss"], says = "Somebody else searches." },
    { kind = "person_not", who = ["clerk"], says = "It concerns somebody else." },
    { kind = "not_overdue", obligations = ["apologise"], says = "Say sorry in time." },
]

[arrows.found]
region = "steps"
at = ["searched"]
event = "find"
to = "found"
source = "house"

[arrows.shut]
region = "door"
at = ["*"]
event = "shut"
to = "shut"
doubt = "Nobody wrote it down."

[arrows.unshut]
region = "door"
at = ["shut"]
event = "unshut"
to = "open"
source = "house"

[obligations.apologise]
title = "Say sorry"
says = "Say sorry to the one who waits."
owed_by = "clerk"
region = "steps"
states = ["missed", "searched"]
within = { number = 2, unit = "working days" }
met_by = ["apologise"]
source = "house"

[obligations.open-door]
title = "Open the door again"
says = "Look whether the door can be opened."
owed_by = "clerk"
after = ["shut"]
within = { number = 1, unit = "weeks" }
met_by = ["unshut"]
missed = "walk-in"
doubt = "The period is ours."

[obligations.longest]
title = "No door is shut for longer"
says = "Tell the house."
owed_by = "clerk"
region = "door"
states = ["shut"]
within = { number = 1, unit = "months" }
ceiling = true
source = "house"

[owing.reason]
title = "The reason"
says = "Say why the door was shut."
owed_by = "clerk"
within = { number = 1, unit = "working days" }
source = "house"

[owing.confirmation]
title = "The confirmation"
says = "Let a clerk confirm it."
owed_by = "clerk"
within = { number = 1, unit = "working days" }
source = "house"

[rights.walk-in]
label = "Right to walk in"
says = "The door was not opened in time."
ended_by = ["unshut"]

[retention]
within = { number = 6, unit = "years" }
source = "house"

[migrates.parcels-0]
"steps.lost" = "steps.missed"
"""


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    """Return the text with each (old, new) put in place; every old text stands there exactly once."""
    for old, new in changes:
        assert 1 == text.count(old), old
        text = text.replace(old, new)
    return text


def small(*changes: tuple[str, str]) -> ProcessTable:
    """Return the small process with some changes."""
    return load_process(changed(*changes))
