"""Approvals in chat: the card of a seat, its buttons, replies to it, and what is asked beside it."""
