"""The line of a fault, with a caret under the place."""

import pickle

import pytest

from tutor.language import Fault, Names, caret, read


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1/2x", "1/2x\n^^^^"),
        ("x + foo", "x + foo\n    ^^^"),
        ("1+", "1+\n  ^"),
        ("x\n+ y", "+ y\n  ^"),
        ("变量 + x", "变量 + x\n^^^^"),
        ("x + 变", "x + 变\n    ^^"),
        ("x\x00", "x\N{REPLACEMENT CHARACTER}\n ^"),
        ("x +\tfoo", "x + foo\n    ^^^"),
    ],
)
def test_the_caret_stands_under_the_token(text: str, shown: str) -> None:
    """The caret stands under the fault, in the right line, wide characters counted twice."""
    with pytest.raises(Fault) as caught:
        read(text, Names({"x": "real"}))
    assert caret(text, caught.value) == shown


def test_a_long_line_is_cut_around_the_fault() -> None:
    """Of a long line the part around the fault is shown, the caret under it."""
    text = "x + " * 100 + "foo" + " + x" * 100
    with pytest.raises(Fault) as caught:
        read(text, Names({"x": "real"}))
    line, below = caret(text, caught.value).split("\n")
    assert len(line) <= 80
    assert line[below.index("^") : below.rindex("^") + 1] == "foo"


def test_a_fault_travels_between_processes() -> None:
    """A fault keeps its kind, place and readings when it is sent to another process."""
    with pytest.raises(Fault) as caught:
        read("1/2x", Names({"x": "real"}))
    sent = pickle.loads(pickle.dumps(caught.value))
    assert (sent.kind, sent.span, sent.message, sent.readings) == (
        caught.value.kind,
        caught.value.span,
        caught.value.message,
        caught.value.readings,
    )
