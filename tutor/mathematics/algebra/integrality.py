"""Which polynomials in the kernels take integer values only."""

from flint import fmpz_mpoly

from tutor.mathematics.algebra.tower import Tower


def integer_valued(tower: Tower, polynomial: fmpz_mpoly) -> bool:
    """Whether every kernel of the integer polynomial takes integer values only."""
    return all(kernel.integral for kernel in tower.kernels_in(polynomial))


def integer_monomial(tower: Tower, exponents: tuple[int, ...]) -> bool:
    """Whether every kernel of the monomial takes integer values only."""
    return all(tower.at_place(place).integral for place, e in enumerate(exponents) if e)
