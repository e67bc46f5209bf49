"""周报: what the management reads every week, gathered in short transactions."""
