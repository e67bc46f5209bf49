"""Telegram in, Telegram out: one folder a feature, one table of what the bot can do."""
