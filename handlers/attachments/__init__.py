"""Files of an order: what is taken, what it is, and showing it again."""
