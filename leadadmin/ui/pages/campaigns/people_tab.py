"""The tab of teams and people: the tree of teams, each with its people below it."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from leadadmin.app import campaigns as work
from leadadmin.app.campaigns import Listing
from leadadmin.domain.people import Person, Team
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.people_form import Member, PeopleForm
from leadadmin.ui.pages.campaigns.record_tab import RecordTab, TabWords, key_of
from leadadmin.ui.widgets.list_pane import ListItem

PEOPLE = "people"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Campaigns", text)


def people_words() -> TabWords:
    """What the tab says."""
    return TabWords(
        PEOPLE, _tr("Teams and people"), "users", _tr("New person"), _tr("New person"),
        _tr("Search teams and people"), _tr("No teams yet"),
        _tr("Teams form a tree, and everyone is in one of them."),
    )  # fmt: skip


class PeopleTab(RecordTab[Member]):
    """Teams as a tree. A new person or team begins in the team that is chosen."""

    def __init__(self, desk: Desk) -> None:
        form = PeopleForm()
        super().__init__(desk, people_words(), form)

    def records_of(self, listing: Listing) -> Sequence[Member]:
        return [member for _depth, member in self._tree(listing, None, 0)]

    def _tree(self, listing: Listing, parent_id: int | None, depth: int) -> Iterator[tuple[int, Member]]:
        for team in (each for each in listing.teams if each.parent_id == parent_id):
            yield depth, team
            for person in (each for each in listing.people if each.team_id == team.id):
                yield depth + 1, person
            yield from self._tree(listing, team.id, depth + 1)

    def item_of(self, record: Member) -> ListItem:
        depth = self._depth(record)
        if isinstance(record, Team):
            inside = sum(each.team_id == record.id for each in self.listing.people)
            second = formats.count(inside, self.tr("person"), self.tr("people"))
            return ListItem(key_of(record), record.name, second, "users-round", indent=depth)
        second = f"{record.role.label} · {record.login}"
        return ListItem(key_of(record), record.name, second, "user-round", indent=depth)

    def _depth(self, record: Member) -> int:
        above = record.parent_id if isinstance(record, Team) else record.team_id
        team = next((each for each in self.listing.teams if each.id == above), None)
        return 0 if team is None else 1 + self._depth(team)

    def count(self) -> int:
        return len(self.listing.people)

    def blank(self) -> Member:
        return Person("", "", self._team_here())

    def begin_team(self) -> None:
        """Show an empty form of a team, unless something is not saved."""
        if not self.is_held_back():
            self.begin(Team("", self._team_here()))

    def _team_here(self) -> int:
        """The team that is chosen, or that of the person who is; else the top team."""
        here = self.chosen_record()
        if isinstance(here, Team):
            return here.id or 0
        if isinstance(here, Person):
            return here.team_id
        top = next((each for each in self.listing.teams if each.parent_id is None), None)
        return (top.id or 0) if top is not None else 0

    def writer(self, record: Member, before: Member | None) -> Callable[[], Member]:
        return lambda: work.save(self.desk.program, record, before)

    def can_delete(self) -> bool:
        return False

    def uses(self, record: Member) -> str:
        del record
        return ""
