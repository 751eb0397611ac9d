"""In which modes a sequence of functions converges, each answer with its argument.

The limit is the pointwise limit almost everywhere, or the one that is asked about; then f_n - f is studied instead.
Every part of the work has step budget of its own, so an answer does not depend on what was asked before.
"""

from collections.abc import Callable
from typing import TypeVar

from tutor.language.tree import Tree
from tutor.mathematics.algebra import TooLarge, Unsupported
from tutor.mathematics.analysis.constants import SILENT, Constants, Undecided
from tutor.mathematics.analysis.results import NoValue
from tutor.mathematics.analysis.rolle import signs
from tutor.mathematics.analysis.sequences.almost_uniform import almost_uniform
from tutor.mathematics.analysis.sequences.moving import moving_cells
from tutor.mathematics.analysis.sequences.norms import Mean, mean
from tutor.mathematics.analysis.sequences.oscillation import Phase, is_square_integrable_wave
from tutor.mathematics.analysis.sequences.outcomes import Finding, Words, undecided
from tutor.mathematics.analysis.sequences.pointwise import Piece, pointwise_limit
from tutor.mathematics.analysis.sequences.profiles import Window, standing_profile
from tutor.mathematics.analysis.sequences.sequence import FunctionSequence, MovingCell, Work
from tutor.mathematics.analysis.sequences.superlevel import in_measure, superlevel_sets
from tutor.mathematics.analysis.sequences.suprema import Suprema, suprema
from tutor.mathematics.analysis.sequences.uniform import (
    amplitude_of,
    by_dini,
    decaying_bound,
    falls_from_integrable,
    has_steady_amplitude,
    is_below_limit,
    moving_points,
    tried_places,
)
from tutor.mathematics.analysis.sequences.whole_parts import without_whole_parts
from tutor.mathematics.trees import Budget, OutOfSteps
from tutor.mathematics.trees.build import ONE, TWO, ZERO, neg, sign_of_infinity, sub
from tutor.mathematics.trees.calculus import NotSmooth
from tutor.mathematics.trees.modes import AnyMode, InMean, Mode

SHARE = 250_000
"""Steps for each part of the work."""

R = TypeVar("R")

SILENCE = (*SILENT, Undecided, Unsupported, TooLarge, NotSmooth, NoValue, OutOfSteps, RecursionError)


class Convergence:
    """All modes of one sequence, to its limit almost everywhere or to the limit that is given."""

    def __init__(self, sequence: FunctionSequence, limit: Tree | None = None) -> None:
        self.given = limit is not None
        self._budget = Budget(SHARE)
        sequence = without_whole_parts(sequence, self._budget)
        self.sequence = sequence if limit is None else sequence.of(sub(sequence.term, limit))
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

    def mean_of(self, p: Tree) -> Tree | None:
        """The limit of the integrals of |f_n|^p themselves; None where it is not known."""
        return self._once(("mean of", p), lambda: mean(self.cells(), p, self.work)).limit

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
        """Weakly on a bounded space: waves with a phase in x and an amplitude in L^2, beside steady parts."""
        pieces = [p for p in self.pieces() if not p.is_point]
        if any(p.wave is not None and p.wave.phase is not Phase.IN_X for p in pieces):
            raise Undecided("weak convergence of an oscillation")
        if not all(is_square_integrable_wave(cell, self.work) for cell in self.cells()):
            raise Undecided("weak convergence of an oscillation")
        steady = [Piece(p.low, p.high, p.value if p.wave is None else p.wave.steady) for p in pieces]
        off = next((p for p in steady if self.given and self._differs(p)), None)
        if off is not None:
            return Finding(False, "Riemann-Lebesgue lemma", (*_why(off), " weakly on (", off.low, ", ", off.high, ")"))
        return Finding(True, "Riemann-Lebesgue lemma", ("the oscillating part, whose phase depends on x, -> 0 weakly",))

    def _uniformly(self) -> Finding:
        if self.given and (off := self._pointwise(self._almost_everywhere())).holds is False:
            return off
        positive = self._suprema().positive or self._at_moving_points()
        if positive is not None:
            limit, where = positive
            return Finding(False, "a place x_n", ("|f_n - f| tends to ", _size(limit), " ", *where))
        pointwise = self._pointwise(self._almost_everywhere())
        if pointwise.holds is False:
            return pointwise
        if self._suprema().vanish:
            return Finding(True, "critical points", ("all critical points of f_n - f are known; the supremum -> 0",))
        return self._by_bounds()

    def _at_moving_points(self) -> tuple[Tree, Words] | None:
        cells, pieces = self.difference(), self.pieces()
        return self._once("points", lambda: moving_points(self.sequence.term, cells, pieces, self.work))

    def _by_bounds(self) -> Finding:
        """A majorant with a supremum that tends to 0, a place x_n that was tried, or a bound C n^-a."""
        amplitudes = [cell.of(amplitude_of(cell.function)) for cell in self.difference()]
        if suprema(amplitudes, self.work).vanish:
            return Finding(True, "the amplitude of the oscillation", ("|sin|, |cos| <= 1, the rest -> 0 uniformly",))
        window = self._window()
        if window is not None:
            return Finding(False, "a window in which f_n - f stays", window.words)
        tried = tried_places(self.difference(), self.work)
        if tried is not None:
            limit, where = tried
            return Finding(False, "a place x_n", ("|f_n - f| tends to ", _size(limit), " ", *where))
        if self._once("dini", lambda: by_dini(self._suprema().open, self.work)):
            return Finding(True, "Dini's theorem", ("|f_n - f| falls to 0 on a compact interval as n grows",))
        bound = decaying_bound(self._suprema().open, self.work)
        if bound is None:
            raise Undecided("a supremum over x without known critical points")
        return Finding(True, "a uniform bound", ("|f_n - f| <= ", bound, " for every x"))

    def _almost_uniformly(self) -> Finding:
        if self.finite:
            return Finding(True, "Egorov's theorem", ("a.e. convergence on a space of finite measure",))
        if self(Mode.UNIFORMLY).holds:
            return self(Mode.UNIFORMLY).because("uniform convergence implies it")
        measure = self(Mode.IN_MEASURE)
        if measure.holds is False:
            return measure.because("almost uniform convergence implies convergence in measure")
        if self._is_dominated(ONE):
            return Finding(True, "a dominating function", ("f_n -> f a.e. below one integrable function",))
        stretches = self._once("stretches", lambda: superlevel_sets(self.difference(), self.work))
        return almost_uniform(stretches, self.work)

    def _in_measure(self) -> Finding:
        if self.finite:
            return Finding(
                True, "a.e. on a space of finite measure", ("a.e. convergence on a space of finite measure",)
            )
        if self(Mode.UNIFORMLY).holds:
            return self(Mode.UNIFORMLY).because("uniform convergence implies it")
        try:
            return in_measure(self.difference(), self.work)
        except SILENCE:
            if self._is_dominated(ONE):
                return Finding(True, "dominated convergence", ("in L^1, and so in measure by Chebyshev's inequality",))
            return self._by_window()

    def _in_mean(self, p: Tree) -> Finding:
        if sign_of_infinity(p) > 0:
            return self._essentially_uniform()
        found = self._suprema()
        if self.finite and (found.vanish or self(Mode.UNIFORMLY).holds):
            return Finding(True, "uniform convergence on a space of finite measure", ("the supremum tends to 0",))
        if self.finite and found.bounded:
            return Finding(True, "bounded convergence theorem", ("|f_n - f| is bounded, f_n -> f a.e.",))
        try:
            integrals = self._mean(p)
        except SILENCE:
            return self._mean_by_theorems(p)
        if integrals.limit is ZERO:
            return Finding(True, "the integral of |f_n - f|^p", self._integral_words(integrals))
        if integrals.limit is None and integrals.least is ZERO:
            return self._mean_by_theorems(p)
        return Finding(False, "the integral of |f_n - f|^p", self._integral_words(integrals))

    def _mean_by_theorems(self, p: Tree) -> Finding:
        """Dominated convergence, with the amplitude or with a term from which on |f_n - f| falls; or a window."""
        if self._is_dominated(p):
            return Finding(True, "dominated convergence", ("|f_n - f| is at most one function in L^p",))
        return self._by_window()

    def _is_dominated(self, p: Tree) -> bool:
        """Whether |f_n - f| is at most one function in L^p: the amplitude of f_n, or |f_N - f| where it falls."""
        return self._once(("dominated", p), lambda: self._dominated(p))

    def _dominated(self, p: Tree) -> bool:
        try:
            if all(has_steady_amplitude(cell, p, self.work) for cell in self.cells()):
                return True
            if self._window() is not None:
                return False
            return falls_from_integrable(self.difference(), p, self.work) or self._is_below_limit(p)
        except SILENCE:
            return False

    def _is_below_limit(self, p: Tree) -> bool:
        """Whether |f_n| <= |f| for all large n, and f is in L^p."""
        pieces = [piece for piece in self.pieces() if not piece.is_point]
        cells = [(cell, self._piece_of(cell, pieces)) for cell in self._cut_cells(pieces)]
        return not self.given and all(is_below_limit(cell, piece, p, self.work) for cell, piece in cells)

    def _by_window(self) -> Finding:
        """No convergence in measure, nor in L^p. Raises Undecided where no window shows it."""
        window = self._window()
        if window is None:
            raise Undecided("neither a bound for f_n - f nor a window in which it stays")
        return Finding(False, "a window in which f_n - f stays", window.words)

    def _window(self) -> Window | None:
        return self._once("window", lambda: standing_profile(self.difference(), self.work))

    def _essentially_uniform(self) -> Finding:
        found = self._suprema()
        if found.positive is not None:
            limit, where = found.positive
            return Finding(False, "a place x_n", ("|f_n - f| tends to ", _size(limit), " ", *where))
        if not found.vanish:
            raise Undecided("a supremum over x without known critical points")
        return Finding(True, "critical points", ("the essential supremum of |f_n - f| tends to 0",))

    def _weakly(self) -> Finding:
        strong = self(InMean(TWO))
        if strong.holds:
            return strong.because("convergence in L^2 implies it")
        window = self._window()
        if window is not None and window.grows:
            return Finding(False, "weakly convergent sequences are bounded in L^2", window.words)
        integrals = self._mean(TWO)
        words = self._integral_words(integrals)
        if sign_of_infinity(integrals.least):
            return Finding(False, "weakly convergent sequences are bounded in L^2", words)
        if integrals.limit is None:
            raise Undecided("the integral of |f_n - f|^2")
        return Finding(True, "bounded in L^2 and convergent a.e.", words)

    def _integral_words(self, found: Mean) -> Words:
        if found.value is None:
            least = "" if found.limit is not None else "at least "
            return (f"the limit of the integrals of |f_n - f|^p is {least}", found.limit or found.least)
        if sign_of_infinity(found.value):
            return ("the integral of |f_n - f|^p is oo for all large n",)
        value = self.work.eventually.simplified(found.value)
        return ("the integral of |f_n - f|^p is ", value, " and tends to ", found.limit or found.least)

    # Parts

    def difference(self) -> list[MovingCell]:
        """f_n - f on moving cells, on each of which the limit is one expression."""
        return self._once("difference", self._difference)

    def _difference(self) -> list[MovingCell]:
        pieces = [p for p in self.pieces() if not p.is_point]
        return [cell.of(self._gap(cell, pieces)) for cell in self._cut_cells(pieces)]

    def _cut_cells(self, pieces: list[Piece]) -> list[MovingCell]:
        """The moving cells, each inside one piece of the limit."""
        cuts = [p.low for p in pieces[1:]]
        return moving_cells(self.sequence.term, self.work, cuts) if cuts else self.cells()

    def _piece_of(self, cell: MovingCell, pieces: list[Piece]) -> Piece:
        order = self.work.eventually.order
        return next(p for p in pieces if order(p.low, cell.low) <= 0 and order(cell.high, p.high) <= 0)

    def _gap(self, cell: MovingCell, pieces: list[Piece]) -> Tree:
        piece = self._piece_of(cell, pieces)
        assert piece.value is not None
        if self.given or piece.value is ZERO:
            return cell.function
        return self._simplified(sub(cell.function, piece.value))

    def _simplified(self, gap: Tree) -> Tree:
        return ZERO if Constants(self._budget, self.work.box).simplified(gap) is ZERO else gap

    def _mean(self, p: Tree) -> Mean:
        return self._once(("mean", p), lambda: mean(self.difference(), p, self.work))

    def _suprema(self) -> Suprema:
        return self._once("suprema", lambda: suprema(self.difference(), self.work))


_BY_MODE: dict[Mode, Callable[[Convergence], Finding]] = {
    Mode.UNIFORMLY: Convergence._uniformly,
    Mode.ALMOST_UNIFORMLY: Convergence._almost_uniformly,
    Mode.IN_MEASURE: Convergence._in_measure,
    Mode.WEAKLY: Convergence._weakly,
}


def _why(piece: Piece) -> Words:
    if piece.runs:
        return ("f_n(x) tends to oo" if piece.runs > 0 else "f_n(x) tends to -oo",)
    if piece.wave is not None:
        return ("f_n(x) oscillates with an amplitude that tends to ", piece.wave.amplitude)
    assert piece.value is not None
    return ("f_n(x) - f(x) tends to ", piece.value)


def _size(limit: Tree) -> Tree:
    """|limit| of an infinite limit."""
    return neg(limit) if sign_of_infinity(limit) < 0 else limit
