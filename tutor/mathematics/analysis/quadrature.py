"""Certified quadrature: trees as functions of a complex ball, and `acb.integral` on a bounded segment.

`acb.integral` asks for an analytic extension near the segment. Every branch cut is therefore guarded: where it asks for
analyticity (`analytic`) and the ball may meet a cut, the answer is nan, and the segment is bisected.
"""

from collections.abc import Callable

from flint import acb, arb

from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.elementary import elementary
from tutor.mathematics.balls import precision
from tutor.mathematics.trees import Budget

Complex = Callable[[acb, bool], acb]

MAX_EVALUATIONS = 2_000
"""Always passed as `eval_limit`: without it log x on [0, 1] runs for seconds and gives nan."""

MAX_POWER = 400
STEPS_PER_EVALUATION = 4


def quadrature(f: Tree, x: str, low: arb, high: arb, budget: Budget, bits: int = 128) -> arb:
    """An enclosure of the integral of f over [low, high], f smooth on the closed segment.

    Raises Undecided for a function without a complex extension here, and where no finite enclosure was reached.
    """
    function = complex_function(f, x)
    calls = 0

    def integrand(z: acb, analytic: bool) -> acb:
        nonlocal calls
        calls += 1
        return function(z, analytic)

    with precision(bits):
        goal = arb(2) ** (20 - bits)
        value = acb.integral(
            integrand, acb(low), acb(high), rel_tol=goal, abs_tol=goal, eval_limit=MAX_EVALUATIONS, depth_limit=2 * bits
        )
    budget.spend(STEPS_PER_EVALUATION * calls)
    if not value.is_finite():
        raise Undecided("no finite enclosure by quadrature")
    return value.real


def complex_function(f: Tree, x: str) -> Complex:
    """f as a function of a complex ball. Raises Undecided where a head or a name has no analytic extension here."""
    done: dict[Tree, Complex] = {}

    def compiled(node: Tree) -> Complex:
        known = done.get(node)
        if known is None:
            known = done[node] = _compiled(node, x, compiled)
        return known

    return compiled(f)


def _compiled(node: Tree, x: str, compiled: Callable[[Tree], Complex]) -> Complex:
    match node.head:
        case "num":
            value = node.value
            return lambda z, analytic: acb(arb(value))
        case "var" if node.value == x:
            return lambda z, analytic: z
        case "const" if node.value in ("pi", "e"):
            constant = arb.pi if node.value == "pi" else arb.const_e
            return lambda z, analytic: acb(constant())
        case "add":
            return _folded([compiled(a) for a in node.args], lambda u, v: u + v)
        case "mul":
            return _folded([compiled(a) for a in node.args], lambda u, v: u * v)
        case "pow":
            return _power(node.args[0], node.args[1], compiled)
        case "call":
            return _call(node, compiled)
    raise Undecided(f"no analytic extension of '{node.head}'")


def _folded(parts: list[Complex], join: Callable[[acb, acb], acb]) -> Complex:
    first, rest = parts[0], parts[1:]

    def function(z: acb, analytic: bool) -> acb:
        value = first(z, analytic)
        for part in rest:
            value = join(value, part(z, analytic))
        return value

    return function


def _power(base: Tree, exponent: Tree, compiled: Callable[[Tree], Complex]) -> Complex:
    u = compiled(base)
    if exponent.head == "num" and exponent.value.denom() == 1 and abs(exponent.value) <= MAX_POWER:
        n = int(exponent.value.numer())
        return lambda z, analytic: u(z, analytic) ** n
    if exponent.head == "num" and exponent.value.denom() == 2 and abs(exponent.value) <= MAX_POWER:
        k = int(exponent.value.numer())
        return lambda z, analytic: u(z, analytic).sqrt(analytic=analytic) ** k
    v = compiled(exponent)
    return lambda z, analytic: (u(z, analytic).log(analytic=analytic) * v(z, analytic)).exp()


def _call(node: Tree, compiled: Callable[[Tree], Complex]) -> Complex:
    name = node.value
    if name in _ENTIRE:
        u, method = compiled(node.args[0]), _ENTIRE[name]
        return lambda z, analytic: method(u(z, analytic))
    if name == "log":
        u = compiled(node.args[0])
        return lambda z, analytic: u(z, analytic).log(analytic=analytic)
    if name in _CUT:
        u, (method, on_imaginary_axis) = compiled(node.args[0]), _CUT[name]
        return lambda z, analytic: _guarded(u(z, analytic), analytic, method, on_imaginary_axis)
    simpler = elementary(node)
    if simpler is None:
        raise Undecided(f"no analytic extension of {name}")
    return compiled(simpler)


def _guarded(w: acb, analytic: bool, method: Callable[[acb], acb], on_imaginary_axis: bool) -> acb:
    """The method at w; nan where analyticity is asked and w may meet the cut beyond +-1 on its axis (or +-i)."""
    across, along = (w.real, w.imag) if on_imaginary_axis else (w.imag, w.real)
    clear = across > 0 or across < 0 or abs(along) < 1
    return method(w) if clear or not analytic else acb("nan", "nan")


_ENTIRE: dict[str, Callable[[acb], acb]] = {
    "exp": acb.exp,
    "sin": acb.sin,
    "cos": acb.cos,
    "tan": acb.tan,
    "cot": acb.cot,
    "sec": acb.sec,
    "csc": acb.csc,
    "sinh": acb.sinh,
    "cosh": acb.cosh,
    "tanh": acb.tanh,
    "erf": acb.erf,
    "erfc": acb.erfc,
    "gamma": acb.gamma,
}
"""Entire or meromorphic: at a pole the ball version is not finite."""

_CUT: dict[str, tuple[Callable[[acb], acb], bool]] = {
    "atan": (acb.atan, True),
    "asin": (acb.asin, False),
    "acos": (acb.acos, False),
}
"""Functions with cuts beyond +-i (True) or +-1 (False)."""
