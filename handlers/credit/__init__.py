"""Credit: what waited for a customer's credit goes on, and invoices from which its days begin."""
