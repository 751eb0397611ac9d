"""Where things are kept: progress by profile, settings, parsed banks. Nothing is made by asking."""

from pathlib import Path
from urllib.parse import quote

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("ae", appauthor=False)


def progress_file(profile: str) -> Path:
    """The progress of a profile. Any name will do, an address of mail too."""
    return Path(_DIRS.user_data_dir) / f"{quote(profile, safe='@ ')}.db"


def settings_file() -> Path:
    """The one file of settings."""
    return Path(_DIRS.user_config_dir) / "config.toml"


def cache_folder() -> Path:
    """Banks that were parsed before."""
    return Path(_DIRS.user_cache_dir)


def shown(path: Path) -> str:
    """The path as people write it, with ~ for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
