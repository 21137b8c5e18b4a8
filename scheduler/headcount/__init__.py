"""The fewest people a week can do with: a proven least number, and a roster that so many hold."""
