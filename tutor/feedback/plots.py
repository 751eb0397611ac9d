"""What a picture shows: the learner's answer beside what the question itself gives away, never the key before success.

Public are the objects that the question is given, a sequence to be dominated or a limit; sequences are drawn for
several n. Lessons name their pictures: `plot x^n for n in 1,2,4,8 on [0,1]`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flint import fmpq

from tutor.feedback.curves import Curve, Strip, Window, curve, strip
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.pictures import draw_curves, draw_strips
from tutor.feedback.reading import names_of
from tutor.feedback.words import say
from tutor.kinds import Question, QuestionFault
from tutor.kinds.domains import declared
from tutor.kinds.fields import as_set
from tutor.language.faults import Fault
from tutor.language.names import Names
from tutor.language.reading import read
from tutor.language.sorts import Sort
from tutor.language.tree import Tree, free_names
from tutor.mathematics.balls.evaluator import Evaluator
from tutor.mathematics.balls.values import Convention, Infinite, Undefined, Unknown
from tutor.mathematics.trees.build import INFINITY, MINUS_INFINITY, var
from tutor.mathematics.trees.domain import Variable
from tutor.mathematics.trees.rewrite import core

COLUMNS = 60
"""Columns of a wide picture: divisible by many numbers, so that whole numbers fall between columns."""
_DRAWN = frozenset(("function", "set", "exponents", "density", "cdf", "dominating"))
"""Kinds whose answer is a function or a set on the line."""
_SERIES = (1, 2, 4, 8)
_PUBLIC_FIELDS = ("sequence", "limit")
_SOURCE = re.compile(r"plot\s+(?P<what>.+?)(?:\s+for\s+(?P<name>\w+)\s+in\s+(?P<values>[\d,\s]+))?\s+on\s+(?P<on>\S.*)")


@dataclass(frozen=True, slots=True)
class Picture:
    """Curves or sets over one stretch of the line."""

    window: Window
    curves: tuple[Curve, ...] = ()
    strips: tuple[Strip, ...] = ()

    def drawn(self, *, plain: bool = False) -> Lines:
        """As characters, with the same in words."""
        if self.strips:
            return draw_strips(self.strips, self.window, plain=plain)
        return draw_curves(self.curves, self.window, plain=plain)


def of_answer(question: Question, answer: str, key: str, columns: int = COLUMNS) -> Picture | None:
    """The answer ("" for none yet) with the public data; `key` is drawn too unless it is "". None for no picture."""
    frame = _frame(question)
    if frame is None:
        return None
    names, variable = frame
    window = _window(variable, columns)
    own = [(say("picture.yours"), answer), (say("picture.model"), key)] if question.kind in _DRAWN else []
    named = [*own, *_public(question)]
    things = [(name, *thing) for name, text in named if text and (thing := _read(text, names)) is not None]
    sets = tuple(
        strip(name, tree, variable.name, window, var(variable.name)) for name, tree, sort in things if _is_set(sort)
    )
    if sets:
        return Picture(window, strips=sets)
    curves = tuple(
        one for name, tree, sort in things if not _is_set(sort) for one in _family(name, tree, variable, window)
    )
    return Picture(window, curves) if curves else None


def of_source(source: str, columns: int = COLUMNS) -> Picture | None:
    """The picture that a lesson names; None where it is no plot."""
    found = _SOURCE.fullmatch(source.strip())
    if found is None:
        return None
    series = [int(value) for value in (found["values"] or "").split(",") if value.strip()]
    names = Names({"x": "real", **({found["name"]: "integer"} if found["name"] else {})})
    thing, on = _read(found["what"], names), _read(found["on"], Names())
    ends = _ends(on[0]) if on else None
    if thing is None or ends is None or not ends[0] < ends[1]:
        return None
    window = Window(*ends, columns)
    tree, sort = thing
    if _is_set(sort):
        return Picture(window, strips=(strip(found["what"], tree, "x", window, var("x")),))
    if not series:
        return Picture(window, (curve(found["what"], tree, "x", window),))
    name = found["name"]
    curves = (curve(f"{name} = {value}", tree, "x", window, {name: value}) for value in series)
    return Picture(window, tuple(curves))


def save(picture: Picture, path: Path) -> Lines:
    """Write the picture as the ending of the path says (PNG, SVG, PDF), where matplotlib is installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return (Line(say("picture.no-matplotlib"), Role.PUZZLED),)
    axes = (figure := Figure(figsize=(7, 4))).add_subplot()
    points = [float(x) for x in picture.window.middles]
    for line in picture.curves:
        axes.plot(points, [float("nan") if value is None else value for value in line.values], label=line.name)
    for level, one in enumerate(picture.strips):
        axes.plot(points, [level if inside else float("nan") for inside in one.inside], linewidth=6, label=one.name)
    axes.legend()
    try:
        figure.savefig(path)
    except (OSError, ValueError) as problem:
        return (Line(say("picture.not-saved", path=path, reason=problem), Role.PUZZLED),)
    return (Line(say("picture.saved", path=path)),)


def _frame(question: Question) -> tuple[Names, Variable] | None:
    """The names of the question, and the real variable that runs along the picture; None where it has none."""
    if "variables" not in question.fields and question.kind != "function":
        variable = Variable(str(question.fields.get("variable", "x")), MINUS_INFINITY, INFINITY)
        return names_of(question), variable
    try:
        names, domain = declared(question)
    except QuestionFault:
        return None
    return (names, domain.reals[0]) if domain.reals else None


def _public(question: Question) -> Iterator[tuple[str, str]]:
    """Names and texts of what the question itself shows."""
    for field in _PUBLIC_FIELDS:
        if isinstance(question.fields.get(field), str):
            yield field, question.fields[field]
    yield from question.given.items()


def _read(text: str, names: Names) -> tuple[Tree, Sort] | None:
    """A text as a core tree of a sort that can be drawn."""
    try:
        reading = read(text, names)
    except Fault:
        return None
    if reading.sort not in (Sort.NUMBER, Sort.FUNCTION, Sort.SET, Sort.PAIR):
        return None
    tree = as_set(reading.tree) if reading.sort is Sort.PAIR else reading.tree
    return core(tree), reading.sort


def _is_set(sort: Sort) -> bool:
    return sort in (Sort.SET, Sort.PAIR)


def _family(name: str, tree: Tree, variable: Variable, window: Window) -> Iterator[Curve]:
    """One curve, or one for each of several n where the tree has one more name."""
    others = free_names(tree) - {variable.name}
    if not others:
        yield curve(name, tree, variable.name, window)
    elif len(others) == 1:
        (other,) = others
        for value in _SERIES:
            yield curve(f"{name}, {other} = {value}", tree, variable.name, window, {other: value})


def _window(variable: Variable, columns: int) -> Window:
    """Where the variable runs; a line without ends is shown near 0, a half line near its end."""
    low, high = _end(variable.low), _end(variable.high)
    if low is None and high is None:
        return Window(fmpq(-3), fmpq(3), columns)
    if low is None:
        return Window(high - 5, high, columns) if high is not None else Window(fmpq(-3), fmpq(3), columns)
    if high is None:
        return Window(low, low + 5, columns)
    return Window(low, high, columns)


def _ends(set_: Tree) -> tuple[fmpq, fmpq] | None:
    if set_.head != "interval":
        return None
    low, high = _end(set_.args[0]), _end(set_.args[1])
    return (low, high) if low is not None and high is not None else None


def _end(tree: Tree) -> fmpq | None:
    """The end as a rational near it; None where it is infinite."""
    try:
        value = Evaluator({})(tree)
    except (Undefined, Unknown, Convention, Infinite):
        return None
    return value if isinstance(value, fmpq) else fmpq(round(float(value.mid()) * 1000), 1000)
