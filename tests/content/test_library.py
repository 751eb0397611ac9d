"""Banks loaded whole or not at all, and from the cache where nothing has changed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tutor.content import Bank, load_library, shipped_root
from tutor.content.library import fingerprint
from tutor.content.reading_bank import BankReading, read_bank
from tutor.content.stored import Damaged, from_json, to_json

SKILLS = "schema: 1\nunits: {U01: Beginnings}\nskills: {null_sets: {unit: U01, name: null sets}}\n"
PROBLEM = """\
schema: 1
id: {id}
skills: [null_sets]
difficulty: 1
title: One
ask: What is 1?
answer: {{kind: number, key: {key}}}
solution: It is 1.
"""


def _root(folder: Path, id: str = "one", key: str = "1", skills: str = SKILLS) -> Path:  # noqa: A002
    bank = folder / "problem_bank"
    bank.mkdir(parents=True, exist_ok=True)
    if skills:
        (bank / "skills.yaml").write_text(skills)
    (bank / "p.yaml").write_text(PROBLEM.format(id=id, key=key))
    return folder


def test_the_shipped_bank_has_no_fault() -> None:
    """Everything that is shipped loads, with the 53 skills of the course."""
    library = load_library([shipped_root()])
    assert library.faults == ()
    assert len(library.bank.skills) == 53
    assert "rationals" in library.bank.problems
    assert "null-sets" in library.bank.lessons


def test_a_stored_bank_is_the_bank_that_was_read() -> None:
    """JSON loses nothing: the bank from the cache equals the one from the files."""
    bank = read_bank(shipped_root()).bank
    assert from_json(to_json(bank)) == bank


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"": "Bank", "values": 3}', '{"": "Path", "values": []}', "[" * 9999]
)
def test_a_damaged_cache_is_told_from_a_bank(text: str) -> None:
    """Whatever is in a cache file, it is a bank or damaged."""
    with pytest.raises(Damaged):
        from_json(text)


def test_a_broken_bank_is_left_out_and_the_others_are_there(tmp_path: Path) -> None:
    """One fault keeps a whole bank out; the fault is told."""
    good = _root(tmp_path / "good")
    bad = _root(tmp_path / "bad", "two", "1 +")
    library = load_library([good, bad, _root(tmp_path / "third", "three", skills="")])
    assert set(library.bank.problems) == {"one", "three"}
    assert [fault.file for fault in library.faults] == ["problem_bank/p.yaml"]


def test_a_later_bank_may_not_take_an_id(tmp_path: Path) -> None:
    """Ids are unique over all banks, because progress is kept by them."""
    library = load_library([_root(tmp_path / "a"), _root(tmp_path / "b")])
    assert [fault.expected for fault in library.faults] == ["an id that no other file has"]


def test_the_cache_is_used_until_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stored bank is taken while its fingerprint holds; an edit makes a new one and drops the old."""
    root, cache = _root(tmp_path / "bank"), tmp_path / "cache"
    before = load_library([root], cache)
    with monkeypatch.context() as patch:
        patch.setattr("tutor.content.reading_bank.read_bank", None)
        assert load_library([root], cache) == before
    _root(tmp_path / "bank", key="2/2")
    assert load_library([root], cache).bank.problems["one"].parts[0].fields["key"] == "2/2"
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_is_damaged_or_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    """The files are read then."""
    root, cache = _root(tmp_path / "bank"), tmp_path / "cache"
    load_library([root], cache)
    (stored,) = cache.iterdir()
    stored.write_text(stored.read_text().replace("It is 1.", "It is 2."))
    assert load_library([root], cache).bank.problems["one"].solution.say() == "It is 1."
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert "one" in load_library([root], blocked).bank.problems


def test_a_broken_bank_is_not_stored(tmp_path: Path) -> None:
    """What has faults is read again next time, so that they are told again."""
    root, cache = _root(tmp_path / "bank", key="1 +"), tmp_path / "cache"
    assert load_library([root], cache).faults == load_library([root], cache).faults != ()


def test_the_fingerprint_knows_names_and_contents_and_banks_below(tmp_path: Path) -> None:
    """Moving a file changes it as well as editing one."""
    root = _root(tmp_path)
    seen = {fingerprint(root), fingerprint(root, "below")}
    (root / "problem_bank" / "p.yaml").rename(root / "problem_bank" / "q.yaml")
    seen.add(fingerprint(root))
    assert len(seen) == 3


def test_a_file_that_cannot_be_read_keeps_its_bank_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other banks are there, and the fault names the file."""
    good, locked = _root(tmp_path / "good"), _root(tmp_path / "locked", "two")
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.is_relative_to(locked):
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    library = load_library([good, locked])
    assert set(library.bank.problems) == {"one"}
    (fault,) = library.faults
    assert (fault.file, fault.found) == (str(locked / "problem_bank" / "p.yaml"), "Permission denied")


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"schema: 1\ntitle: \xe9t\xe9\n", "the byte 0xe9"), (b"#" * 300_000, "a longer one")],
    ids=["Latin-1", "too long"],
)
def test_files_that_are_no_text_of_ours_are_faults(tmp_path: Path, content: bytes, found: str) -> None:
    """Another encoding and a file of 300 KB are told, with their places."""
    root = _root(tmp_path)
    (root / "problem_bank" / "q.yaml").write_bytes(content)
    assert found in [fault.found for fault in load_library([root]).faults]


def test_links_that_lead_out_of_a_bank_are_not_followed(tmp_path: Path) -> None:
    """A bank from a stranger cannot read files of this computer."""
    outside = tmp_path / "outside.yaml"
    outside.write_text(PROBLEM.format(id="secret", key="1"))
    root = _root(tmp_path / "bank")
    (root / "problem_bank" / "link.yaml").symlink_to(outside)
    assert set(load_library([root]).bank.problems) == {"one"}


def test_a_bank_from_the_cache_needs_neither_pydantic_nor_yaml(tmp_path: Path) -> None:
    """The start path imports nothing heavy."""
    load_library([shipped_root()], tmp_path)
    program = (
        "import sys; from pathlib import Path; from tutor.content import load_library, shipped_root;"
        f"bank = load_library([shipped_root()], Path({str(tmp_path)!r})).bank;"
        "heavy = {'pydantic', 'ruamel', 'sympy', 'numpy', 'flint'} & set(sys.modules);"
        "print(len(bank.skills), sorted(heavy))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "53 []\n"


def test_only_the_distribution_may_bring_its_bank_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled bank is taken from the shipped root without reading a file, and from no other root."""
    root = _root(tmp_path)
    load_library([root], root / "compiled")
    monkeypatch.setattr("tutor.content.reading_bank.read_bank", lambda root, below: BankReading(Bank(), (), {}))
    assert load_library([root]).bank == Bank()
    monkeypatch.setattr("tutor.content.library.shipped_root", lambda: root)
    assert "one" in load_library([root]).bank.problems
