"""The desk as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Desk(AppConfig):
    """The one app: its models are `desk.Person` and so on."""

    name = "clausewise.desk"
    label = "desk"
