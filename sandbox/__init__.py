"""A Bot API server of our own: what Telegram would answer, without Telegram."""
