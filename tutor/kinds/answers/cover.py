"""A cover of a list of points by intervals whose lengths add up to at most eps, for every eps > 0.

`I_k = (q_k - eps/2^(k+1), q_k + eps/2^(k+1))`; several families and single intervals are separated by semicolons, and
say where their numbers run: `I_0 = (-eps/4, eps/4); I_n = (…) for n = 1..ceil(4/eps)`. From the first number of the
points on, without an end, unless something else is said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tutor.judge.claims import Claim, Covers, OpenIntervals, Stretch, TotalLength
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated, Stating
from tutor.kinds.fields import NAMELESS, as_set, choice_of, count_of, key_of, text_of
from tutor.kinds.intervals import same_intervals
from tutor.kinds.sameness import same_as
from tutor.language.faults import Fault, FaultKind
from tutor.language.names import Names
from tutor.language.parser import A_SORT
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, free_names, walk
from tutor.mathematics.trees.build import INFINITY, ONE, ZERO, add, mul, num, sub, var
from tutor.mathematics.trees.domain import Domain, Variable
from tutor.mathematics.trees.rewrite import core, rebuild, substitute

EPS, POINT = "eps", "q"
LETTERS = ("n", "k", "j", "i", "m")
NAMES = Names({EPS: "real", POINT: "sequence", **dict.fromkeys(LETTERS, "integer")})
YES_OR_NO = {"yes": True, "no": False}
EXPECTED = "intervals, such as I_k = (q_k - eps/2^(k+1), q_k + eps/2^(k+1))"

_LABEL = re.compile(r"\s*(?:(?:U|⋃|∪)_\{?\w+\}?\s*|[A-Za-z]\w*?(?:_\{?(\w+)\}?|\((\w+)\))?\s*:?=)?\s*(?=[\[(\]])")
_RANGE = re.compile(r"\s*[,;]?\s*(?:for|with|where)?\s*(?:all|every|each)?\s*")
_FROM = re.compile(r"([A-Za-z])\s*(>=|>|≥)\s*(.+)", re.DOTALL)
_BETWEEN = re.compile(r"([A-Za-z])\s*=\s*(.+?)\s*(?:\.\.\.?|…|,\s*\.\.\.\s*,)\s*(.+)", re.DOTALL)
_LISTED = re.compile(r"([A-Za-z])\s*=\s*(\d+)\s*,.*(?:\.\.\.?|…)\s*", re.DOTALL)
_UNION = re.compile(r"\s*(?:union|bigcup|\\bigcup|⋃|∪)\s*[({_]")
_IN_N = re.compile(r"([A-Za-z])\s*(?:in|∈)\s*(?:N|ℕ)\s*", re.DOTALL)


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "cover"
    fields: Mapping[str, Field] = {
        "target": Field("the points: q_n for any sequence, or an expression in n such as 1/n", required=True),
        "first": Field("the number of the first point; 1 if absent"),
        "eps": Field("the interval of eps; (0,oo) if absent"),
        "strict": Field("yes: the total length is < eps; no (if absent): <= eps"),
        "open": Field("yes (if absent): open intervals are asked; no: any"),
    }

    def ask(self, question: Question) -> "_Cover":
        """Read the points and the convention."""
        target = key_of(question, "target", NAMES, Sort.NUMBER, Sort.FUNCTION)
        letters = [letter for letter in LETTERS if letter in free_names(target)]
        if len(letters) > 1 or free_names(target) - set(LETTERS):
            raise QuestionFault("target", "the points have one number n, as in q_n or 1/n")
        index = letters[0] if letters else "n"
        first = count_of(question, "first", 1) if text_of(question, "first", "1").strip() != "0" else 0
        strict = choice_of(question, "strict", YES_OR_NO, "no")
        is_open = choice_of(question, "open", YES_OR_NO, "yes")
        return _Cover(target, index, first or 0, Domain((_eps(question),)), strict, is_open)


def _eps(question: Question) -> Variable:
    if "eps" not in question.fields:
        return Variable(EPS, ZERO, INFINITY)
    range_ = as_set(key_of(question, "eps", NAMELESS, Sort.PAIR, Sort.SET))
    if range_.head != "interval":
        raise QuestionFault("eps", "expected an interval such as (0,1)")
    return Variable(EPS, range_.args[0], range_.args[1], *range_.value)


@dataclass(frozen=True, slots=True)
class _Cover:
    target: Tree
    index: str
    first: int
    domain: Domain
    strict: bool
    open: bool

    def state(self, answer: str) -> Stated:
        intervals, read_as = self._read(answer)
        arbitrary = POINT if any(node.head == "apply" for node in walk(self.target)) else None
        point = var(POINT) if arbitrary else self.target
        covers = Covers(intervals, point, self.index, self.first, self.domain, arbitrary)
        total = TotalLength(intervals, self.domain, EPS, self.strict)
        sign = "<" if self.strict else "<="
        claims: list[tuple[str, Claim]] = (
            [("open intervals", OpenIntervals(intervals, self.domain))] if self.open else []
        )
        claims += [("every point is covered", covers), (f"the total length is {sign} eps", total)]
        return Stated(read_as, tuple(claims))

    def same_as(self, when: str) -> Stating:
        return same_as(when, self._read, lambda typed, other: same_intervals(typed, other, self.domain, POINT))

    def _read(self, answer: str) -> tuple[tuple[Stretch, ...], str]:
        typed = [self._stretch(answer, *place) for place in _pieces(answer)]
        return tuple(stretch for stretch, _ in typed), "; ".join(shown for _, shown in typed)

    def _stretch(self, answer: str, start: int, end: int) -> tuple[Stretch, str]:
        if _UNION.match(answer, start, end):
            return self._union(answer, start, end)
        label = _LABEL.match(answer, start, end)
        if label is None:
            raise Fault(FaultKind.UNEXPECTED, (start, end), f"expected {EXPECTED}")
        close = _closing(answer, label.end(), end)
        reading = read(" " * label.end() + answer[label.end() : close], NAMES, Sort.SET)
        if reading.sort not in (Sort.SET, Sort.PAIR):
            raise Misfit(EXPECTED, A_SORT[reading.sort], reading.read_as)
        set_ = as_set(core(reading.tree))
        if set_.head != "interval":
            raise Misfit(EXPECTED, "another set", reading.read_as)
        letter, first, last = self._range(answer, close, end)
        subscript = label[1] or label[2]
        if letter is None and subscript in LETTERS:
            letter = subscript
        if letter is None and subscript is None:
            letter = next((name for name in LETTERS if name in free_names(set_)), None)
        return self._numbered(set_, letter, first, last), reading.read_as

    def _union(self, answer: str, start: int, end: int) -> tuple[Stretch, str]:
        """The family of a union: `union((q_k - eps/2^(k+1), q_k + eps/2^(k+1)), k=1..oo)`."""
        reading = read(" " * start + answer[start:end], NAMES, Sort.SET)
        union = core(reading.tree)
        body = as_set(union.args[0]) if union.head == "big_union" else union
        if union.head != "big_union" or body.head != "interval":
            raise Misfit(EXPECTED, A_SORT[reading.sort], reading.read_as)
        return self._numbered(body, union.value, union.args[1], union.args[2]), reading.read_as

    def _range(self, answer: str, start: int, end: int) -> tuple[str | None, Tree, Tree]:
        """The letter of the numbers, the first and the last of them."""
        words = _RANGE.match(answer, start, end)
        place = words.end() if words else start
        text = answer[place:end].strip().rstrip(".")
        if not text:
            return None, num(self.first), INFINITY
        if text in LETTERS:
            return text, num(self.first), INFINITY
        if (found := _IN_N.fullmatch(text)) is not None:
            return found[1], ONE, INFINITY
        if (found := _LISTED.fullmatch(answer[place:end].strip())) is not None:
            return found[1], self._number(found[2]), INFINITY
        if (found := _FROM.fullmatch(text)) is not None:
            low = self._number(found[3])
            return found[1], add(low, ONE) if found[2] == ">" else low, INFINITY
        if (found := _BETWEEN.fullmatch(text)) is not None:
            return found[1], self._number(found[2]), self._number(found[3])
        message = "say where the numbers run: for n >= 1, or n = 1..ceil(1/eps)"
        raise Fault(FaultKind.UNEXPECTED, (place, end), message)

    def _number(self, text: str) -> Tree:
        return core(read(text, NAMES, Sort.NUMBER).tree)

    def _numbered(self, set_: Tree, letter: str | None, first: Tree, last: Tree) -> Stretch:
        """The family with the number of its point as its index: I_n around q_(n+1) becomes I_(n-1) around q_n.

        A single interval around q_1 is a family with one member; members around q_(2n) keep their own numbers.
        """
        low, high = set_.args
        closed = set_.value
        numbers = {_number(node, letter) for end in set_.args for node in walk(end) if node.head == "apply"}
        if letter is None and not numbers:
            return Stretch(low, high, closed)
        if len(numbers) > 1:
            raise Misfit(EXPECTED, "an interval with several points of the sequence", "")
        step, shift = numbers.pop() if numbers else (1, 0)
        if step == 0:
            if letter is not None and letter in free_names(set_):
                raise Misfit(EXPECTED, "a family of intervals around one point", "")
            return Stretch(_with_point(low), _with_point(high), closed, LETTERS[0], num(shift), num(shift))
        index = letter or LETTERS[0]
        if step > 1:
            return Stretch(_with_point(low), _with_point(high), closed, index, first, last, (step, shift))
        ends = [substitute(_with_point(e), {index: sub(var(index), num(shift))}) for e in (low, high)]
        last = last if last is INFINITY else add(last, num(shift))
        return Stretch(ends[0], ends[1], closed, index, add(first, num(shift)), last)


def _number(node: Tree, letter: str | None) -> tuple[int, int]:
    """(a, b) where the point is q_(a n + b), a >= 0."""
    (number,) = node.args
    values = [substitute(number, {letter: num(k)}) if letter else number for k in (0, 1)]
    whole = [int(v.value.numer()) for v in values if v.head == "num" and v.value.denom() == 1]
    if len(whole) == 2:
        step, shift = whole[1] - whole[0], whole[0]
        affine = add(mul(num(step), var(letter or "n")), num(shift))
        if step >= 0 and (number is affine or step == 0):
            return step, shift
    raise Misfit(EXPECTED, "an interval around another point than q_n", "")


def _with_point(node: Tree) -> Tree:
    """The end with q in the place of the point of its number."""
    if node.head == "apply" and node.value == POINT:
        return var(POINT)
    return rebuild(node, tuple(_with_point(a) for a in node.args)) if node.args else node


def _pieces(answer: str) -> Iterator[tuple[int, int]]:
    """The places between semicolons."""
    start = 0
    for found in re.finditer(r";", answer):
        yield start, found.start()
        start = found.end()
    yield start, len(answer)


def _closing(answer: str, start: int, end: int) -> int:
    """Behind the bracket that ends the interval that begins here."""
    if answer[start] == "]":
        close = answer.find("[", start)
        return close + 1 if 0 < close < end else end
    depth = 0
    for place in range(start, end):
        depth += (answer[place] in "([{") - (answer[place] in ")]}")
        if depth == 0:
            return place + 1
    return end
