"""Claims that witnesses make: comparisons, continuity, Lipschitz conditions, negation. Each rule and its hypothesis."""

import mpmath
import pytest
from flint import fmpq

from tutor.judge.claims import A_POINT, All, Compares, Continuous, Fails, ForAll, IsMeasure, Lipschitz
from tutor.judge.connectives import all_hold, fails
from tutor.judge.ladder import decide
from tutor.judge.moving_integrals import with_moving_integrals
from tutor.judge.verdicts import Agreement, Counterexample, NotNumerical, Proof, Ruling, Verdict
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.trees import Budget, Domain, Variable, core, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, num

NAMES = Names({"x": "real", "n": "integer"})
SIGNS = {"lt": "<", "le": "<=", "eq": "=", "ne": "!="}
INDICES = Domain((Variable("n", ONE, INFINITY, low_closed=True, integer=True),))
STEPS = 300_000


def tree_of(text: str, sort: Sort = Sort.FUNCTION) -> Tree:
    """The core tree of a text in x and n."""
    return core(read(text, NAMES, sort).tree)


def interval_of(text: str) -> Domain:
    """The interval as the domain of x."""
    low, high = text[1:-1].split(",")
    closed = (text[0] == "[", text[-1] == "]")
    return Domain((Variable("x", tree_of(low), tree_of(high), *closed),))


def compared(text: str, domain: Domain = A_POINT) -> Verdict:
    """The verdict on a relation."""
    relation = tree_of(text, Sort.CLAIM)
    left, right = relation.args
    return decide(Compares(left, SIGNS[relation.head], right, domain), Budget(STEPS)).verdict


COMPARISONS = {
    "int(1/(1+x^2), x in (0,oo)) < oo": "correct",
    "int(1/x, x in (0,1)) < oo": "incorrect",
    "int(1/x, x in (1,oo)) < oo": "incorrect",
    "int(1/(x log(x)^2), x in (2,oo)) < oo": "correct",
    "int(1/x, x in (-1,1)) < oo": "incorrect",
    "int(-1/x, x in (0,1)) < oo": "correct",
    "int(1/x, x in (0,1)) <= oo": "correct",
    "sum(1/k^2, k=1..oo) <= pi^2/6": "correct",
    "sum(1/k^2, k=1..oo) < pi^2/6": "incorrect",
    "sum(1/k, k=1..oo) < oo": "incorrect",
    "sum(k^(-1001/1000), k=1..oo) < oo": "correct",
    "sup(x^2/(1+x^2), x in R) < 1": "incorrect",
    "sup(x^2/(1+x^2), x in R) <= 1": "correct",
    "measure(Cantor) < 1/1000": "correct",
    "mass(1/2 delta(0) + 1/2 N(0,1), {0}) != 1/2": "incorrect",
    "W1(delta(0), delta(1)) >= 1": "correct",
    "sqrt(2) != 14142135623730951/10^16": "correct",
    "oo < oo": "incorrect",
    "1/0 < 2": "incorrect",
}


@pytest.mark.parametrize("text", COMPARISONS)
def test_extended_numbers_are_compared(text: str) -> None:
    """oo is a value, equality is not enough for <, and a side without a value meets no relation."""
    assert compared(text) == COMPARISONS[text]


OF_FUNCTIONS = {
    "int(n 1_(0,1/n)(x), x in [0,1]) = 1": "correct",
    "int(2n 1_(0,1/n)(x) - 1, x in [0,1]) = 1": "correct",
    "int(n 1_(0,2/n)(x), x in [0,1]) = 1": "incorrect",
    "int(x^n, x in [0,1]) <= 1/2": "correct",
    "int(x^n, x in [0,1]) < 1/2": "incorrect",
    "norm(1_(0,1/n)(x), 3, x in [0,1]) <= n^(-1/3)": "correct",
    "norm(1_(0,1/n)(x), 3, x in [0,1]) < n^(-1/3)": "incorrect",
    "int(1/x, x in [0,1]) < oo": "incorrect",
    "sup(n x/(1+n^2 x^2), x in [0,1]) <= 1/4": "incorrect",
    "sup(n x/(1+n^2 x^2), x in [0,1]) <= 1/2": "undecided",
    "n < oo": "correct",
    "n != 5": "incorrect",
    "n != 0": "correct",
}


@pytest.mark.parametrize("text", OF_FUNCTIONS)
def test_relations_with_integrals_hold_for_every_index(text: str) -> None:
    """By a closed form; without one a refutation is looked for at the first indices, and no proof is claimed."""
    assert compared(text, INDICES) == OF_FUNCTIONS[text]


BUMPS = ["n 1_(0,1/n)(x)", "n 1_[1-1/n,1](x)", "1_[n,n+1](x)", "1[x < 1/n] n^2", "1[1/n <= x and x < 2]", "n"]


@pytest.mark.parametrize("text", BUMPS)
@pytest.mark.parametrize("low_high", [(0, 1), (-1, 3), (1, 2)])
def test_integrals_of_bumps_are_those_of_quadrature(text: str, low_high: tuple[int, int]) -> None:
    """Whatever the order of the ends of the bump and of the interval."""
    low, high = low_high
    closed = with_moving_integrals(tree_of(f"int({text}, x in [{low},{high}])"))
    for n in (1, 2, 5):
        exact = Evaluator({})(substitute(closed, {"n": num(n)}))
        assert isinstance(exact, fmpq)
        function = substitute(tree_of(text), {"n": num(n)})
        steps = 600
        places = (low + mpmath.mpf(2 * k + 1) * (high - low) / (2 * steps) for k in range(steps))
        values = (_at(function, place) for place in places)
        assert abs(float(exact.p) / float(exact.q) - float(sum(values)) * (high - low) / steps) < 0.1 * n


def _at(function: Tree, place: mpmath.mpf) -> float:
    value = Evaluator({})(substitute(function, {"x": tree_of(str(place))}))
    assert isinstance(value, fmpq)
    return float(value.p) / float(value.q)


def test_ends_out_of_order_keep_their_set() -> None:
    """An integral over the empty interval [1, 0] is no integral from 1 to 0."""
    node = tree_of("int(x^n, x in [1,0])")
    assert with_moving_integrals(node) is node


CONTINUITY = [
    ("|x|", "(-1,1)", "correct"),
    ("max(0, 1-|x|)", "(-oo,oo)", "correct"),
    ("{sin(x)/x if x != 0; 1 otherwise}", "(-1,1)", "correct"),
    ("{sin(x)/x if x != 0; 0 otherwise}", "(-1,1)", "incorrect"),
    ("sin(x)/x", "(-1,1)", "incorrect"),
    ("(x^2-1)/(x-1)", "[0,2]", "incorrect"),
    ("(x^2-1)/(x-1)", "[0,1)", "correct"),
    ("1/x", "(0,1)", "correct"),
    ("1/x", "[0,1)", "incorrect"),
    ("floor(x)", "[0,1)", "correct"),
    ("floor(x)", "[0,1]", "incorrect"),
    ("sign((x-1/3)^2)", "(0,1)", "incorrect"),
    ("0^|x-1/3|", "(0,1)", "incorrect"),
    ("1[x in {1/3}]", "(0,1)", "incorrect"),
    ("{x sin(1/x) if x != 0; 0 otherwise}", "(-1,1)", "correct"),
    ("tan(x)", "(0,3)", "incorrect"),
    ("log(x)", "(-1,1)", "incorrect"),
    ("1_Q(x)", "(0,1)", "undecided"),
    ("cantor(x)", "(0,1)", "undecided"),
]


@pytest.mark.parametrize(("function", "on", "expected"), CONTINUITY)
def test_continuity(function: str, on: str, expected: str) -> None:
    """A value at a single point, a closed end and a pole count; off a null set is not everywhere."""
    assert decide(Continuous(tree_of(function), interval_of(on)), Budget(STEPS)).verdict == expected


LIPSCHITZ = [
    ("|x|", "1", "(-1,1)", "correct"),
    ("|x|", "99/100", "(-1,1)", "incorrect"),
    ("sin(2x)", "2", "(-oo,oo)", "correct"),
    ("sqrt(x)", "100", "[0,1]", "incorrect"),
    ("max(x, x^2)", "2", "[0,1]", "correct"),
    ("{x if x < 1/2; 1-x otherwise}", "1", "(0,1)", "correct"),
    ("{x if x < 1/2; 2-x otherwise}", "1", "(0,1)", "incorrect"),
    ("floor(x)", "1", "[0,1]", "incorrect"),
    ("cantor(x)", "1", "[0,1]", "undecided"),
]


@pytest.mark.parametrize(("function", "constant", "on", "expected"), LIPSCHITZ)
def test_lipschitz_conditions(function: str, constant: str, on: str, expected: str) -> None:
    """A bounded derivative on each cell is not enough where the function jumps; Cantor's has derivative 0 a.e."""
    claim = Lipschitz(tree_of(function), tree_of(constant), interval_of(on))
    assert decide(claim, Budget(STEPS)).verdict == expected


MEASURES = {
    "U(0,1)": "correct",
    "lebesgue": "correct",
    "2 delta(0) - delta(1)": "incorrect",
    "-x dx on (0,1)": "incorrect",
    "N(0,-1)": "incorrect",
}


@pytest.mark.parametrize("text", MEASURES)
def test_a_measure_has_no_negative_part(text: str) -> None:
    """A total mass of 1 does not make a measure."""
    assert decide(IsMeasure(tree_of(text, Sort.MEASURE)), Budget(STEPS)).verdict == MEASURES[text]


def _everywhere(relation: str, on: str) -> ForAll:
    return ForAll(tree_of(relation, Sort.CLAIM), interval_of(on))


def test_a_negation_needs_both_sides() -> None:
    """log(x) <= 5 fails at -1/2, but its contrary does not hold there: neither side of the negation is decided."""
    assert decide(Fails(_everywhere("log(x) <= 5", "(-1,1)")), Budget(STEPS)).verdict is Verdict.UNDECIDED
    assert decide(Fails(_everywhere("x <= 1/2", "(0,1)")), Budget(STEPS)).verdict is Verdict.CORRECT
    assert decide(Fails(_everywhere("x <= 1", "(0,1)")), Budget(STEPS)).verdict is Verdict.INCORRECT


def test_a_negation_needs_a_point_or_a_proof() -> None:
    """Neither an agreement nor a refutation without a point says anything of the contrary."""
    agreed = Ruling(Verdict.CORRECT, Agreement(10, 100))
    refused = Ruling(Verdict.INCORRECT, Proof("no value"))
    assert fails(agreed).verdict is fails(refused).verdict is Verdict.UNDECIDED


def test_a_conjunction_is_as_strong_as_its_weakest_part() -> None:
    """A refuted part refutes it; an agreement among proofs makes an agreement."""
    proved = Ruling(Verdict.CORRECT, Proof("rule"), NotNumerical("-"))
    agreed = Ruling(Verdict.CORRECT, Agreement(10, 100))
    wrong = Ruling(Verdict.INCORRECT, Counterexample((("x", "0"),), "1", "2"))
    assert all_hold([proved, agreed]) is agreed
    assert all_hold([proved, wrong, agreed]) is wrong
    assert isinstance(all_hold([proved, proved]).evidence, Proof)
    both = All((_everywhere("x <= 1", "(0,1)"), _everywhere("0 < x", "[0,1)")))
    assert decide(both, Budget(STEPS)).verdict is Verdict.INCORRECT
