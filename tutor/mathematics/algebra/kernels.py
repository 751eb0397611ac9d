"""Kernels: what is adjoined to the rationals, one after another, to hold an expression.

| kind | the kernel stands for | data | relation |
|---|---|---|---|
| `variable` | a variable of the domain, or the bound variable of a sum | name | |
| `algebraic` | c·x at an algebraic point x, c the leading coefficient | (name, c) | minimal polynomial |
| `pi` | pi | | |
| `exp` | exp(argument) | the argument, a quotient | |
| `root` | base^(1/degree), base > 0 | base, a polynomial | r^degree = base |
| `log` | log of the absolute value of a polynomial | the polynomial | |
| `sin`, `cos` | of the argument | the argument, a quotient | cos^2 = 1 - sin^2 |
| `parity` | (-1)^m for an integer-valued monomial m | the monomial | p^2 = 1 |
| `opaque` | any other function, sum, integral, limit | the tree | |

The name of a kernel is built from the names of the kernels below it, never from the numbers of generators: two
fields give one name to one kernel, whatever they met before.
"""

from typing import Any, TypeAlias

from flint import fmpz_mpoly

Quotient: TypeAlias = tuple[fmpz_mpoly, fmpz_mpoly | None]
"""A numerator and a denominator; None stands for the denominator 1."""

VARIABLE, ALGEBRAIC, PI, EXP, ROOT = "variable", "algebraic", "pi", "exp", "root"
LOG, SIN, COS, PARITY, OPAQUE = "log", "sin", "cos", "parity", "opaque"


class Kernel:
    """One generator of the ring with its meaning.

    `sign` is 1 or -1 where the kernel has that sign on the whole cell and branch, else 0. `names` are the variables it
    depends on. `integral`: all its values are integers. `analytic`: an expression in such kernels that is zero on one
    open set is zero on the whole cell and branch, also across poles and where the branch falls into several pieces;
    so one that is not zero somewhere vanishes on a null set only. A kernel with `degree` above 1 satisfies the monic
    `relation`.
    """

    __slots__ = (
        "analytic",
        "data",
        "degree",
        "integral",
        "kind",
        "name",
        "names",
        "place",
        "relation",
        "sign",
        "symbol",
    )

    def __init__(self, kind: str, name: str, place: int, symbol: fmpz_mpoly, data: Any) -> None:
        self.kind = kind
        self.name = name
        self.place = place
        self.symbol = symbol
        self.data = data
        self.sign = 0
        self.names: frozenset[str] = frozenset()
        self.analytic = True
        self.integral = False
        self.degree = 1
        self.relation: fmpz_mpoly | None = None
