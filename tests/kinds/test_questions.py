"""A question that cannot be asked is told to its author, with the field."""

from typing import Any

import pytest

from tutor.kinds import Question, QuestionFault, ask

FAULTS = {
    "a kind that is not there": ("numbr", {"key": "1"}, "kind", "did you mean 'number'"),
    "a field that is not there": ("number", {"key": "1", "decimal": "3"}, "decimal", "did you mean 'decimals'"),
    "no key": ("number", {}, "key", "needs the field 'key'"),
    "a key that cannot be read": ("number", {"key": "1 +"}, "key", "something more is expected"),
    "a key of another sort": ("number", {"key": "[0,1]"}, "key", "this is a set; a number is asked"),
    "a key that is a list": ("number", {"key": ["1"]}, "key", "a text is expected"),
    "decimals that are no count": ("number", {"key": "1", "decimals": "many"}, "decimals", "from 1 to 999"),
    "decimals below 1": ("number", {"key": "1", "decimals": "0"}, "decimals", "from 1 to 999"),
    "a notion that is not there": ("function", {"key": "x", "equal": "nearly"}, "equal", "everywhere, a.e."),
    "a range that cannot be read": (
        "function",
        {"key": "x", "variables": {"x": "real in (0,"}},
        "variables",
        "never closed",
    ),
    "a range without a sort": (
        "function",
        {"key": "x", "variables": {"x": "(0,1)"}},
        "variables",
        "'real' or 'integer'",
    ),
    "variables that are no mapping": ("function", {"key": "x", "variables": "x: real"}, "variables", "expected names"),
    "a variable that is a word of the language": (
        "function",
        {"key": "1", "variables": {"exp": "real"}},
        "variables",
        "word of the answer language",
    ),
    "a set for two variables": (
        "function",
        {"key": "x", "variables": {"x": "real", "y": "real"}, "on": "[0,1]"},
        "on",
        "write a condition",
    ),
    "a number for `on`": ("function", {"key": "x", "on": "3"}, "on", "this is a number; a set is asked"),
    "a mistake that cannot be read": ("number", {"key": "1"}, "mistakes", "in '1 +'"),
    "an order without steps": ("order", {}, "steps", "needs the field 'steps'"),
    "an order of a step that is not there": ("order", {"steps": "3", "before": [[1, 4]]}, "before", "from 1 to 3"),
    "an order that is no pair": ("order", {"steps": "3", "before": [[1]]}, "before", "pairs"),
    "an order that nobody can keep": (
        "order",
        {"steps": "3", "before": [[1, 2], [2, 1]]},
        "before",
        "no order keeps all the pairs",
    ),
    "a distractor that must be used": (
        "order",
        {"steps": "3", "before": [[1, 3]], "distractors": [3]},
        "before",
        "step 3 is a distractor",
    ),
    "a choice outside the options": ("choice", {"key": "D", "options": "3"}, "key", "there is no option D"),
    "a choice without the reason": ("choice", {"key": "A", "options": "3", "reasons": "2"}, "key", "names a reason"),
    "a choice with no options": ("choice", {"key": "A", "options": []}, "options", "from 1 to 26"),
    "a table without rows": ("table", {"key": "Y", "rows": []}, "rows", "at least one row"),
    "a list that is none": ("order", {"steps": "3", "before": "1 2"}, "before", "a list is expected"),
    "a table with too many entries": ("table", {"key": "Y N", "rows": "3"}, "key", "3 entries"),
}


GIVEN = {
    "a given object that cannot be read": ("a", {"a": "1 +"}, "something more is expected"),
    "a given name that cannot be one": ("1", {"exp": "1"}, "word of the answer language"),
    "a given function with too many arguments": ("f(1, 2)", {"f": "x"}, "takes as many arguments"),
    "a given object that names a later one": ("a", {"a": "b", "b": "1"}, "no name that is known here"),
}


@pytest.mark.parametrize("case", GIVEN)
def test_a_fault_of_a_given_object_is_told(case: str) -> None:
    """What is given must be readable in its order, and be referred to as what it is."""
    key, given, message = GIVEN[case]
    with pytest.raises(QuestionFault) as fault:
        ask(Question("number", {"key": key}, given))
    assert message in fault.value.message


def test_a_given_object_is_no_variable() -> None:
    """One name means one thing."""
    with pytest.raises(QuestionFault, match="is a variable of the question"):
        ask(Question("function", {"key": "x"}, {"x": "2"}))


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_names_its_field(case: str) -> None:
    """The field and the sentence lead the author to the place."""
    kind, fields, field, message = FAULTS[case]
    with pytest.raises(QuestionFault) as fault:
        _ask(kind, fields, case)
    assert fault.value.field == field
    assert message in fault.value.message


def _ask(kind: str, fields: dict[str, Any], case: str) -> None:
    if "mistake" in case:
        from tutor.mathematics.trees.budget import Budget
        from tutor.worker.judging import judge_answer

        judge_answer(Question(kind, fields, {}, (("slip", "1 +"),)), "1", Budget(10**6))
    else:
        ask(Question(kind, fields))


def test_the_span_counts_from_the_field() -> None:
    """The caret of an unreadable range stands under what the author typed, not under what was read."""
    with pytest.raises(QuestionFault) as fault:
        ask(Question("function", {"key": "x", "variables": {"x": "real in (0,z)"}}))
    assert fault.value.span == (11, 12)
