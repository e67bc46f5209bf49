"""The card of purchasing, production and quality: what to buy, make and inspect. Never a price."""
