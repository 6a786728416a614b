"""A real server for tests: its own process, port and home; and the people who join it."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sop.domain.people import Function, Person
from sop.services import joining
from sop.services.settings import Settings
from sop.services.timed_store import TimedStore

ROOT = Path(__file__).parents[1]
START_WITHIN = 60.0  # seconds; the machine may be busy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running server; `said` is what it printed, `logged` its log."""

    home: Path
    port: int
    process: subprocess.Popen[str]
    environ: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}"

    @property
    def key(self) -> str:
        """Return the facilitator's one-time key, as printed."""
        return re.search(r"/join\?key=(\S+)", "\n".join(self.said))[1]

    @contextmanager
    def store(self) -> Iterator[TimedStore]:
        """Open the server's database beside it, as the command line would."""
        store = TimedStore(Settings.from_environment({"SOP_HOME": str(self.home), **self.environ}).database_url)
        try:
            yield store
        finally:
            store.dispose()

    def join(self, name: str, function: Function = Function.SALES, *, facilitator: bool = False) -> tuple[Person, str]:
        """Let somebody in without the form; return the person and the cookie's token."""
        now = datetime.now(UTC)
        with self.store() as store:
            key = joining.new_facilitator_key(store, now) if facilitator else None
            return joining.join(store, now, name, function, key)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """End it as an administrator would; return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


def start(home: Path, port: int | None = None, environ: dict[str, str] | None = None) -> Server:
    """Start a server on `home` and wait until it answers."""
    port = port or free_port()
    home.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "SOP_DATABASE_URL"}}
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.port={port}",
        "--server.address=127.0.0.1",
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**env, "SOP_HOME": str(home), "PYTHONUNBUFFERED": "1", **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(home, port, process, environ or {})
    for stream, lines in ((process.stdout, server.said), (process.stderr, server.logged)):
        threading.Thread(target=_collect, args=(stream, lines), daemon=True).start()
    _wait(server)
    return server


def _collect(stream, lines: list[str]) -> None:
    with stream:
        lines.extend(line.rstrip("\n") for line in stream)


def _wait(server: Server) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise RuntimeError("the server ended:\n" + "\n".join(server.logged))
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/_stcore/health", timeout=1):
                if any("join?key=" in line for line in server.said):
                    return
        except OSError:
            server.process.poll()
        threading.Event().wait(0.05)
    server.kill()
    raise RuntimeError("the server did not start:\n" + "\n".join(server.logged))


@contextmanager
def serving(home: Path | None = None) -> Iterator[Server]:
    """Run a server for the time of the block."""
    with tempfile.TemporaryDirectory() as fresh:
        server = start(home or Path(fresh) / "home")
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.kill()
