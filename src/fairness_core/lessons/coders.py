"""How far two coders agree on the codes of the same lessons, code by code and in counts.

The measures live in `fairness_core.statistics`; here the codes that two people gave become what they take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from fairness_core.statistics import Agreement, cohen_kappa, krippendorff_alpha, positive_agreement

Given = Mapping[str, Iterable[str]]
"""The codes that a coder gave, by the lesson's id."""


@attrs.frozen(kw_only=True)
class LabelAgreement:
    """Agreement on one code: how many lessons both gave it to, one alone, the other alone, and neither.

    Cohen's kappa corrects for chance and is unstable where a code is rare; positive agreement is the share of the
    times the code was given in which both gave it (2 x both / (2 x both + one alone)).
    """

    code: str
    both: int
    first_only: int
    second_only: int
    neither: int
    kappa: Agreement
    positive: Agreement
    alpha: Agreement


@attrs.frozen(kw_only=True)
class CoderAgreement:
    """Agreement of two coders over the lessons that both have coded.

    `alpha` is Krippendorff's over every code of every lesson. The lessons that only one of them has count nowhere.
    """

    lessons: int
    first_only: tuple[str, ...]
    second_only: tuple[str, ...]
    alpha: Agreement
    labels: tuple[LabelAgreement, ...]


def compare_coders(first: Given, second: Given, order: Sequence[str] = ()) -> CoderAgreement:
    """Compare two coders; codes come in `order`, and those that it lacks after it. A code that nobody gave is left out.

    >>> found = compare_coders({"l1": ["A"], "l2": []}, {"l1": ["A"], "l2": ["B"]})
    >>> [(each.code, each.both, each.second_only) for each in found.labels]
    [('A', 1, 0), ('B', 0, 1)]
    """
    one, other = ({lesson: set(codes) for lesson, codes in each.items()} for each in (first, second))
    shared = [lesson for lesson in one if lesson in other]
    given = {code for lesson in shared for code in one[lesson] | other[lesson]}
    codes = [*(code for code in order if code in given), *sorted(given - set(order))]
    pairs = {code: [(code in one[each], code in other[each]) for each in shared] for code in codes}
    return CoderAgreement(
        lessons=len(shared),
        first_only=tuple(each for each in one if each not in other),
        second_only=tuple(each for each in other if each not in one),
        alpha=_alpha([pair for found in pairs.values() for pair in found]),
        labels=tuple(_label(code, found) for code, found in pairs.items()),
    )


def _label(code: str, pairs: Sequence[tuple[bool, bool]]) -> LabelAgreement:
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return LabelAgreement(
        code=code,
        both=pairs.count((True, True)),
        first_only=pairs.count((True, False)),
        second_only=pairs.count((False, True)),
        neither=pairs.count((False, False)),
        kappa=cohen_kappa(first, second, categories=(False, True)),
        positive=positive_agreement(first, second),
        alpha=_alpha(pairs),
    )


def _alpha(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    return krippendorff_alpha([[pair[0] for pair in pairs], [pair[1] for pair in pairs]], level="nominal")
