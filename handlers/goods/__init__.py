"""The warehouse's card: make ready, ship when the gate is open, bring back the signature, take into stock."""
