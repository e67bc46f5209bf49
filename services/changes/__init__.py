"""变更: asking for a change of an order that stands, what it means, who decides it, carrying it out."""
