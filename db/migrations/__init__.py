"""The schema's history. `bot.migrate` carries it out."""
