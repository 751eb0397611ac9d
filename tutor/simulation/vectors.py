"""Draws of random vectors: products, laws of several functions, points with masses, and mixtures of these."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tutor.judge.claims import SameMeasure
from tutor.language.tree import Tree
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures import Improper, Work, is_measure, is_plane
from tutor.mathematics.objects.measures.vectors import vector_law
from tutor.mathematics.trees import OutOfSteps
from tutor.mathematics.trees.build import ONE, mul
from tutor.simulation.arrays import Array, NoNumbers
from tutor.simulation.lab import DRAWS, Findings, Lab, a_point, agrees, brief, exact, mean_row, put_in, share_row
from tutor.simulation.values import Row, Table

Vectors = tuple[Array, ...]
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class VectorSampler:
    """A measure of finite mass as a source of vectors, each coordinate an array."""

    mass: float
    draw: Callable[[int], Vectors]


def of_vectors(claim: SameMeasure, lab: Lab) -> Findings:
    """The points of draws with their shares, or the means of the coordinates, against exact masses of the answer."""
    values = a_point(claim.parameters)
    answer, key = put_in(claim.answer, values), put_in(claim.key, values)
    known = _masses(answer, lab)
    tables = [_table("yours", answer, known, lab)]
    if lab.reveal:
        tables.append(_table("the model", key, known, lab))
    fits = agrees(tables[-1].rows) if lab.reveal else None
    return Findings(f"{DRAWS:,} draws of your measure.", tuple(tables), fits, None, DRAWS * len(tables))


def vector_sampler(node: Tree, lab: Lab) -> VectorSampler:
    """A source of vectors. Raises NoNumbers."""
    match node.head:
        case "product":
            sides = [lab.sampler(part) for part in node.args]
            mass = float(np.prod([side.mass for side in sides]))
            return VectorSampler(mass, lambda count: tuple(side.draw(count) for side in sides))
        case "atom" if node.args[0].head in ("pair", "tuple"):
            return VectorSampler(1.0, lambda count: _values(node.args[0], {"": np.zeros(count)}, lab))
        case "pushforward":
            return _image(node, lab)
        case "add":
            return _mixture([vector_sampler(part, lab) for part in node.args], lab)
        case "mul":
            planes = [part for part in node.args if is_plane(part) or is_measure(part)]
            if len(planes) == 1:
                return _multiple(node, planes[0], lab)
    raise NoNumbers("a law of vectors of another form")


def _multiple(node: Tree, vectors: Tree, lab: Lab) -> VectorSampler:
    factor = exact(mul(ONE, *(part for part in node.args if part is not vectors)))
    source = vector_sampler(vectors, lab)
    if factor is None or factor < 0:
        raise NoNumbers("a negative mass cannot be drawn")
    return VectorSampler(factor * source.mass, source.draw)


def _image(node: Tree, lab: Lab) -> VectorSampler:
    """The law of several functions of independent variables."""
    sources: list[tuple[str, Tree]] = []
    while node.head == "pushforward" and is_measure(node.args[1]):
        sources.append((node.value, node.args[1]))
        node = node.args[0]
    if node.head not in ("pair", "tuple"):
        raise NoNumbers("a law of another form")
    made = [(name, lab.sampler(source)) for name, source in sources]
    mass = float(np.prod([one.mass for _, one in made]))
    return VectorSampler(mass, lambda count: _values(node, {name: one.draw(count) for name, one in made}, lab))


def _values(point: Tree, env: dict[str, Array], lab: Lab) -> Vectors:
    arrays = lab.at(env)
    return tuple(arrays(coordinate) for coordinate in point.args)


def _mixture(parts: Sequence[VectorSampler], lab: Lab) -> VectorSampler:
    masses = np.array([part.mass for part in parts])
    total = float(masses.sum())
    if not total > 0 or np.any(masses < 0):
        raise NoNumbers("there is no mass to draw")

    def draw(count: int) -> Vectors:
        counts = lab.dice.multinomial(count, masses / total)
        drawn = [part.draw(int(k)) for part, k in zip(parts, counts, strict=True) if k]
        if len({len(vectors) for vectors in drawn}) != 1:
            raise NoNumbers("vectors of several lengths")
        order = lab.dice.permutation(count)
        return tuple(np.concatenate(columns)[order] for columns in zip(*drawn, strict=True))

    return VectorSampler(total, draw)


# Tables ---------------------------------------------------------------------------------------------------------------


def _masses(answer: Tree, lab: Lab) -> dict[tuple[str, ...], float]:
    """The masses of the points of the answer; none where it has not finitely many."""
    try:
        law = vector_law(answer, Work(lab.budget))
    except (Undecided, Improper, OutOfSteps):
        return {}
    found: dict[tuple[str, ...], float] = {}
    for part in law:
        place, mass = [exact(coordinate) for coordinate in part.point], exact(part.mass)
        if mass is not None and None not in place:
            found[tuple(brief(c) for c in place if c is not None)] = mass
    return found


def _table(name: str, measure: Tree, known: dict[tuple[str, ...], float], lab: Lab) -> Table:
    source = vector_sampler(measure, lab)
    drawn = source.draw(DRAWS)
    rows = _points(drawn, known, source.mass) if known else _means(drawn, source.mass)
    return Table(f"draws of {name}" + (" against exact masses of yours" if known else ""), "point", rows)


def _points(drawn: Vectors, known: dict[tuple[str, ...], float], mass: float) -> tuple[Row, ...]:
    """The share of each point, the most frequent ones first."""
    values, numbers, counts = np.unique(np.stack(drawn, axis=1), axis=0, return_inverse=True, return_counts=True)
    names = [tuple(brief(float(c)) for c in value) for value in values]
    order = np.argsort(-counts, kind="stable")[:MOST_ROWS]
    rows = [share_row(f"({', '.join(names[k])})", numbers.ravel() == k, known.get(names[k], 0.0), mass) for k in order]
    missing = Counter(known)
    for name in names:
        missing.pop(name, None)
    return (*rows, *(Row(f"({', '.join(name)})", 0.0, 3 / DRAWS, m) for name, m in list(missing.items())[:MOST_ROWS]))


def _means(drawn: Vectors, mass: float) -> tuple[Row, ...]:
    """The means of coordinates and of their products."""
    rows = [mean_row(f"mean of coordinate {k}", column, None, mass) for k, column in enumerate(drawn, start=1)]
    if len(drawn) == 2:
        rows.append(mean_row("mean of the product", drawn[0] * drawn[1], None, mass))
    return tuple(rows)
