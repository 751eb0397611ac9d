"""Products with all their exponentials in one: exp(x/2 - x/a) exp(-x/2) is exp(-x/a), which no kernel alone shows."""

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Field, TooLarge, Unsupported
from tutor.mathematics.analysis.constants import SILENT
from tutor.mathematics.objects.measures.measure import VARIABLE
from tutor.mathematics.trees import Budget, Domain, rebuild
from tutor.mathematics.trees.build import E, add, call, mul, power


def gathered(node: Tree, domain: Domain, budget: Budget) -> Tree:
    """The same function of `x` with one exponential, its exponent in normal form, in every product; x = 0 apart.

    Hypothesis, proved: the normal form of an exponent leaves out no point of the domain.
    """
    if not node.args:
        return node
    node = rebuild(node, tuple(gathered(a, domain, budget) for a in node.args))
    factors = _factors(node)
    exponents = [exponent for f in factors if (exponent := _exponent(f)) is not None]
    total = _normal(add(*exponents), domain, budget) if exponents else None
    if total is None:
        return mul(*factors)
    return mul(*(f for f in factors if _exponent(f) is None), call("exp", total))


def _factors(node: Tree) -> list[Tree]:
    """The factors, a power x^(k + r) with a whole number k as x^k x^r.

    Hypothesis: x is not 0, where one of them may have a value and the other none.
    """
    found: list[Tree] = []
    for factor in node.args if node.head == "mul" else (node,):
        exponent = factor.args[1] if factor.head == "pow" else None
        if exponent is None or exponent.head != "add" or factor.args[0] is not VARIABLE:
            found.append(factor)
            continue
        whole = [t for t in exponent.args if t.head == "num" and t.value.denom() == 1]
        rest = [t for t in exponent.args if t not in whole]
        found += (power(factor.args[0], add(*part)) for part in (whole, rest) if part)
    return found


def _exponent(factor: Tree) -> Tree | None:
    if factor.head == "call" and factor.value == "exp":
        return factor.args[0]
    return factor.args[1] if factor.head == "pow" and factor.args[0] is E else None


def _normal(exponent: Tree, domain: Domain, budget: Budget) -> Tree | None:
    field = Field(domain, budget)
    try:
        normal = field.normal(exponent)
        return None if field.excluded else field.as_tree(normal)
    except (*SILENT, Unsupported, TooLarge):
        return None
