"""One SQLite file a profile: the table `event`, to which rows are added and from which none is ever taken.

Every `append` is one transaction with full synchronisation, so an event that was confirmed survives a kill or a power
cut. The table refuses updates and deletions itself, by triggers.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tutor.progress.events import COLUMNS, Event, from_row, to_row

FORMAT = 1
"""The number of the file format, in `PRAGMA user_version`."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    act TEXT NOT NULL,
    lesson TEXT NOT NULL,
    step INTEGER NOT NULL,
    problem TEXT NOT NULL,
    variant INTEGER NOT NULL,
    part TEXT NOT NULL,
    skills TEXT NOT NULL,
    content TEXT NOT NULL,
    answer TEXT NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS event_stays BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER IF NOT EXISTS event_remains BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""
_INSERT = f"INSERT OR IGNORE INTO event ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM event ORDER BY id"


class Unusable(Exception):  # noqa: N818  (an outcome that the learner is told of)
    """The file cannot be read or written: which file, and why, as one of the words in `WHY`."""

    def __init__(self, path: Path, why: str, detail: str = "") -> None:
        super().__init__(f"{path}: {why} {detail}".strip())
        self.path, self.why, self.detail = path, why, detail


WHY = ("damaged", "newer", "read-only", "full", "busy", "failed")


class Store:
    """An open progress file. Two processes may hold the same one; each waits for the other's transaction."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    @classmethod
    def open(cls, path: Path, *, wait: float = 5.0) -> "Store":
        """The file at `path`, made if it is not there. Raises Unusable and leaves the file as it was."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
        except OSError as problem:
            raise Unusable(path, "read-only", str(problem)) from problem
        except sqlite3.Error as problem:
            raise _unusable(path, problem) from problem
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def append(self, *events: Event) -> None:
        """Add the events, all or none, and return when they are on the disk. Raises Unusable."""
        rows = [to_row(event) for event in events]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(_INSERT, rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise _unusable(self.path, problem) from problem

    def events(self) -> tuple[Event, ...]:
        """Every event in the order written. Raises Unusable."""
        try:
            with closing(self._connection.execute(_SELECT)) as cursor:
                return tuple(from_row(dict(zip(COLUMNS, row, strict=True))) for row in cursor)
        except (sqlite3.Error, ValueError, TypeError) as problem:
            raise _unusable(self.path, problem) from problem

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()


def rescue(path: Path) -> Iterable[Event]:
    """The events of a damaged file that can still be read. Never raises for what cannot."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return
    with closing(connection):
        last = 0
        try:
            (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()
        except sqlite3.Error:
            last = _highest_number(connection)
        for number in range(1, last + 1):
            try:
                select = f"SELECT {', '.join(COLUMNS)} FROM event WHERE id = ?"
                row = connection.execute(select, (number,)).fetchone()
                if row is not None:
                    yield from_row(dict(zip(COLUMNS, row, strict=True)))
            except (sqlite3.Error, ValueError, TypeError):
                continue


def _highest_number(connection: sqlite3.Connection) -> int:
    """The number of the last event according to SQLite's own list, 0 where that is lost too."""
    try:
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
    except sqlite3.Error:
        return 0
    return int(row[0]) if row else 0


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("PRAGMA synchronous = FULL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > FORMAT:
            raise Unusable(path, "newer")
        if version == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
        (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise Unusable(path, "damaged", state)
    except sqlite3.Error as problem:
        raise _unusable(path, problem) from problem


def _unusable(path: Path, problem: Exception) -> Unusable:
    detail = str(problem)
    if isinstance(problem, ValueError | TypeError):
        return Unusable(path, "damaged", detail)
    marks = {
        "full": "full",
        "readonly": "read-only",
        "read-only": "read-only",
        "unable to open": "read-only",
        "locked": "busy",
        "malformed": "damaged",
        "not a database": "damaged",
        "no such table": "damaged",
    }
    why = next((why for mark, why in marks.items() if mark in detail), "failed")
    return Unusable(path, why, detail)
