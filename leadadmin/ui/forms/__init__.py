"""Forms: load, check, save."""
