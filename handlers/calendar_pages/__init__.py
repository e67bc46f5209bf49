"""/calendar: which days are worked, and setting them."""
