"""What stands in the sample before its past is made."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadadmin.domain.campaign import CallingHours, Campaign
from leadadmin.domain.people import Person, Role, Team
from leadadmin.domain.template import Template
from leadadmin.store import calling_hours, campaigns, people, projects, templates
from leadadmin.store.database import Database

_TEAMS = {"Residential energy": "Energy", "Good causes": "Charity", "Membership": "Membership"}
"""The team that calls the campaigns of a project."""


@dataclass(frozen=True, slots=True)
class House:
    """Campaigns by code, people by login, teams by name; the rest by id."""

    campaigns: Mapping[str, Campaign]
    templates: Mapping[int, Template]
    hours: Mapping[int, CallingHours]
    teams: Mapping[str, Team]
    people: Mapping[str, Person]
    projects: Mapping[int, str]

    @classmethod
    def read(cls, database: Database) -> "House":
        """As it stands in the workspace."""
        return cls(
            campaigns={each.code: each for each in campaigns.list_all(database)},
            templates={each.id or 0: each for each in templates.list_all(database)},
            hours={each.id or 0: each for each in calling_hours.list_all(database)},
            teams={each.name: each for each in people.list_teams(database)},
            people={each.login: each for each in people.list_people(database)},
            projects={each.id or 0: each.name for each in projects.list_all(database)},
        )

    def team_of(self, campaign: Campaign) -> Team:
        """The team that calls a campaign."""
        return self.teams[_TEAMS[self.projects[campaign.project_id]]]

    def agents_of(self, team: Team) -> list[int]:
        """Who calls in a team and in those below it."""
        below = {each.id for each in self.teams.values() if team.id in (each.id, each.parent_id)}
        found = [each for each in self.people.values() if each.role is Role.AGENT and each.team_id in below]
        return [each.id or 0 for each in sorted(found, key=lambda person: person.login)]
