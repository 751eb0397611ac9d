"""Which polynomials in kernels are certain to vanish only on a null set."""

from flint import fmpz_mpoly

from tutor.mathematics.algebra.cells import between
from tutor.mathematics.algebra.expressions import certified_sign
from tutor.mathematics.algebra.kernels import VARIABLE
from tutor.mathematics.algebra.outcomes import Unsupported
from tutor.mathematics.algebra.points import rational
from tutor.mathematics.algebra.tower import Tower
from tutor.mathematics.balls import Value

SAMPLE_PRECISIONS = (128,)


def vanishes_on_null_set(tower: Tower, polynomial: fmpz_mpoly) -> bool:
    """Whether the zeros of the polynomial are certainly a Lebesgue null set, in real variables only.

    A polynomial in the variables that is not zero has this property; so has an expression in analytic kernels that is
    certified nonzero at one point, since a real analytic function that is not identically zero vanishes on a null set.
    Kernels that are locally constant, such as floor(x), or that join several branches, such as atan(1/x), have not.
    """
    kernels = tower.kernels_in(polynomial)
    names = frozenset[str]().union(*(kernel.names for kernel in kernels))
    if not names or not names <= set(tower.reals):
        return False
    if all(kernel.kind == VARIABLE for kernel in kernels):
        return True
    return all(kernel.analytic for kernel in kernels) and _nonzero_somewhere(tower, polynomial)


def _nonzero_somewhere(tower: Tower, polynomial: fmpz_mpoly) -> bool:
    try:
        env = sample(tower)
    except Unsupported:
        return False
    return bool(certified_sign(tower, polynomial, env, SAMPLE_PRECISIONS))


def sample(tower: Tower) -> dict[str, Value]:
    """A rational point of the box, or of the cell: generic in that no two coordinates are alike."""
    env: dict[str, Value] = {}
    for place, name in enumerate(tower.reals):
        if tower.cell is not None:
            env[name] = tower.cell.sample
        else:
            run = tower.ranges[name]
            inside = between(run.low, run.high)
            for _ in range(place):
                inside = between(run.low, rational(inside))
            env[name] = inside
    return env
