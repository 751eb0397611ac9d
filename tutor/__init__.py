"""Almost Everywhere: a terminal tutor for the measure theory under deep learning."""

__version__ = "0.1.0"
