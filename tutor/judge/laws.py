"""Whether the members of a sequence of measures are laws: of other measures mass may run off, or be more than 1.

By structure: named laws, point masses, images of laws; mixtures, densities and restrictions by a formula for their mass
that is 1 identically. Where there is no formula the masses of some members are computed: that the sequence is one of
laws is what the author of the question says, and the author is believed where every mass that was looked at is 1.
"""

from functools import lru_cache

from tutor.judge.closed_forms import with_closed_forms
from tutor.judge.masses import differ
from tutor.language.tree import Tree, tree
from tutor.mathematics.algebra import Field, TooLarge, Unsupported
from tutor.mathematics.analysis.constants import NO_VALUE, SILENT, Undecided
from tutor.mathematics.analysis.results import NoValue, Result
from tutor.mathematics.objects.measures import Improper, Work, mass
from tutor.mathematics.objects.measures.building import built
from tutor.mathematics.objects.measures.with_parameters import value_with_parameters
from tutor.mathematics.trees import Budget, Domain, OutOfSteps, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, MINUS_ONE, ONE, ZERO, add, mul, num, var

NO_LAWS = frozenset(("lebesgue", "counting"))
STEPS = 40_000
SOME = (1, 2, 3, 10, 57)


@lru_cache(maxsize=64)
def are_laws(sequence: Tree, index: str) -> bool:
    """Whether all of them have the mass 1, proved for every index or computed for SOME of them."""
    return _all_are(sequence, index) or all(_is_law(substitute(sequence, {index: num(k)})) for k in SOME)


def _all_are(sequence: Tree, index: str) -> bool:
    fresh = f"{index}_parameter"
    domain = Domain((Variable(fresh, ONE, INFINITY, low_closed=True, integer=True),))
    budget = Budget(STEPS)
    try:
        field = Field(domain, budget)
        zero = add(_mass(substitute(sequence, {index: var(fresh)}), domain, budget), MINUS_ONE)
        return zero is ZERO or field.is_zero(field.normal(zero))
    except (Undecided, Unsupported, TooLarge, OutOfSteps, *SILENT):
        return False


def _is_law(node: Tree) -> bool:
    work = Work(Budget(STEPS))
    try:
        return not differ(mass(built(node, work), work), Result(ONE, ""))
    except (Undecided, Improper, NoValue, Unsupported, TooLarge, OutOfSteps, *NO_VALUE):
        return False


def _mass(node: Tree, domain: Domain, budget: Budget) -> Tree:
    match node.head:
        case "atom":
            return ONE
        case "law" if node.value not in NO_LAWS:
            return ONE
        case "pushforward" | "product":
            sources = node.args[1:] if node.head == "pushforward" else node.args
            return mul(ONE, *(_mass(source, domain, budget) for source in sources))
        case "add":
            return add(ZERO, *(_mass(part, domain, budget) for part in node.args))
        case "mul":
            *factors, measure = node.args
            return mul(ONE, *factors, _mass(measure, domain, budget))
        case "sum":
            body, low, high = node.args
            return tree("sum", node.value, (_mass(body, domain, budget), low, high))
        case "density" if node.args[1].head == "interval":
            whole = tree("integral", node.value, (node.args[0], *node.args[1].args))
            ((found,), _) = with_closed_forms([whole], domain, budget)
            return found
    return value_with_parameters(tree("call", "mass", (node,)), domain, budget)
