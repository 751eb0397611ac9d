"""Laws of finite random vectors, such as dropout masks: finitely many points of R^k with their masses."""

from dataclasses import dataclass
from itertools import product

from tutor.language.tree import Tree, tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures.building import built, is_measure
from tutor.mathematics.objects.measures.measure import Measure, Work
from tutor.mathematics.trees import substitute
from tutor.mathematics.trees.build import ONE, ZERO, add, mul

MOST_POINTS = 256


@dataclass(frozen=True, slots=True)
class Mass:
    """The mass of a point with these coordinates."""

    point: tuple[Tree, ...]
    mass: Tree


def vector_law(node: Tree, work: Work) -> list[Mass]:
    """The points and masses, one for each point. Raises Undecided where there are not finitely many."""
    found: list[Mass] = []
    for part in _parts(node, ONE, work):
        same = next((m for m in found if _is_same(m.point, part.point, work)), None)
        if same is not None:
            found.remove(same)
            part = Mass(part.point, work.simple(add(same.mass, part.mass)))
        found.append(part)
        if len(found) > MOST_POINTS:
            raise Undecided(f"more than {MOST_POINTS} points")
    return [part for part in found if work.constants.sign(part.mass)]


def mass_of_point(law: list[Mass], point: tuple[Tree, ...], work: Work) -> Tree:
    """The mass of a point, 0 where it is none of the law's."""
    return next((part.mass for part in law if _is_same(part.point, point, work)), ZERO)


def _is_same(left: tuple[Tree, ...], right: tuple[Tree, ...], work: Work) -> bool:
    return len(left) == len(right) and all(work.same(a, b) for a, b in zip(left, right, strict=True))


def _parts(node: Tree, factor: Tree, work: Work) -> list[Mass]:
    work.budget.spend(50)
    match node.head:
        case "atom" if node.args[0].head in ("pair", "tuple"):
            return [Mass(tuple(map(work.simple, node.args[0].args)), factor)]
        case "add":
            return [part for term in node.args for part in _parts(term, factor, work)]
        case "mul":
            measures = [term for term in node.args if is_measure(term)]
            if len(measures) == 1:
                rest = (term for term in node.args if term is not measures[0])
                return _parts(measures[0], mul(factor, *rest), work)
        case "product":
            laws = [_atoms(built(term, work)) for term in node.args]
            return [_joint(chosen, factor, work) for chosen in product(*laws)]
        case "pushforward":
            return _image(node, factor, work)
    raise Undecided(f"'{node.head}' as the law of a random vector")


def _joint(chosen: tuple[tuple[Tree, Tree], ...], factor: Tree, work: Work) -> Mass:
    return Mass(tuple(place for place, _ in chosen), work.simple(mul(factor, *(mass for _, mass in chosen))))


def _image(node: Tree, factor: Tree, work: Work) -> list[Mass]:
    body, source = node.args
    found = []
    for place, mass in _atoms(built(source, work)):
        inner = substitute(body, {node.value: place})
        if inner.head in ("pair", "tuple"):
            inner = tree("atom", None, (inner,))
        found += _parts(inner, work.simple(mul(factor, mass)), work)
    return found


def _atoms(measure: Measure) -> list[tuple[Tree, Tree]]:
    if measure != Measure(atoms=measure.atoms):
        raise Undecided("a random vector with infinitely many values")
    return [(atom.place, atom.mass) for atom in measure.atoms]
