"""How numbers, points and sets are written in evidence: exact where short, ten significant digits otherwise."""

from collections.abc import Mapping, Sequence

from flint import arb, fmpq

from tutor.judge.meeting import Extended
from tutor.language.printers.plain import plain
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import (
    Bound,
    Cell,
    End,
    Field,
    Need,
    Point,
    Split,
    TooLarge,
    UndefinedHere,
    Unsupported,
    as_tree,
)
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget, Domain, OutOfSteps
from tutor.mathematics.trees.build import ONE, ZERO, add, call, mul, neg, num, power, var

DIGITS = 10
MOST_DIGITS = 60
_SHORT = 10**6
_SHORT_WHOLE = 10**15
_LONGEST = 60
_LONGEST_COORDINATE = 10**60
_MOST_TENS = 10**7
_STEPS = 5_000


def pair_text(left: Extended, right: Extended) -> tuple[str, str]:
    """Two different values, with as many digits, at most 60, as it takes to tell them apart as decimals.

    Where these don't tell them apart the two texts are the same.
    """
    for digits in range(DIGITS, MOST_DIGITS + 1, 5):
        if _decimal_text(left, digits) != _decimal_text(right, digits):
            return value_text(left, digits), value_text(right, digits)
    return (value_text(left),) * 2


def _decimal_text(value: Extended, digits: int) -> str:
    """The value as a decimal, even where it is short as a rational; "1.0" and "1" are the same text."""
    if not isinstance(value, fmpq):
        text = value_text(value, digits)
    else:
        with precision(4 * digits + 64):
            text = _decimal(arb(value), digits)
    return text


def coordinate_text(q: fmpq) -> str:
    """A coordinate: exact where that is short, or a power of ten; or else about what it is."""
    size = max(abs(q.numer()), q.denom())
    if size < _SHORT_WHOLE:
        return str(q)
    with precision(64):
        nearest = (abs(arb(q)).log() / arb(10).log() + fmpq(1, 2)).floor().unique_fmpz()
        if nearest is not None and abs(nearest) < _MOST_TENS and abs(q) == fmpq(10) ** int(nearest):
            return f"{'-' if q < 0 else ''}10^{nearest}"
        return str(q) if size < _LONGEST_COORDINATE else f"about {_decimal(arb(q), DIGITS)}"


def coordinate(text: str) -> fmpq | None:
    """The number that `coordinate_text` wrote; None for an approximate one and for any other text."""
    size = text.removeprefix("-")
    try:
        if size.startswith("10^"):
            return fmpq(10) ** int(size[3:]) * (1 if size == text else -1)
        above, _, below = text.partition("/")
        return fmpq(int(above), int(below or 1))
    except ValueError:
        return None


def value_text(value: Extended, digits: int = DIGITS) -> str:
    """A value; "undefined", "oo" and "-oo" are said plainly."""
    if value is None:
        return "undefined"
    if isinstance(value, int):
        return "oo" if value > 0 else "-oo"
    if isinstance(value, fmpq):
        if is_short(value):
            return str(value)
        with precision(4 * digits + 64):
            return _decimal(arb(value), digits)
    return _decimal(value, digits)


def is_short(q: fmpq) -> bool:
    """Whether the rational is written as it is."""
    limit = _SHORT_WHOLE if q.denom() == 1 else _SHORT
    return bool(max(abs(q.numer()), q.denom()) < limit)


def _decimal(value: arb, digits: int) -> str:
    """The middle of the ball, without the zeros behind its last digit."""
    if not value.is_finite():
        return "unknown"
    whole, point, rest = str(value.mid().str(digits, radius=False)).partition(".")
    decimals, e, exponent = rest.partition("e")
    return whole + (point + decimals).rstrip("0").rstrip(".") + e + exponent


def point_text(bound: Bound) -> str:
    """A point or an infinite end."""
    if isinstance(bound, End):
        return "oo" if bound is End.PLUS else "-oo"
    if bound.rational is not None:
        return str(bound.rational)
    try:
        return tree_text(_simplified(as_tree(bound)))
    except Unsupported:
        with precision(64):
            return _decimal(bound.ball(64), DIGITS)


def _simplified(constant: Tree) -> Tree:
    """The constant in normal form, where that is shorter."""
    field = Field(Domain(), Budget(_STEPS))
    try:
        normal = field.as_tree(field.normal(constant))
    except (Need, Split, TooLarge, UndefinedHere, Unsupported, OutOfSteps):
        return constant
    return normal if len(tree_text(normal)) < len(tree_text(constant)) else constant


def cells_text(cells: Sequence[Cell]) -> str:
    """A union of open intervals."""
    return " U ".join(f"({point_text(c.low)}, {point_text(c.high)})" for c in cells)


def points_text(points: Sequence[Point]) -> str:
    """A finite set."""
    return "{" + ", ".join(point_text(p) for p in points) + "}"


def zero_set_text(node: Tree, form: Mapping[str, fmpq] | None, names: Sequence[str]) -> str:
    """The set on which an expression in these variables is 0."""
    where = names[0] if len(names) == 1 else "(" + ", ".join(names) + ")"
    leading = next((n for n in names if form and form.get(n, 0) != 0), None)
    if form is None or leading is None:
        return f"{{{where} : {_equation(node)}}}"
    rest = [
        num(-c / form[leading]) if not n else mul(num(-c / form[leading]), var(n))
        for n, c in form.items()
        if n != leading
    ]
    return f"{{{where} : {leading} = {tree_text(add(*rest) if rest else ZERO)}}}"


def _equation(node: Tree) -> str:
    """node = 0 with its constant on the right and the other terms in order."""
    terms = node.args if node.head == "add" else (node,)
    constant = next((t for t in terms if t.head == "num"), ZERO)
    left = sorted((t for t in terms if t.head != "num"), key=lambda t: plain(_surface(t)))
    return f"{tree_text(add(*left))} = {tree_text(neg(constant))}"


def tree_text(node: Tree) -> str:
    """A core tree as it would be typed."""
    text = plain(_surface(node))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _surface(node: Tree) -> Tree:
    """Square roots, quotients and differences instead of powers and negative factors."""
    args = tuple(_surface(a) for a in node.args)
    match node.head:
        case "num" if node.value.denom() != 1 and node.value < 0:
            return tree("neg", None, (_surface(num(-node.value)),))
        case "num" if node.value.denom() != 1:
            return tree("div", None, (num(fmpq(node.value.numer())), num(fmpq(node.value.denom()))))
        case "pow" if node.args[1].head == "num" and node.args[1].value == fmpq(1, 2):
            return call("sqrt", args[0])
        case "mul" if node.args[0].head == "num" and node.args[0].value < 0:
            return tree("neg", None, (_surface(neg(node)),))
        case "mul" | "pow" if (below := _denominator(node)) is not ONE:
            return tree("div", None, (_surface(_numerator(node)), _surface(below)))
        case "add":
            return _differences(args)
    return tree(node.head, node.value, args)


def _differences(terms: Sequence[Tree]) -> Tree:
    """The positive terms first, the others subtracted."""
    negative = [t for t in terms if _is_negative(t)]
    positive = [t for t in terms if not _is_negative(t)] or [negative.pop(0)]
    total = positive[0] if len(positive) == 1 else tree("add", None, tuple(positive))
    for term in negative:
        total = tree("sub", None, (total, _surface(num(-term.value)) if term.head == "num" else term.args[0]))
    return total


def _is_negative(term: Tree) -> bool:
    return term.head == "neg" or (term.head == "num" and bool(term.value < 0))


def _denominator(node: Tree) -> Tree:
    factors = node.args if node.head == "mul" else (node,)
    return mul(*(_below(f) for f in factors))


def _below(factor: Tree) -> Tree:
    if factor.head == "num":
        return num(fmpq(factor.value.denom()))
    negative = factor.head == "pow" and factor.args[1].head == "num" and factor.args[1].value < 0
    return power(factor.args[0], neg(factor.args[1])) if negative else ONE


def _numerator(node: Tree) -> Tree:
    factors = node.args if node.head == "mul" else (node,)
    kept = (f for f in factors if f.head == "num" or _below(f) is ONE)
    return mul(*(num(fmpq(f.value.numer())) if f.head == "num" else f for f in kept))
