"""Campaigns and what they are made of: templates, projects, calling hours, teams and people."""
