"""Whether one measure is absolutely continuous with respect to another, or singular to it: yes or no, with a set.

`no, {0}` names a set that shows it: a null set of the reference measure that the other one charges; for singular
measures, `yes, {0}` names a set that carries the first measure and is a null set of the other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tutor.judge.claims import AbsolutelyContinuous, Claim, SameSet, Singular
from tutor.kinds import Field, Misfit, Question, Stated, Stating
from tutor.kinds.fields import NAMELESS, as_set, choice_of, read_answer
from tutor.kinds.parameters import measure_field
from tutor.kinds.sameness import matches, same_as
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import Names
from tutor.language.small import read_yes_or_no
from tutor.language.sorts import Sort
from tutor.language.tokens import check_length
from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.trees.build import REALS, sign_of_infinity
from tutor.mathematics.trees.rewrite import core, rebuild

CANTOR = tree("set", "Cantor")

_BEFORE = re.compile(
    r"(?:[\s,，;；:：.。–—-]|because(?:\s+of)?\b|since\b|as\b|by\b|with\b|on\b|take\b|consider\b|look\s+at\b|e\.g\.|for\s+example\b"
    r"|for\s+instance\b|witness\b|the\s+set\b|set\b|(?-i:[A-Z])\s*=(?!=))*",
    re.IGNORECASE,
)
"""What stands between the word and the set that shows it."""

_BEHIND = re.compile(
    r"(?:\s+(?:(?:has|is\s+of|have)\s+(?:Lebesgue\s+)?measure\s+(?:0|zero)|is\s+(?:a\s+)?null(?:\s+set)?))?[\s.。]*$",
    re.IGNORECASE,
)
"""What is said of the set that shows it, and is part of the claim in any case."""

_AGREES = {
    True: re.compile(r"(?:it\s+is|they\s+are)[\s.]*", re.IGNORECASE),
    False: re.compile(r"(?:it\s+is\s+not|it\s+isn'?t|they\s+are\s+not|they\s+aren'?t)[\s.]*", re.IGNORECASE),
}
"""What says the same once more: `no, it is not`."""

_CANTOR = re.compile(r"\b(?:the\s+)?Cantor(?:'s)?\s+set\b", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\s*(?:(?:it\s+is|they\s+are)\s+)?(not\s+)?(?:(absolutely\s+continuous|a\.c\.)|(?:mutually\s+)?singular)\s*\.?\s*",
    re.IGNORECASE,
)
_X = "x"
_POINTS = Names({_X: "real"})
EXPECTED = "a set that shows it"
FORM = "answer yes or no, and where a set is asked name it: no, {0}"


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "relation"
    fields: Mapping[str, Field] = {
        "of": Field("the first measure", required=True),
        "against": Field("the second measure", required=True),
        "relation": Field("<< (absolutely continuous) or _|_ (mutually singular)", required=True),
        "witness": Field("asked: a set that shows it is asked where there is one; accepted (if absent)"),
    }

    def ask(self, question: Question) -> "_Relation":
        """Read both measures and the relation."""
        relation = choice_of(question, "relation", {"<<": "<<", "_|_": "_|_"}, "<<")
        asked = choice_of(question, "witness", {"asked": True, "accepted": False}, "accepted")
        first, second = (measure_field(question, name, NAMELESS) for name in ("of", "against"))
        return _Relation(first, second, relation == "<<", asked)


@dataclass(frozen=True, slots=True)
class _Relation:
    first: Tree
    second: Tree
    continuity: bool
    asked: bool

    def state(self, answer: str) -> Stated:
        (holds, witness), read_as = self._read(answer)
        claim: Claim = (AbsolutelyContinuous if self.continuity else Singular)(self.first, self.second, holds, witness)
        return Stated(read_as, (("", claim),))

    def same_as(self, when: str) -> Stating:
        """A mistake without a set is made whatever the set."""
        return same_as(when, self._read, _same)

    def _read(self, answer: str) -> tuple[tuple[bool, Tree | None], str]:
        check_length(answer)
        found = self._in_words(answer) or read_yes_or_no(answer)
        if found is None:
            raise Fault(FaultKind.UNEXPECTED, (0, len(answer)), FORM)
        holds, end = found
        witness, read_as = self._witness(answer, end, holds)
        return (holds, witness), ("yes" if holds else "no") + read_as

    def _in_words(self, answer: str) -> tuple[bool, int] | None:
        """`not absolutely continuous`, where this is the question. Raises Fault where the other relation is named."""
        found = _IN_WORDS.fullmatch(answer)
        if found is None:
            return None
        if (found[2] is not None) != self.continuity:
            asked = "absolutely continuous" if self.continuity else "singular"
            raise Fault(FaultKind.UNEXPECTED, (0, len(answer)), f"asked is whether it is {asked}: answer yes or no")
        return found[1] is None, len(answer)

    def _witness(self, answer: str, start: int, holds: bool) -> tuple[Tree | None, str]:
        """The set, where one can show what is claimed: for a "no" to <<, for a "yes" to singularity."""
        shows = holds != self.continuity
        between = _BEFORE.match(answer, start)
        start = between.end() if between else start
        said = "" if _AGREES[holds].fullmatch(answer, start) else answer[start:]
        text = " " * start + _BEHIND.sub("", said, count=1)
        if not text.strip():
            if shows and self.asked:
                raise Misfit("yes or no, with a set that shows it", "no set")
            return None, ""
        plain = _CANTOR.sub(lambda said: "Cantor".ljust(len(said[0])), text.rstrip())
        set_, read_as = _set(plain)
        return (_without_hull(set_) if shows else None), f", {read_as}"


def _set(text: str) -> tuple[Tree, str]:
    """The set that is named, or given by a condition on its points: `{0}`, `x = 0`. Raises Fault, Misfit."""
    try:
        reading = read_answer(text, _POINTS, EXPECTED, Sort.SET, Sort.PAIR, Sort.CONDITION)
    except Fault as fault:
        if fault.kind not in (FaultKind.UNKNOWN_NAME, FaultKind.MISSING_OPERAND):
            raise
        place = len(text) - len(text.lstrip())
        message = "name the set that shows it, and nothing more: no, {0}"
        raise Fault(fault.kind, (place, len(text)), message) from None
    node = core(reading.tree)
    if reading.sort is Sort.CONDITION:
        node = tree("builder", _X, (node,))
    if _X in free_names(node):
        raise Misfit(EXPECTED, "a set with an x in it", reading.read_as)
    return as_set(node), reading.read_as


def _same(typed: tuple[bool, Tree | None], when: tuple[bool, Tree | None]) -> Iterator[Claim]:
    yield matches(typed[0], when[0], "yes or no")
    if when[1] is not None:
        yield matches(typed[1] is not None, True, "whether a set is named")
        yield SameSet(typed[1] or when[1], when[1])


def _without_hull(set_: Tree) -> Tree:
    """Cantor ∩ [0,1] is the Cantor set, which lies in [0,1]."""
    if set_.head != "intersection" or CANTOR not in set_.args:
        return set_
    rest = tuple(part for part in set_.args if not _holds_unit_interval(part))
    return rest[0] if len(rest) == 1 else rebuild(set_, rest)


def _holds_unit_interval(set_: Tree) -> bool:
    if set_.head != "interval":
        return set_ is REALS
    (low, high), (low_closed, high_closed) = set_.args, set_.value
    below = low.head == "num" and (low.value < 0 or (low.value == 0 and low_closed))
    above = high.head == "num" and (high.value > 1 or (high.value == 1 and high_closed))
    return bool((below or sign_of_infinity(low) < 0) and (above or sign_of_infinity(high) > 0))
