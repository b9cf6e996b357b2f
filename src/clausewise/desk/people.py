"""Where people of the office begin, by what they are; a password for whoever lost theirs."""

from __future__ import annotations

from django.db import transaction

from clausewise.desk.folder import plain_code
from clausewise.desk.logbook import note
from clausewise.desk.models import Act, Person, Role
from clausewise.errors import Diagnostic, RequestError, did_you_mean


def home_of(person: Person) -> str:
    """The name of the page on which somebody begins."""
    if person.has_role(Role.CASEWORKER, Role.REVIEWER, Role.HEAD):
        return "today"
    return "people" if person.has_role(Role.ADMINISTRATOR) else "policy"


def names_of_people() -> dict[str, str]:
    """What everybody of the office is called, by id."""
    return dict(Person.objects.values_list("id", "name"))


def give_password(username: str) -> str:
    """A new password of an account, to be changed before anything else; it is in the log that one was given.

    For whoever holds the machine: without it the only administrator who forgot theirs would shut everybody out.
    Raises: RequestError where there is no such account.
    """
    person = Person.objects.filter(username=username).first()
    if person is None:
        names = list(Person.objects.values_list("username", flat=True))
        mend = did_you_mean(username, names) or f"there are: {', '.join(names) or 'none yet'}"
        raise RequestError(Diagnostic(f"there is no account {username!r}", None, mend))
    password = plain_code()
    person.set_password(password)
    person.password_is_given = True
    with transaction.atomic():
        person.save(update_fields=["password", "password_is_given"])
        note(Act.PERSON_CHANGED, about=person.id, facts=[*person.roles, "password"])
    return password
