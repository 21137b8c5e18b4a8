"""What stands before the app: who may come in, signing in and out, as plain pages."""
