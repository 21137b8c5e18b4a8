"""Roster and forecast -> chats, one by one, and what customers would see."""
