"""The injector on the form's desk: what was loaded, what was changed, and what is wrong with it.

Nothing here writes. Fields call `change`, listen to `changed`, and show `problem(key)`; a problem is shown once its
field was touched, or when all of them are asked for (Test, Save).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from leadadmin.app.injector_views import FormMaterial
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.id_column import column_called, guess_from_samples, likely_id_column
from leadadmin.domain.injector import ColumnSeen, Injector, check_injector
from leadadmin.domain.injector_standing import Standing, standing_of
from leadadmin.domain.mapping import Mapping as FieldMapping
from leadadmin.domain.mapping_edit import spelled_as
from leadadmin.domain.mapping_lines import NOTHING_STUDIED, Grid, MappingLine, Study, accept_sure, mapping_lines
from leadadmin.domain.template import Template
from leadadmin.store.injectors import StoredInjector
from leadadmin.ui.forms.schedule_parts import ScheduleParts

_STRIPPED = ("name", "description", "parameter", "query", "unique_id_field", "allocation", "callback_date_format")


class InjectorDraft(QObject):
    """One injector being edited.

    `changed` tells of settings, columns or surroundings, `loaded` of another injector, `columns_read` of columns that
    came from the source just now.
    """

    changed = Signal()
    loaded = Signal()
    columns_read = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.material = FormMaterial(None)
        self.injector = Injector("")
        self.schedule = ScheduleParts.of(self.injector.schedule)
        self.columns: tuple[ColumnSeen, ...] = ()
        self.study: Study = NOTHING_STUDIED
        self.offers: frozenset[str] = frozenset()
        self._saved = self.injector
        self._saved_schedule = self.schedule
        self._touched: set[str] = set()
        self._told: dict[str, str] = {}

    # -- loading and saving

    def load(self, material: FormMaterial) -> None:
        """Show an injector as it is stored, or a new one; what was changed is dropped."""
        self.material = material
        stored = material.stored
        self.injector = stored.injector if stored is not None else Injector("")
        self.schedule = ScheduleParts.of(self.injector.schedule)
        self._saved, self._saved_schedule = self.injector, self.schedule
        self.columns = stored.state.columns_seen if stored is not None else ()
        self.study = NOTHING_STUDIED
        # What was ignored on purpose in a tested injector is not offered over and over.
        tested = stored is not None and material.is_tested(stored.injector)
        self.offers = frozenset() if tested else frozenset(column.name for column in self.columns)
        self._touched, self._told = set(), {}
        self.loaded.emit()
        self.changed.emit()

    def refresh(self, material: FormMaterial) -> None:
        """Take in what changed around the injector; what the person changed stays."""
        if not self.dirty and material.stored is not None:
            same = material.stored.injector == self._saved
            self.injector = self._saved = material.stored.injector
            self.schedule = self._saved_schedule = ScheduleParts.of(self.injector.schedule)
            if not same or not self.columns:
                before = self.put_aside()
                self.columns = material.stored.state.columns_seen or self.columns
                self.offer_besides(before)
        self.material = material
        self.changed.emit()

    def take_saved(self, material: FormMaterial, sent: Injector) -> None:
        """`sent` was saved; what was changed meanwhile stays changed."""
        stored = material.stored
        if stored is None:
            raise ValueError("what was saved is stored")
        untouched = self.to_save() == sent
        self.material = material
        self._saved = stored.injector
        self._saved_schedule = ScheduleParts.of(stored.injector.schedule)
        if untouched:
            self.injector, self.schedule = self._saved, self._saved_schedule
        else:
            self.injector = replace(self.injector, id=stored.injector.id, version=stored.injector.version)
        self._told = {}
        self.changed.emit()

    def to_save(self) -> Injector:
        """The injector as it would be stored. Raises InvalidInput when its schedule makes no sense."""
        texts = {name: getattr(self.injector, name).strip() for name in _STRIPPED}
        return replace(self.injector, schedule=self.schedule.to_schedule(), **texts)

    @property
    def dirty(self) -> bool:
        """Whether something is changed and not saved."""
        return self.injector != self._saved or self.schedule != self._saved_schedule

    @property
    def stale(self) -> bool:
        """Whether someone else saved the injector since it was loaded here."""
        stored = self.material.stored
        return stored is not None and stored.injector.version != self.injector.version

    def changed_names(self) -> set[str]:
        """The attributes that differ from what is saved."""
        names = {name for name in Injector.__slots__ if getattr(self.injector, name) != getattr(self._saved, name)}
        return names | ({"schedule"} if self.schedule != self._saved_schedule else set())

    # -- editing

    def change(self, **settings: Any) -> None:
        """Change settings of the injector by attribute; their problems are shown from now on."""
        after = replace(self.injector, **settings)
        if after == self.injector:
            return
        self.injector = after
        self._touched |= {_KEY_OF.get(name, name) for name in settings}
        for name in settings:
            self._told.pop(_KEY_OF.get(name, name), None)
        self.changed.emit()

    def change_schedule(self, **parts: Any) -> None:
        """Change parts of the schedule."""
        after = replace(self.schedule, **parts)
        if after != self.schedule:
            self.schedule = after
            self._touched |= {"every", "weekly", "cron", "between", "days", "schedule_time_zone"}
            self.changed.emit()

    def choose_campaign(self, campaign_id: int | None) -> None:
        """Choose the campaign; it brings its template, and its time zone where none was chosen."""
        campaign = self.material.campaign(campaign_id)
        if campaign is None:
            self.change(campaign_id=None)
            return
        if not self.schedule.time_zone:
            self.schedule = replace(self.schedule, time_zone=campaign.time_zone)
        self.change(campaign_id=campaign_id, template_id=campaign.template_id)

    def choose_template(self, template_id: int | None) -> None:
        """Choose the template; a campaign of another template is let go."""
        campaign = self.material.campaign(self.injector.campaign_id)
        fits = campaign is not None and template_id in (None, campaign.template_id)
        self.change(template_id=template_id, campaign_id=self.injector.campaign_id if fits else None)

    def take_template(self, template: Template) -> None:
        """A template changed (a field was added); nothing else of what is around the injector did."""
        others = tuple(template if each.id == template.id else each for each in self.material.templates)
        self.material = replace(self.material, templates=others)
        self.changed.emit()

    # -- columns and mapping

    def take_columns(self, columns: tuple[ColumnSeen, ...]) -> None:
        """Columns were read from the source; the unique id is guessed where none was chosen."""
        self.columns = columns
        self.study = NOTHING_STUDIED
        names = [column.name for column in columns]
        self.injector = replace(self.injector, mapping=spelled_as(self.injector.mapping, names))
        if not self.injector.unique_id_field:
            self.injector = replace(self.injector, unique_id_field=likely_id_column(columns))
        self.offers = frozenset(names)
        self.columns_read.emit()
        self.changed.emit()

    def take_study(self, study: Study, *, accept: bool) -> None:
        """The values were looked at; with `accept` sure suggestions go into the mapping."""
        self.study = study
        if accept:
            self.injector = replace(self.injector, mapping=accept_sure(self.mapping, self.grid()))
            self._touched.add("mapping")
        self.changed.emit()

    def set_mapping(self, mapping: FieldMapping, dismissed: str = "") -> None:
        """Change the mapping; a suggestion for the column `dismissed` is not offered again."""
        self.offers -= {dismissed}
        self._touched.add("mapping")
        self.injector = replace(self.injector, mapping=mapping)
        self.changed.emit()

    def put_aside(self) -> frozenset[str]:
        """The columns of which no suggestion is offered."""
        return frozenset(column.name for column in self.columns) - self.offers

    def offer_besides(self, put_aside: frozenset[str]) -> None:
        """Offer suggestions of every column but these."""
        self.offers = frozenset(column.name for column in self.columns) - put_aside

    @property
    def mapping(self) -> FieldMapping:
        """The mapping with the columns spelled as the source does."""
        return spelled_as(self.injector.mapping, [column.name for column in self.columns])

    def grid(self) -> Grid:
        """What the mapping's lines are made of."""
        template = self.material.template_of(self.injector)
        return Grid(
            self.columns,
            template.fields if template else (),
            self.injector.unique_id_field.strip(),
            self.injector.callback_date_format,
            self.study,
            self.offers,
        )

    def lines(self) -> tuple[MappingLine, ...]:
        """The mapping, line by line."""
        return mapping_lines(self.injector.mapping, self.grid())

    def id_guess(self) -> str:
        """What the values of the unique id column say of its type, as a sentence; empty without values."""
        column = column_called(self.columns, self.injector.unique_id_field)
        if column is None or not column.samples:
            return ""
        id_type, reason = guess_from_samples(column)
        return f"{reason} ({id_type.value})" if self.injector.id_type is None else reason

    # -- what is wrong

    def problems(self) -> dict[str, str]:
        """What keeps the injector from being tested, by field, whether it is shown yet or not."""
        connection = self.material.connection(self.injector.connection_id)
        has_procedures = connection.connection.facts.has_procedures if connection else None
        found = check_injector(self.injector, has_procedures=has_procedures)
        return found | self.schedule_problems() | self._told

    def schedule_problems(self) -> dict[str, str]:
        """What is wrong with the schedule alone, by field."""
        try:
            self.schedule.to_schedule()
        except InvalidInput as error:
            return {("schedule_time_zone" if key == "time_zone" else key): says for key, says in error.problems.items()}
        return {}

    def problem(self, key: str) -> str:
        """The sentence to show at a field now."""
        return self.problems().get(key, "") if key in self._touched else ""

    def show_problems(self, keys: Iterable[str], told: Mapping[str, str] | None = None) -> None:
        """Show the problems of these fields, and those that the workspace told (a name that is taken)."""
        self._told = dict(told or {})
        self._touched |= {*keys, *self._told}
        self.changed.emit()

    # -- how it stands

    @property
    def stored(self) -> StoredInjector | None:
        """The injector as it is stored; None for a new one."""
        return self.material.stored

    @property
    def tested(self) -> bool:
        """Whether the settings as they stand here passed a Test."""
        return self.material.is_tested(self.injector)

    def standing(self) -> Standing | None:
        """How the stored injector stands; None for a new one."""
        stored = self.material.stored
        if stored is None:
            return None
        tested = self.material.is_tested(stored.injector)
        return standing_of(stored.state, tested=tested, running=self.material.running is not None)


_KEY_OF = {
    "connection_id": "connection",
    "campaign_id": "campaign",
    "template_id": "template",
    "timeout_seconds": "timeout",
}
"""Attributes of an injector whose problems have another key."""
