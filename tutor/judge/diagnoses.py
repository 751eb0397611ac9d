"""Sentences on what went wrong with a measure, each established, never guessed."""

from tutor.judge.masses import differ, interval_text, mass_text, open_interval, place_text, share
from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, Undecided
from tutor.mathematics.analysis.results import NoValue, Result
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
    mass_of,
    scaled,
)
from tutor.mathematics.objects.measures.pushforward import simplified_on
from tutor.mathematics.trees import OutOfSteps
from tutor.mathematics.trees.build import ONE, ZERO, div, sign_of_infinity, sub

SILENCE = (Undecided, NoValue, Unsupported, TooLarge, Improper, *NO_VALUE)


STEPS = 15_000
"""A sentence is looked for with this many steps."""


def of_measures(answer: Measure, key: Measure, work: Work) -> str | None:
    """What is known about two different measures: a factor, an atom, the support, a Cantor part, the mass."""
    with share(work, STEPS) as small:
        for rule in (_factor, _atom, _support, _cantor, _total):
            try:
                found = rule(answer, key, small)
            except SILENCE:
                continue
            except OutOfSteps:
                return None
            if found is not None:
                return found
    return None


def _factor(answer: Measure, key: Measure, work: Work) -> str | None:
    factor = _ratio(answer, key, work)
    if factor is None or factor is ONE or not proportional(answer, key, factor, work):
        return None
    return f"your measure is {tree_text(factor)} times the right one"


def _ratio(answer: Measure, key: Measure, work: Work) -> Tree | None:
    """The quotient of both on one cell, or at one atom, if it is a constant other than 0."""
    cells = common_cells(answer, key)
    if cells:
        cell = cells[0]
        if ZERO in (cell.left, cell.right):
            return None
        ratio = simplified_on(div(cell.left, cell.right), cell.low, cell.high, work)
        return None if free_names(ratio) else ratio
    atom = next((a for a in key.atoms), None)
    if atom is None:
        return None
    ratio = work.simple(div(mass_at(answer, atom.place, work), atom.mass))
    return None if ratio is ZERO else ratio


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


def _support(answer: Measure, key: Measure, work: Work) -> str | None:
    """An interval on which just one of the two densities is 0, with the mass that the other one has there."""
    for cell in common_cells(answer, key):
        if (cell.left is ZERO) == (cell.right is ZERO):
            continue
        density = Measure(densities=(answer if cell.right is ZERO else key).densities)
        if differ(mass_of(density, open_interval(cell.low, cell.high), work), Result(ZERO, "")):
            where = interval_text(cell.low, cell.high)
            if cell.right is ZERO:
                return f"yours has mass on {where}, where the right measure has none"
            return f"yours has no mass on {where}, where the right measure has some"
    return None


def _cantor(answer: Measure, key: Measure, work: Work) -> str | None:
    """That just one of them has a Cantor part."""
    if bool(answer.cylinders) == bool(key.cylinders) or answer.images or key.images:
        return None
    cylinder = (answer.cylinders or key.cylinders)[0]
    where = f"[{tree_text(cylinder.low)}, {tree_text(work.simple(cylinder.high))}]"
    if answer.cylinders:
        return f"yours has a Cantor part on {where}, and the right measure has none"
    return f"the right measure has a Cantor part on {where}, and yours has none"


def _total(answer: Measure, key: Measure, work: Work) -> str | None:
    left, right = mass(answer, work), mass(key, work)
    if not isinstance(left.value, Tree) or not isinstance(right.value, Tree) or left.value is right.value:
        return None
    if not (sign_of_infinity(left.value) or sign_of_infinity(right.value)) and work.same(left.value, right.value):
        return None
    return f"the total mass of your measure is {mass_text(left)}; it should be {mass_text(right)}"
