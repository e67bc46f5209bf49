"""Use cases: one function, one answer, inside the worker's transaction."""
