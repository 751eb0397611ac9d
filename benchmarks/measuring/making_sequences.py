"""Random questions about sequences, bounds, rates, covers and exponents, whose truth is arithmetic on exponents."""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

from benchmarks.measuring.making import Chance, Made, fraction, q

MODES = ["pointwise", "a.e.", "uniformly", "in measure", "in L^1", "in L^2"]


def dominations(chance: Chance) -> Made:
    """Bounds of spikes, of exponentials and of tails."""
    return chance.choice([_spikes, _exponentials, _tails, _changed])(chance)


def _dominating(sequence: str, on: str, right: list[str], wrong: list[str]) -> Made:
    variables = {"x": "real", "n": "integer >= 1"}
    return Made({"kind": "dominating", "sequence": sequence, "variables": variables, "on": on}, right, wrong)


def _spikes(chance: Chance) -> Made:
    """n^b 1_(0,1/n): the envelope is x^-b, up to a factor, and a power x^-r bounds it iff r >= b."""
    b = Fraction(chance.randint(1, 5), 6)
    above, below = (b + 1) / 2, b * Fraction(4, 5)
    right = [f"x^(-{q(b)})", f"2 x^(-{q(above)})", f"x^(-{q(b)}) + 1"]
    return _dominating(f"n^{q(b)} 1_(0,1/n)(x)", "(0,1)", right, [f"x^(-{q(below)})", "1/x", f"1/2 x^(-{q(b)})", "3"])


def _exponentials(chance: Chance) -> Made:
    """x^m e^(-(1 + 1/n) a x) increases to x^m e^(-a x)."""
    m, a = chance.randint(0, 3), fraction(chance, 1, 3)
    power = {0: "", 1: "x "}.get(m, f"x^{m} ")
    sequence = f"{power}e^(-(1+1/n) {q(a)} x)"
    right = [f"{power}e^(-{q(a)} x)", f"3 {power}e^(-{q(a / 2)} x)"]
    wrong = [
        f"{power}e^(-{q(a * Fraction(3, 2))} x)",
        f"1/2 {power}e^(-{q(a)} x)",
        f"{power}(1+x)^(-{m + 1})" if m else "1/(1+x)",
    ]
    return _dominating(sequence, "(0,oo)", right, wrong)


def _tails(chance: Chance) -> Made:
    """A/(n + x^p) on (1,oo): B x^-r bounds it for B >= A, r <= p and is integrable for r > 1."""
    size, p = chance.randint(1, 4), Fraction(chance.randint(5, 12), 4)
    right = [f"{size}/x^{q(p)}", f"{size + 1}/x^{q((p + 1) / 2)}"]
    wrong = [f"{size}/x", f"{q(Fraction(9 * size, 10))}/x^{q(p)}", f"{size}/x^{q(p + Fraction(1, 2))}", str(size)]
    return _dominating(f"{size}/(n + x^{q(p)})", "(1,oo)", right, wrong)


def _changed(chance: Chance) -> Made:
    """A bound spoilt at one point is a bound almost everywhere; spoilt on a short interval it is none."""
    size, c = chance.randint(1, 4), fraction(chance, -2, 2)
    bound = f"{size}/(1+x^2)"
    width = Fraction(1, 10 ** chance.randint(2, 6))
    right = [
        f"0 if x = {q(c)} else {bound}",
        f"{bound} + 1[x > {q(c)}] e^-x if x > 0 else {bound}",
        f"{bound}*1[x != {q(c)}]",
    ]
    wrong = [f"0 if {q(c)} < x < {q(c + width)} else {bound}", f"{bound}*1[x > {q(c)}]", f"{q(size - width)}/(1+x^2)"]
    return _dominating(f"{size} cos(x/n)/(1+x^2)", "R", right, wrong)


def rates(chance: Chance) -> Made:
    """A/n^p, r^n and (A + B (-1)^n)/n with every convention."""
    strict, after = chance.choice(["yes", "no"]), chance.choice([">=", ">"])
    fields = {
        "kind": "rate",
        "limit": "0",
        "variables": {"n": "integer >= 1"},
        "eps": "(0,1/2)",
        "strict": strict,
        "after": after,
    }
    if chance.random() < 0.4:
        base = Fraction(chance.randint(2, 9), 10)
        exact = 1 / math.log(1 / base)
        above, below = (Fraction(round(exact * factor * 100), 100) for factor in (1.04, 0.96))
        return Made(
            {**fields, "sequence": f"{q(base)}^n"},
            [f"{q(above)} ln(1/eps)"],
            [f"{q(below)} ln(1/eps)", f"{q(below / 2)} ln(1/eps)"],
        )
    if chance.random() < 0.3:
        a, b = chance.randint(1, 4), chance.randint(1, 4)
        right, wrong = [f"{a + b + 1}/eps"], [f"{q(Fraction(9 * (a + b), 10))}/eps", f"{a}/eps", f"{b}/eps"]
        return Made({**fields, "sequence": f"({a} + {b} (-1)^n)/n"}, right, wrong)
    size, p = chance.randint(1, 5), chance.choice([1, 2, 3])
    root = "" if p == 1 else f"^(1/{p})"
    exact_text = f"({size}/eps){root}"
    right = [f"({size + 1}/eps){root}", f"({size}/eps){root} + 1"]
    wrong = [f"({q(Fraction(9 * size, 10))}/eps){root}"]
    (right if strict == "no" or after == ">" else wrong).append(exact_text)
    return Made({**fields, "sequence": f"{size}/n^{p}"}, right, wrong)


def covers(chance: Chance) -> Made:
    """Intervals of radius a eps / b^k around a point, perhaps off its centre; the lengths sum to 2 a eps / (b - 1)."""
    strict = chance.choice(["yes", "no"])
    target, centre = chance.choice([("q_n", "q_k"), ("1/n", "1/k"), ("n", "k")])
    right: list[str] = []
    wrong: list[str] = []
    for _ in range(5):
        a, b = Fraction(chance.randint(1, 8), chance.choice([1, 2, 4])), chance.choice([2, 3, 4, 5, 9])
        left = chance.choice([Fraction(1), Fraction(1, 2), Fraction(0), Fraction(1)])
        total = a * (left + 1) / (b - 1)
        good = left > 0 and (total < 1 or (total == 1 and strict == "no"))
        text = f"I_k = ({centre} - {q(a * left)} eps/{b}^k, {centre} + {q(a)} eps/{b}^k)"
        (right if good else wrong).append(text)
    return Made({"kind": "cover", "target": target, "eps": "(0,1)", "strict": strict}, right, wrong)


def exponent_sets(chance: Chance) -> Made:
    """x^-a (1+x)^-b on (0,1), (1,oo) and (0,oo): a p < 1 at 0, (a + b) p > 1 at infinity."""
    if chance.random() < 0.3:
        return _logarithms(chance)
    a, b = Fraction(chance.randint(1, 7), 8), Fraction(chance.randint(0, 8), 4)
    on = chance.choice(["(0,1)", "(1,oo)", "(0,oo)"])
    function = f"x^(-{q(a)}) (1+x)^(-{q(b)})" if b else f"x^(-{q(a)})"
    above, below = 1 / a, 1 / (a + b)
    low, low_closed = (Fraction(1), True) if on == "(0,1)" or below < 1 else (below, False)
    high = "oo" if on == "(1,oo)" else q(above)
    if high != "oo" and low >= above:
        return Made({"kind": "exponents", "function": function, "on": on}, ["{}"], ["[1,2)", "[1,oo]"])
    opening = "[" if low_closed else "("
    right = f"{opening}{q(low)},{high}{']' if high == 'oo' else ')'}"
    wrong = [f"{opening}{q(low)},{high}{')' if high == 'oo' else ']'}", "{}", f"{opening}{q(low + 1)},oo]"]
    if not low_closed:
        wrong.append(f"[{q(low)},{high}{']' if high == 'oo' else ')'}")
    return Made({"kind": "exponents", "function": function, "on": on}, [right], wrong)


def _logarithms(chance: Chance) -> Made:
    """x^-a |ln x|^-b: at p = 1/a the logarithm decides, by p b > 1."""
    a, b = Fraction(1, chance.randint(1, 4)), Fraction(chance.randint(1, 8), 2)
    edge, closed = 1 / a, b / a > 1
    if chance.random() < 0.5:
        function, on = f"x^(-{q(a)}) (-ln(x))^(-{q(b)})", "(0,1/2)"
        right = f"[1,{q(edge)}]" if closed else f"[1,{q(edge)})" if edge > 1 else "{}"
        wrong = [f"[1,{q(edge)})" if closed else f"[1,{q(edge)}]", "[1,oo]"]
    else:
        function, on = f"x^(-{q(a)}) ln(x)^(-{q(b)})", "(2,oo)"
        right = f"{'[' if closed else '('}{q(edge)},oo]"
        wrong = [f"{'(' if closed else '['}{q(edge)},oo]", f"{'[' if closed else '('}{q(edge)},oo)"]
    return Made({"kind": "exponents", "function": function, "on": on}, [right], wrong)


def _hump(chance: Chance) -> tuple[str, str, dict[str, bool]]:
    """n^a x e^(-n x): height n^(a-1)/e, area n^(a-2), squares n^(2a-3)/4."""
    a = Fraction(chance.randint(0, 10), 4)
    truth = dict.fromkeys(MODES, True) | {"uniformly": a < 1, "in L^1": a < 2, "in L^2": 2 * a < 3}
    return f"n^{q(a)} x e^(-n x)", "(0,oo)", truth


def _both(chance: Chance) -> tuple[str, str, dict[str, bool]]:
    """Two blocks at once: every mode holds that holds for both."""
    (first, on, one), (second, _, two) = _block(chance), _block(chance)
    return f"{first} + {q(fraction(chance, 1, 3))} {second}", on, {name: one[name] and two[name] for name in MODES}


def _family(chance: Chance) -> tuple[str, str, dict[str, bool]]:
    """A hump, a block, or two blocks; and which modes hold to the limit 0."""
    return chance.choice([_block, _block, _hump, _both])(chance)


def _block(chance: Chance) -> tuple[str, str, dict[str, bool]]:
    """n^a on a block that shrinks to 0, grows from 0, or runs away; and which modes hold to the limit 0."""
    a, c = Fraction(chance.randint(-6, 6), 4), Fraction(chance.randint(1, 6), 4)
    shape = chance.choice(["shrinks", "grows", "runs"])
    if shape == "grows" and a >= 0:
        a = -a - Fraction(1, 4)
    length = -c if shape == "shrinks" else c if shape == "grows" else Fraction(0)
    block = {"shrinks": f"1_(0,n^(-{q(c)}))(x)", "grows": f"1_[0,n^{q(c)}](x)", "runs": "1_[n,n+1](x)"}[shape]
    truth = {
        "pointwise": True,
        "a.e.": True,
        "uniformly": a < 0,
        "in measure": a < 0 or length < 0,
        "in L^1": a + length < 0,
        "in L^2": 2 * a + length < 0,
    }
    return f"n^{q(a)} {block}", "(0,oo)", truth


def mode_rows(chance: Chance) -> Made:
    """The row of modes of such a family, and rows with one mark changed."""
    sequence, on, truth = _family(chance)
    marks = ["Y" if truth[name] else "N" for name in MODES]
    flipped = chance.sample(range(2, 6), 2)
    wrong = [
        " ".join(("N" if m == "Y" else "Y") if k == place else m for k, m in enumerate(marks)) for place in flipped
    ]
    return Made({"kind": "modes", "sequence": sequence, "on": on, "rows": MODES}, [" ".join(marks)], wrong)


def examples(chance: Chance) -> Made:
    """Examples of a sequence that converges in one mode and not in another."""
    keep, fail = chance.choice(list(combinations(MODES[1:], 2)))
    if chance.random() < 0.5:
        keep, fail = fail, keep
    right: list[str] = []
    wrong: list[str] = []
    for _ in range(6):
        sequence, _, truth = _family(chance)
        (right if truth[keep] and not truth[fail] else wrong).append(sequence)
    return Made({"kind": "sequence", "converges": [keep], "fails": [fail], "on": "(0,oo)"}, right, wrong)


def approximations(chance: Chance) -> Made:
    """Interpolation of x^2 at m + 1 points by a ReLU network; the largest error is 1/(4 m^2)."""
    m = chance.randint(1, 6)
    terms = [f"{q(Fraction(1, m))} relu(x)"] + [
        f"{q(Fraction(2, m))} relu(x - {q(Fraction(k, m))})" for k in range(1, m)
    ]
    network, error = " + ".join(terms), Fraction(1, 4 * m * m)
    strict = chance.choice(["yes", "no"])
    eps = error * chance.choice([Fraction(1), Fraction(9, 10), Fraction(11, 10), Fraction(2)])
    good = error < eps or (error == eps and strict == "no")
    fields = {
        "kind": "approximation",
        "of": "x^2",
        "on": "[0,1]",
        "eps": str(eps),
        "by": "relu network",
        "strict": strict,
    }
    spoilt = f"{network} + {q(eps * 3)}"
    return Made(fields, [network] if good else [], [spoilt] if good else [network, spoilt])


def algebras(chance: Chance) -> Made:
    """The sigma-algebra that one or two random sets generate, listed from its atoms."""
    space = list(range(1, chance.randint(3, 5)))
    chosen = [frozenset(chance.sample(space, chance.randint(1, len(space) - 1))) for _ in range(chance.randint(1, 2))]
    generators = sorted(set(chosen), key=sorted)
    atoms: dict[tuple[bool, ...], list[int]] = {}
    for point in space:
        atoms.setdefault(tuple(point in g for g in generators), []).append(point)
    cells = list(atoms.values())
    family = [
        sorted(p for cell in chosen for p in cell)
        for size in range(len(cells) + 1)
        for chosen in combinations(cells, size)
    ]
    shown = [_set(members) for members in family]
    missing = [s for k, s in enumerate(shown) if k != chance.randrange(len(shown))]
    wrong = [", ".join(missing)] if len(missing) < len(shown) else []
    question = {
        "kind": "sigma_algebra",
        "ground": _set(space),
        "generators": ", ".join(_set(sorted(g)) for g in generators),
    }
    return Made(question, [", ".join(shown)], wrong)


def _set(members: list[int]) -> str:
    return "{" + ",".join(map(str, members)) + "}"


MAKERS: dict[str, Callable[[Chance], Made]] = {
    "dominations": dominations,
    "rates": rates,
    "covers": covers,
    "exponents": exponent_sets,
    "modes": mode_rows,
    "examples": examples,
    "approximations": approximations,
    "algebras": algebras,
}
