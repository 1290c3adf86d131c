"""Connections: where leads come from, and whether it can be reached."""
