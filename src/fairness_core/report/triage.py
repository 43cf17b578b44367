"""The triage record of one concern as a document for the case file: what a case manager reads.

Words come first where a decision is made (rating, recommendation, what is owed), then the form, then the
reasoning. This is the copy of the case file, with restricted notes marked as such; the form that may be
shared is made by `fairness_core.risk.redact`. The register of many records is in `triage_register`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from fairness_core.report.draft import Column, Draft, Provenance, Section, Sentence, Table
from fairness_core.risk.decision_aid import Prompts, prompts
from fairness_core.risk.record import Rating
from fairness_core.risk.redact import PROMPTS
from fairness_core.risk.triage import Declaration, Note, Screen, Template, TriageRecord, template
from fairness_core.risk.triage_checks import owed
from fairness_core.risk.triage_json import record_to_json
from fairness_core.staff import StaffRef

CASE_FILE = "This is the copy of the case file. What is marked restricted is not shown to others; share another form."
NEVER_A_PERSON = (
    "A score describes a concern and never a person. It informs the people who decide, and decides nothing."
)
NOT_YET = "Not recorded yet."

_ANSWERS = {"unanswered": "not answered yet", "yes": "yes", "no": "no"}
_STATES = {"undeclared": "not declared yet", "none": "no conflict known", "declared": "a conflict is declared"}
_TO = {
    "practitioner": "The practitioner",
    "raised the concern": "Whoever raised the concern",
    "harmed": "Whoever was harmed",
}


def build_triage_report(record: TriageRecord, on: date, rules: Template | None = None) -> Draft:
    """Build the document of one record as it stands on a day; `rules` is the record's template when not given."""
    used = rules or template(record.template)
    return Draft(
        kind="triage-record",
        title=f"Triage of a concern: {record.reference}",
        subtitle=f"As it stands on {_day(on)}",
        sections=(
            _in_short(record, on, used),
            _form(record, used),
            _section("summary-of-concern", "Summary of the concern", _words(record.summary)),
            _section("documents", "Documents reviewed", bullets=map(_marked, record.documents)),
            _safety(record),
            _place_of_work(record),
            *_pattern(record),
            _view(record),
            _section("support", "Support offered", bullets=_support(record)),
            _principles(record, used),
            _rating(record.rating),
            _section("rationale", "Rationale", _words(record.rationale)),
            _alternatives(record),
            _recommendation(record, used),
            _doubts(used),
        ),
        metrics={"record": record_to_json(record), "on": on.isoformat()},  # type: ignore[dict-item]
        provenance=_provenance(record, used),
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "not given"


def _plain(texts: Iterable[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(template=text) for text in texts)


def _section(
    name: str, heading: str, paragraphs: Iterable[str] = (), *, bullets: Iterable[str] = (), table: Table | None = None
) -> Section:
    """Make a section; one that would be empty says that nothing is recorded yet."""
    said, listed = _plain(paragraphs), _plain(bullets)
    if not said and not listed and table is None:
        said = _plain([NOT_YET])
    return Section(name=name, heading=heading, paragraphs=said, bullets=listed, table=table)


def _marked(note: Note) -> str:
    """Return the words of a note on one line, marked when they are restricted."""
    words = " ".join(note.text.split()) or NOT_YET
    return f"[Restricted] {words}" if note and note.confidentiality == "restricted" else words


def _words(note: Note) -> list[str]:
    """Return the paragraphs of a note, the first marked when they are restricted."""
    parts = [part.strip() for part in note.text.splitlines() if part.strip()]
    mark = "[Restricted] " if note.confidentiality == "restricted" else ""
    return [f"{mark}{part}" if number == 0 else part for number, part in enumerate(parts)]


def _in_short(record: TriageRecord, on: date, rules: Template) -> Section:
    recommended = record.recommendation
    route = _label(rules.routes, recommended.route) if recommended else "none yet"
    still = owed(record, on, rules)
    rating = record.rating.text if record.rating else "not rated yet."
    counted = "1 thing is" if len(still) == 1 else f"{len(still)} things are"
    owing = f"{counted} still owed; nothing of it holds up a protective step or support:"
    return Section(
        name="in-short",
        heading="In short",
        paragraphs=_plain(
            [f"Risk rating: {rating}", f"Recommendation: {_lower(route)}.", owing if still else "Nothing is owed."]
        ),
        bullets=_plain(still),
        notes=_plain([NEVER_A_PERSON, CASE_FILE]),
    )


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _label(codes: Mapping[str, object], code: str) -> str:
    """Return a code's label, or the code where the template does not know it."""
    return str(getattr(codes.get(code), "label", code))


def _form(record: TriageRecord, rules: Template) -> Section:
    who = record.practitioner
    kinds = ", ".join(_label(rules.kinds, each) for each in record.kinds)
    rows = [
        ("Discipline", _label(rules.disciplines, record.discipline)),
        ("Practitioner", who.reference),
        ("Registration", f"{who.register} {who.number}".strip()),
        ("Practice", who.practice),
        ("Concern came in", _day(record.received)),
        ("Reviewer", _person(record.reviewer)),
        ("Day of the review", _day(record.reviewed)),
        *(("Conflict of interest", _declared(each)) for each in record.declarations or (None,)),
        ("Kind of allegation", kinds),
        ("Safeguarding concern", _answer(record.safeguarding)),
        ("Potential health concern", _answer(record.health)),
        ("Shown to the practitioner", _day(record.shown_to_practitioner)),
    ]
    table = _table(
        "triage_form", "The form", ("Field", "Entry"), ((name, entry or "not given") for name, entry in rows)
    )
    return Section(name="form", heading="The form", table=table)


def _table(name: str, title: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    columns = tuple(Column(label=heading) for heading in headings)
    return Table(name=name, title=title, columns=columns, rows=tuple(rows))


def _person(staff: StaffRef | None) -> str:
    return f"{staff.role} ({staff.id})" if staff else "not given"


def _declared(each: Declaration | None) -> str:
    if each is None:
        return _STATES["undeclared"]
    entry = f", case log entry {each.log_entry}" if each.log_entry else ""
    words = f". {_marked(each.note)}" if each.note else ""
    when = f", {_day(each.on)}" if each.on else ""
    return f"{_person(each.by)}: {_STATES[each.state]}{when}{entry}{words}"


def _answer(screen: Screen) -> str:
    words = f". {_marked(screen.note)}" if screen.note else ""
    return f"{_ANSWERS[screen.answer]}{words}"


def _safety(record: TriageRecord) -> Section:
    steps = [f"{_day(each.on)}: {_marked(each.what)} ({_person(each.by)})" for each in record.immediate_steps]
    said = [] if steps else ["No protective step is recorded. One can be taken and recorded at any time."]
    return _section("protective-steps", "Protective steps taken", said, bullets=steps)


def _place_of_work(record: TriageRecord) -> Section:
    factors, known = record.system_factors, prompts(PROMPTS)
    said = [
        f"Was it asked whether anything in the place of work played a part? {_ANSWERS[factors.asked].capitalize()}."
    ]
    asked = [f"{_prompt(known, code)}: {_marked(note)}" for code, note in factors.prompts.items()]
    return _section("place-of-work", "The place of work", [*said, *_words(factors.found)], bullets=asked)


def _prompt(known: Prompts, code: str) -> str:
    return known.prompts[code].label if code in known.prompts else code


def _pattern(record: TriageRecord) -> Iterator[Section]:
    if record.pattern is None:
        return
    rows = ((each.summary, each.evidence, f"{each.outcome}, {_day(each.on)}", each.why_relevant or "not given")
            for each in record.pattern.concerns)  # fmt: skip
    headings = ("Concern", "Evidence", "What came of it", "Why it bears on this one")
    table = _table("triage_pattern", "Earlier concerns, in words", headings, rows)
    note = "No number of earlier concerns enters the rating."
    yield _section("pattern", "A pattern of concerns", [record.pattern.link, note], table=table)


def _view(record: TriageRecord) -> Section:
    view = record.practitioner_view
    told = {
        "not asked": "The practitioner has not been asked yet.",
        "asked": "The practitioner was asked, and the account is not recorded yet.",
        "recorded": "The practitioner's account:",
        "declined": "The practitioner was asked and declined to give an account.",
    }
    return _section("view", "The practitioner's own view", [told[view.state], *_words(view.view)])


def _support(record: TriageRecord) -> list[str]:
    answers = {"waiting": "no answer yet", "accepted": "accepted", "declined": "declined"}
    return [f"{_TO[e.to]}, {_day(e.on)}: {_marked(e.what)} ({answers[e.answer]})" for e in record.support]


def _principles(record: TriageRecord, rules: Template) -> Section:
    given = {each.principle: each for each in record.principles}
    rows = [
        (
            each.label,
            each.question,
            _ANSWERS[given[code].met] if code in given else _ANSWERS["unanswered"],
            _marked(given[code].evidence) if code in given else NOT_YET,
        )
        for code, each in rules.principles.items()
    ]
    table = _table("triage_principles", "Five fairness principles", ("Principle", "Question", "Met", "Evidence"), rows)
    return Section(name="fairness", heading="Fairness checklist", table=table)


def _rating(rating: Rating | None) -> Section:
    if rating is None:
        return _section("rating", "Risk rating")
    rated = rating.rated
    said = [
        f"{rating.stage.capitalize()} rating, {_day(rating.on)}, by {_person(rating.rater)}: {rating.text}",
        f"Scheme: {rated.scheme}. {'Adopted.' if rated.adopted else 'Not adopted: an example banding.'}",
        f"How a level is chosen: {rated.scoring_rule}" if rated.scoring_rule else "",
        f"Why: {rating.rationale}",
    ]
    controls = [f"Control: {each.description} ({each.status})" for each in rating.controls]
    return _section("rating", "Risk rating", filter(None, said), bullets=controls)


def _alternatives(record: TriageRecord) -> Section:
    rows = [(_marked(each.what), _marked(each.why)) for each in record.alternatives]
    headings = ("Alternative", "Why it will or will not do")
    table = _table("triage_alternatives", "Alternatives to formal action", headings, rows) if rows else None
    return _section("alternatives", "Alternatives to formal action considered", table=table)


def _recommendation(record: TriageRecord, rules: Template) -> Section:
    made, more = record.recommendation, [f"Also: {_marked(each)}" for each in record.additional]
    if made is None:
        return _section("recommendation", "Recommendation", [NOT_YET], bullets=more)
    first = f"{_label(rules.routes, made.route)}, {_day(made.on)}, by {_person(made.by)}."
    return _section("recommendation", "Recommendation", [first, *_words(made.text)], bullets=more)


def _doubts(rules: Template) -> Section:
    return _section("doubts", "What is not certain about this form", bullets=rules.doubts)


def _provenance(record: TriageRecord, rules: Template) -> Provenance:
    scheme = {"id": rules.id, "title": rules.title, "revision": str(rules.revision), "sha256": rules.sha256}
    rated = (f"Rated with {record.rating.rated.scheme}",) if record.rating else ()
    return Provenance(standard={**scheme, "source": rules.source}, methods=rated)
