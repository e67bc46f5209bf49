"""Reminders (催办): rules of the book at work on what waits, the morning digest, and who was reminded of what."""
