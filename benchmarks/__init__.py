"""What is measured, beside RESULTS.md."""
