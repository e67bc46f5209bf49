"""Sheets in a chat: templates and exports out, customers, products, lines and orders in flight in."""
