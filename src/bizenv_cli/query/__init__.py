"""The questions: each a pure function of the index, its arguments and the index's day, returning plain rows."""
