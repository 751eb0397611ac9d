"""Domains of measure 0, such as Z, Q or {x : x^2 = 2}: both sides there, and 0 elsewhere.

f = g at every point of D exactly when the functions that are f and g on D, and 0 off D, are equal everywhere. Where D
is empty every claim about its points holds, which is no reason to accept an answer; so a point of D is asked for at
which both sides have a value.
"""

from collections.abc import Iterator
from itertools import islice, product

from flint import fmpq

from tutor.judge.cells import affine_roots
from tutor.judge.meeting import AGREEING
from tutor.judge.pair import Pair
from tutor.judge.regions import CANTOR_POINTS
from tutor.judge.samples import NICE
from tutor.judge.space import Centre, space_of
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import Cell
from tutor.mathematics.trees import Domain
from tutor.mathematics.trees.build import ZERO

_MOST_POINTS = 400


def on_the_box(pair: Pair) -> Pair | None:
    """The same claim about functions on the whole box; None where the sides count almost everywhere only."""
    condition = pair.space.condition
    if condition is None or not pair.everywhere:
        return None

    def there(side: Tree) -> Tree:
        return tree("piecewise", True, (side, condition, ZERO))

    return pair.over(there(pair.left), there(pair.right), space_of(Domain(pair.space.variables)))


def is_inhabited(pair: Pair) -> bool:
    """Whether a point of the domain is known at which both sides have a value."""
    inside = (c for c in islice(_candidates(pair), _MOST_POINTS) if pair.space.contains(c))
    return any(pair.meet(c, almost_everywhere=False).outcome in AGREEING for c in inside)


def _candidates(pair: Pair) -> Iterator[Centre]:
    space = pair.space
    choices: list[list[fmpq]] = [[*NICE, *CANTOR_POINTS] for _ in space.reals]
    if len(space.reals) == 1:
        (name,) = space.reals
        roots = affine_roots(pair, name, Cell(space.low[name], space.high[name]))
        choices = [[*(p.rational for p in roots if p.rational is not None), *choices[0]]]
    for integers in space.integer_places():
        for values in product(*choices):
            yield {**dict(zip(space.reals, values, strict=True)), **integers}
