"""The months to come: hours needed and there, week by week, and whom to hire by when."""
