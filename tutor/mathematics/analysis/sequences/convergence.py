"""In which modes a sequence of functions converges, each answer with its argument.

The limit is the pointwise limit almost everywhere, or the one that is asked about; then f_n - f is studied instead.
Every part of the work has step budget of its own, so an answer does not depend on what was asked before.
"""

from collections.abc import Callable
from typing import TypeVar

from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import SILENT, Undecided
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.sequences.almost_uniform import almost_uniform
from tutor.mathematics.analysis.sequences.moving import moving_cells
from tutor.mathematics.analysis.sequences.norms import limit_of_integrals
from tutor.mathematics.analysis.sequences.oscillation import Phase
from tutor.mathematics.analysis.sequences.outcomes import AnyMode, Finding, InMean, Mode, Undefined, undecided
from tutor.mathematics.analysis.sequences.pointwise import Piece, pointwise_limit
from tutor.mathematics.analysis.sequences.sequence import FunctionSequence, MovingCell, Work
from tutor.mathematics.analysis.sequences.superlevel import in_measure, superlevel_sets
from tutor.mathematics.analysis.sequences.suprema import Suprema, suprema
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import TWO, ZERO, neg, sign_of_infinity, sub
from tutor.mathematics.trees.calculus import NotSmooth

SHARE = 250_000
"""Steps for each part of the work."""

R = TypeVar("R")

SILENCE = (*SILENT, Undecided, Unsupported, TooLarge, NotSmooth, NoValue, OutOfSteps, RecursionError)


class Convergence:
    """All modes of one sequence, to its limit almost everywhere or to the limit that is given."""

    def __init__(self, sequence: FunctionSequence, limit: Tree | None = None) -> None:
        self.given = limit is not None
        self.sequence = sequence if limit is None else sequence.of(sub(sequence.term, limit))
        self._budget = Budget(SHARE)
        self.work = Work(self.sequence, self._budget)
        self._known: dict[object, object] = {}

    def __call__(self, mode: AnyMode) -> Finding:
        """Whether f_n converges in this mode. Raises Undefined where f_n is undefined on an interval."""
        return self._once(mode, lambda: self._guarded(lambda: self._finding(mode)))

    @property
    def finite(self) -> bool:
        """Whether the space has finite measure."""
        return self.sequence.bounded

    def pieces(self) -> list[Piece]:
        """The pointwise limit (of f_n - f where a limit is given). Raises what analysis raises where it is silent."""
        return self._once("pieces", lambda: pointwise_limit(self.sequence.term, self.cells(), self.work))

    def cells(self) -> list[MovingCell]:
        """The moving cells of the sequence."""
        return self._once("cells", lambda: moving_cells(self.sequence.term, self.work))

    # Bookkeeping

    def _once(self, name: object, work: Callable[[], R]) -> R:
        """The result of the work, done once, with a share of steps that nothing else spends."""
        if name not in self._known:
            outer, self._budget.left = self._budget.left, SHARE
            try:
                self._known[name] = work()
            finally:
                self._budget.left = outer
        return self._known[name]  # type: ignore[return-value]  # each name is used with one type

    def _guarded(self, work: Callable[[], Finding]) -> Finding:
        try:
            return work()
        except OutOfSteps:
            return undecided("the step budget is spent")
        except SILENCE as silence:
            return undecided(getattr(silence, "reason", "") or str(silence) or type(silence).__name__)

    # Modes

    def _finding(self, mode: AnyMode) -> Finding:
        almost = self._almost_everywhere()
        if mode is Mode.ALMOST_EVERYWHERE:
            return almost
        if mode is Mode.POINTWISE:
            return self._pointwise(almost)
        if almost.holds is False:
            return self._without_limit(mode, almost)
        if isinstance(mode, InMean):
            return self._in_mean(mode.p)
        return _BY_MODE[mode](self)

    def _almost_everywhere(self) -> Finding:
        bad = self._bad_piece()
        if bad is None:
            return Finding(True, "limit on every cell", ("f_n(x) tends to the limit off finitely many points",))
        return Finding(False, "limit on every cell", (*_why(bad), " for every x in (", bad.low, ", ", bad.high, ")"))

    def _bad_piece(self) -> Piece | None:
        """An open limit cell on which f_n does not converge (to what is given)."""
        pieces = [piece for piece in self.pieces() if not piece.is_point]
        unlike = (p for p in pieces if p.value is None or (self.given and self._differs(p)))
        return self._once("bad piece", lambda: next(unlike, None))

    def _differs(self, piece: Piece) -> bool:
        """Whether f_n - f has a limit that is not 0 somewhere on the cell."""
        assert piece.value is not None
        if piece.value is ZERO:
            return False
        chart = signs(piece.value, self.work.x, piece.low, piece.high, self._budget)
        return any(sign != 0 for sign in chart.signs)

    def _pointwise(self, almost: Finding) -> Finding:
        if almost.holds is False:
            return almost
        points = [piece for piece in self.pieces() if piece.is_point]
        for point in points:
            if (point.value is None and not point.unknown) or (self.given and self._is_off(point)):
                return Finding(False, "the limit at a point", (*_why(point), " at x = ", point.low))
        for point in points:
            if point.unknown:
                raise Undecided(point.unknown)
        return Finding(True, "limit on every cell and at every end", ("f_n(x) has a limit at every x",))

    def _is_off(self, point: Piece) -> bool:
        return point.value is not None and self.work.eventually.small.sign(point.value) != 0

    def _without_limit(self, mode: AnyMode, almost: Finding) -> Finding:
        """Where f_n does not converge a.e. (or to another function), on an interval with a known reason.

        To oo, to another limit, alternating: f_n has limits (along subsequences) on a set of positive measure that
        differ from any f there, which excludes convergence in measure, and so in L^p, and weakly: by Fatou's lemma
        or since weak and pointwise limits of a sequence bounded in L^2 coincide. A wave in x: f_n -> steady part weakly
        (Riemann-Lebesgue), yet the integral of (f_n - steady)^2 over a bounded piece tends to half that of a^2.
        """
        bad = self._bad_piece()
        assert bad is not None
        waves = [p.wave for p in self.pieces() if p.wave is not None and not p.is_point]
        if mode is Mode.WEAKLY and any(wave.phase is Phase.IN_X for wave in waves):
            return self._riemann_lebesgue()
        if bad.wave is not None and bad.wave.phase is Phase.IN_X:
            return almost.because("an oscillation of fixed amplitude is not Cauchy in measure")
        return almost.because("no convergence on a set of positive measure")

    def _riemann_lebesgue(self) -> Finding:
        """Weakly on a bounded space: waves with a phase in x and a bounded amplitude, beside bounded steady parts."""
        if not self.finite or self.given:
            raise Undecided("weak convergence of an oscillation")
        fixed = [p for p in self.pieces() if not p.is_point and p.wave is not None and p.wave.phase is not Phase.IN_X]
        if fixed or not self._is_plain_wave():
            raise Undecided("weak convergence of an oscillation")
        return Finding(True, "Riemann-Lebesgue lemma", ("the oscillating part tends to 0 weakly: its phase depends on x",))

    def _is_plain_wave(self) -> bool:
        """Whether every cell holds n-free bounded functions, one of them times a wave; the cells don't move."""
        return all(is_plain_wave(cell, self.work) for cell in self.cells())

    def _uniformly(self) -> Finding:
        if self.given and (off := self._pointwise(self._almost_everywhere())).holds is False:
            return off
        positive = self._suprema().positive or self._moving_point()
        if positive is not None:
            limit, where = positive
            return Finding(False, "a place x_n", ("|f_n - f| ", *where, " tends to ", _size(limit)))
        pointwise = self._pointwise(self._almost_everywhere())
        if pointwise.holds is False:
            return pointwise
        if self._suprema().vanish:
            return Finding(True, "critical points", ("all critical points of f_n - f are known; the supremum tends to 0",))
        return self._by_amplitude()

    def _by_amplitude(self) -> Finding:
        raise Undecided("a supremum over x without known critical points")

    def _moving_point(self) -> "tuple[Tree, tuple[str | Tree, ...]] | None":
        return None

    def _almost_uniformly(self) -> Finding:
        if self.finite:
            return Finding(True, "Egorov's theorem", ("a.e. convergence on a space of finite measure",))
        if self(Mode.UNIFORMLY).holds:
            return self(Mode.UNIFORMLY).because("uniform convergence implies it")
        measure = self(Mode.IN_MEASURE)
        if measure.holds is False:
            return measure.because("almost uniform convergence implies convergence in measure")
        stretches = self._once("stretches", lambda: superlevel_sets(self.difference(), self.work))
        return almost_uniform(stretches, self.work)

    def _in_measure(self) -> Finding:
        if self.finite:
            return Finding(True, "a.e. on a space of finite measure", ("a.e. convergence on a space of finite measure",))
        if self(Mode.UNIFORMLY).holds:
            return self(Mode.UNIFORMLY).because("uniform convergence implies it")
        return in_measure(self.difference(), self.work)

    def _in_mean(self, p: Tree) -> Finding:
        if sign_of_infinity(p) > 0:
            return self._essentially_uniform()
        found = self._suprema()
        if self.finite and found.vanish:
            return Finding(True, "uniform convergence on a space of finite measure", ("the supremum tends to 0",))
        if self.finite and found.bounded:
            return Finding(True, "bounded convergence theorem", ("|f_n - f| is bounded, f_n -> f a.e.",))
        limit, value = limit_of_integrals(self.difference(), p, self.work)
        if limit is ZERO:
            return Finding(True, "the integral of |f_n - f|^p", _integral_words(value, limit))
        return Finding(False, "the integral of |f_n - f|^p", _integral_words(value, limit))

    def _essentially_uniform(self) -> Finding:
        found = self._suprema()
        if found.positive is not None:
            limit, where = found.positive
            return Finding(False, "a place x_n", ("|f_n - f| ", *where, " tends to ", _size(limit)))
        if not found.vanish:
            raise Undecided("a supremum over x without known critical points")
        return Finding(True, "critical points", ("the essential supremum of |f_n - f| tends to 0",))

    def _weakly(self) -> Finding:
        strong = self(InMean(TWO))
        if strong.holds:
            return strong.because("convergence in L^2 implies it")
        limit, value = limit_of_integrals(self.difference(), TWO, self.work)
        words = _integral_words(value, limit)
        if sign_of_infinity(limit):
            return Finding(False, "weakly convergent sequences are bounded in L^2", words)
        return Finding(True, "bounded in L^2 and convergent a.e.", words)

    # Parts

    def difference(self) -> list[MovingCell]:
        """f_n - f on moving cells, on each of which the limit is one expression."""
        return self._once("difference", self._difference)

    def _difference(self) -> list[MovingCell]:
        pieces = [p for p in self.pieces() if not p.is_point]
        cuts = [p.low for p in pieces[1:]]
        cells = moving_cells(self.sequence.term, self.work, cuts) if cuts else self.cells()
        return [cell.of(self._gap(cell, pieces)) for cell in cells]

    def _gap(self, cell: MovingCell, pieces: list[Piece]) -> Tree:
        order = self.work.eventually.order
        piece = next(p for p in pieces if order(p.low, cell.low) <= 0 and order(cell.high, p.high) <= 0)
        assert piece.value is not None
        if self.given or piece.value is ZERO:
            return cell.function
        return self._simplified(sub(cell.function, piece.value))

    def _simplified(self, gap: Tree) -> Tree:
        return ZERO if self.work.eventually.simplified(gap) is ZERO else gap

    def _suprema(self) -> Suprema:
        return self._once("suprema", lambda: suprema(self.difference(), self.work))


_BY_MODE: dict[Mode, Callable[[Convergence], Finding]] = {
    Mode.UNIFORMLY: Convergence._uniformly,
    Mode.ALMOST_UNIFORMLY: Convergence._almost_uniformly,
    Mode.IN_MEASURE: Convergence._in_measure,
    Mode.WEAKLY: Convergence._weakly,
}


def _why(piece: Piece) -> "tuple[str | Tree, ...]":
    if piece.runs:
        return ("f_n(x) tends to oo" if piece.runs > 0 else "f_n(x) tends to -oo",)
    if piece.wave is not None:
        return ("f_n(x) oscillates with an amplitude that tends to ", piece.wave.amplitude)
    assert piece.value is not None
    return ("f_n(x) - f(x) tends to ", piece.value)


def _size(limit: Tree) -> Tree:
    """|limit| of an infinite limit."""
    return neg(limit) if sign_of_infinity(limit) < 0 else limit


def _integral_words(value: Tree | None, limit: Tree) -> "tuple[str | Tree, ...]":
    if value is None:
        return ("the integral of |f_n - f|^p tends to ", limit)
    if sign_of_infinity(value):
        return ("the integral of |f_n - f|^p is oo for all large n",)
    return ("the integral of |f_n - f|^p is ", value, " and tends to ", limit)
