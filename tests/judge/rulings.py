"""From texts in the answer language to rulings, for the tests of the judge."""

from collections.abc import Mapping

from tutor.judge.claims import Claim, Equal
from tutor.judge.ladder import decide
from tutor.judge.verdicts import Ruling
from tutor.kinds import Question
from tutor.kinds.answers.function import AnswerKind as FunctionKind
from tutor.kinds.answers.number import AnswerKind as NumberKind
from tutor.mathematics.trees import Budget

STEPS = 1_000_000


def function_claim(row: Mapping[str, str]) -> Equal:
    """The claim of a row with `answer` and `key`, and where needed `variables`, `on` and `equal`.

    `variables` is written as in "x: real in (0,1); n: integer >= 1".
    """
    fields: dict[str, object] = {k: row[k] for k in ("key", "on", "equal") if k in row}
    if "variables" in row:
        pairs = (part.split(":", 1) for part in row["variables"].split(";"))
        fields["variables"] = {name.strip(): text.strip() for name, text in pairs}
    ((_, claim),) = FunctionKind().ask(Question("function", fields)).state(row["answer"]).claims
    assert isinstance(claim, Equal)
    return claim


def number_claim(answer: str, key: str, decimals: str | None = None) -> Claim:
    """The claim that a typed number is the key, or is its correct rounding."""
    fields = {"key": key} if decimals is None else {"key": key, "decimals": decimals}
    ((_, claim),) = NumberKind().ask(Question("number", fields)).state(answer).claims
    return claim


def ruling(claim: Claim, steps: int = STEPS) -> Ruling:
    """The ruling with a fresh budget."""
    return decide(claim, Budget(steps))


def function_ruling(
    answer: str, key: str, variables: str = "x: real", equal: str = "everywhere", on: str = ""
) -> Ruling:
    """The ruling on a function typed as text."""
    row = {"answer": answer, "key": key, "variables": variables, "equal": equal}
    return ruling(function_claim({**row, "on": on} if on else row))
