"""Table models without a window."""
