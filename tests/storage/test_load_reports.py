"""What reading a load said is kept with it."""

from sop.domain.quality import LoadReport
from sop.storage import load_reports
from sop.storage.engine import Store
from tests.storage import examples


def test_a_report_is_found_by_its_load_and_a_load_without_one_has_none(store: Store) -> None:
    with store.write() as w:
        told, silent = examples.stored_prices(w), examples.stored_prices(w)
        report = LoadReport(told.id, "warnings", {"zero": 3, "column_absent": 1})
        load_reports.add(w, report)
        assert load_reports.of_loads(w.tx, [told.id, silent.id]) == {told.id: report}
