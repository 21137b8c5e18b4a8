"""From history to the chats of a week, and to the people they need."""
