"""Bars painted directly; they know nothing of leads."""
