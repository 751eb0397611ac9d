"""The tables of the grammar, put together."""

from tutor.language import (
    binders,
    brackets,
    calls,
    conditions,
    families,
    indicators,
    matrices,
    measures,
    operators,
    pieces,
    powers,
    restrictions,
    statements,
)
from tutor.language.bars import STARTS_OPERAND
from tutor.language.parser import Infix, Prefix

PREFIXES: dict[str, Prefix] = {
    **operators.PREFIXES,
    **conditions.PREFIXES,
    **brackets.PREFIXES,
    **pieces.PREFIXES,
    **calls.PREFIXES,
    **families.PREFIXES,
    **indicators.PREFIXES,
    **binders.PREFIXES,
    **matrices.PREFIXES,
    **measures.PREFIXES,
    **restrictions.PREFIXES,
    **statements.PREFIXES,
}

INFIXES: dict[str, tuple[int, Infix]] = {
    **dict.fromkeys(STARTS_OPERAND, (powers.PRODUCT, operators.times)),
    "|(": (powers.PRODUCT, operators.times),
    **dict.fromkeys(["law", "standard", "restriction", "otimes", "the"], (powers.PRODUCT, operators.times)),
    **operators.INFIXES,
    **conditions.INFIXES,
    **restrictions.INFIXES,
}
"""Where an operand follows an operand, a product is implied."""
