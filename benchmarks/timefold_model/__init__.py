"""A Timefold model of a week in Java, as its users write it, to compare the engine with."""
