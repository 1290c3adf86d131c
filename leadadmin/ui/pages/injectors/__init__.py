"""The injectors' list, and what opens from it."""
