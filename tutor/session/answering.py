"""Answers and what belongs to them: tries, verdicts, hints, solutions, undo."""

from dataclasses import replace

from tutor.feedback.compose import Known, compose
from tutor.feedback.diagnose import suspicions
from tutor.feedback.explain import explain
from tutor.feedback.lines import Line, Lines, Role, prose
from tutor.feedback.reading import read_as
from tutor.feedback.words import say
from tutor.judge.verdicts import GaveUp, Verdict
from tutor.kinds import Judgement
from tutor.progress import Act, Event
from tutor.session import walking
from tutor.session.course import Item, Part, Predict
from tutor.session.notebook import RECORDED, about, is_finished, noted
from tutor.session.state import (
    Draw,
    Effect,
    Judge,
    Phase,
    Probe,
    Say,
    Simulate,
    State,
    Stepped,
    Verdicted,
    Waiting,
    Walk,
)

LONGEST = 10_000
"""Characters of an answer that are sent to the judge at all."""
KEPT = 2_000
"""Characters of an answer that are written into the record."""


def answer(state: State, text: str) -> Stepped:
    """Send the answer to the judge; an answer never costs anything before its verdict is saved."""
    if state.phase is Phase.PREDICTING:
        return _predicted(state)
    item, part = state.item, state.asked
    if item is None or part is None:
        return state, (_said("empty.answer"),)
    if len(text) > LONGEST:
        return state, (_said("too-long", role=Role.PUZZLED, count=len(text), limit=LONGEST),)
    ticket = state.serial
    waiting = Waiting(ticket, text, playing=is_finished(state, item, part))
    judging = replace(state, phase=Phase.JUDGING, waiting=waiting, serial=ticket + 1, confirming="")
    return judging, (Judge(ticket, part.question, text),)


def judged(state: State, ticket: int, judgement: Judgement) -> Stepped:
    """Save the attempt; then say the verdict, or first look for what exactly is wrong."""
    waiting, item, part = state.waiting, state.item, state.asked
    if waiting is None or waiting.ticket != ticket or item is None or part is None:
        return state, ()
    state, saved = noted(
        state,
        Act.ATTEMPTED,
        **about(state, item, part),
        answer=waiting.answer[:KEPT],
        verdict=RECORDED if state.graded and _was_read(judgement) else judgement.verdict.value,
        note="" if state.graded else _note(judgement),
    )
    found = () if state.graded else suspicions(part.question, waiting.answer, judgement)
    if found:
        return replace(state, waiting=replace(waiting, judgement=judgement)), (saved, Probe(ticket, found))
    state, effects = _concluded(state, waiting.answer, judgement, "")
    return state, (saved, *effects)


def probed(state: State, ticket: int, diagnosis: str) -> Stepped:
    """The verdict, with the diagnosis that was proved, if any."""
    waiting = state.waiting
    if waiting is None or waiting.ticket != ticket or waiting.judgement is None:
        return state, ()
    return _concluded(state, waiting.answer, waiting.judgement, diagnosis)


def interrupted(state: State, ticket: int, *, by_learner: bool) -> Stepped:
    """Back to the question. Where the verdict was already saved, it is said without a diagnosis."""
    waiting = state.waiting
    if waiting is None or waiting.ticket != ticket:
        return state, ()
    if waiting.judgement is not None:
        return _concluded(state, waiting.answer, waiting.judgement, "")
    back = replace(state, waiting=None, phase=_phase(state))
    return back, (_said("interrupted" if by_learner else "restarted", role=Role.PUZZLED),)


def hint(state: State) -> Stepped:
    """The next hint, counted; after the last one, the last one again."""
    item, part = state.item, state.asked
    if state.graded:
        return state, (_said("hint.off"),)
    if item is None or part is None or not part.hints:
        return state, (_said("hint.none"),)
    used = state.record.tally(item.problem, item.variant, part.id).hints
    number = min(used, len(part.hints) - 1)
    sentence = say("session.hint", number=number + 1, count=len(part.hints), hint=part.hints[number])
    lines = [Line(sentence, Role.HINT)]
    if number == len(part.hints) - 1:
        lines.append(Line(say("session.hint.last"), Role.QUIET))
    if used > number or is_finished(state, item, part):
        return state, (Say(tuple(lines)),)
    state, saved = noted(state, Act.HINTED, **about(state, item, part))
    return state, (saved, Say(tuple(lines)))


def show(state: State) -> Stepped:
    """The solution: at once for a solved part, after one confirmation for another, which then counts as shown."""
    item, part = state.item, state.asked
    if item is None or part is None or state.graded:
        return state, (_said("show.nothing"),)
    if is_finished(state, item, part):
        return state, (Say(_solution(state, item, part)),)
    if state.confirming != "show":
        return replace(state, confirming="show"), (_said("show.confirm"),)
    state, saved = noted(state, Act.SHOWN, **about(state, item, part))
    state, effects = _finished(state, item)
    lines = (*_solution(state, item, part), Line(say("session.shown"), Role.QUIET))
    return state, (saved, Say(lines), *effects)


def skip(state: State) -> Stepped:
    """Go on in any case; what is unfinished waits in the reviews."""
    item, part = state.item, state.asked
    if item is None or part is None or all(is_finished(state, item, one) for one in item.parts):
        return walking.onward(state)
    state, saved = noted(state, Act.SKIPPED, **about(state, item, part))
    state, effects = walking.onward(state)
    return state, (saved, _said("skipped", role=Role.QUIET), *effects)


def undo(state: State) -> Stepped:
    """Take back the last attempt at this item, and ask its part again."""
    if state.graded:
        return state, (_said("undo.off"),)
    item, target = state.item, _last_attempt(state)
    if item is None or target is None:
        return state, (_said("undo.none"),)
    state, saved = noted(state, Act.UNDONE, note=target.uid)
    at = next(number for number, part in enumerate(item.parts) if part.id == target.part)
    state = replace(state, part=at, last=None, phase=Phase.ASKING, confirming="")
    return state, (saved, _said("undo", answer=target.answer), Say(walking.asking(state)))


def why(state: State) -> Stepped:
    """The evidence for the last verdict."""
    if state.graded:
        return state, (Say((Line(say("evidence.hidden")),)),)
    if state.last is None:
        return state, (Say((Line(say("evidence.nothing")),)),)
    kind = state.asked.question.kind if state.asked else ""
    return state, (Say(explain(state.last.judgement, state.last.answer, kind)),)


def plot(state: State, rest: str) -> Stepped:
    """A picture of the last answer that could be read, against public data; with the key once it is solved."""
    item, part = state.item, state.asked
    if item is None or part is None:
        return state, (_said("empty.answer"),)
    typed = state.last.answer if state.last and state.last.judgement.read_as else ""
    reveal = is_finished(state, item, part) and not state.graded
    return state, (Draw(typed, part, reveal, save=rest.removeprefix("--save").strip()),)


def simulate(state: State) -> Stepped:
    """Samples and tables about the last answer that could be read; with the key once it is solved."""
    item, part = state.item, state.asked
    if state.graded:
        return state, (_said("simulate.off"),)
    if item is None or part is None or state.last is None:
        return state, (_said("simulate.nothing"),)
    reveal = is_finished(state, item, part)
    return state, (Simulate(state.last.answer, part, state.last.judgement.verdict, reveal),)


def _predicted(state: State) -> Stepped:
    """A prediction is not judged: what the author has to say to it is said, and Enter goes on."""
    last = state.stop.blocks[-1] if state.stop else None
    told = prose(last.say) if isinstance(last, Predict) else ()
    lines = (Line(say("session.predict.noted"), Role.QUIET), *told, Line(say("session.onward"), Role.QUIET))
    return replace(state, phase=Phase.RESTING), (Say(lines),)


def _concluded(state: State, typed: str, judgement: Judgement, diagnosis: str) -> Stepped:
    """Say the verdict and what is asked now."""
    item, part = state.item, state.asked
    if item is None or part is None:
        return state, ()
    mistake = part.mistakes.get(judgement.mistake or "", "") or _otherwise(part, judgement)
    lines = (
        *read_as(part.question, judgement.read_as),
        *compose(judgement, typed, Known(mistake, diagnosis, state.graded, part.question.kind)),
    )
    playing = state.waiting is not None and state.waiting.playing
    state = replace(state, waiting=None, phase=_phase(state))
    if _was_read(judgement):
        state = replace(state, last=Verdicted(typed, judgement))
    if judgement.verdict is not Verdict.CORRECT and not (state.graded and _was_read(judgement)):
        more = (_ways_out(state),) if judgement.verdict is Verdict.INCORRECT else ()
        return state, (Say((*lines, *more)),)
    if playing:
        return state, (Say((*lines, _next(state))),)
    state, effects = _finished(state, item)
    return state, (Say(lines), *effects)


def _otherwise(part: Part, judgement: Judgement) -> str:
    """What the author says to the first claim that fails; a single claim has no label."""
    failed = (label for label, ruling in judgement.rulings if ruling.verdict is Verdict.INCORRECT)
    alone = next(iter(part.otherwise.values()), "") if len(part.otherwise) == 1 else ""
    return next((part.otherwise.get(label, "") or ("" if label else alone) for label in failed), "")


def _was_read(judgement: Judgement) -> bool:
    return judgement.verdict not in (Verdict.UNREADABLE, Verdict.MISFIT)


def _finished(state: State, item: Item) -> Stepped:
    """After a part is done: the next open part, or the end of the item."""
    still = [at for at, part in enumerate(item.parts) if not is_finished(state, item, part)]
    if still:
        state = replace(state, part=still[0], phase=Phase.ASKING, confirming="", last=None)
        return state, (Say(walking.asking(state)),)
    state = replace(state, phase=Phase.RESTING, confirming="")
    lines: list[Line] = []
    if item.why and not state.graded:
        lines.append(Line(say("session.why", why=item.why)))
    skill = walking.dots(state)
    due = _due(state)
    if skill and not state.graded and state.plan.walk is not Walk.PRACTICE:
        lines.append(replace(skill, text=f"{skill.text}{due}", aloud=f"{skill.aloud}{due}"))
    return state, (Say((*lines, _next(state))),)


def _due(state: State) -> str:
    """When the first skill of this part comes back, in words."""
    part = state.asked
    card = state.record.cards.get(part.skills[0]) if part and part.skills else None
    if card is None:
        return ""
    days = max(0, (card.due.astimezone().date() - state.now.astimezone().date()).days)
    return say("session.due-in", days=say("session.tomorrow") if days <= 1 else say("session.in-days", days=days))


def _phase(state: State) -> Phase:
    """Whether something is still asked at this item."""
    item = state.item
    if item is None or all(is_finished(state, item, part) for part in item.parts):
        return Phase.RESTING
    return Phase.ASKING


def _next(state: State) -> Line:
    if state.graded:
        return Line(say("session.next.graded"), Role.QUIET)
    return Line(say("session.next"), Role.QUIET, aloud=say("session.next.aloud"))


def _ways_out(state: State) -> Line:
    return Line(say("session.ways-out"), Role.QUIET, aloud=say("session.ways-out.aloud"))


def _solution(state: State, item: Item, part: Part) -> Lines:
    """An answer that is right; and the worked solution, once no part is open that it would give away."""
    lines = [Line(say("session.solution"), Role.TITLE)]
    if part.key:
        lines.append(Line(say("session.solution.key", key=part.key)))
    others = [one for one in item.parts if one is not part and not is_finished(state, item, one)]
    if item.solution and not others:
        lines += prose(item.solution)
    return tuple(lines)


def _last_attempt(state: State) -> Event | None:
    """The last attempt at this item that stands, since it was last started afresh."""
    item = state.item
    if item is None:
        return None
    for event in reversed(tuple(state.record.standing())):
        if (event.problem, event.variant) == (item.problem, item.variant):
            if event.act in (Act.ATTEMPTED, Act.SHOWN):
                return event
            if event.act is Act.STARTED and not event.lesson:
                return None
    return None


def _note(judgement: Judgement) -> str:
    """What the author wants to know: the mistake that matched, or what was tried in vain."""
    if judgement.mistake:
        return judgement.mistake
    if judgement.fault:
        return judgement.fault.kind
    tried = [ruling.evidence.tried for _, ruling in judgement.rulings if isinstance(ruling.evidence, GaveUp)]
    return "; ".join(reason for reasons in tried for reason in reasons)[:KEPT]


def _said(key: str, *, role: Role = Role.TEXT, **fill: object) -> Effect:
    return Say((Line(say(f"session.{key}", **fill), role),))
