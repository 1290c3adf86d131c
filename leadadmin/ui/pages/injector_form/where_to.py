"""Where to: template, campaign, and the allocation (lead pool) that the leads go to."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.domain.names import name_key
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.pages.injector_form.base import FormSection, line, two_panes
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_S
from leadadmin.ui.widgets.combo_edit import Choice, ComboEdit
from leadadmin.ui.widgets.fields import ComboBox
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.labels import Label


class WhereToSection(FormSection):
    """A campaign has one template, so choosing the campaign chooses it; choosing a template narrows the campaigns."""

    keys = frozenset({"template", "campaign", "allocation"})

    def __init__(self, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        super().__init__("where-to", self.tr("Where to"), desk, draft, parent)

    def summary(self) -> str:
        material, injector = self.draft.material, self.draft.injector
        template, campaign = material.template_of(injector), material.campaign(injector.campaign_id)
        parts = [
            self.tr("Template {0}").format(template.name) if template else "",
            self.tr("campaign {0}").format(campaign.name) if campaign else "",
            self.tr("allocation (lead pool) {0}").format(injector.allocation) if injector.allocation.strip() else "",
        ]
        return " · ".join(part for part in parts if part) or self.tr("The campaign and lead pool of the leads")

    def make(self) -> QWidget:
        left, right = QVBoxLayout(), QVBoxLayout()
        self._template = ComboBox(placeholder=self.tr("The campaign’s"), says=self.tr("Template"))
        self._template.setObjectName("injector-template")
        self._template.activated.connect(self._choose_template)
        template = LabeledField(self.tr("&Template"), self._template)
        self._campaign = ComboBox(placeholder=self.tr("Choose a campaign"), says=self.tr("Campaign"))
        self._campaign.setObjectName("injector-campaign")
        self._campaign.activated.connect(self._choose_campaign)
        campaign = LabeledField(self.tr("Ca&mpaign"), self._campaign)
        for box in (self._template, self._campaign):
            box.setMinimumWidth(200)
        left.addLayout(line(template, campaign, stretch={0: 1, 1: 1}))
        self._allocation = ComboEdit(
            says=self.tr("Allocation (lead pool)"), placeholder=self.tr("Choose a lead pool, or name a new one")
        )
        self._allocation.setObjectName("injector-allocation")
        self._allocation.edited.connect(lambda text: self.edit(allocation=text))
        self._allocation_field = LabeledField(self.tr("&Allocation (lead pool)"), self._allocation)
        left.addWidget(self._allocation_field)
        self.fields |= {"template": template, "campaign": campaign, "allocation": self._allocation_field}
        right.setSpacing(SPACE_S - 2)
        right.addWidget(Label(self.tr("The campaign"), Type.CAPTION, tone="text2"))
        self._facts = Label("", weight=SEMIBOLD, wrap=True)
        self._more = Label("", tone="text2", wrap=True)
        right.addWidget(self._facts)
        right.addWidget(self._more)
        return two_panes(left, right)

    def show_values(self) -> None:
        material, injector = self.draft.material, self.draft.injector
        _offer(self._template, [(each.name, each.id) for each in material.templates])
        fitting = [
            each for each in material.campaigns if injector.template_id in (None, each.template_id) or not each.id
        ]
        offered = fitting or material.campaigns
        _offer(self._campaign, [(f"{each.name} ({each.code})", each.id) for each in offered])
        self._campaign.setPlaceholderText(
            self.tr("Choose a campaign") if offered else self.tr("There are no campaigns yet")
        )
        template = material.template_of(injector)
        self._template.choose(template.id if template else None)
        self._campaign.choose(injector.campaign_id)
        pools = material.pools.get(injector.campaign_id or 0, ())
        if tuple(self._allocation.itemText(n) for n in range(self._allocation.count())) != pools:
            self._allocation.set_choices([Choice(name) for name in pools])
        self._allocation.show_text(injector.allocation)
        wanted = name_key(injector.allocation)
        new = bool(wanted) and injector.campaign_id is not None and wanted not in map(name_key, pools)
        self._allocation_field.show_hint(self.tr("A new lead pool: the first run makes it.") if new else "")
        self._show_facts()

    def _show_facts(self) -> None:
        campaign = self.draft.material.campaign(self.draft.injector.campaign_id)
        template = self.draft.material.template_of(self.draft.injector)
        if campaign is None or template is None:
            self._facts.setText(self.tr("None chosen"))
            self._more.setText(self.tr("Its template says which fields a lead has."))
            return
        self._facts.setText(f"{campaign.name} · {campaign.code}")
        region = campaign.region or template.default_region or formats.NOTHING
        fields = formats.count(len(template.fields), self.tr("field"), self.tr("fields"))
        self._more.setText(
            self.tr("Phones of region {0}, time zone {1}. The template “{2}” has {3}.").format(
                region, campaign.time_zone, template.name, fields
            )
        )

    def _choose_template(self, _index: int) -> None:
        key = self._template.key()
        self.draft.choose_template(key if isinstance(key, int) else None)

    def _choose_campaign(self, _index: int) -> None:
        key = self._campaign.key()
        self.draft.choose_campaign(key if isinstance(key, int) else None)


def _offer(box: ComboBox, choices: list[tuple[str, int | None]]) -> None:
    """Offer other choices, unless they are offered already."""
    if [(box.itemText(n), box.itemData(n)) for n in range(box.count())] != choices:
        box.clear()
        for text, key in choices:
            box.add(text, key)
