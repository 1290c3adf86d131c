"""Databases outside, from which leads come."""
