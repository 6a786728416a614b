"""One figure of the books a cycle and control total; signatures follow each other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sop.domain.control import Control, LedgerFigure, Signature
from sop.domain.errors import Conflict
from sop.storage import control_totals
from sop.storage.engine import Store
from tests.storage import examples


def figure(cycle_id: str) -> LedgerFigure:
    return LedgerFigure("l-1", cycle_id, Control.REVENUE, 0.1 + 0.2, "ana", examples.NOW)


def signature(cycle_id: str) -> Signature:
    return Signature("s-1", cycle_id, Control.REVENUE, 0.3, 0.31, "Rounding", "ana", examples.NOW)


def test_the_first_figure_stands_and_a_correction_needs_the_version_that_was_seen(store: Store) -> None:
    with store.write() as w:
        first = figure(examples.stored_cycle(w).id)
        assert control_totals.add_figure(w, first) == (first, True)
        assert control_totals.add_figure(w, replace(first, id="l-2", amount=5.0)) == (first, False)
        changed = control_totals.change_figure(w, replace(first, amount=7.0))
        assert control_totals.figures(w.tx, first.cycle_id) == {Control.REVENUE: changed}
    assert changed == replace(first, amount=7.0, version=2)
    with pytest.raises(Conflict), store.write() as w:
        control_totals.change_figure(w, first)


def test_a_signature_is_stored_once_per_click_and_the_last_one_counts(store: Store) -> None:
    with store.write() as w:
        first = signature(examples.stored_cycle(w).id)
        assert control_totals.sign(w, first, "click") == (first, True)
        assert control_totals.sign(w, replace(first, id="s-2"), "click") == (first, False)
        later = replace(first, id="s-3", reason="", signed_at=examples.NOW + timedelta(hours=1))
        control_totals.sign(w, later, "other click")
        assert control_totals.last_signatures(w.tx, first.cycle_id) == {Control.REVENUE: later}
