"""The way to the first prompt stays light."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    "http",
    "urllib.request",
    "sympy",
    "pydantic",
    "ruamel",
    "numpy",
    "rich",
    "matplotlib",
    "fsrs",
    "pylatexenc",
    "uniplot",
)


def test_nothing_heavy_on_the_way_to_the_prompt(tmp_path: Path) -> None:
    """A second start, with the parsed bank at hand, imports no heavy package before the first line is read."""
    script = (
        "import sys\n"
        "from tutor.app import sitting\n"
        "from tutor.terminal.plain import PlainLine\n"
        "def read(self, scene):\n"
        f"    found = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "    print('HEAVY', found)\n"
        "    raise EOFError\n"
        "PlainLine.read = read\n"
        "sitting.sit('', sitting.Wishes(plain=True))\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path)}
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120, check=True
        )
    assert "HEAVY []" in done.stdout, done.stdout
