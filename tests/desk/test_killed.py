"""A desk that is killed between answers, or whose disk is full, loses no answer that was acknowledged."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from desk.conftest import PASSWORD, TODAY, Desk
from desk.serving import free_port, wait_for

TOPICS = ("illness", "cost")


class Browser:
    """Just enough of a browser to sign in and send forms."""

    def __init__(self, address: str) -> None:
        self._address, self._cookies = address, CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies)).open
        self._open(f"{address}/sign-in").close()
        self.send("/sign-in", {"username": "li", "password": PASSWORD})

    def send(self, path: str, fields: dict[str, str]) -> int:
        """Send a form; the status of the page that comes back."""
        token = next(one.value or "" for one in self._cookies if one.name == "csrftoken")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with self._open(f"{self._address}{path}", body) as answer:
            return int(answer.status)


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """A desk in a group of processes of its own."""
    command = [sys.executable, "-m", "clausewise", "desk", "--data", str(folder), "--no-browser", "--port", str(port)]
    told = folder.parent / "told.txt"
    with told.open("w") as stream:
        server = subprocess.Popen(
            command, env={**os.environ, "CLAUSEWISE_TODAY": TODAY}, stdout=stream, stderr=stream, start_new_session=True
        )
    wait_for(f"http://127.0.0.1:{port}/health", server, told)
    return server


@pytest.mark.long
def test_every_answer_that_was_acknowledged_is_there_after_the_server_was_killed(desk: Desk) -> None:
    household = desk.household("0004")
    for topic in TOPICS:
        port = free_port()
        server = serve(desk.folder.root, port)
        try:
            browser = Browser(f"http://127.0.0.1:{port}")
            assert browser.send(f"/h/{household.id}/topics", {"topic": topic}) == 200
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        said = household.answers.get(fact=f"topic.{topic}", state="current")
        assert said.value == "ticked"
    from clausewise.desk.logbook import faults

    assert list(faults()) == []


def test_what_a_full_disk_does_not_take_is_not_acknowledged_and_what_was_before_is_kept(desk: Desk) -> None:
    from django.db import connection

    household, li = desk.household("0004"), desk.browser("li")
    li.raise_request_exception = False
    where, cell = f"/h/{household.id}/answers/household.area", {"group": "1", "cell1": "household.area="}
    pages = connection.cursor().execute("PRAGMA page_count").fetchone()[0]
    connection.cursor().execute(f"PRAGMA max_page_count = {pages}")
    sent = ["urban", "rural"] * 30
    codes = [li.post(where, {**cell, "v:household.area": area}).status_code for area in sent]
    assert 500 in codes
    kept = [area for area, code in zip(sent, codes, strict=True) if code == 302] or ["rural"]
    connection.close()
    with closing(sqlite3.connect(desk.folder.database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert household.answers.get(state="current", fact="household.area").value == kept[-1]
