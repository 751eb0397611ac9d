"""The settings: one commented file with every default. What is not there, or not legal, falls back to the default."""

from dataclasses import dataclass, fields
from pathlib import Path

TEMPLATE = """\
# Settings of ae. Every line shows its default; take away the # in front to change it.

# keys = "emacs"       # or "vi": how the input line is edited
# plain = false        # true: no colour, no toolbar, mathematics in words (as --plain)
# colour = true        # false: no colour (as NO_COLOR=1)
# lang = "en"          # language of the texts: "en", "zh" or "both"
# profile = "default"  # whose progress is kept
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set."""

    keys: str = "emacs"
    plain: bool = False
    colour: bool = True
    lang: str = "en"
    profile: str = "default"


_LEGAL = {"keys": ("emacs", "vi")}


def read_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a sentence with its line for everything in the file that is not one."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return Settings(), ()
    import tomllib  # only where there is a file: it is on the way to the first prompt

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return Settings(), (f"{path}: {problem}",)
    good: dict[str, str | bool] = {}
    faults: list[str] = []
    defaults = {field.name: field.default for field in fields(Settings)}
    for name, value in found.items():
        trouble = _trouble(name, value, defaults)
        if trouble:
            faults.append(f"{path}:{_line_of(name, text)}: {trouble}")
        else:
            good[name] = value
    return Settings(**good), tuple(faults)  # type: ignore[arg-type]  # each value has the type of its default


def _trouble(name: str, value: object, defaults: dict[str, object]) -> str:
    """What is wrong with one entry; "" where nothing is."""
    if name not in defaults:
        from difflib import get_close_matches

        nearest = get_close_matches(name, defaults, n=1)
        return f"there is no setting '{name}'" + (f"; did you mean '{nearest[0]}'?" if nearest else "")
    if type(value) is not type(defaults[name]):
        return f"'{name}' must be {'true or false' if isinstance(defaults[name], bool) else 'a text in quotes'}"
    if name in _LEGAL and value not in _LEGAL[name]:
        return f"'{name}' must be one of {', '.join(_LEGAL[name])}"
    return ""


def _line_of(name: str, text: str) -> int:
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.strip().strip('"').startswith(name)), 1)
