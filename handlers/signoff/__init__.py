"""A department's 放行 of an order: what it is about, why it is asked, one button."""
