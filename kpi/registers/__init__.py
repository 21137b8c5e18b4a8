"""What people write down one by one: complaints, 5S, service quality, training."""
