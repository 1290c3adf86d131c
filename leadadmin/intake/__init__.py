"""Four doors, one pipeline: every lead comes in here."""
