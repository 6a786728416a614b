"""Original files are kept once, and told when they are damaged."""

import hashlib
from pathlib import Path

import pytest

from sop.domain.errors import NotFound, Unreadable
from sop.storage import blobs


def test_a_file_is_kept_under_the_hash_of_its_content(tmp_path: Path) -> None:
    name = blobs.keep(tmp_path, b"month,sku\n")
    assert name == hashlib.sha256(b"month,sku\n").hexdigest()
    assert blobs.read(tmp_path, name) == b"month,sku\n"


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    assert blobs.names(tmp_path) == []
    assert blobs.keep(tmp_path, b"a") == blobs.keep(tmp_path, b"a")
    assert len(blobs.names(tmp_path)) == 1


def test_a_damaged_or_missing_file_is_told(tmp_path: Path) -> None:
    name = blobs.keep(tmp_path, b"a")
    (tmp_path / "blobs" / name).write_bytes(b"b")
    with pytest.raises(Unreadable):
        blobs.read(tmp_path, name)
    with pytest.raises(NotFound):
        blobs.read(tmp_path, "0" * 64)
