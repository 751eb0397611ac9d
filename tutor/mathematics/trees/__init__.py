"""Symbolic expressions: build, rewrite, substitute, differentiate; domains of variables; step budgets.

`build` holds the constructors in core form, `rewrite` turns what was typed into core form.
"""

from tutor.mathematics.trees.budget import Budget, OutOfSteps
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core, rebuild, replaced, substitute

__all__ = ["Budget", "Domain", "OutOfSteps", "Variable", "core", "rebuild", "replaced", "substitute"]
