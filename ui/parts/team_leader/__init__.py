"""What the pages of those who lead few people draw."""
