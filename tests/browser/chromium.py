"""Runs a page in a real browser and brings back what a script saw there, from nothing but a Chromium that is installed.

Where there is none the tests that need it are left out, except in CI, where it belongs to what a test run installs.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_TOLD = "told-to-the-test"
# The page itself lets no script run but its own; one test holds it to that.
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_LONGEST_SECONDS = 120


SEARCH = """
  const search = (words) => {
    const box = document.getElementById("find");
    box.value = words;
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  };
  const shown = (selector) =>
    [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).map((one) => one.id);
"""
"""What searches a page, and what it then shows, for scripts of tests."""


def find_chromium() -> str | None:
    """The command that starts the browser, or None where there is none."""
    return next((found for found in map(shutil.which, _NAMES) if found), None)


needs_chromium = pytest.mark.skipif(
    find_chromium() is None and os.environ.get("CI") != "true", reason="there is no chromium here"
)


def dump(page: str, folder: Path, *, dark: bool = False) -> str:
    """The document of a page after its script has run, as markup."""
    shown = ("--window-size=1600,900", "--virtual-time-budget=4000", "--dump-dom")
    return _run(page, folder, *shown, f"--blink-settings=preferredColorScheme={0 if dark else 1}").decode()


def printed_pages(page: str, folder: Path) -> int:
    """How many sheets a page fills when it is printed, on the paper that it asks for."""
    printed = folder / "page.pdf"
    _run(page, folder, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    return len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))


def _run(page: str, folder: Path, *flags: str) -> bytes:
    """What the browser writes on its standard output when it is started on a page."""
    command = find_chromium()
    assert command is not None, "a test run in CI has chromium: install it"
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    # Without a sandbox, as root in a container has none; the page is ours and loads nothing.
    always = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={folder / 'profile'}",
    ]  # fmt: skip
    done = subprocess.run(
        [command, *always, *flags, file.resolve().as_uri()], capture_output=True, timeout=_LONGEST_SECONDS, check=True
    )
    return done.stdout


def ask(page: str, script: str, folder: Path, *, width: int = 1400, dark: bool = False) -> Any:
    """What a script returns after the page's own has run; it may wait for promises.

    The page is shown in a frame of the given width (pixels), since a window of the browser is at least 500 wide.
    """
    told = f"""<script>
      (async () => {{ {script} }})().then((found) => parent.postMessage(JSON.stringify(found), "*"));
    </script></body>"""
    framed = html.escape(_POLICY.sub("", page).replace("</body>", told))
    frame = f"""<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
      <script>
        addEventListener("message", (message) => {{
          const told = document.createElement("pre");
          told.id = "{_TOLD}";
          told.textContent = message.data;
          document.body.append(told);
        }});
      </script>
      <body><iframe width="{width}" height="900" style="border: 0" srcdoc="{framed}"></iframe></body>"""
    dumped = dump(frame, folder, dark=dark)
    found = re.search(rf'<pre id="{_TOLD}">(.*?)</pre>', dumped, re.DOTALL)
    assert found is not None, "the script told nothing"
    return json.loads(html.unescape(found.group(1)))


def assert_only_its_own_script_runs(page: str, folder: Path) -> None:
    """Hold a page to its policy: its own script runs, and one that was put into it does not."""
    other = page.replace("</body>", '<script>document.body.id = "strange"</script></body>')
    dumped = dump(other, folder)
    assert '<html lang="en" class="js">' in dumped
    assert 'id="strange"' not in dumped.replace('document.body.id = "strange"', "")
