"""The closed list of what may stand between dollars in a text: each macro with its sign and its words."""

_ALPHABET = (
    "alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ "
    "sigma σ tau τ phi φ chi χ psi ψ omega ω"
)
_GREEK = _ALPHABET.split()
_CAPITALS = "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω"
_CAPITAL = _CAPITALS.split()

MACROS: dict[str, tuple[str, str]] = {
    **{name: (sign, name) for name, sign in zip(_GREEK[::2], _GREEK[1::2], strict=True)},
    **{name: (sign, f"capital {name.lower()}") for name, sign in zip(_CAPITAL[::2], _CAPITAL[1::2], strict=True)},
    "varepsilon": ("ε", "epsilon"),
    "varphi": ("φ", "phi"),
    "ell": ("ℓ", "l"),
    "infty": ("∞", "infinity"),
    "emptyset": ("∅", "the empty set"),
    "varnothing": ("∅", "the empty set"),
    "partial": ("∂", "partial"),
    "nabla": ("∇", "nabla"),
    "int": ("∫", "the integral"),
    "sum": ("∑", "the sum"),
    "prod": ("∏", "the product"),
    "forall": ("∀", "for all"),
    "exists": ("∃", "there is"),
    "ldots": ("…", "..."),
    "dots": ("…", "..."),
    "cdots": ("⋯", "..."),
    "prime": ("′", "prime"),
    "|": ("‖", "||"),
    "Vert": ("‖", "||"),
    "vert": ("|", "|"),
    "{": ("{", "{"),
    "}": ("}", "}"),
    "%": ("%", "percent"),
    "_": ("_", "_"),
    "#": ("#", "#"),
    "&": ("&", "and"),
    "$": ("$", "$"),
    "langle": ("⟨", "<"),
    "rangle": ("⟩", ">"),
    "lfloor": ("⌊", "floor("),
    "rfloor": ("⌋", ")"),
    "lceil": ("⌈", "ceiling("),
    "rceil": ("⌉", ")"),
    "circ": ("∘", "after"),
    "bigcup": ("⋃", "union"),
    "bigcap": ("⋂", "intersection"),
}
"""Signs: name, Unicode, words."""

RELATIONS: dict[str, tuple[str, str]] = {
    "=": ("=", "equals"),
    "<": ("<", "is less than"),
    ">": (">", "is greater than"),
    ":": (":", ":"),
    "le": ("≤", "is at most"),
    "leq": ("≤", "is at most"),
    "ge": ("≥", "is at least"),
    "geq": ("≥", "is at least"),
    "ne": ("≠", "is not equal to"),
    "neq": ("≠", "is not equal to"),
    "approx": ("≈", "is about"),
    "sim": ("~", "is distributed as"),
    "ll": ("≪", "is absolutely continuous with respect to"),
    "perp": ("⊥", "is singular to"),
    "in": ("∈", "in"),
    "notin": ("∉", "not in"),
    "subset": ("⊂", "is a subset of"),
    "subseteq": ("⊆", "is a subset of"),
    "supset": ("⊃", "contains"),
    "to": ("→", "to"),
    "rightarrow": ("→", "to"),
    "mapsto": ("↦", "goes to"),
    "Rightarrow": ("⇒", "implies"),
    "implies": ("⇒", "implies"),
    "iff": ("⇔", "if and only if"),
    "Leftrightarrow": ("⇔", "if and only if"),
    "uparrow": ("↑", "increases to"),
    "downarrow": ("↓", "decreases to"),
    "equiv": ("≡", "is identically"),
    "mid": ("|", "such that"),
    "cup": ("∪", "union"),
    "cap": ("∩", "intersected with"),
    "setminus": ("∖", "without"),
    "times": ("×", "times"),
    "otimes": ("⊗", "product"),
    "wedge": ("∧", "and"),
    "vee": ("∨", "or"),
    "land": ("∧", "and"),
    "lor": ("∨", "or"),
    "pm": ("±", "plus or minus"),
    "ast": ("∗", "convolved with"),
}
"""Signs with a space on either side."""

OPERATORS = {"+": "plus", "-": "minus", "/": "over", "*": "times"}
"""Words for the signs that a screen reader may pass over in silence."""

_NAMES = "log ln exp sin cos tan max min sup inf lim limsup liminf det dim arg Pr esssup sign relu KL"
FUNCTIONS = frozenset(_NAMES.split())
"""Names that are set as they are."""
SPOKEN_FUNCTIONS = {
    "lim": "the limit",
    "sup": "the supremum",
    "inf": "the infimum",
    "max": "the maximum",
    "min": "the minimum",
    "limsup": "the limit superior",
    "liminf": "the limit inferior",
}
"""Those among them that are spoken in full."""
FONTS = {
    "mathrm": "",
    "mathit": "",
    "text": "",
    "textbf": "",
    "operatorname": "",
    "mathsf": "",
    "boldsymbol": "",
    "mathbf": "",
}
LETTERS = {
    "mathbb": dict(zip("RQZNCEP1", "ℝℚℤℕℂ𝔼ℙ1", strict=True)),
    "mathcal": dict(zip("FBAMNLPHDE", "FBAMNLPHDE", strict=True)),
}
SPACES = {
    **dict.fromkeys((",", ";", ":", " ", "quad", "qquad"), " "),
    **dict.fromkeys(("!", "left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "limits"), ""),
}
ACCENTS = {
    "hat": ("\u0302", "hat"),
    "bar": ("\u0304", "bar"),
    "tilde": ("\u0303", "tilde"),
    "overline": ("\u0304", "bar"),
}
ARGUMENTS = {"frac": 2, "tfrac": 2, "dfrac": 2, "sqrt": 1} | dict.fromkeys((*FONTS, *LETTERS, *ACCENTS), 1)
SUPERSCRIPT = dict(zip("0123456789+-()nixkpqdT′'", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣᵏᵖᑫᵈᵀ′′", strict=True))
SUBSCRIPT = dict(zip("0123456789+-()aeijkmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₖₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
del SUPERSCRIPT["q"]  # its sign belongs to another script

PLAIN_SIGNS = {
    ">=": "ge",
    "<=": "le",
    "!=": "ne",
    "->": "to",
    "=>": "implies",
    "...": "ldots",
    "||": "|",
    "*": "cdot",
    "<<": "ll",
    "~": "sim",
}
"""The same signs as they are written without LaTeX, each to its macro."""
PLAIN_WORDS = {
    "eps": "varepsilon",
    "oo": "infty",
    "in": "in",
    "notin": "notin",
    "forall": "forall",
    "union": "cup",
    "int": "int",
    "sum": "sum",
    "lim": "lim",
    "sqrt": "sqrt",
    **{name: name for name in _GREEK[::2]},
}
"""The same words."""
