"""The file: what was confirmed is there, whatever happens."""

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tutor.progress import Act, Event, Journal, Store, Unusable, transfer
from tutor.progress.store import rescue

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ONE = Event("u1", NOON, Act.ATTEMPTED, "l", 2, "p", 1, "a", ("s", "t"), "hash", "1/2 · 几乎处处", "correct", "")
TWO = replace(ONE, uid="u2", act=Act.HINTED, answer="")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a progress file may be."""
    return tmp_path / "deep" / "default.db"


def test_events_come_back_as_they_went_in(path: Path) -> None:
    """What is appended is read back in order by the next who opens the file."""
    store = Store.open(path)
    store.append(ONE, TWO)
    store.close()
    again = Store.open(path)
    assert again.events() == (ONE, TWO)
    again.close()


def test_the_file_refuses_to_forget(path: Path) -> None:
    """Rows can be neither changed nor deleted, not even by hand."""
    store = Store.open(path)
    store.append(ONE)
    store.close()
    connection = sqlite3.connect(path)
    for statement in ("DELETE FROM event", "UPDATE event SET verdict = 'correct'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_two_at_once_lose_nothing(path: Path) -> None:
    """Two open stores append in turn and both see everything."""
    first, second = Store.open(path), Store.open(path)
    first.append(ONE)
    second.append(TWO)
    assert first.events() == second.events() == (ONE, TWO)
    first.close()
    second.close()


def test_a_held_file_is_reported_as_busy_and_nothing_is_lost(path: Path) -> None:
    """While another program holds the file, events wait; they are saved with the next one."""
    journal = Journal(Store.open(path, wait=0.01))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    problem = journal.write(ONE)
    assert problem is not None
    assert problem.why == "busy"
    holder.execute("ROLLBACK")
    holder.close()
    assert journal.write(TWO) is None
    assert journal.store is not None
    assert journal.store.events() == (ONE, TWO)
    journal.close()


def test_a_full_disk_keeps_events_waiting(path: Path) -> None:
    """Where the file cannot grow, the reason is `full` and the events wait in memory."""
    store = Store.open(path)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    journal = Journal(store)
    big = replace(ONE, answer="x" * 20_000)
    problem = journal.write(big)
    assert problem is not None
    assert problem.why == "full"
    assert journal.waiting == [big]
    store._connection.execute("PRAGMA max_page_count = 100000")
    assert journal.write(TWO) is None
    assert store.events() == (big, TWO)
    journal.close()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"this is no database, it is a letter to my aunt" * 50, "damaged", id="another file"),
        pytest.param(b"SQLite format 3\x00" + b"\x00" * 4000, "damaged", id="a file of zeros"),
    ],
)
def test_a_damaged_file_is_left_as_it_is(path: Path, content: bytes, why: str) -> None:
    """A file that is not ours is reported with its path and not touched."""
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(Unusable) as caught:
        Store.open(path)
    assert (caught.value.path, caught.value.why) == (path, why)
    assert path.read_bytes() == content


def test_a_newer_file_is_left_alone(path: Path) -> None:
    """A file with a higher format number is not written to."""
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Unusable) as caught:
        Store.open(path)
    assert caught.value.why == "newer"


def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    """Where no folder can be made, the reason is `read-only`."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable) as caught:
        Store.open(tmp_path / "file" / "default.db")
    assert caught.value.why == "read-only"


def test_what_can_be_read_of_a_damaged_file_is_rescued(path: Path) -> None:
    """With one page overwritten, the events on the other pages are still found."""
    store = Store.open(path)
    events = [replace(ONE, uid=f"u{n}", answer=f"{n}: " + "y" * 500) for n in range(60)]
    store.append(*events)
    store.close()
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xff" * 4096
    path.write_bytes(bytes(content))
    found = list(rescue(path))
    assert len(found) > 30
    assert set(found) <= set(events)


def test_export_and_import_are_inverse(path: Path) -> None:
    """What is exported is imported unchanged; importing twice adds nothing."""
    lines = list(transfer.to_lines([ONE, TWO]))
    assert transfer.from_lines(lines) == (ONE, TWO)
    store = Store.open(path)
    store.append(*transfer.from_lines(lines))
    store.append(*transfer.from_lines(lines))
    assert store.events() == (ONE, TWO)
    store.close()


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        pytest.param([], 1, id="an empty file"),
        pytest.param(['{"format": "other/1"}'], 1, id="another format"),
        pytest.param(['{"format": "ae-progress/1"}', "{"], 2, id="a line that is no JSON"),
        pytest.param(['{"format": "ae-progress/1"}', "[]"], 2, id="a line that is no object"),
        pytest.param(['{"format": "ae-progress/1"}', '{"uid": "a"}'], 2, id="an event without a time"),
        pytest.param(
            ['{"format": "ae-progress/1"}', '{"uid": "a", "at": "2026-01-01", "act": "flew"}'], 2, id="an unknown act"
        ),
    ],
)
def test_a_bad_export_names_its_line(lines: list[str], line: int) -> None:
    """A file that is not an export is refused whole, with the number of the line."""
    with pytest.raises(transfer.BadExport) as caught:
        transfer.from_lines(lines)
    assert caught.value.line == line


WRITER = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tutor.progress import Act, Event, Store
store = Store.open(Path(sys.argv[1]))
start = len(store.events())
for number in range(start, start + 10_000):
    store.append(Event(f"u{number}", datetime(2026, 3, 1, tzinfo=UTC), Act.ATTEMPTED, problem="p", answer=str(number)))
    print(number, flush=True)
"""


@pytest.mark.parametrize("kill", range(10))
def test_a_kill_loses_no_confirmed_event(path: Path, kill: int) -> None:
    """Killed at any moment, the file opens again and holds every event that was confirmed."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(kill * 3 + 1):
        confirmed = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.stdout.read().split("\n")[:-1]
    writer.stdout.close()
    writer.wait()
    confirmed = int(rest[-1]) if rest else confirmed
    store = Store.open(path)
    assert len(store.events()) >= confirmed + 1
    store.close()
