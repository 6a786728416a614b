"""The steps lead to the tables, and a new kind of delivery cannot forget its own."""

from alembic.autogenerate import compare_metadata

from sop.domain.kinds import KINDS
from sop.storage import migrations, tables
from sop.storage.engine import Store


def test_the_last_step_leads_to_the_tables(store: Store) -> None:
    with store.read() as tx:
        assert compare_metadata(migrations.context(tx, compare_type=True), tables.metadata) == []
        assert migrations.revision(tx) == migrations.head()


def test_every_kind_has_a_table_with_its_columns() -> None:
    assert {name: [column.name for column in kind.columns] for name, kind in KINDS.items()} == {
        name: [column.name for column in table.columns][2:] for name, table in tables.delivered.items()
    }


def test_a_wipe_empties_those_first_that_point_to_others() -> None:
    order = [table.name for table in tables.of_the_company()]
    for table in tables.of_the_company():
        for key in table.foreign_keys:
            assert order.index(table.name) < order.index(key.column.table.name)
