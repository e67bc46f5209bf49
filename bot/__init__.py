"""The process: command line, settings, wiring, and everything that lives at the edge of the program."""
