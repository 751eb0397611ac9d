"""Whatever goes wrong inside the judge leaves the answer undecided, and tells the log."""

import logging

import pytest

from tutor.judge.verdicts import GaveUp
from tutor.worker import child
from tutor.worker.messages import opened

MESSAGE = {
    "question": {"kind": "number", "fields": {"key": "1"}, "given": {}, "mistakes": []},
    "answer": "1",
}


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (MemoryError(), "the judge ran out of memory"),
        (RecursionError(), "a bug in the judge: RecursionError"),
        (ZeroDivisionError("a"), "a bug in the judge: ZeroDivisionError"),
        (AssertionError(), "a bug in the judge: AssertionError"),
    ],
)
def test_a_bug_costs_nothing(
    raised: Exception, reason: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The verdict is undecided with the reason, and the traceback is logged where the reply is opened."""

    def broken(*_: object) -> None:
        raise raised

    monkeypatch.setattr(child, "judge_answer", broken)
    with caplog.at_level(logging.ERROR, "tutor.worker"):
        judgement = opened(child.judged(MESSAGE))
    assert judgement.verdict == "undecided"
    assert judgement.rulings[0][1].evidence == GaveUp((reason,))
    assert "Traceback" in caplog.text


def test_the_reply_of_a_sound_answer_tells_no_bug() -> None:
    """A judgement comes alone."""
    assert set(child.judged(MESSAGE)) == {"judgement"}
