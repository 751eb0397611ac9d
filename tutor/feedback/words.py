"""Every sentence that the tutor itself says, in tables: to be reviewed, translated and spoken.

Texts of problems and lessons are not here, they are content; neither are the faults of reading, which the
room of language words where it finds them. A sentence is filled with `say(key, name=value)`.
"""

from collections.abc import Mapping

VERDICTS: Mapping[str, str] = {
    "correct": "Correct.",
    "correct.almost": "Correct almost everywhere: you differ from the model only on `{almost}`, a null set.",
    "correct.agreed": "Correct: yours agrees with the model to {digits} digits at {points}. Not proved.",
    "correct.by": "Proved by {by}{confirmed}.",
    "correct.claim": "Holds: {label}",
    "correct.entry": "Right: {label}",
    "confirmed.sampled": "; confirmed at {points} to {digits} digits",
    "confirmed.enumerated": "; confirmed by going through {cases}",
    "incorrect": "Not equal.",
    "incorrect.claim": "Fails: {label}",
    "incorrect.entry": "Not right: {label}",
    "incorrect.diagnosis": "Not right: {diagnosis}",
    "incorrect.at": "Not equal: at `{at}` yours gives `{left}`, it should be `{right}`.",
    "incorrect.at.undefined": "Not equal: at `{at}` yours is undefined, it should be `{right}`.",
    "incorrect.at.defined": "Not equal: at `{at}` yours gives `{left}`, but nothing is defined there.",
    "incorrect.at.mass": "Not equal: {whose} gives `{set}` the mass `{left}`{at}, it should be `{right}`.",
    "incorrect.beside": "At `{at}` yours gives `{left}`, it should be `{right}`.",
    "incorrect.beside.undefined": "At `{at}` yours is undefined, it should be `{right}`.",
    "incorrect.beside.defined": "At `{at}` yours gives `{left}`, but nothing is defined there.",
    "incorrect.beside.mass": "{whose} gives `{set}` the mass `{left}`{at}, it should be `{right}`.",
    "incorrect.would": "the claim would say `{left} = {right}`",
    "incorrect.would.at": "at `{at}` the claim would say `{left} = {right}`",
    "incorrect.one-set": "`{at}` lies in just one of the two sets",
    "incorrect.masses": "the two measures give `{set}` the masses `{left}` and `{right}`",
    "incorrect.almost": (
        "Equal almost everywhere, but every point counts here, and on `{almost}`, a null set, they differ."
    ),
    "incorrect.positive": "They differ on `{on}`, which has positive measure.",
    "incorrect.null": "They differ only on `{on}`, a null set; here every point counts.",
    "incorrect.refuted": "Not right: refuted by {by}.",
    "incorrect.infinite": "Not equal: yours is infinite, the value asked for is finite.",
    "incorrect.finite": "Not equal: yours is finite, the value asked for is infinite.",
    "incorrect.sign": "Not equal: the sign is the wrong way round.",
    "incorrect.zero": "Not equal: yours is 0, the value asked for is not.",
    "incorrect.nothing": "Not equal: yours has no value.",
    "incorrect.close": "Not equal: yours is close, but another number.",
    "incorrect.large": "Not equal: yours is too large.",
    "incorrect.small": "Not equal: yours is too small.",
    "incorrect.missing": "Not equal: `{at}` belongs to the set, and yours leaves it out.",
    "incorrect.extra": "Not equal: yours contains `{at}`, which does not belong to the set.",
    "incorrect.choice": "No, that is not right.",
    "incorrect.choice.claim": "Not right: {label}",
    "undecided": "I could not decide this one. It costs you nothing and is kept for the author.",
    "misfit": "This is {found}; {expected} is asked. Not counted.",
    "unreadable": "I cannot read this: {message} Not counted.",
    "unreadable.suggestion": "Did you mean `{suggestion}`?",
    "unreadable.readings": "It could mean {readings}. Write the one you mean.",
    "place": "At {typed}, character {place}:",
    "recorded": "Recorded.",
}
"""What an answer earns."""

DIAGNOSES: Mapping[str, str] = {
    "sign": "It is the opposite: only the sign is wrong.",
    "reciprocal": "It is upside down: yours is the reciprocal.",
    "factor": "Only a constant factor is wrong.",
    "constant": "Only an additive constant is wrong.",
    "complement": "Yours is the complement of the set that is asked for.",
    "ends": "Only end points differ: look at where brackets are open and where closed.",
}
"""What the judge found to be wrong, each proved by judging the answer mended in that way."""

EVIDENCE: Mapping[str, str] = {
    "nothing": "There is no verdict to explain yet.",
    "answer": "Your answer: `{answer}`",
    "claim": "Claim {number} of {count}: {label}",
    "proof": "Proved by {by}.",
    "refutation": "Refuted by {by}.",
    "step": "{number}. {step}",
    "sampled": "Confirmed numerically: both sides agree at {points} to {digits} digits.",
    "checked": "Confirmed numerically at {points}, with {digits} digits.",
    "member": "It is certified that `{at}` lies in just one of the two sets.",
    "enumerated": "Confirmed by going through {cases} exactly.",
    "not-numerical": "Not confirmed numerically: {reason}.",
    "tabulated": "In numbers, on a coarse grid, {quantity}: {values}.",
    "tabulated.row": "`{value}` for `{at}`",
    "agreement": (
        "No proof was found. Both sides agree to {digits} digits at {points}, with a point in every branch that "
        "was left open."
    ),
    "counterexample": "Counterexample at `{at}`. Enclosures certified to be apart:",
    "counterexample.nowhere": "Enclosures certified to be apart:",
    "number": "The two numbers were enclosed in intervals that do not meet. They stay hidden: one is the answer.",
    "chosen": "It is among the accepted answers.",
    "choice": "It was compared with every accepted answer. They stay hidden until you have one of them.",
    "left": "yours      `{left}`",
    "right": "the model  `{right}`",
    "side.left": "the one side    `{left}`",
    "side.right": "the other side  `{right}`",
    "on": "They differ on `{on}`.",
    "almost": "Exceptional null set: `{almost}`.",
    "gave-up": "No rung of the ladder could decide:",
    "tried": "- {reason}",
    "unread": "The answer was not judged: it could not be read, or is of another sort than asked.",
    "hidden": "In a graded set the evidence is shown after the due date.",
}
"""What **why** says."""

SESSION: Mapping[str, str] = {
    "welcome": "almost everywhere {version}: measure theory for deep learning, checked as you type",
    "welcome.content": "{lessons}, {problems}, offline.  Your work: {path}",
    "welcome.keys": "Type an answer, then Enter.  Also:  **hint**  **skip**  **list**  **help**.  Ctrl-D leaves.",
    "resumed": "Welcome back. You were at {place}.",
    "lesson": "Lesson {number} · {title} · {step} of {count}",
    "lesson.text": "Lesson {number} · {title}",
    "warm-up": "Warm-up {step} of {count}",
    "review": "Review {step} of {count}",
    "set": "{title} · {step} of {count} · graded",
    "recorded-before": "An answer is recorded. Another one replaces it; Enter goes on.",
    "next.graded": "Enter goes on; another answer replaces this one.",
    "quit.confirm": "{count} of this set have no answer yet. **quit** once more leaves; what is recorded stays.",
    "finished.set": "That was the last item of the set. What is recorded stays; **back** goes through it again.",
    "practice": "Practice {step} of {count}",
    "skill": "{name} {dots}",
    "skill.aloud": "{name}: {filled} of 5",
    "revised": "This problem was revised since you solved it.",
    "solved-before": "You solved this one. Answer again, or press Enter to go on.",
    "part": "Part {part} of {count}.",
    "read-as": "read as  {reading}",
    "checking": "checking… (Ctrl-C stops it)",
    "interrupted": "Stopped. Nothing was counted.",
    "restarted": "The check was stopped from outside. Nothing was counted; it is logged as a fault of ours.",
    "no-judge": "No judge can be started: {reason}. **ae doctor** looks for the cause.",
    "broken": "This question cannot be asked; the fault is in its file, field {field}: {reason}. **skip** goes on.",
    "next": "Enter next · why · show · undo · notes",
    "next.aloud": "Press Enter for the next item, or type why, show, undo or notes.",
    "onward": "Press Enter to go on.",
    "ways-out": "hint · plot · sim · why · show · skip",
    "ways-out.aloud": "Try again, or type hint, plot, sim, why, show or skip.",
    "due-in": " · review {days}",
    "tomorrow": "tomorrow",
    "in-days": "in {days} days",
    "status.due": "{count} due",
    "status.resting": "Enter next  help",
    "status.asking": "hint  skip  help",
    "status.predicting": "Enter shows it  help",
    "status.judging": "Ctrl-C stops",
    "status.left": "",
    "hint": "Hint {number} of {count}: {hint}",
    "hint.none": "There is no hint for this one. **show** gives the solution.",
    "hint.last": "That was the last hint. **show** gives the solution.",
    "hint.off": "No hints in a graded set.",
    "simulate.off": "No simulations in a graded set before the due date.",
    "simulate.nothing": "There is no answer to simulate here yet: type one first.",
    "show.nothing": "There is no solution to show here.",
    "show.confirm": "Type **show** again to see the solution; the item then comes back for review.",
    "solution": "Solution",
    "solution.key": "For example: `{key}`",
    "shown": "This one comes back for review.",
    "skipped": "Skipped. It waits in your reviews.",
    "back.first": "This is the first item.",
    "go.unknown": "There is no place {place}. **list** shows them all.",
    "undo": "Taken back: `{answer}`. It counts for nothing.",
    "undo.none": "There is no attempt to take back here.",
    "undo.off": "Attempts in a graded set stand.",
    "notes.written": "Your notes are in {path}",
    "notes.failed": "I could not write {path}: {reason}",
    "notes.empty": "Nothing is solved yet, so there is nothing to note.",
    "list.head": "{done} of {count} solved",
    "list.none": "Nothing here matches {query}.",
    "list.lesson": "{number}  {title}",
    "list.item": "{mark} {place} {title}  ({state})",
    "list.item.aloud": "{place}  {title}: {state}",
    "state.solved": "solved",
    "state.shown": "shown",
    "state.tried": "tried",
    "state.skipped": "skipped",
    "state.new": "new",
    "state.due": "due for review",
    "info.skills": "skills: {skills}",
    "info.difficulty": "difficulty {difficulty} of 5",
    "info.tries": "tries {tries}, hints {hints}",
    "info.source": "source: {source}",
    "why": "Why it matters: {why}",
    "locked": "This builds on {needs}. You can go on all the same.",
    "finished.lesson": "That was lesson {number}. Enter goes on to the next.",
    "finished.course": "That was the last item of the course. **review** keeps it fresh.",
    "finished.warm-up": "That was the warm-up. Enter begins lesson 1; **list** shows all lessons.",
    "finished.review": "That was the review.",
    "review.nothing": "Nothing is due. Here is some practice all the same; it changes no schedule.",
    "review.empty": "There is nothing to review yet. Enter goes on with the course.",
    "toolbox.empty": "Your toolbox is empty: lessons put theorems into it.",
    "term.unknown": "There is no entry for {word}. Known: {known}",
    "term": "{term}: {meaning}",
    "lang": "Texts are now in {language}.",
    "lang.unknown": "No texts in {language}. There are: {known}",
    "calculator": "{value}",
    "calculator.hint": "a calculation, not an attempt",
    "open-bracket": "a bracket is open: Enter begins a new row, Enter once more sends it as it is",
    "unfinished": "…",
    "at": "at {place}: ",
    "instead": " Write {suggestion}",
    "declared": "{sort}, declared by the problem",
    "calculator.failed": "I cannot compute this: {reason}",
    "calculator.sort": "this is a {sort}, and I compute numbers",
    "calculator.undefined": "it is undefined",
    "calculator.unknown": "I can compute no digits of it",
    "calculator.off": "The calculator is off in a graded set.",
    "command.unknown": "There is no command {word}.{nearest}",
    "command.nearest": " Did you mean /{nearest}?",
    "empty.answer": "Type your answer, or **help**.",
    "bye": "Today {solved} solved. {review}  **ae** resumes here.",
    "bye.review": "Tomorrow {count} to review.",
    "bye.no-review": "Nothing to review tomorrow.",
    "predict": "Before you see it: {ask}",
    "predict.noted": "Noted.",
    "choice.options": "{mark}",
    "choice.reasons": "reason {mark}",
    "choice.rows": "{mark}",
    "choice.columns": "column {mark}",
    "choice.steps": "{mark}",
    "theorem": "Into your toolbox: {title}",
    "too-long": "That is {count} characters; an answer has at most {limit}. Nothing was counted.",
}
"""What the session says."""

HELP: Mapping[str, str] = {
    "hint": "the next hint, at most three",
    "plot": "draw your last answer; **plot --save FILE** writes PNG or SVG",
    "simulate": "samples, integrals and tables about your last answer (also: **sim**)",
    "why": "the evidence for the last verdict, in full",
    "show": "the solution",
    "skip": "go on; the item waits in your reviews",
    "next": "go on (also: an empty Enter, once solved)",
    "back": "the item before",
    "list": "lessons and items; **list relu**, **list due**, **list todo**",
    "go": "go to a place, as in **go 2.3**",
    "info": "about this item",
    "undo": "take back the last attempt here",
    "notes": "write what you solved, with your answers, as Markdown",
    "term": "look up a word, as in **term null set**",
    "toolbox": "the theorems you own",
    "lang": "language of the texts: **lang en**, **lang zh**, **lang both**",
    "review": "review what is due",
    "edit": "write the answer in your editor",
    "quit": "leave; everything is saved (also Ctrl-D)",
    "help": "this page",
}
"""One line for each command, in the order of the help page."""

HELP_ENDING = (
    "A leading / makes it a command for certain: /list",
    "= 2^10/3  calculates and is never an attempt",
    "Tab completes · \\mu becomes μ · Ctrl-R searches your history · Ctrl-C clears the line · Ctrl-D leaves",
)

PROGRESS: Mapping[str, str] = {
    "nothing": "Nothing yet. **ae** starts with a warm-up.",
    "head": "{solved} solved, {skills} seen, {due} due for review",
    "skill": "{dots}  {name}{due}",
    "skill.aloud": "{name}: {filled} of 5{due}",
    "due": "  (due)",
    "exported": "{count} events written to {path}",
    "imported": "{count} events read from {path}, {fresh} of them new",
    "bad-export": "{path}, line {line}: {reason}. Nothing was imported.",
    "erase.ask": "Erase all progress of profile {profile} ({path})?",
    "erase.export": "Export it first to {path}?",
    "erased": "Erased.",
    "kept": "Nothing was erased.",
    "place": "Your progress: {path}",
    "rescued": "{path} is damaged; {count} events could still be read.",
}
"""What **ae progress** says."""

STORE: Mapping[str, str] = {
    "damaged": (
        "Your progress file {path} is damaged. I left it as it is and save nothing now. "
        "**ae progress export FILE** rescues what can be read; then move the file away and **ae progress import FILE**."
    ),
    "newer": (
        "Your progress file {path} was written by a newer version of ae. I left it as it is and save nothing now. "
        "Install the newer version, or use another profile: **ae --profile NAME**."
    ),
    "read-only": (
        "I cannot write {path}, so nothing of this session will be saved. "
        "Give yourself the right to write there, or set XDG_DATA_HOME to a folder of yours."
    ),
    "full": "The disk with {path} is full. I keep your work in memory and try again with each answer; make some room.",
    "busy": "Another program holds {path}. I keep your work in memory and try again with each answer.",
    "failed": "I could not save to {path} ({detail}). I keep your work in memory and try again with each answer.",
    "saved-again": "Everything is saved again.",
    "unsaved": "{count} events could not be saved to {path}. **ae progress import** reads them from {rescue}.",
    "unsaved.lost": "{count} events could not be saved anywhere.",
}
"""What is said of the progress file."""

DOCTOR: Mapping[str, str] = {
    "well": "All is well.",
    "ill": "Lines with ! need a remedy.",
    "optional": "not installed; only needed to save pictures",
    "missing": "missing",
    "install": "pip install --force-reinstall almost-everywhere",
    "terminal": "a terminal",
    "no-terminal": "not a terminal: ae reads and writes plain lines",
    "sixteen": "16",
    "utf8": "Use a UTF-8 locale, as in LANG=C.UTF-8, or run **ae learn --plain**.",
    "no-write": "Nothing can be written in {path}: give yourself the right, or set XDG_DATA_HOME and the like.",
    "defaults": "none: all defaults",
    "none-yet": "none yet",
    "events": "{count} events, readable",
    "judges": "starts, and judges 2/4 = 1/2 correct",
    "misjudges": "The judge is broken. Please report this page.",
}
"""What **ae doctor** says."""

CONFIG: Mapping[str, str] = {
    "file": "Settings in {path}:",
    "no-file": "All defaults; **ae config --edit** writes {path}.",
}
"""What **ae config** says."""

PICTURES: Mapping[str, str] = {
    "nothing": "There is nothing to plot here yet: type an answer first.",
    "not-plotted": "I cannot draw this.",
    "empty": "{name} has no value on this stretch, so there is nothing to draw.",
    "yours": "yours",
    "model": "the model",
    "in-words": "In words: {words}",
    "saved": "Written to {path}",
    "not-saved": "I could not write {path}: {reason}",
    "no-matplotlib": "Saving a picture needs matplotlib: pip install 'almost-everywhere[figures]'",
    "same": "{first} and {second} are the same at every point drawn",
    "apart": "{first} and {second} differ at every point drawn",
    "differ": "{first} and {second} differ {where} and are the same elsewhere",
    "constant": "{name} is {value} throughout",
    "rises": "{name} rises from {low} to {high}",
    "falls": "{name} falls from {high} to {low}",
    "ranges": "{name} goes from {first} at the left end to {last} at the right, between {low} and {high}",
    "undefined": "{name} has no value on this stretch",
    "jumps": "with a jump near {at}",
    "stretch": "from {low} to {high}",
    "many": "in {count} pieces, the first {first}, the last {last}",
    "shares": "share of the draws of {law}",
    "mean": "{count} draws, with mean {mean}",
    "atom": "{share} % of them are exactly {value}",
    "set": "{name} covers what lies {pieces}",
    "set.empty": "{name} covers nothing of this stretch",
}
"""What a picture says in words."""

SIMULATIONS: Mapping[str, str] = {
    "observed": "observed",
    "expected": "expected",
    "bound": "bound",
    "none": "-",
    "unsettled": "unsettled",
    "apart": "<- apart",
    "above": "<- above",
    "more": "more rows: {count}",
    "seed": "{title} (seed {seed}).",
    "bars": "the bars of {name} are highest, {share} of the draws, near {at}.",
    "bars.cut": "the bar of {name} near {at}, {share} of the draws, is cut off: it is an atom, or nearly one.",
    "row": "{at}: {observed}.",
    "row.expected": "{at}: {observed}, expected {expected}{apart}.",
    "row.bound": "{at}: {observed}, bound {expected}{apart}.",
    "row.give-or-take": "{observed}, give or take {error}",
    "row.apart": ", apart",
    "row.above": ", above the bound",
    "several": "{over} = {at}: {values}.",
    "column": "{letter}: {quantity}",
}
"""What tables of a simulation say; its sentences come with it."""

_ALL = {
    f"{table}.{key}": text
    for table, rows in (
        ("verdict", VERDICTS),
        ("diagnosis", DIAGNOSES),
        ("evidence", EVIDENCE),
        ("session", SESSION),
        ("progress", PROGRESS),
        ("store", STORE),
        ("doctor", DOCTOR),
        ("config", CONFIG),
        ("picture", PICTURES),
        ("simulation", SIMULATIONS),
    )
    for key, text in rows.items()
}


def say(key: str, /, **fill: object) -> str:
    """The sentence `table.key`, its places filled."""
    return _ALL[key].format(**fill)


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 lesson, 2 lessons."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
