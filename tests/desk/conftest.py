"""A desk of its own for each test: a copy of one data folder with an office and its people, and browsers that are
signed in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clausewise.desk.folder import DataFolder

PASSWORD = "try the desk"
TODAY = "2026-11-28"


@pytest.fixture(scope="session")
def _configured(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Django configured for a folder, once in a process, with tables and a made-up office."""
    pytest.importorskip("django")
    from clausewise.desk.serving import prepare

    folder = DataFolder(tmp_path_factory.mktemp("desk") / "data")
    prepare(folder)
    from django.db import connection

    from clausewise.desk.made_up import make_up
    from clausewise.desk.write_ahead import cut_off

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CLAUSEWISE_TODAY", TODAY)
        make_up()
    cut_off()
    connection.close()
    return folder


@dataclass
class Desk:
    """The desk of one test: its folder, and browsers by the account that is signed in."""

    folder: DataFolder
    browser: Callable[[str], Any]

    def decide(self, account: str, household: Any, act: str, remark: str = "") -> Any:
        """Do something on the page of review as it is now, and the page that follows."""
        from clausewise.desk.deciding import mark_of

        sent = {"act": act, "remark": remark, "decision": mark_of(household)}
        answer = self.browser(account).post(f"/h/{household.id}/review", sent, follow=True)
        household.refresh_from_db()
        return answer

    def household(self, number: str) -> Any:
        """A household by its number."""
        from clausewise.desk.models import Household

        return Household.objects.get(number__endswith=number)


@pytest.fixture
def desk(_configured: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with a made-up office, which no other test has touched."""
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client

    cache.clear()
    connection.close()
    root = tmp_path / "data"
    shutil.copytree(_configured.root, root)
    folder = DataFolder(root)
    monkeypatch.setenv("CLAUSEWISE_TODAY", TODAY)
    monkeypatch.setattr(settings, "DESK_FOLDER", folder)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(folder.database))

    def browser(account: str) -> Client:
        from clausewise.desk.models import Person

        client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="zh")
        person = Person.objects.get(username=account)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    yield Desk(folder, browser)
    connection.close()
