"""Measures that are known as images only: h is the density of T(mu) when h(T) |T'| = f on the cell of mu's density f.

Hypothesis: T is strictly monotone on the cell and its image meets no other density of the key.
"""

from tutor.judge.claims import Equal, Notion
from tutor.judge.functions import decide_functions
from tutor.judge.masses import cell_domain, open_interval
from tutor.judge.verdicts import Ruling, Verdict
from tutor.language.tree import Tree
from tutor.mathematics.analysis.cells import order
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures import Image, Measure, Work, differing_atom, differing_cylinder
from tutor.mathematics.objects.measures.measure import X
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ZERO, add, call, indicator, member, mul, var
from tutor.mathematics.trees.calculus import derivative


def compare_with_images(answer: Measure, key: Measure, work: Work) -> Ruling:
    """The ruling where the key is the image of one density. Raises Undecided for everything else."""
    if answer.images or len(key.images) != 1 or key.densities:
        raise Undecided("images without a closed form on both sides, or several of them")
    if differing_atom(answer, key, work) is not None or differing_cylinder(answer, key, work) is not None:
        raise Undecided("an image without a closed form beside other parts")
    image = key.images[0]
    inside = all(order(image.low, d.low) <= 0 <= order(image.high, d.high) for d in answer.densities)
    if not inside:
        raise Undecided("a density beyond the image")
    source = image.source
    claim = Equal(_pulled_back(answer, image), source.function, cell_domain(source.low, source.high), _ALMOST)
    ruling = decide_functions(claim, work.budget)
    if ruling.verdict is Verdict.INCORRECT:
        return Ruling(ruling.verdict, ruling.evidence, diagnosis="the density, pulled back along the map, is wrong")
    return ruling


_ALMOST = Notion.ALMOST_EVERYWHERE


def _pulled_back(answer: Measure, image: Image) -> Tree:
    """h(T) |T'| as a function on the source."""
    at = {X: image.map}
    pieces = [
        mul(indicator(member(var(X), open_interval(d.low, d.high))), d.function) if len(answer.densities) > 1 else None
        for d in answer.densities
    ]
    parts = [p for p in pieces if p is not None] or [_whole(answer, image)]
    return mul(substitute(add(ZERO, *parts), at), call("abs", derivative(image.map, X)))


def _whole(answer: Measure, image: Image) -> Tree:
    """The only density, cut off at its ends where it does not fill the image."""
    if not answer.densities:
        return ZERO
    (density,) = answer.densities
    if order(density.low, image.low) == 0 and order(density.high, image.high) == 0:
        return density.function
    return mul(indicator(member(var(X), open_interval(density.low, density.high))), density.function)
