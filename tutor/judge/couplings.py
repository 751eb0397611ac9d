"""Couplings: a measure on the plane with given marginals, whose cost may have to stay below a bound."""

from itertools import product as product_of

from tutor.judge.claims import Couples
from tutor.judge.masses import extended, guarded, mass_text, masses_text
from tutor.judge.measures import compare_measures
from tutor.judge.spelling import tree_text
from tutor.judge.verdicts import Counterexample, Enumerated, Proof, Ruling, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.results import Result
from tutor.mathematics.objects.measures import (
    Atom,
    Improper,
    Measure,
    Plane,
    Work,
    check_certainly_positive,
    expectation,
    marginal,
    proper,
)
from tutor.mathematics.objects.measures import plane as planes
from tutor.mathematics.objects.measures.measure import X
from tutor.mathematics.objects.measures.plane import Product
from tutor.mathematics.objects.measures.values import summed, times
from tutor.mathematics.objects.values import value_of
from tutor.mathematics.trees import Budget, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, mul, var

Y = "y"
NAMES = ("first", "second")


def decide_coupling(claim: Couples, budget: Budget) -> Ruling:
    """The ruling on a coupling."""
    return guarded(lambda: _coupling(claim, Work(budget)))


def _coupling(claim: Couples, work: Work) -> Ruling:
    sides = [proper(node, work) for node in (claim.first, claim.second)]
    plan = _of_matrix(claim.plan, sides, work) if claim.plan.head == "matrix" else planes.built(claim.plan, work)
    if isinstance(plan, Ruling):
        return plan
    _check_positive(plan, work)
    for name, coordinate in zip(NAMES, (0, 1), strict=True):
        ruling = compare_measures(marginal(plan, coordinate, work), sides[coordinate], work)
        if ruling.verdict is Verdict.INCORRECT:
            return _marginal(name, ruling)
        if ruling.verdict is not Verdict.CORRECT:
            return ruling
    if claim.cost is not None and claim.bound is not None:
        return _cost(plan, claim.cost, claim.bound, work)
    return Ruling(Verdict.CORRECT, Proof("both marginals"), Enumerated(len(plan.products) + len(plan.curves)))


def _check_positive(plan: Plane, work: Work) -> None:
    """Raises Undecided for a plan that is a difference: right marginals do not make it a measure."""
    try:
        for product in plan.products:
            if work.constants.sign(product.factor) < 0:
                raise Undecided("a plan that is a difference of measures")
            check_certainly_positive(product.first, work)
            check_certainly_positive(product.second, work)
        for curve in plan.curves:
            check_certainly_positive(curve.source, work)
    except Improper as reason:
        raise Undecided("a plan that is a difference of measures") from reason


def _marginal(name: str, ruling: Ruling) -> Ruling:
    evidence = ruling.evidence
    sentence = f"the {name} marginal of your plan is another measure"
    if isinstance(evidence, Counterexample):
        sentence = masses_text(f"the {name} marginal of your plan", evidence) or sentence
        at = (("marginal", name), *evidence.at)
        evidence = Counterexample(at, evidence.left, evidence.right, evidence.on, evidence.positive)
    return Ruling(ruling.verdict, evidence, diagnosis=sentence)


def _of_matrix(matrix: Tree, sides: list[Measure], work: Work) -> Plane | Ruling:
    """The plan of a table of masses; incorrect for a wrong shape or a negative mass."""
    rows, columns = (_sorted(side, work) for side in sides)
    if len(matrix.args) != len(rows) or any(len(row.args) != len(columns) for row in matrix.args):
        found = f"{len(matrix.args)} x {len(matrix.args[0].args)}"
        asked = f"{len(rows)} x {len(columns)}, one row for each atom of the first measure"
        sentence = f"your table is {found}; it must be {asked}"
        return Ruling(Verdict.INCORRECT, Proof("the shape of the table", (sentence,)), diagnosis=sentence)
    products = []
    for place, row in zip(rows, matrix.args, strict=True):
        for other, mass in zip(columns, row.args, strict=True):
            if work.constants.sign(mass) < 0:
                sentence = f"the mass {tree_text(mass)} at ({tree_text(place)}, {tree_text(other)}) is negative"
                counter = Counterexample((("A", _pair(place, other)),), tree_text(mass), "at least 0")
                return Ruling(Verdict.INCORRECT, counter, diagnosis=sentence)
            atoms = (Measure(atoms=(Atom(p, ONE),)) for p in (place, other))
            products.append(Product(mass, *atoms))
    return Plane(tuple(products))


def _pair(left: Tree, right: Tree) -> str:
    return f"{{({tree_text(left)}, {tree_text(right)})}}"


def _sorted(side: Measure, work: Work) -> list[Tree]:
    """The places of a finite measure, increasing."""
    if side.densities or side.families or side.cylinders or side.images:
        raise Undecided("a table couples measures with finitely many atoms only")
    found: list[Tree] = []
    for atom in side.atoms:
        at = next((i for i, p in enumerate(found) if work.constants.compare(atom.place, p) < 0), len(found))
        found.insert(at, atom.place)
    return found


# Cost ---------------------------------------------------------------------------------------------------------------


def _cost(plan: Plane, cost: Tree, bound: Tree, work: Work) -> Ruling:
    value, limit = cost_of(plan, cost, work), value_of(bound, work.budget)
    sign = _order(value, limit, work)
    if sign <= 0:
        step = f"the cost is {mass_text(value)}"
        return Ruling(Verdict.CORRECT, Proof("both marginals and the cost", (step,)), Enumerated(1))
    sides = mass_text(value), f"at most {mass_text(Result(limit, ''))}"
    sentence = f"your plan costs {sides[0]}, and {sides[1]} is allowed"
    return Ruling(Verdict.INCORRECT, Counterexample((("", "cost"),), *sides), diagnosis=sentence)


def _order(value: Result, limit: Tree | object, work: Work) -> int:
    if isinstance(value.value, Tree) and isinstance(limit, Tree):
        return work.constants.compare(value.value, limit)
    gap = extended(value.value) - extended(limit)  # type: ignore[operator, arg-type]
    if gap > 0 or gap < 0:
        return 1 if gap > 0 else -1
    raise Undecided("the cost is only enclosed")


def cost_of(plan: Plane, cost: Tree, work: Work) -> Result:
    """The integral of a function of x and y against the plan. Raises Undecided."""
    found = []
    for curve in plan.curves:
        found.append(expectation(curve.source, substitute(cost, {X: curve.maps[0], Y: curve.maps[1]}), work))
    for product in plan.products:
        found.append(times(product.factor, _against_product(product, cost, work), work))
    return summed(found, work)


def _against_product(product: Product, cost: Tree, work: Work) -> Result:
    """Over the atoms of one factor, the integral against the other."""
    for atoms, other, names in ((product.first, product.second, (X, Y)), (product.second, product.first, (Y, X))):
        if atoms.densities or atoms.families or atoms.cylinders or atoms.images:
            continue
        here, there = names
        found = []
        for atom in atoms.atoms:
            inner = substitute(substitute(cost, {here: atom.place}), {there: var(X)})
            found.append(times(atom.mass, expectation(other, inner, work), work))
        return summed(found, work)
    return _term_by_term(product, cost, work)


def _term_by_term(product: Product, cost: Tree, work: Work) -> Result:
    """A polynomial cost: the expectations of independent variables multiply. Raises Undecided for other costs."""
    found = []
    for term in _expanded(cost):
        factors = term.args if term.head == "mul" else (term,)
        if any({X, Y} <= free_names(factor) for factor in factors):
            raise Undecided("the cost of a product of two measures with densities")
        first = mul(ONE, *(f for f in factors if X in free_names(f)))
        second = mul(ONE, *(substitute(f, {Y: var(X)}) for f in factors if Y in free_names(f)))
        front = mul(ONE, *(f for f in factors if not {X, Y} & free_names(f)))
        pair = expectation(product.first, first, work), expectation(product.second, second, work)
        if not isinstance(pair[0].value, Tree) or pair[0].value is INFINITY:
            raise Undecided("a moment that is only enclosed")
        found.append(times(front, times(pair[0].value, pair[1], work), work))
    return summed(found, work)


def _expanded(cost: Tree) -> list[Tree]:
    """The terms of a cost, whole powers of sums and products of sums multiplied out."""
    match cost.head:
        case "add":
            return [term for part in cost.args for term in _expanded(part)]
        case "pow" if cost.args[1].head == "num" and cost.args[0].head == "add" and cost.args[1].value in (2, 3, 4):
            return _products([_expanded(cost.args[0])] * int(cost.args[1].value.numer()))
        case "mul":
            return _products([_expanded(factor) for factor in cost.args])
    return [cost]


def _products(factors: list[list[Tree]]) -> list[Tree]:
    return [mul(*choice) for choice in product_of(*factors)]
