"""`ae progress`, `ae config`, `ae doctor`, `ae learn`: commands of the shell, in a home of their own."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tutor.app import places
from tutor.app.config import command as config
from tutor.app.doctor import command as doctor
from tutor.app.progress import command as progress
from tutor.app.settings import TEMPLATE, Settings, read_settings
from tutor.progress import Act, Event, Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENTS = (
    Event("u1", NOON, Act.ATTEMPTED, problem="p", part="", skills=("null_sets",), answer="1", verdict="incorrect"),
    Event("u2", NOON, Act.ATTEMPTED, problem="p", part="", skills=("null_sets",), answer="几乎", verdict="correct"),
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which progress, settings and cache are kept apart from everybody else's."""
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def filled(profile: str = "default") -> Path:
    """A progress file with two events."""
    store = Store.open(places.progress_file(profile))
    store.append(*EVENTS)
    store.close()
    return places.progress_file(profile)


def kept(profile: str = "default") -> tuple[Event, ...]:
    """The events of a profile."""
    store = Store.open(places.progress_file(profile))
    found = store.events()
    store.close()
    return found


def run(command: object, *words: str, typed: str = "") -> Result:
    """The command with these words."""
    return CliRunner().invoke(command, words, input=typed, catch_exceptions=False)  # type: ignore[arg-type]


def test_progress_before_anything() -> None:
    """With nothing done, the page says how to start and makes no file."""
    assert "starts with a warm-up" in run(progress).output
    assert not places.progress_file("default").exists()


def test_progress_lists_skills() -> None:
    """Each skill that was seen has a line in words."""
    filled()
    said = run(progress).output
    assert "1 problem solved" in said
    assert "null sets: 0 of 5" in said


def test_export_and_import_into_another_profile(home: Path) -> None:
    """What one profile exports another takes in, unchanged; the second time nothing is new."""
    filled()
    assert "2 events written" in run(progress, "export", "out.jsonl").output
    assert "2 of them new" in run(progress, "import", "out.jsonl", "--profile", "ada@example.org").output
    assert kept("ada@example.org") == EVENTS
    assert "0 of them new" in run(progress, "import", "out.jsonl", "--profile", "ada@example.org").output


def test_a_bad_import_changes_nothing(home: Path) -> None:
    """A file that is no export is refused with its line."""
    filled()
    Path("bad.jsonl").write_text('{"format": "ae-progress/1"}\n{"uid": 1}\n')
    done = run(progress, "import", "bad.jsonl")
    assert done.exit_code == 1
    assert "bad.jsonl, line 2" in done.output
    assert kept() == EVENTS


def test_a_binary_import_is_refused(home: Path) -> None:
    """Bytes that are no text are refused as well."""
    Path("bad.jsonl").write_bytes(b"\xff\xfe\x00")
    assert run(progress, "import", "bad.jsonl").exit_code == 1


def test_erase_exports_first(home: Path) -> None:
    """Erasing offers an export, asks, and then nothing is left."""
    path = filled()
    said = run(progress, "erase", typed="y\ny\n").output
    assert "Erased." in said
    assert not path.exists()
    assert "2 events read" in run(progress, "import", "default-progress.jsonl").output
    assert kept() == EVENTS


def test_erase_can_be_refused(home: Path) -> None:
    """A no keeps everything."""
    path = filled()
    assert "Nothing was erased" in run(progress, "erase", typed="n\nn\n").output
    assert path.exists()
    assert not Path("default-progress.jsonl").exists()


def test_export_rescues_a_damaged_file(home: Path) -> None:
    """Of a damaged file, what can be read is exported, and the count is said."""
    path = filled()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("DELETE FROM sqlite_master WHERE type = 'index'")
    connection.commit()
    connection.close()
    done = run(progress, "export", "out.jsonl")
    assert done.exit_code == 0, done.output
    assert "2 events" in done.output


def test_profiles_may_have_any_name() -> None:
    """Dots, slashes and addresses make a file in the data folder and nowhere else."""
    folder = places.progress_file("default").parent
    for name in ("ada@example.org", "../../evil", "几乎", "a b"):
        assert places.progress_file(name).parent == folder


def test_the_template_is_the_default() -> None:
    """Every line of the written settings, uncommented, is the default; and every setting has its line."""
    lines = [line.removeprefix("# ").split("  #")[0] for line in TEMPLATE.splitlines() if " = " in line]
    path = Path("config.toml")
    path.write_text("\n".join(lines))
    assert read_settings(path) == (Settings(), ())
    assert {line.split(" = ")[0] for line in lines} == set(Settings.__slots__)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\nkyes = 'vi'", "config.toml:2: there is no setting 'kyes'; did you mean 'keys'?"),
        ("keys = 'nano'", "config.toml:1: 'keys' must be one of emacs, vi"),
        ("plain = 'yes'", "config.toml:1: 'plain' must be true or false"),
        ("lang = 1", "config.toml:1: 'lang' must be a text in quotes"),
        ("keys = ", "config.toml: "),
    ],
)
def test_faults_of_settings_have_their_line(text: str, fault: str) -> None:
    """What is not legal is said with its line, and the default is used."""
    path = Path("config.toml")
    path.write_text(text)
    settings, faults = read_settings(path)
    assert settings == Settings()
    assert faults[0].startswith(fault)


def test_config_shows_everything() -> None:
    """`ae config` names the file and every setting."""
    said = run(config).output
    assert "config.toml" in said
    assert all(name in said for name in Settings.__slots__)


def test_doctor_looks_at_everything_and_changes_nothing(home: Path) -> None:
    """The page names versions, terminal, folders, content and judge, and leaves no progress file behind."""
    said = run(doctor).output
    for what in ("Python", "prompt_toolkit", "terminal", "Unicode", "progress", "settings", "content", "judge"):
        assert what in said
    assert not places.progress_file("default").exists()


def test_doctor_names_a_damaged_file(home: Path) -> None:
    """A damaged progress file is a finding with a remedy, and the exit status says so."""
    path = places.progress_file("default")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a letter to my aunt" * 100)
    done = run(doctor)
    assert done.exit_code == 1
    assert "! progress file" in done.output
    assert "ae progress export" in done.output
