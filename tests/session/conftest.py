"""What the tests of the session share."""

from datetime import UTC, datetime

import pytest

from tests.session.driving import Driver
from tests.session.small_course import SmallCourse
from tutor.progress import Record
from tutor.session import State


@pytest.fixture
def driver() -> Driver:
    """A session of the small course on its first day, not yet opened."""
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return Driver(State(SmallCourse(), Record(), "s", now, path="~/ae/default.db"))
