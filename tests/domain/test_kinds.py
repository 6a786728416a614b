"""The kinds of data describe themselves without contradiction."""

import pytest

from sop.domain.errors import NotFound
from sop.domain.kinds import KINDS, Holds, kind


@pytest.mark.parametrize("name", KINDS)
def test_a_row_is_named_by_columns_of_its_kind(name):
    columns = {column.name for column in KINDS[name].columns}
    assert KINDS[name].name == name
    assert KINDS[name].row_key
    assert set(KINDS[name].row_key) <= columns
    assert len(columns) == len(KINDS[name].columns)


@pytest.mark.parametrize("name", KINDS)
def test_a_default_fits_what_the_column_holds_and_a_required_column_has_none(name):
    fits = {Holds.TEXT: str, Holds.NUMBER: (int, float), Holds.FLAG: (int,), Holds.MONTH: type(None)}
    for column in KINDS[name].columns:
        if column.required:
            assert column.default is None, column.name
        else:
            assert isinstance(column.default, fits[column.holds]), column.name


def test_a_kind_is_found_by_name_and_another_name_says_which_there_are():
    assert kind("items") is KINDS["items"]
    with pytest.raises(NotFound, match=r"There is no kind colours\. Kinds: items, sales_history"):
        kind("colours")
