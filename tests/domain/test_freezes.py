"""Data is frozen anew only for a reason."""

from datetime import UTC, datetime

import pytest

from sop.domain.errors import Invalid
from sop.domain.freezes import Freeze

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


def test_the_first_freeze_needs_no_reason_and_the_next_one_does():
    assert Freeze("f-1", "c-1", "s-1", None, "", "ana", NOW).reason == ""
    with pytest.raises(Invalid, match="why"):
        Freeze("f-2", "c-1", "s-2", "s-1", " ", "ana", NOW)
