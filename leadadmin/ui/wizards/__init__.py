"""Step by step."""
