"""Products of measures, `mu ⊗ nu`, `mu × nu`, `mu x nu`, and of a function with a measure."""

from tutor.language import powers
from tutor.language.faults import Fault, FaultKind
from tutor.language.parser import Parser, Spans
from tutor.language.printers.plain import plain
from tutor.language.sorts import Sort
from tutor.language.tree import free_names

_CROSSES = frozenset(["×", "\\times", "\\otimes", "⊗"])


def sign_follows(p: Parser) -> bool:
    """Whether a sign of the product of measures stands here, behind a measure."""
    if p.token.type == "otimes":
        return True
    typed = p.text[p.token.start : p.token.end]
    if p.token.type == "*":
        return typed in _CROSSES
    return p.token.type == "word" and typed == "x" and p.peek().type in _BEGIN_MEASURE


_BEGIN_MEASURE = frozenset(["law", "N", "U", "cantor", "measurename", "standard", "("])


def product(p: Parser, left: Spans) -> Spans:
    """The product of the measure that was read with those that follow."""
    factors = [left]
    while sign_follows(p):
        p.take()
        factors.append(p.measure(p.expression(powers.PRODUCT)))
    return p.over("product", None, tuple(factors), Sort.MEASURE)


def is_weighted(p: Parser, factors: list[Spans]) -> bool:
    """Whether one measure stands among functions of a point of the line: `e^-x lebesgue`, `1_{x>0} N(0,1)`."""
    measures = sum(factor.sort is Sort.MEASURE for factor in factors)
    return measures == 1 and any(f.sort is Sort.NUMBER and p.line in free_names(f.tree) for f in factors)


def two_measures(p: Parser, measures: list[Spans]) -> Fault:
    """A star between measures could be the convolution or the product; without a sign there is no reading."""
    first, second = measures[0], measures[1]
    if "*" not in p.text[first.end : second.start]:
        return p.wrong_sort(second, "a number")
    one, other = plain(first.tree), plain(second.tree)
    readings = (f"product({one}, {other})", f"law(X + Y), X ~ {one}, Y ~ {other}")
    message = "a star between measures could be their product or their convolution"
    return p.fault(FaultKind.AMBIGUOUS, (first.start, second.end), message, readings=readings)
