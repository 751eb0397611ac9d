"""Unicode: the plain notation with the signs of print (π, ≤, ∪, x², √2). It reads back to the same tree as well."""

from tutor.language import powers
from tutor.language.names import Names
from tutor.language.printers.plain import PlainWriter
from tutor.language.tree import Tree

_GREEK = {
    "alpha": "α", "beta": "β", "delta": "δ", "eps": "ε", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Sigma": "Σ",
    "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_RAISED = str.maketrans("0123456789-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_SETS = {"R": "ℝ", "Q": "ℚ", "Z": "ℤ", "N": "ℕ"}
_FUNCTIONS = {"Phi": "Φ", "phi": "φ", "gamma": "Γ"}


def unicode(node: Tree, names: Names | None = None) -> str:
    """The tree in the answer language, with the signs of print."""
    return UnicodeWriter(names or Names()).write(node, powers.OPEN)


class UnicodeWriter(PlainWriter):
    """Writes the heads that print has signs for."""

    times = "·"
    cup, cap, backslash, member_sign, non_member = "∪", "∩", "∖", "∈", "∉"
    quantifiers = {"forall": "∀", "exists": "∃", "almost_every": "a.e."}  # noqa: RUF012  (a table, never written to)

    def strength(self, node: Tree, text: str) -> int:
        """A root without a bracket binds like a sign: `√2²` would be read as the root of 4."""
        if node.head == "call" and node.value == "sqrt" and text[-1] != ")":
            return powers.SIGN
        return super().strength(node, text)

    def const(self, node: Tree) -> str:
        return {"pi": "π", "oo": "∞"}.get(node.value, str(node.value))

    def name(self, name: str) -> str:
        base, bar, subscript = name.partition("_")
        lowered = subscript.translate(_LOWERED) if subscript.isdigit() else bar + subscript
        return _GREEK.get(base, base) + lowered

    def pow(self, node: Tree) -> str:
        base, exponent = node.args
        text = self.write(exponent, powers.OPEN)
        if all(c in "0123456789-n" for c in text):
            return self.write(base, powers.POWER) + text.translate(_RAISED)
        return super().pow(node)

    def call(self, node: Tree) -> str:
        inside = self.commas(node.args)
        if node.value == "sqrt":
            return f"√{inside}" if inside.isdigit() or inside in ("π", "x", "n") else f"√({inside})"
        if node.value in ("floor", "ceil"):
            return f"⌊{inside}⌋" if node.value == "floor" else f"⌈{inside}⌉"
        if node.value in _FUNCTIONS:
            return f"{_FUNCTIONS[node.value]}({inside})"
        return super().call(node)

    def sign(self, head: str) -> str:
        sign = super().sign(head)
        return _SIGNS.get(sign, sign)

    def set(self, node: Tree) -> str:
        return _SETS.get(node.value, node.value) if self.names.find(node.value) is None else super().set(node)

    def finite(self, node: Tree) -> str:
        return super().finite(node) if node.args else "∅"

    def arrow(self) -> str:
        return "→"
