"""What a lever costs the server on the demo company, from its release to the finished page.

    python -m tests.bench pages

A real browser drags a slider of the meeting page; the server's own log says where each run's milliseconds went. The
peer is the first visit of the same page in the same run: what a lever would cost without fragments, warm model and cache.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

from sop.domain.people import Function
from sop.ui.identity import COOKIE
from tests.browser.conftest import ARGUMENTS, wait_ready
from tests.serving import Server, serving

MOVES = 40
WARM_UP = 5
TARGET_WHOLE = 100.0  # milliseconds of server time: the callback and the part that it draws again
TARGET_DRAW = 30.0
_FIGURE = re.compile(r"(\w+)=([\d.]+)")


def _figures(lines: Sequence[str], run: str, name: str) -> list[dict[str, float]]:
    """Return the milliseconds of every logged run of this name, by kind of work."""
    wanted = f"run={run} name={name} "
    rest = (line.split(wanted, 1)[1] for line in list(lines) if wanted in line)
    return [{kind: float(value) for kind, value in _FIGURE.findall(text)} for text in rest]


def _drag(server: Server, page: Page) -> None:
    """Move the first slider to and fro, and wait each time until its part is drawn."""
    page.get_by_text("C Sell less in spring").click()
    wait_ready(page)
    slider = page.locator("input[type=range]").first
    expect(slider).to_be_visible()
    for _ in range(MOVES + WARM_UP):
        before = len(_figures(server.logged, "action", "moved"))
        slider.press("ArrowRight")  # each value is new: no plan is in the cache
        while len(_figures(server.logged, "action", "moved")) == before:
            page.wait_for_timeout(10)
        wait_ready(page)


def _measured(server: Server) -> tuple[list[dict[str, float]], list[dict[str, float]], float]:
    with sync_playwright() as playwright:
        chromium = os.environ.get("SOP_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        _, token = server.join("Bench", Function.PLANNING, facilitator=True)
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        context.add_cookies([{"name": COOKIE, "value": token, "url": server.address}])
        page = context.new_page()
        page.goto(server.address + "/meeting")
        wait_ready(page)
        first = _figures(server.logged, "page", "meeting")[0]["ms"]
        drawn_before = len(_figures(server.logged, "part", "board")) + 1  # choosing the scenario draws it too
        _drag(server, page)
        browser.close()
    moved = _figures(server.logged, "action", "moved")[WARM_UP:]
    drawn = _figures(server.logged, "part", "board")[drawn_before + WARM_UP :]
    return moved, drawn, first


def _median(rows: Sequence[dict[str, float]], kind: str) -> float:
    return median(row.get(kind, 0.0) for row in rows)


def main() -> int:
    """Print the figures; return 1 when one of them misses its target."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        environ = {**os.environ, "SOP_HOME": str(home)}
        subprocess.run([sys.executable, "-m", "sop", "demo"], check=True, env=environ, stdout=subprocess.DEVNULL)
        with serving(home) as server:
            moved, drawn, first = _measured(server)
    whole = _median(moved, "ms") + _median(drawn, "ms")
    draw = _median(drawn, "draw")
    print(
        f"lever released to page finished: {whole:.1f} ms of server time, median of {len(moved)} (target {TARGET_WHOLE:.0f})"
    )
    for name, rows in (("callback", moved), ("board", drawn)):
        parts = " ".join(f"{kind} {_median(rows, kind):.1f}" for kind in ("database", "solve", "draw"))
        print(f"  {name}: {_median(rows, 'ms'):.1f} ms = {parts}")
    print(f"drawing {draw:.1f} ms (target {TARGET_DRAW:.0f})")
    print(f"first visit of the page in the same run: {first:.1f} ms, {first / whole:.1f} times a lever")
    return int(whole > TARGET_WHOLE or draw > TARGET_DRAW)


if __name__ == "__main__":
    sys.exit(main())
