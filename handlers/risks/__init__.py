"""Risks in chat: opened by a word, seen to on a card, listed by /risks."""
