"""`ae` over the small course and the judge that knows a dozen answers: everything else is real.

Run as a program in a pseudo-terminal; the arguments are those of `ae learn`. A judge that is slow on purpose is asked
for with the answer `slow`.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.session import small_course
from tutor.app import sitting
from tutor.kinds import Judgement, Question


class SmallDesk(sitting.Desk):
    """A judge in the same process."""

    def start(self) -> None:
        """Nothing has to be started."""

    def judge(self, question: Question, answer: str) -> Judgement:
        """The judgement known by heart; `slow` takes its time."""
        if answer == "slow":
            time.sleep(30)
        return small_course.judge(question, answer)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    log = next((Path(word.removeprefix("--log=")) for word in sys.argv if word.startswith("--log=")), None)
    wishes = sitting.Wishes(plain="--plain" in sys.argv, log=log)
    sitting.hold(small_course.SmallCourse(), SmallDesk(), words[0] if words else "", wishes)
