"""The form of a template: what it is called, its fields, its dispositions (spec 1, Templates and fields)."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.fields import Field, FieldType
from leadadmin.domain.template import Template, check_template
from leadadmin.ui import formats
from leadadmin.ui.forms.record_form import RecordForm, named
from leadadmin.ui.forms.template_parts import DispositionsPart, FieldsPart
from leadadmin.ui.style.metrics import SPACE_L, SPACE_M, SPACE_S
from leadadmin.ui.widgets.fields import LineEdit
from leadadmin.ui.widgets.place_fields import CountryField
from leadadmin.ui.widgets.segments import Segment, SegmentedControl

_FIELDS, _DISPOSITIONS = "fields", "dispositions"


class TemplateForm(RecordForm[Template]):
    """Problems of the grids are shown from the first attempt to save on, and then as they are mended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Template(""), parent)
        phone = Field("phone", self.tr("Phone"), FieldType.PHONE, duplicate=True)
        self.blank = Template("", fields=(phone,))
        self._tried = False
        self.name, self.about = LineEdit(), LineEdit()
        self.region = CountryField(says=self.tr("Default country"), placeholder=self.tr("None"))
        named(self.name, "template-name")
        named(self.about, "template-description")
        named(self.region, "template-region")
        self.form.add("name", self.tr("&Name"), self.name)
        self.form.add("description", self.tr("&Description"), self.about)
        self.form.add("default_region", self.tr("Default c&ountry of numbers"), self.region)
        self.fields, self.dispositions = FieldsPart(), DispositionsPart()
        self.segments = SegmentedControl(self._segments(), says=self.tr("Parts of the template"))
        self.segments.setObjectName("template-parts")
        self._stack = QStackedWidget()
        self._tools = QStackedWidget()
        self._tools.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for part in (self.fields, self.dispositions):
            self._stack.addWidget(part)
            self._tools.addWidget(part.tools)
        self._lay_out()
        for line in (self.name, self.about):
            line.textChanged.connect(self.changed)
        self.region.edited.connect(self.changed)
        self.fields.edited.connect(self.changed)
        self.dispositions.edited.connect(self.changed)
        self.segments.chosen.connect(self._show_part)
        self._show_part(_FIELDS)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(self.segments)
        top.addStretch()
        top.addWidget(self._tools)
        column = QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        self.form.setMaximumWidth(672)
        column.addWidget(self.form, 1000)
        column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_M)
        box.addLayout(column)
        box.addSpacing(SPACE_L - SPACE_M)
        box.addLayout(top)
        box.addWidget(self._stack)

    def _segments(self) -> list[Segment]:
        fields, dispositions = self.fields.model.rowCount(), self.dispositions.model.rowCount()
        return [
            Segment(_FIELDS, self.tr("Fields"), count=formats.number(fields)),
            Segment(_DISPOSITIONS, self.tr("Dispositions"), count=formats.number(dispositions)),
        ]

    def _show_part(self, key: str) -> None:
        shown = self.fields if key == _FIELDS else self.dispositions
        self._stack.setCurrentWidget(shown)
        self._tools.setCurrentWidget(shown.tools)

    # -- values

    def show_choices(self) -> None:
        self.fields.show_standing(self.stored, self._why_fixed(self.stored), self._stays(self.stored))

    def fill(self, record: Template) -> None:
        self._tried = False
        self.name.setText(record.name)
        self.about.setText(record.description)
        for line in (self.name, self.about):
            line.setCursorPosition(0)
        self.region.show_code(record.default_region)
        self.fields.show_fields(record.fields, record.default_region)
        self.fields.show_standing(record, self._why_fixed(record), self._stays(record))
        self.dispositions.show_dispositions(record.dispositions)
        self.fields.say("")
        self.dispositions.say("")

    def _why_fixed(self, record: Template) -> str:
        leads = self.listing.leads_of(record) if record.id is not None else 0
        if not leads:
            return ""
        have = formats.count(leads, self.tr("lead has"), self.tr("leads have"))
        return self.tr("{0} values under this key and type, so they stay.").format(have)

    def _stays(self, record: Template) -> dict[str, str]:
        users = self.listing.campaigns_of(record) if record.id is not None else ()
        if not users:
            return {}
        says = self.tr("“{0}” is required and the campaign “{1}” uses it. Make it optional and save first.")
        return {field.key: says.format(field.label, users[0]) for field in record.fields if field.required}

    def read(self) -> Template:
        return replace(
            self.stored,
            name=self.name.text().strip(),
            description=self.about.text().strip(),
            default_region=self.region.code(),
            fields=self.fields.model.fields(),
            dispositions=self.dispositions.model.dispositions(),
        )

    def shown(self) -> None:
        self.segments.set_segments(self._segments())
        self.fields.show_region(self.region.code())
        if self._tried:
            self._show_grid_problems(self._own_problems())

    # -- problems

    def problems(self) -> dict[str, str]:
        self.fields.table.finish()
        self.dispositions.table.finish()
        self._tried = True
        return self._own_problems()

    def _own_problems(self) -> dict[str, str]:
        try:
            check_template(self.read())
        except InvalidInput as error:
            return error.problems
        return {}

    def show_problems(self, found: Mapping[str, str]) -> dict[str, str]:
        left = super().show_problems(found)
        self._show_grid_problems(left)
        in_fields = [key for key in left if key.startswith("fields")]
        in_dispositions = [key for key in left if key.startswith("dispositions")]
        if in_dispositions and not in_fields:
            self.segments.choose(_DISPOSITIONS)
        elif in_fields:
            self.segments.choose(_FIELDS)
            places = [n for n, row in enumerate(self.fields.model.rows()) if row.problems]
            self.fields.table.go_to(places[0] if places else self.fields.table.place())
        return {key: says for key, says in left.items() if key not in (*in_fields, *in_dispositions)}

    def _show_grid_problems(self, found: Mapping[str, str]) -> None:
        self.fields.show_problems(found)
        self.dispositions.show_problems(found)
