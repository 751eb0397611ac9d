"""The tower of kernels over the rationals, and arithmetic of quotients of polynomials in them.

Invariant: every operation is a pointwise identity on the set where its arguments are defined and no excluded
polynomial vanishes, within the current cell and branch of signs. A polynomial that is inverted is either proved to
have no zero there or excluded by name; cancelling a common factor afterwards loses nothing.
A zero normal form proves that the expression is zero; a normal form that is not zero proves nothing.

The rules live in the modules above this one and get the tower as their first argument; what they need of each other
and of the whole (`normal`, `sign`, …) they call through the tower, which `Field` completes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flint import fmpq, fmpz, fmpz_mpoly

from tutor.language.tree import Tree
from tutor.mathematics.algebra.cells import Cell
from tutor.mathematics.algebra.kernels import Kernel, Quotient
from tutor.mathematics.algebra.outcomes import Refined, TooLarge, UndefinedHere
from tutor.mathematics.algebra.points import Bound
from tutor.mathematics.algebra.polynomials import Ring, content, factor, power, product, ring, used_places
from tutor.mathematics.algebra.ranges import Range
from tutor.mathematics.algebra.units import RING_SIZES, Units
from tutor.mathematics.trees import Budget

MAX_NAME = 4_000


class Tower:
    """Kernels, their names and the arithmetic over them; completed by `Field`."""

    def __init__(
        self,
        budget: Budget,
        units: Units,
        ranges: dict[str, Range],
        cell: Cell | None,
        signs: dict[str, int],
        atoms: Mapping[str, bool] | None,
    ) -> None:
        self.budget = budget
        self.units = units
        self.ranges = ranges
        self.cell = cell
        self.signs = signs
        self.atoms = atoms
        self.weak_signs: dict[str, int] = {}
        self.at_point = cell is not None and cell.point is not None
        self.reals = [name for name, run in ranges.items() if not run.integer]
        self.depth = 0
        self.epoch = 0
        self.start_again()

    def start_again(self) -> None:
        """Forget every kernel and everything built from them."""
        self.epoch += 1
        self.size = self.units.ring_size
        self.ring: Ring = ring(self.size, self.epoch)
        self.kernels: list[Kernel] = []
        self.by_key: dict[tuple[str, str], Kernel] = {}
        self.related: list[Kernel] = []
        self.names: dict[str, tuple[str, int]] = {}
        self.trees: dict[Kernel, Tree] = {}
        self.unexamined: dict[str, fmpz_mpoly | None] = {}
        self.zero: Quotient = (self.ring.zero, None)
        self.one: Quotient = (self.ring.one, None)

    # What the rules ask of the whole; `Field` answers.

    def of(self, tree: Tree) -> Quotient:
        """The normal form of the tree in this epoch."""
        raise NotImplementedError

    def holds(self, condition: Tree) -> bool:
        """Whether the condition holds on the whole cell and branch."""
        raise NotImplementedError

    def sign_of(self, quotient: Quotient) -> int:
        """The sign on the whole cell and branch."""
        raise NotImplementedError

    def sign_of_polynomial(self, polynomial: fmpz_mpoly) -> int:
        """The sign of a polynomial on the whole cell and branch."""
        raise NotImplementedError

    def sign_of_irreducible(self, polynomial: fmpz_mpoly) -> int:
        """The sign of a polynomial that is not factored any further."""
        raise NotImplementedError

    def require_nonzero(self, polynomial: fmpz_mpoly) -> None:
        """Prove that the polynomial has no zero here, or exclude its zeros. Raises UndefinedHere if it is zero."""
        raise NotImplementedError

    def compare(self, left: Bound, right: Bound) -> int:
        """-1, 0 or 1, certified."""
        raise NotImplementedError

    # Kernels.

    def find(self, kind: str, key: str) -> Kernel | None:
        """The kernel of this kind and key, if it was adjoined before."""
        return self.by_key.get((kind, key))

    def adjoin(
        self,
        kind: str,
        key: str,
        data: Any = None,
        *,
        over: Quotient | None = None,
        names: frozenset[str] = frozenset(),
        sign: int = 0,
        degree: int = 1,
        relation: Callable[[fmpz_mpoly], fmpz_mpoly] | None = None,
        analytic: bool = True,
        integral: bool = False,
    ) -> Kernel:
        """A new kernel with the variables of `over` and `names`, analytic only if those in `over` are.

        Raises Refined or TooLarge when the ring is full.
        """
        kernel = self._place(kind, key, data)
        below = [] if over is None else [k for part in over if part is not None for k in self.kernels_in(part)]
        kernel.names = names.union(*(k.names for k in below))
        kernel.sign, kernel.integral = sign, integral
        kernel.analytic = analytic and all(k.analytic for k in below)
        if relation is not None:
            kernel.degree, kernel.relation = degree, relation(kernel.symbol)
            self.related.insert(0, kernel)
        self.by_key[kind, key] = kernel
        return kernel

    def _place(self, kind: str, key: str, data: Any) -> Kernel:
        self.budget.spend(5)
        place = self.size - 1 - len(self.kernels)
        if place < 0:
            if self.size == RING_SIZES[-1]:
                raise TooLarge("kernels")
            self.units.ring_size = RING_SIZES[RING_SIZES.index(self.size) + 1]
            raise Refined
        if len(key) > MAX_NAME:
            raise TooLarge("the name of a kernel")
        kernel = Kernel(kind, f"{kind}:{key}" if key else kind, place, self.ring.generators[place], data)
        self.kernels.append(kernel)
        return kernel

    def range_of(self, name: str) -> Range | None:
        """Where the variable runs: the real variable of a cell in that cell."""
        cell = self.cell
        if cell is not None and cell.point is None and self.reals == [name]:
            return Range(False, cell.low, cell.high)
        return self.ranges.get(name)

    def at_place(self, place: int) -> Kernel:
        """The kernel of this generator."""
        return self.kernels[self.size - 1 - place]

    def kernels_in(self, polynomial: fmpz_mpoly) -> list[Kernel]:
        """The kernels that occur in the polynomial, latest first."""
        kernels, last = self.kernels, self.size - 1
        return [kernels[last - place] for place, degree in enumerate(polynomial.degrees()) if degree > 0]

    def names_in(self, polynomial: fmpz_mpoly | None) -> frozenset[str]:
        """The variables on which the polynomial depends."""
        names: frozenset[str] = frozenset()
        if polynomial is not None:
            for kernel in self.kernels_in(polynomial):
                names |= kernel.names
        return names

    def names_of(self, quotient: Quotient) -> frozenset[str]:
        """The variables on which the quotient depends."""
        return self.names_in(quotient[0]) | self.names_in(quotient[1])

    def single(self, polynomial: fmpz_mpoly) -> Kernel | None:
        """The kernel that the polynomial is, if it is one."""
        if len(polynomial) != 1 or polynomial.total_degree() != 1 or polynomial.leading_coefficient() != 1:
            return None
        return self.at_place(used_places(polynomial)[0])

    # Names.

    def monomial_name(self, exponents: tuple[int, ...]) -> str:
        """The name of a monomial: the names of its kernels in alphabetical order."""
        kernels, last = self.kernels, self.size - 1
        found = [
            kernels[last - place].name if e == 1 else f"{kernels[last - place].name}^{e}"
            for place, e in enumerate(exponents)
            if e
        ]
        return "*".join(sorted(found)) if len(found) > 1 else found[0] if found else "1"

    def oriented(self, polynomial: fmpz_mpoly) -> tuple[str, int]:
        """The name of ±polynomial whose alphabetically last term is positive, and the sign that was taken."""
        if len(polynomial) == 1:
            (exponents,), (coefficient,) = polynomial.monoms(), polynomial.coeffs()
            return f"{abs(coefficient)}*{self.monomial_name(exponents)}", 1 if coefficient > 0 else -1
        key = str(polynomial)
        known = self.names.get(key)
        if known is None:
            terms = sorted((self.monomial_name(e), c) for e, c in polynomial.terms())
            sign = -1 if terms and terms[-1][1] < 0 else 1
            text = "+".join(f"{sign * coefficient}*{name}" for name, coefficient in terms)
            known = self.names[key] = (text, sign)
        return known

    def name_of(self, quotient: Quotient) -> str:
        """The name of a quotient, sign and all."""
        name, sign = self.oriented(quotient[0])
        text = name if sign > 0 else f"-({name})"
        if quotient[1] is None:
            return text
        below, sign_below = self.oriented(quotient[1])
        return f"{text}/({below})" if sign_below > 0 else f"-{text}/({below})"

    # Arithmetic.

    def constant(self, value: fmpq | fmpz | int) -> Quotient:
        """The rational constant."""
        if value == 1:
            return self.one
        exact = value if isinstance(value, fmpq) else fmpq(value)
        below = exact.denom()
        constant = self.ring.context.constant
        return (constant(exact.numer()), None if below == 1 else constant(below))

    def rational_value(self, quotient: Quotient) -> fmpq | None:
        """The value of a rational constant; None for anything else."""
        above, below = quotient
        if not above.is_constant() or (below is not None and not below.is_constant()):
            return None
        if above.is_zero():
            return fmpq(0)
        return fmpq(above.leading_coefficient(), 1 if below is None else below.leading_coefficient())

    def term(self, exponents: tuple[int, ...], coefficient: fmpz | int = 1) -> fmpz_mpoly:
        """coefficient * monomial."""
        return self.ring.context.from_dict({exponents: coefficient})

    def lowest(self, above: fmpz_mpoly, below: fmpz_mpoly | None) -> Quotient:
        """The quotient in lowest terms; what is cancelled was proved nonzero or excluded when it was inverted."""
        if above.is_zero():
            return self.zero
        if below is None:
            return (above, None)
        if below.is_constant():
            return self._over_constant(above, below.leading_coefficient())
        self.budget.spend(len(above) + len(below) >> 2)
        common = above.gcd(below)
        if not common.is_one():
            above, below = above // common, below // common
        if below.leading_coefficient() < 0:
            above, below = -above, -below
        return self._over_constant(above, below.leading_coefficient()) if below.is_constant() else (above, below)

    def _over_constant(self, above: fmpz_mpoly, below: fmpz) -> Quotient:
        if below == 1:
            return (above, None)
        common = content(above).gcd(below)
        if below < 0:
            common = -common
        constant = self.ring.context.constant
        if common != 1:
            above, below = above // constant(common), below // common
        return (above, None if below == 1 else constant(below))

    def times(self, left: fmpz_mpoly, right: fmpz_mpoly) -> fmpz_mpoly:
        """The product of two polynomials, its cost counted."""
        terms = len(left) * len(right)
        if terms < 2:
            return left * right
        self.budget.spend(terms + 7 >> 3)
        return product(left, right)

    def add(self, left: Quotient, right: Quotient) -> Quotient:
        """left + right."""
        (a, b), (c, d) = left, right
        if b is None and d is None:
            return (a + c, None)
        if b is None:
            assert d is not None
            return self.lowest(self.times(a, d) + c, d)
        if d is None:
            return self.lowest(a + self.times(c, b), b)
        if b == d:
            return self.lowest(a + c, b)
        common = b.gcd(d)
        left_rest, right_rest = b // common, d // common
        above = self.reduce(self.times(a, right_rest) + self.times(c, left_rest))
        return self.lowest(above, self._nonzero_product(b, right_rest))

    def subtract(self, left: Quotient, right: Quotient) -> Quotient:
        """left - right."""
        return self.add(left, (-right[0], right[1]))

    def negate(self, quotient: Quotient) -> Quotient:
        """-quotient."""
        return (-quotient[0], quotient[1])

    def multiply(self, left: Quotient, right: Quotient) -> Quotient:
        """left * right."""
        if left is self.one:
            return right
        if right is self.one:
            return left
        (a, b), (c, d) = left, right
        above = self.reduce(self.times(a, c))
        if b is None and d is None:
            return (above, None)
        if b is None or d is None:
            return self.lowest(above, d if b is None else b)
        return self.lowest(above, self._nonzero_product(b, d))

    def _nonzero_product(self, left: fmpz_mpoly, right: fmpz_mpoly) -> fmpz_mpoly:
        """The product of two denominators; where it is zero, one of them vanishes at every point."""
        below = self.reduce(self.times(left, right))
        if below.is_zero():
            raise UndefinedHere
        return below

    def scale(self, quotient: Quotient, factor_: fmpq | int) -> Quotient:
        """A rational multiple."""
        return self.multiply(quotient, self.constant(factor_))

    def sum_of(self, quotients: list[Quotient]) -> Quotient:
        """The sum, reduced."""
        total = quotients[0]
        for quotient in quotients[1:]:
            total = self.add(total, quotient)
        return (self.reduce(total[0]), total[1])

    def invert(self, quotient: Quotient) -> Quotient:
        """1 / quotient; its zeros are excluded. Raises UndefinedHere for zero."""
        above, below = self.reduce(quotient[0]), quotient[1]
        self.require_nonzero(above)
        return self.lowest(self.ring.one if below is None else below, above)

    def divide(self, left: Quotient, right: Quotient) -> Quotient:
        """left / right; the zeros of right are excluded."""
        return self.multiply(left, self.invert(right))

    def integer_power(self, quotient: Quotient, exponent: int) -> Quotient:
        """quotient^exponent; 0^0 is 1, and zeros are excluded for negative exponents."""
        if exponent == 0:
            return self.one
        if exponent < 0:
            quotient, exponent = self.invert(quotient), -exponent
        above, below = quotient
        if exponent == 1:
            return (self.reduce(above), below)
        self.budget.spend(len(above) * exponent)
        above = self.reduce(power(above, exponent))
        if below is None:
            return (above, None)
        below = self.reduce(power(below, exponent))
        if below.is_zero():
            raise UndefinedHere
        return self.lowest(above, below)

    def reduce(self, polynomial: fmpz_mpoly) -> fmpz_mpoly:
        """The remainder by the relations of the kernels, latest first: each introduces earlier kernels only."""
        if self.related and polynomial.total_degree() > 1:  # no relation is of lower degree
            degrees = polynomial.degrees()
            for kernel in self.related:
                if degrees[kernel.place] >= kernel.degree:
                    self.budget.spend(len(polynomial))
                    assert kernel.relation is not None
                    polynomial = polynomial % kernel.relation
                    degrees = polynomial.degrees()
        return polynomial

    def is_zero(self, quotient: Quotient) -> bool:
        """Whether the normal form is zero: a proof that the expression is. False proves nothing."""
        return self.reduce(quotient[0]).is_zero()

    def factor(self, polynomial: fmpz_mpoly) -> tuple[fmpz, list[tuple[fmpz_mpoly, int]]]:
        """The factorisation; see `polynomials.factor`."""
        self.budget.spend(2 + 4 * len(polynomial))
        return factor(polynomial, self.ring)

    # Sets that were not examined.

    def exclude(self, polynomial: fmpz_mpoly) -> None:
        """Record that the zeros of the polynomial were not examined."""
        self.unexamined[self.oriented(polynomial)[0]] = polynomial

    def exclude_by_name(self, name: str) -> None:
        """Record a set that is not the zero set of a polynomial."""
        self.unexamined[name] = None
