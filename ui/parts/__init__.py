"""Pieces that several pages draw: heads, cards, lists, the solve panel, the publish dialog."""
