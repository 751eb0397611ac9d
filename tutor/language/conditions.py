"""Relations, logic, and the operations on sets."""

from tutor.language import powers
from tutor.language.brackets import two_values
from tutor.language.faults import Fault, FaultKind
from tutor.language.parser import Infix, Parser, Prefix, Spans
from tutor.language.printers.plain import plain
from tutor.language.sorts import Sort
from tutor.language.tree import tree

RELATIONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "=": "eq", "!=": "ne"}


def relation(p: Parser, left: Spans) -> Spans:
    """A relation, or a chain of relations as the conjunction of its links."""
    links = []
    while p.token.type in RELATIONS or p.token.type in ("in", "notin") or _not_in(p):
        link, left = _link(p, left)
        links.append(link)
    if not links:
        raise p.unexpected(f"{p.shown(p.token)} cannot stand here")
    return links[0] if len(links) == 1 else p.over("and", None, tuple(links), Sort.CONDITION)


def _not_in(p: Parser) -> bool:
    return p.token.type == "not" and p.peek().type == "in"


def _link(p: Parser, left: Spans) -> tuple[Spans, Spans]:
    """One link of a chain, and what the next link begins with."""
    sign = p.take()
    negated = sign.type in ("notin", "not")
    if sign.type == "not":
        p.take()
    if sign.type == "=" and p.token.type == "pm":
        return _one_of_two(p, left)
    right = p.expression(powers.RELATION)
    if negated or sign.type == "in":
        inside = p.over("in", None, (_element(p, left), p.set(right)), Sort.CONDITION)
        link = p.over("not", None, (inside,), Sort.CONDITION) if negated else inside
        return link, right
    if sign.type in ("=", "!=") and left.sort is not Sort.NUMBER and left.sort is not Sort.CONDITION:
        both = _alike(p, left, right)
    else:
        both = (p.number(left), p.number(right))
    return p.over(RELATIONS[sign.type], None, both, Sort.CONDITION), right


def _one_of_two(p: Parser, left: Spans) -> tuple[Spans, Spans]:
    """`x = ±a`: x = -a or x = a."""
    low, high = two_values(p)
    both = tuple(p.over("eq", None, (p.number(left), value), Sort.CONDITION) for value in (low, high))
    return p.over("or", None, both, Sort.CONDITION), high


def _element(p: Parser, left: Spans) -> Spans:
    if left.sort in (Sort.PAIR, Sort.TUPLE):
        return left
    return p.number(left)


def _alike(p: Parser, left: Spans, right: Spans) -> tuple[Spans, Spans]:
    """Two sets, two measures, two tuples."""
    if Sort.SET in (left.sort, right.sort):
        return p.set(left), p.set(right)
    if left.sort is not right.sort:
        raise p.wrong_sort(right, f"{left.sort}")
    return left, right


def logical(head: str, strength: int) -> Infix:
    """A conjunction or disjunction as long as the word is repeated: one node."""

    def read(p: Parser, left: Spans) -> Spans:
        if head == "or" and p.asked is Sort.SET and left.sort in (Sort.SET, Sort.PAIR):
            return _union_by_word(p, left, strength)
        if left.sort is Sort.SET:
            sign = "∩" if head == "and" else "U"
            message = f"conditions are joined by '{head}'; sets by {sign}"
            raise p.at_token(FaultKind.WRONG_SORT, p.token, message, suggestion=sign)
        terms = [p.condition(left)]
        while p.token.type == head:
            p.take()
            terms.append(p.condition(p.expression(strength)))
        return p.over(head, None, tuple(terms), Sort.CONDITION)

    return read


def _union_by_word(p: Parser, left: Spans, strength: int) -> Spans:
    """`[0,1] or [2,3]`, where a set is asked: the union."""
    sets = [p.set(left)]
    while p.token.type == "or":
        p.take()
        sets.append(p.set(p.expression(strength)))
    return p.over("union", None, tuple(sets), Sort.SET)


def negation(p: Parser, power: int) -> Spans:
    token = p.take()
    inner = p.condition(p.expression(powers.NOT))
    return p.node("not", None, (inner,), token.start, inner.end, Sort.CONDITION)


def truth(p: Parser, power: int) -> Spans:
    token = p.take()
    return p.node(token.type, None, (), token.start, token.end, Sort.CONDITION)


# Sets.


def joining(head: str, strength: int, signs: frozenset[str]) -> Infix:
    """A union or an intersection as long as its sign is repeated: one node."""

    def read(p: Parser, left: Spans) -> Spans:
        if p.fresh and left.tree.head == "minus":
            raise mixed_difference(p, left)
        sets = [p.set(left)]
        while p.token.type in signs:
            p.take()
            sets.append(p.set(p.expression(strength)))
        return p.over(head, None, tuple(sets), Sort.SET)

    return read


def difference(p: Parser, left: Spans) -> Spans:
    r"""Set difference. Beside a union or before an intersection it needs brackets: `A U B \ C` has two readings."""
    if p.fresh and left.tree.head == "union":
        raise mixed_difference(p, left)
    p.take()
    right = p.expression(powers.UNION)
    if p.fresh:
        raise mixed_difference(p, left, right)
    return p.over("minus", None, (p.set(left), p.set(right)), Sort.SET)


def mixed_difference(p: Parser, left: Spans, right: Spans | None = None) -> Fault:
    """A difference beside another operation: `A U B \\ C` is (A U B) \\ C to some and A U (B \\ C) to others."""
    message = "a difference next to a union or an intersection needs brackets"
    if right is not None:
        inner, last = right.tree.args[:-1], right.tree.args[-1]
        first = inner[0] if len(inner) == 1 else tree(right.tree.head, None, inner)
        outer = tree(right.tree.head, None, (tree("minus", None, (left.tree, first)), last))
        readings = (plain(tree("minus", None, (left.tree, right.tree))), plain(outer))
        return p.fault(FaultKind.AMBIGUOUS, (left.start, right.end), message, readings=readings)
    sign = p.take()
    after = p.set(p.expression(powers.INTERSECTION)).tree
    head = {"setminus": "minus", "U": "union", "union": "union"}.get(sign.type, "intersection")
    inner, last = left.tree.args[:-1], left.tree.args[-1]
    first = inner[0] if len(inner) == 1 else tree(left.tree.head, None, inner)
    regrouped = tree(left.tree.head, None, (first, tree(head, None, (last, after))))
    readings = (plain(tree(head, None, (left.tree, after))), plain(regrouped))
    return p.fault(FaultKind.AMBIGUOUS, (left.start, p.before().end), message, readings=readings)


UNION_SIGNS = frozenset(["U", "union"])
INTERSECTION_SIGNS = frozenset(["intersection", "&"])

_UNION: Infix = joining("union", powers.UNION, UNION_SIGNS)
_INTERSECTION: Infix = joining("intersection", powers.INTERSECTION, INTERSECTION_SIGNS)

PREFIXES: dict[str, Prefix] = {"not": negation, "true": truth, "false": truth}

INFIXES: dict[str, tuple[int, Infix]] = {
    "and": (powers.AND, logical("and", powers.AND)),
    "or": (powers.OR, logical("or", powers.OR)),
    "setminus": (powers.UNION, difference),
    **dict.fromkeys(UNION_SIGNS, (powers.UNION, _UNION)),
    **dict.fromkeys(INTERSECTION_SIGNS, (powers.INTERSECTION, _INTERSECTION)),
    **dict.fromkeys((*RELATIONS, "in", "notin", "not"), (powers.RELATION, relation)),
}
