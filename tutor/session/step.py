"""The one transition: `step(state, event)` is pure; clock, disk, screen and judge are behind the effects."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tutor.feedback.lines import Line, Lines, Role
from tutor.feedback.words import count, say
from tutor.session import answering, pages, walking
from tutor.session.commands import Answer, Calculation, Command, UnknownCommand, parse
from tutor.session.state import (
    Calculate,
    Edit,
    Ended,
    Happening,
    Interrupted,
    Judged,
    Leave,
    Opened,
    Phase,
    Probed,
    Say,
    State,
    Stepped,
    Typed,
    WriteNotes,
)


def step(state: State, event: Happening) -> Stepped:
    """The next state, and what is to be done, in order. After `Leave` nothing happens any more."""
    if state.phase is Phase.LEFT:
        return state, ()
    state = replace(state, now=event.at)
    match event:
        case Opened(_, place):
            return walking.opened(state, place)
        case Judged(_, ticket, judgement):
            return answering.judged(state, ticket, judgement)
        case Probed(_, ticket, diagnosis):
            return answering.probed(state, ticket, diagnosis)
        case Interrupted(_, ticket, by_learner):
            return answering.interrupted(state, ticket, by_learner=by_learner)
        case Ended():
            return _leave(state)
        case Typed(_, text):
            return _typed(state, text) if state.phase is not Phase.JUDGING else (state, ())


def _typed(state: State, text: str) -> Stepped:
    if not text.strip():
        return _empty(state)
    match parse(text):
        case Command(name, rest):
            if name != state.confirming:
                state = replace(state, confirming="")
            return _COMMANDS[name](state, rest)
        case Calculation(expression):
            if state.graded:
                return _saying(state, "calculator.off")
            return state, (Calculate(expression),)
        case UnknownCommand(word, nearest):
            hint = say("session.command.nearest", nearest=nearest) if nearest else ""
            return _saying(state, "command.unknown", word=word, nearest=hint)
        case Answer(answer):
            return answering.answer(state, answer)


def _empty(state: State) -> Stepped:
    """Enter goes on where nothing is asked, and repeats the question where something is."""
    if state.phase is Phase.RESTING:
        return walking.onward(state)
    return state, walking.shown(state) if state.phase is Phase.PREDICTING else (Say(walking.asking(state)),)


def _leave(state: State) -> Stepped:
    """Leave; inside a graded set with open parts only when asked twice."""
    still = walking.open_parts(state)
    if still and state.confirming != "quit":
        return replace(state, confirming="quit"), (_line("quit.confirm", count=count(still, "part")),)
    return replace(state, phase=Phase.LEFT), (Say(pages.farewell(state)), Leave())


def _notes(state: State, _: str) -> Stepped:
    text = pages.notes(state)
    return (state, (WriteNotes(text),)) if text else _saying(state, "notes.empty")


def _language(state: State, code: str) -> Stepped:
    """Texts in another language: the stop is shown again in it."""
    known = (*state.course.languages, "both")
    if code not in known:
        return _saying(state, "lang.unknown", language=code or "?", known=", ".join(known))
    state = replace(state, language=code)
    if state.item:
        state = replace(state, item=state.course.item(state.item.problem, state.item.variant, code))
    return state, (_line("lang", language=code), *walking.shown(state))


def _page(page: Callable[[State, str], Lines]) -> Callable[[State, str], Stepped]:
    return lambda state, rest: (state, (Say(page(state, rest)),))


def _line(key: str, **fill: object) -> Say:
    return Say((Line(say(f"session.{key}", **fill), Role.TEXT),))


def _saying(state: State, key: str, **fill: object) -> Stepped:
    return state, (_line(key, **fill),)


_COMMANDS: Mapping[str, Callable[[State, str], Stepped]] = {
    "hint": lambda state, _: answering.hint(state),
    "plot": answering.plot,
    "simulate": lambda state, _: answering.simulate(state),
    "why": lambda state, _: answering.why(state),
    "show": lambda state, _: answering.show(state),
    "skip": lambda state, _: answering.skip(state),
    "next": lambda state, _: answering.skip(state),
    "undo": lambda state, _: answering.undo(state),
    "back": lambda state, _: walking.back(state),
    "go": lambda state, rest: walking.go(state, rest) if rest else walking.resume(state),
    "review": lambda state, _: walking.review(state),
    "list": _page(pages.listing),
    "info": _page(lambda state, _: pages.info(state)),
    "term": _page(pages.term),
    "toolbox": _page(pages.toolbox),
    "help": _page(lambda _, rest: pages.help_page(rest)),
    "notes": _notes,
    "lang": _language,
    "edit": lambda state, _: (state, (Edit(),)),
    "quit": lambda state, _: _leave(state),
}
