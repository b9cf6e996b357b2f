"""The people of the office, and what each of them may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from clausewise.desk.keys import new_id
from clausewise.language.labels import Label


class Role(StrEnum):
    """What somebody is in the office; one person may be several of these."""

    CASEWORKER = "caseworker"
    REVIEWER = "reviewer"
    HEAD = "head"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Label:
        return _ROLES[self]


_ROLES = {
    Role.CASEWORKER: Label("经办", "caseworker"),
    Role.REVIEWER: Label("复核", "reviewer"),
    Role.HEAD: Label("负责人", "head of the office"),
    Role.ANALYST: Label("政策分析", "analyst"),
    Role.ADMINISTRATOR: Label("系统管理", "administrator"),
}


class People(BaseUserManager["Person"]):
    """The people who can sign in."""

    def add(self, username: str, name: str, password: str, roles: list[Role]) -> Person:
        """A new person with a password. Raises: IntegrityError where somebody else has that account."""
        person = self.model(username=username, name=name, roles=[role.value for role in roles])
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody of the office. The log knows them by `id`, paper and pages by `name`."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=20, default=new_id)
    username: models.CharField[str, str] = models.CharField(max_length=60, unique=True)
    name: models.CharField[str, str] = models.CharField(max_length=60)
    roles: models.JSONField[Any, Any] = models.JSONField(default=list)
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    password_is_given: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    """Whether somebody else set the password and knows it: it is changed before anything else."""

    USERNAME_FIELD = "username"
    objects: ClassVar[People] = People()

    def has_role(self, *roles: Role) -> bool:
        """Whether they are any of these."""
        return any(role.value in self.roles for role in roles)
