"""What the store promises, tested alike on SQLite (tests/store) and on real servers (tests/servers)."""
