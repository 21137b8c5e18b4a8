"""Pay: from inputs through review to a locked month, and what the law says of it."""
