"""Writing that never stands in the way: what could not be saved is kept and tried again with the next event."""

from dataclasses import dataclass, field

from tutor.progress.events import Event
from tutor.progress.store import Store, Unusable


@dataclass
class Journal:
    """The store, or None where nothing can be saved, and the events that still wait for it."""

    store: Store | None
    waiting: list[Event] = field(default_factory=list)

    def write(self, event: Event) -> Unusable | None:
        """Save the event and everything that waits before it; the reason where that failed."""
        self.waiting.append(event)
        if self.store is None:
            return None
        try:
            self.store.append(*self.waiting)
        except Unusable as problem:
            return problem
        self.waiting.clear()
        return None

    def close(self) -> None:
        """Let the file go."""
        if self.store is not None:
            self.store.close()
