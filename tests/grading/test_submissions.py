"""Answer files by strangers: read, or refused with a reason."""

from pathlib import Path

from tutor.grading import Refused, Submission, read_submissions


def test_answers_arrive_as_typed(submissions: Path) -> None:
    """YAML and JSON give the same: texts, by problem and part; numbers in JSON are the digits that were typed."""
    read = {one.file: one for one in read_submissions(submissions, "week") if isinstance(one, Submission)}
    assert read["ada.yaml"] == Submission(
        "ada.yaml", "Ada", {("half", ""): "1/2", ("steps", "one"): "1", ("steps", "two"): "2"}
    )
    assert read["bob.json"] == Submission(
        "bob.json", "bob", {("half", ""): "1", ("steps", "one"): "1", ("steps", "two"): "?"}
    )
    assert set(read) == {"ada.yaml", "bob.json", "cyd.yml", "dot.JSON", "formula.yaml", "twice.yaml"}


def test_digits_in_json_are_kept(tmp_path: Path) -> None:
    """A decimal is the exact rational that was typed, and a huge number is just a text."""
    (tmp_path / "a.json").write_text('{"answers": {"a": 0.10, "b": 1e400, "c": NaN, "d": ' + "9" * 5000 + "}}")
    (read,) = read_submissions(tmp_path, "week")
    assert isinstance(read, Submission)
    assert read.answers == {("a", ""): "0.10", ("b", ""): "1e400", ("c", ""): "NaN", ("d", ""): "9" * 5000}


def test_every_bad_file_is_refused_with_its_reason(submissions: Path) -> None:
    """Bombs, links, pipes, bytes, wrong types: each is one row, and none ends the run."""
    refused = {one.file: one.reason for one in read_submissions(submissions, "week") if isinstance(one, Refused)}
    assert refused == {
        "bomb.yaml": "line 1: expected no anchors, found the anchor &a; a content file has none",
        "bytes.yaml": "it is not text in UTF-8: byte 17 is 0xff",
        "deep.json": "it is nested too deep",
        "deep.yaml": "line 1: expected lists and mappings nested at most 12 deep, found deeper nesting",
        "empty.yaml": "line 1: expected a mapping of fields, found an empty file",
        "folder.yaml": "it is not a plain file",
        "huge.yaml": "it is longer than 50000 bytes",
        "keys.json": "'half' is there twice",
        "keys.yaml": "line 1: expected every field once, found 'half' again; it stands in line 1 already",
        "link.yaml": "it is a link",
        "list.json": "expected a text as the answer to 'half'; put it in quotes",
        "long.yaml": "the answer to 'half' is longer than 10000 characters",
        "loop.yaml": "it is a link",
        "name.yaml": "expected a name of at most 100 printable characters in `student`",
        "no-answers.yaml": "expected `answers`, a mapping from problems to answers, found none",
        "not.json": "line 1: this is not JSON: Expecting property name enclosed in double quotes",
        "notes.txt": "the name of an answer file ends in .yaml, .yml, .json",
        "other-set.yaml": "it answers the set 'month', not 'week'",
        "pipe.yaml": "it is not a plain file",
        "python.yaml": "line 1: expected no tags, found the tag 'tag:yaml.org,2002:python/object/apply:os.system'; "
        "a content file has none",
        "text.yaml": "expected `student` and `answers`, found no mapping",
    }


def test_a_file_name_that_is_no_text_is_shown(tmp_path: Path) -> None:
    """Names are bytes to the system; what cannot be printed is replaced."""
    Path(bytes(tmp_path).decode() + "/a\udcffb\n.yaml").write_text("answers: {}")
    (read,) = read_submissions(tmp_path, "week")
    assert (read.file, read.student) == ("a\ufffdb\ufffd.yaml", "a\ufffdb\ufffd")


def test_two_spellings_of_a_name_are_one_name(tmp_path: Path) -> None:
    """Unicode has two ways to write é; a gradebook has one."""
    (tmp_path / "a.yaml").write_text("student: e\u0301\nanswers: {}\n", encoding="utf-8")
    (read,) = read_submissions(tmp_path, "week")
    assert read.student == "\xe9"
