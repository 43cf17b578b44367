"""What a form layout knows, made ready to compare: once a layout, since a register reads a thousand forms by one."""

from __future__ import annotations

import attrs

from fairness_adapters.layouts.anchors import is_pattern, matches
from fairness_adapters.layouts.form_answers import plain_prompt
from fairness_adapters.layouts.form_labels import Labels, label_words
from fairness_adapters.layouts.form_lines import blanks_of
from fairness_adapters.layouts.form_schema import FormLayout, tags_of
from fairness_core.problems import Place, Problem, error, note

MOST_KNOWN = 32
"""Layouts that are kept ready."""


@attrs.frozen
class Known:
    """What a layout knows, made ready to compare: labels, tags, and texts that answer nothing."""

    layout: FormLayout
    labels: Labels
    tags: dict[str, str]
    ignored: frozenset[frozenset[str]]
    ignored_patterns: tuple[str, ...]
    prompts: frozenset[str]

    @classmethod
    def of(cls, layout: FormLayout) -> Known:
        """Make a layout's texts ready."""
        prompts = [text for field in layout.fields.values() for text in field.prompts]
        return cls(
            layout,
            Labels.of({name: field.labels for name, field in layout.fields.items()}),
            tags_of(layout.fields),
            frozenset(label_words(text) for text in layout.ignored if not is_pattern(text)),
            tuple(filter(is_pattern, layout.ignored)),
            frozenset(plain_prompt(text) for text in (*layout.prompts, *prompts)),
        )

    def answers_nothing(self, line: str) -> bool:
        """Tell whether a line is a heading, an instruction, a prompt, or such a text with a line to write on."""
        if self._ignores(line) or plain_prompt(line) in self.prompts:
            return True
        blanks = blanks_of(line)
        if not blanks:
            return blanks is not None
        return self._ignores(blanks[0]) and all(self._is_label(each) for each in blanks[1:])

    def _ignores(self, text: str) -> bool:
        return label_words(text) in self.ignored or matches(self.ignored_patterns, text)

    def _is_label(self, text: str) -> bool:
        return text.endswith(":") or self._ignores(text) or self.labels.match(text) is not None


def unknown_label(labels: Labels, text: str, where: Place, *, answered: bool) -> Problem:
    """Return the finding that nobody knows a label, with those that share words with it; it is not quoted."""
    hint = "Add it to a field's labels, or to `ignored` if it answers nothing, in a layout of your own."
    if near := labels.nearest(text):
        hint = f"It may mean {' or '.join(repr(each) for each in near)}. {hint}"
    make = error if answered else note
    message = "This label is not one that the layout knows" + (", and it has an answer." if answered else ".")
    return make("unknown_label", message, where=where, found=labels.describe(text), hint=hint)


_READY: dict[int, Known] = {}


def known_of(layout: FormLayout) -> Known:
    """Return what a layout knows, made ready once; a layout holds a mapping and cannot be a key itself."""
    found = _READY.get(id(layout))
    if found is None or found.layout is not layout:
        if len(_READY) >= MOST_KNOWN:
            _READY.clear()
        found = _READY[id(layout)] = Known.of(layout)
    return found
