"""The input line, driven by keys through a pipe: what is sent, what the toolbar says meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from tutor.feedback.reading import names_of
from tutor.kinds import Question
from tutor.terminal.glance import Glimpser
from tutor.terminal.line import InputLine, Scene, shortened

FUNCTION = Question("function", {"key": "1", "variables": {"x": "real", "n": "integer >= 1"}})


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """A pipe instead of a keyboard."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def line(history: Path | None = None, **options: bool) -> InputLine:
    """A line that is asked for a function of x and n."""
    made = InputLine(history, **options)
    made.scene = SCENE
    return made


SCENE = Scene("ae 1.1> ", "1.1 of 3", Glimpser(FUNCTION))


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        pytest.param("1+x\r", "1+x", id="a line and Enter"),
        pytest.param("\\mu +1\r", "μ+1", id="a command and a space become a sign"),
        pytest.param("\\le2\r", "≤2", id="a command and a digit"),
        pytest.param("\\frac{1}{2}\r", "\\frac{1}{2}", id="a command without a sign stays"),
        pytest.param("(1,\r2)\r", "(1,\n2)", id="an open bracket goes on in a new row"),
        pytest.param("(1,\r\r", "(1,", id="a second Enter sends it as it is"),
        pytest.param("abc\x15x\r", "x", id="Ctrl-U clears to the start"),
        pytest.param("ac\x1b[Db\r", "abc", id="arrow keys move"),
        pytest.param("\x1b[200~1,\r\n2\x1b[201~\r", "1,\n2", id="a paste of two rows"),
        pytest.param("1 几乎 \r", "1 几乎 ", id="wide characters"),
    ],
)
def test_keys(keys: PipeInput, typed: str, sent: str) -> None:
    """Keys do what they do everywhere, and what is special to mathematics on top."""
    keys.send_text(typed)
    assert line().read(SCENE) == sent


def test_a_huge_paste_is_refused_whole(keys: PipeInput) -> None:
    """A paste that is longer than an answer may be is not put on the line, and the toolbar says so."""
    keys.send_text("\x1b[200~" + "1" * 20_000 + "\x1b[201~2\r")
    made = line()
    assert made.read(SCENE) == "2"
    assert "20000 characters" in made.notice


def test_ctrl_c_and_ctrl_d(keys: PipeInput) -> None:
    """Ctrl-C gives the line up, Ctrl-D on an empty line ends."""
    keys.send_text("half\x03")
    with pytest.raises(KeyboardInterrupt):
        line().read(SCENE)
    keys.send_text("\x04")
    with pytest.raises(EOFError):
        line().read(SCENE)


def test_a_history_that_cannot_be_written_is_done_without(keys: PipeInput, tmp_path: Path) -> None:
    """Where no file can be made, the history lasts for this sitting."""
    (tmp_path / "file").write_text("")
    keys.send_text("1\r")
    assert line(tmp_path / "file" / "default.history").read(SCENE) == "1"


def test_vi_keys(keys: PipeInput) -> None:
    """With vi keys, Escape and x delete a character."""
    keys.send_text("12\x1bx\r")
    assert line(vi=True).read(SCENE) == "1"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "1.1 of 3"),
        ("2x", "read as  2*x"),
        ("1 if x > 0 else 0", "read as"),
        ("1 if x > 0 esle 0", "at 12: "),
        ("x +", "…"),
        ("(x", "a bracket is open"),
        ("[0,1]", "is asked"),
        ("hint", "/hint: the next hint"),
        ("/list", "/list: lessons"),
        ("= 1/2", "a calculation"),
        ("1/2x", "Write "),
        ("9^9^9^9", ""),
        ("y", "at 1: "),
    ],
)
def test_toolbar(keys: PipeInput, typed: str, told: str) -> None:
    """The toolbar reads along: the reading, the fault and its place, or what a command does."""
    assert told in line().told(typed)[1]


def test_the_toolbar_never_judges(keys: PipeInput) -> None:
    """A wrong answer and the key look alike while they are typed."""
    made = line()
    assert made.told("1")[0] == made.told("2")[0]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("hi", ("hint", "the next hint, at most three")),
        ("/re", ("/review", "review what is due")),
        ("1 + sof", ("softplus", "log(1 + exp(x))")),
        ("2 n", ("n", "integer, declared by the problem")),
        ("\\eps", ("ε", "epsilon")),
    ],
)
def test_completion(keys: PipeInput, before: str, found: tuple[str, str]) -> None:
    """Completion offers commands, words of the language, declared names and signs, each with its meaning."""
    offered = line()._session.completer
    assert offered is not None
    texts = [(c.text, c.display_meta_text) for c in offered.get_completions(Document(before), CompleteEvent())]
    assert found[0] in dict(texts)
    assert dict(texts)[found[0]].startswith(found[1]) or before == "\\eps"


@pytest.mark.parametrize(
    ("typed", "styles"),
    [
        ("2x", ["class:num", "class:var"]),
        ("sin(x)", ["class:func", "", "class:var", ""]),
        ("1 if x", ["class:num", "", "class:keyword", "", "class:var"]),
        ("hint", ["class:command"]),
    ],
)
def test_colours(keys: PipeInput, typed: str, styles: list[str]) -> None:
    """Colours follow the tokens of the answer language."""
    lexer = line()._session.lexer
    assert lexer is not None
    (row,) = [lexer.lex_document(Document(typed))(0)]
    assert [style for style, *_ in row] == styles
    assert "".join(text for _, text, *_ in row) == typed


@pytest.mark.parametrize("typed", ["1 if x > 0 esle 0", "a\nb", "", "(1,\n2", "几乎处处", "x" * 500])
def test_colours_keep_every_character(keys: PipeInput, typed: str) -> None:
    """Whatever is typed, readable or not, all of it is shown."""
    lexer = line()._session.lexer
    assert lexer is not None
    rows = lexer.lex_document(Document(typed))
    shown = "\n".join("".join(text for _, text, *_ in rows(number)) for number in range(typed.count("\n") + 1))
    assert shown == typed


@pytest.mark.parametrize(
    ("text", "width", "shown"), [("short", 10, "short"), ("几乎处处几乎", 7, "几乎处…"), ("abcdef", 4, "abc…")]
)
def test_shortened(text: str, width: int, shown: str) -> None:
    """A toolbar that does not fit ends in an ellipsis, wide characters counted as two."""
    assert shortened(text, width) == shown


def test_names_of_a_question() -> None:
    """The names that may be used are those of the kind that reads the answer."""
    assert dict(names_of(FUNCTION).sorts) == {"x": "real", "n": "integer"}
    density = Question("density", {"of": "N(0,1)", "against": "lebesgue", "variable": "t"})
    assert dict(names_of(density).sorts) == {"t": "real"}
    assert dict(names_of(Question("set", {"key": "[0,1]"})).sorts) == {"x": "real"}
    assert dict(names_of(Question("number", {"key": "0"})).sorts) == {}
    assert dict(names_of(Question("function", {"key": "1", "variables": {"sin": "real"}})).sorts) == {}
