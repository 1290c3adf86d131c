"""The tab of templates; what a template loses is asked about before it is saved."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from leadadmin.app import campaigns as work
from leadadmin.app.campaigns import Listing, LosesValues
from leadadmin.domain.errors import Expected
from leadadmin.domain.names import free_name, name_key
from leadadmin.domain.template import Template
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.template_form import TemplateForm
from leadadmin.ui.pages.campaigns.record_tab import RecordTab, TabWords
from leadadmin.ui.pages.campaigns.tabs import archived_pill
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.buttons import danger_button
from leadadmin.ui.widgets.list_pane import ListItem

TEMPLATES = "template"
_WIDEST = 960
"""Wider than other forms: the grid of fields has seven columns."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Campaigns", text)


def template_words() -> TabWords:
    """What the tab says."""
    return TabWords(
        TEMPLATES, _tr("Templates"), "list-checks", _tr("New template"), _tr("New template"),
        _tr("Search templates"), _tr("No templates yet"),
        _tr("A template says which fields a lead has and what a call can come to. Campaigns need one."),
    )  # fmt: skip


class TemplatesTab(RecordTab[Template]):
    """Templates by name."""

    widest = _WIDEST

    def __init__(self, desk: Desk) -> None:
        form = TemplateForm()
        super().__init__(desk, template_words(), form)
        self._form = form

    def records_of(self, listing: Listing) -> Sequence[Template]:
        return listing.templates

    def item_of(self, record: Template) -> ListItem:
        fields = formats.count(len(record.fields), self.tr("field"), self.tr("fields"))
        count = len(self.listing.campaigns_of(record))
        users = formats.count(count, self.tr("campaign"), self.tr("campaigns"))
        second = (
            self.tr("{0} · used by {1}").format(fields, users) if count else self.tr("{0} · not used").format(fields)
        )
        pill = archived_pill(self) if record.archived else None
        return ListItem(f"Template:{record.id}", record.name, second, "list-checks", pill=pill)

    def blank(self) -> Template:
        return self._form.blank

    def copy_of(self, record: Template) -> Template:
        names = {name_key(each.name) for each in self.listing.templates}
        own = tuple(replace(each, id=None) for each in record.dispositions)
        return replace(record, id=None, archived=False, name=free_name(record.name, names), dispositions=own)

    def writer(self, record: Template, before: Template | None) -> Callable[[], Template]:
        return lambda: work.save_template(self.desk.program, record, before)

    def _not_saved(self, error: Expected) -> None:
        if not isinstance(error, LosesValues):
            super()._not_saved(error)
            return
        super()._not_saved(error)
        go_on = danger_button(self.tr("Save without it"), "trash-2", lambda: self._save_agreed(error), small=True)
        go_on.setObjectName("save-without")
        self.editor.show_banner(error.sentence, error.hint, Tone.WARNING, go_on)

    def _save_agreed(self, error: LosesValues) -> None:
        agreed = frozenset(loss.key for loss in error.losses)
        record, before = self.form.record(), self.form.stored
        self.write(record, lambda: work.save_template(self.desk.program, record, before, agreed=agreed))
