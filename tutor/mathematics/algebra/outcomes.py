"""What the normal form may find instead of a value. None of these is a mistake: they say what the caller can do next.

The fifth, `Split`, stands beside the cells that it splits.
"""

from collections.abc import Mapping

from flint import fmpq

from tutor.language.tree import Tree


class Need(Exception):  # noqa: N818  (an outcome)
    """The sign of an irreducible polynomial is needed: branch on it and hand the sign to the next field.

    `name` is the key under which the field looks the sign up, `tree` the polynomial as an expression, `linear` its
    coefficients where it is affine with rational coefficients in the variables (see `linear`). `null` says that the
    polynomial is known to vanish only on a null set; otherwise the branch "= 0" has to be examined as well.
    """

    def __init__(self, name: str, tree: Tree, linear: Mapping[str, fmpq] | None, null: bool) -> None:
        super().__init__(name)
        self.name = name
        self.tree = tree
        self.linear = linear
        self.null = null


class UndefinedHere(Exception):  # noqa: N818  (an outcome)
    """Proved: the expression is undefined on the whole cell and branch, up to the excluded sets."""


class Unsupported(Exception):  # noqa: N818  (an outcome)
    """There is no rule for this; the reason names what is missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLarge(Exception):  # noqa: N818  (an outcome)
    """A size guard stopped the work before FLINT could; the reason names the size."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refined(Exception):  # noqa: N818  (an outcome, never seen outside the field)
    """A unit of exponents or angles was refined, or a larger ring is needed: build the normal form again."""
