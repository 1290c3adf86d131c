"""A configuration file's beginning: a campaign, and a connection to a SQLite file beside it."""

SOLAR = """
[[template]]
name = "Solar"
default_region = "GB"
fields = [ {key="phone", label="Phone", type="phone", required=true}, {key="surname", label="Surname", type="text"} ]
[[project]]
name = "Residential"
[[campaign]]
name = "Solar 2026"
code = "SOLAR26"
project = "Residential"
template = "Solar"
time_zone = "Europe/London"
[[connection]]
name = "CRM"
kind = "sqlite"
file = "crm.db"
"""
