"""What crosses the boundary between processes arrives as it left."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.judge.verdicts import (
    Agreement,
    Counterexample,
    Enumerated,
    GaveUp,
    NotNumerical,
    Proof,
    Ruling,
    Sampled,
    Tabulated,
    Verdict,
)
from tutor.kinds import FaultReport, Judgement, Question
from tutor.worker.messages import (
    judgement_from,
    plain,
    plain_question,
    question_from,
    read_frame,
    undecided,
    write_frame,
)

texts = st.text(st.characters(exclude_categories=()), max_size=12)
counts = st.integers(0, 10**6)
tables = st.builds(Tabulated, texts, st.lists(st.tuples(texts, texts), max_size=3).map(tuple))
confirmations = st.one_of(
    st.builds(Sampled, counts, counts), st.builds(Enumerated, counts), st.builds(NotNumerical, texts), tables
)
proofs = st.builds(Proof, texts, st.lists(texts, max_size=3).map(tuple))
points = st.dictionaries(texts, texts, max_size=3).map(lambda at: tuple(at.items()))
counterexamples = st.builds(Counterexample, points, texts, texts, st.none() | texts, st.booleans())
almost = st.none() | texts
rulings = st.one_of(
    st.builds(Ruling, st.just(Verdict.CORRECT), proofs, confirmations, almost),
    st.builds(Ruling, st.just(Verdict.CORRECT), st.builds(Agreement, counts, counts), st.none(), almost),
    st.builds(Ruling, st.just(Verdict.INCORRECT), proofs | counterexamples, st.none(), almost),
    st.builds(Ruling, st.just(Verdict.UNDECIDED), st.builds(GaveUp, st.lists(texts).map(tuple))),
)


@st.composite
def judged(draw: st.DrawFn) -> Judgement:
    """A judgement whose verdict is that of one of its rulings."""
    label = texts if draw(st.booleans()) else st.just("")
    found = tuple(draw(st.lists(st.tuples(label, rulings), min_size=1, max_size=4)))
    verdict = draw(st.sampled_from([ruling.verdict for _, ruling in found]))
    return Judgement(verdict, draw(texts), found, mistake=draw(st.none() | texts))


faults = st.builds(FaultReport, st.tuples(counts, counts), texts, texts, st.none() | texts, st.lists(texts).map(tuple))
judgements = st.one_of(
    judged(),
    st.builds(Judgement, st.just(Verdict.UNREADABLE), fault=faults),
    st.builds(Judgement, st.just(Verdict.MISFIT), texts, expected=texts, found=texts),
)


@given(judgements)
def test_a_judgement_survives_the_journey(judgement: Judgement) -> None:
    """Plain form, JSON and back give the same judgement, lone surrogates included."""
    assert judgement_from(json.loads(json.dumps(plain(judgement)))) == judgement


@given(texts, st.dictionaries(texts, texts | st.lists(texts)), st.dictionaries(texts, texts), texts)
def test_a_question_survives_the_journey(kind: str, fields: dict, named: dict, text: str) -> None:
    """A question travels as data and arrives equal."""
    question = Question(kind, fields, named, ((text, kind),))
    assert question_from(json.loads(json.dumps(plain_question(question)))) == question


def test_the_line_has_the_keys_of_the_format() -> None:
    """A single claim has no `claims`; every other key is always there."""
    ruling = Ruling(Verdict.INCORRECT, Counterexample((("x", "0"),), "0", "1", "{0}", False), almost="{0}")
    line = plain(Judgement(Verdict.INCORRECT, "x", (("", ruling),)))
    assert list(line) == [*("verdict", "almost", "by", "evidence", "read_as", "fault", "expected", "found", "mistake")]
    assert line["almost"] == "{0}"
    assert line["by"] == "counterexample"
    assert line["evidence"] == {
        "at": {"x": "0"},
        "left": "0",
        "right": "1",
        "on": "{0}",
        "positive": False,
    }


@pytest.mark.parametrize(
    ("others", "verdict", "by"),
    [
        ([Agreement(60, 30)], Verdict.CORRECT, "agreement"),
        ([GaveUp(("no rung",))], Verdict.UNDECIDED, "gave up"),
        ([GaveUp(("no rung",)), Proof("order", ())], Verdict.INCORRECT, "proof"),
    ],
)
def test_the_weakest_claim_speaks_for_the_whole(others: list, verdict: Verdict, by: str) -> None:
    """Of several claims the one that settled the verdict lends its evidence; an agreement outweighs a proof."""
    owed = {Agreement: Verdict.CORRECT, GaveUp: Verdict.UNDECIDED, Proof: Verdict.INCORRECT}
    proved = Ruling(Verdict.CORRECT, Proof("same tree"), Sampled(24, 30))
    found = [proved, *(Ruling(owed[type(evidence)], evidence) for evidence in others)]
    line = plain(Judgement(verdict, "", tuple((str(i), r) for i, r in enumerate(found))))
    assert line["by"] == by
    assert [claim["label"] for claim in line["claims"]] == [str(i) for i in range(len(found))]


def test_undecided_carries_its_reason() -> None:
    """What keeps the judge from deciding is told."""
    assert plain(undecided("it was cut short"))["evidence"] == {"tried": ["it was cut short"]}


@given(st.lists(st.dictionaries(texts, texts), max_size=4))
def test_frames_follow_one_another(messages: list) -> None:
    """Frames are read back in order, and the end of the stream is an EOFError."""
    stream = io.BytesIO()
    for message in messages:
        write_frame(stream, message)
    stream.seek(0)
    assert [read_frame(stream) for _ in messages] == messages
    with pytest.raises(EOFError):
        read_frame(stream)


def test_a_frame_cut_short_is_the_end() -> None:
    """Half a frame is no message."""
    stream = io.BytesIO()
    write_frame(stream, {"a": "b"})
    with pytest.raises(EOFError):
        read_frame(io.BytesIO(stream.getvalue()[:-1]))
