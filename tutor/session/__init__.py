"""A lesson as a state machine: (state, event) to (state, effects)."""
