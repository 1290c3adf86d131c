"""The workspace: one SQL database that holds everything."""
