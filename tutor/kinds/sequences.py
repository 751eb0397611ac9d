"""Sequences of functions as they are typed, and the names of modes of convergence.

Beside an expression in the index and the point (`n 1_(0,1/n)(x)`) a sequence may be typed with letters for expressions
in the index: `... with k = floor(log2(n))`; or in blocks: `1_[j/2^k, (j+1)/2^k](x) with n = 2^k + j`.
"""

import re
from typing import NamedTuple

from tutor.kinds import Misfit, Question, QuestionFault
from tutor.kinds.fields import NAMELESS, author_reads, key_of, text_of
from tutor.kinds.indexed import unnamed
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import Names
from tutor.language.parser import A_SORT
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, walk
from tutor.mathematics.trees.build import HALF, ONE, TWO, ZERO, add, call, div, mul, num, power, sqrt, sub, var
from tutor.mathematics.trees.modes import AnyMode, InMean, Mode
from tutor.mathematics.trees.rewrite import core, substitute

A_SEQUENCE = "a sequence of functions"

_WITH = re.compile(r"[,;]?\s*\b(?:with|where|for)\b\s*(?=[A-Za-z]\w*\s*=(?!=))|,\s*(?=[A-Za-z]\w*\s*=(?!=))")
_RANGE_OF_J = re.compile(
    r",\s*(?:where|with|for)?\s*(?:0|1)\s*(?:<=|<|≤)\s*j\b.*|,?\s*(?:where|for)?\s*\bj\s*(?:=|in\b|∈).*", re.DOTALL
)
_SPLIT_SUBSCRIPT = re.compile(
    r"\s*[A-Za-z]_(?:\{([^{}=]*\bj\b[^{}=]*)\}|\(([^()=]*\bj\b[^()=]*)\))\s*(?:\([^()]*\))?\s*=(?!=)"
)
_LETTER = re.compile(r"\s*([A-Za-z]\w*)\s*=(?!=)")


class Typed(NamedTuple):
    """A sequence in core form, and how it was read."""

    tree: Tree
    read_as: str


def read_sequence(text: str, names: Names, index: str, name: str = "f") -> Typed:
    """The sequence that a text stands for, in the declared names. Raises Fault, Misfit."""
    text = _with_clause(unnamed(text, name), index)
    cut = _WITH.search(text)
    if cut is None:
        return _read(text, names)
    letter = _LETTER.match(text, cut.end())
    assert letter is not None  # the pattern looks ahead for it
    if letter[1] == index:
        return _in_blocks(text, cut, letter, names, index)
    value = _read(" " * letter.end() + text[letter.end() :], names)
    body = _read(text[: cut.start()], _with(names, letter[1]))
    return Typed(substitute(body.tree, {letter[1]: value.tree}), f"{body.read_as} with {letter[1]} = {value.read_as}")


def _with_clause(text: str, index: str) -> str:
    """`f_{2^k+j}(x) = …` as `… with n = 2^k+j`, the function where it stood."""
    found = _SPLIT_SUBSCRIPT.match(text)
    if found is None:
        return text
    return " " * found.end() + text[found.end() :] + f" with {index} = {found[1] or found[2]}"


def sequence_field(question: Question, field: str, names: Names, index: str) -> Tree:
    """The sequence that a field of the question names. Raises QuestionFault."""
    text = text_of(question, field)
    if _WITH.search(text) is None:
        return key_of(question, field, names, Sort.FUNCTION, Sort.NUMBER)
    try:
        return author_reads(field, lambda: read_sequence(text, names, index)).tree
    except Misfit as misfit:
        raise QuestionFault(field, f"this is {misfit.found}; {misfit.expected} is asked") from None


def _read(text: str, names: Names) -> Typed:
    reading = read(text, names, Sort.FUNCTION)
    if reading.sort not in (Sort.FUNCTION, Sort.NUMBER):
        raise Misfit(A_SEQUENCE, A_SORT[reading.sort], reading.read_as)
    return Typed(core(reading.tree), reading.read_as)


def _with(names: Names, *letters: str) -> Names:
    return Names({**names.sorts, **dict.fromkeys(letters, "integer")})


# Blocks: n = T(k) + j.


def _in_blocks(text: str, cut: re.Match[str], letter: re.Match[str], names: Names, index: str) -> Typed:
    """n = 2^k + j, or n = k(k+1)/2 + j with j from 0 (from 1 with k(k-1)/2 + j)."""
    wider = _with(names, "j", "k")
    body = _read(text[: cut.start()], wider)
    clause = text[letter.end() :]
    said = _RANGE_OF_J.search(clause)
    clause = clause[: said.start()] if said else clause
    split = _read(" " * letter.end() + clause, wider)
    terms = split.tree.args if split.tree.head == "add" else (split.tree,)
    start = add(*(term for term in terms if term is not var("j")))
    from_one = add(var("j"), num(-1)) in set(walk(body.tree))
    k = _block_number(start, var(index), from_one)
    if k is None:
        span = (letter.end(), letter.end() + len(clause))
        raise Fault(FaultKind.UNEXPECTED, span, "blocks are written n = 2^k + j, n = k(k+1)/2 + j or n = k(k-1)/2 + j")
    j = sub(var(index), substitute(start, {"k": k}))
    tree = substitute(body.tree, {"k": k, "j": j})
    return Typed(tree, f"{body.read_as} with {index} = {split.read_as}")


def _block_number(start: Tree, n: Tree, from_one: bool) -> Tree | None:
    """The number k of the block that holds n, where T(k) = `start` is 2^k, or c more than k(k+1)/2 or k(k-1)/2.

    j counts from 0, or from 1 where the term speaks of j - 1.
    """
    k = var("k")
    if start is power(TWO, k):
        return call("floor", call("log2", n))
    constant = start.args[-1] if start.head == "add" and start.args[-1].head == "num" else ZERO
    for other, way in ((add(k, ONE), num(-1)), (add(k, num(-1)), ONE)):
        for product in _triangle(k, other):
            if start is add(product, constant):
                first = add(constant, ONE) if from_one else constant
                root = sqrt(add(mul(num(8), sub(n, first)), ONE))
                return call("floor", div(add(root, way), TWO))
    return None


def _triangle(k: Tree, other: Tree) -> tuple[Tree, ...]:
    return mul(HALF, k, other), mul(HALF, other, k), mul(k, other, HALF)


# Modes of convergence.

_MODES = {
    "pointwise": Mode.POINTWISE,
    "everywhere": Mode.POINTWISE,
    "a.e.": Mode.ALMOST_EVERYWHERE,
    "ae": Mode.ALMOST_EVERYWHERE,
    "almost everywhere": Mode.ALMOST_EVERYWHERE,
    "uniformly": Mode.UNIFORMLY,
    "uniform": Mode.UNIFORMLY,
    "almost uniformly": Mode.ALMOST_UNIFORMLY,
    "a.u.": Mode.ALMOST_UNIFORMLY,
    "in measure": Mode.IN_MEASURE,
    "weakly in L^2": Mode.WEAKLY,
    "weakly": Mode.WEAKLY,
}
_IN_MEAN = re.compile(r"(?:in )?L\s*\^?\s*\(?([^()]+)\)?")

KNOWN_MODES = ", ".join(mode.value for mode in Mode) + ", in L^1, in L^2, in L^oo"


def mode_of(text: str, field: str) -> AnyMode:
    """The mode that an author names: `a.e.`, `in measure`, `in L^2`. Raises QuestionFault."""
    name = " ".join(text.split())
    if name in _MODES:
        return _MODES[name]
    mean = _IN_MEAN.fullmatch(name)
    if mean is None:
        raise QuestionFault(field, f"expected one of {KNOWN_MODES}; found '{text}'")
    return InMean(core(author_reads(field, lambda: read(mean[1], NAMELESS, Sort.NUMBER)).tree))
