"""Whether the body of a limit with parameters is defined beside the point, for every parameter.

A term that tends to 0 leaves no trace in the limit, so this has to be asked apart. By structure: what is defined on a
whole stretch beside the point; sums, products and total functions of such parts; logarithms and powers of a base that
is such a part and has a positive limit, because it is positive from some place on.
"""

from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import Constants, Undecided
from tutor.mathematics.analysis.limits import NoLimit, limit
from tutor.mathematics.analysis.parametric_integrals import TOTAL, is_defined
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, add, call, div, neg, num, sign_of_infinity

FAR = num(1000)


def is_defined_beside(body: Tree, x: str, point: Tree, domain: Domain, budget: Budget) -> bool:
    """Whether the body has a value for all x close to the point on one side, or beyond some number where it is oo."""
    return any(_is_defined(body, x, point, domain, Constants(budget, side)) for side in _sides(x, point, domain))


def _sides(x: str, point: Tree, domain: Domain) -> list[Domain]:
    near = div(num(1), FAR)
    if sign_of_infinity(point):
        ends = [(FAR, INFINITY) if sign_of_infinity(point) > 0 else (MINUS_INFINITY, neg(FAR))]
    else:
        ends = [(point, add(point, near)), (add(point, neg(near)), point)]
    return [Domain((*domain.variables, Variable(x, *pair))) for pair in ends]


def _is_defined(node: Tree, x: str, point: Tree, domain: Domain, side: Constants) -> bool:
    if is_defined(node, side):
        return True
    total = node.head in ("add", "mul") or (node.head == "call" and node.value in (*TOTAL, "max", "min"))
    positive = node.head == "pow" or (node.head == "call" and node.value == "log")
    if not (total or positive) or not all(_is_defined(a, x, point, domain, side) for a in node.args):
        return False
    return total or _tends_to_a_positive_number(node.args[0], x, point, domain, side.budget)


def _tends_to_a_positive_number(base: Tree, x: str, point: Tree, domain: Domain, budget: Budget) -> bool:
    try:
        value = limit(base, x, point, 0, budget, domain)
    except (Undecided, NoLimit, Unsupported, TooLarge):
        return False
    return sign_of_infinity(value) > 0 or is_defined(call("log", value), Constants(budget, domain))
