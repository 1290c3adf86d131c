"""Scheduled pulls from a source into a lead pool."""
