"""Signing in by a provider of identities: who somebody is there, and whose account that is."""
