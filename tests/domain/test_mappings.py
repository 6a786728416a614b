"""A kept mapping knows the files that it fits, and says what is new in a file or gone from it."""

from datetime import UTC, datetime

import pytest

from sop.domain.errors import Invalid
from sop.domain.mappings import LONGEST_NAME, KeptMapping

NOW = datetime(2027, 2, 3, tzinfo=UTC)


def kept(name: str = "SAP") -> KeptMapping:
    return KeptMapping("m", name, "sales_history", ("Data", "Cod", "Cant."), {"sku": "Cod"}, {}, "ana", NOW)


def test_files_are_alike_by_the_columns_that_they_share_in_any_order():
    assert kept().likeness(["Cod", "Data", "Cant."]) == 1
    assert kept().likeness(["Cod", "Data", "Pret"]) == 2 / 4
    assert kept().likeness([]) == 0


def test_a_changed_layout_is_told_column_by_column():
    header = ("Cod", "Data", "Cantitate", "UM")
    assert kept().new_in(header) == ("Cantitate", "UM")
    assert kept().gone_from(header) == ("Cant.",)


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1)])
def test_a_mapping_needs_a_name(name: str):
    with pytest.raises(Invalid):
        kept(name)
