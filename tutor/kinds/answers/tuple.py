"""A tuple or a matrix of numbers, each its own claim: `(oo, 0)`, `oo, 0` without brackets, `[[1/4,1/4],[0,1/2]]`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tutor.judge.claims import Claim, Equal, Rounds
from tutor.kinds import Field, Misfit, Question, Stated
from tutor.kinds.fields import NAMELESS, count_of, is_decimal, key_of, read_answer
from tutor.language.sorts import Sort
from tutor.language.tree import Tree
from tutor.mathematics.trees.rewrite import core


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "tuple"
    fields: Mapping[str, Field] = {
        "key": Field("the numbers in order, as (1/2, oo), or a matrix by its rows, as [[1,2],[3,4]]", required=True),
        "decimals": Field("accept decimals that are correctly rounded to at least this many significant digits"),
    }

    def ask(self, question: Question) -> "_Tuple | _Matrix":
        """Read the key."""
        key = key_of(question, "key", NAMELESS, Sort.TUPLE, Sort.PAIR, Sort.MATRIX)
        digits = count_of(question, "decimals")
        if key.head == "matrix":
            return _Matrix(tuple(_Tuple(row.args, digits) for row in key.args))
        return _Tuple(key.args, digits)


@dataclass(frozen=True, slots=True)
class _Tuple:
    key: tuple[Tree, ...]
    digits: int | None

    def state(self, answer: str) -> Stated:
        typed, read_as = self._read(answer)
        claims = enumerate(self.claims(typed), 1)
        return Stated(read_as, tuple((f"component {n}", claim) for n, claim in claims))

    def same_as(self, when: str) -> "_Tuple":
        return replace(self, key=tuple(map(core, self._read(when)[0])))

    def _read(self, answer: str) -> tuple[tuple[Tree, ...], str]:
        expected = f"a tuple of {len(self.key)} numbers"
        reading = read_answer(answer, NAMELESS, expected, Sort.TUPLE, Sort.PAIR)
        typed = reading.tree.args
        if len(typed) != len(self.key):
            raise Misfit(expected, f"a tuple of {len(typed)} numbers", reading.read_as)
        return typed, reading.read_as

    def claims(self, typed: tuple[Tree, ...]) -> list[Claim]:
        """One claim for each component."""
        return [self._claim(*pair) for pair in zip(typed, self.key, strict=True)]

    def _claim(self, typed: Tree, key: Tree) -> Claim:
        if self.digits is not None and is_decimal(typed):
            return Rounds(core(typed), key, self.digits)
        return Equal(core(typed), key)


@dataclass(frozen=True, slots=True)
class _Matrix:
    rows: tuple[_Tuple, ...]

    def state(self, answer: str) -> Stated:
        typed, read_as = self._read(answer)
        found = [
            (f"entry ({i}, {j})", claim)
            for i, (row, key) in enumerate(zip(typed, self.rows, strict=True), 1)
            for j, claim in enumerate(key.claims(row), 1)
        ]
        return Stated(read_as, tuple(found))

    def same_as(self, when: str) -> "_Matrix":
        typed = self._read(when)[0]
        rows = zip(typed, self.rows, strict=True)
        return _Matrix(tuple(replace(key, key=tuple(map(core, row))) for row, key in rows))

    def _read(self, answer: str) -> tuple[list[tuple[Tree, ...]], str]:
        shape = f"{len(self.rows)} x {len(self.rows[0].key)}"
        reading = read_answer(answer, NAMELESS, f"a matrix, {shape}", Sort.MATRIX)
        rows = [row.args for row in reading.tree.args]
        found = f"{len(rows)} x {len(rows[0])}"
        if found != shape:
            raise Misfit(f"a matrix, {shape}", f"a matrix, {found}", reading.read_as)
        return rows, reading.read_as
