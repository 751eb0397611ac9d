"""Distribution functions with infinitely many jumps at whole numbers: F = S(n) on [n, n + 1) from the first jump on.

Where the masses are geometric, S has a closed form, and the answer is compared with it on [n, n + 1) for all n at once,
its `floor(x)` being n. Otherwise the first values refute, and nothing proves.
"""

from collections.abc import Iterator
from dataclasses import replace

from tutor.judge.claims import Equal, Notion
from tutor.judge.densities import at_atom
from tutor.judge.functions import decide_functions
from tutor.judge.verdicts import GaveUp, Ruling, Verdict
from tutor.language.tree import Tree, free_names
from tutor.mathematics.algebra import Point, rational
from tutor.mathematics.analysis.antiderivatives import replaced
from tutor.mathematics.analysis.cells import order, sorted_points
from tutor.mathematics.analysis.constants import Undecided
from tutor.mathematics.objects.measures import Family, Measure, Rise, Work, distribution
from tutor.mathematics.objects.measures.measure import INDEX, VARIABLE, N, X
from tutor.mathematics.trees import Domain, Variable, substitute
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, call, div, mul, num, power, sub, var

FIRST_JUMPS = 6
SHARE = "t"


def without_jumps(measure: Measure, work: Work) -> tuple[list[Rise], Family]:
    """The distribution function before the first jump of the only family, and the family. Raises Undecided."""
    if len(measure.families) != 1 or measure.families[0].place is not INDEX:
        raise Undecided("a distribution function with infinitely many jumps that are not at whole numbers")
    (family,) = measure.families
    rises = distribution(replace(measure, families=()), work)
    first = sorted_points([r.low for r in rises if isinstance(r.low, Point)])
    if any(order(point, rational(family.start)) >= 0 for point in first) or measure.densities:
        raise Undecided("a distribution function with infinitely many jumps beside other parts")
    return rises, family


def on_jumps(answer: Tree, before: Tree, family: Family, work: Work) -> Iterator[Ruling]:
    """The rulings from the first jump on, where F was `before`. Raises Undecided where masses have no closed sum."""
    level = before
    for k in range(family.start, family.start + FIRST_JUMPS):
        level = work.simple(add(level, family.atom(k).mass))
        ruling = at_atom(answer, num(k), level, work)
        if ruling.verdict is Verdict.INCORRECT:
            yield ruling
            return
    ratio = work.indices.simplified(div(substitute(family.mass, {N: add(INDEX, ONE)}), family.mass))
    if N in free_names(ratio):
        yield Ruling(Verdict.UNDECIDED, GaveUp(("a sum of masses without a closed form",)))
        return
    first = substitute(family.mass, {N: num(family.start)})
    count = add(INDEX, num(1 - family.start))
    jumps = count if ratio is ONE else div(sub(ONE, power(ratio, count)), sub(ONE, ratio))
    total = add(before, mul(first, jumps))
    yield _on_steps(answer, total, family.start, work)


def _on_steps(answer: Tree, total: Tree, start: int, work: Work) -> Ruling:
    """On [n, n + 1): x is n + t, and floor(x) is n."""
    stepped = replaced(answer, call("floor", VARIABLE), var(N))
    typed = substitute(stepped, {X: add(INDEX, var(SHARE))})
    index = Variable(N, num(start), INFINITY, low_closed=True, integer=True)
    share = Variable(SHARE, ZERO, ONE, low_closed=True)
    return decide_functions(Equal(typed, total, Domain((index, share)), Notion.EVERYWHERE), work.budget)
