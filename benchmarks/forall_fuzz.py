"""Fuzzing of inequalities for all n and x: `python -m benchmarks.forall_fuzz --claims N --seed S`.

Random claims |f(n, x)| <= g(x), near the border between true and false, are put to `analysis.forall`. What is proved is
checked by mpmath at many points on coupled scales and at the ends; what is refuted at the point that was named.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpq
from mpmath import mp

import benchmarks.functions
import benchmarks.membership  # noqa: F401  (both fill the tables of the oracle)
from benchmarks.oracle import Oracle, Undefined, Unsure, exact, inexact
from benchmarks.quantiles import quantiles
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.tree import Tree
from tutor.mathematics.analysis.forall import Outcome, Proved, Refuted, prove
from tutor.mathematics.trees import Budget, Domain, Variable, core
from tutor.mathematics.trees.build import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    add,
    at_most,
    call,
    less,
    mul,
    num,
    sub,
    var,
)

STEPS = 120_000
POINTS = 120
ROUNDING = 1e-30
NAMES = Names({"n": "integer", "x": "real"})
WITH_EPS = Names({"eps": "real", "n": "integer", "x": "real"})

SEQUENCES = (
    "x^n",
    "exp(-n x)",
    "n x/(1+n^2 x^2)",
    "sin(n x)/n",
    "x/(n+x)",
    "n 1_(0,1/n)(x)",
    "sqrt(n) 1_(0,1/n)(x)",
    "1_[n,n+1](x)/n",
    "|x-1/n|",
    "max(x,1/n)",
    "min(n x,1)",
    "log(1+n x)/n",
    "sqrt(n) exp(-n x)",
    "n x exp(-n x)",
    "atan(n x)",
    "(-1)^n/n",
    "1/(n+x)",
    "x^(2n)",
    "sqrt(n+1)-sqrt(n)",
    "n/(n+1)",
    "x",
    "1/(1+n x)",
    "cos(x/n)",
    "n^2 x exp(-n x)",
    "exp(-x/n)",
    "(1+x/n)^n exp(-2x)",
    "x^2-x/n",
)
BOUNDS = ("1", "x", "x^2", "1/x", "1/sqrt(x)", "exp(-x)", "1/(1+x)", "1/(1+x^2)", "1+x", "exp(x)", "|x-1/2|", "sqrt(x)")
FACTORS = tuple(
    Fraction(*pair) for pair in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 2), (3, 1), (9, 10), (101, 100), (4, 1))
)
VANISHING = ("1/n", "x^n", "exp(-n x)", "x/(n+x)", "sin(n x)/n", "n x/(1+n^2 x^2)", "sqrt(n+1)-sqrt(n)", "(-1)^n/n^2")
THRESHOLDS = ("1/eps", "1+1/eps", "1/eps^2", "ceil(1/eps)", "floor(1/eps)+1", "log(1/eps)", "log(eps)/log(x)")
THRESHOLDS += ("x/eps", "1+log(1/eps)/x", "1/(eps x)", "max(2,1/eps)", "1/sqrt(eps)", "1+log(1/eps)/log(2)")
RANGES = ("[0,1]", "(0,1)", "(0,1]", "[0,oo)", "(0,oo)", "[-1,1]", "[1,oo)", "[0,1/2]", "(-oo,oo)")


@dataclass(frozen=True, slots=True)
class Case:
    """One claim: a relation on a domain, with the variables of which null sets don't count."""

    relation: Tree
    domain: Domain
    null: frozenset[str]
    text: str


@dataclass(slots=True)
class Tally:
    """What a run has seen."""

    outcomes: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def case(draw: random.Random) -> Case:
    """A random claim."""
    parts = [_scaled(draw, draw.choice(SEQUENCES)) for _ in range(draw.choice((1, 1, 1, 2)))]
    joined = parts[0] if len(parts) == 1 else mul(*parts) if draw.random() < 0.5 else add(*parts)
    left = call("abs", joined) if draw.random() < 0.7 else joined
    right = _scaled(draw, draw.choice(BOUNDS))
    if draw.random() < 0.2:
        right = add(right, _scaled(draw, draw.choice(BOUNDS)))
    range_ = draw.choice(RANGES)
    first = draw.choice((1, 1, 1, 2, 3))
    domain = Domain((Variable("n", num(first), INFINITY, True, False, True), _variable(range_)))
    relation = (less if draw.random() < 0.3 else at_most)(left, right)
    null = frozenset("x") if draw.random() < 0.6 else frozenset[str]()
    return Case(relation, domain, null, f"{relation} on n >= {first}, x in {range_}, null {sorted(null)}")


def rate_case(draw: random.Random) -> Case:
    """A random claim |f(n, x)| < eps for all n from a threshold on."""
    sequence = _scaled(draw, draw.choice(VANISHING))
    threshold = core(read(draw.choice(THRESHOLDS), WITH_EPS).tree)
    threshold = mul(num(fmpq(*draw.choice(((1, 1), (1, 2), (2, 1), (3, 1))))), threshold)
    range_ = draw.choice(("[0,1]", "(0,1)", "(0,1]", "(0,oo)", "[0,1/2]"))
    variables = (
        Variable("eps", ZERO, ONE, False, draw.random() < 0.5),
        Variable("n", ONE, INFINITY, True, False, True),
        _variable(range_),
    )
    beyond = (less if draw.random() < 0.3 else at_most)(threshold, var("n"))
    relation = (less if draw.random() < 0.6 else at_most)(call("abs", sequence), var("eps"))
    return Case(relation, Domain(variables, beyond), frozenset(), f"{relation} if {beyond}, x in {range_}")


def _scaled(draw: random.Random, text: str) -> Tree:
    factor = draw.choice(FACTORS)
    return mul(num(fmpq(factor.numerator, factor.denominator)), core(read(text, NAMES).tree))


def _variable(range_: str) -> Variable:
    low, high = range_[1:-1].split(",")
    ends = {"-oo": MINUS_INFINITY, "oo": INFINITY, "0": ZERO, "1": ONE, "1/2": num(fmpq(1, 2)), "-1": num(-1)}
    return Variable("x", ends[low], ends[high], range_[0] == "[", range_[-1] == "]")


def complaint(claim: Case, outcome: Outcome, draw: random.Random) -> str | None:
    """What the oracle says against the outcome, if anything."""
    oracle = Oracle()
    if isinstance(outcome, Proved):
        for point in _points(claim, draw):
            if _holds(claim, point, oracle) is False:
                return f"proved by {outcome.by}, but false at {point}"
    if isinstance(outcome, Refuted) and all(isinstance(c, fmpq) for _, c in outcome.point):
        point = {name: Fraction(int(c.numer()), int(c.denom())) for name, c in outcome.point if isinstance(c, fmpq)}
        if _holds(claim, point, oracle):
            return f"refuted at {point}, where it holds"
    return None


def _holds(claim: Case, point: dict[str, Fraction], oracle: Oracle) -> bool | None:
    """Whether the claim holds at the point; where a side is undefined it fails. None: not known, or within rounding."""
    try:
        gap = oracle.at(sub(claim.relation.args[1], claim.relation.args[0]), point)
    except Undefined:
        return None if claim.null else False
    except (Unsure, OverflowError):
        return None
    if exact(gap):
        return bool(gap > 0 or (gap == 0 and (claim.relation.head == "le" or claim.null)))
    return None if abs(gap) < ROUNDING else bool(gap > 0)


def _points(claim: Case, draw: random.Random) -> Iterator[dict[str, Fraction]]:
    *_, first, range_ = claim.domain.variables
    least = int(first.low.value.numer())
    oracle = Oracle()
    for _ in range(POINTS):
        n = least + draw.choice((0, 1, 2, draw.randrange(10), draw.randrange(100), draw.randrange(10**4)))
        point = {"n": Fraction(n), "x": _coordinate(range_, n, draw, bool(claim.null))}
        if claim.domain.condition is None:
            yield point
        else:
            yield from _beyond_threshold(claim.domain.condition, point, draw, oracle)


def _beyond_threshold(
    condition: Tree, point: dict[str, Fraction], draw: random.Random, oracle: Oracle
) -> Iterator[dict[str, Fraction]]:
    """The point with some eps and the first two indices that the condition allows."""
    eps = draw.choice((Fraction(1, draw.randrange(2, 40)), Fraction(draw.randrange(1, 1000), 1000)))
    try:
        threshold = oracle.at(condition.args[0], {**point, "eps": eps})
        first = max(1, int(mp.ceil(inexact(threshold))) + (condition.head == "lt"))
    except (Undefined, Unsure, OverflowError, ValueError):
        return
    for n in (first, first + 1, first + draw.randrange(100)):
        if n < 10**9:
            yield {**point, "n": Fraction(n), "eps": eps}


def _coordinate(variable: Variable, n: int, draw: random.Random, inside: bool) -> Fraction:
    low, high = (
        None if end.head != "num" else Fraction(int(end.value.numer()), int(end.value.denom()))
        for end in (variable.low, variable.high)
    )
    small = Fraction(draw.randrange(1, 1000), 1000)
    scale = draw.choice((small, small / n, small * n, Fraction(1, n), 1 / small, small / 10**5, Fraction(n)))
    if low is not None and high is not None:
        width = high - low
        share = min(scale, 1 / scale) * Fraction(999, 1000) if inside else min(scale, 1 / scale)
        place = low + width * share if draw.random() < 0.7 else high - width * share
        ends = [end for end, closed in ((low, variable.low_closed), (high, variable.high_closed)) if closed]
        if not inside and ends and draw.random() < 0.1:
            return draw.choice(ends)
        return place if low < place < high else low + width / 2
    if low is not None:
        return low if variable.low_closed and not inside and draw.random() < 0.1 else low + scale
    return scale * draw.choice((1, -1))


def run(claims: int, seed: int) -> Tally:
    """Put so many claims and check the outcomes."""
    tally = Tally()
    for place in range(claims):
        draw = random.Random(f"{seed}/{place}")
        claim = rate_case(draw) if place % 4 == 0 else case(draw)
        started = time.process_time()
        outcome = prove(claim.relation, claim.domain, Budget(STEPS), claim.null)
        tally.times.append((time.process_time() - started) * 1000)
        tally.outcomes[type(outcome).__name__] += 1
        found = complaint(claim, outcome, draw)
        if found is not None:
            tally.wrong.append(f"{seed}/{place}: {claim.text}: {found}")
    return tally


def main() -> int:
    """Run the command; exit status 1 where an outcome is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tally = run(options.claims, options.seed)
    json.dump({"outcomes": tally.outcomes, "ms": quantiles(tally.times), "wrong": tally.wrong}, sys.stdout, indent=1)
    print()
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
