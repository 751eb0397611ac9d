"""The second child: SymPy, started only when the last rung of the ladder asks, bounded and killable."""
