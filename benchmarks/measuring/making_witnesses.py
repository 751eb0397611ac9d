"""Random questions for witnesses, whose truth is arithmetic on their constants, and covers by several families."""

from collections.abc import Callable
from fractions import Fraction

from benchmarks.measuring.making import Chance, Made, fraction, q


def witnesses(chance: Chance) -> Made:
    """Alternating sequences, and bounds that are attained at one whole number."""
    return chance.choice([_alternating, _between])(chance)


def windows(chance: Chance) -> Made:
    """Windows that move with eps or with n, sets that grow with n, and sums next to the border of convergence."""
    return chance.choice([_windows, _roots, _shrinking, _growing, _sums])(chance)


def _witness(sort: str, name: str, claims: list[str], right: list[str], wrong: list[str]) -> Made:
    return Made({"kind": "witness", "sort": sort, "name": name, "claims": claims}, right, wrong)


def _windows(chance: Chance) -> Made:
    """|a x - a c| < eps for |x - c| < delta iff delta <= eps/a."""
    a, c = fraction(chance, 1, 5), fraction(chance, -3, 3)
    claim = f"forall x in ({q(c)} - d(eps), {q(c)} + d(eps)): |{q(a)} x - {q(a * c)}| < eps"
    claims = ["forall eps in (0,1): d(eps) > 0", f"forall eps in (0,1): {claim}"]
    right = [f"eps/{q(a)}", f"eps/{q(a + Fraction(1, 7))}", f"min(1, eps)/{q(a)}", f"eps^2/{q(a)}"]
    wrong = [f"2 eps/{q(a)}", f"{q(Fraction(101, 100))} eps/{q(a)}", f"sqrt(eps)/{q(a)}", "0", "-eps"]
    return _witness("function of eps on (0,1)", "d", claims, right, wrong)


def _roots(chance: Chance) -> Made:
    """x^(1/p) < eps for 0 < x < delta iff delta <= eps^p."""
    p = chance.randint(2, 4)
    claims = ["forall eps in (0,1): d(eps) > 0", f"forall eps in (0,1): forall x in (0, d(eps)): x^(1/{p}) < eps"]
    right = [f"eps^{p}", f"eps^{p + 1}", f"eps^{p}/2"]
    wrong = [f"eps^{p - 1}", f"2 eps^{p}", f"{q(Fraction(10, 9))} eps^{p}", "eps^(1/2)"]
    return _witness("function of eps on (0,1)", "d", claims, right, wrong)


def _sums(chance: Chance) -> Made:
    """The sum of c n^-p is finite iff p > 1, whatever the factor; that of n^-1 ln(n+1)^-r iff r > 1."""
    p, r, c = (1 + fraction(chance, 0, 2, 9) + Fraction(1, 10) for _ in range(3))
    claims = ["sum(a_k, k=1..oo) < oo", "forall n in N: a_n > 0"]
    right = [f"{q(c)} n^(-{q(p)})", f"1/(n ln(n+1)^{q(r)})", f"1/(n^{q(p)} + 1)"]
    wrong = [f"{q(c)} n^(-{q(1 / p)})", f"1/(n ln(n+1)^{q(1 / r)})", f"-1/n^{q(p)}", "1/n", "0"]
    return _witness("sequence of numbers", "a", claims, right, wrong)


def _alternating(chance: Chance) -> Made:
    """a + b (-1)^n / n is at most a + b/2 (at n = 2) for b > 0, and at most a - b (at n = 1) for b < 0."""
    a, b = fraction(chance, -2, 2), fraction(chance, 1, 4)
    least = a + b / 2
    shift = chance.choice([fraction(chance, 1, 2), Fraction(1, 1000)])
    claims = [f"forall n in N: a_n <= {q(least)}"]
    right = [f"{q(a)} + {q(b)} (-1)^n/n", f"{q(a)} - {q(b / 2)} (-1)^n/n", f"{q(a)} + {q(b / 2)} (-1)^n"]
    wrong = [
        f"{q(a + shift)} + {q(b)} (-1)^n/n",
        f"{q(a)} - {q(b)} (-1)^n/n",
        f"{q(a)} + {q(b)} (-1)^n",
        f"{q(a)} + {q(b)} (-1)^floor(n/{chance.randint(3, 90)})",
    ]
    return _witness("sequence of numbers", "a", claims, right, wrong)


def _growing(chance: Chance) -> Made:
    """(l + a/n, h - b/n) grows with n; it shrinks, or moves, where a sign is changed."""
    a, b = fraction(chance, 1, 3), fraction(chance, 1, 3)
    claims = ["increasing(f_n, n)"]
    right = [f"1_({q(a)}/n, 4 - {q(b)}/n)(x)", f"1_[{q(a)}/n, 4](x)", f"x^2 1_[0, 4 - {q(b)}/n](x)"]
    wrong = [
        f"1_(1 - {q(a)}/n, 4 - {q(b)}/n)(x)",
        f"1_[0, 3 + {q(b)}/n)(x)",
        f"(1 - x) 1_[0, 4 - {q(b)}/n](x)",
    ]
    return _witness("sequence of functions on [0,5]", "f", claims, right, wrong)


def _between(chance: Chance) -> Made:
    """|n^2 - m| is at least the distance from m to the nearest square; it is 0 where m is a square."""
    n, by = chance.randint(4, 60), chance.randint(1, 4)  # so the next square is farther away than by
    claims = [f"forall n in N: a_n >= {by}"]
    right = [f"|n^2 - {n * n + by}|", f"|n - {n}| + {by}", f"(n - {n})^2 + {by}"]
    wrong = [f"|n^2 - {n * n}|", f"|n - {n}| + {by} - 1/2", f"|n^2 - {n * n + by - 1}|", f"({n} - n)^3"]
    return _witness("sequence of numbers", "a", claims, right, wrong)


def _shrinking(chance: Chance) -> Made:
    """g >= c n on (0, 1/n) for every n iff g(x) >= c/x up to the largest n that x allows."""
    c = fraction(chance, 1, 4)
    claims = [f"forall n in N: forall x in (0,1/n): g(x) >= {q(c)} n"]
    right = [f"{q(c)}/x", f"{q(c + 1)}/x", f"{q(c)}/x + x"]
    wrong = [f"{q(c * Fraction(9, 10))}/x - 1/10", f"{q(c)}/sqrt(x)", f"{q(c)}/x - 1", str(10 * c)]
    return _witness("function of x on (0,oo)", "g", claims, right, wrong)


def several_families(chance: Chance) -> Made:
    """Covers by a family for even and one for odd numbers, or one that begins late beside single intervals."""
    r = fraction(chance, 0, 1, 9) + Fraction(1, 9)
    size = f"{q(r)} eps/2^(n+1)"  # both families together have the length 2 r eps
    even, odd = (f"(q_(2n{shift}) - {size}, q_(2n{shift}) + {size})" for shift in ("", "-1"))
    late = f"(q_n - {size}, q_n + {size}), n >= 2"
    half = f"eps/{8 * max(1, r.denominator)}"
    first = f"(q_1 - {half}, q_1 + {half})"
    second = f"(q_2 - {half}, q_2 + {half})"
    whole = 2 * r <= 1
    right = [f"I_n = {even}; J_n = {odd}"] if whole else []
    right += [f"I_1 = {first}; I_n = {late}"] if r / 2 + Fraction(2, 8 * r.denominator) <= 1 else []
    wrong = [f"I_n = {even}", f"I_2 = {second}; I_n = {late}", f"I_n = {late}"]
    wrong += [] if whole else [f"I_n = {even}; J_n = {odd}"]
    return Made({"kind": "cover", "target": "q_n"}, right, wrong)


MAKERS: dict[str, Callable[[Chance], Made]] = {
    "witnesses": witnesses,
    "windows": windows,
    "several families": several_families,
}
