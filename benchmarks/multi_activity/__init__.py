"""Public weeks of several activities and tasks (Boyer, Gendron, Rousseau), by given shifts."""
