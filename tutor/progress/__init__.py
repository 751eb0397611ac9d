"""What a learner did, as append-only events in one SQLite file, and what follows from it: mastery and reviews."""

from tutor.progress.events import Act, Event
from tutor.progress.journal import Journal
from tutor.progress.record import Record, Tally
from tutor.progress.store import Store, Unusable

__all__ = ["Act", "Event", "Journal", "Record", "Store", "Tally", "Unusable"]
