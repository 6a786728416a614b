"""The address that the room is shown: short to type, whole in the code, never one that only this machine knows."""

import pytest

from sop.ui import address


def test_the_way_in_carries_what_the_form_need_not_ask():
    assert address.join_address("http://10.0.0.5:8501") == "http://10.0.0.5:8501/join"
    assert address.join_address("http://10.0.0.5:8501", pin="4711", key="") == "http://10.0.0.5:8501/join?pin=4711"


def test_what_is_typed_has_neither_scheme_nor_pin():
    assert address.short("http://10.0.0.5:8501/join?pin=4711") == "10.0.0.5:8501/join"


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("https://sop.example.org/meeting?view=projector", "https://sop.example.org"),
        ("http://localhost:8501/", "http://10.0.0.5:8501"),
        ("http://127.0.0.1:8501/", "http://10.0.0.5:8501"),
        ("", "http://10.0.0.5"),
    ],
)
def test_a_name_that_only_this_machine_knows_becomes_its_address(monkeypatch, asked, served):
    monkeypatch.setattr(address, "own_address", lambda: "10.0.0.5")
    monkeypatch.setattr(address.st, "context", type("Context", (), {"url": asked}))
    assert address.served_at() == served


def test_the_code_is_a_picture_without_anything_that_is_fetched():
    drawn = address.qr_picture("http://10.0.0.5:8501/join")
    assert drawn.startswith("<svg")
    assert "href" not in drawn
