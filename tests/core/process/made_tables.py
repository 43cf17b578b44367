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


HOUSE = """
id = "house"
revision = 1
title = "A guest whose room is shut"
source = "made up"

[sources]
rules = "The rules of a guest house that does not exist."

[roles]
case-manager = { label = "Keeper" }
decision-maker = { label = "Owner" }
practitioner = { label = "Guest" }
finder = { label = "Finder", appointed = true, investigates = true }

[regions.steps]
title = "Steps"
main = true
start = "in"
states.in = { label = "The guest is in" }
states.out = { label = "The guest has left", final = true }

[regions.room]
title = "The room"
start = "free"
states.free = { label = "Free", final = true }
states.shut = { label = "Shut" }

[regions.run]
title = "Does the clock run"
start = "running"
states.running = { label = "Running", final = true }
states.paused = { label = "Paused" }

[events]
arrive = { label = "Arrive", nature = "record", effect = "open" }
shut = { label = "Shut the room", nature = "protective", by = ["case-manager", "finder"], asks = ["reason", "review_on", "contact"] }
warn = { label = "Warn everybody", nature = "protective" }
unshut = { label = "Open the room", nature = "supportive" }
look = { label = "Look at the room", nature = "record", asks = ["review_on"] }
talk = { label = "Talk with the guest", nature = "supportive" }
tell = { label = "Tell the guest", nature = "record" }
letter = { label = "Receive a letter", nature = "record" }
bill = { label = "Write the bill", nature = "formal", by = ["case-manager"], asks = ["choice"], decides = true, choices = { large = "Large", small = "Small" } }
judge = { label = "Judge the stay", nature = "record", decides = true }
leave = { label = "Leave", nature = "record" }
back = { label = "Come back", nature = "record" }
pause = { label = "Stop the clock", nature = "record", effect = "pause" }
resume = { label = "Go on", nature = "record", effect = "resume" }
hold = { label = "Hold what is told", nature = "record", effect = "hold", choices = { police = "The police" } }
release = { label = "Release what is told", nature = "record", effect = "release" }
extend = { label = "Give a later day", nature = "record", effect = "extend" }
explain = { label = "Say why it is late", nature = "record", effect = "explain" }
supply = { label = "Give what was missing", nature = "record", effect = "supply", asks = ["about"] }
correct = { label = "Correct an entry", nature = "record", effect = "correct", asks = ["about", "reason"] }
strike = { label = "Strike an entry", nature = "record", effect = "strike", asks = ["about", "reason"] }
clear = { label = "Declare no conflict", nature = "record", effect = "declare", standing = "clear" }
conflict = { label = "Declare a conflict", nature = "record", effect = "declare", standing = "conflicted" }
manage = { label = "Manage a conflict", nature = "record", effect = "declare", standing = "managed" }
appoint = { label = "Appoint a finder", nature = "record", effect = "appoint", role = "finder" }
dismiss = { label = "Dismiss a finder", nature = "record", effect = "stand-down", role = "finder" }
link = { label = "Link a case", nature = "record", effect = "link" }
redact = { label = "Redact words", nature = "record", effect = "redact" }
keep = { label = "Keep it all", nature = "record", effect = "legal-hold" }
let-go = { label = "Keep it no more", nature = "record", effect = "end-legal-hold" }
move = { label = "Move to another table", nature = "record", effect = "migrate" }

[arrows]
shut = { region = "room", at = ["free"], event = "shut", to = "shut", source = "rules" }
shut-still = { region = "room", at = ["shut"], event = "shut", source = "rules" }
unshut = { region = "room", at = ["shut"], event = "unshut", to = "free", source = "rules" }
look = { region = "room", at = ["shut"], event = "look", source = "rules" }
leave = { region = "steps", at = ["in"], event = "leave", to = "out", source = "rules" }
back = { region = "steps", at = ["out"], event = "back", to = "in", source = "rules" }
pause = { region = "run", at = ["running"], event = "pause", to = "paused", source = "rules" }
resume = { region = "run", at = ["paused"], event = "resume", to = "running", source = "rules" }
bill = { region = "steps", at = ["in"], event = "bill", source = "rules", needs = [{ kind = "not_overdue", says = "Do first what is overdue." }] }

[obligations.look]
title = "Look whether the room must stay shut"
says = "Look."
owed_by = "case-manager"
to = "practitioner"
region = "room"
states = ["shut"]
within = { number = 2, unit = "weeks" }
on_review_day = true
repeats = true
met_by = ["look", "unshut"]
missed = "open-up"
source = "rules"

[obligations.talk]
title = "Talk with the guest each week"
says = "Talk."
owed_by = "case-manager"
to = "practitioner"
contact = true
region = "room"
states = ["shut"]
within = { number = 1, unit = "weeks" }
repeats = true
met_by = ["talk"]
source = "rules"
doubt = "The period is ours."

[obligations.tell]
title = "Tell the guest"
says = "Tell."
owed_by = "case-manager"
to = "practitioner"
contact = true
region = "steps"
states = ["in"]
within = { number = 5, unit = "working days" }
met_by = ["tell"]
holdable = true
extendable = true
source = "rules"

[obligations.answer]
title = "Answer the letter"
says = "Answer."
owed_by = "case-manager"
after = ["letter"]
within = { number = 10, unit = "working days" }
met_by = ["bill"]
ended_by = ["leave", "judge"]
extendable = true
pausable = true
doubt = "The period is ours."

[obligations.thank]
title = "Thank for the letter"
says = "Thank."
owed_by = "case-manager"
after = ["letter"]
within = { number = 1, unit = "months" }
met_by = ["talk"]
pausable = true
doubt = "The period is ours."

[obligations.limit]
title = "No room is shut for longer"
says = "Tell the owner."
owed_by = "decision-maker"
to = "board"
region = "room"
states = ["shut"]
within = { number = 1, unit = "months" }
ceiling = true
source = "rules"
verified = true

[owing]
reason = { title = "The reason", says = "Say why.", owed_by = "case-manager", within = { number = 1, unit = "working days" }, source = "rules" }
review_on = { title = "The day of review", says = "Set a day.", owed_by = "case-manager", within = { number = 1, unit = "working days" }, source = "rules" }
contact = { title = "A contact", says = "Name one.", owed_by = "case-manager", within = { number = 2, unit = "calendar days" }, source = "rules" }
confirmation = { title = "A second pair of eyes", says = "Confirm it.", owed_by = "case-manager", within = { number = 1, unit = "working days" }, source = "rules" }

[rights.open-up]
label = "Right to have the room opened"
says = "Nobody looked in time."
ended_by = ["unshut"]
"""


def house(*changes: tuple[str, str]) -> ProcessTable:
    """Return the process of the guest house with some changes: it has an event of every effect."""
    return load_process(changed(*changes, text=HOUSE))
