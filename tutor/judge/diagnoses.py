"""Sentences on what went wrong with a measure, each established, never guessed."""

from tutor.judge.masses import mass_text, place_text
from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.objects.measures import (
    Atom,
    Improper,
    Measure,
    Work,
    common_cells,
    differing_atom,
    differing_cylinder,
    mass,
    mass_at,
    scaled,
)
from tutor.mathematics.objects.measures.pushforward import simplified_on
from tutor.mathematics.trees.build import ONE, ZERO, div, sign_of_infinity, sub

SILENCE = (Undecided, NoValue, Unsupported, TooLarge, Improper, *NO_VALUE)


def of_measures(answer: Measure, key: Measure, work: Work) -> str | None:
    """What is known about two different measures: a factor, an atom, the total mass."""
    for rule in (_factor, _atom, _total):
        try:
            found = rule(answer, key, work)
        except SILENCE:
            continue
        if found is not None:
            return found
    return None


def _factor(answer: Measure, key: Measure, work: Work) -> str | None:
    left, right = mass(answer, work).value, mass(key, work).value
    if not isinstance(left, Tree) or not isinstance(right, Tree):
        return None
    if sign_of_infinity(left) or sign_of_infinity(right) or work.constants.sign(right) == 0:
        return None
    factor = work.simple(div(left, right))
    if factor is ONE or work.constants.sign(factor) == 0 or not proportional(answer, key, factor, work):
        return None
    return f"your measure is {tree_text(factor)} times the right one"


def proportional(answer: Measure, key: Measure, factor: Tree, work: Work) -> bool:
    """Whether answer = factor * key, by normal form on each cell."""
    multiple = scaled(factor, key, work)
    if differing_atom(answer, multiple, work) is not None or differing_cylinder(answer, multiple, work) is not None:
        return False
    cells = common_cells(answer, multiple)
    return all(simplified_on(sub(c.left, c.right), c.low, c.high, work) is ZERO for c in cells)


def _atom(answer: Measure, key: Measure, work: Work) -> str | None:
    missing = next((a for a in key.atoms if mass_at(answer, a.place, work) is ZERO), None)
    extra = next((a for a in answer.atoms if mass_at(key, a.place, work) is ZERO), None)
    if missing is not None and extra is not None and work.same(missing.mass, extra.mass):
        return f"the mass {tree_text(extra.mass)} at {_at(extra)} belongs to {_at(missing)}"
    if missing is not None:
        return f"an atom is missing: the right measure has the mass {tree_text(missing.mass)} at {_at(missing)}"
    if extra is not None:
        return f"your measure has an atom at {_at(extra)}; the right one has none there"
    return None


def _at(atom: Atom) -> str:
    return place_text(atom.place)


def _total(answer: Measure, key: Measure, work: Work) -> str | None:
    left, right = mass(answer, work), mass(key, work)
    if not isinstance(left.value, Tree) or not isinstance(right.value, Tree) or left.value is right.value:
        return None
    if not (sign_of_infinity(left.value) or sign_of_infinity(right.value)) and work.same(left.value, right.value):
        return None
    return f"the total mass of your measure is {mass_text(left)}; it should be {mass_text(right)}"
