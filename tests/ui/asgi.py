"""One request to our routes without a server between."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette

from sop.ui.server import MIDDLEWARE, ROUTES

APP = Starlette(routes=list(ROUTES), middleware=list(MIDDLEWARE))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def cookies(self) -> SimpleCookie:
        jar = SimpleCookie()
        for key, value in self.headers:
            if key == "set-cookie":
                jar.load(value)
        return jar


def ask(
    path: str,
    form: Mapping[str, str] | None = None,
    *,
    cookies: Mapping[str, str] | None = None,
    client: str = "10.0.0.1",
    scheme: str = "http",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send GET, or POST with a form, and collect the whole answer."""
    where = urlsplit(path)
    sent = {"host": "sop.example", **(headers or {})}
    if form is not None:
        sent["content-type"] = "application/x-www-form-urlencoded"
    if cookies:
        sent["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET" if form is None else "POST",
        "path": where.path, "raw_path": where.path.encode(), "query_string": where.query.encode(), "root_path": "",
        "scheme": scheme, "server": ("sop.example", 80), "client": (client, 1234),
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
    }  # fmt: skip
    body = urlencode(form).encode() if form is not None else b""
    parts: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        parts.append(message)

    asyncio.run(APP(scope, receive, send))
    start = parts[0]
    found = [(key.decode(), value.decode()) for key, value in start["headers"]]
    return Answer(start["status"], found, b"".join(part.get("body", b"") for part in parts[1:]).decode())
