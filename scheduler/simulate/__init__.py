"""Every chat of a week against a roster: customers, people, the event loop, what is counted."""
