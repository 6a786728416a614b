"""Every column that a department may deliver has a word on the screen."""

from sop.domain.kinds import KINDS
from sop.ui.components.column_words import COLUMN_WORDS, needed_first


def test_every_column_of_every_kind_has_a_word():
    named = {column.name for kind in KINDS.values() for column in kind.columns}
    assert named == set(COLUMN_WORDS)


def test_columns_that_a_file_must_have_stand_first():
    assert [column.name for column in needed_first(KINDS["prices"])] == ["sku", "price", "region"]
