"""Total lengths of families of intervals: the sum with eps as a parameter, then single values of eps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flint import arb, fmpq

from tutor.judge.bounds import counterexample, undecided
from tutor.judge.claims import Stretch, TotalLength
from tutor.judge.spelling import tree_text, value_text
from tutor.judge.stretches import SILENCE, first_number, length_of, normal, numbers_and_eps, sampled, whole
from tutor.judge.verdicts import Proof, Ruling, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.analysis import Undecided, series
from tutor.mathematics.analysis.constants import Constants, enclosure
from tutor.mathematics.analysis.forall import Proved, Refuted, checked, prove
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, substitute
from tutor.mathematics.trees.build import (
    INFINITY,
    ONE,
    ZERO,
    add,
    at_most,
    call,
    less,
    mul,
    num,
    sign_of_infinity,
    sub,
    var,
)
from tutor.mathematics.trees.calculus import derivative

TRIED_EPS = tuple(fmpq(*pair) for pair in ((1, 1), (1, 2), (2, 1), (1, 10), (10, 1), (1, 100), (100, 1)))
MOST_TERMS = 300


@dataclass(frozen=True, slots=True)
class _Length:
    """A total length as an expression in eps, or an upper bound of it."""

    value: Tree
    exact: bool = True


def decide_total(claim: TotalLength, budget: Budget) -> Ruling:
    """The sum with eps as a parameter, then single values of eps; an upper bound that is too large refutes nothing."""
    try:
        lengths = [_length(stretch, claim, budget) for stretch in claim.intervals]
        total = Constants(budget, claim.domain).simplified(add(ZERO, *(part.value for part in lengths)))
    except SILENCE as silence:
        return _refuted_total(claim, budget) or undecided(str(silence))
    exact = all(part.exact for part in lengths)
    if sign_of_infinity(total):
        return _too_long("the total length is infinite")
    relation = (less if claim.strict else at_most)(total, var(claim.eps))
    outcome = prove(relation, claim.domain, budget)
    step = f"the lengths add up to {'' if exact else 'at most '}{tree_text(total)}"
    if isinstance(outcome, Proved):
        return Ruling(Verdict.CORRECT, Proof(outcome.by, (step,)), sampled(checked(relation, claim.domain, budget)))
    if isinstance(outcome, Refuted) and exact:
        allowed = f"less than {claim.eps} is asked" if claim.strict else f"at most {claim.eps} is allowed"
        return Ruling(Verdict.INCORRECT, counterexample(outcome), diagnosis=f"{step}, and {allowed}")
    return _refuted_total(claim, budget) or undecided("the total length")


def _refuted_total(claim: TotalLength, budget: Budget) -> Ruling | None:
    """A value of eps for which the total is certified to be too large."""
    for value in TRIED_EPS:
        if not _runs_to(value, claim):
            continue
        try:
            parts = [_value_at(stretch, claim.eps, num(value), claim.domain, budget) for stretch in claim.intervals]
        except (*SILENCE, OutOfSteps):
            continue
        if any(isinstance(part, Tree) and sign_of_infinity(part) for part in parts):
            return _too_long(f"at {claim.eps} = {value} the total length is infinite")
        excess = _excess(parts, value, claim.strict, budget)
        if excess is not None:
            return _too_long(f"at {claim.eps} = {value} the total length is {excess}")
    return None


def _too_long(diagnosis: str) -> Ruling:
    return Ruling(Verdict.INCORRECT, Proof("sum of the lengths", (diagnosis,)), diagnosis=diagnosis)


def _runs_to(value: fmpq, claim: TotalLength) -> bool:
    (eps,) = claim.domain.variables
    low_ok = eps.low.head != "num" or value > eps.low.value
    return low_ok and (eps.high.head != "num" or value < eps.high.value)


def _value_at(stretch: Stretch, name: str, eps: Tree, domain: Domain, budget: Budget) -> Tree | arb:
    """The total length of one family for one eps; oo is a value."""
    at = {name: eps}
    size = substitute(length_of(stretch, domain, budget), at)
    if stretch.index is None:
        return size
    last = substitute(stretch.last, at)
    if sign_of_infinity(last):
        return series(size, stretch.index, first_number(stretch), budget).value
    return _finite_sum(size, stretch.index, first_number(stretch), whole(last))


def _finite_sum(size: Tree, index: str, first: int, last: int) -> Tree:
    if index not in free_names(size):
        return mul(num(max(0, last - first + 1)), size)
    if last - first > MOST_TERMS:
        raise Undecided("a long finite family")
    return add(ZERO, *(substitute(size, {index: num(n)}) for n in range(first, last + 1)))


def _excess(parts: Sequence[Tree | arb], eps: fmpq, strict: bool, budget: Budget) -> str | None:
    """The total in words, where it is certainly above eps, or exactly eps against a strict claim."""
    if all(isinstance(part, Tree) for part in parts):
        total = Constants(budget).simplified(add(ZERO, *(p for p in parts if isinstance(p, Tree))))
        order = Constants(budget).compare(total, num(eps))
        if order > 0 or (order == 0 and strict):
            return f"{tree_text(total)}, {'more than eps' if order > 0 else 'not less than eps'}"
        return None
    enclosed = sum((p if isinstance(p, arb) else enclosure(p, 128) for p in parts), arb(0))
    return f"{value_text(enclosed)}, more than eps" if enclosed > arb(eps) else None


def _length(stretch: Stretch, claim: TotalLength, budget: Budget) -> _Length:
    """The total length of one family, or of one interval. Raises what series raise."""
    size = length_of(stretch, claim.domain, budget)
    if stretch.index is None:
        return _Length(size)
    if not sign_of_infinity(stretch.last):
        return _finite_length(size, stretch, claim, budget)
    fixed, per_eps = _affine_in_eps(size, stretch, claim, budget)
    parts = [_summed(part, stretch, budget) for part in (fixed, per_eps)]
    infinite = any(sign_of_infinity(part.value) for part in parts)
    total = INFINITY if infinite else add(parts[0].value, mul(parts[1].value, var(claim.eps)))
    return _Length(total, all(part.exact for part in parts))


def _affine_in_eps(size: Tree, stretch: Stretch, claim: TotalLength, budget: Budget) -> tuple[Tree, Tree]:
    """(a, b) with size = a + b eps. Raises Undecided for another shape."""
    slope = normal(derivative(size, claim.eps), numbers_and_eps(stretch, claim.domain), budget)
    if claim.eps in free_names(slope):
        raise Undecided("lengths that are not affine in eps")
    return normal(sub(size, mul(slope, var(claim.eps))), numbers_and_eps(stretch, claim.domain), budget), slope


def _summed(term: Tree, stretch: Stretch, budget: Budget) -> _Length:
    """The sum of lengths without eps over the whole family, or a rational just above it."""
    if term is ZERO:
        return _Length(ZERO)
    found = series(term, str(stretch.index), first_number(stretch), budget).value
    return _Length(_rational_above(found), exact=False) if isinstance(found, arb) else _Length(found)


def _rational_above(value: arb) -> Tree:
    """A rational close above the ball."""
    scaled = (value * 10**9).upper().ceil().unique_fmpz()
    if scaled is None:
        raise Undecided("a total length of unknown size")
    return num(fmpq(int(scaled) + 1, 10**9))


def _finite_length(size: Tree, stretch: Stretch, claim: TotalLength, budget: Budget) -> _Length:
    """At most (last - first + 1) equal lengths, with ceil(u) < u + 1; or the whole series of varying ones."""
    if stretch.index in free_names(size):
        return replace(_length(replace(stretch, last=INFINITY), claim, budget), exact=False)
    last = stretch.last
    if last.head == "call" and last.value in ("ceil", "floor"):
        last = add(last.args[0], ONE) if last.value == "ceil" else last.args[0]
    count = call("max", ZERO, add(last, ONE, mul(num(-1), stretch.first)))
    return _Length(mul(size, count), exact=False)
