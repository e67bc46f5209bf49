"""周报 in chat: a picture with four panels, and what has a name in words."""
