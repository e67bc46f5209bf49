"""特批 in chat: asked from a closed gate, decided on a card, printed on every later card of the order."""
