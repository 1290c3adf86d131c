"""The form of a project (spec 1)."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.domain.campaign import Project
from leadadmin.ui.forms.record_form import RecordForm, named
from leadadmin.ui.widgets.fields import LineEdit, TextArea

BLANK = Project("")


class ProjectForm(RecordForm[Project]):
    """Name and description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(BLANK, parent)
        self.name, self.about = LineEdit(), TextArea(lines=3)
        named(self.name, "project-name")
        named(self.about, "project-description")
        self.name.textChanged.connect(self.changed)
        self.about.textChanged.connect(self.changed)
        self.form.add("name", self.tr("&Name"), self.name)
        self.form.add("description", self.tr("&Description"), self.about)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.form)

    def fill(self, record: Project) -> None:
        self.name.setText(record.name)
        self.name.setCursorPosition(0)
        self.about.setPlainText(record.description)

    def read(self) -> Project:
        return replace(self.stored, name=self.name.text().strip(), description=self.about.toPlainText().strip())
