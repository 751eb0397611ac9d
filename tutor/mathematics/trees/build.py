"""Constructors in core form: sums and products are flat, rational constants are folded, nothing else is rewritten.

Every constructor is a pointwise identity on the set where its arguments are defined: no factor is cancelled, no
`0 * f` becomes 0 (f may be undefined somewhere), no `f^0` becomes 1.
"""

from flint import fmpq

from tutor.language.tree import Tree, tree

MAX_BITS = 4096
"""Powers of rationals are folded only while the result stays below this height."""


def num(value: fmpq | int) -> Tree:
    """The rational constant `value`."""
    return tree("num", value if isinstance(value, fmpq) else fmpq(value))


ZERO, ONE, TWO, MINUS_ONE, HALF = num(0), num(1), num(2), num(-1), num(fmpq(1, 2))
PI, E = tree("const", "pi"), tree("const", "e")
INFINITY = tree("const", "oo")
TRUE, FALSE = tree("true"), tree("false")
REALS = tree("set", "R")
EMPTY = tree("finite")


def var(name: str) -> Tree:
    """The variable of this name."""
    return tree("var", name)


def add(*terms: Tree) -> Tree:
    """The sum: flat, its rational constants folded into one last term."""
    constant = fmpq(0)
    others: list[Tree] = []
    for term in terms:
        for part in term.args if term.head == "add" else (term,):
            if part.head == "num":
                constant += part.value
            else:
                others.append(part)
    if constant != 0 or not others:
        others.append(num(constant))
    return others[0] if len(others) == 1 else tree("add", None, tuple(others))


def mul(*factors: Tree) -> Tree:
    """The product: flat, its rational constants folded into one first factor; a zero factor does not erase others."""
    constant = fmpq(1)
    others: list[Tree] = []
    for factor in factors:
        for part in factor.args if factor.head == "mul" else (factor,):
            if part.head == "num":
                constant *= part.value
            else:
                others.append(part)
    if constant != 1 or not others:
        others.insert(0, num(constant))
    return others[0] if len(others) == 1 else tree("mul", None, tuple(others))


def neg(term: Tree) -> Tree:
    """-term; minus infinity is mul(num(-1), oo)."""
    return mul(MINUS_ONE, term)


MINUS_INFINITY = neg(INFINITY)


def sub(left: Tree, right: Tree) -> Tree:
    """left - right."""
    return add(left, neg(right))


def power(base: Tree, exponent: Tree) -> Tree:
    """base^exponent; folded where both are rational, the exponent an integer and the result small. 0^negative stays."""
    if exponent is ONE:
        return base
    if base.head == "num" and exponent.head == "num" and exponent.value.denom() == 1:
        n = int(exponent.value.numer())
        if abs(n) * base.value.height_bits() <= MAX_BITS and not (base.value == 0 and n < 0):
            return num(base.value**n)
    return tree("pow", None, (base, exponent))


def div(left: Tree, right: Tree) -> Tree:
    """left / right, as left * right^-1; division by the constant 0 stays unfolded."""
    if right.head == "num" and right.value != 0:
        return mul(num(1 / right.value), left)
    return mul(left, power(right, MINUS_ONE))


def sqrt(argument: Tree) -> Tree:
    """argument^(1/2)."""
    return power(argument, HALF)


def call(name: str, *arguments: Tree) -> Tree:
    """The named function of the vocabulary at these arguments."""
    return tree("call", name, arguments)


def less(left: Tree, right: Tree) -> Tree:
    """left < right."""
    return tree("lt", None, (left, right))


def at_most(left: Tree, right: Tree) -> Tree:
    """left <= right."""
    return tree("le", None, (left, right))


def equal(left: Tree, right: Tree) -> Tree:
    """left = right."""
    return tree("eq", None, (left, right))


def conjunction(*conditions: Tree) -> Tree:
    """All of the conditions."""
    return conditions[0] if len(conditions) == 1 else tree("and", None, conditions)


def disjunction(*conditions: Tree) -> Tree:
    """At least one of the conditions."""
    return conditions[0] if len(conditions) == 1 else tree("or", None, conditions)


def negation(condition: Tree) -> Tree:
    """Not the condition."""
    return tree("not", None, (condition,))


def indicator(condition: Tree) -> Tree:
    """1 where the condition holds, 0 where it does not."""
    return tree("indicator", None, (condition,))


def member(element: Tree, set_: Tree) -> Tree:
    """element in set."""
    return tree("in", None, (element, set_))


def interval(low: Tree, high: Tree, low_closed: bool = True, high_closed: bool = True) -> Tree:
    """The interval between two ends."""
    return tree("interval", (low_closed, high_closed), (low, high))


def finite(*elements: Tree) -> Tree:
    """The finite set of these elements."""
    return tree("finite", None, elements)


def sign_of_infinity(node: Tree) -> int:
    """+1 for oo, -1 for -oo, 0 for anything else."""
    if node is INFINITY:
        return 1
    if node.head == "mul" and len(node.args) == 2 and node.args[1] is INFINITY and node.args[0].head == "num":
        return 1 if node.args[0].value > 0 else -1 if node.args[0].value < 0 else 0
    return 0
