"""What a layout of kind `form` may say: the fields of a form, their labels and tags, and how each is answered.

How a form is read by one is in `fairness_adapters.layouts.word_form`. Forms give answers and no figures, so
these layouts stand apart from those of `fairness_adapters.layouts.schema`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

import attrs

from fairness_adapters.layouts.anchors import is_pattern, pattern_faults
from fairness_adapters.layouts.form_labels import label_words
from fairness_adapters.layouts.form_records import record_faults
from fairness_core.config import Shelved

AnswerKind: TypeAlias = Literal["text", "date", "yes-no", "choice", "list"]


@attrs.frozen(kw_only=True)
class FormField:
    """One question of a form.

    `labels` are the ways in which it is asked, word for word or by a pattern between slashes; `tags` the tags, titles
    or bookmarks of its controls, beside the field's own name. `choices` maps the code of each choice to its texts.
    `prompts` are texts that the blank form has where the answer goes, the headings of a table among them. A
    `required` field whose label is not there is an error. `in_record` is false for what a record has no place for:
    it stays among the answers.
    """

    labels: tuple[str, ...]
    kind: AnswerKind = "text"
    tags: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    prompts: tuple[str, ...] = ()
    in_record: bool = True


@attrs.frozen(kw_only=True)
class FormLayout(Shelved):
    """A form: its fields, and the texts in it that are known and answer nothing.

    `record` "triage" makes a triage record of the answers, whose fields it must then have. `ignored` are headings and
    instructions (or patterns of them), `prompts` texts that any field may have where its answer goes.
    """

    kind: Literal["form"]
    record: Literal["", "triage"] = ""
    fields: Mapping[str, FormField]
    ignored: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield labels and tags that two fields share, labels without a word, choices, and what a record lacks."""
        yield from self._shared(((name, label) for name, each in self.fields.items() for label in each.labels))
        yield from pattern_faults("ignored", self.ignored)
        yield from _no_patterns({"prompts": self.prompts})
        for name, each in self.fields.items():
            yield from pattern_faults(f"fields.{name}.labels", each.labels)
            choices = (text for texts in each.choices.values() for text in texts)
            yield from _no_patterns({f"fields.{name}.prompts": each.prompts, f"fields.{name}.choices": choices})
            if not each.labels and not each.tags:
                yield f"fields.{name}.labels", "A field needs a label or a tag to be known by."
            if (each.kind == "choice") != bool(each.choices):
                yield f"fields.{name}.choices", "A field has choices if its kind is choice, and only then."
        for name, tag, other in shared_tags(self.fields):
            yield f"fields.{name}.tags", f"The tag {tag!r} belongs to the field {other!r} too."
        if self.record:
            asked = {name: (each.kind, tuple(each.choices)) for name, each in self.fields.items() if each.in_record}
            yield from record_faults(self.record, asked, self.shelf)

    def asked(self, name: str) -> str:
        """Return the words in which a field is asked for: its first label that is no pattern, or its name."""
        return next((each for each in self.fields[name].labels if not is_pattern(each)), name)

    def _shared(self, labels: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        owners: dict[frozenset[str], str] = {}
        for name, label in labels:
            if is_pattern(label):
                continue
            words = label_words(label)
            if not words:
                yield f"fields.{name}.labels", f"The label {label!r} has no word to know it by."
            elif owners.setdefault(words, name) != name:
                yield (
                    f"fields.{name}.labels",
                    f"The label {label!r} has the same words as one of the field {owners[words]!r}.",
                )


def _no_patterns(texts: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for path, each in ((path, each) for path, some in texts.items() for each in some if is_pattern(each)):
        yield path, f"Found the pattern {each}; patterns are understood in labels and in ignored alone."


def fold_tag(tag: str) -> str:
    """Return a tag as it is compared: small letters and digits alone.

    >>> fold_tag("Review_Date"), fold_tag("review-date")
    ('reviewdate', 'reviewdate')
    """
    return "".join(letter for letter in tag.casefold() if letter.isalnum())


def tags_of(fields: Mapping[str, FormField]) -> dict[str, str]:
    """Return each field by its name and tags, folded; the first field that has a tag keeps it."""
    found: dict[str, str] = {}
    for name, each in fields.items():
        for tag in (name, *each.tags):
            found.setdefault(fold_tag(tag), name)
    return found


def shared_tags(fields: Mapping[str, FormField]) -> Iterator[tuple[str, str, str]]:
    """Yield (field, tag, other field) for each tag that two fields have."""
    owners = tags_of(fields)
    for name, each in fields.items():
        for tag in (name, *each.tags):
            if owners[fold_tag(tag)] != name:
                yield name, tag, owners[fold_tag(tag)]
