"""The forms of a team and of a person (spec 1, Ownership), one at a time."""

from dataclasses import replace

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from leadadmin.domain.people import Person, Role, Team, stands_below
from leadadmin.ui import formats
from leadadmin.ui.forms.record_form import LABELS, RecordForm, named, offer_choices
from leadadmin.ui.widgets.fields import ComboBox, LineEdit
from leadadmin.ui.widgets.forms import Form

Member = Team | Person


class PeopleForm(RecordForm[Member]):
    """`form` is that of the kind in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Team(""), parent)
        self._team_form, self._person_form = self.form, Form(label_width=LABELS)
        self.team_name, self.parent_team = LineEdit(), ComboBox()
        self.login, self.name, self.team = LineEdit(), LineEdit(), ComboBox(placeholder=self.tr("Choose a team"))
        self.role = ComboBox()
        for role in Role:
            self.role.add(role.label, role)
        named(self.team_name, "team-name")
        named(self.parent_team, "team-parent")
        named(self.login, "person-login")
        named(self.name, "person-name")
        named(self.team, "person-team")
        named(self.role, "person-role")
        for line in (self.team_name, self.login, self.name):
            line.textChanged.connect(self.changed)
        for combo in (self.parent_team, self.team, self.role):
            combo.currentIndexChanged.connect(self.changed)
        self._team_form.add("name", self.tr("&Name"), self.team_name)
        self._team_form.add("parent_id", self.tr("Stands &below"), self.parent_team)
        self._person_form.add("name", self.tr("&Name"), self.name)
        self._person_form.add("login", self.tr("&Login"), self.login)
        self._person_form.add("team_id", self.tr("&Team"), self.team)
        self._person_form.add("role", self.tr("&Role"), self.role)
        self._stack = QStackedWidget()
        for form in (self._team_form, self._person_form):
            upper = QWidget()
            column = QVBoxLayout(upper)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(form)
            column.addStretch()
            self._stack.addWidget(upper)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_choices(self) -> None:
        stored, teams = self.stored, self.listing.teams
        own = stored if isinstance(stored, Team) and stored.id is not None else None
        above = [each for each in teams if own is None or not stands_below(teams, each, own)]
        offer_choices(self.parent_team, [(each.id, each.name) for each in above])
        offer_choices(self.team, [(each.id, each.name) for each in teams])

    def fill(self, record: Member) -> None:
        if isinstance(record, Team):
            self.form = self._team_form
            self.team_name.setText(record.name)
            self.parent_team.choose(record.parent_id)
        else:
            self.form = self._person_form
            self.name.setText(record.name)
            self.login.setText(record.login)
            self.team.choose(record.team_id)
            self.role.choose(record.role)
        self._stack.setCurrentIndex(0 if self.form is self._team_form else 1)

    def read(self) -> Member:
        if isinstance(self.stored, Team):
            parent = self.parent_team.key()
            return replace(
                self.stored, name=self.team_name.text().strip(), parent_id=parent if isinstance(parent, int) else None
            )
        team = self.team.key()
        return replace(
            self.stored,
            name=self.name.text().strip(),
            login=self.login.text().strip(),
            team_id=team if isinstance(team, int) else 0,
            role=Role(str(self.role.key())),
        )

    def shown(self) -> None:
        is_top = isinstance(self.stored, Team) and self.stored.id is not None and self.stored.parent_id is None
        self.parent_team.setEnabled(not is_top)
        self.parent_team.setPlaceholderText(formats.NOTHING if is_top else self.tr("Choose a team"))
        hint = self.tr("The top team stands below no other.") if is_top else ""
        self._team_form.row("parent_id").show_hint(hint)

    def taken_field(self) -> str:
        return "name" if isinstance(self.stored, Team) else "login"
