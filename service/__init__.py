"""One function per user action: read, call, check, store."""
