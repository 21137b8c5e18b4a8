"""Which shift types there should be: the best menu of few types for a requirement and people."""
