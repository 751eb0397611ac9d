"""The pointwise limit of f_n(x) as a function of x, by cells: lim max(x, 1/n) is x for x > 0 and 0 for x <= 0.

The cells and their limits are those of `analysis.sequences`. Hypothesis: the index runs through whole numbers, which
its name has to say. Where the sequence has no finite limit, or none was found, the expression stays as it was.
"""

from tutor.judge.beside import is_defined_beside
from tutor.language.tree import Tree, free_names, tree, walk
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.analysis.forall import Proved, defined
from tutor.mathematics.analysis.forall.conditions import plainly
from tutor.mathematics.analysis.sequences import Convergence, FunctionSequence, Undefined, convergence
from tutor.mathematics.analysis.sequences.convergence import SILENCE
from tutor.mathematics.analysis.sequences.pointwise import Piece
from tutor.mathematics.trees import Budget, Domain, Variable
from tutor.mathematics.trees.build import INFINITY, conjunction, equal, less, num, sign_of_infinity, var

INDICES = frozenset(("n", "m", "k", "j", "N"))
"""Names that stand for whole numbers where they tend to oo."""
FAR = 1000
"""From this index on f_n has to be defined at every x: a term that tends to 0 leaves no trace in the limit."""
STEPS = 30_000


def limit_function(node: Tree, domain: Domain) -> Tree:
    """The limit of the body as its index tends to oo, as a case distinction in the only real variable.

    Raises Undecided where the expression is of another shape or nothing is known.
    """
    body, point = node.args
    names = free_names(body) - {node.value}
    variable = next((v for v in domain.reals if {v.name} == names), None)
    if node.value not in INDICES or sign_of_infinity(point) <= 0 or variable is None:
        raise Undecided("no sequence of functions of one variable")
    body = plainly(body, frozenset())
    if any(part.head == "in" for part in walk(body)):
        raise Undecided("a membership, which is settled almost everywhere only")
    index = Variable(node.value, num(FAR), INFINITY, low_closed=True, integer=True)
    everywhere = isinstance(defined(body, Domain((index, variable)), Budget(STEPS)), Proved)
    if not (everywhere or is_defined_beside(body, node.value, point, Domain((variable,)), Budget(STEPS))):
        raise Undecided("a sequence that may be undefined somewhere")
    try:
        sequence = FunctionSequence(body, node.value, variable)
        found = convergence(sequence)
        pieces = found.pieces() if isinstance(found, Convergence) else []
    except (Undefined, *SILENCE) as silence:
        raise Undecided(str(silence) or "a sequence of another kind") from None
    cases = [part for piece in pieces for part in _case(piece, variable)]
    if not cases:
        raise Undecided("no limit on any cell")
    return tree("piecewise", True, (*cases, node))


def _case(piece: Piece, variable: Variable) -> tuple[Tree, ...]:
    if piece.value is None:
        return ()
    x = var(variable.name)
    if piece.is_point:
        return piece.value, equal(x, piece.low)
    sides = [
        less(a, b) for a, b in ((piece.low, x), (x, piece.high)) if not (sign_of_infinity(a) or sign_of_infinity(b))
    ]
    return (piece.value, conjunction(*sides)) if sides else (piece.value, tree("true"))
