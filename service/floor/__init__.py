"""The day itself: who is here, what is needed now, how the rest of the day will go."""
