"""Registers beside the scores: complaints, follow-ups, audits, certificates, platforms."""
