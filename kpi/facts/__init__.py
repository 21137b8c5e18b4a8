"""What was counted, per agent, post and day, from hours, chats and messages."""
