"""A Timefold model of a week, as a Timefold user would write it, to compare the engine with."""
