"""变更: asking for one, what it comes to, what the departments say, what became of it."""
