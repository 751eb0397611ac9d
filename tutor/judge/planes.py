"""Measures on the plane: products compared on a common grid, curves over the cells of the first axis."""

from tutor.judge.claims import Equal, Notion
from tutor.judge.functions import decide_functions
from tutor.judge.masses import Confirmations, Refused, interval_text, place_text, undecided
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import Counterexample, Enumerated, GaveUp, Proof, Ruling, Verdict
from tutor.language.tree import Tree, walk
from tutor.mathematics.algebra import Bound
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures import Improper, Plane, Work, differing_cylinder, end_tree
from tutor.mathematics.objects.measures import plane as planes
from tutor.mathematics.objects.measures.measure import X
from tutor.mathematics.objects.measures.plane import Piece
from tutor.mathematics.objects.measures.vectors import Mass, mass_of_point, vector_law
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import ZERO, add

Y = "y"


def decide_planes(answer: Tree, key: Tree, budget: Budget) -> Ruling:
    """The ruling on equality of two measures on the plane. Raises Undecided, Refused, Improper."""
    work = Work(budget)
    if _is_vector(key) or _is_vector(answer):
        return compare_vectors(vector_law(answer, work), vector_law(key, work), work)
    right = planes.built(key, work)
    try:
        left = planes.built(answer, work)
    except Improper as reason:
        raise Refused(reason.reason) from reason
    return compare_planes(left, right, work)


def _is_vector(node: Tree) -> bool:
    """Whether the tree stands for a law of three coordinates or more."""
    points = (part.args[0] for part in walk(node) if part.head in ("atom", "pushforward"))
    return any(point.head == "tuple" and len(point.args) > 2 for point in points) or any(
        part.head == "product" and len(part.args) > 2 for part in walk(node)
    )


def compare_vectors(answer: list[Mass], key: list[Mass], work: Work) -> Ruling:
    """The ruling on equality of two laws of finite random vectors, point by point. Raises Undecided."""
    for part in [*key, *answer]:
        masses = mass_of_point(answer, part.point, work), mass_of_point(key, part.point, work)
        if not work.same(*masses):
            text = "{(" + ", ".join(map(tree_text, part.point)) + ")}"
            sides = tree_text(masses[0]), tree_text(masses[1])
            return Ruling(Verdict.INCORRECT, Counterexample((("A", text),), *sides, text))
    return Ruling(Verdict.CORRECT, Proof("equal masses of every point"), Enumerated(len(key)))


def compare_planes(answer: Plane, key: Plane, work: Work) -> Ruling:
    """The ruling on equality. Raises Undecided."""
    found = Confirmations()
    for ruling in (_curves(answer, key, found, work), _products(answer, key, found, work)):
        if ruling is not None:
            return ruling
    found.cases = max(1, len(key.products) + len(key.curves))
    return found.ruling("products on a common grid and curves", ())


def _products(answer: Plane, key: Plane, found: Confirmations, work: Work) -> Ruling | None:
    open_: list[str] = []
    for difference in planes.differences(answer, key, work):
        variables = [
            Variable(name, end_tree(piece[1]), end_tree(piece[2]))  # type: ignore[arg-type]
            for name, piece in ((X, difference.first), (Y, difference.second))
            if piece[0] == "interval"
        ]
        text = f"{_text(difference.first)} x {_text(difference.second)}"
        if not variables:
            if not work.same(difference.left, difference.right):
                sides = tree_text(work.simple(difference.left)), tree_text(work.simple(difference.right))
                return Ruling(Verdict.INCORRECT, Counterexample((("A", text),), *sides, text))
            continue
        claim = Equal(difference.left, difference.right, Domain(tuple(variables)), Notion.ALMOST_EVERYWHERE)
        ruling = decide_functions(claim, work.budget)
        if ruling.verdict is Verdict.INCORRECT:
            return _on(ruling, text)
        if isinstance(ruling.evidence, GaveUp):
            open_ += ruling.evidence.tried
        found.add(ruling)
    return undecided(*open_) if open_ else None


def _on(ruling: Ruling, text: str) -> Ruling:
    evidence = ruling.evidence
    if isinstance(evidence, Counterexample):
        evidence = Counterexample(evidence.at, evidence.left, evidence.right, text, evidence.positive)
    return Ruling(ruling.verdict, evidence)


def _text(piece: Piece) -> str:
    kind, low, high = piece
    if kind == "interval":
        return interval_text(low, high)  # type: ignore[arg-type]
    assert isinstance(low, Tree)
    if kind == "point":
        return place_text(low)
    assert isinstance(high, Tree)
    return f"Cantor points of [{tree_text(low)}, {tree_text(add(low, high))}]"


# Curves -------------------------------------------------------------------------------------------------------------

Strand = tuple[Tree, Tree]
"""Map and density of a curve over one cell."""


def _curves(answer: Plane, key: Plane, found: Confirmations, work: Work) -> Ruling | None:
    """None where the curves agree."""
    for low, high, left, right in planes.strands(answer, key):
        domain = Domain((Variable(X, end_tree(low), end_tree(high)),))
        matched = _matched(left, right, domain, (low, high), found, work)
        if matched is not None:
            return matched
    return _singular_curves(answer, key, work)


def _matched(
    left: list[Strand], right: list[Strand], domain: Domain, cell: tuple[Bound, Bound], found: Confirmations, work: Work
) -> Ruling | None:
    rest = _joined(right, domain, work)
    for map_, density in _joined(left, domain, work):
        partner = next((s for s in rest if _same(map_, s[0], domain, work)), None)
        if partner is None:
            return _off_curve(cell)
        rest.remove(partner)
        ruling = decide_functions(Equal(density, partner[1], domain, Notion.ALMOST_EVERYWHERE), work.budget)
        if ruling.verdict is not Verdict.CORRECT:
            return ruling
        found.add(ruling)
    return _off_curve(cell) if rest else None


def _joined(strands: list[Strand], domain: Domain, work: Work) -> list[Strand]:
    """One strand for each map, with the sum of the densities; those of density 0 left out."""
    found: list[Strand] = []
    for map_, density in strands:
        same = next((s for s in found if _same(map_, s[0], domain, work)), None)
        if same is not None:
            found.remove(same)
            density = add(same[1], density)
        found.append((map_, density))
    return [s for s in found if not _same(s[1], ZERO, domain, work)]


def _off_curve(cell: tuple[Bound, Bound]) -> Ruling:
    step = f"over {interval_text(*cell)} just one of the measures charges the curve"
    return Ruling(Verdict.INCORRECT, Proof("parts on curves", (step,)))


def _same(left: Tree, right: Tree, domain: Domain, work: Work) -> bool:
    """Whether two maps agree on the cell. Raises Undecided."""
    ruling = decide_functions(Equal(left, right, domain, Notion.ALMOST_EVERYWHERE), work.budget)
    if ruling.verdict is Verdict.UNDECIDED:
        raise Undecided("two curves that may be the same")
    return ruling.verdict is Verdict.CORRECT


def _singular_curves(answer: Plane, key: Plane, work: Work) -> Ruling | None:
    """Curves over Cantor parts: of the same maps, cylinder by cylinder."""
    sides = [[c for c in plane.curves if c.source.cylinders] for plane in (answer, key)]
    if not sides[0] and not sides[1]:
        return None
    if {c.maps for c in sides[0]} != {c.maps for c in sides[1]} or len(sides[0]) != 1:
        raise Undecided("curves over Cantor's measure")
    if differing_cylinder(sides[0][0].source, sides[1][0].source, work) is None:
        return None
    return Ruling(Verdict.INCORRECT, Proof("parts on curves", ("the Cantor parts differ",)))
