"""Sentences of the judge with their mathematics set: it writes `eps <= 1/2`, a learner reads ε ≤ 1/2 or hears it.

The judge's sentences are plain words with formulas between them and no marks. A run of formula is what no word is.
"""

import re
from collections.abc import Callable
from itertools import groupby

from tutor.feedback.typeset import maths

_NAMES = frozenset(("eps", "delta", "theta", "alpha", "beta", "sigma", "lambda", "mu", "nu", "pi", "oo"))
_COMPOUND = re.compile(r"[A-Za-z]+(?:[-.'][A-Za-z]+)+")
"""Words such as sigma-algebra and a.e."""
_AROUND = "()[]{}.,;:|"
_STOPS = re.compile(r"(.*?)([.,;:]*)", re.DOTALL)


def in_signs(sentence: str) -> str:
    """The sentence with its formulas in Unicode."""
    return _set(sentence, maths)


def in_words(sentence: str) -> str:
    """The sentence as it is read aloud."""
    return _set(sentence, lambda formula: maths(formula, aloud=True))


def _set(sentence: str, set_formula: Callable[[str], str]) -> str:
    if "`" in sentence:
        return sentence
    runs = groupby(sentence.split(" "), key=_is_formula)
    return " ".join(_formula(" ".join(words), set_formula) if formula else " ".join(words) for formula, words in runs)


def _is_formula(word: str) -> bool:
    core = word.strip(_AROUND)
    if core in _NAMES:
        return True
    if not core or core in ("a", "I") or _COMPOUND.fullmatch(core):
        return not core and bool(word.strip(".,;:"))
    return not (core.isalpha() and len(core) > 1)


def _formula(run: str, set_formula: Callable[[str], str]) -> str:
    found = _STOPS.fullmatch(run)
    assert found is not None  # it matches any text
    return set_formula(found[1]) + found[2]
