"""Pages of those who lead few people."""
