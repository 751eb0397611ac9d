"""A choice, with a reason where reasons are offered: `C`, `B3`, `(C) 1`. Each is its own claim."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase

from tutor.judge.claims import Claim, Matches
from tutor.kinds import Field, Misfit, Question, QuestionFault, Stated
from tutor.kinds.fields import author_reads, text_of, texts_of
from tutor.language.small import Choice, read_choice


class AnswerKind:
    """See `tutor.kinds.Kind`."""

    name = "choice"
    fields: Mapping[str, Field] = {
        "key": Field("the letter of the right option, with the number of the right reason: C, or C1", required=True),
        "options": Field("what can be chosen, lettered A, B, ...; or how many there are", required=True),
        "reasons": Field("the reasons, numbered from 1; or how many there are"),
    }

    def ask(self, question: Question) -> "_Choice":
        """Read the key and count the options and reasons."""
        options, reasons = texts_of(question, "options"), texts_of(question, "reasons")
        if not 1 <= len(options) <= len(ascii_uppercase):
            raise QuestionFault("options", "from 1 to 26 options are expected")
        letters, count = ascii_uppercase[: len(options)], len(reasons)
        key = author_reads("key", lambda: read_choice(text_of(question, "key"), letters, count))
        if (key.reason is not None) != bool(reasons):
            raise QuestionFault("key", "the key names a reason exactly where reasons are offered")
        return _Choice(key, letters, count)


@dataclass(frozen=True, slots=True)
class _Choice:
    key: Choice
    options: str
    reasons: int

    def state(self, answer: str) -> Stated:
        typed = self._read(answer)
        if self.key.reason is None:
            return Stated(str(typed), (("", _same("the choice", typed.option, self.key.option)),))
        choice = _same("the choice", typed.option, self.key.option)
        reason = _same("the reason", str(typed.reason), str(self.key.reason))
        return Stated(str(typed), (("choice", choice), ("reason", reason)))

    def same_as(self, when: str) -> "_Choice":
        return replace(self, key=self._read(when))

    def _read(self, answer: str) -> Choice:
        typed = read_choice(answer, self.options, self.reasons)
        if self.reasons and typed.reason is None:
            raise Misfit("an option with a reason", "an option alone", str(typed))
        return typed


def _same(what: str, typed: str, right: str) -> Claim:
    return Matches(typed, (right,), what)
