"""A dominating function: g with |f_n| <= g almost everywhere for every n and a finite integral.

With `derivative_in: theta` the functions are the derivatives of f(theta, x) in theta, and theta runs near a point: g
serves the differentiation under the integral. Where `near` is a number, the answer says how near: `delta = 1/2; g = …`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import Claim, Equal, ForAll, Independent, Integrable, Notion
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import NAMELESS, as_set, key_of, read_answer, text_of
from tutor.kinds.indexed import sequence_variables, unnamed
from tutor.kinds.parameters import measure_field
from tutor.kinds.sameness import same_as
from tutor.language.names import Names
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.build import ZERO, add, at_most, call, less, sub
from tutor.mathematics.trees.calculus import NotSmooth, derivative
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core

DELTA = r"delta|δ|\\delta"
"""How a radius is named, as a regular expression."""
_CUT = re.compile(
    rf"\s*;|\s*(?:,|\n|\band\b|\bwith\b|\bwhere\b)\s*(?:and\b\s*)?(?=(?:{DELTA}|g)\s*(?:\([^()]*\))?\s*:?=)"
)
FREE = "your g is one function for all {names}"
BOUND = "{size} <= g almost everywhere, for all {names}"
FINITE = "the integral of g is finite"


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "dominating"
    fields: Mapping[str, Field] = {
        "sequence": Field("the functions f_n(x), as one expression in the index and the point", required=True),
        "variables": Field("each variable with where it runs; x real and n integer >= 1 if absent"),
        "on": Field("a condition on the variables, or the set where the only real variable runs"),
        "against": Field("the measure of almost everywhere and of the integral; Lebesgue measure if absent"),
        "derivative_in": Field("a parameter: the derivatives in it are to be dominated, and there is no index"),
        "near": Field("an interval for the parameter, or the point near which the answer says delta = …"),
    }

    def ask(self, question: Question) -> "_Dominating":
        """Read the functions, the variables and the measure."""
        parameter = text_of(question, "derivative_in").strip()
        default = {"x": "real", parameter: "real"} if parameter else {"n": "integer >= 1", "x": "real"}
        names, domain = _variables(question, default, parameter)
        points = [v for v in domain.reals if v.name != parameter]
        if len(points) != 1:
            raise QuestionFault("variables", "the functions have one real variable: declare one")
        functions = key_of(question, "sequence", names, Sort.FUNCTION, Sort.NUMBER)
        against = measure_field(question, "against", NAMELESS) if "against" in question.fields else None
        centre = None
        if parameter:
            functions = _slope(functions, parameter)
            centre, domain = _neighbourhood(question, parameter, domain)
        return _Dominating(names, functions, domain, points[0], against, parameter, centre)


def _variables(question: Question, default: Mapping[str, str], parameter: str) -> tuple[Names, Domain]:
    """The variables; the set `on` is that of the point, not of the parameter."""
    if not parameter or "on" not in question.fields:
        return sequence_variables(question, default)
    declared = question.fields.get("variables", default)
    if not isinstance(declared, Mapping):
        return sequence_variables(question, default)
    point = {name: text for name, text in declared.items() if name != parameter}
    names, domain = sequence_variables(replace(question, fields={**question.fields, "variables": point}))
    everything = {k: v for k, v in question.fields.items() if k != "on"} | {"variables": dict(declared)}
    all_names, all_ = sequence_variables(replace(question, fields=everything), default)
    others = tuple(v for v in all_.variables if v.name not in names.sorts)
    return all_names, Domain((*others, *domain.variables), domain.condition)


def _slope(functions: Tree, parameter: str) -> Tree:
    try:
        return derivative(functions, parameter)
    except NotSmooth as refused:
        raise QuestionFault("sequence", f"no derivative by rule: {refused}") from None


def _neighbourhood(question: Question, parameter: str, domain: Domain) -> tuple[Tree | None, Domain]:
    """The point near which the parameter runs, or None and the domain with the interval that `near` gives it."""
    if "near" not in question.fields:
        return None, domain
    place = as_set(key_of(question, "near", NAMELESS, Sort.NUMBER, Sort.PAIR, Sort.SET))
    if place.head != "interval":
        return place, domain
    return None, _running(domain, parameter, place.args[0], place.args[1], place.value)


def _running(domain: Domain, name: str, low: Tree, high: Tree, closed: tuple[bool, bool] = (False, False)) -> Domain:
    variables = (
        replace(v, low=low, high=high, low_closed=closed[0], high_closed=closed[1])
        for v in domain.variables
        if v.name == name
    )
    others = tuple(v for v in domain.variables if v.name != name)
    return Domain((*variables, *others), domain.condition)


@dataclass(frozen=True, slots=True)
class _Dominating:
    names: Names
    functions: Tree
    domain: Domain
    point: Variable
    against: Tree | None
    parameter: str
    centre: Tree | None

    def state(self, answer: str) -> Stated:
        (bound, delta), read_as = self._read(answer)
        if self.centre is None or delta is None:
            return Stated(read_as, self._claims(bound, self.domain))
        domain = _running(self.domain, self.parameter, sub(self.centre, delta), add(self.centre, delta))
        positive: Claim = ForAll(less(ZERO, delta), Domain(), sides=("0", "delta"))
        return Stated(read_as, (("delta > 0", positive), *self._claims(bound, domain)))

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._read, self._same)

    def _same(self, typed: tuple[Tree, Tree | None], when: tuple[Tree, Tree | None]) -> Iterator[Claim]:
        # Atoms of the measure count: then equality is asked everywhere.
        notion = Notion.ALMOST_EVERYWHERE if self.against is None else Notion.EVERYWHERE
        yield Equal(typed[0], when[0], self.domain, notion)
        if typed[1] is not None and when[1] is not None:
            yield Equal(typed[1], when[1])

    def _read(self, answer: str) -> tuple[tuple[Tree, Tree | None], str]:
        """The bound, and the radius where one is asked."""
        nearness, text = self._parts(answer)
        expected = f"a function g of {self.point.name}"
        reading = read_answer(unnamed(text, "g"), self.names, expected, Sort.FUNCTION, Sort.NUMBER)
        if self.centre is None:
            return (core(reading.tree), None), reading.read_as
        radius = read_answer(unnamed(nearness, DELTA), NAMELESS, "delta = …; g = …", Sort.NUMBER)
        return (core(reading.tree), core(radius.tree)), f"delta = {radius.read_as}; g = {reading.read_as}"

    def _parts(self, answer: str) -> tuple[str, str]:
        """The text of delta, where one is asked, and that of g, each in its place."""
        if self.centre is None:
            return "", answer
        cut = _CUT.search(answer)
        if cut is None:
            alone = "a radius alone" if re.match(rf"\s*(?:{DELTA})\s*:?=", answer) else "a function alone"
            raise Misfit("delta = …; g = …", alone)
        first, second = answer[: cut.start()], " " * cut.end() + answer[cut.end() :]
        return (second, first) if re.match(r"\s*g\s*(?:\([^()]*\))?\s*:?=", first) else (first, second)

    def _claims(self, bound: Tree, domain: Domain) -> tuple[tuple[str, Claim], ...]:
        others = [v.name for v in domain.variables if v.name != self.point.name]
        names = ", ".join(others)
        alone = Domain((self.point,), domain.condition if not others else None)
        size = f"|df/d{self.parameter}|" if self.parameter else "|f|"
        relation = at_most(call("abs", self.functions), bound)
        below = ForAll(relation, domain, frozenset([self.point.name]), self.against, (size, "your g"))
        return (
            (FREE.format(names=names), Independent(bound, domain, frozenset(others))),
            (BOUND.format(size=size, names=names), below),
            (FINITE, Integrable(bound, alone, self.against, "your g")),
        )
