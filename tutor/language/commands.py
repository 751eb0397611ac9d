"""LaTeX commands that people paste, each as the plain text that it stands for.

A backslash before a word that is not here, nor in the vocabulary, nor a Greek letter, is set difference: `[0,1]\\Q`.
"""

import re

from tutor.language.vocabulary import BY_SPELLING, GREEK, SAME_LETTER

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
    "Gamma": "gamma",
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

CASES = re.compile(r"\\(begin|end)\s*\{d?cases\}")

ALONE = frozenset("RQZN")
"""`\\R` and the like: a set where an operand is expected, set difference and the set where one has just ended."""


def is_word(name: str) -> bool:
    """Whether a backslash before this word makes a command that stands for the word itself."""
    return len(name) > 1 and (name in BY_SPELLING or name in GREEK or name in SAME_LETTER)
