"""From what people type or paste to plain ASCII, with the place of each character kept.

Our own table comes first and NFKC last: NFKC alone turns `x²` into `x2`.
"""

import unicodedata

from tutor.language.faults import Fault, FaultKind

_WORDS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "ϵ": "eps", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "gamma", "Δ": "Delta", "∆": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
    "∞": "oo", "√": "sqrt", "∛": "cbrt", "∑": "sum", "∏": "prod", "∫": "int", "⋃": "bigcup", "⋂": "bigcap",
    "∈": "in", "∊": "in", "∉": "notin", "∪": "cup", "∩": "cap", "∖": "setminus", "⧵": "setminus", "∅": "empty",
    "⌀": "empty", "ℝ": "R", "ℚ": "Q", "ℤ": "Z", "ℕ": "N", "∧": "and", "∨": "or", "¬": "not", "∀": "forall",
    "∃": "exists", "⊗": "\\otimes", "±": "\\pm ", "ø": "empty", "Ø": "empty",
}  # fmt: skip

_SIGNS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "﹣": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*",
    "•": "*", "∗": "*", "⁎": "*", "÷": "/", "∕": "/", "⁄": "/", "≤": "<=", "⩽": "<=", "≦": "<=", "≥": ">=", "⩾": ">=",
    "≧": ">=", "≠": "!=", "→": "->", "⟶": "->", "↦": "->", "∣": "|", "❘": "|", "‖": "\\|", "∥": "\\|", "⌊": "\\lfloor ",
    "⌋": "\\rfloor ", "⌈": "\\lceil ", "⌉": "\\rceil ", "…": "...", "⋯": "...", "‥": "..", "∼": "~", "～": "~",
    "【": "[", "】": "]", "、": ",", "′": "'", "’": "'", "∶": ":", "½": "(1/2)", "⅓": "(1/3)", "⅔": "(2/3)",
    "¼": "(1/4)", "¾": "(3/4)", "⅕": "(1/5)", "⅖": "(2/5)", "⅗": "(3/5)", "⅘": "(4/5)", "⅙": "(1/6)", "⅚": "(5/6)",
    "⅐": "(1/7)", "⅛": "(1/8)", "⅜": "(3/8)", "⅝": "(5/8)", "⅞": "(7/8)", "⅑": "(1/9)", "⅒": "(1/10)",
}  # fmt: skip

_TABLE = {**{c: f" {word} " for c, word in _WORDS.items()}, **_SIGNS}

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵃᵇᶜᵈᵉᵏᵐᵖᵗˣʸᶻ", "0123456789+-()niabcdekmptxyz", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-aehijklmnoprstuvx", strict=True))

_REFUSED = {
    "∓": "∓ stands for two values; write them as a set, such as {-1, 1}",
    "≈": "≈ is no equality; write the exact value, or a decimal",
    "°": "degrees are not used here; write radians, such as pi/6",
    "∂": "∂ has no meaning here",
    "″": "derivatives have no sign of their own here; write the derivative out",
}


def normalise(text: str) -> tuple[str, list[int]]:
    """Plain ASCII (but for letters with no plain form) and, for each of its characters, the place in `text`.

    Raises Fault (bad-character) for what cannot be seen or has no meaning: control and bidirectional characters,
    lone surrogates, `±` and the like.
    """
    pieces: list[str] = []
    origin: list[int] = []
    place, length = 0, len(text)
    while place < length:
        piece, used = _plain_at(text, place)
        pieces.append(piece)
        origin.extend([place] * len(piece) if used == 1 else _spread(piece, place, used))
        place += used
    origin.append(length)
    return "".join(pieces), origin


def plain(text: str) -> str:
    """The plain form of a text, without places."""
    return normalise(text)[0]


def _spread(piece: str, place: int, used: int) -> list[int]:
    """Places for a run of raised or lowered characters: `²³` becomes `^(23)`."""
    inside = len(piece) - 1 - used
    return [place] * inside + [place + i for i in range(used)] + [place + used - 1]


def _plain_at(text: str, place: int) -> tuple[str, int]:
    """The plain form of what stands at this place, and how many characters it takes."""
    character = text[place]
    if character.isascii():
        if character.isprintable() or character in "\t\n\r":
            return character, 1
    elif character in _TABLE:
        return _TABLE[character], 1
    elif character in _RAISED:
        return _run(text, place, _RAISED, "^(", ")")
    elif character in _LOWERED:
        return _run(text, place, _LOWERED, "_{", "}")
    elif character not in _REFUSED and character.isspace():
        return " ", 1
    elif character not in _REFUSED and character.isprintable() and not unicodedata.combining(character):
        return _compatible(character), 1
    raise Fault(FaultKind.BAD_CHARACTER, (place, place + 1), _complaint(character))


def _run(text: str, place: int, table: dict[str, str], before: str, after: str) -> tuple[str, int]:
    end = place
    while end < len(text) and text[end] in table:
        end += 1
    return before + "".join(table[c] for c in text[place:end]) + after, end - place


def _compatible(character: str) -> str:
    """NFKC of one character, and our table once more: a mathematical italic alpha is an alpha."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character)
    return "".join(_TABLE.get(c, c) for c in folded)


def _complaint(character: str) -> str:
    if character in _REFUSED:
        return _REFUSED[character]
    name = unicodedata.name(character, "")
    shown = f"{name.lower()}, " if name else ""
    return f"this character cannot be read ({shown}U+{ord(character):04X})"
