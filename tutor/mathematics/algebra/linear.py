"""Affine forms with rational coefficients."""

from flint import fmpq

from tutor.language.tree import Tree

CONSTANT = ""
"""The key of the constant term."""


def linear(node: Tree) -> dict[str, fmpq] | None:
    """The coefficients by variable, the constant under "", of an affine core tree with rational coefficients; or None.

    Purely syntactic: a power or a call is not affine, whatever its value.
    """
    match node.head:
        case "num":
            return {CONSTANT: node.value}
        case "var":
            return {node.value: fmpq(1)}
        case "add":
            return _sum(node)
        case "mul":
            return _product(node)
    return None


def _sum(node: Tree) -> dict[str, fmpq] | None:
    total: dict[str, fmpq] = {}
    for term in node.args:
        form = linear(term)
        if form is None:
            return None
        for name, coefficient in form.items():
            total[name] = total.get(name, fmpq(0)) + coefficient
    return total


def _product(node: Tree) -> dict[str, fmpq] | None:
    scale = fmpq(1)
    varying: dict[str, fmpq] | None = None
    for factor in node.args:
        form = linear(factor)
        if form is None:
            return None
        if form.keys() <= {CONSTANT}:
            scale *= form.get(CONSTANT, fmpq(0))
        elif varying is None:
            varying = form
        else:
            return None
    if varying is None:
        return {CONSTANT: scale}
    return {name: coefficient * scale for name, coefficient in varying.items()}
