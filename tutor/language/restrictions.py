"""Densities and restrictions: `f dx on S`, `f dx, x > 0`, `mu on S`, `mu|_S`, `restrict(mu, S)`, `1_{x>0} mu`."""

from itertools import pairwise

from tutor.language import brackets, pieces, powers
from tutor.language.conditions import INTERSECTION_SIGNS, UNION_SIGNS
from tutor.language.faults import FaultKind
from tutor.language.indicators import braced_subscript
from tutor.language.parser import Infix, Parser, Prefix, Spans
from tutor.language.sorts import Sort
from tutor.language.tokens import Token
from tutor.language.tree import Tree, free_names

# Densities.


def density(p: Parser, left: Spans) -> Spans:
    """`f dx on S`; without a set it is on the whole line."""
    function = p.number(left)
    token = p.take()
    return _over_a_set(p, function, _variable(p, token, function), token, left.start)


def bare_differential(p: Parser, power: int) -> Spans:
    """`dx on S`: density 1."""
    token = p.take()
    one = p.node("num", brackets.ONE, (), token.start, token.end)
    return _over_a_set(p, one, _variable(p, token, one), token, token.start)


def _variable(p: Parser, token: Token, function: Spans) -> str:
    """The variable of a density; in `f dλ(x)`, and in `f dλ` where f is a function of x, λ is Lebesgue measure."""
    name = str(token.value)
    if name not in _LEBESGUE or p.line is None:
        return name
    if p.token.type == "(" and p.token.glued and p.peek().value == p.line and p.peek(2).type == ")":
        p.move(p.place + 3)
        return p.line
    free = free_names(function.tree)
    return p.line if p.line in free and name not in free else name


_LEBESGUE = frozenset(["lambda", "m"])


def _over_a_set(p: Parser, function: Spans, name: str, token: Token, start: int) -> Spans:
    if p.token.type in _CONDITIONS or (p.token.type in (",", "on") and _condition_follows(p, name)):
        over = _where(p, name)
    elif p.token.type == "(" and _condition_follows(p, name):
        over = _all_with(p, name, p.condition(p.prefixes["("](p, powers.ATOM)))
    elif p.token.type == "on":
        p.take()
        over = _set(p, name, diffuse=True)
    else:
        over = p.node("set", "R", (), token.start, token.end, Sort.SET)
    return p.node("density", name, (function, over), start, p.before().end, Sort.MEASURE)


_CONDITIONS = frozenset(["for", "if"])
_RELATIONS = frozenset(["<", "<=", ">", ">="])


def _condition_follows(p: Parser, name: str) -> bool:
    """Whether what follows, up to a sum or a comma, is a comparison with the variable of the density."""
    relation = variable = False
    for token in p.tokens[p.place + 1 :]:
        if token.type in ("end", ",", ";", "+", "{", "~", "in"):
            break
        relation |= token.type in _RELATIONS
        variable |= token.type in ("word", "var") and token.value == name
    return relation and variable


def _where(p: Parser, name: str) -> Spans:
    """`f dx for x > 0`, `f dx, x > 0`, `f dx on 0 < x < 1`: the set of the points where the condition holds."""
    p.take()
    return _all_with(p, name, p.condition(p.expression(powers.OR - 1)))


def _all_with(p: Parser, name: str, condition: Spans) -> Spans:
    return p.node("builder", name, (condition,), condition.start, condition.end, Sort.SET)


def _set(p: Parser, name: str | None, diffuse: bool) -> Spans:
    """The set behind `on`: a plus sign ends it. `{x > 0}` is the set where this holds of the named variable."""
    if name is not None and p.token.type == "{" and brackets.signs(p) & _RELATIONS and ":" not in brackets.signs(p):
        p.take()
        condition = p.condition(brackets.conditions(p))
        p.expect("}", "the closing brace")
        return _all_with(p, name, condition)
    outer, p.diffuse = p.diffuse, diffuse
    found = p.expression(powers.SUM)
    fresh = False
    while p.token.type in _SET_SIGNS:
        p.fresh = fresh
        found = p.infixes[p.token.type][1](p, p.set(found))
        fresh = True
    p.diffuse = outer
    return p.set(found)


_SET_SIGNS = UNION_SIGNS | INTERSECTION_SIGNS | {"setminus"}

# Restrictions.


def phrases(p: Parser) -> None:
    """Give their meaning to `restricted to`, `restrict(mu, S)` and `restriction of mu to S`, where no name is meant."""
    for token, after in pairwise(p.tokens):
        if token.type != "word":
            continue
        if token.value == "restricted" and after.type == "to":
            token.type = "on"
        elif token.value in ("restrict", "restriction") and (after.type == "(" or after.value == "of"):
            token.type = "restriction"


def restriction(p: Parser, left: Spans) -> Spans:
    """`mu on S`, `mu restricted to S`, `mu on x > 0`."""
    if p.line is not None and _condition_follows(p, p.line):
        over = _where(p, p.line)
    else:
        p.take()
        if p.token.type == "to":
            p.take()
        over = _set(p, p.line, _is_diffuse(left.tree))
    _check_reach(p, left, over)
    return p.over("restrict", None, (left, over), Sort.MEASURE)


def called(p: Parser, power: int) -> Spans:
    """`restrict(mu, S)`, `restriction of mu to S`."""
    word = p.take()
    bracket = p.token.type == "("
    p.take()
    measure = p.measure(p.expression(powers.OPEN if bracket else powers.ON))
    if p.token.type not in ((",", "to") if bracket else ("to", "on")):
        raise p.unexpected("the set is missing: restrict(mu, [0,1])")
    p.take()
    over = p.set(pieces.argument(p)) if bracket else _set(p, p.line, _is_diffuse(measure.tree))
    if bracket:
        p.expect(")", "the closing bracket")
    return p.node("restrict", None, (measure, over), word.start, p.before().end, Sort.MEASURE)


def barred(p: Parser, left: Spans) -> Spans:
    """`mu|_S`, `mu|[0,1]`. Raises Fault behind anything but a measure: the bar has no partner."""
    bar = p.take()
    if left.sort is not Sort.MEASURE:
        message = "this bar has no partner; 'such that' is written with a colon, {x : …}"
        raise p.at_token(FaultKind.UNCLOSED, bar, message)
    if p.token.type == "_":
        p.take()
    if p.token.type not in ("{", "[", "(", "set", "setname", "N"):
        raise p.unexpected("a restriction names its set: mu|_[0,1], or mu on [0,1]")
    outer, p.diffuse = p.diffuse, _is_diffuse(left.tree)
    over = braced_subscript(p) if p.token.type == "{" else p.prefixes[p.token.type](p, powers.ATOM)
    p.diffuse = outer
    if over.sort is Sort.CONDITION and p.line is not None:
        over = _all_with(p, p.line, over)
    return p.over("restrict", None, (left, p.set(over)), Sort.MEASURE)


def weighted(p: Parser, factors: list[Spans]) -> Spans:
    """A function times a measure: `e^-x lebesgue` has the density e^-x, `1_{x>0} mu` is mu where x > 0.

    Raises Fault for another function times another measure: it has no form of its own.
    """
    measure = next(factor for factor in factors if factor.sort is Sort.MEASURE)
    numbers = [p.number(factor) for factor in factors if factor is not measure]
    start, end = factors[0].start, factors[-1].end
    line = p.line or ""
    if measure.tree.head == "law" and measure.tree.value == "lebesgue":
        function = numbers[0] if len(numbers) == 1 else p.over("mul", None, tuple(numbers))
        return _over_a_set(p, function, line, p.before(), start)
    for factor in [number for number in numbers if line in free_names(number.tree)]:
        if factor.tree.head != "indicator":
            message = "a function times a measure is read where it is an indicator, or a density: f dx, f lebesgue"
            raise p.fault(FaultKind.UNSUPPORTED, (factor.start, measure.end), message)
        condition = factor.children[0]
        inside = condition.tree.head == "in" and condition.children[0].tree.value == line
        over = condition.children[1] if inside else _all_with(p, line, condition)
        measure = p.node("restrict", None, (measure, over), start, end, Sort.MEASURE)
        numbers.remove(factor)
    return p.node("mul", None, (*numbers, measure), start, end, Sort.MEASURE) if numbers else measure


def _check_reach(p: Parser, left: Spans, over: Spans) -> None:
    """Raises Fault for `dx + delta_0 on S`: a point mass needs no set, and a density on all of R is rarely meant."""
    if not _is_point_mass(left.tree):
        return
    place, summed = next(i for i, token in enumerate(p.tokens) if token.start >= left.start), False
    while place >= 0 and p.tokens[place].type not in ("on", ",", ";", "("):
        token = p.tokens[place]
        summed |= token.type == "+" and token.end <= left.start
        if token.type == "diff" and summed:
            start = p.tokens[place - 1].start if place and p.tokens[place - 1].type == "num" else token.start
            first, set_ = p.text[start : left.end], p.text[over.start : over.end]
            readings = (f"({first}) on {set_}", f"{first[: left.start - start]}({p.text[left.start : over.end]})")
            message = "it is not clear whether the set behind 'on' belongs to all terms; write brackets"
            raise p.fault(FaultKind.AMBIGUOUS, (token.start, left.end), message, readings=readings)
        place = min(place, token.partner if token.partner >= 0 else place) - 1


def _is_point_mass(node: Tree) -> bool:
    """Whether the node is a multiple of a point mass."""
    if node.head in ("mul", "div"):
        return any(_is_point_mass(part) for part in node.args)
    return node.head == "atom"


_DIFFUSE = frozenset(["lebesgue", "exponential", "laplace", "cauchy", "cantor"])


def _is_diffuse(node: Tree) -> bool:
    """Whether the measure has no point masses, seen from its form: then (0, oo) and [0, oo) are the same to it."""
    if node.head == "law" and node.value in ("normal", "uniform"):
        first, second = node.args
        return first.head == second.head == "num" and second.value > (first.value if node.value == "uniform" else 0)
    if node.head == "law":
        return node.value in _DIFFUSE
    if node.head == "mul":
        return _is_diffuse(node.args[-1])
    return node.head == "density" or (node.head in ("add", "div") and all(map(_is_diffuse, node.args[: _terms(node)])))


def _terms(node: Tree) -> int:
    return 1 if node.head == "div" else len(node.args)


PREFIXES: dict[str, Prefix] = {"diff": bare_differential, "restriction": called}

INFIXES: dict[str, tuple[int, Infix]] = {
    "diff": (powers.ON, density),
    "on": (powers.ON, restriction),
    "|_": (powers.ON, barred),
}
