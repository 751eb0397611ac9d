"""How strongly operators bind: one table, shared by the reader and all printers.

A larger number binds more strongly. Everything is left associative but the power.
"""

OPEN = 0
QUANTIFIED = 5
OR = 10
AND = 20
NOT = 25
RELATION = 30
UNION = 40
INTERSECTION = 45
SUM = 50
ON = 55
PRODUCT = 60
SIGN = 65
POWER = 80
POSTFIX = 90
ATOM = 100

OF_HEAD = {
    "piecewise": ATOM,
    "forall": QUANTIFIED,
    "exists": QUANTIFIED,
    "almost_every": QUANTIFIED,
    "define": QUANTIFIED,
    "or": OR,
    "and": AND,
    "not": NOT,
    "lt": RELATION,
    "le": RELATION,
    "gt": RELATION,
    "ge": RELATION,
    "eq": RELATION,
    "ne": RELATION,
    "in": RELATION,
    "union": UNION,
    "minus": UNION,
    "intersection": INTERSECTION,
    "restrict": ON,
    "add": SUM,
    "sub": SUM,
    "neg": SUM,
    "mul": PRODUCT,
    "div": PRODUCT,
    "density": ON,
    "pow": POWER,
    "percent": POSTFIX,
}
"""The binding power of each head that is written with an operator; all other heads stand as atoms."""
