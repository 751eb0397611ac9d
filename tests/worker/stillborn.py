"""A child that cannot start, for the tests of `tutor.worker.process`."""


def main(memory: int, seconds: float) -> None:
    """End before the first message."""
    raise SystemExit("the library is not there")
