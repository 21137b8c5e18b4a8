"""What agents see and say on their phones: their weeks, their calendar, their requests."""
