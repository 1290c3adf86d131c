"""Pages of the gallery; their data is invented."""
