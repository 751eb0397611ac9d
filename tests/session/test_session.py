"""A session, event by event: what is said, what is saved, where the learner stands."""

import pytest

from tests.session.driving import Driver
from tutor.progress import Act
from tutor.session import Calculate, Draw, Edit, Ended, Leave, Phase, Simulate, WriteNotes
from tutor.session.walking import place_of, prompt


def acts(driver: Driver) -> list[str]:
    """What was saved, in order."""
    return [event.act.value for event in driver.saved]


def test_the_first_run_says_three_lines_and_asks(driver: Driver) -> None:
    """The first run says what this is, where work is kept and what to press, and asks the first warm-up item."""
    said = driver.open().split("\n")
    assert len(said[: said.index("")]) == 3
    assert "~/ae/default.db" in said[1]
    assert driver.state.phase is Phase.ASKING
    assert prompt(driver.state) == "ae w.1> "


def test_the_warm_up_has_three_items_and_ends_in_lesson_one(driver: Driver) -> None:
    """Three right answers lead through the warm-up, and Enter goes on into lesson 1."""
    driver.open()
    driver.type("0", "", "no", "", "sign(x)", "")
    assert driver.state.stop is None
    assert "warm-up" in driver.said[-1]
    assert "Lesson 1" in driver.type("")


def test_an_attempt_is_saved_before_its_verdict_is_said(driver: Driver) -> None:
    """In the effects, the saving of an attempt stands before anything that shows its verdict."""
    driver.open()
    start = len(driver.effects)
    driver.type("0")
    names = [type(effect).__name__ for effect in driver.effects[start:]]
    assert names[:3] == ["Judge", "Save", "Say"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param("[0,1]", "This is a set; a number is asked. Not counted.", id="another sort"),
        pytest.param("1 if x > 0 esle 0", "I don't know the name esle. Not counted.", id="unreadable"),
        pytest.param("zeta(3)", "I could not decide this one.", id="undecided"),
    ],
)
def test_what_is_not_decided_costs_nothing(driver: Driver, answer: str, said: str) -> None:
    """Unreadable, misfit and undecided answers are kept, cost no try and no mastery, and the question stands."""
    driver.open()
    assert said in driver.type(answer)
    assert acts(driver) == ["attempted"]
    assert driver.state.record.tally("rationals", 0, "").tries == 0
    assert driver.state.record.mastery == {}
    assert driver.state.phase is Phase.ASKING


def test_an_undecided_answer_is_kept_for_the_author(driver: Driver) -> None:
    """The event of an undecided answer holds the answer and what was tried."""
    driver.open()
    driver.type("zeta(3)")
    assert (driver.saved[-1].answer, driver.saved[-1].note) == ("zeta(3)", "form: not 0; balls: they meet")


def test_a_known_mistake_gets_the_authors_words(driver: Driver) -> None:
    """A matched mistake is answered with what the author says, and its id is kept."""
    driver.open()
    assert "irrationals carry all of it" in driver.type("1")
    assert driver.saved[-1].note == "full"


def test_what_is_wrong_is_found_by_mending(driver: Driver) -> None:
    """Where the answer with the other sign is judged correct, the sign is named as the mistake."""
    driver.open()
    driver.type("skip", "skip")
    assert "only the sign is wrong" in driver.type("-sign(x)")


def test_a_solved_item_stays_until_enter(driver: Driver) -> None:
    """After a right answer the item stays, for `why` or play; Enter goes on."""
    driver.open()
    driver.type("0", "why", "1")
    assert place_of(driver.state) == "w.1"
    driver.type("")
    assert place_of(driver.state) == "w.2"


def test_playing_on_a_solved_item_changes_nothing(driver: Driver) -> None:
    """A wrong answer after success is judged and leaves mastery and reviews alone."""
    driver.open()
    driver.type("0")
    before = driver.state.record
    driver.type("1")
    after = driver.state.record
    assert (after.mastery, after.cards, after.tallies) == (before.mastery, before.cards, before.tallies)


def test_an_empty_line_repeats_the_question(driver: Driver) -> None:
    """Enter with nothing typed shows again what is asked."""
    driver.open()
    assert driver.type("") == r"What is $\lambda(\mathbb{Q} \cap [0,1])$?"


def test_hints_are_counted_and_few(driver: Driver) -> None:
    """Hints come one by one with their number; after the last, nothing more is counted."""
    driver.open()
    assert "Hint 1 of 2" in driver.type("hint")
    assert "Hint 2 of 2" in driver.type("hint")
    assert "Hint 2 of 2" in driver.type("hint")
    assert acts(driver).count("hinted") == 2


def test_an_item_without_hints_says_so(driver: Driver) -> None:
    """Where there is no hint, the way to the solution is named."""
    driver.open()
    driver.type("skip")
    assert "no hint" in driver.type("hint")


def test_the_solution_is_two_words_away(driver: Driver) -> None:
    """`show` asks once, then shows the solution, and the item counts as to be reviewed."""
    driver.open()
    assert "again" in driver.type("show")
    said = driver.type("show")
    assert "For example: `0`" in said
    assert "is countable" in said
    assert driver.state.record.tally("rationals", 0, "").shown
    assert driver.state.phase is Phase.RESTING


def test_another_command_takes_the_confirmation_back(driver: Driver) -> None:
    """After `show`, `hint`, a second `show` asks again."""
    driver.open()
    driver.type("show", "hint")
    assert "again" in driver.type("show")


def test_after_success_the_solution_comes_at_once(driver: Driver) -> None:
    """`show` on a solved item needs no confirmation and counts nothing."""
    driver.open()
    driver.type("0")
    before = len(driver.saved)
    assert "is countable" in driver.type("show")
    assert len(driver.saved) == before


def test_skip_always_goes_on(driver: Driver) -> None:
    """Skipping leaves the item for the reviews and never traps."""
    driver.open()
    driver.type("1", "skip")
    assert place_of(driver.state) == "w.2"
    assert driver.state.record.to_review() == ("rationals",)


def test_undo_takes_a_mistyped_attempt_back(driver: Driver) -> None:
    """After an undo mastery is as before the attempt, and the question is asked again."""
    driver.open()
    driver.type("2")
    assert driver.state.record.mastery
    assert "Taken back: 2" in driver.type("undo").replace("`", "")
    assert driver.state.record.mastery == {}
    assert driver.state.phase is Phase.ASKING
    driver.type("0")
    assert driver.state.record.tally("rationals", 0, "").wrong == 0


def test_undo_has_nothing_to_do_at_first(driver: Driver) -> None:
    """Without an attempt here, undo says so."""
    driver.open()
    driver.type("0", "")
    assert "no attempt" in driver.type("undo")


def test_parts_have_their_own_tries(driver: Driver) -> None:
    """A problem of two parts asks them in turn; a wrong answer to the second costs the first nothing."""
    driver.open("2.2")
    assert prompt(driver.state) == "ae 2.2 part 1> "
    driver.type("1/2")
    assert prompt(driver.state) == "ae 2.2 part 2> "
    driver.type("5", "1/3")
    tallies = driver.state.record
    assert (tallies.tally("two-steps", 0, "a").wrong, tallies.tally("two-steps", 0, "b").wrong) == (0, 1)
    assert driver.state.phase is Phase.RESTING


def test_showing_one_part_keeps_the_solution_of_the_others(driver: Driver) -> None:
    """While another part is open, `show` gives an answer to this part and not the worked solution."""
    driver.open("2.2")
    driver.type("show")
    said = driver.type("show")
    assert "1/2" in said
    assert "antiderivatives" not in said


def test_predictions_are_not_judged(driver: Driver) -> None:
    """What is typed to a prediction is noted, never judged or saved as an attempt."""
    driver.open("2")
    assert driver.state.phase is Phase.PREDICTING
    assert "Noted" in driver.type("at 0, I think")
    assert "attempted" not in acts(driver)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("1", "1.1"),
        ("1.2", "1.2"),
        ("2.2", "2.2"),
        ("2", "2"),
        ("leaky-relu", "2.1"),
        ("kink", "review 1"),
        ("derivatives", "2"),
    ],
)
def test_starting_at_a_place(driver: Driver, place: str, found: str) -> None:
    """`ae learn 2.3` starts there."""
    driver.open(place)
    assert place_of(driver.state) == found


@pytest.mark.parametrize("place", ["7", "1.9", "2.0"])
def test_an_unknown_place_is_said(driver: Driver, place: str) -> None:
    """A place that is not there is named, and nothing moves."""
    driver.open()
    assert f"There is no place {place}" in driver.type(f"go {place}")
    assert place_of(driver.state) == "w.1"


def test_back_goes_to_the_item_before(driver: Driver) -> None:
    """`back` returns to the stop before, where a solved item is not asked as new."""
    driver.open()
    driver.type("0", "")
    assert "You solved this one" in driver.type("back")
    assert "first item" in driver.type("back")


def test_resuming_goes_to_the_last_place(driver: Driver) -> None:
    """A second sitting begins where the first one left, in one key."""
    driver.open("1.2")
    again = Driver(driver.state.__class__(driver.state.course, driver.state.record, "t", driver.state.now))
    said = again.open()
    assert place_of(again.state) == "1.2"
    assert "Welcome back. You were at 1.2." in said


def test_review_asks_what_is_due(driver: Driver) -> None:
    """After the gap, `review` asks a fresh variant of a problem with the due skill, and Enter comes back."""
    from dataclasses import replace
    from datetime import timedelta

    driver.open()
    driver.type("0", "")
    driver.state = replace(driver.state, now=driver.state.now + timedelta(days=30))
    assert "Review 1 of 1" in driver.type("review")
    assert driver.state.item is not None
    assert driver.state.item.variant == 1
    driver.type("0")
    assert driver.state.record.cards["null_sets"].due > driver.state.now
    driver.type("", "")
    assert place_of(driver.state) == "w.2"


def test_nothing_due_is_no_dead_end(driver: Driver) -> None:
    """With nothing due, practice is offered, and it changes no schedule."""
    driver.open()
    driver.type("0")
    cards = driver.state.record.cards
    assert "Nothing is due" in driver.type("review")
    driver.type("0")
    assert driver.state.record.cards == cards


def test_nothing_seen_leads_to_the_course(driver: Driver) -> None:
    """With nothing to practise either, the course goes on."""
    assert "nothing to review yet" in driver.open("review")
    assert place_of(driver.state) == "w.1"


def test_prerequisites_are_advice(driver: Driver) -> None:
    """A lesson whose prerequisites are open says so and can be taken all the same."""
    assert "This builds on null sets" in driver.open("2")
    assert driver.state.phase is Phase.PREDICTING


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("relu", ["Slope of leaky ReLU"]),
        ("todo", ["Dense and small", "Slope of leaky ReLU", "Two steps", "One point"]),
        ("done", ["What the rationals weigh"]),
        ("integral", ["Two steps"]),
        ("2", ["Slope of leaky ReLU", "Two steps"]),
        ("point", ["One point"]),
    ],
)
def test_listing(driver: Driver, query: str, titles: list[str]) -> None:
    """`list` finds items by word, state, skill or lesson."""
    driver.open()
    driver.type("0")
    rows = driver.type(f"list {query}").split("\n")
    assert len(rows) == len(titles)
    assert all(title in row for title, row in zip(titles, rows, strict=True))


def test_a_listing_of_nothing_says_so(driver: Driver) -> None:
    """A query that matches nothing is repeated."""
    driver.open()
    assert driver.type("list zzz") == "Nothing here matches zzz."


def test_the_toolbox_fills_with_the_lessons(driver: Driver) -> None:
    """A theorem card is owned once its stop was reached."""
    driver.open()
    assert "empty" in driver.type("toolbox")
    driver.type("go 1.1", "skip")
    assert "Countable sets are null" in driver.type("toolbox")
    assert "measure 0" in driver.type("toolbox countable")


@pytest.mark.parametrize(("word", "found"), [("null", "零测集"), ("几乎处处", "off a null set"), ("zzz", "no entry")])
def test_terms(driver: Driver, word: str, found: str) -> None:
    """The glossary is looked up in either language."""
    driver.open()
    assert found in driver.type(f"term {word}")


def test_effects_for_the_world(driver: Driver) -> None:
    """Calculations, pictures, notes and the editor are effects, and none is an attempt."""
    driver.open()
    driver.type("0")
    before = len(driver.saved)
    driver.type("= 1/3", "plot", "plot --save p.png", "notes", "edit")
    found = [effect for effect in driver.effects if isinstance(effect, Calculate | Draw | WriteNotes | Edit)]
    assert [type(effect).__name__ for effect in found] == ["Calculate", "Draw", "Draw", "WriteNotes", "Edit"]
    assert isinstance(found[2], Draw)
    assert found[2].save == "p.png"
    assert len(driver.saved) == before


def test_the_key_is_drawn_only_after_success(driver: Driver) -> None:
    """A picture before success has no key in it."""
    driver.open("2.1")
    driver.type("1 if x > 0 else 0", "plot", "1 if x > 0 else 1/10", "plot")
    drawn = [effect.reveal for effect in driver.effects if isinstance(effect, Draw)]
    assert drawn == [False, True]


def test_a_simulation_is_of_the_last_answer_beside_its_verdict(driver: Driver) -> None:
    """It is an effect and no attempt; the key comes in after success, and without an answer there is none."""
    driver.open("2.1")
    assert "no answer to simulate" in driver.type("simulate")
    driver.type("1 if x > 0 else 0")
    before = len(driver.saved)
    driver.type("sim")
    driver.type("1 if x > 0 else 1/10", "simulate")
    found = [effect for effect in driver.effects if isinstance(effect, Simulate)]
    assert [(one.answer, one.verdict, one.reveal) for one in found] == [
        ("1 if x > 0 else 0", "incorrect", False),
        ("1 if x > 0 else 1/10", "correct", True),
    ]
    assert len(driver.saved) == before + 1


def test_notes_hold_what_was_solved(driver: Driver) -> None:
    """The notes have the question, the learner's own answer and the solution."""
    driver.open()
    assert "nothing to note" in driver.type("notes")
    driver.type("0", "notes")
    (notes,) = (effect.text for effect in driver.effects if isinstance(effect, WriteNotes))
    assert "Your answer: `0`" in notes
    assert "is countable" in notes


def test_a_huge_answer_is_refused_before_judging(driver: Driver) -> None:
    """A megabyte is not sent to the judge, and costs nothing."""
    driver.open()
    assert "1000000 characters" in driver.type("1" * 1_000_000)
    assert acts(driver) == []


def test_an_interrupted_check_costs_nothing(driver: Driver) -> None:
    """Ctrl-C while judging brings the question back; a verdict that comes late is ignored."""
    from tutor.session import Interrupted, Judged, Typed, step

    driver.open()
    state, _ = step(driver.state, Typed(driver.state.now, "0"))
    assert state.waiting is not None
    ticket = state.waiting.ticket
    state, _ = step(state, Interrupted(state.now, ticket))
    assert state.phase is Phase.ASKING
    late, effects = step(state, Judged(state.now, ticket, driver.judge(driver.state.asked.question, "0")))  # type: ignore[union-attr]
    assert (late, effects) == (state, ())


def test_leaving_says_goodbye_once(driver: Driver) -> None:
    """Ctrl-D and `quit` leave; after that nothing happens."""
    driver.open()
    said = driver.send(Ended(driver.state.now))
    assert "resumes here" in said
    assert isinstance(driver.effects[-1], Leave)
    assert driver.type("0") == ""


def test_another_language_shows_the_stop_again(driver: Driver) -> None:
    """`lang zh` repeats what is asked in that language; an unknown one names those there are."""
    driver.open()
    assert "λ" in driver.type("lang zh") or "lambda" in driver.said[-1]
    assert driver.state.language == "zh"
    assert "en, zh, both" in driver.type("lang fr")


def test_a_clock_that_goes_back_changes_no_order(driver: Driver) -> None:
    """Attempts after the clock was set back are kept in the order in which they were made."""
    from dataclasses import replace
    from datetime import timedelta

    driver.open()
    driver.type("1")
    driver.state = replace(driver.state, now=driver.state.now - timedelta(days=365))
    driver.type("0", "", "no")
    assert [event.answer for event in driver.saved if event.act is Act.ATTEMPTED] == ["1", "0", "no"]
    assert driver.state.record.cards["null_sets"].due >= driver.state.record.cards["null_sets"].reviewed


def test_a_graded_set_says_nothing_of_right_and_wrong(driver: Driver) -> None:
    """In a graded set an answer that was read is recorded; verdict, hint, evidence, solution, undo are withheld."""
    driver.open("homework")
    assert driver.state.item is not None
    assert driver.state.item.variant == 1
    said = [driver.type(line) for line in ("1", "why", "hint", "show", "undo", "plot", "sim")]
    assert "Recorded." in said[0]
    assert "full" not in [event.note for event in driver.saved]
    assert [event.verdict for event in driver.saved if event.act is Act.ATTEMPTED] == ["recorded"]
    assert not any(word in " ".join(said) for word in ("equal", "irrationals", "Hint 1", "countable", "Taken back"))
    assert not any(effect.reveal for effect in driver.effects if isinstance(effect, Draw))
    assert not any(isinstance(effect, Simulate) for effect in driver.effects)
    assert (driver.state.record.mastery, driver.state.record.cards) == ({}, {})


def test_an_unreadable_answer_in_a_graded_set_is_told_of(driver: Driver) -> None:
    """What cannot be read is said there too, and is not recorded as an answer."""
    driver.open("homework")
    assert "esle" in driver.type("1 if x > 0 esle 0")
    assert driver.state.phase is Phase.ASKING


def test_leaving_a_graded_set_early_asks_once(driver: Driver) -> None:
    """With parts open, the first `quit` says how many, and the second one leaves."""
    driver.open("homework")
    driver.type("1")
    assert "2 parts" in driver.type("quit")
    assert driver.state.phase is not Phase.LEFT
    driver.type("quit")
    assert driver.state.phase is Phase.LEFT


def test_a_revised_problem_is_marked_and_stays_solved(driver: Driver) -> None:
    """After the text of a problem changed, it says so, and what was solved stays solved."""
    from dataclasses import replace

    from tests.session.small_course import PROBLEMS, SmallCourse

    driver.open("1.1")
    driver.type("0")
    changed = {**PROBLEMS, "rationals": replace(PROBLEMS["rationals"], content="r2")}
    driver.state = replace(driver.state, course=SmallCourse(problems=changed))
    said = driver.type("go 1.1")
    assert "revised" in said
    assert "You solved this one" in said


def test_a_lesson_that_shrank_is_resumed_at_its_end(driver: Driver) -> None:
    """A place that is no longer there is the last stop of its lesson; a lesson that is gone starts the course."""
    from dataclasses import replace

    driver.open("2.2")
    place = driver.state.record.place
    assert place is not None
    for lesson, step in ((place[0], 99), ("gone", 3)):
        record = replace(driver.state.record, place=(lesson, step))
        again = Driver(replace(driver.state, record=record, session="t"))
        again.open()
        assert again.state.stop is not None
