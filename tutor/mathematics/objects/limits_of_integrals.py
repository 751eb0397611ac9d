"""Constants in which a limit in n stands outside or inside an integral over x, or outside a norm.

`lim(integral(f_n(x), x in D), n->oo)` is the limit of an expression in n that holds for all large n; in
`integral(lim(f_n(x), n->oo), x in D)` the limit becomes a function by pieces. See `analysis.sequences`.
"""

from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.analysis.sequences import Convergence, FunctionSequence, Undefined, convergence
from tutor.mathematics.analysis.sequences.exchange import limit_of_integrals
from tutor.mathematics.analysis.sequences.norms import signed_integrals
from tutor.mathematics.analysis.sequences.outcomes import CutAt
from tutor.mathematics.trees import Variable, rebuild
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    REALS,
    ZERO,
    add,
    indicator,
    interval,
    member,
    mul,
    power,
    sign_of_infinity,
    var,
)

BY = "integrals of f_n in closed form"


def limit_outside(node: Tree) -> Result | Tree:
    """The limit in n of one integral or norm, or the same limit with the integrals inside it in closed form.

    Raises Undecided, NoValue.
    """
    body, n = node.args[0], node.value
    if not sign_of_infinity(node.args[1]) > 0:
        return node
    if body.head == "norm" and n in free_names(body):
        return _limit_of_norm(body, n)
    if not any(_is_integral(part, n) for part in walk(body)):
        return node
    if _is_integral(body, n):
        return Result(limit_of_integrals(_sequence(body, n)), BY)
    return rebuild(node, (_closed(body, n), node.args[1]))


def limit_inside(f: Tree, x: str, set_: Tree) -> Tree:
    """The integrand with the limits in it that depend on x as functions by pieces, off a null set. Raises Undecided."""
    if f.head == "limit" and x in free_names(f):
        if not sign_of_infinity(f.args[1]) > 0:
            raise Undecided("a limit at a point inside an integral")
        return _by_pieces(_convergence(f.args[0], f.value, x, set_))
    if not any(part.head == "limit" for part in walk(f)):
        return f
    return rebuild(f, tuple(limit_inside(a, x, set_) for a in f.args))


def _is_integral(node: Tree, n: str) -> bool:
    return node.head in ("integral", "integral_on") and n in free_names(node)


def _sequence(node: Tree, n: str) -> Convergence:
    """The integrand of an integral over x as a sequence of functions."""
    if node.head == "integral":
        body, low, high = node.args
        if n in free_names(low) | free_names(high):
            inside = indicator(member(var(node.value), interval(low, high)))
            return _convergence(mul(inside, body), n, node.value, REALS)
        return _convergence(body, n, node.value, interval(low, high))
    if len(node.args) > 2:
        raise Undecided("limits of integrals against a measure")
    return _convergence(node.args[0], n, node.value, node.args[1])


def _convergence(body: Tree, n: str, x: str, set_: Tree) -> Convergence:
    place, closed = (set_.args, set_.value) if set_.head == "interval" else ((MINUS_INFINITY, INFINITY), (False, False))
    if set_.head == "interval" and not free_names(set_):
        found = convergence(FunctionSequence(body, n, Variable(x, place[0], place[1], *closed)))
    else:
        term = body if set_ is REALS else mul(indicator(member(var(x), set_)), body)
        found = convergence(FunctionSequence(term, n, Variable(x, MINUS_INFINITY, INFINITY)))
    if not isinstance(found, Convergence):
        raise Undecided("limits of integrals of a sequence in blocks")
    return found


def _closed(node: Tree, n: str) -> Tree:
    if _is_integral(node, n):
        found = _sequence(node, n)
        try:
            return signed_integrals(found.cells(), found.work)
        except (CutAt, Undefined) as silence:
            raise Undecided("an integral in n") from silence
    return rebuild(node, tuple(_closed(a, n) for a in node.args)) if node.args else node


def _by_pieces(found: Convergence) -> Tree:
    parts = []
    for piece in found.pieces():
        if piece.is_point or piece.value is ZERO:
            continue
        if piece.value is None:
            raise NoValue("the functions have no finite limit on an interval")
        parts.append(
            mul(indicator(member(var(found.work.x), interval(piece.low, piece.high, False, False))), piece.value)
        )
    return add(ZERO, *parts)


def _limit_of_norm(node: Tree, n: str) -> Result:
    f, p = node.args[:2]
    found = _convergence(f, n, node.value, node.args[2] if len(node.args) > 2 else REALS)
    if sign_of_infinity(p):
        raise Undecided("the limit of a supremum")
    value = found.mean_of(p)
    if value is None:
        raise Undecided("the limit of a norm")
    return Result(value if sign_of_infinity(value) or value is ZERO else power(value, power(p, MINUS_ONE)), BY)
