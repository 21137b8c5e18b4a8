"""What counts on a post, how much, and how weights are found."""
