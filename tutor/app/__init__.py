"""The wiring and the command ae; the only place with a real clock, disk and screen."""
