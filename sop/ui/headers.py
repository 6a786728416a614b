"""What every answer of the server carries so that a browser loads nothing from elsewhere and is framed by nobody."""

import base64
import hashlib
import re
from collections.abc import MutableMapping
from pathlib import Path

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_METRICS = "/_stcore/metrics"


def inline_hashes(page: str) -> list[str]:
    """Return the policy's name of each inline script of a page."""
    digests = [hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(page)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_policy(page: str) -> str:
    """Return the policy for Streamlit's page: its own files, blobs of components, and its inline scripts by hash."""
    scripts = " ".join(["'self'", "blob:", *inline_hashes(page)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Headers:
    """Adds the headers to each answer as it starts; nothing is buffered, so event streams pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [
            (b"content-security-policy", content_policy(INDEX.read_text(encoding="utf-8")).encode()),
            (b"x-frame-options", b"DENY"),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"].rstrip("/").endswith(_METRICS) and not _is_local(scope):
            await send({"type": "http.response.start", "status": 404, "headers": self._headers})
            await send({"type": "http.response.body", "body": b""})
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *self._headers]}
            await send(message)

        await self._app(scope, receive, with_headers)


def _is_local(scope: MutableMapping[str, object]) -> bool:
    client = scope.get("client")
    return isinstance(client, tuple | list) and client[0] in _LOCAL
