"""Sets in plain form: subdifferentials as intervals, families of intervals as unions or single intervals."""

from flint import arb, fmpq

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.algebra import Field, finite_image, plainer
from tutor.mathematics.analysis.constants import SILENT, Constants, Undecided, enclosure
from tutor.mathematics.analysis.exponential import affine
from tutor.mathematics.balls import precision
from tutor.mathematics.objects.families import as_interval, written_out
from tutor.mathematics.objects.interval_images import image_of_intervals, is_continuous_image
from tutor.mathematics.objects.sets import FAMILIES, is_countable
from tutor.mathematics.objects.subdifferentials import subdifferential
from tutor.mathematics.objects.values import reduction as value
from tutor.mathematics.objects.wave_zeros import located_waves
from tutor.mathematics.trees import Budget, Domain, Variable, rebuild, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    ONE,
    PI,
    add,
    finite,
    member,
    mul,
    neg,
    num,
    sign_of_infinity,
    sub,
    var,
)

INDEX = "n"
"""The bound name of every countable image."""

_MOST_BITS = 20_000
_BITS = 128


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
    if set_.head == "builder":
        condition = located_waves(plainer(set_.args[0], (set_.value,)), set_.value, budget)
        return rebuild(set_, (_plain_condition(condition, budget),))
    if set_.head in ("union", "intersection", "minus", "complement"):
        return rebuild(set_, tuple(plain_set(part, budget) for part in set_.args))
    if is_continuous_image(set_):
        return plain_set(image_of_intervals(set_, budget), budget)
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
    two = finite_image(image)
    if two is not None:
        return plain_set(two, budget)
    body, over = substitute(image.args[0], {image.value: var(INDEX)}), image.args[1]
    if over.head == "finite" and free_names(body) <= {INDEX}:
        return finite(*(_constant(substitute(body, {INDEX: e}), budget) for e in over.args))
    if over.head == "set" and over.value == "N":
        body = _simpler(body, budget)
    if over.head == "set" and over.value == "Z":
        progression = _progression(body, budget)
        if progression is not None:
            return progression
        body = min(body, substitute(body, {INDEX: neg(var(INDEX))}), key=_size)
    return over if body is var(INDEX) else tree("image", INDEX, (body, over))


def _progression(body: Tree, budget: Budget) -> Tree | None:
    """{a n + b : n in Z} with an irrational a: b reduced to the range from 0 to |a|, and the images of n and -n over N.

    Rational progressions are told by memberships in Z.
    """
    constants = Constants(budget)
    line = affine(body, INDEX, constants)
    if line is None or line[0].head == "num":
        return None
    sign = constants.sign(line[0])
    step = line[0] if sign > 0 else neg(line[0])
    with precision(_BITS):
        turns = (enclosure(line[1], _BITS) / enclosure(step, _BITS) + arb(fmpq(1, 2**40))).floor().unique_fmpz()
    if sign == 0 or turns is None:
        return None
    start = constants.simplified(sub(line[1], mul(num(fmpq(turns)), step)))
    ways = (add(start, mul(step, var(INDEX))), sub(start, mul(step, var(INDEX))))
    images = (tree("image", INDEX, (_simpler(way, budget), tree("set", "N"))) for way in ways)
    return tree("union", None, (*images, finite(start)))


def _simpler(body: Tree, budget: Budget) -> Tree:
    """The body in normal form over the natural numbers, unless something is left out there."""
    field = Field(Domain((Variable(INDEX, ONE, INFINITY, True, False, integer=True),)), budget)
    try:
        field.normal(mul(PI, var(INDEX)))  # so that pi and n come in one order, whatever was typed
        normal = field.normal(body)
    except SILENT:
        return body
    return body if field.excluded else field.as_tree(normal)


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
