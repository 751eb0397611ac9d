"""Fourier-Motzkin elimination: a witness satisfies everything, and no witness means that there is no point."""

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tutor.judge.feasibility import Constraint, equation, tightened, witness

NAMES = ("x", "y", "z")
coefficients = st.integers(-3, 3).map(fmpq)
forms = st.fixed_dictionaries({"x": coefficients, "y": coefficients, "z": coefficients, "": coefficients})
constraints = st.builds(Constraint, forms, st.booleans())


def value(form, point) -> fmpq:
    """The affine form at a point."""
    return sum((c * (point[n] if n else 1) for n, c in form.items()), fmpq(0))


def satisfied(constraint: Constraint, point) -> bool:
    """Whether the point satisfies the constraint."""
    v = value(constraint.form, point)
    return bool(v > 0 or (v == 0 and not constraint.strict))


@given(st.lists(constraints, max_size=6))
def test_a_witness_satisfies_every_constraint(system: list[Constraint]) -> None:
    """The point that comes back is in the set."""
    point = witness(system, NAMES)
    assert point is None or all(satisfied(c, point) for c in system)


@given(st.lists(forms, max_size=5), st.tuples(coefficients, coefficients, coefficients))
def test_a_system_with_a_solution_is_never_called_infeasible(found: list, at) -> None:
    """Constraints made true at a point leave a point."""
    point = dict(zip(NAMES, at, strict=True))
    system = []
    for form in found:
        v = value(form, point)
        side = form if v >= 0 else {n: -c for n, c in form.items()}
        system.append(Constraint(side, strict=bool(v != 0)))
    assert witness(system, NAMES) is not None


def test_equations_and_strictness() -> None:
    """x > 0 and x < 0 exclude each other, x >= 0 and x <= 0 leave 0, and equations are solved."""
    above, below = {"x": fmpq(1)}, {"x": fmpq(-1)}
    assert witness([Constraint(above), Constraint(below)], ("x",)) is None
    assert witness([Constraint(above, False), Constraint(below, False)], ("x",)) == {"x": 0}
    line = {"x": fmpq(1), "y": fmpq(-1), "": fmpq(2)}
    point = witness([*equation(line), Constraint(above)], ("x", "y"))
    assert point is not None
    assert point["y"] == point["x"] + 2


@given(
    form=st.fixed_dictionaries({"n": coefficients, "m": coefficients, "": st.fractions(-9, 9, max_denominator=7)}),
    scale=st.sampled_from((fmpq(1), fmpq(1, 6), fmpq(5, 2))),
    n=st.integers(-6, 6),
    m=st.integers(-6, 6),
)
def test_on_integers_a_strict_constraint_is_tightened_and_stays_the_same(form, scale: fmpq, n: int, m: int) -> None:
    """form > 0 and its tightened version hold at the same integer points."""
    scaled = {k: scale * (c if isinstance(c, fmpq) else fmpq(c.numerator, c.denominator)) for k, c in form.items()}
    point = {"n": fmpq(n), "m": fmpq(m)}
    assert satisfied(tightened(scaled, ("n", "m")), point) == satisfied(Constraint(scaled), point)


def test_with_a_real_coordinate_nothing_is_tightened() -> None:
    """n > x leaves room for every n above x."""
    form = {"n": fmpq(1), "x": fmpq(-1)}
    assert tightened(form, ("n",)) == Constraint(form)
