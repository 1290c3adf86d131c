"""Adding a field to a template from where it is missed, such as the mapping of an injector."""

from dataclasses import replace

from leadadmin.app.bootstrap import Program
from leadadmin.domain.errors import InvalidInput
from leadadmin.domain.fields import Field, check_definition
from leadadmin.domain.template import Template
from leadadmin.store import templates
from leadadmin.store.database import Database


def add_field(program: Program, template_id: int, field: Field) -> Template:
    """Give a template one more field, at its end; returns the template as it is then.

    Raises InvalidInput by attribute of the field (`key`, `label`, …) and NotFound.
    """
    problems = check_definition(field)
    if problems:
        raise InvalidInput(problems)

    def work(database: Database) -> Template:
        template = templates.get(database, template_id)
        if template.field(field.key) is not None:
            raise InvalidInput({"key": f"The template “{template.name}” has a field “{field.key}” already."})
        if template.archived:
            raise InvalidInput({"key": f"The template “{template.name}” is archived; it gets no more fields."})
        templates.change(database, replace(template, fields=(*template.fields, field)), who=program.person)
        return templates.get(database, template_id)

    return program.workspace.write(work)
