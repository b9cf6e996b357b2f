"""Where people of the office begin, by what they are."""

from __future__ import annotations

from clausewise.desk.models import Person, Role


def home_of(person: Person) -> str:
    """The name of the page on which somebody begins."""
    if person.has_role(Role.CASEWORKER, Role.REVIEWER, Role.HEAD):
        return "today"
    return "people" if person.has_role(Role.ADMINISTRATOR) else "policy"
