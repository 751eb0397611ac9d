"""Other judges on the same lists: SymPy and Math-Verify, each in a child that can be killed."""
