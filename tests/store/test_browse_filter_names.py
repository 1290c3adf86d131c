"""A stored filter is said with the names of what it names."""

from pathlib import Path

from leadadmin.domain.lead_filter import FilterNames, LeadFilter, in_words
from leadadmin.domain.people import Owner, OwnerKind
from leadadmin.store.filter_names import filter_names
from tests.store.browse_workspace import empty_house


def test_names_of_a_filter(tmp_path: Path) -> None:
    with empty_house(tmp_path) as house:
        team = house.team("Blue")
        person = house.person("Anna", team)
        campaign = house.campaign("SOLAR", house.project("Homes"), house.template())
        pool = house.pool(campaign, "Web")
        chosen = LeadFilter((1,), (campaign,), (pool, 99), owner=Owner(OwnerKind.PERSON, person))
        names = filter_names(house.conn, chosen)
        assert names == FilterNames({1: "Homes"}, {campaign: "Campaign SOLAR"}, {pool: "Web"}, "Anna")
        assert in_words(chosen, names) == (
            "Leads of the project “Homes”, of the campaign “Campaign SOLAR”, in the pool “Web” or (deleted), "
            "owned by “Anna”."
        )
        assert filter_names(house.conn, LeadFilter(owner=Owner(OwnerKind.TEAM, team))).owner == "Blue"
        assert filter_names(house.conn, LeadFilter(owner=Owner(OwnerKind.TEAM, 99))) == FilterNames()
