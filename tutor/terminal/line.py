"""The input line: colours from the real tokens, completion, live reading in the toolbar, history, keys.

Built on prompt_toolkit, in the order print, then prompt; the screen is never redrawn above the line. The line knows
nothing of sessions: it is given a `Scene` and gives back a text.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from tutor.feedback.signs import MACROS, RELATIONS
from tutor.feedback.words import HELP, say
from tutor.language import vocabulary
from tutor.language.faults import Fault
from tutor.language.names import Names
from tutor.session.commands import Answer, Calculation, Command, parse
from tutor.terminal.glance import Glance, Glimpser

LONGEST_PASTE = 10_000
"""Characters; a longer paste is refused whole, never cut."""

_STYLE = Style.from_dict(
    {
        "prompt": "bold",
        "num": "ansiblue",
        "var": "bold",
        "func": "ansimagenta",
        "word": "ansired underline",
        "keyword": "ansigreen",
        "fault": "ansired underline",
        "command": "bold ansicyan",
        "bottom-toolbar": "noreverse",
        "bottom-toolbar.text": "noreverse",
        "toolbar.fault": "ansired",
        "toolbar.quiet": "",
    }
)
_NO_STYLE = Style.from_dict({"bottom-toolbar": "noreverse", "bottom-toolbar.text": "noreverse"})

_CLASS_OF_TOKEN = {
    "num": "num",
    "var": "var",
    "function": "func",
    "func": "func",
    "const": "num",
    "set": "num",
    "binder": "func",
    "word": "word",
    **dict.fromkeys(
        [
            "if",
            "for",
            "else",
            "and",
            "or",
            "not",
            "in",
            "notin",
            "on",
            "at",
            "forall",
            "exists",
            "almost_every",
            "from",
            "to",
        ],
        "keyword",
    ),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the line needs to know: what is asked, if anything, and what the toolbar says while nothing is typed."""

    prompt: str
    status: str = ""
    glimpser: Glimpser | None = None


class InputLine:
    """The line of one session. `read` raises KeyboardInterrupt for Ctrl-C and EOFError for Ctrl-D."""

    def __init__(
        self,
        history: Path | None,
        *,
        vi: bool = False,
        colour: bool = True,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        """`ready` is called once the prompt is on the screen, each time."""
        self.scene = Scene("> ")
        self.notice = ""
        self._ready = ready
        self._session: PromptSession[str] = PromptSession(
            history=_history(history),
            auto_suggest=AutoSuggestFromHistory(),
            completer=_Words(lambda: self.scene),
            complete_while_typing=False,
            lexer=_Colours(lambda: self.scene),
            multiline=True,
            prompt_continuation=self._continuation,
            bottom_toolbar=self.toolbar,
            vi_mode=vi,
            enable_open_in_editor=True,
            key_bindings=_keys(self),
            style=_STYLE if colour else _NO_STYLE,
            color_depth=None if colour else ColorDepth.DEPTH_1_BIT,
            reserve_space_for_menu=4,
            tempfile_suffix=".txt",
        )
        self._session.default_buffer.on_text_insert += _unicode

    def read(self, scene: Scene) -> str:
        """One answer or command."""
        self.scene, self.notice = scene, ""
        self._session.app.after_render += self._rendered
        return self._session.prompt([("class:prompt", scene.prompt)])

    def _rendered(self, _: object) -> None:
        self._session.app.after_render -= self._rendered
        self._ready()

    def is_open(self, text: str) -> bool:
        """Whether the text goes on in another row."""
        return self.scene.glimpser is not None and self.scene.glimpser.is_open(text)

    def glance(self, text: str) -> Glance:
        """How the text reads as an answer to what is asked."""
        if self.scene.glimpser is None or not isinstance(parse(text), Answer):
            return Glance()
        return self.scene.glimpser.at(text)

    def toolbar(self) -> StyleAndTextTuples:
        """The bottom line: the reading or the fault of what is typed, else where the learner stands."""
        text = self._session.default_buffer.text
        width = self._session.app.output.get_size().columns - 1
        style, told = self.told(text)
        return [(style, shortened(told, width))]

    def told(self, text: str) -> tuple[str, str]:
        """The style and the words of the toolbar for this text."""
        if self.notice:
            return "class:toolbar.fault", self.notice
        if not text.strip():
            return "class:toolbar.quiet", self.scene.status
        meant = parse(text)
        if isinstance(meant, Command):
            return "class:toolbar.quiet", f"/{meant.name}: {HELP[meant.name]}"
        if isinstance(meant, Calculation):
            return "class:toolbar.quiet", say("session.calculator.hint")
        glance = self.glance(text)
        if glance.open_bracket:
            return "class:toolbar.quiet", say("session.open-bracket")
        if glance.unfinished:
            return "class:toolbar.quiet", say("session.unfinished")
        if glance.trouble:
            return "class:toolbar.quiet" if glance.at_end else "class:toolbar.fault", _trouble(glance)
        return "class:toolbar.quiet", say("session.read-as", reading=glance.reading) if glance.reading else ""

    def _continuation(self, width: int, line_number: int, wrapped: int) -> StyleAndTextTuples:
        return [("class:prompt", "... ".rjust(width))]


def shortened(text: str, width: int) -> str:
    """The text in at most `width` columns, with an ellipsis where it was cut."""
    if get_cwidth(text) <= width:
        return text
    kept = ""
    for character in text:
        if get_cwidth(kept + character) >= width:
            break
        kept += character
    return kept + "…"


def _trouble(glance: Glance) -> str:
    place = say("session.at", place=glance.span[0] + 1) if glance.span else ""
    instead = say("session.instead", suggestion=glance.suggestion) if glance.suggestion else ""
    return f"{place}{glance.trouble}{instead}"


def _history(path: Path | None) -> History:
    """The history of the profile, or of this session only where nothing can be written."""
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


_COMMAND_START = re.compile(r"\\([A-Za-z]+)([^A-Za-z])$")
_SIGNS = {
    name: sign
    for name, (sign, _) in {**MACROS, **RELATIONS}.items()
    if name.isalpha() and len(sign) == 1 and name not in ("sum", "int", "prod", "bigcup", "bigcap", "partial", "nabla")
}


def _unicode(buffer: Buffer) -> None:
    r"""Once a command such as `\mu` is followed by another character, its sign stands there instead."""
    before = buffer.document.text_before_cursor
    found = _COMMAND_START.search(before[-24:])
    if found is None or found.group(1) not in _SIGNS:
        return
    after = found.group(2)
    buffer.delete_before_cursor(len(found.group()))
    buffer.insert_text(_SIGNS[found.group(1)] + ("" if after == " " else after), fire_event=False)


def _keys(line: InputLine) -> KeyBindings:
    keys = KeyBindings()

    @keys.add(Keys.Enter, filter=has_focus(DEFAULT_BUFFER))
    def accept(event: KeyPressEvent) -> None:
        """Send the line; where a bracket is open, go on in a new row, until a second Enter."""
        buffer = event.current_buffer
        row = buffer.document.current_line
        if row.strip() and line.is_open(buffer.text) and buffer.document.is_cursor_at_the_end:
            buffer.insert_text("\n")
            return
        buffer.text = buffer.text.rstrip("\n")
        buffer.validate_and_handle()

    @keys.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        """Take a paste, with any sort of line end; refuse a huge one."""
        data = event.data.replace("\r\n", "\n").replace("\r", "\n")
        if len(data) > LONGEST_PASTE:
            line.notice = say("session.too-long", count=len(data), limit=LONGEST_PASTE)
            return
        event.current_buffer.insert_text(data.rstrip("\n"))

    return keys


class _Words(Completer):
    """Commands at the start of the line; words of the language, declared names and signs elsewhere."""

    def __init__(self, scene: Callable[[], Scene]) -> None:
        self._scene = scene

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        before = document.text_before_cursor
        word = re.search(r"[\\/]?[A-Za-z_][A-Za-z0-9_]*$|[\\/]$", before)
        start = word.group() if word else ""
        at_start = not before[: len(before) - len(start)].strip()
        for text, meaning in self._candidates(start, at_start):
            yield Completion(text, -len(start), display_meta=meaning)

    def _candidates(self, start: str, at_start: bool) -> Iterable[tuple[str, str]]:
        if start.startswith("\\"):
            yield from ((sign, name) for name, sign in _SIGNS.items() if name.startswith(start[1:]))
            return
        if at_start:
            slash = "/" if start.startswith("/") else ""
            yield from (
                (slash + name, meaning) for name, meaning in HELP.items() if name.startswith(start.removeprefix("/"))
            )
        if start.startswith("/") or not start:
            return
        glimpser = self._scene().glimpser
        if glimpser is not None:
            for name, sort in glimpser.names.sorts.items():
                if name.startswith(start):
                    yield name, say("session.declared", sort=sort.value)
        yield from vocabulary.completions(start)


class _Colours(Lexer):
    """Colours from the tokens of the answer language, and a line under what cannot be read."""

    def __init__(self, scene: Callable[[], Scene]) -> None:
        self._scene = scene

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        text = document.text
        styles = self._styles(text)
        rows: list[StyleAndTextTuples] = [[]]
        for style, start, end in styles:
            for number, part in enumerate(text[start:end].split("\n")):
                if number:
                    rows.append([])
                if part:
                    rows[-1].append((style, part))
        return lambda number: rows[number] if number < len(rows) else []

    def _styles(self, text: str) -> list[tuple[str, int, int]]:
        """The whole text cut into stretches of one style."""
        meant = parse(text) if text.strip() else None
        if meant is None or not isinstance(meant, Answer):
            return [("class:command" if isinstance(meant, Command) else "", 0, len(text))]
        glimpser = self._scene().glimpser
        marks = _token_marks(text, glimpser.names if glimpser else Names())
        glance = glimpser.at(text) if glimpser else Glance()
        if glance.span and not (glance.unfinished or glance.at_end):
            start, end = glance.span
            marks = [mark for mark in marks if mark[2] <= start or mark[1] >= end]
            marks.append(("class:fault", start, max(end, start)))
        return _filled(sorted(marks, key=lambda mark: mark[1]), len(text))


def _token_marks(text: str, names: Names) -> list[tuple[str, int, int]]:
    from tutor.language.tokens import tokenize  # not needed before something is typed

    try:
        found = tokenize(text, names)
    except Fault:
        return []
    return [
        (f"class:{_CLASS_OF_TOKEN[token.type]}", token.start, token.end)
        for token in found
        if token.type in _CLASS_OF_TOKEN
    ]


def _filled(marks: list[tuple[str, int, int]], length: int) -> list[tuple[str, int, int]]:
    """The marks with the gaps between them filled, none overlapping."""
    filled: list[tuple[str, int, int]] = []
    place = 0
    for style, start, end in marks:
        if start < place:
            continue
        if place < start:
            filled.append(("", place, start))
        filled.append((style, start, end))
        place = end
    if place < length:
        filled.append(("", place, length))
    return filled
