"""Whatever a file of a submission holds, it is read or refused."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.grading import Refused, Submission, read_submissions

WORDS = ["student", "answers", "set", "week", "half", "1/2", ":", "{", "}", "[", "]", ",", '"', "'", "-", "&a", "*a"]
PIECES = st.lists(st.sampled_from([*WORDS, ": ", ", ", "\n", "\n  "])).map("".join)
TEXTS = st.one_of(PIECES, st.text()).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(), TEXTS), st.sampled_from([".yaml", ".json"]))
def test_any_file_is_a_submission_or_refused(content: bytes, ending: str) -> None:
    """And its row can be printed."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"ada{ending}").write_bytes(content)
        (read,) = read_submissions(Path(folder), "week")
    assert isinstance(read, Submission | Refused)
    assert f"{read}".isprintable()
