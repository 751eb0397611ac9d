"""Each rule of proof keeps silent where its hypothesis fails: false goals stay open even without a refutation."""

import pytest
from flint import fmpq

from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall import Open, Proved
from tutor.mathematics.analysis.forall.continuity import continuous
from tutor.mathematics.analysis.forall.goals import Goal
from tutor.mathematics.analysis.forall.inverses import affine_in_kernel, inverse
from tutor.mathematics.analysis.forall.procedure import Search
from tutor.mathematics.analysis.forall.proof import all_proved, attempt, faces
from tutor.mathematics.analysis.forall.regions import restricted
from tutor.mathematics.analysis.forall.switches import Condition
from tutor.mathematics.analysis.forall.tidying import tidy
from tutor.mathematics.trees import Budget, Variable, core
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, num, power, var

NAMES = Names({"n": "integer", "x": "real", "y": "real", "eps": "real"})
ENDS = {"oo": INFINITY, "-oo": MINUS_INFINITY}


def tree(text: str) -> Tree:
    """An expression in the names of this file."""
    return core(read(text, NAMES).tree)


def variable(name: str, range_: str) -> Variable:
    """A variable with its range, such as `[0,oo)`."""
    low, high = (ENDS.get(t) or tree(t) for t in range_[1:-1].split(","))
    return Variable(name, low, high, range_[0] == "[", range_[-1] == "]", name == "n")


def goal(function: str, strict: bool = False, **ranges: str) -> Goal:
    """function >= 0 (> 0) on the open box of these ranges."""
    return Goal(tree(function), tuple(variable(name, range_) for name, range_ in ranges.items()), strict)


def search() -> Search:
    """A new search."""
    return Search(Budget(150_000), attempt)


FALSE_GOALS = [
    ("a square that vanishes is not > 0", goal("(x-y)^2", True, x="(0,1)", y="(0,1)")),
    ("logarithms: A and B both negative", goal("exp(-n) - 2 - (exp(n) - 3)", False, x="(0,1)", n="(1,oo)")),
    ("logarithms: B negative on a part", goal("(x-1) exp(y) - (x-1)", False, x="(0,2)", y="(0,1)")),
    ("roots: A negative", goal("x - y - 2 - sqrt(x+y)", False, x="(0,1)", y="(0,1)")),
    ("scale: y of both signs", goal("x y + x^2", False, x="(0,oo)", y="(-oo,oo)")),
    ("monotone across a pole", goal("1/(1/2-x) - y", False, x="(0,1)", y="(0,1)")),
    ("monotone: f' >= 0 and limit 0 is not > 0", goal("max(x-1,0) y", True, x="(0,2)", y="(0,1)")),
    ("monotone: a limit of -oo", goal("log(x) + y", False, x="(0,1)", y="(0,1)")),
    ("critical point: a maximum", goal("x exp(-x y) - 1/100", False, x="(0,oo)", y="(1,2)")),
    ("critical point: outside of the range", goal("(x-3)^2 + y - 5", False, x="(0,1)", y="(0,1)")),
    ("waves: not affine", goal("sin(x y)^2 - 1/2", False, x="(0,oo)", y="(0,oo)")),
    ("polynomials: negative between", goal("x^4 - x^2 + 1/5", False, x="(0,1)")),
    ("polynomials: a double zero is not > 0", goal("(2x-1)^2 (x+1)^2", True, x="(0,1)")),
    ("pieces: negative on one piece", goal("|x-1/3| + |x-2/3| - 2/5", False, x="(0,1)")),
    ("bisection: a deep narrow well", goal("(x-1/3)^2 (y+1) - 1/10^8", False, x="(0,1)", y="(0,1)")),
    ("range: division by 0 inside", goal("1/(x-y)^2 - 1/4", True, x="(0,1)", y="(0,1)")),
    ("integers relaxed: no statement", goal("(n-3/2)^2 - 1/4 - 1/100", False, n="(0,oo)")),
    ("sign of what is undefined", goal("2 + sign(log(x)) + y", False, x="(-1,1)", y="(0,1)")),
    ("sign of what is undefined, in one variable", goal("2 + sign(log(x))", False, x="(-1,1)")),
    ("maximum with what is undefined", goal("max(1, log(x)) + y", False, x="(-1,1)", y="(0,1)")),
    ("indicator of an undefined condition", goal("1 + 1[log(x) < y]", False, x="(-1,1)", y="(0,1)")),
    ("sine of what is undefined", goal("2 + sin(log(x)) + y", False, x="(-1,1)", y="(0,1)")),
    ("sine of what is undefined, in one variable", goal("2 + sin(log(x))", False, x="(-1,1)")),
    ("leaving out: the rest fails", goal("x^2 + y - 1/2 + x y", False, x="(0,1)", y="(0,1)")),
    ("indicator: one branch fails", goal("1 - 2*1_(0,y)(x)", False, x="(0,1)", y="(0,1)")),
]


@pytest.mark.parametrize("aim", [pytest.param(g, id=name) for name, g in FALSE_GOALS])
def test_a_false_goal_stays_open(aim: Goal) -> None:
    """No rule proves what is false; undefined on a part of the box counts as false."""
    assert isinstance(search().prove(aim, 0), Open)


TRUE_GOALS = [
    ("a square is >= 0", goal("(x-y)^2", False, x="(0,1)", y="(0,1)")),
    ("logarithms", goal("exp(x y) - (1+x)^y", False, x="(0,oo)", y="(0,oo)")),
    ("roots", goal("x + y - sqrt(x^2+y^2)", False, x="(0,oo)", y="(0,oo)")),
    ("scale", goal("1 + x^2 y^2 - 2 x y", False, x="(0,oo)", y="(0,oo)")),
    ("monotone to a limit, strictly", goal("exp(-x y)", True, x="(0,oo)", y="(0,oo)")),
    ("critical point in closed form", goal("exp(x) - x y + y log(y) - y", False, x="(0,oo)", y="(2,3)")),
    ("waves", goal("x - sin(y)/2", False, x="(1/2,oo)", y="(-oo,oo)")),
    ("moving indicator", goal("1 - y 1_(0,1/y)(x) x", False, x="(0,oo)", y="(1,oo)")),
]


@pytest.mark.parametrize("aim", [pytest.param(g, id=name) for name, g in TRUE_GOALS])
def test_a_true_goal_is_proved(aim: Goal) -> None:
    """The rule that the name tells has a use."""
    assert isinstance(search().prove(aim, 0), Proved)


def test_a_strict_goal_has_faces() -> None:
    """A factor that vanishes on a closed end: x > 0 holds on (0,1), and the face x = 0 is a goal of its own."""
    aim = goal("x (1+y)", True, x="[0,1]", y="(0,1)")
    assert isinstance(search().prove(aim, 0), Proved)
    outcomes = [search().prove(face, 0) for face, _ in faces(aim, (), search())]
    assert [type(o) for o in outcomes] == [Proved, Open, Proved]


def test_weak_goals_extend_to_faces_by_continuity_only() -> None:
    """1/x on [0,1] keeps its faces, x does not need them."""
    assert len(list(faces(goal("x", False, x="[0,1]"), (), search()))) == 1
    assert len(list(faces(goal("1/x", False, x="[0,1]"), (), search()))) == 3


@pytest.mark.parametrize(
    ("function", "x", "closed", "expected"),
    [
        ("1/x", "(0,1)", False, True),
        ("1/x", "(0,1)", True, False),
        ("1/(x-1/2)", "(0,1)", False, False),
        ("log(1-x)", "(0,1)", False, True),
        ("sqrt(x-1/2)", "(0,1)", False, False),
        ("x^(1/2)", "(0,1)", True, True),
        ("floor(x)", "(0,1)", False, False),
        ("sign(x)", "(0,1)", False, False),
        ("|x-1/2|", "(0,1)", True, True),
        ("x^(x-1/2)", "(0,1)", True, False),
    ],
)
def test_continuity_is_read_off_the_structure(function: str, x: str, closed: bool, expected: bool) -> None:
    """Singular points inside the box, or on its closure, are noticed."""
    aim = goal(function, False, x=x)
    assert continuous(aim.function, aim, search(), closed) is expected


def test_the_inverse_of_an_even_power_needs_a_positive_base() -> None:
    """v^-2 = t has the solution t^(-1/2) for v > 0; on v < 0 that would be the mirror image."""
    found = affine_in_kernel(tree("y - x^(-2)"), "x")
    assert found is not None
    assert inverse(found.kernel, "x", var("y"), lambda base: True) is power(var("y"), num(fmpq(-1, 2)))
    assert inverse(found.kernel, "x", var("y"), lambda base: False) is None


def test_a_region_keeps_its_points() -> None:
    """On {x^-2 >= y} with x < 0 the function x + 1/2 is negative somewhere, whatever the region becomes."""
    aim = goal("x + 1/2", False, x="(-oo,0)", y="(1/9,1/4)")
    parts = restricted(aim, (Condition(tree("x^(-2) - y")),), search(), 0)
    assert isinstance(all_proved(parts, search(), 0), Open)


def test_undefined_terms_never_vanish() -> None:
    """n + 1 - n is 1; log x - log x stays."""
    assert tidy(tree("n + 1 - n")) is num(1)
    assert tidy(tree("log(x) + 1 - log(x)")) is not num(1)
