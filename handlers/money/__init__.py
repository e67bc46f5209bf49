"""Money: slips that sales sends, the card on which finance judges them, splits and taking back."""
