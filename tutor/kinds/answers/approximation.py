"""An approximation of a function within eps in the supremum norm on an interval: a network, a polynomial, a degree.

The answer is any function (`by` absent), a ReLU network of one variable, a polynomial, or the degree of Bernstein's
polynomial.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tutor.judge.claims import Equal, ForAll
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import NAMELESS, as_set, choice_of, key_of, read_answer, text_of
from tutor.kinds.indexed import unnamed
from tutor.kinds.sameness import same_as
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.forall.bernstein import bernstein
from tutor.mathematics.trees.build import ONE, ZERO, at_most, call, less, sub
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core

_DEGREE = re.compile(r"^\s*(?:of\s+)?degree\b|\bdegree\s*$", re.IGNORECASE)
MOST_DEGREE = 200
BERNSTEIN = "Bernstein degree"


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "approximation"
    fields: Mapping[str, Field] = {
        "of": Field("the function, as an expression in the variable", required=True),
        "on": Field("the interval", required=True),
        "eps": Field("how near the answer must be everywhere on the interval", required=True),
        "by": Field("relu network, polynomial or Bernstein degree; any function if absent"),
        "strict": Field("yes (if absent): the distance is < eps; no: <= eps"),
        "variable": Field("the variable; x if absent"),
    }

    def ask(self, question: Question) -> "_Approximation":
        """Read the function, the interval and the distance."""
        name = text_of(question, "variable", "x").strip()
        try:
            names = Names({name: "real"})
        except ValueError as error:
            raise QuestionFault("variable", str(error)) from None
        function = key_of(question, "of", names, Sort.FUNCTION, Sort.NUMBER)
        set_ = as_set(key_of(question, "on", NAMELESS, Sort.SET, Sort.PAIR))
        eps = key_of(question, "eps", NAMELESS, Sort.NUMBER)
        by = choice_of(question, "by", {"": "", **{b: b for b in (*_FORMS, BERNSTEIN)}}, "")
        if set_.head != "interval" or (by == BERNSTEIN and set_.args != (ZERO, ONE)):
            raise QuestionFault("on", "an interval is expected; for Bernstein's polynomials [0,1]")
        strict = choice_of(question, "strict", {"yes": True, "no": False}, "yes")
        (low, high), (low_closed, high_closed) = set_.args, set_.value
        return _Approximation(names, function, Variable(name, low, high, low_closed, high_closed), eps, by, strict)


@dataclass(frozen=True, slots=True)
class _Approximation:
    names: Names
    function: Tree
    variable: Variable
    eps: Tree
    by: str
    strict: bool

    def state(self, answer: str) -> Stated:
        near, read_as = self._degree(answer) if self.by == BERNSTEIN else self._function(answer)
        distance = call("abs", sub(self.function, near))
        relation = (less if self.strict else at_most)(distance, self.eps)
        claim = ForAll(relation, Domain((self.variable,)), sides=("the distance", "eps"))
        return Stated(read_as, (("", claim),))

    def same_as(self, when: str) -> Stating:
        """The same function on the interval; for a degree, the same polynomial."""
        read = self._degree if self.by == BERNSTEIN else self._function
        return same_as(when, read, lambda typed, other: [Equal(typed, other, Domain((self.variable,)))])

    def _function(self, answer: str) -> tuple[Tree, str]:
        x = self.variable.name
        expected = f"a {self.by} in {x}" if self.by else f"a function of {x}"
        reading = read_answer(unnamed(answer, "[fghpPN]"), self.names, expected, Sort.FUNCTION, Sort.NUMBER)
        node = core(reading.tree)
        if self.by and not _FORMS[self.by](node):
            raise Misfit(expected, f"another function of {x}", reading.read_as)
        return node, reading.read_as

    def _degree(self, answer: str) -> tuple[Tree, str]:
        reading = read_answer(unnamed(_DEGREE.sub(_blanks, answer), "n|N|m"), NAMELESS, "a degree", Sort.NUMBER)
        node = core(reading.tree)
        if node.head != "num" or node.value.denom() != 1 or not 1 <= node.value <= MOST_DEGREE:
            raise Misfit(f"a degree from 1 to {MOST_DEGREE}", "another number", reading.read_as)
        return bernstein(self.function, self.variable.name, int(node.value.numer())), reading.read_as


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _is_polynomial(node: Tree) -> bool:
    """Whether the expression is written as a polynomial with constant coefficients."""
    if not free_names(node) or node.head == "var":
        return True
    if node.head == "pow":
        exponent = node.args[1]
        natural = exponent.head == "num" and exponent.value.denom() == 1 and exponent.value >= 0
        return bool(natural) and _is_polynomial(node.args[0])
    return node.head in ("add", "mul") and all(_is_polynomial(part) for part in node.args)


def _is_network(node: Tree) -> bool:
    """Whether the expression is made of affine maps and relu, or max, min and |.| that relu expresses."""
    if not free_names(node) or node.head == "var":
        return True
    if node.head == "call":
        return node.value in ("relu", "max", "min", "abs", "positive_part", "negative_part") and all(
            _is_network(part) for part in node.args
        )
    if node.head == "mul":
        return len([part for part in node.args if free_names(part)]) == 1 and all(_is_network(p) for p in node.args)
    return node.head == "add" and all(_is_network(part) for part in node.args)


_FORMS: dict[str, Callable[[Tree], bool]] = {"relu network": _is_network, "polynomial": _is_polynomial}
