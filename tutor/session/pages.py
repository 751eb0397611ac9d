"""Pages that answer a command and change nothing: list, info, help, toolbox, terms, notes; and the status line."""

from collections.abc import Iterator

from tutor.feedback.lines import Line, Lines, Role, prose
from tutor.feedback.words import HELP, HELP_ENDING, count, say
from tutor.progress import Act, schedule
from tutor.session import walking
from tutor.session.course import Head, Lesson, Theorem
from tutor.session.state import State

_MARKS = {"solved": "●", "shown": "◐", "tried": "◔", "skipped": "○", "new": "○", "due": "◇"}


def help_page(rest: str) -> Lines:
    """All commands, or one."""
    rows = {rest: HELP[rest]} if rest in HELP else HELP
    lines = [Line(f"{name:<9}{meaning}", aloud=f"{name}: {meaning}") for name, meaning in rows.items()]
    if rest not in HELP:
        lines += [Line(ending, Role.QUIET) for ending in HELP_ENDING]
    return tuple(lines)


def listing(state: State, query: str) -> Lines:
    """The lessons; with a query, the items that match it: a lesson's number, `due`, `todo`, `done`, or a word."""
    lessons = state.course.lessons(state.language)
    if not query:
        return tuple(line for lesson in lessons for line in _lesson(state, lesson))
    states, heads = _states(state), state.course.heads(state.language)
    places = {
        problem: f"{lesson.number}.{number}"
        for lesson in lessons
        for number, problem in enumerate(lesson.problems, start=1)
        if problem in heads
    }
    lines = [
        _entry(place, heads[problem].title, states.get(problem, "new"))
        for problem, place in (places | {problem: problem for problem in heads if problem not in places}).items()
        if _matches(state, query.lower(), place, heads[problem], states.get(problem, "new"))
    ]
    return tuple(lines) or (Line(say("session.list.none", query=query)),)


def info(state: State) -> Lines:
    """About the item: title, reason, skills, difficulty, tries, source."""
    item, part = state.item, state.asked
    if item is None or part is None:
        return (Line(say("session.list.head", **_totals(state))),)
    names = state.course.skill_names(state.language)
    tally = state.record.tally(item.problem, item.variant, part.id)
    lines = [
        Line(item.title, Role.TITLE),
        Line(say("session.info.skills", skills=", ".join(names.get(skill, skill) for skill in part.skills))),
        Line(say("session.info.difficulty", difficulty=item.difficulty)),
        Line(say("session.info.tries", tries=tally.tries, hints=tally.hints)),
    ]
    if item.why:
        lines.append(Line(say("session.why", why=item.why)))
    if item.source:
        lines.append(Line(say("session.info.source", source=item.source), Role.QUIET))
    return tuple(lines)


def toolbox(state: State, query: str) -> Lines:
    """The theorem cards of the lessons, as far as they were reached; one card in full where its title is named."""
    cards = tuple(_cards(state))
    if not cards:
        return (Line(say("session.toolbox.empty")),)
    chosen = [card for card in cards if query.lower() in card.title.lower()] if query else []
    if len(chosen) == 1:
        return (Line(chosen[0].title, Role.TITLE), *prose(chosen[0].text))
    return tuple(Line(card.title) for card in chosen or cards)


def term(state: State, query: str) -> Lines:
    """The entry of the glossary for a word, in whatever case of letters."""
    terms = state.course.terms(state.language)
    found = [(word, meaning) for word, meaning in terms.items() if query.lower() in word.lower()] if query else []
    if not found:
        return (Line(say("session.term.unknown", word=query, known=", ".join(sorted(terms)))),)
    return tuple(Line(say("session.term", term=word, meaning=meaning)) for word, meaning in found)


def notes(state: State) -> str:
    """What was solved, with the learner's own answers and the solutions, as Markdown; "" where nothing was."""
    answers: dict[str, dict[str, tuple[int, str]]] = {}
    for event in state.record.standing():
        if event.act is Act.ATTEMPTED and event.verdict == "correct":
            answers.setdefault(event.problem, {})[event.part] = (event.variant, event.answer)
    known = state.course.heads(state.language)
    pages = [_note(state, problem, parts) for problem, parts in answers.items() if problem in known]
    return "\n".join(["# Notes", "", *pages]) if pages else ""


def farewell(state: State) -> Lines:
    """What was done today and what tomorrow brings."""
    today = state.now.astimezone().date()
    solved = {
        (event.problem, event.variant, event.part)
        for event in state.record.standing()
        if event.verdict == "correct" and event.at.astimezone().date() == today
    }
    tomorrow = [card for card in state.record.cards.values() if (card.due.astimezone().date() - today).days <= 1]
    review = (
        say("session.bye.review", count=count(len(tomorrow), "skill")) if tomorrow else say("session.bye.no-review")
    )
    return (Line(say("session.bye", solved=len(solved), review=review), Role.QUIET, indent=0),)


def status(state: State) -> str:
    """Where the learner is, how far, and what can be pressed: the line at the bottom."""
    place = walking.place_of(state)
    total = sum(1 for stop in state.plan.stops if stop.problem)
    due = len(schedule.due(state.record.cards, state.now))
    parts = [
        f"{place} of {total}" if place else "",
        say(f"session.status.{state.phase.value}"),
        say("session.status.due", count=due) if due else "",
        state.plan.title,
    ]
    return " · ".join(part for part in parts if part)


def _lesson(state: State, lesson: Lesson) -> Iterator[Line]:
    solved = {problem for problem, _ in state.record.solved()}
    done = sum(1 for problem in lesson.problems if problem in solved)
    head = say("session.list.lesson", number=lesson.number, title=lesson.title)
    progress = say("session.list.head", done=done, count=len(lesson.problems))
    yield Line(f"{head}  ({progress})", aloud=f"{head}: {progress}")


def _states(state: State) -> dict[str, str]:
    """How each problem that was touched stands, by its latest and best."""
    due = set(schedule.due(state.record.cards, state.now))
    waiting = set(state.record.to_review())
    found: dict[str, str] = {}
    for (problem, _, _), tally in state.record.tallies.items():
        if tally.tries or tally.shown:
            found[problem] = "shown" if tally.shown else "tried"
    found |= dict.fromkeys(waiting, "skipped")
    for problem, _ in state.record.solved():
        head = state.course.heads(state.language).get(problem)
        found[problem] = "due" if head and due.intersection(head.skills) else "solved"
    return found


def _matches(state: State, query: str, place: str, head: Head, standing: str) -> bool:
    if query.isdigit():
        return place.partition(".")[0] == query
    special = {"due": {"due", "skipped"}, "todo": {"new", "tried", "skipped", "shown"}, "done": {"solved", "due"}}
    if query in special:
        return standing in special[query]
    names = state.course.skill_names(state.language)
    text = " ".join((head.problem, head.title, *head.skills, *(names.get(skill, "") for skill in head.skills)))
    return all(word in text.lower() for word in query.split())


def _entry(place: str, title: str, standing: str) -> Line:
    shown = say(f"session.state.{standing}")
    text = say("session.list.item", mark=_MARKS[standing], place=f"{place:<5}", title=title, state=shown)
    return Line(text, aloud=say("session.list.item.aloud", place=place, title=title, state=shown))


def _totals(state: State) -> dict[str, int]:
    heads = state.course.heads(state.language)
    solved = {problem for problem, _ in state.record.solved()}
    return {"done": sum(1 for problem in heads if problem in solved), "count": len(heads)}


def _cards(state: State) -> Iterator[Theorem]:
    reached: dict[str, int] = {}
    for event in state.record.standing():
        if event.act is Act.STARTED and event.lesson:
            reached[event.lesson] = max(reached.get(event.lesson, 0), event.step)
    for lesson in state.course.lessons(state.language):
        for stop in lesson.stops[: reached.get(lesson.id, -1) + 1]:
            yield from (block for block in stop.blocks if isinstance(block, Theorem))


def _note(state: State, problem: str, parts: dict[str, tuple[int, str]]) -> str:
    variant = next(iter(parts.values()))[0]
    item = state.course.item(problem, variant, state.language)
    rows = [f"## {item.title}", "", *([item.ask, ""] if item.ask else [])]
    for part in item.parts:
        rows += [part.ask, ""]
        if part.id in parts:
            rows += [f"Your answer: `{parts[part.id][1]}`", ""]
    return "\n".join((*rows, item.solution, ""))
