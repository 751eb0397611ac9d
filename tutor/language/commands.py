"""LaTeX commands that people paste, each as the plain text that it stands for.

A backslash before a word that is not here, nor in the vocabulary, nor a Greek letter, is set difference: `[0,1]\\Q`.
"""

import re

from tutor.language.vocabulary import BY_SPELLING, GREEK, SAME_LETTER, WordKind

PLAIN = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=",
    "geq": ">=", "geqslant": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "infty": "oo", "to": "->",
    "rightarrow": "->", "mapsto": "->", "ldots": "...", "dots": "...", "cdots": "...", "lvert": "|", "rvert": "|",
    "vert": "|", "mid": "|", "colon": ":", "land": "and", "wedge": "and", "lor": "or", "vee": "or", "lnot": "not",
    "neg": "not", "varnothing": "empty", "emptyset": "empty", "sim": "~", "setminus": "setminus", "smallsetminus":
    "setminus", "backslash": "setminus", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "lVert": "||",
    "rVert": "||", "Vert": "||", "esssup": "ess_sup", "reals": "R", "bigcup": "union", "bigcap": "intersection", "cup":
    "union", "cap": "intersection", "lim": "lim", "inf": "infimum", "notin": "notin", "in": "in", "frac": "frac",
    "dfrac": "frac", "tfrac": "frac", "lfloor": "lfloor", "rfloor": "rfloor", "lceil": "lceil", "rceil": "rceil",
    "Gamma": "gamma", "otimes": "otimes", "pm": "pm",
}  # fmt: skip

SKIPPED = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "middle",
        "quad",
        "qquad",
        "displaystyle",
        "textstyle",
        "limits",
        "nolimits",
    ]
)
"""Commands that only change how a formula looks."""

SPACES = frozenset(",;:!>")
"""Signs that stand for a space after a backslash."""

WRAPPER = re.compile(
    r"\\(?:mathbb|mathbbm|mathbf|mathrm|mathcal|mathit|mathsf|mathds|text|textrm|textbf|textit|mbox|operatorname\*?|mathop)"
    r"(?![A-Za-z])\s*(?:\{([^{}]*)\})?"
)
"""Commands that change the face of their argument; the argument is read as if they were not there."""

BLOCK = re.compile(r"\\(begin|end)\s*\{(?:d?(cases)|[pb]?(matrix))\}")
"""The beginning and the end of a case distinction or a matrix."""

SIGNS = frozenset(["frac", "lfloor", "rfloor", "lceil", "rceil", "otimes", "pm"])
"""Commands that stand for a sign and no word."""


def is_set(name: str) -> bool:
    """Whether this is a set of the vocabulary that LaTeX does not know, so that `[0,1]\\Cantor` is a difference."""
    word = BY_SPELLING.get(name)
    return len(name) > 1 and word is not None and word.kind is WordKind.SET and name not in PLAIN


def is_word(name: str) -> bool:
    """Whether a backslash before this word makes a command that stands for the word itself."""
    return len(name) > 1 and (name in BY_SPELLING or name in GREEK or name in SAME_LETTER)
