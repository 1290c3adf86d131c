"""The tabs of campaigns, projects and calling hours."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QTimeZone
from PySide6.QtWidgets import QWidget

from leadadmin.app import campaigns as work
from leadadmin.app.campaigns import Listing
from leadadmin.domain.campaign import WEEKDAYS, CallingHours, Campaign, Project, free_code
from leadadmin.domain.names import free_name, name_key
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms import campaign_form, hours_form, project_form
from leadadmin.ui.forms.campaign_form import CampaignForm
from leadadmin.ui.forms.hours_form import HoursForm
from leadadmin.ui.forms.project_form import ProjectForm
from leadadmin.ui.pages.campaigns.record_tab import RecordTab, TabWords
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.list_pane import ListItem
from leadadmin.ui.widgets.pill import PillSpec

CAMPAIGNS, PROJECTS, HOURS = "campaign", "project", "hours"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Campaigns", text)


def archived_pill(tab: QWidget) -> PillSpec:
    """The pill of what is hidden."""
    return PillSpec(tab.tr("Archived"), Tone.NEUTRAL, "archive")


def campaign_words() -> TabWords:
    """What the tab says."""
    return TabWords(
        CAMPAIGNS, _tr("Campaigns"), "megaphone", _tr("New campaign"), _tr("New campaign"),
        _tr("Search campaigns"), _tr("No campaigns yet"),
        _tr("A campaign holds leads called for one purpose. Its template says which fields they have."),
    )  # fmt: skip


class CampaignsTab(RecordTab[Campaign]):
    """Campaigns by name."""

    def __init__(self, desk: Desk) -> None:
        form = CampaignForm()
        super().__init__(desk, campaign_words(), form)
        self._form = form

    def records_of(self, listing: Listing) -> Sequence[Campaign]:
        return listing.campaigns

    def item_of(self, record: Campaign) -> ListItem:
        project = next((each.name for each in self.listing.projects if each.id == record.project_id), "")
        if record.archived:
            pill = archived_pill(self)
        elif record.active:
            pill = PillSpec(self.tr("Active"), Tone.SUCCESS)
        else:
            pill = PillSpec(self.tr("Inactive"), Tone.NEUTRAL, "circle-pause")
        return ListItem(f"Campaign:{record.id}", record.name, f"{project} · {record.code}", "megaphone", pill=pill)

    def blank(self) -> Campaign:
        projects = [each for each in self.listing.projects if not each.archived]
        templates = [each for each in self.listing.templates if not each.archived]
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        return replace(
            campaign_form.BLANK,
            project_id=(projects[0].id or 0) if len(projects) == 1 else 0,
            template_id=(templates[0].id or 0) if len(templates) == 1 else 0,
            time_zone=here if here in self.listing.time_zones else campaign_form.BLANK.time_zone,
        )

    def copy_of(self, record: Campaign) -> Campaign:
        names = {name_key(each.name) for each in self.listing.campaigns}
        codes = {name_key(each.code) for each in self.listing.campaigns}
        return replace(
            record, id=None, archived=False, name=free_name(record.name, names), code=free_code(record.code, codes)
        )

    def writer(self, record: Campaign, before: Campaign | None) -> Callable[[], Campaign]:
        new_project = self._form.new_project()
        return lambda: work.save_campaign(self.desk.program, record, before, new_project=new_project)

    def uses(self, record: Campaign) -> str:
        template = next((each.name for each in self.listing.templates if each.id == record.template_id), "")
        return self.tr("Its leads have the fields of “{0}”").format(template)

    def why_not_delete(self, record: Campaign) -> str:
        del record
        return ""


def project_words() -> TabWords:
    """What the tab says."""
    return TabWords(
        PROJECTS, _tr("Projects"), "folder-open", _tr("New project"), _tr("New project"),
        _tr("Search projects"), _tr("No projects yet"),
        _tr("A project groups campaigns. Every campaign is in one."),
    )  # fmt: skip


class ProjectsTab(RecordTab[Project]):
    """Projects by name."""

    def __init__(self, desk: Desk) -> None:
        form = ProjectForm()
        super().__init__(desk, project_words(), form)

    def records_of(self, listing: Listing) -> Sequence[Project]:
        return listing.projects

    def item_of(self, record: Project) -> ListItem:
        count = len(self.listing.campaigns_of(record))
        second = formats.count(count, self.tr("campaign"), self.tr("campaigns"))
        pill = archived_pill(self) if record.archived else None
        return ListItem(f"Project:{record.id}", record.name, second, "folder-open", pill=pill)

    def blank(self) -> Project:
        return project_form.BLANK

    def writer(self, record: Project, before: Project | None) -> Callable[[], Project]:
        return lambda: work.save(self.desk.program, record, before)


def hours_words() -> TabWords:
    """What the tab says."""
    return TabWords(
        HOURS, _tr("Calling hours"), "clock", _tr("New calling hours"), _tr("New calling hours"),
        _tr("Search calling hours"), _tr("No calling hours yet"),
        _tr("Calling hours say when leads may be called. Campaigns without any may call at any time."),
    )  # fmt: skip


class HoursTab(RecordTab[CallingHours]):
    """Calling hours by name."""

    def __init__(self, desk: Desk) -> None:
        form = HoursForm()
        super().__init__(desk, hours_words(), form)

    def records_of(self, listing: Listing) -> Sequence[CallingHours]:
        return listing.hours

    def item_of(self, record: CallingHours) -> ListItem:
        days = sum(bool(record.week.get(day)) for day in WEEKDAYS)
        zone = record.time_zone or self.tr("the lead’s zone")
        second = f"{formats.count(days, self.tr('day'), self.tr('days'))} · {zone}"
        return ListItem(f"CallingHours:{record.id}", record.name, second, "clock")

    def blank(self) -> CallingHours:
        return hours_form.BLANK

    def copy_of(self, record: CallingHours) -> CallingHours:
        return replace(
            record, id=None, name=free_name(record.name, {name_key(each.name) for each in self.listing.hours})
        )

    def writer(self, record: CallingHours, before: CallingHours | None) -> Callable[[], CallingHours]:
        return lambda: work.save(self.desk.program, record, before)
