"""Sets in plain form: subdifferentials as intervals, families of intervals as unions or single intervals."""

from tutor.language.tree import Tree, free_names, tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.families import as_interval, written_out
from tutor.mathematics.objects.sets import FAMILIES, is_countable
from tutor.mathematics.objects.subdifferentials import subdifferential
from tutor.mathematics.objects.values import reduction as value
from tutor.mathematics.trees import Budget, rebuild, substitute
from tutor.mathematics.trees.build import var

INDEX = "n"
"""The bound name of every countable image."""


def plain_set(set_: Tree, budget: Budget) -> Tree:
    """The same set without subdifferentials and without families, where they can be written out.

    Raises Undecided where a family is neither finite, nor countable, nor one interval; NoValue.
    """
    if set_.head == "clarke":
        return subdifferential(set_.args[0], set_.value, set_.args[1], budget)
    if set_.head in FAMILIES and not is_countable(set_):
        return _plain_family(set_, budget)
    if set_.head in ("union", "intersection", "minus", "complement"):
        return rebuild(set_, tuple(plain_set(part, budget) for part in set_.args))
    if set_.head == "image":
        return _renamed(set_)
    if set_.head in ("interval", "finite"):
        return tree(set_.head, set_.value, tuple(_constant(e, budget) for e in set_.args))
    return set_


def _plain_family(set_: Tree, budget: Budget) -> Tree:
    explicit = written_out(set_)
    if explicit is not None:
        return plain_set(explicit, budget)
    found = as_interval(set_, budget)
    if found is None:
        raise Undecided("a family that is not one interval")
    return found[0]


def _constant(node: Tree, budget: Budget) -> Tree:
    """Ends and elements such as measure(S) or a limit, by their values."""
    if free_names(node):
        return node
    found = value(node, budget).value
    if not isinstance(found, Tree):
        raise Undecided("an end that is only enclosed")
    return found


def _renamed(image: Tree) -> Tree:
    """The image with one and the same bound name, so that {1/n : n in N} and {1/k : k in N} are one tree."""
    return tree("image", INDEX, (substitute(image.args[0], {image.value: var(INDEX)}), image.args[1]))
