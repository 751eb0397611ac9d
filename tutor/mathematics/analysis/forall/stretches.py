"""A domain whose condition leaves points or stretches of one variable out, as boxes: x != 0, x in (0,1) U (2,3).

Hypothesis: the condition compares one real variable with rational numbers only, so that it is true or false all over
each stretch between two of these numbers, and at each of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from flint import fmpq

from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.balls import Evaluator
from tutor.mathematics.trees import Domain, Variable, rebuild
from tutor.mathematics.trees.build import REALS, conjunction, num, sign_of_infinity

MOST_STRETCHES = 8
COMPARED = frozenset(["lt", "le", "eq", "ne"])
JOINED = frozenset(["and", "or", "not"])
SETS = frozenset(["union", "intersection", "minus"])


def boxes(domain: Domain) -> list[Domain]:
    """Domains that together are the domain, without conditions that only choose stretches of a variable.

    A condition that one box satisfies, or that is of another shape, stays where it is.
    """
    if domain.condition is None:
        return [domain]
    parts = domain.condition.args if domain.condition.head == "and" else (domain.condition,)
    chosen = next((part for part in parts if _chooses(part, domain)), None)
    if chosen is None:
        return [domain]
    others = [part for part in parts if part is not chosen]
    (name,) = free_names(chosen)
    rest = replace(domain, condition=conjunction(*others) if others else None)
    runs = _runs(next(v for v in domain.variables if v.name == name), chosen)
    if len(runs) > MOST_STRETCHES:
        return [domain]
    found = (replace(rest, variables=tuple(run if v.name == name else v for v in domain.variables)) for run in runs)
    return [box for part in found for box in boxes(part)]


def _chooses(condition: Tree, domain: Domain) -> bool:
    """Whether the condition is one about stretches of a real variable with rational ends, beside an inequality."""
    names = free_names(condition)
    if condition.head in ("lt", "le") or len(names) != 1:
        return False
    variable = next((v for v in domain.variables if v.name in names and not v.integer), None)
    ends = (variable.low, variable.high) if variable else ()
    plain = all(end.head == "num" or sign_of_infinity(end) for end in ends)
    return variable is not None and plain and _is_plain(condition)


@cache
def _is_plain(node: Tree) -> bool:
    if node.head in JOINED or node.head in SETS:
        return all(map(_is_plain, node.args))
    if node.head in COMPARED:
        return all(side.head in ("var", "num") for side in node.args)
    if node.head == "in":
        return node.args[0].head == "var" and _is_plain(node.args[1])
    if node.head == "interval":
        return all(end.head == "num" or sign_of_infinity(end) for end in node.args)
    return node is REALS or (node.head == "finite" and all(element.head == "num" for element in node.args))


def _runs(variable: Variable, condition: Tree) -> list[Variable]:
    """The stretches, single points among them, on which the condition holds."""
    places = sorted({q for q in _numbers(condition) if _lies_inside(q, variable)})
    ends = [variable.low, *map(num, places), variable.high]
    found: list[Variable] = []
    for k, (low, high) in enumerate(pairwise(ends)):
        if k and _holds(condition, variable.name, places[k - 1]):
            _append(found, replace(variable, low=low, high=low, low_closed=True, high_closed=True))
        if _holds(condition, variable.name, _between(low, high)):
            _append(
                found,
                replace(
                    variable,
                    low=low,
                    high=high,
                    low_closed=k == 0 and variable.low_closed and _at_end(condition, variable.name, low),
                    high_closed=k == len(places) and variable.high_closed and _at_end(condition, variable.name, high),
                ),
            )
    return _with_ends(found, variable, condition)


def _with_ends(found: list[Variable], variable: Variable, condition: Tree) -> list[Variable]:
    """An end of the range may belong where the stretch beside it does not."""
    first, last = (found[0].low, found[-1].high) if found else (None, None)
    if variable.low_closed and first is not variable.low and _at_end(condition, variable.name, variable.low):
        found.insert(0, replace(variable, high=variable.low, high_closed=True))
    if variable.high_closed and last is not variable.high and _at_end(condition, variable.name, variable.high):
        found.append(replace(variable, low=variable.high, low_closed=True))
    return found


def _append(found: list[Variable], run: Variable) -> None:
    """A run that begins where the last one ends is joined with it where one of them holds the point between."""
    if found and found[-1].high is run.low and (found[-1].high_closed or run.low_closed):
        found[-1] = replace(found[-1], high=run.high, high_closed=run.high_closed)
    else:
        found.append(run)


def _numbers(condition: Tree) -> Iterator[fmpq]:
    return (node.value for node in walk(condition) if node.head == "num")


def _lies_inside(q: fmpq, variable: Variable) -> bool:
    above = variable.low.head != "num" or q > variable.low.value
    return bool(above and (variable.high.head != "num" or q < variable.high.value))


def _between(low: Tree, high: Tree) -> fmpq:
    if sign_of_infinity(low):
        return fmpq(0) if sign_of_infinity(high) else fmpq(high.value - 1)
    return fmpq(low.value + 1 if sign_of_infinity(high) else (low.value + high.value) / 2)


def _at_end(condition: Tree, name: str, end: Tree) -> bool:
    return end.head == "num" and _holds(condition, name, end.value)


def _holds(condition: Tree, name: str, value: fmpq) -> bool:
    return Evaluator({name: value}, almost_everywhere=False).condition(condition)


def completed(function: Tree, domain: Domain, null: frozenset[str]) -> Tree:
    """The function with "otherwise" for the last condition of pieces that together apply at every point of the domain.

    Hypothesis: the conditions choose stretches of one real variable, see above, which cover its whole range; all of it
    but finitely many points where null sets in the variable don't count.
    """
    if not any(node.head == "piecewise" and not node.value for node in walk(function)):
        return function
    args = tuple(completed(part, domain, null) for part in function.args)
    if function.head == "piecewise" and not function.value and _cover(args[1::2], domain, null):
        return tree("piecewise", True, args[:-1])
    return rebuild(function, args) if function.args else function


def _cover(conditions: tuple[Tree, ...], domain: Domain, null: frozenset[str]) -> bool:
    any_of = conditions[0] if len(conditions) == 1 else tree("or", None, conditions)
    names = free_names(any_of)
    variable = next((v for v in domain.variables if v.name in names and not v.integer), None)
    if variable is None or len(names) != 1 or not _is_plain(any_of):
        return False
    if not all(end.head == "num" or sign_of_infinity(end) for end in (variable.low, variable.high)):
        return False
    runs = _runs(variable, any_of)
    if variable.name not in null:
        return len(runs) == 1 and runs[0] == variable
    ends = [variable.low, *(end for run in runs for end in (run.low, run.high)), variable.high]
    return all(a is b for a, b in zip(ends[::2], ends[1::2], strict=True))
