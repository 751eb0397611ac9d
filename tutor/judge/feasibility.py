"""Feasibility of affine constraints with rational coefficients, by exact Fourier-Motzkin elimination.

The answer is exact over the reals: None certifies that no real point satisfies all constraints, a witness satisfies
them all. Integer coordinates are relaxed to reals, so None is right for them as well and a witness is not.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import gcd, lcm

from flint import fmpq

Form = Mapping[str, fmpq]
"""Coefficients by variable, the constant under ""."""

_MAX_CONSTRAINTS = 400


class TooMany(Exception):  # noqa: N818  (an outcome)
    """Elimination grew beyond the limit; nothing is known."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """form > 0 (strict), or form >= 0."""

    form: Form
    strict: bool = True


def equation(form: Form) -> tuple[Constraint, Constraint]:
    """form = 0, as two constraints."""
    return Constraint(form, False), Constraint({n: -c for n, c in form.items()}, False)


def tightened(form: Form, integers: Collection[str]) -> Constraint:
    """form > 0; where only integers occur, as form >= its least positive value."""
    names = [n for n, c in form.items() if n and c != 0]
    if not names or not set(names) <= set(integers):
        return Constraint(form)
    scale = fmpq(lcm(*(int(form[n].denom()) for n in names)))
    step = fmpq(gcd(*(int((form[n] * scale).numer()) for n in names))) / scale
    # The varying part takes multiples of the step; it exceeds -constant by the next multiple.
    constant = form.get("", fmpq(0))
    least = ((-constant / step).floor() + 1) * step
    return Constraint({**form, "": -least}, strict=False)


def witness(constraints: Sequence[Constraint], names: Sequence[str]) -> dict[str, fmpq] | None:
    """A rational point that satisfies every constraint, or None where there is no real one.

    All variables of the constraints must be among the names. Raises TooMany when the elimination grows too large.
    """
    if not names:
        return {} if all(_true(c) for c in constraints) else None
    name, others = names[0], names[1:]
    lower, upper, free = _sorted(constraints, name)
    paired = [_between(low, high) for low in lower for high in upper]
    if len(free) + len(paired) > _MAX_CONSTRAINTS:
        raise TooMany
    point = witness([*free, *paired], others)
    if point is not None:
        point[name] = _choose(
            [(_value(c.form, point), c.strict) for c in lower], [(_value(c.form, point), c.strict) for c in upper]
        )
    return point


def _sorted(
    constraints: Sequence[Constraint], name: str
) -> tuple[list[Constraint], list[Constraint], list[Constraint]]:
    """The bounds below and above the variable, solved for it, and the constraints without it."""
    lower: list[Constraint] = []
    upper: list[Constraint] = []
    free: list[Constraint] = []
    for c in constraints:
        a = c.form.get(name, fmpq(0))
        if a == 0:
            free.append(c)
        else:
            solved = Constraint({n: -w / a for n, w in c.form.items() if n != name}, c.strict)
            (lower if a > 0 else upper).append(solved)
    return lower, upper, free


def _between(low: Constraint, high: Constraint) -> Constraint:
    form = dict(high.form)
    for n, w in low.form.items():
        form[n] = form.get(n, fmpq(0)) - w
    return Constraint(form, low.strict or high.strict)


def _true(constraint: Constraint) -> bool:
    constant = constraint.form.get("", fmpq(0))
    return bool(constant > 0 or (constant == 0 and not constraint.strict))


def _value(form: Form, point: Mapping[str, fmpq]) -> fmpq:
    return sum((c * (point[n] if n else 1) for n, c in form.items() if c != 0), fmpq(0))


def _choose(lower: list[tuple[fmpq, bool]], upper: list[tuple[fmpq, bool]]) -> fmpq:
    """A number between the bounds, off every one of them where there is room."""
    if lower and upper:
        return (max(q for q, _ in lower) * 3 + min(q for q, _ in upper) * 4) / 7
    if lower:
        return max(q for q, _ in lower) + fmpq(6, 7)
    if upper:
        return min(q for q, _ in upper) - fmpq(6, 7)
    return fmpq(3, 11)
