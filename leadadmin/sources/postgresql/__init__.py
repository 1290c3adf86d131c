"""PostgreSQL as a source, by psycopg 3."""
