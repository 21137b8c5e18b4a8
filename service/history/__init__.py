"""What happened before: volumes and logs of chats, taken in and looked through for faults."""
