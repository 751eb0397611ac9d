"""Every sentence that a simulation ends with, or says in its place."""

SENTENCES = {
    "look": "These are numbers to look at; numbers alone prove nothing.",
    "agree": "The numbers fit your answer. Numbers alone prove nothing.",
    "differ": (
        "The numbers do not seem to fit your answer. Numbers alone prove nothing: look at where they part or tend."
    ),
    "agree, correct": "The numbers fit the verdict. They are for the eye; the verdict does not rest on them.",
    "differ, correct": (
        "Some numbers seem to be off. Numbers alone prove nothing: heavy tails, rare values and slow limits deceive "
        "them. The verdict does not rest on them and stands."
    ),
    "agree, incorrect": (
        "These numbers do not show what is wrong. Numbers alone prove nothing: a difference may lie on a null set, in "
        "a tail, beyond the last n or below the error. The verdict stands."
    ),
    "differ, incorrect": "The numbers show it, too: look at where they tend. The verdict does not rest on them.",
    "differ, incorrect, marked": (
        "The numbers show it, too: look at the rows that are marked. The verdict does not rest on them."
    ),
    "nothing": "There is nothing to simulate here: {reason}.",
    "exact": "such an answer is compared exactly, not sampled",
    "beyond": "the numbers are too large, or too many",
    "unread": "The answer could not be read as what is asked, so there is nothing to simulate.",
}
