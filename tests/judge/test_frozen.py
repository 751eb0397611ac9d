"""The frozen lists are what their manifest says."""

from benchmarks.freeze import MANIFEST, manifest


def test_every_list_is_as_it_was_frozen() -> None:
    """The counts and the SHA-256 of every list stand in the manifest."""
    assert MANIFEST.read_text(encoding="utf-8").startswith(manifest())
