"""The personal rules as the engine uses them: what each remembers, allows next, and costs."""
