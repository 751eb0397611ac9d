"""One sitting of one learner: the real clock, disk, screen and judge are plugged into the loop here."""

import gc
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from tutor.app import places
from tutor.app.settings import Settings, read_settings
from tutor.content.bank import shipped_root
from tutor.content.library import load_library
from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.words import say
from tutor.kinds import Judgement, Question, kinds
from tutor.progress import Journal, Record, Store, Unusable, transfer
from tutor.session import Course, Draw, Simulate, State
from tutor.session.catalogue import Catalogue
from tutor.session.pages import status
from tutor.session.walking import prompt
from tutor.terminal.glance import Glimpser
from tutor.terminal.line import InputLine, Scene
from tutor.terminal.loop import Loop, NoJudge, Ports
from tutor.terminal.paint import Look, paint
from tutor.terminal.plain import PlainLine

if TYPE_CHECKING:
    from tutor.simulation import Nothing, Simulation
    from tutor.worker.handle import Worker


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for; None leaves it to the settings."""

    plain: bool = False
    profile: str | None = None
    language: str | None = None
    log: Path | None = None


def sit(place: str, wishes: Wishes) -> None:
    """Go through one session of the shipped course, from where `place` says ("" resumes)."""
    library = load_library((shipped_root(),), places.cache_folder())
    for fault in library.faults:
        print(fault, file=sys.stderr)
    if not library.bank.problems:
        raise SystemExit(1)
    with Desk() as desk:
        hold(Catalogue(library.bank), desk, place, wishes)


def hold(course: Course, desk: "Desk", place: str, wishes: Wishes) -> None:
    """Go through one session of this course, with this judge."""
    settings, faults = read_settings(places.settings_file())
    colour = settings.colour and not os.environ.get("NO_COLOR")
    screen = Screen(_is_plain(wishes, settings), colour=colour, log=wishes.log)
    screen.show(tuple(Line(fault, Role.PUZZLED, indent=0) for fault in faults))
    path = places.progress_file(wishes.profile or settings.profile)
    journal, record, trouble = _open(path)
    screen.show(trouble)
    language = wishes.language or settings.lang
    state = State(course, record, os.urandom(6).hex(), now(), language, places.shown(path))
    gc.freeze()
    gc.enable()
    Loop(state, _ports(screen, journal, desk, settings, path)).run(place)
    screen.show(_left_over(journal, path))
    journal.close()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class Screen:
    """Standard output: paints lines for it, and writes the transcript where one is wanted."""

    def __init__(self, plain: bool, *, colour: bool, log: Path | None = None) -> None:
        self.plain, self._colour, self._log = plain, colour, log
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")

    @property
    def look(self) -> Look:
        """How to paint now: the window may have changed its size."""
        try:
            width = os.get_terminal_size(sys.stdout.fileno()).columns or shutil.get_terminal_size().columns
        except (OSError, ValueError):
            width = shutil.get_terminal_size().columns
        return Look(width, self._colour and not self.plain, self.plain)

    def show(self, lines: Lines) -> None:
        """Write the lines."""
        if not lines:
            return
        sys.stdout.write(paint(lines, self.look))
        sys.stdout.flush()
        self.log(paint(lines, Look(80, colour=False)))

    def log(self, text: str) -> None:
        """Add to the transcript. Losing it is no reason to stop."""
        if self._log is None:
            return
        try:
            with self._log.open("a", encoding="utf-8") as stream:
                stream.write(text)
        except OSError:
            self._log = None


class Desk:
    """The judge of this sitting: its process starts in the background and is ended with the sitting."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._starting = Thread(target=self._start, daemon=True)

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        if self._starting.ident is not None:
            self._starting.join()
        if self._worker is not None:
            self._worker.close()

    def start(self) -> None:
        """Start judge and readers in the background, once; the first prompt does not wait for them."""
        if self._starting.ident is None:
            self._starting.start()

    def judge(self, question: Question, answer: str) -> Judgement:
        """The judgement. Raises NoJudge and QuestionFault; Ctrl-C stops the process, the next answer has another."""
        from tutor.worker.process import CannotStart

        try:
            return self._ready().judge(question, answer)
        except CannotStart as reason:
            raise NoJudge(str(reason)) from reason

    def simulate(self, wanted: Simulate) -> "Simulation | Nothing":
        """A simulation about the answer, or why there is none. Raises as `judge` does."""
        from tutor.worker.process import CannotStart

        question, answer = wanted.part.question, wanted.answer
        try:
            return self._ready().simulate(question, answer, reveal=wanted.reveal, verdict=wanted.verdict)
        except CannotStart as reason:
            raise NoJudge(str(reason)) from reason

    def _ready(self) -> "Worker":
        self.start()
        self._starting.join()
        if self._worker is None:
            raise NoJudge("the process did not start")
        return self._worker

    def _start(self) -> None:
        from tutor.worker.handle import Worker
        from tutor.worker.process import CannotStart

        worker = Worker()
        try:
            worker.start()
        except CannotStart:
            return
        self._worker = worker
        kinds()  # the toolbar reads along; loaded now, its first key need not wait


def _ports(screen: Screen, journal: Journal, desk: Desk, settings: Settings, path: Path) -> Ports:
    read = _reader(screen, settings, path.with_suffix(".history"), desk)
    return Ports(
        read=read,
        show=screen.show,
        judge=desk.judge,
        journal=journal,
        now=now,
        calculate=_calculate,
        draw=lambda wanted: _draw(wanted, screen.look),
        simulate=lambda wanted: _simulate(wanted, desk, screen.look),
        write_notes=lambda text: _write_notes(text, path),
        edit=_edit,
    )


def _reader(screen: Screen, settings: Settings, history: Path, desk: Desk) -> Callable[[State], str]:
    """Reads a line in the state of the session."""
    line: InputLine | PlainLine
    if screen.plain:
        line = PlainLine()
    else:
        line = InputLine(history, vi=settings.keys == "vi", colour=screen.look.colour, ready=desk.start)
    glimpser: Glimpser | None = None

    def read(state: State) -> str:
        nonlocal glimpser
        question = state.asked.question if state.asked else None
        if glimpser is None or glimpser.question is not question:
            glimpser = Glimpser(question) if question else None
        scene = Scene(prompt(state), status(state), glimpser)
        text = line.read(scene)
        screen.log(f"{scene.prompt}{text}\n")
        return text

    return read


def _is_plain(wishes: Wishes, settings: Settings) -> bool:
    """Plain when asked for, on a dumb terminal, and when either end is no terminal."""
    dumb = os.environ.get("TERM", "") in ("", "dumb")
    return wishes.plain or settings.plain or dumb or not (sys.stdin.isatty() and sys.stdout.isatty())


def _open(path: Path) -> tuple[Journal, Record, Lines]:
    """The progress file, or an empty record that is not saved and the reason why."""
    try:
        store = Store.open(path)
        return Journal(store), Record.of(store.events()), ()
    except Unusable as problem:
        sentence = say(f"store.{problem.why}", path=places.shown(path), detail=problem.detail)
        return Journal(None), Record(), (Line(sentence, Role.PUZZLED, indent=0),)


def _left_over(journal: Journal, path: Path) -> Lines:
    """What could not be saved is written beside the system's other temporary files, ready to be imported."""
    if not journal.waiting:
        return ()
    import tempfile

    count = len(journal.waiting)
    try:
        handle, rescue = tempfile.mkstemp(prefix="ae-progress-", suffix=".jsonl")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in transfer.to_lines(journal.waiting))
    except OSError:
        return (Line(say("store.unsaved.lost", count=count), Role.PUZZLED, indent=0),)
    return (Line(say("store.unsaved", count=count, path=places.shown(path), rescue=rescue), Role.PUZZLED, indent=0),)


def _calculate(expression: str) -> Lines:
    from tutor.feedback.calculator import calculate

    return calculate(expression)


def _draw(wanted: Draw, look: Look) -> Lines:
    from tutor.feedback import plots

    columns = 60 if look.width >= 76 else 30
    if wanted.source:
        return _draw_for_lesson(wanted, columns, look.plain)
    if wanted.part is None:
        return ()
    key = wanted.part.key if wanted.reveal else ""
    picture = plots.of_answer(wanted.part.question, wanted.answer, key, columns)
    if picture is None:
        return (Line(say("picture.nothing" if not wanted.answer else "picture.not-plotted"), Role.PUZZLED),)
    saved = plots.save(picture, Path(wanted.save).expanduser()) if wanted.save else ()
    return (*picture.drawn(plain=look.plain), *saved)


def _simulate(wanted: Simulate, desk: Desk, look: Look) -> Lines:
    from tutor.feedback.simulations import tell

    return tell(desk.simulate(wanted), 60 if look.width >= 76 else 30, plain=look.plain)


def _draw_for_lesson(wanted: Draw, columns: int, plain: bool) -> Lines:
    """A picture or an experiment that a lesson names, and what its author says it shows."""
    from tutor.feedback import plots

    picture = plots.of_source(wanted.source, columns)
    words = (Line(say("picture.in-words", words=wanted.words)),) if wanted.words else ()
    if picture is not None:
        rows = tuple(line for line in picture.drawn(plain=plain) if line.role is not Role.TEXT or not words)
        return (*words, *rows) if plain else (*rows, *words)
    from tutor.feedback.samples import sample

    found = sample(wanted.source)
    drawn = found.drawn(columns, plain=plain) if found else ()
    return (*drawn, *(Line(line.text.partition(": ")[2]) for line in words)) if drawn else words


def _write_notes(text: str, path: Path) -> Lines:
    target = path.with_name(f"{path.stem}-notes.md")
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        return (Line(say("session.notes.failed", path=places.shown(target), reason=reason), Role.PUZZLED),)
    return (Line(say("session.notes.written", path=places.shown(target))),)


def _edit() -> str:
    """What is written in the editor; "" where it was left empty or there is none."""
    import click

    try:
        return (click.edit("", extension=".txt", require_save=True) or "").strip()
    except click.ClickException:
        return ""
