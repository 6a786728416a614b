"""The address by which others reach this server, and its picture for the cameras of phones."""

import socket
from io import BytesIO
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
QUIET = 2  # modules of white around the code: what readers need, and visible on a dark page


def own_address() -> str:
    """Return the address by which the company's network reaches this machine; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])


def served_at() -> str:
    """Return where this page was asked for; a name that only this machine knows becomes its address in the network."""
    asked = urlsplit(st.context.url or "")
    host = own_address() if asked.hostname in HERE or not asked.hostname else asked.hostname
    return f"{asked.scheme or 'http'}://{host}{f':{asked.port}' if asked.port else ''}"


def join_address(base: str, **known: str) -> str:
    """Return the way in under an address, with what the form need not ask any more."""
    filled = {name: value for name, value in known.items() if value}
    return f"{base}/join{f'?{urlencode(filled)}' if filled else ''}"


def short(address: str) -> str:
    """Return an address as a person types it."""
    return address.removeprefix("http://").removeprefix("https://").split("?", maxsplit=1)[0]


def qr_picture(address: str) -> str:
    """Return the code of an address as SVG, black on white whatever the page looks like."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=8, border=QUIET, light="white", xmldecl=False, svgns=True
    )
    return drawn.getvalue().decode()
