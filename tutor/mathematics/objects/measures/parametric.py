"""Integrals over one variable whose integrand and ends depend on `x`, on a cell where nothing changes its form."""

from tutor.language.tree import Tree
from tutor.mathematics.algebra import Bound, Cell, End, Field
from tutor.mathematics.analysis.antiderivatives import antiderivative
from tutor.mathematics.analysis.constants import SILENT, Constants, Undecided
from tutor.mathematics.analysis.germs import limit_from
from tutor.mathematics.objects.measures.measure import VARIABLE, Work, X, end_tree
from tutor.mathematics.objects.measures.pushforward import simplified_on
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, sign_of_infinity, sub

T = "t"
Limit = tuple[Bound, bool]


def integral_with_parameter(function: Tree, low: Limit, high: Limit, cell: Cell, work: Work) -> Tree:
    """The integral over t between the ends, as a function of `x` on the cell.

    An end (b, False) is b itself, (b, True) is x - b. Hypothesis: the integrand is smooth between them.
    Raises Undecided where the table has no antiderivative.
    """
    x = Variable(X, end_tree(cell.low), end_tree(cell.high))
    constants = Constants(work.budget, Domain((x,)))
    field = Field(Domain((Variable(T, MINUS_INFINITY, INFINITY), x)), work.budget)
    try:
        primitive = antiderivative(function, T, field, constants)
    except SILENT as silence:
        raise Undecided("an integral with a parameter") from silence
    if primitive is None:
        raise Undecided("the density of a sum without a closed form")
    value = sub(_at(primitive, high, -1, constants), _at(primitive, low, 1, constants))
    return simplified_on(value, cell.low, cell.high, work)


def _at(primitive: Tree, limit: Limit, side: int, constants: Constants) -> Tree:
    bound, moved = limit
    if isinstance(bound, End):
        end = INFINITY if (bound.value > 0) != moved else MINUS_INFINITY
        value = limit_from(primitive, T, end, side, constants)
        if sign_of_infinity(value):
            raise Undecided("an infinite end value")
        return value
    place = sub(VARIABLE, end_tree(bound)) if moved else end_tree(bound)
    return substitute(primitive, {T: place})
