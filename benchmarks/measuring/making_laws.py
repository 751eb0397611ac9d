"""Random questions about countable families, sums, weak limits, relations, and closed numbers with borderline cases."""

from collections.abc import Callable
from fractions import Fraction

from benchmarks.measuring.making import Chance, Made, fraction, q, weights


def families(chance: Chance) -> Made:
    """Countably many atoms with geometric weights: the index shifted, the first atom apart, two families woven."""
    r = Fraction(1, chance.randint(2, 4))
    place = chance.choice(["n", "1/n", "2n", "-n", "n^2"])
    size = 1 / r - 1

    def family(first: int, shift: int = 0, factor: Fraction = Fraction(1)) -> str:
        index = "n" if not shift else f"(n+{shift})"
        where = place.replace("n", index)
        return f"sum({q(size * factor)} {q(r)}^{index} delta({where}), n={first}..oo)"

    first_atom = f"{q(size * r)} delta({place.replace('n', '(1)')})"
    right = [
        family(0, 1),
        f"{first_atom} + {family(2)}",
        f"{family(2)} + {first_atom}",
        f"1/2 {family(1)} + 1/2 {family(0, 1)}",
    ]
    wrong = [
        family(2),
        family(1, 1),
        f"{first_atom} + {family(1)}",
        family(1, 0, Fraction(1, 2)),
        f"{family(1)} + 1/1000 delta(0)",
    ]
    return Made({"kind": "measure", "key": family(1)}, right, wrong)


def sums(chance: Chance) -> Made:
    """The law of a sum of independent variables."""
    return chance.choice([_trapezoid, _discrete_sum, _shifted_uniform])(chance)


def _trapezoid(chance: Chance) -> Made:
    a = fraction(chance, 1, 2)
    b = a + fraction(chance, 1, 2)
    height = q(1 / (a * b))
    law = f"law(X+Y), X ~ U(0,{q(a)}), Y ~ U(0,{q(b)})"
    top = f"{q(1 / b)} dx on ({q(a)},{q(b)})"
    right = f"{height} x dx on (0,{q(a)}) + {top} + {height} ({q(a + b)} - x) dx on ({q(b)},{q(a + b)})"
    wrong = [f"U(0,{q(a + b)})", f"{height} x dx on (0,{q(a)}) + {height} ({q(a + b)} - x) dx on ({q(b)},{q(a + b)})"]
    return Made({"kind": "measure", "key": law}, [right], wrong)


def _discrete_sum(chance: Chance) -> Made:
    p, r = weights(chance, 2), weights(chance, 3)
    laws = [" + ".join(f"{q(w)} delta({k})" for k, w in enumerate(ws)) for ws in (p, r)]
    found: dict[int, Fraction] = {}
    for i, u in enumerate(p):
        for j, v in enumerate(r):
            found[i + j] = found.get(i + j, Fraction(0)) + u * v
    right = " + ".join(f"{q(w)} delta({k})" for k, w in found.items())
    moved = " + ".join(f"{q(w)} delta({k + 1})" for k, w in found.items())
    return Made(
        {"kind": "measure", "key": f"law(X+Y), X ~ {laws[0]}, Y ~ {laws[1]}"},
        [right],
        [moved, f"1/2 ({laws[0]}) + 1/2 ({laws[1]})"],
    )


def _shifted_uniform(chance: Chance) -> Made:
    p = weights(chance, 2)
    law = f"law(X+Y), X ~ {q(p[0])} delta(0) + {q(p[1])} delta(2), Y ~ U(0,1)"
    right = f"{q(p[0])} U(0,1) + {q(p[1])} U(2,3)"
    return Made({"kind": "measure", "key": law}, [right], [f"{q(p[0])} U(0,1) + {q(p[1])} U(1,2)", "U(0,3)"])


def weak_limits(chance: Chance) -> Made:
    """Laws whose parameters converge, atoms that meet or run away, weights that vanish."""
    a, b = fraction(chance, -2, 2), fraction(chance, 1, 3)
    w = weights(chance, 2)
    sequence, limit = chance.choice(
        [
            (f"U({q(a)}-1/n,{q(a + b)}+1/n)", f"U({q(a)},{q(a + b)})"),
            (f"N({q(a)}+1/n,{q(b)}+1/n^2)", f"N({q(a)},{q(b)})"),
            (f"N({q(a)},{q(b)}/n)", f"delta({q(a)})"),
            (f"delta({q(a)}+(-1)^n/n)", f"delta({q(a)})"),
            (f"{q(w[0])} delta({q(a)}) + {q(w[1])} delta({q(a)}+1/n)", f"delta({q(a)})"),
            (f"(1-1/n) U({q(a)},{q(a + b)}) + 1/n delta(n)", f"U({q(a)},{q(a + b)})"),
            (f"{q(w[0])} delta({q(a)}) + {q(w[1])} delta(n)", ""),
            ("delta((-1)^n)", ""),
            (f"exponential({q(b)}+1/n)", f"exponential({q(b)})"),
        ]
    )
    others = [
        f"delta({q(a + 1)})",
        f"U({q(a)},{q(a + b + 1)})",
        f"N({q(a)},{q(b + 1)})",
        f"{q(w[0])} delta({q(a)})",
        "delta(1)",
    ]
    return Made({"kind": "measure", "limit_of": sequence}, [limit] if limit else [], [o for o in others if o != limit])


def relations(chance: Chance) -> Made:
    """Absolute continuity and singularity of sums of blocks, atoms and the Cantor law."""
    names = ["delta(0)", "delta(5)", "U(0,1)", "U(1,2)", "cantor"]
    sets = ["{0}", "{5}", "(0,1)", "(1,2)", "Cantor"]
    left, right = (sorted(chance.sample(range(5), chance.randint(1, 4))) for _ in range(2))
    # The interval (0,1) holds nearly all of the Cantor law, so a block's set is cut out of it, and 0 lies in Cantor.
    proper = dict(zip(range(5), ["{0}", "{5}", "(0,1) \\ Cantor", "(1,2)", "Cantor \\ {0}"], strict=True))
    of, against = (" + ".join(f"{q(Fraction(1, len(side)))} {names[k]}" for k in side) for side in (left, right))
    relation = chance.choice(["<<", "_|_"])
    loose, common = [k for k in left if k not in right], [k for k in left if k in right]
    fields = {"kind": "relation", "of": of, "against": against, "relation": relation}
    if relation == "<<":
        bad = [f"no, {sets[k]}" for k in common if k < 2]
        return Made(fields, [f"no, {proper[k]}" for k in loose] or ["yes"], [*bad, "yes" if loose else "no"])
    carrier = " U ".join(f"({proper[k]})" if "\\" in proper[k] else proper[k] for k in left)
    return Made(fields, ["no"] if common else [f"yes, {carrier}"], ["yes" if common else "no"])


def norms(chance: Chance) -> Made:
    """Norms and integrals of powers near a border, and suprema with a changed point."""
    return chance.choice([_power_norm, _border, _supremum, _log_border])(chance)


def _power_norm(chance: Chance) -> Made:
    a, p = Fraction(chance.randint(-6, 6), 6), chance.choice([1, 2, 3])
    total = a * p + 1
    key = f"norm(x^{q(a)}, {p}, x in (0,1))"
    if total <= 0:
        return Made({"kind": "number", "key": key}, ["oo"], ["1", q(abs(total) + 1)])
    truth = f"{q(1 / total)}^(1/{p})"
    wrong = [
        f"{q(1 / total + 1)}^(1/{p})",
        "oo",
        q(1 / total) if p > 1 and total != 1 else f"{q(1 / total + 3)}^(1/{p})",
    ]
    return Made({"kind": "number", "key": key}, [truth], wrong)


def _border(chance: Chance) -> Made:
    a = Fraction(chance.choice([90, 99, 100, 101, 110, 150]), 100)
    near_zero = chance.random() < 0.5
    on = "(0,1)" if near_zero else "(1,oo)"
    finite = a < 1 if near_zero else a > 1
    truth = q(1 / abs(1 - a)) if finite else "oo"
    wrong = ["oo", q(1 / abs(1 - a) + 1)] if finite else ["1", "100"]
    return Made({"kind": "number", "key": f"int(1/x^{q(a)}, x in {on})"}, [truth], wrong)


def _log_border(chance: Chance) -> Made:
    b = chance.choice([Fraction(1), Fraction(1, 2), Fraction(3, 2), Fraction(2), Fraction(3)])
    on, sign = chance.choice([("(0,1/2)", "(-ln(x))"), ("(2,oo)", "ln(x)")])
    key = f"int(1/(x {sign}^{q(b)}), x in {on})"
    if b <= 1:
        return Made({"kind": "number", "key": key}, ["oo"], ["1", "1/ln(2)"])
    truth = f"ln(2)^{q(1 - b)}/{q(b - 1)}"
    return Made({"kind": "number", "key": key}, [truth], ["oo", f"{truth} + 1"])


def _supremum(chance: Chance) -> Made:
    c, h = Fraction(chance.randint(1, 9), 10), fraction(chance, 1, 5)
    name = chance.choice(["sup", "ess_sup"])
    key = f"{name}(x + {q(h)}*1[x = {q(c)}], x in [0,1])"
    with_point = max(Fraction(1), c + h)
    truth = with_point if name == "sup" else Fraction(1)
    other = 1 if name == "sup" else with_point
    return Made({"kind": "number", "key": key}, [str(truth)], [str(v) for v in (other, 1 + h, truth + 1) if v != truth])


def ratios(chance: Chance) -> Made:
    """Densities of exponential and normal laws against each other, and divergences of exponential laws."""
    a, b = fraction(chance, 1, 4), fraction(chance, 1, 4) + Fraction(1, 7)
    if chance.random() < 0.5:
        of, against = f"exponential({q(a)})", f"exponential({q(b)})"
        right = [f"{q(a / b)} e^({q(b - a)} x)", f"{q(a / b)} e^({q(b - a)} x) on [0,oo); 9 elsewhere"]
        wrong = [
            f"{q(b / a)} e^({q(a - b)} x)",
            f"{q(a / b)} e^({q(a - b)} x)",
            f"e^({q(b - a)} x)",
            f"{q(a)} e^(-{q(a)} x)",
        ]
        return Made({"kind": "density", "of": of, "against": against, "variable": "x"}, right, wrong)
    pair = f"exponential({q(a)}), exponential({q(b)})"
    name, truth, wrong = chance.choice(
        [
            ("KL", f"ln({q(a / b)}) + {q(b / a - 1)}", [f"ln({q(b / a)}) + {q(a / b - 1)}", "oo"]),
            ("H2", f"1 - 2 sqrt({q(a * b)})/{q(a + b)}", [f"2 sqrt({q(a * b)})/{q(a + b)}", "1"]),
            ("W1", str(abs(1 / a - 1 / b)), [str(abs(a - b) + abs(1 / a - 1 / b)), "oo"]),
            ("W2", f"sqrt(2) {q(abs(1 / a - 1 / b))}", [str(abs(1 / a - 1 / b)), f"2 {q(abs(1 / a - 1 / b))}"]),
        ]
    )
    return Made({"kind": "number", "key": f"{name}({pair})"}, [truth], wrong, mutants=True)


MAKERS: dict[str, Callable[[Chance], Made]] = {
    "families": families,
    "sums": sums,
    "weak limits": weak_limits,
    "relations": relations,
    "norms": norms,
    "ratios": ratios,
}
