"""All the banks there are, each loaded whole or not at all, and remembered by the content of its files."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor import __version__
from tutor.content.bank import Bank, files_of, shipped_root
from tutor.content.stored import Damaged, from_json, to_json

if TYPE_CHECKING:
    from tutor.content.faults import ContentFault

COMPILED = "compiled"
"""A folder of the distribution with its bank as it is stored in a cache, so that a first start is fast as well."""

FORMAT = 1
"""Raised whenever the values or the rules change, so that banks stored before are read anew."""


@dataclass(frozen=True, slots=True)
class Library:
    """The banks that have no fault, as one, and the faults of those that have."""

    bank: Bank
    faults: "tuple[ContentFault, ...]" = ()


def load_library(roots: Sequence[Path], cache: Path | None = None) -> Library:
    """The banks below these roots; a later one may refer to the earlier ones that are whole.

    `cache` is a folder for parsed banks; one that cannot be written to costs time only.
    """
    whole, faults, below = Bank(), [], ""
    for root in roots:
        try:
            below = fingerprint(root, below)
            bank, found = _load(root, whole, cache, below)
        except OSError as error:
            bank, found = Bank(), [_unreadable(root, error)]
        faults += found
        if not found:
            whole = whole.joined(bank)
    return Library(whole, tuple(faults))


def fingerprint(root: Path, below: str = "") -> str:
    """The SHA-256 of every content file below the root, of this version, and of the banks that come before."""
    whole = hashlib.sha256(f"{__version__} {FORMAT} {below}".encode())
    for path in files_of(root):
        content = path.read_bytes()
        whole.update(f"\0{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def _load(root: Path, below: Bank, cache: Path | None, name: str) -> "tuple[Bank, list[ContentFault]]":
    built = root / COMPILED if root == shipped_root() else None  # a stranger's bank is always read
    stored = _stored(cache, name) or _stored(built, name)
    if stored is not None:
        return stored, []
    from tutor.content.reading_bank import read_bank  # pydantic and YAML, only when files have changed

    reading = read_bank(root, below)
    if not reading.faults and cache is not None:
        _store(cache, root, name, to_json(reading.bank))
    return reading.bank, list(reading.faults)


def _unreadable(root: Path, error: OSError) -> "ContentFault":
    from tutor.content.faults import ContentFault

    file = str(error.filename or root)
    return ContentFault(file, 1, 0, 1, "", "", "a file that can be read", error.strerror or type(error).__name__)


def _stored(cache: Path | None, name: str) -> Bank | None:
    for path in cache.glob(f"bank-*-{name[:32]}.json") if cache else ():
        try:
            digest, _, text = path.read_text(encoding="ascii").partition("\n")
            if digest == hashlib.sha256(text.encode()).hexdigest():
                return from_json(text)
        except (OSError, ValueError, Damaged):
            continue
    return None


def _store(cache: Path, root: Path, name: str, text: str) -> None:
    """Write in one step, and drop what was stored of this root before."""
    place = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]
    try:
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob(f"bank-{place}-*.json"):
            old.unlink()
        temporary = cache / f"{os.getpid()}.new"
        temporary.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}", encoding="ascii")
        temporary.replace(cache / f"bank-{place}-{name[:32]}.json")
    except OSError:
        return
