"""Whether one measure is absolutely continuous with respect to another, or singular to it: yes or no, with a set.

`no, {0}` names a set that shows it: a null set of the reference measure that the other one charges; for singular
measures, `yes, {0}` names a set that carries the first measure and is a null set of the other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.judge.claims import AbsolutelyContinuous, Claim, Singular
from tutor.kinds import Field, Misfit, Question, Stated
from tutor.kinds.fields import NAMELESS, as_set, choice_of, read_answer
from tutor.kinds.parameters import measure_field
from tutor.language.faults import Fault, FaultKind
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.rewrite import core

_ANSWER = re.compile(
    r"\s*(yes|y|true|no|n|false|是|否|对|错)\b\s*(?:[,;:.]|because|by|with|since)?\s*(?:A\s*=\s*)?(.*)", re.I | re.S
)
_YES = frozenset(["yes", "y", "true", "是", "对"])


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
        found = _ANSWER.fullmatch(answer)
        if found is None:
            message = "answer yes or no, and where a set is asked name it: no, {0}"
            raise Fault(FaultKind.UNEXPECTED, (0, len(answer)), message)
        holds = found[1].lower() in _YES
        witness, read_as = self._witness(found[2].strip(), holds)
        claim: Claim = (AbsolutelyContinuous if self.continuity else Singular)(self.first, self.second, holds, witness)
        return Stated(("yes" if holds else "no") + read_as, (("", claim),))

    def _witness(self, text: str, holds: bool) -> tuple[Tree | None, str]:
        """The set, where one can show what is claimed: for a "no" to <<, for a "yes" to singularity."""
        shows = holds != self.continuity
        if not text:
            if shows and self.asked:
                raise Misfit("yes or no, with a set that shows it", "no set")
            return None, ""
        reading = read_answer(text, NAMELESS, "a set that shows it", Sort.SET, Sort.PAIR)
        return (as_set(core(reading.tree)) if shows else None), f", {reading.read_as}"
