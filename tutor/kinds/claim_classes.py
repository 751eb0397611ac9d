"""From a core tree to the claim of the judge that it makes: quantifiers, relations, what is denied, what is monotone.

One class of claims, one claim of the judge, and so one procedure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tutor.judge.claims import (
    AbsolutelyContinuous,
    All,
    Claim,
    Compares,
    Converges,
    Equal,
    Fails,
    ForAll,
    Notion,
    SameMeasure,
    SameSet,
    Singular,
)
from tutor.kinds.domains import narrowed
from tutor.language.names import Names
from tutor.language.sorts import Sort, inner_sort
from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.trees.build import (
    EMPTY,
    INFINITY,
    MINUS_INFINITY,
    ONE,
    add,
    at_most,
    conjunction,
    indicator,
    member,
    var,
)
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import substitute

CLASSES = (
    "forall and a.e. over relations (<, <=, =, !=, in), exists over a relation, relations between numbers (oo is one), "
    "= of sets (up to null sets) and of measures, mu << nu, mu _|_ nu, f_n -> f with a mode, "
    "continuous(g, S), Lipschitz(g, L, S), integrable(g, S), increasing(g, x, S), decreasing(g, x, S), not, and"
)


class Outside(Exception):  # noqa: N818  (an outcome, told to the author)
    """A claim that is in none of the classes."""


_CONTRARY = {"lt": "le", "le": "lt"}
_SIGNS = {"lt": "<", "le": "<=", "eq": "=", "ne": "!="}
_VALUES = frozenset(("integral", "integral_on", "sum", "norm", "limit", "sup", "inf", "ess_sup"))
_VALUED_CALLS = frozenset(("measure", "mass", "KL", "TV", "JS", "H2", "Hellinger", "W1", "W2"))


@dataclass(frozen=True, slots=True)
class _Quantified:
    """The variables that quantifiers have bound so far, the sets they run over, and for which null sets don't count."""

    names: Names
    up_to_null: bool
    sets: tuple[tuple[str, Tree], ...] = ()
    null: frozenset[str] = frozenset()

    def over(self, name: str, set_: Tree, null: bool) -> "_Quantified":
        if name in dict(self.sets):
            raise Outside(f"{name} is bound twice")
        return replace(self, sets=(*self.sets, (name, set_)), null=self.null | {name} if null else self.null)

    def is_integer(self, name: str, set_: Tree) -> bool:
        """Whether the variable is an index; for almost every x in N is a statement about a real x."""
        return name not in self.null and _is_of_integers(set_)

    @property
    def domain(self) -> Domain:
        if not self.sets:
            return Domain()
        variables = [
            Variable(name, MINUS_INFINITY, INFINITY, integer=self.is_integer(name, set_)) for name, set_ in self.sets
        ]
        return narrowed(variables, [part for name, set_ in self.sets for part in _memberships(name, set_)])

    @property
    def notion(self) -> Notion:
        reals = {name for name, set_ in self.sets if not self.is_integer(name, set_)}
        if self.null and self.null != reals:
            raise Outside("quantify an equality over all of its real variables by forall, or over all by a.e.")
        return Notion.ALMOST_EVERYWHERE if self.null else Notion.EVERYWHERE


def classified(node: Tree, names: Names, up_to_null: bool) -> Claim:
    """The claim that a core tree makes. Raises Outside."""
    return _claim(node, _Quantified(names, up_to_null))


def _claim(node: Tree, at: _Quantified) -> Claim:
    match node.head:
        case "forall" | "almost_every" if parts := _parts_of(node):
            return All(tuple(_claim(part, at) for part in parts))
        case "forall" if node.args[0].head == "finite" and not node.args[0].args:
            return All(())
        case "forall" | "almost_every":
            return _claim(node.args[1], at.over(node.value, node.args[0], node.head == "almost_every"))
        case "exists" if not at.sets:
            return _exists(node, at)
        case "exists":
            raise Outside("'exists' behind 'forall' is in no class of claims; ask for the object as the witness")
        case "and":
            return All(tuple(_claim(part, at) for part in node.args))
        case "not" if not at.sets:
            return negated(_claim(node.args[0], at))
        case "not":
            return _claim(_contrary(node.args[0]), at)
        case "in":
            return _membership(node, at)
        case "lt" | "le" | "eq" | "ne":
            return _relation(node, at)
    raise Outside(f"this is in no class of claims. The classes: {CLASSES}")


def _exists(node: Tree, at: _Quantified) -> Claim:
    """There is a point with a relation just if its contrary does not hold at all points."""

    def for_all(found: Tree) -> Tree:
        if found.head != "exists":
            return _contrary(found)
        return tree("forall", found.value, (found.args[0], for_all(found.args[1])))

    return Fails(_claim(for_all(node), at))


def _parts_of(node: Tree) -> list[Tree]:
    """The claims on the parts of a union, or at the points of a finite set, that this one amounts to; else none.

    An inclusion of sets stays one claim.
    """
    set_, body = node.args
    if body.head == "in":
        return []
    if set_.head == "union":
        return [tree(node.head, node.value, (part, body)) for part in set_.args]
    if set_.head == "finite" and node.head == "forall":
        return [substitute(body, {node.value: point}) for point in set_.args]
    return []


def _contrary(node: Tree) -> Tree:
    """The relation that holds at just the points where both sides are defined and this one does not."""
    if node.head in _CONTRARY:
        return tree(_CONTRARY[node.head], None, (node.args[1], node.args[0]))
    if node.head in ("eq", "ne"):
        return tree("ne" if node.head == "eq" else "eq", None, node.args)
    if node.head == "not":
        return node.args[0]
    raise Outside("a single relation is expected here")


def _relation(node: Tree, at: _Quantified) -> Claim:
    left, right = node.args
    sorts = [inner_sort(side, at.names) for side in node.args]
    if Sort.SET in sorts:
        return _of_objects(SameSet(left, right, at.up_to_null), node, at)
    if Sort.MEASURE in sorts:
        return _of_objects(SameMeasure(left, right), node, at)
    if at.up_to_null:
        raise Outside("'up to null sets' belongs to an equality of sets; for functions write a.e. x in S: …")
    valued = any(map(_is_valued, walk(node)))
    divergence = right is INFINITY and left.head == "sum" and not at.sets
    if node.head == "eq" and not (at.sets and valued) and not divergence:
        return Equal(left, right, at.domain, at.notion)
    if at.sets and node.head in ("lt", "le") and not valued:
        return ForAll(node, at.domain, at.null)
    return Compares(left, _SIGNS[node.head], right, at.domain, at.null)


def _of_objects(same: SameSet | SameMeasure, node: Tree, at: _Quantified) -> Claim:
    if at.sets or node.head not in ("eq", "ne"):
        raise Outside("sets and measures are compared by = and !=, without a quantifier")
    return same if node.head == "eq" else Fails(same)


def _membership(node: Tree, at: _Quantified) -> Claim:
    """`forall x in S: x in T` is an inclusion of sets; any other membership is that an indicator is 1."""
    element, target = node.args
    if len(at.sets) == 1 and element is var(at.sets[0][0]) and not free_names(target) & {at.sets[0][0]}:
        rest = tree("minus", None, (at.sets[0][1], target))
        return SameSet(rest, EMPTY, bool(at.null))
    return Equal(indicator(member(element, target)), ONE, at.domain, at.notion)


def _is_valued(node: Tree) -> bool:
    if node.head == "call":
        return node.value in _VALUED_CALLS
    return node.head in _VALUES or (node.head == "const" and node.value == "oo")


def _is_of_integers(set_: Tree) -> bool:
    if set_.head == "intersection":
        return any(_is_of_integers(part) for part in set_.args)
    return set_.head == "set" and set_.value in ("N", "Z")


def _memberships(name: str, set_: Tree) -> Iterator[Tree]:
    """The conditions that make the variable run over the set, the parts of an intersection one by one."""
    if set_.head == "intersection":
        for part in set_.args:
            yield from _memberships(name, part)
    elif set_.head == "builder":
        yield substitute(set_.args[0], {set_.value: var(name)})
    else:
        yield member(var(name), set_)


def negated(claim: Claim) -> Claim:
    """The claim that this one does not hold."""
    match claim:
        case Converges():
            return replace(claim, expected=not claim.expected)
        case AbsolutelyContinuous() | Singular():
            return replace(claim, holds=not claim.holds)
        case Fails():
            return claim.claim
    return Fails(claim)


# Monotone -------------------------------------------------------------------------------------------------------------


def monotone_in_index(name: str, function: Tree, index: str, domain: Domain) -> Claim:
    """f_n <= f_(n+1) for every index and almost every point, or the contrary inequality."""
    following = substitute(function, {index: add(var(index), ONE)})
    low, high = (function, following) if name == "increasing" else (following, function)
    return ForAll(at_most(low, high), domain, frozenset(v.name for v in domain.reals))


def monotone_in_point(name: str, function: Tree, point: str, domain: Domain) -> Claim:
    """g(x) <= g(y) for all x <= y of the domain, or the contrary inequality."""
    twin = f"{point}'"
    later = substitute(function, {point: var(twin)})
    low, high = (function, later) if name == "increasing" else (later, function)
    both = (*domain.variables, *(replace(v, name=twin) for v in domain.variables))
    conditions = [at_most(var(point), var(twin))]
    if domain.condition is not None:
        conditions += [domain.condition, substitute(domain.condition, {point: var(twin)})]
    return ForAll(at_most(low, high), Domain(both, conjunction(*conditions)))
