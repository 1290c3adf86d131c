"""The form of a campaign (spec 1)."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.domain.campaign import CallbackScope, CallOrder, Campaign, suggested_code
from leadadmin.domain.countries import country_name
from leadadmin.domain.names import name_key
from leadadmin.ui.forms.record_form import RecordForm, named, offer_choices
from leadadmin.ui.widgets.fields import ComboBox, LineEdit, TextArea
from leadadmin.ui.widgets.forms import beside
from leadadmin.ui.widgets.place_fields import CountryField, ZoneField, language
from leadadmin.ui.widgets.spin import SpinBox
from leadadmin.ui.widgets.switch import Switch

BLANK = Campaign("", "", 0, 0)
_NEW_PROJECT = "new"
_MOST = 1_000_000


class CampaignForm(RecordForm[Campaign]):
    """The code follows the name until it is typed; a project may be begun here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(BLANK, parent)
        self._code_follows = False
        self._make_fields()
        self._add_rows()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.form)

    def _make_fields(self) -> None:
        self.name, self.code, self.new_project_name = LineEdit(), LineEdit(), LineEdit()
        self.about = TextArea(lines=2)
        self.project = ComboBox(placeholder=self.tr("Choose a project"))
        self.template = ComboBox(placeholder=self.tr("Choose a template"))
        self.zone = ZoneField(says=self.tr("Time zone"))
        self.region = CountryField(says=self.tr("Default country"), placeholder=self.tr("The template’s"))
        self.hours = ComboBox()
        self.order = ComboBox()
        self.order.add(self.tr("Priority first, then status"), CallOrder.PRIORITY_FIRST)
        self.order.add(self.tr("Status first, then priority"), CallOrder.STATUS_FIRST)
        self.callbacks = ComboBox()
        self.callbacks.add(self.tr("Whoever works any pool of the campaign"), CallbackScope.GLOBAL)
        self.callbacks.add(self.tr("Whoever works the lead’s pool"), CallbackScope.POOL)
        self.attempts = SpinBox(low=1, high=_MOST)
        self.retry = SpinBox(high=_MOST)
        self.retry.setAccessibleName(self.tr("Minutes between attempts"))
        self.expires = SpinBox(high=_MOST)
        self.newest = Switch(self.tr("The newest leads are called first"))
        self.active = Switch(self.tr("Its leads may be called"))
        named(self.name, "campaign-name")
        named(self.code, "campaign-code")
        named(self.project, "campaign-project")
        named(self.new_project_name, "campaign-new-project")
        named(self.template, "campaign-template")
        named(self.zone, "campaign-zone")
        named(self.region, "campaign-region")
        named(self.active, "campaign-active")
        for line in (self.name, self.code, self.new_project_name, self.about):
            line.textChanged.connect(self.changed)
        for combo in (self.project, self.template, self.hours, self.order, self.callbacks):
            combo.currentIndexChanged.connect(self.changed)
        for spin in (self.attempts, self.retry, self.expires):
            spin.valueChanged.connect(self.changed)
        for switch in (self.newest, self.active):
            switch.toggled.connect(self.changed)
        for place in (self.zone, self.region):
            place.edited.connect(self.changed)
        self.name.textEdited.connect(self._follow)
        self.code.textEdited.connect(self._stop_following)

    def _add_rows(self) -> None:
        attempts = beside(self.attempts, self.tr("at most,"), self.retry, self.tr("minutes apart"))
        expires = beside(self.expires, self.tr("days after loading, 0 for never"))
        rows: tuple[tuple[str, str, QWidget], ...] = (
            ("name", self.tr("&Name"), self.name),
            ("code", self.tr("&Code"), self.code),
            ("description", self.tr("&Description"), self.about),
            ("project", self.tr("&Project"), self.project),
            ("new_project", self.tr("Name of the new project"), self.new_project_name),
            ("template", self.tr("&Template"), self.template),
            ("time_zone", self.tr("Time &zone"), self.zone),
            ("region", self.tr("Default c&ountry of numbers"), self.region),
            ("calling_hours", self.tr("Calling &hours"), self.hours),
            ("order", self.tr("O&rder of calls"), self.order),
            ("callbacks", self.tr("Call-&backs go to"), self.callbacks),
            ("max_attempts", self.tr("&Attempts"), attempts),
            ("expires_days", self.tr("&Leads expire"), expires),
            ("newest_first", self.tr("New leads"), self.newest),
            ("active", self.tr("Active"), self.active),
        )
        for key, label, editor in rows:
            self.form.add(key, label, editor)
        self.code.setToolTip(self.tr("Names the campaign in API requests and configuration files."))

    # -- what can be chosen

    def show_choices(self) -> None:
        listing, stored = self.listing, self.stored
        projects = [
            (each.id, each.name) for each in listing.projects if not each.archived or each.id == stored.project_id
        ]
        templates = [
            (each.id, each.name) for each in listing.templates if not each.archived or each.id == stored.template_id
        ]
        offer_choices(self.project, [*projects, (_NEW_PROJECT, self.tr("New project…"))])
        offer_choices(self.template, templates)
        offer_choices(self.hours, [(0, self.tr("At any time")), *((each.id, each.name) for each in listing.hours)])
        self.zone.offer(listing.time_zones)

    # -- values

    def fill(self, record: Campaign) -> None:
        self._code_follows = record.id is None and not record.code
        self.name.setText(record.name)
        self.code.setText(record.code)
        self.about.setPlainText(record.description)
        self.new_project_name.clear()
        self.project.choose(record.project_id)
        self.template.choose(record.template_id)
        self.zone.show_text(record.time_zone)
        self.region.show_code(record.region)
        self.hours.choose(record.calling_hours_id or 0)
        self.order.choose(record.order)
        self.callbacks.choose(record.callbacks)
        self.attempts.setValue(record.max_attempts)
        self.retry.setValue(record.retry_minutes)
        self.expires.setValue(record.expires_days)
        self.newest.setChecked(record.newest_first)
        self.active.setChecked(record.active)
        for line in (self.name, self.code):
            line.setCursorPosition(0)

    def read(self) -> Campaign:
        return replace(
            self.stored,
            name=self.name.text().strip(),
            code=self.code.text().strip(),
            description=self.about.toPlainText().strip(),
            project_id=_id(self.project),
            template_id=_id(self.template),
            time_zone=self.zone.zone(),
            region=self.region.code(),
            calling_hours_id=_id(self.hours) or None,
            order=CallOrder(str(self.order.key())),
            callbacks=CallbackScope(str(self.callbacks.key())),
            max_attempts=self.attempts.value(),
            retry_minutes=self.retry.value(),
            expires_days=self.expires.value(),
            newest_first=self.newest.isChecked(),
            active=self.active.isChecked(),
        )

    def new_project(self) -> str:
        """Return the name of the project to begin with the campaign; empty when one is chosen."""
        return self.new_project_name.text().strip() if self._begins_project() else ""

    def is_changed(self) -> bool:
        return super().is_changed() or bool(self.new_project())

    def problems(self) -> dict[str, str]:
        if self._begins_project() and not self.new_project():
            return {"new_project": self.tr("The new project needs a name.")}
        return {}

    def _begins_project(self) -> bool:
        return self.project.key() == _NEW_PROJECT

    def shown(self) -> None:
        self.form.row("new_project").set_visible(self._begins_project())
        self.template.setEnabled(self.is_new())
        self.form.row("template").show_hint(self._template_hint())
        self.region.set_placeholder(self._usual_region())

    def _template_hint(self) -> str:
        if not self.is_new():
            return self.tr("A campaign keeps its template: its leads have these fields.")
        if not any(not each.archived for each in self.listing.templates):
            return self.tr("There is no template yet. Make one under Templates first; what is typed here stays.")
        return ""

    def _usual_region(self) -> str:
        template = next((each for each in self.listing.templates if each.id == _id(self.template)), None)
        if template is None or not template.default_region:
            return self.tr("The template’s")
        return self.tr("{0}, the template’s").format(country_name(template.default_region, language()))

    # -- the code follows the name

    def _follow(self, name: str) -> None:
        if self._code_follows:
            taken = {name_key(each.code) for each in self.listing.campaigns if each.id != self.stored.id}
            self.code.setText(suggested_code(name, taken))

    def _stop_following(self, code: str) -> None:
        self._code_follows = self.is_new() and not code


def _id(combo: ComboBox) -> int:
    key = combo.key()
    return key if isinstance(key, int) else 0
