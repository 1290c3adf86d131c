"""Source: name, connection, and the procedure or query that returns the leads."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadadmin.app import injector_source
from leadadmin.domain.connection import ConnectionKind
from leadadmin.domain.errors import Expected
from leadadmin.domain.injector import ColumnSeen, ProcedureName
from leadadmin.sources.base import Procedure
from leadadmin.store.connections import LastTest, StoredConnection
from leadadmin.ui import formats
from leadadmin.ui.desk import Desk
from leadadmin.ui.forms.injector_draft import InjectorDraft
from leadadmin.ui.operations.injectors import token_of
from leadadmin.ui.pages.injector_form.base import FormSection, line, two_panes
from leadadmin.ui.pages.injectors.code_dialog import CodeDialog
from leadadmin.ui.style.fonts import SEMIBOLD, Type
from leadadmin.ui.style.metrics import SPACE_S
from leadadmin.ui.tasks import Task
from leadadmin.ui.theme import Tone
from leadadmin.ui.widgets.buttons import button, icon_button, link_button
from leadadmin.ui.widgets.combo_edit import Choice, ComboEdit
from leadadmin.ui.widgets.fields import ComboBox, LineEdit, TextArea
from leadadmin.ui.widgets.forms import LabeledField
from leadadmin.ui.widgets.labels import Label


class SourceSection(FormSection):
    """Procedures come from the connection's catalogue in the background; a name may be typed as well."""

    keys = frozenset({"name", "connection", "procedure", "query", "header_procedure", "parameter"})

    def __init__(self, desk: Desk, draft: InjectorDraft, parent: QWidget) -> None:
        self._procedures: tuple[Procedure, ...] = ()
        self._catalogue_of: int | None = None
        self._catalogue_says = ""
        self._reading: Task | None = None
        super().__init__("source", self.tr("Source"), desk, draft, parent)

    # -- in words

    def summary(self) -> str:
        injector, kept = self.draft.injector, self._connection()
        call = injector.procedure.label or (self.tr("query") if injector.query.strip() else "")
        if injector.procedure and (parameter := self._parameter_shown()):
            call += f" ({parameter})"
        header = self.tr("header procedure {0}").format(injector.header_procedure.label)
        parts = [kept.connection.name if kept else "", call, header if injector.header_procedure else ""]
        return " · ".join(part for part in parts if part) or self.tr("Where the leads come from")

    def _connection(self) -> StoredConnection | None:
        return self.draft.material.connection(self.draft.injector.connection_id)

    def _has_procedures(self) -> bool:
        kept = self._connection()
        return kept is None or kept.connection.facts.has_procedures

    def _procedure(self) -> Procedure | None:
        """The chosen procedure as the catalogue knows it."""
        chosen = self.draft.injector.procedure
        for known in self._procedures:
            if known.name == chosen.name and chosen.schema in ("", known.schema):
                return known
        return None

    def _parameter_shown(self) -> str:
        if self.draft.injector.parameter:
            return self.draft.injector.parameter
        known = self._procedure()
        return known.parameters[0].name if known is not None and known.parameters else ""

    # -- content

    def make(self) -> QWidget:
        left, right = QVBoxLayout(), QVBoxLayout()
        self._name = LineEdit()
        self._name.setObjectName("injector-name")
        self._name.textEdited.connect(lambda text: self.edit(name=text))
        self._description = LineEdit()
        self._description.setObjectName("injector-description")
        self._description.textEdited.connect(lambda text: self.edit(description=text))
        name = LabeledField(self.tr("&Name"), self._name)
        left.addLayout(line(name, LabeledField(self.tr("Description"), self._description), stretch={0: 5, 1: 6}))
        self._connections = ComboBox(placeholder=self.tr("Choose a connection"), says=self.tr("Connection"))
        self._connections.setObjectName("injector-connection")
        self._connections.setMinimumWidth(280)
        self._connections.activated.connect(self._choose_connection)
        connection = LabeledField(self.tr("&Connection"), self._connections)
        new = link_button(self.tr("New connection"), "plus", lambda: self.desk.go("connections", new=True))
        left.addLayout(line(connection, _below_label(new)))
        self.fields |= {"name": name, "connection": connection}
        self._make_procedure(left)
        self._make_query(left)
        self._read = button(self.tr("Read columns"), "table-2", self._read_columns)
        self._read.setObjectName("read-columns")
        self._sample = button(self.tr("Sample procedure for my database"), "code", self._show_sample)
        self._sample.setObjectName("sample-procedure")
        left.addLayout(line(self._read, self._sample))
        self._make_facts(right)
        return two_panes(left, right)

    def _make_procedure(self, left: QVBoxLayout) -> None:
        self._procedure_edit = ComboEdit(says=self.tr("Procedure"))
        self._procedure_edit.setObjectName("injector-procedure")
        self._procedure_edit.edited.connect(self._choose_procedure)
        procedure = LabeledField(self.tr("&Procedure"), self._procedure_edit)
        self._parameter = ComboEdit(says=self.tr("Parameter for the last id"), placeholder=self.tr("The first one"))
        self._parameter.setObjectName("injector-parameter")
        self._parameter.edited.connect(lambda text: self.edit(parameter=text))
        parameter = LabeledField(self.tr("Parameter for the last id"), self._parameter)
        self._again = icon_button("refresh-cw", self.tr("Read the catalogue again"), self._read_again, kind="outlined")
        self._again.setProperty("small", False)
        self._header = ComboEdit(says=self.tr("Header procedure"), placeholder=self.tr("None"))
        self._header.setObjectName("injector-header-procedure")
        self._header.edited.connect(lambda text: self.edit(header_procedure=ProcedureName.parse(text)))
        header = LabeledField(self.tr("Header procedure (returns just the columns)"), self._header)
        self._for_procedures = QWidget()
        box = QVBoxLayout(self._for_procedures)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(line(procedure, _below_label(self._again), parameter, stretch={0: 6, 2: 5}))
        box.addSpacing(SPACE_S)
        box.addWidget(header)
        left.addWidget(self._for_procedures)
        self.fields |= {"procedure": procedure, "header_procedure": header, "parameter": parameter}

    def _make_query(self, left: QVBoxLayout) -> None:
        self._query = TextArea(lines=6)
        self._query.setObjectName("injector-query")
        self._query.setPlaceholderText("SELECT … WHERE id > :last_id ORDER BY id")
        self._query.textChanged.connect(self._query_edited)
        self._query_field = LabeledField(
            self.tr("&Query"), self._query, hint=self.tr(":last_id stands for the last id imported.")
        )
        left.addWidget(self._query_field)
        self.fields["query"] = self._query_field

    def _make_facts(self, right: QVBoxLayout) -> None:
        right.setSpacing(SPACE_S - 2)
        right.addWidget(Label(self.tr("Connection"), Type.CAPTION, tone="text2"))
        self._place = Label("", weight=SEMIBOLD, wrap=True)
        self._health = Label("", tone="text2", wrap=True)
        right.addWidget(self._place)
        right.addWidget(self._health)
        right.addSpacing(SPACE_S)
        self._calls_title = Label(self.tr("What is called"), Type.CAPTION, tone="text2")
        self._calls = Label("", tone="text", wrap=True)
        right.addWidget(self._calls_title)
        right.addWidget(self._calls)
        right.addSpacing(SPACE_S)
        right.addWidget(Label(self.tr("Columns"), Type.CAPTION, tone="text2"))
        self._columns = Label("", wrap=True)
        right.addWidget(self._columns)

    # -- showing

    def show_values(self) -> None:
        injector, material = self.draft.injector, self.draft.material
        for edit, text in ((self._name, injector.name), (self._description, injector.description)):
            if edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(0)
        self._show_connections()
        servers = self._has_procedures()
        self._for_procedures.setVisible(servers)
        self._query_field.setVisible(not servers or bool(injector.query))
        self._procedure_edit.show_text(injector.procedure.label)
        self._parameter.show_text(injector.parameter)
        self._header.show_text(injector.header_procedure.label)
        if self._query.toPlainText() != injector.query:
            self._query.setPlainText(injector.query)
        sample = self.tr("Sample procedure for my database") if servers else self.tr("Sample query for my database")
        self._sample.setText(sample)
        no_connection = "" if injector.connection_id is not None else self.tr("Choose a connection first.")
        self._sample.why_not(no_connection)
        nothing = "" if injector.procedure or injector.query.strip() else self.tr("Choose what is called first.")
        busy = self.tr("The columns are being read.") if self._reading is not None else ""
        self._read.why_not(no_connection or nothing or busy)
        self._again.why_not(no_connection)
        if not no_connection:
            self._again.setToolTip(self.tr("Read the catalogue again"))
        self._show_facts()
        if servers and injector.connection_id is not None and self._catalogue_of != injector.connection_id:
            self._read_catalogue()
        del material

    def _show_connections(self) -> None:
        offered = [self._connections.itemData(n) for n in range(self._connections.count())]
        wanted = [kept.connection.id for kept in self.draft.material.connections]
        if offered != wanted:
            self._connections.clear()
            for kept in self.draft.material.connections:
                self._connections.add(kept.connection.name, kept.connection.id, "database")
            self._connections.setPlaceholderText(
                self.tr("Choose a connection") if wanted else self.tr("There are no connections yet")
            )
        if self._connections.key() != self.draft.injector.connection_id or not wanted:
            self._connections.choose(self.draft.injector.connection_id)

    def _show_facts(self) -> None:
        kept = self._connection()
        if kept is None:
            self._place.setText(self.tr("None chosen"))
            self._health.setText(self.tr("A connection says where the database is and how to log in."))
        else:
            facts = kept.connection.facts
            where = (
                kept.connection.place
                if not facts.needs_host
                else (f"{kept.connection.host}:{kept.connection.effective_port}/{kept.connection.database}")
            )
            self._place.setText(f"{facts.label} · {where}")
            self._health.setText(self._health_words(kept))
        known = self._procedure()
        self._calls_title.setVisible(self._has_procedures())
        self._calls.setVisible(self._has_procedures())
        self._calls.setText(known.label if known is not None else self._catalogue_says or formats.NOTHING)
        columns = self.draft.columns
        names = ", ".join(column.name for column in columns)
        self._columns.setText(names or self.tr("Not read yet. “Read columns” asks the source; nothing is written."))
        self._columns.set_tone("text" if columns else "text2")

    def _health_words(self, kept: StoredConnection) -> str:
        match kept.test_state:
            case LastTest.WORKS:
                return self.tr("Works, as its last test found.")
            case LastTest.FAILED:
                return self.tr("Its last test failed: {0}").format(kept.test_sentence)
            case _:
                return self.tr("Not tested yet.")

    # -- editing

    def _choose_connection(self, _index: int) -> None:
        key = self._connections.key()
        self._procedures, self._catalogue_of, self._catalogue_says = (), None, ""
        self.edit(connection_id=key if isinstance(key, int) else None)
        kept = self._connection()
        if kept is not None and kept.connection.facts.has_procedures:
            self.edit(query="")
        elif kept is not None:
            self.edit(procedure=ProcedureName(), header_procedure=ProcedureName(), parameter="")

    def _choose_procedure(self, text: str) -> None:
        self.edit(procedure=ProcedureName.parse(text))
        self._offer_parameters()

    def _query_edited(self) -> None:
        self.edit(query=self._query.toPlainText())

    # -- the catalogue, in the background

    def _read_again(self) -> None:
        self._catalogue_of = None
        self.follow()

    def _read_catalogue(self) -> None:
        connection_id = self.draft.injector.connection_id
        if connection_id is None:
            return
        self._catalogue_of = connection_id
        self._catalogue_says = self.tr("Reading the catalogue…")
        self._procedure_edit.set_placeholder(self.tr("Reading the catalogue…"))
        program = self.desk.program

        def done(found: tuple[Procedure, ...]) -> None:
            if self._catalogue_of == connection_id:
                self._show_catalogue(found)

        def failed(error: Expected) -> None:
            if self._catalogue_of == connection_id:
                self._show_catalogue((), error)

        self.desk.tasks.run(
            self.tr("Reading the catalogue"),
            lambda _progress: injector_source.catalogue(program, connection_id),
            done,
            failed,
            show=False,
            owner=self,
        )

    def _show_catalogue(self, found: tuple[Procedure, ...], error: Expected | None = None) -> None:
        self._procedures = found
        self._catalogue_says = (
            str(error)
            if error is not None
            else ""
            if found
            else self.tr("The login may execute no procedure yet. The sample shows how to make one.")
        )
        placeholder = self.tr("Choose or type") if error is None else self.tr("The catalogue cannot be read; type it")
        self._procedure_edit.set_placeholder(placeholder)
        self._procedure_edit.set_choices(
            [Choice(_name(each), ", ".join(parameter.name for parameter in each.parameters)) for each in found]
        )
        self._header.set_choices([Choice(_name(each)) for each in found if not each.parameters])
        self._offer_parameters()
        self.follow()

    def _offer_parameters(self) -> None:
        known = self._procedure()
        inside = [each for each in known.parameters if each.mode != "out"] if known is not None else []
        self._parameter.set_choices([Choice(each.name, each.type) for each in inside if each.name])

    # -- columns and sample, in the background

    def _read_columns(self) -> None:
        injector, program = self.draft.injector, self.desk.program

        def done(columns: tuple[ColumnSeen, ...]) -> None:
            self._reading = None
            self.draft.take_columns(columns)
            words = formats.count(len(columns), self.tr("column"), self.tr("columns"))
            self.desk.notices.say(self.tr("{0} read").format(words), self.tr("Nothing was written."))

        def failed(error: Expected) -> None:
            self._reading = None
            self.follow()
            self.desk.notices.failed(error)

        self._reading = self.desk.tasks.run(
            self.tr("Reading the columns of “{0}”").format(injector.name or self.tr("the new injector")),
            lambda progress: injector_source.read_columns(program, injector, cancel=token_of(progress)),
            done,
            failed,
            stays=self.tr("Nothing was written."),
            owner=self,
        )
        self.follow()

    def _show_sample(self) -> None:
        connection_id, program = self.draft.injector.connection_id, self.desk.program
        if connection_id is None:
            return
        self._sample.why_not(self.tr("The sample is being made."))

        def done(code: str) -> None:
            self.follow()
            kept = self._connection()
            files = kept is not None and kept.connection.kind is ConnectionKind.SQLITE
            CodeDialog(self._sample.text(), self._sample_words(files=files), code, self.section.window()).open()

        def failed(error: Expected) -> None:
            self.follow()
            self.desk.notices.failed(error)

        self.desk.tasks.run(
            self._sample.text(),
            lambda _progress: injector_source.sample_procedure(program, connection_id),
            done,
            failed,
            show=False,
            owner=self,
        )

    def _sample_words(self, *, files: bool) -> str:
        if files:
            return self.tr("Made for the table of this file that looks most like leads. Paste it into Query.")
        return self.tr(
            "Made for the table of this database that looks most like leads. Give it to whoever looks after the "
            "database: it makes the procedure, its header procedure, and lets this connection’s login execute both."
        )

    def state(self) -> tuple[Tone, str]:
        kept = self._connection()
        found = super().state()
        if found[0] is Tone.SUCCESS and kept is not None and kept.test_state is LastTest.FAILED:
            return Tone.WARNING, self.tr("The last test of the connection failed")
        return found


def _name(procedure: Procedure) -> str:
    return f"{procedure.schema}.{procedure.name}" if procedure.schema else procedure.name


def _below_label(widget: QWidget) -> QWidget:
    """A button in line with fields that have a label above."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(4)
    box.addWidget(Label(" ", Type.CAPTION))
    box.addWidget(widget)
    box.addStretch()
    return holder
