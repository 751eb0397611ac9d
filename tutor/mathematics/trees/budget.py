"""Work is bounded by counted steps, never by the clock: the same answer gets the same verdict under any load."""


class OutOfSteps(Exception):  # noqa: N818  (it is an outcome, not a mistake)
    """The step budget of this decision is spent."""


class Budget:
    """A count of steps that only falls. One step is about one microsecond of work on a 2020s core."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take `steps` from the budget; raises OutOfSteps when it is spent."""
        self.left -= steps
        if self.left < 0:
            raise OutOfSteps
