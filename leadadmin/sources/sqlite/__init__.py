"""SQLite files as a source, by the standard library's sqlite3."""
