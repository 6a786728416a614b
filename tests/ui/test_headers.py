"""Every answer keeps the browser at home."""

import base64
import hashlib

import pytest

from sop.ui import headers
from tests.ui.asgi import ask

POLICY = (
    "default-src 'self'; script-src 'self' blob: {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def test_inline_scripts_are_allowed_by_their_hash_only():
    page = "<script>\n  one()\n</script><script src='x.js'></script>"
    expected = base64.b64encode(hashlib.sha256(b"\n  one()\n").digest()).decode()
    assert headers.inline_hashes(page) == [f"'sha256-{expected}'"]
    assert headers.content_policy(page) == POLICY.format(hashes=f"'sha256-{expected}'")


def test_streamlit_s_page_has_exactly_one_inline_script():
    assert len(headers.inline_hashes(headers.INDEX.read_text())) == 1


@pytest.mark.parametrize("path", ["/join", "/nowhere", "/api/live/company"])
def test_every_answer_carries_the_headers(workspace, path):
    answer = ask(path)
    assert answer.header("content-security-policy").startswith("default-src 'self'; script-src 'self' blob: 'sha256-")
    assert answer.header("x-frame-options") == "DENY"
    assert answer.header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/base/_stcore/metrics"])
def test_metrics_are_for_this_machine_only(path):
    assert ask(path, client="192.168.1.5").body == ""
    assert ask(path, client="192.168.1.5").header("x-frame-options") == "DENY"
    assert ask(path, client="127.0.0.1").body == "Not Found"  # reached the routes, of which these tests have ours only
