"""Random questions about measures with answers that are right by construction, and mutants of them.

A maker takes a generator of chance and gives a row without its label: the fields of the question, right answers, and
wrong ones. What a mutation leaves unchanged, or nearly, the oracle sorts out (`benchmarks.measure_fuzz`).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Chance = random.Random


@dataclass(frozen=True, slots=True)
class Made:
    """A question with right and wrong answers; a mutant is wrong only if the oracle sees that it is."""

    fields: dict[str, Any]
    right: list[str]
    wrong: list[str]
    mutants: bool = False


def q(number: Fraction | int) -> str:
    """A number as typed, in brackets where it is no plain natural number."""
    number = Fraction(number)
    return str(number) if number.denominator == 1 and number >= 0 else f"({number})"


def fraction(chance: Chance, low: int, high: int, below: int = 6) -> Fraction:
    """A simple fraction in the closed interval."""
    denominator = chance.randint(1, below)
    return Fraction(chance.randint(low * denominator, high * denominator), denominator)


def weights(chance: Chance, many: int) -> list[Fraction]:
    """Positive fractions that add up to 1."""
    parts = [chance.randint(1, 5) for _ in range(many)]
    return [Fraction(part, sum(parts)) for part in parts]


def _law(chance: Chance) -> tuple[str, str]:
    """A law with a density and its density at x, without the support; and both ends."""
    kind = chance.choice(["uniform", "exponential", "normal"])
    if kind == "uniform":
        low = fraction(chance, -3, 1)
        return kind, f"U({q(low)},{q(low + fraction(chance, 1, 3))})"
    if kind == "exponential":
        return kind, f"exponential({q(fraction(chance, 1, 3))})"
    return kind, f"N({q(fraction(chance, -2, 2))},{q(fraction(chance, 1, 4))})"


def images(chance: Chance) -> Made:
    """The image of a law under a clip, a ReLU, a square, a scaling or a rounding."""
    return chance.choice([_clipped, _rectified, _squared, _scaled, _rounded, _folded])(chance)


def _clipped(chance: Chance) -> Made:
    a, b = fraction(chance, -4, -1), fraction(chance, 1, 4)
    c, d = a * Fraction(chance.randint(1, 3), 4), b * Fraction(chance.randint(1, 3), 4)
    width = b - a
    low, high = (c - a) / width, (b - d) / width
    law = f"law(min(max(X,{q(c)}),{q(d)})), X ~ U({q(a)},{q(b)})"
    middle = f"{q(1 / width)} dx on ({q(c)},{q(d)})"
    ends = f"{q(low)} delta({q(c)}) + {q(high)} delta({q(d)})"
    wrong = [
        f"{q(low)} delta({q(c)}) + {middle}",
        f"{q(high)} delta({q(c)}) + {q(low)} delta({q(d)}) + {middle}" if low != high else f"{ends}",
        f"U({q(c)},{q(d)})",
        f"{q(low)} delta({q(a)}) + {q(high)} delta({q(b)}) + {middle}",
    ]
    return Made({"kind": "measure", "key": law}, [f"{ends} + {middle}", f"{middle} + {ends}"], wrong, mutants=True)


def _rectified(chance: Chance) -> Made:
    m, s = fraction(chance, -2, 2), fraction(chance, 1, 3)
    law = f"law(relu(Z)), Z ~ N({q(m)},{q(s * s)})"
    below = f"Phi({q(-m / s)})"
    part = f"N({q(m)},{q(s * s)}) on (0,oo)"
    density = f"phi((x - {q(m)})/{q(s)})/{q(s)} dx on (0,oo)"
    wrong = [
        part,
        f"{below} delta(0) + N({q(m)},{q(s)}) on (0,oo)",
        f"(1-{below}) delta(0) + {part}",
        f"1/2 delta(0) + {part}",
    ]
    return Made(
        {"kind": "measure", "key": law},
        [f"{below} delta(0) + {part}", f"{density} + {below} delta(0)"],
        wrong,
        mutants=True,
    )


def _squared(chance: Chance) -> Made:
    a, b = sorted((fraction(chance, 1, 3), fraction(chance, 1, 3) + Fraction(1, 7)))
    height = 1 / (a + b)
    law = f"law(X^2), X ~ U({q(-a)},{q(b)})"
    both, one = f"{q(height)}/sqrt(x) dx on (0,{q(a * a)})", f"{q(height / 2)}/sqrt(x) dx on ({q(a * a)},{q(b * b)})"
    wrong = [f"{q(height / 2)}/sqrt(x) dx on (0,{q(b * b)})", f"{both}", f"{q(height)}/sqrt(x) dx on (0,{q(b * b)})"]
    return Made({"kind": "measure", "key": law}, [f"{both} + {one}"], wrong, mutants=True)


def _scaled(chance: Chance) -> Made:
    c, r = fraction(chance, 1, 4), fraction(chance, 1, 4)
    if chance.random() < 0.5:
        law, right = f"law({q(c)} X), X ~ exponential({q(r)})", f"exponential({q(r / c)})"
        return Made(
            {"kind": "measure", "key": law}, [right], [f"exponential({q(r * c)})", f"exponential({q(r)})"], mutants=True
        )
    m = fraction(chance, -2, 2)
    law, right = f"law({q(m)} + {q(c)} Z), Z ~ N(0,{q(r)})", f"N({q(m)},{q(c * c * r)})"
    wrong = [f"N({q(m)},{q(c * r)})", f"N({q(m * c)},{q(c * c * r)})", f"N({q(m)},{q(r)})"]
    return Made({"kind": "measure", "key": law}, [right, f"N({q(m)}, sd={q(c)} sqrt({q(r)}))"], wrong, mutants=True)


def _rounded(chance: Chance) -> Made:
    top = chance.randint(2, 5)
    law = f"law(floor(X)), X ~ U(0,{top})"
    share = q(Fraction(1, top))
    right = " + ".join(f"{share} delta({k})" for k in range(top))
    wrong = [
        " + ".join(f"{share} delta({k + 1})" for k in range(top)),
        " + ".join(f"{q(Fraction(1, top + 1))} delta({k})" for k in range(top + 1)),
    ]
    return Made({"kind": "measure", "key": law}, [right, f"sum({share} delta(k), k=0..{top - 1})"], wrong)


def _folded(chance: Chance) -> Made:
    a, b = fraction(chance, 1, 2), fraction(chance, 1, 2) + 1
    a, b = min(a, b), max(a, b) + Fraction(1, 5)
    height = 1 / (a + b)
    law = f"law(|X|), X ~ U({q(-a)},{q(b)})"
    right = f"{q(2 * height)} dx on (0,{q(a)}) + {q(height)} dx on ({q(a)},{q(b)})"
    return Made(
        {"kind": "measure", "key": law},
        [right],
        [f"U(0,{q(b)})", f"{q(height)} dx on (0,{q(b)})", f"{q(2 * height)} dx on (0,{q(a)})"],
        mutants=True,
    )


@dataclass(frozen=True, slots=True)
class Mixture:
    """Atoms and uniform blocks with rational data: everything about it can be counted out."""

    atoms: dict[Fraction, Fraction]
    blocks: dict[tuple[int, int], Fraction]

    def text(self) -> str:
        """As typed."""
        atoms = [f"{q(w)} delta({q(a)})" for a, w in self.atoms.items()]
        return " + ".join(atoms + [f"{q(w)} U({q(a)},{q(b)})" for (a, b), w in self.blocks.items()])

    def mass(self, low: Fraction, high: Fraction, closed: tuple[bool, bool]) -> Fraction:
        """The mass of an interval."""
        total = sum(
            (
                w
                for a, w in self.atoms.items()
                if low < a < high or (a == low and closed[0]) or (a == high and closed[1])
            ),
            Fraction(0),
        )
        for (a, b), w in self.blocks.items():
            total += w * max(Fraction(0), min(high, Fraction(b)) - max(low, Fraction(a))) / (b - a)
        return total

    def moment(self, power: int) -> Fraction:
        """The integral of x^power."""
        total = sum((w * a**power for a, w in self.atoms.items()), Fraction(0))
        for (a, b), w in self.blocks.items():
            total += w * Fraction(b ** (power + 1) - a ** (power + 1), (power + 1) * (b - a))
        return total


def mixture(chance: Chance) -> Mixture:
    """A random probability measure of atoms and disjoint blocks between integers."""
    places = chance.sample([Fraction(k, 2) for k in range(-4, 9)], chance.randint(1, 3))
    ends = sorted(chance.sample(range(-3, 5), 4))
    blocks = [(ends[0], ends[1]), (ends[2], ends[3])][: chance.randint(1, 2)]
    shares = weights(chance, len(places) + len(blocks))
    return Mixture(dict(zip(places, shares, strict=False)), dict(zip(blocks, shares[len(places) :], strict=True)))


def masses(chance: Chance) -> Made:
    """The mass of an interval, or a moment, of a mixture."""
    mu = mixture(chance)
    given = {"mu": mu.text()}
    if chance.random() < 0.4:
        power = chance.choice([1, 2])
        truth, other = mu.moment(power), mu.moment(3 - power)
        question = {"kind": "number", "key": f"int(x^{power}, x in R, mu)", "given": given}
        atoms = sum((w * a**power for a, w in mu.atoms.items()), Fraction(0))
        return Made(question, [str(truth)], [str(v) for v in (other, truth - atoms, truth + 1) if v != truth])
    low, high = sorted(chance.sample([*mu.atoms, *[Fraction(k, 2) for k in range(-6, 10)]], 2))
    if low == high:
        high += 1
    closed = (chance.random() < 0.5, chance.random() < 0.5)
    text = f"mu({'[' if closed[0] else '('}{q(low)},{q(high)}{']' if closed[1] else ')'})"
    truth = mu.mass(low, high, closed)
    others = {mu.mass(low, high, c) for c in ((True, True), (False, False), (True, False))} | {1 - truth, truth / 2}
    return Made({"kind": "number", "key": text, "given": given}, [str(truth)], [str(v) for v in others - {truth}])


def divergences(chance: Chance) -> Made:
    """KL, TV and W1 of discrete laws, KL and W2 of normal ones: closed forms, written out."""
    return chance.choice([_discrete_distance, _normal_distance])(chance)


def _discrete_distance(chance: Chance) -> Made:
    places = sorted(chance.sample(range(-2, 5), 3))
    p, r = weights(chance, 3), weights(chance, 3)
    left, right = (" + ".join(f"{q(w)} delta({q(a)})" for a, w in zip(places, ws, strict=True)) for ws in (p, r))
    name = chance.choice(["TV", "W1", "KL"])
    if name == "KL":
        terms, back = (
            " + ".join(f"{q(a)} ln({q(a / b)})" for a, b in zip(x, y, strict=True)) for x, y in ((p, r), (r, p))
        )
        return Made({"kind": "number", "key": f"KL({left}, {right})"}, [terms], [back, f"{terms} + 1/10"], mutants=True)
    gaps = [a - b for a, b in zip(p, r, strict=True)]
    if name == "TV":
        truth = sum(map(abs, gaps)) / Fraction(2)
    else:
        truth = abs(gaps[0]) * (places[1] - places[0]) + abs(gaps[0] + gaps[1]) * (places[2] - places[1])
    return Made(
        {"kind": "number", "key": f"{name}({left}, {right})"},
        [str(truth)],
        [str(v) for v in (2 * truth, truth + Fraction(1, 9), truth / 2) if v != truth],
    )


def _normal_distance(chance: Chance) -> Made:
    m, n, s, t = fraction(chance, -2, 2), fraction(chance, -2, 2), fraction(chance, 1, 3), fraction(chance, 1, 3)
    pair = f"N({q(m)},{q(s * s)}), N({q(n)},{q(t * t)})"
    if chance.random() < 0.5:
        truth = f"ln({q(t / s)}) + {q((s * s + (m - n) ** 2) / (2 * t * t) - Fraction(1, 2))}"
        back = f"ln({q(s / t)}) + {q((t * t + (m - n) ** 2) / (2 * s * s) - Fraction(1, 2))}"
        return Made({"kind": "number", "key": f"KL({pair})"}, [truth], [back, f"{truth} + 1/2"], mutants=True)
    square = (m - n) ** 2 + (s - t) ** 2
    return Made(
        {"kind": "number", "key": f"W2({pair})"},
        [f"sqrt({q(square)})"],
        [f"sqrt({q((m - n) ** 2 + (s * s - t * t) ** 2)})", q(square)],
        mutants=True,
    )


def _parts(chance: Chance) -> tuple[list[Fraction], list[tuple[int, int]]]:
    places = chance.sample([Fraction(k, 2) for k in range(-3, 10, 2)], 2)
    start = chance.randint(-3, 0)
    return places, [(start + 2 * k, start + 2 * k + 2) for k in range(3)]


def _sum(parts: list[tuple[Fraction, str]]) -> str:
    return " + ".join(f"{q(w)} {text}" for w, text in parts) or "0"


def densities(chance: Chance) -> Made:
    """A measure with a density on blocks and atoms against another with more of both."""
    places, blocks = _parts(chance)
    v, w = weights(chance, 5), weights(chance, 3)
    names = [f"delta({q(a)})" for a in places] + [f"U({q(a)},{q(b)})" for a, b in blocks]
    against = _sum(list(zip(v, names, strict=True)))
    of = _sum([(w[0], names[0]), (w[1], names[2]), (w[2], names[3])])
    ratios = {0: w[0] / v[0], 2: w[1] / v[2], 3: w[2] / v[3]}

    def text(at: Fraction, other: Fraction, first: Fraction, second: Fraction) -> str:
        (a, b), (c, d) = blocks[:2]
        inner = f"{q(first)} on [{q(a)},{q(b)}); {q(second)} on [{q(c)},{q(d)}); 0 elsewhere"
        return f"{q(at)} at {q(places[0])}; {q(other)} at {q(places[1])}; {inner}"

    right = text(ratios[0], Fraction(0), ratios[2], ratios[3])
    wrong = [
        text(ratios[0] + 1, Fraction(0), ratios[2], ratios[3]),
        text(ratios[0], Fraction(1, 2), ratios[2], ratios[3]),
        text(ratios[0], Fraction(0), 1 / ratios[2] + 1, ratios[3]),
        text(ratios[0], Fraction(0), ratios[2], Fraction(0)),
    ]
    wrong = [answer for answer in wrong if answer != right and 1 / ratios[2] + 1 != ratios[2]]
    a = blocks[0][0]
    loose = right.replace("; 0 elsewhere", f"; 5 at {q(Fraction(3 * a + 1, 3))}; 0 elsewhere")
    return Made({"kind": "density", "of": of, "against": against, "variable": "x"}, [right, loose], wrong)


def distributions(chance: Chance) -> Made:
    """The distribution function of a mixture, and one that is left-continuous."""
    mu = mixture(chance)
    steps = [f"{q(w)} 1[x >= {q(a)}]" for a, w in mu.atoms.items()]
    ramps = [f"{q(w / (b - a))} min(max(x - {q(a)},0),{q(b - a)})" for (a, b), w in mu.blocks.items()]
    first = steps[0].replace(">=", ">")
    wrong = [" + ".join([first, *steps[1:], *ramps]), " + ".join(ramps), " + ".join([*steps, *steps[:1], *ramps])]
    return Made({"kind": "cdf", "of": mu.text(), "variable": "x"}, [" + ".join(steps + ramps)], wrong)


def decompositions(chance: Chance) -> Made:
    """Blocks, atoms and a Cantor part against some of them."""
    places, blocks = _parts(chance)
    names = [f"delta({q(a)})" for a in places] + [f"U({q(a)},{q(b)})" for a, b in blocks[:2]] + ["cantor"]
    w = weights(chance, len(names))
    kept = [chance.random() < 0.5 for _ in names]
    parts = list(zip(w, names, strict=True))
    ac, sing = ([p for p, keep in zip(parts, kept, strict=True) if keep is side] for side in (True, False))
    against = _sum(
        [(Fraction(1), name) for name, keep in zip(names, kept, strict=True) if keep] or [(Fraction(1), "delta(17)")]
    )
    right = f"ac: {_sum(ac)}; sing: {_sum(sing)}"
    moved = (ac[1:], [*sing, ac[0]]) if ac else ([sing[0]], sing[1:])
    wrong = [f"ac: {_sum(moved[0])}; sing: {_sum(moved[1])}", f"ac: {_sum(sing)}; sing: {_sum(ac)}"]
    return Made({"kind": "decomposition", "of": _sum(parts), "against": against}, [right], wrong)


def couplings(chance: Chance) -> Made:
    """Tables of masses with given margins."""
    p, r = weights(chance, 2), weights(chance, 3)
    of, against = (_sum([(w, f"delta({k})") for k, w in enumerate(ws)]) for ws in (p, r))
    tables = [[[a * b for b in r] for a in p], _corner(p, r)]
    spoilt = [[list(line) for line in table] for table in tables]
    spoilt[0][0][0] += Fraction(1, 20)
    spoilt[1][0][0], spoilt[1][1][0] = spoilt[1][1][0] + Fraction(1, 30), spoilt[1][0][0]
    return Made(
        {"kind": "coupling", "of": of, "against": against}, [_matrix(t) for t in tables], [_matrix(t) for t in spoilt]
    )


def _corner(p: list[Fraction], r: list[Fraction]) -> list[list[Fraction]]:
    """The monotone coupling, filled from the north-west corner."""
    rows, rest = [], list(r)
    for have in p:
        line = []
        for place in range(len(rest)):
            taken = min(have, rest[place])
            line.append(taken)
            have, rest[place] = have - taken, rest[place] - taken
        rows.append(line)
    return rows


def _matrix(table: list[list[Fraction]]) -> str:
    return "[" + ",".join("[" + ",".join(str(cell) for cell in line) + "]" for line in table) + "]"


MAKERS: dict[str, Callable[[Chance], Made]] = {
    "images": images,
    "masses": masses,
    "divergences": divergences,
    "densities": densities,
    "distributions": distributions,
    "decompositions": decompositions,
    "couplings": couplings,
}
