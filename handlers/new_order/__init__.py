"""Filing an order: finding its type, its customer and its lines, and the read-back."""
