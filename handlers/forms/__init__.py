"""Forms: a tuple of steps, one runner, one card edited in place."""
