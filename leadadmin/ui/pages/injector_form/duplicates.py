"""Duplicates: whether a phone that is known already may become a lead, and where it is looked for."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.domain.duplicates import AllowDuplicates, DuplicateScope
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.pages.injector_form.base import FormSection, two_panes
from leadadmin.ui.style.fonts import Type
from leadadmin.ui.style.metrics import SPACE_S
from leadadmin.ui.widgets.fields import ComboBox
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.labels import Label


class DuplicatesSection(FormSection):
    """Rule and scope; not applied to updates (spec 2, Allow Duplicates)."""

    keys = frozenset({"allow_duplicates", "duplicate_scope"})

    def __init__(self, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        super().__init__("duplicates", self.tr("Duplicates"), desk, draft, parent)

    def summary(self) -> str:
        injector = self.draft.injector
        if injector.allow_duplicates is AllowDuplicates.ALLOW:
            return injector.allow_duplicates.label
        scope = injector.duplicate_scope.label
        return f"{injector.allow_duplicates.label} · {scope[:1].lower()}{scope[1:]}"

    def make(self) -> QWidget:
        left, right = QVBoxLayout(), QVBoxLayout()
        self._rule = ComboBox(says=self.tr("Rule"))
        self._rule.setObjectName("injector-duplicates")
        for rule in AllowDuplicates:
            self._rule.add(rule.label, rule.value)
        self._rule.activated.connect(lambda _i: self.edit(allow_duplicates=AllowDuplicates(str(self._rule.key()))))
        left.addWidget(LabeledField(self.tr("Allow &duplicates"), self._rule))
        self._scope = ComboBox(says=self.tr("Where duplicates are looked for"))
        self._scope.setObjectName("injector-duplicate-scope")
        for scope in DuplicateScope:
            self._scope.add(scope.label, scope.value)
        self._scope.activated.connect(lambda _i: self.edit(duplicate_scope=DuplicateScope(str(self._scope.key()))))
        self._scope_field = LabeledField(self.tr("Looked for"), self._scope)
        left.addWidget(self._scope_field)
        right.setSpacing(SPACE_S - 2)
        right.addWidget(Label(self.tr("What it means"), Type.CAPTION, tone="text2"))
        self._means = Label("", tone="text2", wrap=True)
        right.addWidget(self._means)
        return two_panes(left, right)

    def show_values(self) -> None:
        injector = self.draft.injector
        self._rule.choose(injector.allow_duplicates.value)
        self._scope.choose(injector.duplicate_scope.value)
        allowed = injector.allow_duplicates is AllowDuplicates.ALLOW
        self._scope.setEnabled(not allowed)
        self._scope.setToolTip(self.tr("Duplicates are allowed, so none are looked for.") if allowed else "")
        self._means.setText(
            {
                AllowDuplicates.NO: self.tr(
                    "A row whose phone a lead has already is not loaded; the run lists it with the lead it met. "
                    "Within a run the first row wins."
                ),
                AllowDuplicates.UNIQUE_CALLBACK: self.tr(
                    "A duplicate is the same phone with a call-back in the same minute; no date is one value. The same "
                    "phone with another call-back becomes another lead."
                ),
                AllowDuplicates.ALLOW: self.tr("Every row becomes a lead, whoever has its phone already."),
            }[injector.allow_duplicates]
        )
