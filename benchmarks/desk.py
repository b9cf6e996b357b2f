"""Measures the desk as one office uses it: nine members, POST to last byte on loopback, one worker; and its memory.

    .venv/bin/python benchmarks/desk.py [--answers 20000] [--rounds 60]

The column is to come within 60 ms, the open questions with it within 150 ms, in the median; the 95th percentile at most
three times that. Resident memory after 20,000 answers is to be at most 1.1 times that after 2,000. Beside the clock it
says how much of the processor a POST takes, which hangs less on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

with socket.socket() as _free:
    _free.bind(("127.0.0.1", 0))
    PORT = _free.getsockname()[1]
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSWORD = "try the desk"
MEMBERS = 9
MEASURED_EVERY = 2000
DRAWN_EVERY = 60


class Browser:
    """Signs in and sends forms; `seconds` is how long the last took, from sending to the last byte."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies)).open
        self.seconds = 0.0
        self.get("/sign-in")
        self.send("/sign-in", {"username": "li", "password": PASSWORD})

    def get(self, path: str) -> str:
        with self._open(ADDRESS + path) as answer:
            return str(answer.read().decode())

    def send(self, path: str, fields: dict[str, Any], *, part: bool = False) -> tuple[str, str]:
        """Send a form; the page that comes back and its address."""
        token = next(one.value for one in self.cookies if one.name == "csrftoken")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True).encode()
        request = urllib.request.Request(ADDRESS + path, body, {"HX-Request": "true"} if part else {})
        began = time.perf_counter()
        with self._open(request) as answer:
            text = answer.read().decode()
        self.seconds = time.perf_counter() - began
        return text, answer.url


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--answers", type=int, default=20000)
    options.add_argument("--rounds", type=int, default=60)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "clausewise", "desk", "made-up", "--no-browser", "--port", str(PORT)]
        server = subprocess.Popen([*command, "--data", folder], env=os.environ, stdout=subprocess.DEVNULL)
        try:
            wait()
            measure(server.pid, asked.answers, asked.rounds)
        finally:
            server.terminate()
            server.wait()


def wait() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{ADDRESS}/health", timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the desk does not answer")


class Asked:
    """The open questions as one page drew them, which is sent again and again with another box ticked: the one before
    is taken back, so that every form says something new, two answers at a time. After some forms it is drawn anew."""

    def __init__(self, browser: Browser, where: str) -> None:
        self._browser, self._where, self._sent = browser, where, 0
        self._draw()

    def _draw(self) -> None:
        page = self._browser.get(f"{self._where}/questions")
        ticks = re.findall(r'type="checkbox" name="v:([^"]+)"', page)
        if not ticks and self._sent:
            # What is open at the moment has nothing to tick: the page before is sent on.
            return
        self._ticks = ticks
        self._form: dict[str, list[str]] = {}
        for name, value in re.findall(r'name="(group|cell\d+|page|drawn)" value="([^"]*)"', page):
            self._form.setdefault(name, []).append(value)

    def send(self, step: str) -> float:
        """Send the next form to a step; how many milliseconds it took."""
        if self._sent % DRAWN_EVERY == DRAWN_EVERY - 1:
            self._draw()
        self._sent += 1
        ticked = {f"v:{self._ticks[self._sent % len(self._ticks)]}": "true", "turn": self._sent}
        self._browser.send(f"{self._where}/{step}", {**self._form, **ticked}, part=True)
        return 1000 * self._browser.seconds


def measure(pid: int, answers: int, rounds: int) -> None:
    browser = Browser()
    asked = Asked(browser, nine_members(browser))
    for what, step, bar in (("column", "column", 60), ("open questions", "questions", 150)):
        before = processor(pid)
        took = [asked.send(step) for _ in range(rounds)]
        report(what, took, bar, (processor(pid) - before) / rounds)
    memory(asked, pid, 4 * rounds, answers)


def nine_members(browser: Browser) -> str:
    """A household of nine, with work and illness to look into; its address."""
    _, url = browser.send("/households", {})
    where = url.removeprefix(ADDRESS).removesuffix("/members")
    members = {f"new{number}": f"成员{number}" for number in range(1, MEMBERS + 1)}
    born = {f"v:member.birth_date@new{number}": f"{1950 + 6 * number}-03-01" for number in range(1, MEMBERS + 1)}
    cells = [f"member.birth_date@new{number}=" for number in range(1, MEMBERS + 1)]
    browser.send(
        f"{where}/members", {**members, **born, "group": "1", "cell1": cells, "everybody_asked": "1", "everybody": "1"}
    )
    status = {"group": "1", "cell1": ["household.area=", "household.dibao="]}
    browser.send(f"{where}/status", {**status, "v:household.area": "urban", "v:household.dibao": "true"})
    browser.send(f"{where}/topics", {"topic": ["work", "illness", "house"]})
    return where


def report(what: str, took: list[float], bar: float, processor_ms: float) -> None:
    median, last = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    clock = f"median {median:.0f} ms (at most {bar:.0f}), p95 {last:.0f} ms (at most {3 * bar:.0f})"
    load = os.getloadavg()[0]
    print(f"{what}: {clock}; of the processor {processor_ms:.0f} ms; load {load:.1f}", flush=True)


def memory(asked: Asked, pid: int, saved: int, answers: int) -> None:
    """Resident memory of the worker after each so many answers: each form says two."""
    first = 0
    for number in range(saved // 2 + 1, answers // 2 + 1):
        asked.send("column")
        if number % (MEASURED_EVERY // 2) == 0:
            now = resident(pid)
            first = first or now
            grown = f"{now / first:.2f} times the first (at most 1.1)"
            print(f"memory after {2 * number} answers {now // 1024} MB: {grown}", flush=True)


def processor(pid: int) -> float:
    """How much of the processor a process and its children have taken, in milliseconds."""
    tasks = (task for one in family(pid) for task in Path(f"/proc/{one}/task").iterdir())
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def family(pid: int) -> list[str]:
    """The ids of a process and its children."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [str(pid), *found.stdout.split()]


def resident(pid: int) -> int:
    """The resident memory of a process and its children, in KB."""
    total = 0
    for one in family(pid):
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{one}/status").read_text())
        total += int(found[1]) if found else 0
    return total


if __name__ == "__main__":
    main()
