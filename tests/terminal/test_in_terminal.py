"""What can go wrong around a session: keys, kills, disks, terminals. All in a real pseudo-terminal."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminals import HERE, Terminal
from tutor.progress import Act, Store

Start = Callable[..., Terminal]
DATABASE = Path(".local/share/ae/default.db")


def attempts(home: Path) -> list[str]:
    """The answers that the progress file holds."""
    store = Store.open(home / DATABASE)
    found = [event.answer for event in store.events() if event.act is Act.ATTEMPTED]
    store.close()
    return found


def test_keys(terminal: Start, tmp_path: Path) -> None:
    """Completion, history, Ctrl-R, Ctrl-C and Ctrl-D do what they do in every good shell."""
    t = terminal()
    t.wait("w.1>")
    t.type("hin\t")
    t.wait("/hint: the next hint")
    t.type("\r")
    t.wait("Hint 1 of 2")
    t.type("123+\x03")
    t.wait("w.1> 123+ ae w.1>")
    t.type("\x1b[A")
    t.wait("/hint:")
    t.type("\x03")
    t.enter("1", "too large")
    t.type("\x12hi")
    t.wait("hint")
    t.type("\r\r")
    t.wait("Hint 2 of 2")
    t.type("\x04")
    t.wait("resumes here")
    assert attempts(tmp_path) == ["1"]
    again = terminal()
    again.wait("You were at w.1")
    again.type("\x1b[A")
    again.wait("/hint:")


def test_a_megabyte_pasted(terminal: Start, tmp_path: Path) -> None:
    """A paste of a megabyte is refused, and the line is as usable as before."""
    t = terminal()
    t.wait("w.1>")
    t.type("\x1b[200~" + "1" * 1_000_000 + "\x1b[201~")
    t.wait("1000000 characters", seconds=60)
    t.enter("0", "Correct.")
    assert attempts(tmp_path) == ["0"]


def test_a_slow_check_says_so_and_can_be_stopped(terminal: Start, tmp_path: Path) -> None:
    """After a moment `checking` is said; Ctrl-C stops it, and nothing was counted."""
    t = terminal()
    t.wait("w.1>")
    t.enter("slow", "checking")
    t.type("\x03")
    t.wait("Nothing was counted.")
    t.enter("0", "Correct.")
    assert attempts(tmp_path) == ["0"]


@pytest.mark.parametrize("moment", ["w.1>", "read as", "Correct"])
def test_a_kill_loses_nothing_confirmed(terminal: Start, tmp_path: Path, moment: str) -> None:
    """Killed at any moment, the file opens, holds what was confirmed, and the next start goes on."""
    t = terminal()
    t.wait("w.1>")
    if moment != "w.1>":
        t.enter("0", moment)
    os.kill(t.child.pid, signal.SIGKILL)
    assert attempts(tmp_path) == ([] if moment == "w.1>" else ["0"])
    again = terminal()
    again.wait("w.1>")


def test_two_at_once(terminal: Start, tmp_path: Path) -> None:
    """Two sessions on one profile both save what they do."""
    first, second = terminal(), terminal()
    first.wait("w.1>")
    second.wait("w.1>")
    first.enter("1", "too large")
    second.enter("2", "too large")
    first.enter("0", "Correct.")
    assert sorted(attempts(tmp_path)) == ["0", "1", "2"]


def test_no_color(terminal: Start) -> None:
    """With NO_COLOR no colour is sent, neither in what is said nor in the line."""
    t = terminal(NO_COLOR="1")
    t.wait("w.1>")
    t.enter("1", "too large")
    t.type("1+sin(2)")
    t.wait("read as 1 + sin")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", t.raw)
    assert not re.search(r"\x1b\[(0;)?[12]m", t.raw.split("w.1>")[0])


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_dumb_terminal_gets_plain_lines(terminal: Start, environment: dict[str, str]) -> None:
    """On a dumb terminal nothing but letters and line ends is sent."""
    t = terminal(**environment)
    t.wait("w.1>")
    t.enter("1", "Try again")
    assert "\x1b" not in t.raw
    assert t.raw.isascii()


def run(home: Path, typed: str, *words: str) -> str:
    """A session through pipes."""
    done = subprocess.run(
        [sys.executable, str(HERE / "small_ae.py"), *words],
        input=typed,
        env={**os.environ, "HOME": str(home), "XDG_DATA_HOME": "", "TERM": "xterm"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_pipes_get_a_plain_transcript(tmp_path: Path) -> None:
    """Without a terminal the session reads lines and writes lines, and the end of input leaves it."""
    said = run(tmp_path, "0\n\n")
    assert "ae w.1> 0\nread as 0\nCorrect." in said
    assert said.isascii()
    assert "resumes here" in said


def test_a_transcript_is_kept(tmp_path: Path) -> None:
    """With --log what is typed and what is said is added to a file."""
    log = tmp_path / "session.txt"
    run(tmp_path, "0\n", f"--log={log}")
    kept = log.read_text(encoding="utf-8")
    assert "ae w.1> 0\n" in kept
    assert "λ(ℚ ∩ [0, 1])" in kept
    assert "Correct." in kept


def test_nothing_is_written_where_the_learner_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder is left as it was."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    run(tmp_path, "0\nnotes\n")
    assert list(here.iterdir()) == []


def test_a_multi_line_answer_in_plain(tmp_path: Path) -> None:
    """An open bracket goes on in the next line in plain mode too."""
    assert "ae 2.1> (x +\n... 1)\n" in run(tmp_path, "(x +\n1)\n", "2.1")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    """Where nothing can be saved, that is said with the path, and the session goes on."""
    tmp_path.chmod(0o500)
    said = run(tmp_path, "0\n")
    tmp_path.chmod(0o700)
    assert "nothing of this session will be saved" in said
    assert "Correct." in said


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    """A home in which no folder can be made is told of, and what was done is left for an import."""
    home = tmp_path / "home"
    home.write_text("")
    said = run(home, "0\n")
    assert "nothing of this session will be saved" in " ".join(said.split())
    assert "Correct." in said
    (rescue,) = re.findall(r"reads\s+them\s+from\s+(\S+)\.", said)
    assert '"answer": "0"' in Path(rescue).read_text(encoding="utf-8")
    Path(rescue).unlink()


def test_a_damaged_file(tmp_path: Path) -> None:
    """A damaged progress file is named, left as it is, and the session goes on without it."""
    path = tmp_path / DATABASE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a database, but a letter" * 100)
    before = path.read_bytes()
    said = run(tmp_path, "0\n")
    assert "is damaged" in said
    assert "default.db" in said
    assert "Correct." in said
    assert path.read_bytes() == before
    for rescue in re.findall(r"reads\s+them\s+from\s+(\S+)\.", said):
        Path(rescue).unlink()


def test_wide_and_narrow(terminal: Start) -> None:
    """At any width the prompt is there and rows end before the edge."""
    for columns in (40, 200):
        t = terminal(columns, 60)
        t.wait("ae w.1>")
        assert all(len(row) <= columns for row in t.screen.split("\n"))
        t.enter("term null", "零测集")
        t.type("\x04")
        t.wait("resumes")
