"""The bank is parsed when the package is built, so that the very first start is fast: no YAML, no pydantic."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledBank(BuildHookInterface):  # type: ignore[type-arg]  # the builder's configuration is not used
    """Writes the folder `compiled` beside lessons and problem_bank, and ships it with the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Parse the bank; a faulty one stops the build. An editable install finds the folder in the checkout."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from tutor.content.library import COMPILED, load_library

        library = load_library([root], root / COMPILED)
        if library.faults:
            raise SystemExit("\n".join(map(str, library.faults)))
        if version != "editable":
            build_data["force_include"][str(root / COMPILED)] = f"tutor/_shipped/{COMPILED}"
