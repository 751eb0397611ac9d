"""The eventual decomposition of the space: moving cells on which f_n is smooth in x for all large n.

Ends are places a(n) in their eventual order. On a cell every switch (indicator, abs, max, floor of something bounded)
has one branch, found by the zeros of what it asks about and its eventual sign in the middle of the cell. Powers x^n of
something negative become (-1)^n (-x)^n: n is a whole number.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from flint import fmpq

from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.elementary import elementary
from tutor.mathematics.analysis.sequences.outcomes import CutAt, Undefined
from tutor.mathematics.analysis.sequences.sequence import MovingCell, Work
from tutor.mathematics.analysis.sequences.zeros import Located
from tutor.mathematics.trees import rebuild
from tutor.mathematics.trees.build import MINUS_ONE, ONE, ZERO, mul, neg, num, power, sign_of_infinity, sub

MAX_CELLS = 40
_REWRITTEN = frozenset(
    ["relu", "positive_part", "negative_part", "norm1", "norm2", "norminf", "ceil", "frac", "cbrt", "root", "tan"]
)

Answer = TypeVar("Answer")


def asked_on_cells(
    question: Callable[[Located], Answer], work: Work, ends: Sequence[Tree]
) -> list[tuple[Tree, Tree, Answer]]:
    """The answer on each moving cell between the ends, which are in order; cells are cut as the question demands.

    Raises Undecided.
    """
    waiting = list(pairwise(ends))[::-1]
    found: list[tuple[Tree, Tree, Answer]] = []
    while waiting:
        if len(found) + len(waiting) > MAX_CELLS:
            raise Undecided(f"more than {MAX_CELLS} moving cells")
        low, high = waiting.pop()
        work.budget.spend(50)
        try:
            found.append((low, high, question(Located((low, high), work))))
        except CutAt as cut:
            parts = [low, *work.eventually.sorted(cut.places), high]
            waiting += list(pairwise(parts))[::-1]
    return found


def moving_cells(term: Tree, work: Work, cuts: Sequence[Tree] = ()) -> list[MovingCell]:
    """The cells of the space for all large n, cut at the given places besides. Raises Undecided."""
    place, order = work.sequence.place, work.eventually.order
    inner = [c for c in cuts if order(place.low, c) < 0 and order(c, place.high) < 0]
    ends = [place.low, *work.eventually.sorted(inner), place.high]
    return [MovingCell(*cell) for cell in asked_on_cells(lambda on: resolved(term, on), work, ends)]


def with_one_sign(cells: Sequence[MovingCell], work: Work) -> list[tuple[MovingCell, int]]:
    """The cells, cut where their functions change the sign, each with that sign. Raises CutAt never, Undecided."""
    found = []
    for cell in cells:
        parts = asked_on_cells(_sign_of(cell.function), work, (cell.low, cell.high))
        found += [(MovingCell(low, high, cell.function), sign) for low, high, sign in parts]
    return found


def _sign_of(function: Tree) -> Callable[[Located], int]:
    return lambda on: on.sign(function)


# Switches -------------------------------------------------------------------------------------------------------------


def resolved(node: Tree, on: Located) -> Tree:
    """The tree without switches in x, as it is on the cell for all large n. Raises CutAt, Undecided."""
    done: dict[Tree, Tree] = {}

    def resolve(current: Tree) -> Tree:
        if on.work.x not in free_names(current):
            return current
        known = done.get(current)
        if known is None:
            known = done[current] = _resolved(current, on, resolve)
        return known

    return resolve(node)


def _resolved(node: Tree, on: Located, resolve: Callable[[Tree], Tree]) -> Tree:
    match node.head:
        case "var":
            return node
        case "indicator":
            return ONE if _holds(node.args[0], on, resolve) else ZERO
        case "mul":
            return _product(node, resolve)
        case "pow":
            return _power(resolve(node.args[0]), resolve(node.args[1]), on)
        case "piecewise":
            return _piece(node, on, resolve)
        case "call":
            return _call(node, on, resolve)
        case "add":
            return rebuild(node, tuple(resolve(a) for a in node.args))
    raise Undecided(f"'{node.head}' in a sequence of functions")


def _product(node: Tree, resolve: Callable[[Tree], Tree]) -> Tree:
    # 1_A g is 0 off A, even where g is undefined.
    if any(f.head == "indicator" and resolve(f) is ZERO for f in node.args):
        return ZERO
    factors = [resolve(f) for f in node.args]
    return ZERO if ZERO in factors else mul(*factors)


def _power(base: Tree, exponent: Tree, on: Located) -> Tree:
    """base^exponent, with its poles cut out; an exponent with n is a whole number where the base is negative."""
    if on.work.x not in free_names(base):
        return power(base, exponent)
    if on.work.n not in free_names(exponent):
        return _fixed_power(base, exponent, on)
    if _is_even_power(exponent, on.work.n):
        return power(power(base, num(2)), mul(num(fmpq(1, 2)), exponent))
    if on.sign(base) > 0:
        return power(base, exponent)
    if not _is_whole(exponent, on.work.n):
        raise Undecided("a power of something negative")
    return mul(power(MINUS_ONE, exponent), power(neg(base), exponent))


def _fixed_power(base: Tree, exponent: Tree, on: Located) -> Tree:
    whole = exponent.head == "num" and exponent.value.denom() == 1
    if not (whole and exponent.value > 0):
        sign = on.sign(base)
        if sign == 0 or (sign < 0 and not whole):
            raise Undefined("a power that is undefined on an interval")
    return power(base, exponent)


def _is_even_power(exponent: Tree, n: str) -> bool:
    """Whether the exponent is 2 k n for a whole k."""
    if exponent.head != "mul" or len(exponent.args) != 2 or exponent.args[0].head != "num":
        return False
    value = exponent.args[0].value
    return value.denom() == 1 and value.numer() % 2 == 0 and exponent.args[1].head == "var"


def _is_whole(exponent: Tree, n: str) -> bool:
    """Whether the exponent is a whole number for whole n, by its form."""
    if exponent.head == "num":
        return bool(exponent.value.denom() == 1)
    if exponent.head == "var":
        return bool(exponent.value == n)
    return exponent.head in ("add", "mul") and all(_is_whole(a, n) for a in exponent.args)


def _piece(node: Tree, on: Located, resolve: Callable[[Tree], Tree]) -> Tree:
    for i in range(0, len(node.args) - 1, 2):
        if _holds(node.args[i + 1], on, resolve):
            return resolve(node.args[i])
    if node.value:
        return resolve(node.args[-1])
    raise Undefined("no piece holds on an interval")


def _call(node: Tree, on: Located, resolve: Callable[[Tree], Tree]) -> Tree:
    if node.value in _REWRITTEN:
        simpler = elementary(node)
        if simpler is not None:
            return resolve(simpler)
    args = tuple(resolve(a) for a in node.args)
    if node.value in ("log", "log2", "log10") and on.sign(args[0]) <= 0:
        raise Undefined("a logarithm of something that is not positive on an interval")
    if node.value in ("abs", "sign"):
        sign = on.sign(args[0])
        return num(sign) if node.value == "sign" else mul(num(sign), args[0]) if sign else ZERO
    if node.value == "heaviside":
        return ONE if on.sign(args[0]) > 0 else ZERO
    if node.value in ("max", "min"):
        best = args[0]
        for candidate in args[1:]:
            sign = on.sign(sub(candidate, best))
            if sign and (sign > 0) == (node.value == "max"):
                best = candidate
        return best
    if node.value in ("floor", "cantor", "gamma", "factorial", "binomial"):
        raise Undecided(f"{node.value} of something that depends on x")
    return rebuild(node, args)


# Conditions -----------------------------------------------------------------------------------------------------------


def _holds(condition: Tree, on: Located, resolve: Callable[[Tree], Tree]) -> bool:
    """Whether the condition holds on the whole cell; points, of which a cell has none, don't count."""
    match condition.head:
        case "true" | "false":
            return condition.head == "true"
        case "and":
            return all(_holds(c, on, resolve) for c in condition.args)
        case "or":
            return any(_holds(c, on, resolve) for c in condition.args)
        case "not":
            return not _holds(condition.args[0], on, resolve)
        case "in":
            return _inside(condition.args[0], condition.args[1], on, resolve)
        case "lt" | "le":
            return _order(condition.args[0], condition.args[1], on, resolve) < 0
        case "eq" | "ne":
            return (_order(condition.args[0], condition.args[1], on, resolve) == 0) == (condition.head == "eq")
    raise Undecided(f"the condition '{condition.head}' in a sequence of functions")


def _order(left: Tree, right: Tree, on: Located, resolve: Callable[[Tree], Tree]) -> int:
    gap = sign_of_infinity(left) - sign_of_infinity(right)
    return gap if gap else on.sign(sub(resolve(left), resolve(right)))


def _inside(element: Tree, set_: Tree, on: Located, resolve: Callable[[Tree], Tree]) -> bool:
    match set_.head:
        case "interval":
            low, high = set_.args
            return _order(low, element, on, resolve) < 0 and _order(element, high, on, resolve) < 0
        case "union":
            return any(_inside(element, part, on, resolve) for part in set_.args)
        case "intersection":
            return all(_inside(element, part, on, resolve) for part in set_.args)
        case "complement":
            return not _inside(element, set_.args[0], on, resolve)
        case "minus":
            return _inside(element, set_.args[0], on, resolve) and not _inside(element, set_.args[1], on, resolve)
        case "finite":
            return any(_order(element, item, on, resolve) == 0 for item in set_.args)
        case "set" if set_.value == "R":
            return True
    raise Undecided(f"membership in '{set_.head}' in a sequence of functions")
