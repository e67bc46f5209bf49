"""An order on the screen: its card, lists, the text for the customer, papers that come later."""
