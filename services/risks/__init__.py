"""风险: the register of what may go wrong, opened by rules and by people, closed with a reason."""
