"""Going from stop to stop: what is put before the learner, in which variant, and what comes after the end."""

from collections.abc import Iterator
from dataclasses import replace

from tutor.feedback.lines import Line, Lines, Role, prose
from tutor.feedback.words import count, say
from tutor.progress import Act, mastery
from tutor.session import reviewing
from tutor.session.course import Block, Item, Lesson, Part, Predict, Problem, Prose, Show, Stop, Theorem, stops
from tutor.session.notebook import is_finished, noted
from tutor.session.state import Draw, Effect, Phase, Plan, Save, Say, State, Stepped, Walk

WARM_UP = "warm-up"


def opened(state: State, place: str) -> Stepped:
    """The first screen: the place that was asked for, the place of last time, or the first run."""
    if place.startswith("review"):
        return review(state, everything=place.endswith("all"))
    if place:
        return go(state, place)
    if not state.record.events:
        lines = _welcome(state)
        state, effects = _start(state, _warm_up(state))
        return state, (Say(lines), *effects)
    return resume(state, greet=True)


def resume(state: State, *, greet: bool = False) -> Stepped:
    """Back to the last place in a lesson, or to the first lesson."""
    lesson_id, step = state.record.place or (WARM_UP, 0)
    plan = _plan(state, lesson_id)
    if plan is None:
        return _start(state, _lesson_plan(state.course.lessons(state.language)[0]))
    state, effects = _start(state, plan, min(step, len(plan.stops) - 1))
    greeting = Say((Line(say("session.resumed", place=place_of(state)), Role.QUIET, indent=0),))
    return state, (greeting, *effects) if greet else effects


def review(state: State, *, everything: bool = False) -> Stepped:
    """What is due; where nothing is, practice that changes no schedule; where nothing was seen, the course."""
    due = reviewing.queue(state, everything=everything)
    if due:
        return _start(state, Plan(Walk.REVIEW, tuple(Stop((Problem(problem),)) for problem in due)))
    practice = reviewing.practice(state)
    if not practice:
        state, effects = resume(state)
        return state, (_said("review.empty"), *effects)
    plan = Plan(Walk.PRACTICE, tuple(Stop((Problem(problem),)) for problem in practice))
    state, effects = _start(state, plan)
    return state, (_said("review.nothing"), *effects)


def go(state: State, place: str) -> Stepped:
    """To a lesson (2, or its id), to a problem of it (2.3), to a problem by its id, or into a graded set."""
    graded = state.course.sets(state.language).get(place)
    if graded:
        return _start(state, Plan(Walk.SET, stops(graded.items), lesson=place, title=graded.title))
    if place in state.course.heads(state.language):
        return _start(state, _plan_of(state, place), _first_stop(state, place))
    number, _, item = place.partition(".")
    lesson = next((one for one in state.course.lessons(state.language) if number in (str(one.number), one.id)), None)
    if lesson is None:
        return state, (_said("go.unknown", place=place),)
    if not item:
        return _start(state, _lesson_plan(lesson))
    at = _stop_of(lesson, int(item)) if item.isdecimal() else None
    if at is None:
        return state, (_said("go.unknown", place=place),)
    return _start(state, _lesson_plan(lesson), at)


def back(state: State) -> Stepped:
    """To the stop before."""
    if state.here == 0 or not state.plan.stops:
        return state, (_said("back.first"),)
    return present(state, state.here - 1)


def onward(state: State) -> Stepped:
    """To the next stop, or past the end to whatever comes next."""
    if state.here < len(state.plan.stops):
        return present(state, state.here + 1)
    if state.plan.walk is Walk.LESSON:
        following = [one for one in state.course.lessons(state.language) if one.number > state.plan.number]
        if not following:
            return review(state)
        return _start(state, _lesson_plan(following[0]))
    if state.plan.walk is Walk.WARM_UP:
        return _start(state, _lesson_plan(state.course.lessons(state.language)[0]))
    return resume(state)


def present(state: State, here: int) -> Stepped:
    """Put the stop `here` before the learner, and note that it was."""
    state = replace(state, here=here, item=None, part=0, last=None, waiting=None, confirming="", phase=Phase.RESTING)
    stop = state.stop
    if stop is None:
        return state, (Say(_ending(state)),)
    if stop.problem:
        item = state.course.item(stop.problem, _variant(state, stop), state.language)
        state = replace(state, item=item)
    state, saved = _started(state)
    state = replace(state, part=_first_open(state), phase=_phase(state))
    return state, (*saved, Say((Line(""), *_header(state), *_advice(state))), *shown(state))


def shown(state: State) -> tuple[Effect, ...]:
    """What stands at this stop, once more: its text, its pictures and its question."""
    stop = state.stop
    if stop is None:
        return (Say(_ending(state)),)
    effects: list[Effect] = []
    for block in stop.blocks:
        effects += _block(state, block)
    if not stop.problem and not stop.predicts:
        effects.append(_said("onward", role=Role.QUIET))
    return tuple(effects)


def place_of(state: State) -> str:
    """The place as a learner writes it: 2.3 in a lesson, w.1 in the warm-up, review 2."""
    if state.stop is None:
        return ""
    number = _ordinal(state)
    if state.plan.walk is Walk.LESSON:
        return f"{state.plan.number}.{number}" if number else f"{state.plan.number}"
    return f"w.{number}" if state.plan.walk is Walk.WARM_UP else f"{state.plan.walk.value} {number}"


def prompt(state: State) -> str:
    """What stands before the typed line; it cannot be taken for the shell's."""
    part = ""
    if state.item and len(state.item.parts) > 1:
        part = f" part {state.part + 1}"
    place = place_of(state)
    return f"ae {place}{part}> " if place else "ae> "


def dots(state: State) -> Line | None:
    """How well the first skill of what is asked is known."""
    part = state.asked
    if part is None or not part.skills:
        return None
    filled = mastery.dots(state.record.mastery.get(part.skills[0], mastery.START))
    name = skill_name(part.skills[0])
    return Line(
        say("session.skill", dots="●" * filled + "○" * (5 - filled), name=name),
        Role.QUIET,
        aloud=say("session.skill.aloud", filled=filled, name=name),
    )


def open_parts(state: State) -> int:
    """How many parts of the graded set have no answer yet; 0 outside of one."""
    if not state.graded:
        return 0
    items = (state.course.item(stop.problem or "", _variant(state, stop), state.language) for stop in state.plan.stops)
    return sum(not is_finished(state, item, part) for item in items for part in item.parts)


def skill_name(skill: str) -> str:
    """The short name of a skill, made of its id: ae_equality is "a.e. equality"."""
    return " ".join("a.e." if word == "ae" else word for word in skill.split("_"))


def asking(state: State) -> Lines:
    """The question of the part that is asked."""
    item, part = state.item, state.asked
    if item is None or part is None:
        return ()
    lines: list[Line] = []
    if len(item.parts) > 1:
        lines.append(Line(say("session.part", part=state.part + 1, count=len(item.parts)), Role.QUIET))
    lines += (replace(line, role=Role.ASK) for line in prose(part.ask))
    return (*lines, *choices(part))


def choices(part: Part) -> Iterator[Line]:
    """What there is to choose from: options with letters, everything else with numbers."""
    for name, texts in part.choices.items():
        for number, text in enumerate(texts):
            mark = chr(ord("A") + number) if name == "options" else str(number + 1)
            sign = say(f"session.choice.{name}", mark=mark)
            yield Line(f"{sign}  {text}", indent=4, aloud=f"{sign}: {text}")


def _said(key: str, *, role: Role = Role.TEXT, **fill: object) -> Say:
    return Say((Line(say(f"session.{key}", **fill), role),))


def _start(state: State, plan: Plan, here: int = 0) -> Stepped:
    return present(replace(state, plan=plan), max(0, here))


def _plan(state: State, lesson_id: str) -> Plan | None:
    if lesson_id == WARM_UP:
        return _warm_up(state)
    lesson = next((one for one in state.course.lessons(state.language) if one.id == lesson_id), None)
    return _lesson_plan(lesson) if lesson else None


def _warm_up(state: State) -> Plan:
    blocks = tuple(Problem(problem) for problem in state.course.warm_up)
    return Plan(Walk.WARM_UP, stops(blocks), lesson=WARM_UP)


def _lesson_plan(lesson: Lesson) -> Plan:
    return Plan(Walk.LESSON, lesson.stops, lesson.id, lesson.number, lesson.title)


def _plan_of(state: State, problem: str) -> Plan:
    """The lesson that holds the problem; a review of it alone where none does."""
    for lesson in state.course.lessons(state.language):
        if problem in lesson.problems:
            return _lesson_plan(lesson)
    return Plan(Walk.REVIEW, (Stop((Problem(problem),)),))


def _first_stop(state: State, problem: str) -> int:
    stops_there = _plan_of(state, problem).stops
    return next(at for at, stop in enumerate(stops_there) if stop.problem == problem)


def _stop_of(lesson: Lesson, number: int) -> int | None:
    asked = [at for at, stop in enumerate(lesson.stops) if stop.problem]
    return asked[number - 1] if 0 < number <= len(asked) else None


def _ordinal(state: State) -> int:
    """Which problem of the plan this is, from 1; 0 before the first."""
    return sum(1 for stop in state.plan.stops[: state.here + 1] if stop.problem)


def _variant(state: State, stop: Stop) -> int:
    """The variant a set names; in a lesson the one begun there; in a review the one that was finished least often."""
    problem, last_block = stop.problem or "", stop.blocks[-1]
    if isinstance(last_block, Problem) and last_block.variant is not None:
        return last_block.variant
    count_of = state.course.heads(state.language)[problem].variants
    last: int | None = None
    finished = dict.fromkeys(range(count_of), 0)
    for event in state.record.standing():
        if event.problem == problem and event.variant in finished and event.act is not Act.STARTED:
            last = event.variant
            finished[event.variant] += event.verdict == "correct" or event.act is Act.SHOWN
    if state.plan.walk in (Walk.REVIEW, Walk.PRACTICE):
        return min(finished, key=lambda variant: (finished[variant], variant))
    return last or 0


def _started(state: State) -> tuple[State, tuple[Save, ...]]:
    """Note where the learner is, unless that is known; a review asks its item afresh."""
    if state.plan.lesson and (state.record.place or (WARM_UP, 0)) == (state.plan.lesson, state.here):
        return state, ()
    item = {"problem": state.item.problem, "variant": state.item.variant} if state.item else {}
    state, saved = noted(state, Act.STARTED, lesson=state.plan.lesson, step=state.here, **item)
    return state, (saved,)


def _first_open(state: State) -> int:
    """The first part that is not finished; the last one where all are."""
    if state.item is None:
        return 0
    parts = state.item.parts
    still = (at for at, part in enumerate(parts) if not is_finished(state, state.item, part))
    return next(still, len(parts) - 1)


def _phase(state: State) -> Phase:
    if state.item is None:
        return Phase.PREDICTING if state.stop and state.stop.predicts else Phase.RESTING
    finished = all(is_finished(state, state.item, part) for part in state.item.parts)
    return Phase.RESTING if finished else Phase.ASKING


def _header(state: State) -> Lines:
    problems = [stop for stop in state.plan.stops if stop.problem]
    step, of = (_ordinal(state), len(problems)) if state.item else (state.here + 1, len(state.plan.stops))
    fill = {"number": state.plan.number, "title": state.plan.title, "step": step, "count": of}
    key = "lesson.text" if state.plan.walk is Walk.LESSON and not state.item else state.plan.walk.value
    line = say(f"session.{key}", **fill)
    skill = dots(state)
    if skill is None or state.graded:
        return (Line(line, Role.TITLE, indent=0),)
    return (Line(f"{line} · {skill.text}", Role.TITLE, indent=0, aloud=f"{line}. {skill.aloud}"),)


def _advice(state: State) -> Lines:
    """Before the first stop of a lesson: what it builds on, where that is not solved yet. Advice, not a wall."""
    if state.plan.walk is not Walk.LESSON or state.here:
        return ()
    lessons = {one.id: one for one in state.course.lessons(state.language)}
    solved = {problem for problem, _ in state.record.solved()}
    needs = [
        lessons[one].title
        for one in lessons[state.plan.lesson].after
        if one in lessons and not solved.issuperset(lessons[one].problems)
    ]
    return (Line(say("session.locked", needs=", ".join(needs)), Role.QUIET),) if needs else ()


def _block(state: State, block: Block) -> Iterator[Effect]:
    match block:
        case Prose(text):
            yield Say((*prose(text), Line("")))
        case Theorem(title, text):
            yield Say((Line(say("session.theorem", title=title), Role.TITLE), *prose(text)))
        case Predict(ask):
            yield Say((Line(say("session.predict", ask=ask), Role.ASK),))
        case Show(source, words):
            yield Draw(source=source, words=words)
        case Problem() if state.item is not None:
            yield Say(_question(state, state.item))


def _question(state: State, item: Item) -> Lines:
    lines: list[Line] = []
    lines += (replace(line, role=Role.ASK) for line in prose(item.ask))
    lines += asking(state)
    tally = state.record.tally(item.problem, item.variant, item.parts[0].id)
    if tally.content and tally.content != item.content:
        lines.append(Line(say("session.revised"), Role.QUIET))
    if state.phase is Phase.RESTING:
        lines.append(Line(say("session.recorded-before" if state.graded else "session.solved-before"), Role.QUIET))
    return tuple(lines)


def _welcome(state: State) -> Lines:
    from tutor import __version__

    lessons = count(len(state.course.lessons(state.language)), "lesson")
    problems = count(len(state.course.heads(state.language)), "problem")
    return (
        Line(say("session.welcome", version=__version__), Role.TITLE, indent=0),
        Line(say("session.welcome.content", lessons=lessons, problems=problems, path=state.path), indent=0),
        Line(say("session.welcome.keys"), Role.QUIET, indent=0),
    )


def _ending(state: State) -> Lines:
    lessons = state.course.lessons(state.language)
    if state.plan.walk is Walk.LESSON and state.plan.number == lessons[-1].number:
        return (Line(say("session.finished.course"), Role.TITLE),)
    walk = Walk.REVIEW if state.plan.walk is Walk.PRACTICE else state.plan.walk
    return (Line(say(f"session.finished.{walk.value}", number=state.plan.number), Role.TITLE),)
