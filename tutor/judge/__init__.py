"""Claims, verdicts with the evidence they owe, and the ladder that decides one claim at a time."""
