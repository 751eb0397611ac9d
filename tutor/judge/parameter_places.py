"""Single values of parameters at which a claim is tried: small, generic, and those that its own trees single out."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import islice, product

from flint import fmpq

from tutor.judge.space import Centre, Space
from tutor.language.tree import Tree, walk
from tutor.mathematics.algebra import linear
from tutor.mathematics.trees import Variable
from tutor.mathematics.trees.build import TWO, add, mul, num, sqrt, sub

SMALL = 4
MOST_PATTERNS, MOST_INTEGERS, MOST_SPECIAL = 4, 14, 18

_VALUES = tuple(
    fmpq(n, d) for n, d in ((2, 1), (1, 3), (3, 1), (1, 2), (-1, 1), (2, 5), (5, 1), (3, 4), (-2, 1), (0, 1))
)
"""Small values, so that normal forms stay small."""

_GENERIC_VALUES = tuple(fmpq(n, d) for n, d in ((23, 17), (7, 19), (13, 11), (41, 13), (5, 37), (43, 7), (29, 31)))
_SHIFT = fmpq(1, 1000)
_INTEGERS = tuple(fmpq(n) for n in (0, 1, 4, 7, 11, 23))


def small_places(space: Space) -> Iterator[Centre]:
    """Closed ends of the ranges, and small points with different coordinates, every third of them."""
    ends = [_ends(v) or _VALUES[:1] for v in space.variables]
    at_ends = [dict(zip((v.name for v in space.variables), chosen, strict=True)) for chosen in product(*ends)]
    found = [centre for centre in at_ends[:SMALL] if space.contains(centre)] if any(map(_ends, space.variables)) else []
    found += islice(_inside(space, _VALUES), 0, 3 * SMALL, 3)
    yield from found or space.places(1)


def _ends(variable: Variable) -> tuple[fmpq, ...]:
    """The rational ends that a range of real numbers takes on."""
    sides = ((variable.low, variable.low_closed), (variable.high, variable.high_closed))
    return tuple(end.value for end, taken in sides if taken and end.head == "num" and not variable.integer)


def generic_places(space: Space) -> Iterator[Centre]:
    """Points whose coordinates have large prime denominators, of every pattern of signs; small and large integers.

    Of a domain that holds none of them there is a point at random.
    """
    names = [v.name for v in space.variables]
    chosen = _GENERIC_VALUES[: len(names)], _GENERIC_VALUES[len(names) - 1 :: -1], _GENERIC_VALUES[-len(names) :]
    signs = islice(product((1, -1), repeat=len(names)), MOST_PATTERNS)
    centres = [
        {name: sign * q for name, sign, q in zip(names, pattern, values, strict=True)}
        for pattern in signs
        for values in dict.fromkeys(chosen)
    ]
    found = [centre for centre in centres if space.contains(centre)]
    if space.integers:
        found += islice(_inside(space, _INTEGERS), MOST_INTEGERS)
    yield from found or space.places(1)


def _inside(space: Space, values: tuple[fmpq, ...]) -> Iterator[Centre]:
    names = [v.name for v in space.variables]
    for chosen in product(values, repeat=len(names)):
        centre = dict(zip(names, chosen, strict=True))
        if len(set(chosen)) == len(chosen) and space.contains(centre):
            yield centre


def special_places(claim: object, space: Space) -> Iterator[Centre]:
    """Where an affine part in the parameters vanishes, beside it, and where a parameter is a constant of the claim."""
    base = next(generic_places(space), None)
    if base is None:
        return
    values = dict.fromkeys(value for node in _trees(claim) for value in _singled_out(node, base))
    places = ({**base, name: value} for name, value in values)
    yield from islice((place for place in places if space.contains(place)), MOST_SPECIAL)


def irrational_places(claim: object, space: Space) -> Iterator[dict[str, Tree]]:
    """An irrational value of one parameter, where the claim has to do with the rational numbers.

    Hypothesis: two points of the domain with the others equal have the segment between them in it; so has every box.
    """
    base = next(generic_places(space), None)
    if (
        base is None
        or space.condition is not None
        or not any(n.head == "set" and n.value == "Q" for n in _trees(claim))
    ):
        return
    for v in space.reals:
        if space.contains({**base, v: base[v] + 2 * _SHIFT}):
            shifted = add(num(base[v]), mul(num(_SHIFT), sqrt(TWO)))
            yield {name: shifted if name == v else num(q) for name, q in base.items()}


def _trees(claim: object) -> Iterator[Tree]:
    for field in fields(claim):  # type: ignore[arg-type]  # every claim is a dataclass
        value = getattr(claim, field.name)
        if isinstance(value, Tree):
            yield from walk(value)


def _singled_out(node: Tree, base: Centre) -> Iterator[tuple[str, fmpq]]:
    """One parameter and a value of it; all others are as in the base."""
    if node.head == "num":
        yield from ((name, node.value) for name in base)
    form = linear(sub(*node.args)) if node.head in ("lt", "le", "eq") else None
    form = linear(node) if node.head == "add" else form
    slopes = {name: q for name, q in (form or {}).items() if name and q != 0}
    if form is None or not slopes or not slopes.keys() <= base.keys():
        return
    name, slope = min(slopes.items(), key=lambda pair: pair[0])
    rest = sum((q * base[other] for other, q in slopes.items() if other != name), form.get("", fmpq(0)))
    yield from ((name, step - rest / slope) for step in (0, 1, -1))
