"""Parameters of laws, as people write them: `N(0, sd=2)`, `N(μ=0, σ²=4)`, `U([0,1])`, `uniform on [0,1]`, `U(0;1)`."""

import re

from flint import fmpq

from tutor.language import letters, pieces, powers
from tutor.language.faults import FaultKind
from tutor.language.parser import Parser, Spans
from tutor.language.sorts import Sort
from tutor.language.vocabulary import Word

_DEVIATIONS = ("sd", "sigma", "σ", "std", "standarddeviation")
_LABELS = {
    ("normal", 0): ("mean", "mu", "μ", "m"),
    ("normal", 1): ("variance", "var", "v", "sigma^2", "σ^2", "sd^2"),
    ("uniform", 0): ("a", "min"),
    ("uniform", 1): ("b", "max"),
    ("exponential", 0): ("rate", "lambda", "λ"),
    ("laplace", 0): ("rate",),
    ("bernoulli", 0): ("p", "mean", "parameter"),
    ("geometric", 0): ("p", "parameter"),
    ("poisson", 0): ("mean", "lambda", "λ", "parameter"),
    ("Bin", 0): ("n",),
    ("Bin", 1): ("p",),
}
"""How the parameters of laws may be named, by their places."""

_STANDARD = {"normal": (0, 1), "uniform": (0, 1), "exponential": (1,), "laplace": (1,), "cauchy": ()}
"""The parameters of what is called a standard law."""


def parameters(p: Parser, word: Word) -> list[Spans]:
    """The parameters of a law, with their names or without. The second of a normal law is its variance.

    `sd=s` and `sigma=s` give its standard deviation.
    """
    p.take()
    found: list[Spans] = []
    while True:
        label = _label(p)
        value = _value(p)
        found.append(value if label is None else _labelled(p, word, label, len(found), value))
        if p.token.type not in (",", ";"):
            break
        p.take()
    p.expect(")", "the closing bracket")
    return found


def _value(p: Parser) -> Spans:
    """A parameter; a letter that would be Lebesgue measure elsewhere is an unknown name here."""
    token = p.token
    found = pieces.argument(p)
    if found.sort is Sort.MEASURE and token.type == "word" and found.end == token.end:
        raise letters.unknown(p, token)
    return p.number(found)


def _label(p: Parser) -> tuple[int, int] | None:
    """The place of a name with an equals sign, `σ² =`; both are taken."""
    ahead = next((n for n in range(1, 6) if p.peek(n).type in ("=", ",", ";", "end") or _closes(p, n)), 0)
    if not ahead or p.peek(ahead).type != "=":
        return None
    span = p.token.start, p.peek(ahead - 1).end
    p.move(p.place + ahead + 1)
    return span


def _closes(p: Parser, ahead: int) -> bool:
    """Whether the token ends the bracket of the parameters: an equals sign behind it is none of theirs."""
    return -1 < p.peek(ahead).partner < p.place


def _labelled(p: Parser, word: Word, label: tuple[int, int], place: int, value: Spans) -> Spans:
    name = re.sub(r"[\s(){}\\]", "", p.text[slice(*label)]).replace("²", "^2")
    if word.name == "normal" and place == 1 and name in _DEVIATIONS:
        if value.tree.head == "neg" or (value.tree.head == "num" and value.tree.value < 0):
            raise p.fault(FaultKind.WRONG_SORT, (value.start, value.end), "a standard deviation is not negative")
        two = p.node("num", fmpq(2), (), value.start, value.end)
        return p.node("pow", None, (value, two), value.start, value.end)
    allowed = _LABELS.get((word.name, place), ())
    if name not in allowed:
        known = f"; its parameter here is {allowed[0]}" if allowed else f": it takes {word.needs}"
        raise p.fault(FaultKind.UNKNOWN_NAME, label, f"{word.name} has no parameter {name} here{known}")
    return value


def in_words(p: Parser, word: Word) -> list[Spans]:
    """`exponential with rate 2`, `normal with mean 0 and variance 4`; every parameter has its name."""
    p.take()
    found: list[Spans] = []
    while True:
        start = p.token.start
        while p.token.type in ("word", "^", "var") or p.token.value == "standard":
            p.take()
        label = (start, p.before().end)
        if p.token.type == "=":
            p.take()
        found.append(_labelled(p, word, label, len(found), p.number(p.expression(powers.SUM))))
        if p.token.type != "and" or len(found) == word.most:
            break
        p.take()
    if len(found) != word.most:
        raise p.unexpected(f"{word.name} takes {word.needs}")
    return found


def interval(p: Parser) -> tuple[Spans, ...] | None:
    """The ends in `uniform[0,1]`, `U([0,1])` and `uniform on [0,1]`; None where numbers follow."""
    nested = p.token.type == "(" and p.peek().type == "[" and p.tokens[p.peek().partner + 1].type == ")"
    if p.token.type == "on" or nested:
        p.take()
        if not nested and p.token.type not in ("[", "("):
            raise p.unexpected("a uniform law is on an interval: uniform on [0,1]")
    elif p.token.type != "[":
        return None
    found = p.set(p.prefixes[p.token.type](p, powers.ATOM))
    if nested:
        p.take()
    if found.tree.head != "interval":
        raise p.wrong_sort(found, "an interval")
    return found.children


def standard(p: Parser, word: Word, start: int) -> Spans | None:
    """The law called standard: `standard normal` is normal(0, 1). None where there is no such law."""
    values = _STANDARD.get(word.name)
    if values is None:
        return None
    end = p.before().end
    numbers = tuple(p.node("num", fmpq(value), (), start, end) for value in values)
    return p.node("law", word.name, numbers, start, end, Sort.MEASURE)


def standard_form(word: Word) -> str | None:
    """What to write for the standard law of this family."""
    values = _STANDARD.get(word.name)
    return f"{word.name}({', '.join(map(str, values))})" if values else None
