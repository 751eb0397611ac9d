"""Memberships of several affine forms in Q: which of them can hold together.

For a point x of R^n the rational vectors c with c·x in Q form a rational subspace V of Q^n, and every rational subspace
belongs to points that lie dense in R^n: choose c·x rational for a basis of V, and the rest generic. So of the atoms
c_i·x + d_i in Q exactly those hold whose c_i lie in V, for some V spanned by some of the c_i. For each such set of
atoms both sides are compared as ordinary functions; equal for all of them, they are equal everywhere, and a ball on
which they differ holds a point with these memberships.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from flint import fmpq, fmpq_mat

from tutor.judge.branches import Branch
from tutor.judge.everywhere import equal_everywhere
from tutor.judge.exceptions import Exceptions
from tutor.judge.meeting import REFUTING, Meeting
from tutor.judge.pair import Pair
from tutor.judge.regions import Truths
from tutor.judge.spelling import tree_text
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import linear

MOST_ATOMS = 6
_PLACES = 4

Vector = tuple[fmpq, ...]


def examined_as_flats(
    pair: Pair, special: Sequence[Tree], exceptions: Exceptions, with_truths: Callable[[Pair, Truths], Pair]
) -> bool:
    """Whether all memberships are about affine forms in Q, of several coordinates; then all cases are examined here."""
    found = vectors(special, pair.space.reals)
    if found is None or pair.space.condition is not None:
        return False
    for truths in flats(found):
        equal, witness = settled_or_witness(with_truths(pair, truths))
        if witness is not None:
            exceptions.differ(*witness)
            exceptions.names.append(" & ".join(sorted(tree_text(a) for a, truth in truths.items() if truth)))
        elif not equal:
            exceptions.leave_open(Branch(null=True), "memberships in Q together")
    return True


def vectors(atoms: Sequence[Tree], reals: Sequence[str]) -> dict[Tree, Vector] | None:
    """The coefficients of the atoms; None unless each asks whether an affine form in the real coordinates is rational.

    Nothing is done where every form has one coordinate: these are examined one by one.
    """
    found: dict[Tree, Vector] = {}
    for atom in atoms:
        form = linear(atom.args[0])
        if atom.args[1].value != "Q" or form is None or not free_names(atom.args[0]) <= set(reals):
            return None
        found[atom] = tuple(form.get(n, fmpq(0)) for n in reals)
    several = any(sum(c != 0 for c in v) > 1 for v in found.values())
    return found if several and len(found) <= MOST_ATOMS else None


def flats(found: Mapping[Tree, Vector]) -> Iterator[Truths]:
    """The truth values that are possible, but for all false, which is what holds at generic points."""
    seen: set[frozenset[Tree]] = set()
    for size in range(1, len(found) + 1):
        for chosen in combinations(found, size):
            rank = _rank([found[a] for a in chosen])
            flat = frozenset(a for a, v in found.items() if _rank([*(found[b] for b in chosen), v]) == rank)
            if flat not in seen:
                seen.add(flat)
                yield {a: a in flat for a in found}


def _rank(rows: Sequence[Vector]) -> int:
    return int(fmpq_mat(len(rows), len(rows[0]), [c for row in rows for c in row]).rank())


def settled_or_witness(there: Pair) -> tuple[bool, tuple[Mapping[str, object], Meeting] | None]:
    """Whether the sides are proved equal with some truth values, or a ball on which they differ, if one is seen."""
    if equal_everywhere(there, undefined_too=True):
        return True, None
    for centre in there.space.places(_PLACES):
        meeting = there.meet(there.space.thick(centre), almost_everywhere=False)  # at every point, not almost every one
        if meeting.outcome in REFUTING:
            return False, ({n: f"a number near {q}" for n, q in centre.items()}, meeting)
    return False, None
