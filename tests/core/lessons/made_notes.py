"""Two hundred made-up notes, each with one planted identifier: how people write them, and nobody in them.

Telephone numbers are from the ranges that Ofcom keeps for drama, NHS numbers from the range 999 that is never given
out, postcodes from areas that do not exist, addresses at example.org, and names from a list of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from fairness_core.lessons.deidentify import IdentifierKind

EACH = 30
"""Notes for each kind but names, of which there are 20: with a title, told, or alone, in equal parts."""
_FRAMES = (
    "The ward manager wrote to {} about the rota and heard nothing for a month.",
    "{} raised this in supervision in March, and the action was closed without a reply.",
    "According to the file ({}) the review was four weeks late.",
    "Spoke with occupational health; {}; plan agreed, to be looked at again in a fortnight.",
    "lesson: check before sending. ref {} went to the wrong team",
    "We should have told {} first, before the letter was sent.",
)
_SURNAMES = ("Testwood", "Madeup", "O'Fictive", "Placeholder-Smythe", "Adeyemi-Sample", "Exampleson", "Khan-Specimen")
_GIVEN = ("Sarah", "Mohammed", "Priya", "Tunde", "Blessing", "Wioletta", "Callum", "Zebedee")
_NAMES = {
    "title": ("Dr {s}", "Mr {i} {s}", "Nurse {g} {s}", "Sister {s}", "Prof. {s}", "Ms {s}", "dr {s}"),
    "told": ("a colleague named {g}", "the patient {g} {s}", "his wife {g}", "somebody called {g} {s}"),
    "alone": ("{g} {s}", "{g}", "{s}, {g}", "{s}", "{i}. {s}"),
}
_MONTHS = ("January", "Feb", "March", "Sept", "October")


def notes() -> list[tuple[IdentifierKind, str, str]]:
    """Return each note as (kind, planted words, text); the same ones every time."""
    chance = Random(2025)
    planted = [*_names(chance), *((kind, text) for kind in _MAKERS for text in _some(kind, chance))]
    return [(kind, words, chance.choice(_FRAMES).format(words)) for kind, words in planted]


def how_named(words: str) -> str:
    """Say how a planted name was written: with a title, told by a word before it, or alone."""
    first = words.split(maxsplit=1)[0].rstrip(".").casefold()
    if first in {"dr", "mr", "nurse", "sister", "prof", "ms"}:
        return "title"
    return "told" if first in {"a", "the", "his", "somebody"} else "alone"


def _names(chance: Random) -> Iterator[tuple[IdentifierKind, str]]:
    for number, (_, forms) in enumerate(tuple(_NAMES.items()) * 7):
        if number < 20:
            given, surname = chance.choice(_GIVEN), chance.choice(_SURNAMES)
            yield "name", chance.choice(forms).format(g=given, s=surname, i=given[0])


def _some(kind: IdentifierKind, chance: Random) -> Iterator[str]:
    forms = _MAKERS[kind]
    for number in range(EACH):
        yield _filled(forms[number % len(forms)], chance)


def _filled(form: str, chance: Random) -> str:
    digits = "".join(str(chance.randrange(10)) for _ in range(8))
    nhs = _nhs_number(chance)
    return form.format(
        d=chance.randrange(1, 29),
        m=chance.randrange(1, 13),
        y=chance.randrange(1950, 2003),
        yy=chance.randrange(50, 99),
        month=chance.choice(_MONTHS),
        nhs=nhs,
        spaced=f"{nhs[:3]} {nhs[3:6]} {nhs[6:]}",
        seven=f"7{digits[:6]}",
        three=digits[:3],
        four=digits[:4],
        given=chance.choice(_GIVEN).lower(),
        surname=chance.choice(("testwood", "madeup", "sample")),
    )


def _nhs_number(chance: Random) -> str:
    """Return a number of the range that is never given out, with its check digit (weights 10 to 2, modulo 11)."""
    while True:
        nine = "999" + "".join(str(chance.randrange(10)) for _ in range(6))
        check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return nine + str(check % 11)


_MAKERS: dict[IdentifierKind, tuple[str, ...]] = {
    "date of birth": (
        "DOB {d}/{m}/{y}",
        "d.o.b. {d}.{m}.{yy}",
        "born {d} {month} {y}",
        "date of birth: {d:02}-{m:02}-{y}",
        "born on the {d}th of {month} {y}",
        "b. {y}",
    ),
    "NHS number": ("NHS no. {spaced}", "{spaced}", "{nhs}", "NHS number {nhs}", "nhs {spaced}"),
    "registration number": (
        "GMC {seven}",
        "GMC no: {seven}",
        "PIN {d:02}A{four}E",
        "NMC pin {d:02}B{four}C",
        "HCPC PH{four}1",
        "gmc ref {seven}",
    ),
    "postcode": ("of FF1 1AA", "AA9A 9AA", "ww12 4bb", "lives in YY4 9ZZ", "FF11AB"),
    "phone number": (
        "07700 900{three}",
        "01632 960{three}",
        "(020) 7946 0{three}",
        "+44 7700 900{three}",
        "tel 07700-900-{three}",
    ),
    "e-mail address": ("{given}.{surname}@example.org", "{given}{d}@mail.example.org", "<{surname}@example.org>"),
}
