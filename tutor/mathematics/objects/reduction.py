"""Sets in plain form: subdifferentials as intervals, families of intervals as unions or single intervals."""

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.analysis.constants import Undecided, enclosure
from tutor.mathematics.objects.families import as_interval, written_out
from tutor.mathematics.objects.sets import FAMILIES, is_countable
from tutor.mathematics.objects.subdifferentials import subdifferential
from tutor.mathematics.objects.values import reduction as value
from tutor.mathematics.trees import Budget, rebuild, substitute
from tutor.mathematics.trees.build import add, finite, member, neg, num, sign_of_infinity, var

INDEX = "n"
"""The bound name of every countable image."""

_MOST_BITS = 20_000


def plain_set(set_: Tree, budget: Budget) -> Tree:
    """The same set without subdifferentials and without families, where they can be written out.

    Raises Undecided where a family is neither finite, nor countable, nor one interval; NoValue.
    """
    if set_.head == "clarke":
        return subdifferential(set_.args[0], set_.value, set_.args[1], budget)
    if set_.head in FAMILIES and not is_countable(set_):
        return _plain_family(set_, budget)
    if set_.head in FAMILIES:
        return _single_points(set_, budget)
    if set_.head == "builder" and any(node.head in FAMILIES for node in walk(set_)):
        return rebuild(set_, (_plain_condition(set_.args[0], budget),))
    if set_.head in ("union", "intersection", "minus", "complement"):
        return rebuild(set_, tuple(plain_set(part, budget) for part in set_.args))
    if set_.head == "image":
        return _image(set_, budget)
    if set_.head in ("interval", "finite"):
        ends = (_constant(_without_extremes(e), budget) for e in set_.args)
        return tree(set_.head, set_.value, tuple(ends))
    return set_


def _plain_condition(condition: Tree, budget: Budget) -> Tree:
    """The condition with the sets of its memberships in plain form, where they have no other name in them."""
    if condition.head == "in" and not free_names(condition.args[1]):
        return member(condition.args[0], plain_set(condition.args[1], budget))
    if condition.head in ("and", "or", "not"):
        return rebuild(condition, tuple(_plain_condition(c, budget) for c in condition.args))
    return condition


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


def _image(image: Tree, budget: Budget) -> Tree:
    """The image with one bound name, so that {1/n : n in N} and {1/k : k in N} are one tree; simpler where it can be.

    Over a finite set it is a finite set. Over Z the index may run backwards, and of both bodies one is chosen. The
    identity gives N or Z itself.
    """
    body, over = substitute(image.args[0], {image.value: var(INDEX)}), image.args[1]
    if over.head == "finite" and free_names(body) <= {INDEX}:
        return finite(*(_constant(substitute(body, {INDEX: e}), budget) for e in over.args))
    if over.head == "set" and over.value == "Z":
        body = min(body, substitute(body, {INDEX: neg(var(INDEX))}), key=_size)
    return over if body is var(INDEX) else tree("image", INDEX, (body, over))


def _size(body: Tree) -> tuple[int, str]:
    """An order of trees: the smaller one first, then by what they look like."""
    parts = [f"{node.head} {node.value}" for node in walk(body)]
    return len(parts), " ".join(parts)


def _single_points(family: Tree, budget: Budget) -> Tree:
    """A finite family written out, the union of all {u(n)} from a whole number on as an image of N; else as it is."""
    explicit = written_out(family)
    if explicit is not None:
        return plain_set(explicit, budget)
    body, low, high = family.args
    endless = sign_of_infinity(high) > 0 and low.head == "num" and low.value.denom() == 1
    if family.head != "big_union" or body.head != "finite" or len(body.args) != 1 or not endless:
        return family
    shifted = add(var(INDEX), num(low.value - 1))
    return _image(tree("image", INDEX, (substitute(body.args[0], {family.value: shifted}), tree("set", "N"))), budget)


def _without_extremes(node: Tree) -> Tree:
    """The end or element. Raises Undecided where it is too large, or too close to 0, to be compared in good time."""
    if sign_of_infinity(node):
        return node
    for part in walk(node):
        if part.head == "pow" and all(a.head == "num" for a in part.args):
            base, exponent = (a.value for a in part.args)
            if _height(base) * abs(exponent) > _MOST_BITS:
                raise Undecided("an end with too many digits")
        if part.head == "num" and _height(part.value) > _MOST_BITS:
            raise Undecided("an end with too many digits")
    try:
        size = enclosure(node).abs_upper()
    except (Undecided, OverflowError):
        return node
    if size > arb(2) ** _MOST_BITS or 0 < size < arb(2) ** -_MOST_BITS:
        raise Undecided("an end that is extremely large or small")
    return node


def _height(q: fmpq) -> int:
    return int(max(q.numer().bit_length(), q.denom().bit_length()))
