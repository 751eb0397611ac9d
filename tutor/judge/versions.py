"""Two functions that are the same almost everywhere for a measure: where it has no mass nothing counts.

The values at its atoms count, and on the cells of its densities they count up to null sets. At infinitely many atoms
u(n) the two sides are compared as functions of n. Almost every point for Cantor's measure is an irrational point of the
Cantor set, and countably many points don't count: so the normal forms with these memberships prove that two functions
are the same there, cell by cell, whatever is where cells meet. A ball around a Cantor point has positive mass, so that
a difference on such a ball counts.
"""

from collections.abc import Iterator, Mapping

from flint import arb, fmpq

from tutor.judge.claims import Equal, Notion
from tutor.judge.functions import decide_functions
from tutor.judge.masses import cell_domain
from tutor.judge.meeting import REFUTING, Meeting, meet
from tutor.judge.numbers import decide_numbers
from tutor.judge.regions import atoms, expanded, settled
from tutor.judge.spelling import pair_text, tree_text
from tutor.judge.verdicts import Counterexample, NotNumerical, Proof, Ruling, Verdict
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import Cell, Field, closed
from tutor.mathematics.algebra.points import dyadic
from tutor.mathematics.analysis.cells import partition
from tutor.mathematics.analysis.constants import Undecided, enclosure
from tutor.mathematics.balls import precision
from tutor.mathematics.objects.measures import Cylinder, Family, Measure, Work
from tutor.mathematics.objects.measures.comparison import leaves
from tutor.mathematics.objects.measures.measure import Atom, N, X
from tutor.mathematics.objects.measures.restriction import check_no_cantor_set, cut_cylinder, inside
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, less, mul, num

ON_CANTOR = {"Q": False, "Z": False, "N": False, "Cantor": True}
"""What is true at almost every point for Cantor's measure on [0, 1]."""
_BITS = 192
_RADIUS = fmpq(1, 2**160)
_DEPTH = 6


def same_version(answer: Tree, key: Tree, against: Measure, work: Work) -> list[Ruling]:
    """The rulings on equality wherever the measure has mass, in the variable X. Raises Undecided."""
    if against.images:
        raise Undecided("functions that are equal for a measure without a closed form")
    rulings = [on_atom(answer, key, atom, work) for atom in against.atoms if atom.mass is not ZERO]
    for cell in against.densities:
        claim = Equal(*_where(cell.function, answer, key), cell_domain(cell.low, cell.high), Notion.ALMOST_EVERYWHERE)
        rulings.append(decide_functions(claim, work.budget))
    rulings += [on_family(answer, key, family, work) for family in against.families]
    for cylinder in leaves(against.cylinders, work):
        rulings += on_cylinder(answer, key, cylinder, work)
    if not rulings:
        raise Undecided("a measure without mass")
    return rulings


def on_atom(answer: Tree, key: Tree, atom: Atom, work: Work) -> Ruling:
    """The ruling on the values at an atom, where they count."""
    left, right = (substitute(side, {X: atom.place}) for side in (answer, key))
    ruling = decide_numbers(Equal(left, right), work.budget)
    found = ruling.evidence
    if not isinstance(found, Counterexample):
        return ruling
    place = tree_text(atom.place)
    sentence = f"the measure has an atom at {place}, so the value there counts"
    evidence = Counterexample(((X, place),), found.left, found.right, f"{{{place}}}")
    return Ruling(ruling.verdict, evidence, diagnosis=sentence)


def on_family(answer: Tree, key: Tree, family: Family, work: Work) -> Ruling:
    """The ruling on equality at all atoms of a family."""
    left, right = (substitute(side, {X: family.place}) for side in (answer, key))
    domain = Domain((Variable(N, num(family.start), INFINITY, low_closed=True, integer=True),))
    return decide_functions(Equal(*_where(family.mass, left, right), domain), work.budget)


def _where(weight: Tree, left: Tree, right: Tree) -> tuple[Tree, Tree]:
    """Both sides where the weight is positive, and 0 elsewhere: nothing counts there."""
    if weight.head == "num":
        return left, right
    here = less(ZERO, weight)
    return tree("piecewise", True, (left, here, ZERO)), tree("piecewise", True, (right, here, ZERO))


def on_cylinder(answer: Tree, key: Tree, cylinder: Cylinder, work: Work) -> Iterator[Ruling]:
    """The rulings on the pieces of a Cantor part. Raises Undecided."""
    answer, key = expanded(answer), expanded(key)
    standard = inside(cylinder, Cylinder(ZERO, ONE, ONE), work)
    if not standard:
        check_no_cantor_set(answer)
        check_no_cantor_set(key)
    elif any(atom.args[0].head != "var" for atom in atoms(answer, key)):
        raise Undecided("a membership of another expression, for Cantor's measure")
    known = ON_CANTOR if standard else {**ON_CANTOR, "Cantor": False}
    low, high = closed(cylinder.low), closed(work.simple(cylinder.high))
    pieces = partition(lambda f: _same(f, answer, key), work.line, low, high, atoms=known)
    for piece in (p for p in pieces if not p.answer):
        found = _refuted(answer, key, (cylinder, piece.cell), known, work)
        if found is None and cut_cylinder(cylinder, [(piece.cell.low, piece.cell.high)], work):
            raise Undecided("two functions on a Cantor part")
        if found is not None:
            yield found
    yield _proved(cylinder, work)


def _same(field: Field, answer: Tree, key: Tree) -> bool:
    """Whether both sides have a value and the same normal form."""
    return bool(field.is_zero(field.add(field.normal(answer), field.negate(field.normal(key)))))


def _proved(part: Cylinder, work: Work) -> Ruling:
    text = _text(part, work)
    return Ruling(Verdict.CORRECT, Proof("normal form on Cantor points", (text,)), NotNumerical("points of a null set"))


def _refuted(
    answer: Tree, key: Tree, part: tuple[Cylinder, Cell], known: Mapping[str, bool], work: Work
) -> Ruling | None:
    """A ball around a Cantor point of the cell on which the sides are certified to differ, if one is found."""
    cylinder, cell = part
    truths = {atom: known[atom.args[1].value] for atom in atoms(answer, key) if atom.args[1].head == "set"}
    left, right = settled(answer, truths), settled(key, truths)
    for share in _cantor_points():
        place = work.simple(add(cylinder.low, mul(num(share), cylinder.length)))
        with precision(_BITS):
            ball = arb(enclosure(place, _BITS).mid(), _RADIUS)
            ends = [dyadic(ball.lower()), dyadic(ball.upper())]
            meeting = meet(left, right, {X: ball}, work.budget) if all(map(cell.holds, ends)) else None
        if meeting is not None and meeting.outcome in REFUTING:
            return _shown(meeting, f"a Cantor point near {tree_text(place)}", _text(cylinder, work))
    return None


def _cantor_points() -> Iterator[fmpq]:
    """Rational points of the Cantor set that are no ends of gaps, in every cylinder down to some depth."""
    starts = [fmpq(0)]
    for depth in range(_DEPTH):
        width = fmpq(1, 3**depth)
        yield from (start + width / 4 for start in starts)
        starts = [start + digit * width / 3 for start in starts for digit in (0, 2)]


def _shown(meeting: Meeting, where: str, text: str) -> Ruling:
    left, right = pair_text(meeting.left, meeting.right)
    return Ruling(Verdict.INCORRECT, Counterexample(((X, where),), left, right, text))


def _text(part: Cylinder, work: Work) -> str:
    return f"the Cantor points of [{tree_text(part.low)}, {tree_text(work.simple(part.high))}]"
